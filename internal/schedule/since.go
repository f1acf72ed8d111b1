package schedule

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// SinceForms says what Since reads.
const SinceForms = "a day, such as 2026-04-28 or yesterday, or a span of hours, days, weeks, months or years, such as 12h, 7d, 2w, 1m"

var spanForm = regexp.MustCompile(`^(\d{1,4})\s*([hdwmy])$`)

// Since reads since when something is wanted: a date, the name of one of the last
// seven days, or how long ago it is. All but hours begin at midnight in the zone of
// now.
func Since(text string, now time.Time) (since time.Time, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.ParseInLocation(layout, strings.ToUpper(text), now.Location()); err == nil {
			return t, true
		}
	}
	y, month, d := now.Date()
	today := time.Date(y, month, d, 0, 0, 0, 0, now.Location())
	if back, ok := daysBack(text, today.Weekday()); ok {
		return today.AddDate(0, 0, -back), true
	}
	m := spanForm.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	n, _ := strconv.Atoi(m[1]) // the pattern admits nothing else
	switch {
	case n == 0:
		return time.Time{}, false
	case m[2] == "h":
		return now.Add(-time.Duration(n) * time.Hour), true
	case m[2] == "d":
		return today.AddDate(0, 0, -n), true
	case m[2] == "w":
		return today.AddDate(0, 0, -7*n), true
	case m[2] == "m":
		return today.AddDate(0, -n, 0), true
	}
	return today.AddDate(-n, 0, 0), true
}

// daysBack returns how many days before today a day is that is named by a word.
func daysBack(word string, today time.Weekday) (int, bool) {
	switch word {
	case "today", "heute":
		return 0, true
	case "yesterday", "gestern":
		return 1, true
	}
	day, ok := weekday(word)
	return int(today-day+7) % 7, ok
}
