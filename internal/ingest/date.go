package ingest

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"footnote/internal/article"
)

// dayLayouts are how people write days so that only one day can be meant:
// 03/04/2026 is two.
var dayLayouts = []string{
	"2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", "January 2 2006", "Jan 2 2006",
	"Monday, 2 January 2006", "Monday 2 January 2006", "Monday, January 2, 2006", "Mon, 2 Jan 2006", "Mon, Jan 2, 2006",
	"2006/01/02", "2006.01.02", "20060102",
}

var timeLayouts = []string{time.RFC1123Z, time.RFC1123, "2006-01-02 15:04", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00"}

var errDate = errors.New("date is not one such as 2026-04-27 or 27 April 2026")

// parseDate reads a date as people and programs write them, if only one can be
// meant. Nothing is the unknown date.
func parseDate(s string) (article.Date, error) {
	s = strings.TrimSpace(s)
	d, err := article.ParseDate(s)
	if err == nil {
		return plausible(d)
	}
	s = strings.Join(strings.Fields(shortMonths.Replace(s)), " ")
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return plausible(article.Date{Time: t, DayOnly: true})
		}
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return plausible(article.Date{Time: t.UTC()})
		}
	}
	return article.Date{}, errDate
}

var shortMonths = strings.NewReplacer("Sept.", "Sep", "Sept ", "Sep ", "Jan.", "Jan", "Feb.", "Feb", "Mar.", "Mar",
	"Apr.", "Apr", "Jun.", "Jun", "Jul.", "Jul", "Aug.", "Aug", "Sep.", "Sep", "Oct.", "Oct", "Nov.", "Nov", "Dec.", "Dec")

// plausible refuses the dates that programs write for want of one, as
// 1970-01-01 and 0001-01-01.
func plausible(d article.Date) (article.Date, error) {
	if d.Known() && (d.Time.Year() < 1700 || d.Time.Unix() == 0) {
		return article.Date{}, errDate
	}
	return d, nil
}

// futureBy is how far ahead of now a date may lie: zones are mistaken for one
// another.
const futureBy = 24 * time.Hour

// believed returns a date as far as it is to be believed: who dates into the
// future does not know.
func believed(d article.Date, now time.Time) article.Date {
	if d.After(now.Add(futureBy)) {
		return article.Date{}
	}
	return d
}

var dayInName = regexp.MustCompile(`(?:^|/)(\d{4})[-_/](\d{2})[-_/](\d{2})(?:\D|$)`)

// dateInName returns the day that begins a file's name, as 2026-04-27-title.txt,
// or that stands in the path of a URL, as /2026/04/27/title. A file's time of
// modification is no such day.
func dateInName(name string) article.Date {
	m := dayInName.FindStringSubmatch(name)
	if m == nil {
		return article.Date{}
	}
	d, err := parseDate(m[1] + "-" + m[2] + "-" + m[3])
	if err != nil {
		return article.Date{}
	}
	return d
}
