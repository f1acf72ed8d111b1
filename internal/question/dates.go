package question

import (
	"strconv"
	"strings"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/dates"
)

// A span is a time, both ends included, of days as article.Date has limits; an end of
// zero is open.
type span struct{ since, until time.Time }

// A dated is where a question names a time: its words with their preposition.
type dated struct {
	span
	from, to int  // words
	tied     bool // holds for what was published as its words say: "as of May"
	plain    bool // of publication, not of what is asked about
}

// instant is the step between the end of a span and what follows.
const instant = time.Nanosecond

// days returns the span of whole days from one up to, not with, another.
func days(from, to time.Time) span { return span{from, to.Add(-instant)} }

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func dayOf(t time.Time) span   { return days(t, t.AddDate(0, 0, 1)) }
func monthOf(t time.Time) span { return months(t.Year(), int(t.Month()), 1) }
func yearOf(year int) span     { return months(year, 1, 12) }

// months returns n whole months.
func months(year, first, n int) span {
	from := date(year, time.Month(first), 1)
	return days(from, from.AddDate(0, n, 0))
}

// midnight returns the start of the day of t.
func midnight(t time.Time) time.Time { return date(t.Year(), t.Month(), t.Day()) }

// weekOf returns the week of a day, which begins on Monday.
func weekOf(t time.Time) span {
	t = midnight(t)
	monday := t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	return days(monday, monday.AddDate(0, 0, 7))
}

// A clock reads times in the words of a question. Its zero now is unknown, and
// so is its zero newest.
type clock struct {
	*Text
	instant time.Time // of asking
	now     time.Time // what the clock of who asks shows then, as if it were of UTC
	newest  time.Time // when the newest article was published
}

// clockOf returns the clock of who asks, in whose zone now is.
func clockOf(q *Text, now, newest time.Time) clock {
	c := clock{Text: q, instant: now, newest: newest.UTC()}
	if !now.IsZero() {
		_, east := now.Zone()
		c.now = now.UTC().Add(time.Duration(east) * time.Second)
	}
	return c
}

// dates returns the times that a question names, in order.
func (q *Text) dates(c clock) []dated {
	var all []dated
	for i := 0; i < len(q.Words); {
		d, ok := c.phrase(i)
		if !ok {
			i++
			continue
		}
		all = append(all, d)
		i = d.to
	}
	return all
}

// LacksYear reports whether a question may name a part of a year without the
// year.
func (q *Text) LacksYear() bool {
	for _, w := range q.Words {
		if dates.Month(w.Low) > 0 || seasons[w.Low] > 0 || len(w.Low) == 2 && (w.Low[0] == 'q' || w.Low[0] == 'h') {
			return true
		}
	}
	return false
}

// phrase reads a time with its preposition at a word.
func (c clock) phrase(i int) (dated, bool) {
	word := c.low(i)
	switch {
	case word == "between" || word == "from":
		if d, ok := c.range_(i); ok {
			return d, true
		}
	case word == "as" && c.low(i+1) == "of", word == "up" && c.low(i+1) == "to", word == "prior" && c.low(i+1) == "to":
		if d, ok := c.bound(i, 2, word); ok {
			return d, true
		}
	}
	if bounds[word] {
		if d, ok := c.bound(i, 1, word); ok {
			return d, true
		}
	}
	if at := c.skip(i); inside[word] && at > i {
		if m, ok := c.moment(at, word); ok && !c.divided(at) {
			return dated{span: m.span, from: i, to: m.to}, true
		}
	}
	m, ok := c.moment(i, "")
	return dated{span: m.span, from: i, to: m.to}, ok
}

// Prepositions of time. What is between bounds is open at one end.
var (
	inside = analysis.Set("in im on during of from at for within over throughout through dated around about")
	bounds = analysis.Set("since before after until till by through")
)

// skip returns the word after a preposition and an article.
func (c clock) skip(i int) int {
	i++
	for w := c.low(i); w == "the" && !c.rolls(i) || w == "about" || w == "around" || w == "of"; w = c.low(i) {
		i++
	}
	return i
}

// rolls reports whether "the" belongs to the time: "the last week" is seven
// days, "last week" one of the calendar.
func (c clock) rolls(i int) bool {
	return c.low(i) == "the" && (c.low(i+1) == "last" || c.low(i+1) == "past" || c.low(i+1) == "day")
}

// bound reads "since", "before" and the like, of n words, with its time.
func (c clock) bound(i, n int, word string) (dated, bool) {
	m, ok := c.moment(c.skip(i+n-1), word)
	if !ok {
		return dated{}, false
	}
	d := dated{from: i, to: m.to, tied: word == "as"}
	switch word {
	case "since":
		d.since = m.since
	case "after":
		d.since = m.until.Add(instant)
	case "before", "prior":
		d.until = m.since.Add(-instant)
	default:
		d.until = m.until
	}
	return d, true
}

// range_ reads "between A and B" and "from A to B". A may lack what B tells:
// "between October and December 2023".
func (c clock) range_(i int) (dated, bool) {
	word := c.low(i)
	start := c.skip(i)
	for mid := start + 1; mid < min(len(c.Words), start+5); mid++ {
		link := c.low(mid)
		if word == "between" && link != "and" || word == "from" && link != "to" && link != "until" && link != "through" && link != "till" {
			continue
		}
		b, ok := c.moment(c.skip(mid), "in")
		if !ok {
			return dated{}, false
		}
		a, ok := c.moment(start, "in")
		if lacking, found := c.lacking(start, mid, b); found {
			a, ok = lacking, true
		}
		if !ok || a.to != mid || a.since.After(b.until) {
			return dated{}, false
		}
		return dated{span: span{a.since, b.until}, from: i, to: b.to}, true
	}
	return dated{}, false
}

// lacking reads words that lean on a later time for their month or year.
func (c clock) lacking(from, to int, b moment) (moment, bool) {
	m := moment{to: to}
	switch to - from {
	case 1:
		if day := c.day(from); day > 0 && b.days() == 1 && valid(b.since.Year(), b.since.Month(), day) {
			m.span = dayOf(date(b.since.Year(), b.since.Month(), day))
			return m, true
		}
		if month := c.monthAt(from); month > 0 && !c.hasYear(from, to) {
			m.span = months(yearBefore(b, month, 1), int(month), 1)
			return m, true
		}
	case 2:
		month, day := c.monthAt(from), c.day(from+1)
		if month == 0 {
			month, day = c.monthAt(from+1), c.day(from)
		}
		if month > 0 && day > 0 {
			if year := yearBefore(b, month, day); valid(year, month, day) {
				m.span = dayOf(date(year, month, day))
				return m, true
			}
		}
	}
	return m, false
}

// yearBefore returns the year in which a month and day last were before b.
func yearBefore(b moment, month time.Month, day int) int {
	if date(b.until.Year(), month, day).After(b.until) {
		return b.until.Year() - 1
	}
	return b.until.Year()
}

func (c clock) hasYear(from, to int) bool {
	for i := from; i < to; i++ {
		if _, ok := year(c.low(i)); ok {
			return true
		}
	}
	return false
}

// year reads a year of four digits.
func year(word string) (int, bool) {
	if len(word) != 4 || strings.Trim(word, "0123456789") != "" {
		return 0, false
	}
	y, err := strconv.Atoi(word)
	return y, err == nil && y >= 1900 && y < 2100
}

// IsYear reports whether a word is a year or a decade: "1987", "1980s".
func IsYear(word string) bool {
	digits := strings.TrimSuffix(word, "s")
	return len(digits) == 4 && (digits[0] == '1' || digits[0] == '2') && strings.Trim(digits, "0123456789") == ""
}

// day reads a day of the month: "3", "3rd", "03".
func (c clock) day(i int) int {
	word := c.low(i)
	digits := strings.TrimRight(word, "stndrh")
	if len(digits) > 2 || digits == "" || len(word)-len(digits) > 2 || strings.Trim(digits, "0123456789") != "" {
		return 0
	}
	if d, err := strconv.Atoi(digits); err == nil && d >= 1 && d <= 31 {
		return d
	}
	return 0
}

// monthAt reads the name of a month.
func (c clock) monthAt(i int) time.Month { return dates.Month(c.low(i)) }

// valid reports whether a month has such a day.
func valid(year int, month time.Month, day int) bool { return date(year, month, day).Day() == day }

// hull returns the span of all plain times, or all others: the widest of
// those that are closed, narrowed by what is open at one end.
func hull(dates []dated, plain bool) (since, until time.Time) {
	for _, d := range dates {
		if d.plain != plain {
			continue
		}
		if !d.since.IsZero() && (since.IsZero() || d.since.Before(since)) {
			since = d.since
		}
		if !d.until.IsZero() && (until.IsZero() || d.until.After(until)) {
			until = d.until
		}
	}
	if !since.IsZero() && !until.IsZero() && since.After(until) {
		return time.Time{}, time.Time{}
	}
	return since, until
}
