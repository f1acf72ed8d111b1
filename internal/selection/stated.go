package selection

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/prose"
)

// monthNames and shortMonths match a month within a pattern, in English or German.
const (
	monthNames  = `January|February|March|April|May|June|July|August|September|October|November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember`
	shortMonths = `Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec`
)

// dayPattern matches what says a day, a month or a year.
var dayPattern = regexp.MustCompile(`(?i)\b(?:\d{1,2}(?:st|nd|rd|th|\.)? )?(?:` + monthNames + `)\b(?: \d{1,2}\b)?,?(?: \d{4}\b)?|\b(?:19|20)\d\d\b`)

// figures returns the quantities that a text states, without days, months and
// years.
func figures(text string) []prose.Number {
	text = dayPattern.ReplaceAllString(text, " ")
	ns := prose.Numbers(text)
	for _, v := range inWords(text) {
		if v < 100 { // "million" is a part of "$22.9 million"
			ns = append(ns, prose.Number{Value: v})
		}
	}
	return ns
}

// inWords returns the numbers that a text writes as words.
func inWords(text string) (all []float64) {
	for w := range prose.Words(text) {
		if v, ok := prose.Numerals[w]; ok {
			all = append(all, v)
		}
	}
	return all
}

// currentFigures is figures without those that a text says are no more.
func currentFigures(text string) []prose.Number { return figures(formerly.ReplaceAllString(text, " ")) }

// formerly matches a figure that is no more: "from 12 to 15", "15 instead of 12".
var formerly = regexp.MustCompile(`(?i)\b(?:from|instead of|rather than) (?:about |some |around )?[$€£¥]?\d[\d.,]*\d?(?: (?:thousand|million|billion|percent|per cent)| ?%)?`)

// shareFigure reports whether two lists have a quantity in common, or none of
// one unit that could differ.
func shareFigure(a, b []prose.Number) bool {
	comparable := false
	for _, x := range a {
		if prose.States(b, x) {
			return true
		}
		comparable = comparable || slices.ContainsFunc(b, func(y prose.Number) bool { return x.Unit == y.Unit })
	}
	return !comparable
}

// yearPattern matches a year.
var yearPattern = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// recalls reports whether a sentence tells of a year before its article's, or in the past
// of how things are in another language than English, and so of how they were.
func recalls(c Candidate) bool { return tellsPast(c) || namesEarlier(c) }

// tellsPast reports whether a sentence of another language than English says how things
// were.
func tellsPast(c Candidate) bool { return gate.TellsPast(c.Text, languageOf(c.Passage)) }

// namesEarlier reports whether a sentence names a year before its article's.
func namesEarlier(c Candidate) bool {
	return slices.ContainsFunc(years(c.Text), func(y int) bool { return y < c.Published().Time.Year() })
}

// namesAhead reports whether a text names a time that was not over when it was
// published: a day, a month or a year, with its year.
func namesAhead(text string, published article.Date) bool {
	return slices.ContainsFunc(spansNamed(text), func(s span) bool { return s.end.After(published.Time) })
}

// NamesTime reports whether a text names a time that had begun by then: what it
// says is dated by its own words.
func NamesTime(text string, by article.Date) bool {
	return slices.ContainsFunc(spansNamed(text), func(s span) bool { return !s.start.After(by.Time) })
}

// A span is a day, a month or a year.
type span struct{ start, end time.Time }

func spansNamed(text string) []span {
	var all []span
	for _, m := range timeNamed.FindAllStringSubmatch(text, -1) {
		if s, ok := spanOf(m[1], m[2], m[3]); ok {
			all = append(all, s)
		}
	}
	return all
}

// timeNamed matches a time with its year: "30 June 2026", "June 30, 2026",
// "June 2026", "2026".
var timeNamed = regexp.MustCompile(`(?i)\b(?:(\d{1,2})(?:st|nd|rd|th)? )?(?:(` + monthNames + `)(?: \d{1,2})?,? )?((?:19|20)\d\d)\b`)

// spanOf returns a day, a month or a year; day and month may be empty.
func spanOf(day, month, year string) (span, bool) {
	layout, text, days, months, years := "2006", year, 0, 0, 1
	switch {
	case month != "" && day != "":
		layout, text, days, years = "2 January 2006", day+" "+month+" "+year, 1, 0
	case month != "":
		layout, text, months, years = "January 2006", month+" "+year, 1, 0
	}
	t, err := time.Parse(layout, text)
	return span{t, t.AddDate(years, months, days)}, err == nil
}

func years(text string) []int {
	var all []int
	for _, y := range yearPattern.FindAllString(text, -1) {
		n, _ := strconv.Atoi(y) // the pattern admits nothing else
		all = append(all, n)
	}
	return all
}
