package selection

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/dates"
	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/retrieval"
)

// germanMonths match a month of which English has another name, within a pattern.
const germanMonths = `Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember`

// germanDay matches a day or a month as German writes it.
var germanDay = regexp.MustCompile(`\b\d{1,2}\. (?:` + dates.MonthNames + `|` + germanMonths + `)\b|\b(?:` + germanMonths + `)\b`)

// figures returns the quantities that a text states, without days, months and
// years.
func figures(text string) []prose.Number {
	text = germanDay.ReplaceAllString(text, " ")
	for _, d := range dates.Find(text) {
		text = text[:d.From] + strings.Repeat(" ", d.To-d.From) + text[d.To:]
	}
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

// recalls reports whether a sentence tells of a year before its article's, or in the past
// of how things are in another language than English, and so of how they were.
func recalls(c Candidate) bool { return overtaken(c) || namesEarlier(c) }

// overtaken reports whether a sentence tells how things were, or were to be.
func overtaken(c Candidate) bool { return tellsPast(c) || onceSaid.MatchString(c.Text) }

// onceSaid matches what a sentence says was meant to be and is not.
var onceSaid = regexp.MustCompile(`(?i)\b(?:(?:was|were|had been) (?:first|originally|initially|once|previously) (?:promised|planned|announced|due|expected|scheduled|set|meant|supposed|intended|priced|budgeted)|` +
	`(?:first|originally|initially) (?:promised|planned|announced|scheduled|estimated|budgeted) (?:for|to|at|as))\b`)

// tellsPast reports whether a sentence of another language than English says how things
// were.
func tellsPast(c Candidate) bool { return gate.TellsPast(c.Text, languageOf(c.Passage)) }

// namesEarlier reports whether a sentence names a year before its article's.
func namesEarlier(c Candidate) bool {
	return slices.ContainsFunc(dates.Find(c.Text), func(d dates.Moment) bool { return d.Year != 0 && d.Year < c.Published().Local().Year() })
}

// namesAhead reports whether a text names a time that was not over when it was
// published: a day, a month or a year, with its year.
func namesAhead(text string, published article.Date) bool {
	return slices.ContainsFunc(dates.Find(text), func(d dates.Moment) bool {
		_, end, ok := d.Span()
		return ok && end.After(published.Local())
	})
}

// asksWhetherIsSo begins a question for what has come to be, or will.
var asksWhetherIsSo = regexp.MustCompile(`(?i)^(?:when|by when|is|are|has|have|did|does|do|will|was|were)\b`)

// ahead matches what announces.
var ahead = regexp.MustCompile(`(?i)\b(?:will|is to|are to|plans?|planned|expect(?:s|ed)|scheduled|due|set to|aims?|hopes?|intends?|from|by)\b`)

// Announced returns the last day of the first time for which a verdict announces something, if that was ahead
// when it was published and is over at a time, and nothing beside it is newer than that.
func Announced(found retrieval.Result, verdict Candidate, more []Candidate, now time.Time) (day article.Date, ok bool) {
	d := verdict.Published()
	if now.IsZero() || !d.Sure() || !asksWhetherIsSo.MatchString(ownText(found)) || !ahead.MatchString(verdict.Text) || len(prose.NewDenial(verdict.Text).Heads) > 0 {
		return day, false
	}
	for _, m := range dates.Find(verdict.Text) {
		_, end, named := m.Span()
		if !named || m.Day == 0 && m.Month == 0 || !end.After(d.Local()) {
			continue
		}
		later := func(c Candidate) bool { return c.Published().Sure() && !c.Published().Local().Before(end) }
		return article.Date{Time: end.AddDate(0, 0, -1), DayOnly: true}, !end.After(now) && !slices.ContainsFunc(more, later)
	}
	return day, false
}

// NamesTime reports whether a text names a time that had begun by then: what it
// says is dated by its own words.
func NamesTime(text string, by article.Date) bool {
	return slices.ContainsFunc(dates.Find(text), func(d dates.Moment) bool {
		from, _, ok := d.Span()
		return ok && !from.After(by.Local())
	})
}
