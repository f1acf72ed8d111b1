// Package dateline reads dates as people and programs write them beside a text,
// in eleven languages, where only one can be meant: Parse all of a string,
// DaysIn the days that stand in one, InName the name of a file or URL. A wrong
// date is worse than none.
package dateline

import (
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"footnote/internal/article"
)

var errDate = errors.New("date is not one such as 2026-04-27 or 27 April 2026")

// maxDate bounds what is read as a date, in bytes.
const maxDate = 100

// Parse reads a date as people and programs write them, if only one can be
// meant: a day, or an instant on the clock that it names. Nothing is the unknown
// date.
func Parse(s string) (article.Date, error) {
	d, _, err := ParseZoned(s)
	return d, err
}

// Instant reads a time with its hour and zone, on the clock of that.
func Instant(s string) (time.Time, bool) {
	d, zoned, err := ParseZoned(s)
	if err != nil || !zoned || d.Time.Year() <= 1990 {
		return time.Time{}, false
	}
	return d.Zoned(), true
}

// Declared reads a date as programs write them for others to read: one at
// midnight is a day, since whoever knows the day only writes that; a number is of
// seconds or thousandths since 1970; and beside a day may stand anything.
func Declared(s string) article.Date {
	d, err := Parse(s)
	if err != nil {
		d = numbered(s)
	}
	if at := DaysIn(Digits(s)); err != nil && len(at) == 1 {
		d = at[0].Date
	}
	d, _ = Plausible(Whole(d))
	return d
}

// numbered reads a number of seconds or thousandths since 1970.
func numbered(s string) article.Date {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 1e8 {
		return article.Date{}
	}
	if n > 1e11 {
		n /= 1000
	}
	return article.At(time.Unix(n, 0).UTC())
}

// Whole returns an instant at midnight on its clock as a day, and any other date
// as it is.
func Whole(d article.Date) article.Date {
	if d.Known() && article.StartsDay(d.Local()) {
		return article.DayOf(d.Local())
	}
	return d
}

var (
	// clockForm matches an instant: its day, hour, minute, second, half of the day, zone
	// and year, where that stands last.
	clockForm = regexp.MustCompile(`(?i)^(.+?)(?:T|,? (?:at )?)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)? ?(?:([ap])\.?m\b\.?)?` +
		`(?: ?\(?(?:(?:gmt|utc)?([+-]\d{1,2}):?(\d\d)?|([a-z]{1,4}))\)?)?(?: (\d{4}))?(?: \([^()]*\))?$`)
	// compactForm matches an instant that is written without marks.
	compactForm = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)(Z|[+-]\d{4})?$`)
	// weekdayForm matches what stands before a date, in any language, and says nothing more.
	weekdayForm = regexp.MustCompile(`^(?:\p{L}{2,12}\.?,|(?i:mon|tue|wed|thu|fri|sat|sun)\p{L}*,?) *`)
)

// ParseZoned is Parse, and says as well whether the date is an instant that
// names its zone.
func ParseZoned(s string) (d article.Date, zoned bool, err error) {
	s = strings.TrimSpace(s)
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		d, err = Plausible(article.At(t))
		return d, true, err
	}
	if d, err := article.ParseDate(s); err == nil {
		d, err = Plausible(d)
		return d, false, err
	}
	if len(s) > maxDate {
		return article.Date{}, false, errDate
	}
	s = strings.Join(strings.Fields(Digits(s)), " ")
	s = compactForm.ReplaceAllString(s, "$1-$2-${3}T$4:$5:$6$7")
	s = weekdayForm.ReplaceAllString(s, "")
	if d, ok := wholeDay(s); ok {
		d, err = Plausible(d)
		return d, false, err
	}
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return article.Date{}, false, errDate
	}
	day, ok := wholeDay(strings.TrimSpace(m[1] + " " + m[9]))
	clock, known := clockOf(m)
	east, named := zoneOf(m)
	switch {
	case !ok || !known:
		return article.Date{}, false, errDate
	case !named && m[6]+m[8] != "": // of an unknown clock only the day is known
		d, err = Plausible(day)
		return d, false, err
	}
	y, month, n := day.Time.Date()
	t := time.Date(y, month, n, 0, 0, 0, 0, time.FixedZone("", int(east/time.Second))).Add(clock)
	d, err = Plausible(article.At(t))
	return d, named, err
}

// wholeDay reads a text that is a day, and nothing else.
func wholeDay(s string) (article.Date, bool) {
	if at := DaysIn(s); len(at) == 1 && at[0].From == 0 && at[0].To == len(s) {
		return at[0].Date, true
	}
	for _, layout := range []string{"2006/01/02", "2006.01.02", "20060102", "2 Jan 06", "2-Jan-2006", "2-Jan-06"} {
		if t, err := time.Parse(layout, s); err == nil {
			return article.DayOf(t), true
		}
	}
	return article.Date{}, false
}

// clockOf returns the time of the day that clockForm found.
func clockOf(m []string) (time.Duration, bool) {
	hour, _ := strconv.Atoi(m[2])
	minute, _ := strconv.Atoi(m[3])
	second, _ := strconv.Atoi("0" + m[4])
	if half := strings.ToLower(m[5]); half != "" {
		if hour < 1 || hour > 12 {
			return 0, false
		}
		hour %= 12
		if half == "p" {
			hour += 12
		}
	}
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second,
		hour < 24 && minute < 60 && second <= 60
}

// zoneOf returns how far ahead of UTC the zone is that clockForm found, or false
// where it found none that is known.
func zoneOf(m []string) (time.Duration, bool) {
	if m[6] == "" {
		east, ok := zones[strings.ToUpper(m[8])]
		return east, ok
	}
	hours, _ := strconv.Atoi(m[6])
	minutes, _ := strconv.Atoi("0" + m[7])
	if m[6][0] == '-' {
		minutes = -minutes
	}
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute, max(hours, -hours) <= 14 && minutes < 60
}

// zones are the names of zones that programs write: those of RFC 822 and others
// that mean one clock. Of CST and BST it is the one of North America and Britain.
var zones = map[string]time.Duration{
	"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0,
	"EST": -5 * time.Hour, "EDT": -4 * time.Hour, "CST": -6 * time.Hour, "CDT": -5 * time.Hour,
	"MST": -7 * time.Hour, "MDT": -6 * time.Hour, "PST": -8 * time.Hour, "PDT": -7 * time.Hour,
	"BST": time.Hour, "WEST": time.Hour, "CET": time.Hour, "MEZ": time.Hour,
	"CEST": 2 * time.Hour, "MESZ": 2 * time.Hour, "EET": 2 * time.Hour, "EEST": 3 * time.Hour,
	"JST": 9 * time.Hour, "KST": 9 * time.Hour,
}

// Plausible refuses the dates that programs write for want of one, as
// 1970-01-01 and 0001-01-01.
func Plausible(d article.Date) (article.Date, error) {
	if d.Known() && (d.Time.Year() < 1700 || d.Time.Unix() == 0) {
		return article.Date{}, errDate
	}
	return d, nil
}

// FutureBy is how far ahead of now a date may lie: zones are mistaken for one
// another.
const FutureBy = 24 * time.Hour

// Believed returns a date as far as it is to be believed: who dates into the
// future does not know.
func Believed(d article.Date, now time.Time) article.Date {
	if d.After(now.Add(FutureBy)) {
		return article.Date{}
	}
	return d
}

var dayInName = regexp.MustCompile(`(?:^|/)(\d{4})[-_/](\d{2})[-_/](\d{2})(?:\D|$)`)

// InName returns the day that begins a file's name, as 2026-04-27-title.txt,
// or that stands in the path of a URL, as /2026/04/27/title. A file's time of
// modification is no such day.
func InName(name string) article.Date {
	m := dayInName.FindStringSubmatch(name)
	if m == nil {
		return article.Date{}
	}
	d, err := Parse(m[1] + "-" + m[2] + "-" + m[3])
	if err != nil {
		return article.Date{}
	}
	return d
}

// SameInstant reports whether two dates are one instant, on whichever clocks.
func SameInstant(a, b article.Date) bool { return !a.DayOnly && !b.DayOnly && a.Time.Equal(b.Time) }

// InURL is InName of the path of a URL.
func InURL(raw string) article.Date {
	u, err := url.Parse(raw)
	if err != nil {
		return article.Date{}
	}
	return InName(u.Path)
}
