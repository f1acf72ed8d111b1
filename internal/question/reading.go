// Package question reads a question by its words, in plain code: which outlets,
// authors and times it names, whether these say where to look or are what it is
// about, and what it asks for. Read is its one entry point; docs/reading.md says what
// is read how. A search that keeps a library of its own asks a Text which names to
// look up for it.
package question

import (
	"slices"
	"strings"
	"time"

	"footnote/internal/analysis"
)

// A Catalog is what a library's articles are signed with. It must name
// nothing that the reader may not see: a name read in a question tells that
// the library holds it.
type Catalog struct {
	Outlets, Authors []string
	Newest           time.Time // of the articles; zero for unknown
}

// A Side is one of several that a question wants heard.
type Side struct {
	Filter
	Text string // what is asked of it; empty for the whole question
}

// A Reading is what plain code makes of a question: what it names and what it
// asks for.
type Reading struct {
	Asked  string   // the question, after those that it leans on
	Text   string   // what is left to search for, without what Only filters by
	Only   Filter   // named as the place to look: "what did The Verge say last week"
	Prefer Filter   // named, but maybe as the matter itself: "did The Verge lay off staff?"
	Sides  []Side   // at least two, if each is to be heard: "do Wired and Polygon agree?"
	Bare   bool     // asks for nothing beside Only but what is there: "what's new today?"
	Names  []string // of people, firms, works and places, and quoted phrases, in order

	Present  bool // asks for the present state: "still", "now", "latest"
	Timeline bool // asks when it changed or how it came about
	Compares bool // asks how things differ or agree
	Timed    bool // expects a time: when, since when, until when
	Counted  bool // expects a number: how many, how much
	Named    bool // expects a name: who, which, where
}

// Read understands a question by its words. Spans of time that lean on today
// ("last week", "in May") are read if now is not zero; today is the day in its zone.
func Read(text string, about Catalog, now time.Time) Reading {
	return Parse(text).Read(about, now)
}

// Alone reads a question that names no outlets and no authors, on no day: by its
// words alone.
func Alone(text string) Reading { return Read(text, Catalog{}, time.Time{}) }

// Read is the function Read for a question that is parsed.
func (q *Text) Read(about Catalog, now time.Time) Reading {
	r := q.intent()
	r.Asked = q.text
	outlets := q.mentions(about.Outlets, outletKeys)
	authors := q.authorsBeside(outlets, about.Authors)
	c := clockOf(q, now, about.Newest)
	dates := q.dates(c)
	q.judge(outlets, authors, dates)
	for _, m := range outlets {
		into := r.into(m.plain)
		into.Outlets = addNames(into.Outlets, m.names)
	}
	for _, m := range authors {
		into := r.into(m.plain)
		into.Authors = addNames(into.Authors, m.names)
	}
	r.Only.Since, r.Only.Until = hull(dates, true)
	r.Prefer.Since, r.Prefer.Until = hull(dates, false)
	r.Sides = q.sides(outlets, dates)
	r.Names = q.names(outlets)
	r.Text = q.rest(outlets, authors, dates)
	r.Bare = (!r.Only.IsZero() || says(q.lowered(), saysNew)) && q.asksNothing(outlets, authors, dates)
	r.Present = r.Present || (q.presentTense() || q.presentElsewhere() || !r.Bare && q.keywords()) && !pastSpan(dates, c.now)
	return r
}

// into returns the filter for what is named plainly, or else.
func (r *Reading) into(plain bool) *Filter {
	if plain {
		return &r.Only
	}
	return &r.Prefer
}

func addNames(names, more []string) []string {
	for _, n := range more {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// rest returns the question without what is filtered by, or all of it if
// nothing would be left.
func (q *Text) rest(outlets, authors []mention, dates []dated) string {
	cut := make([]bool, len(q.Words))
	for i := range q.greeting() {
		cut[i] = true
	}
	for _, m := range append(slices.Clone(outlets), authors...) {
		if m.plain {
			q.cut(cut, m.from, m.to)
		}
	}
	for _, d := range dates {
		if d.plain {
			q.cut(cut, d.from, d.to)
		}
	}
	var b strings.Builder
	at := 0
	for i, w := range q.Words {
		if cut[i] {
			if i == 0 || !cut[i-1] {
				b.WriteString(strings.TrimRight(q.text[at:w.Start], " "+Quotes))
				b.WriteByte(' ')
			}
			if at = w.end; i+1 == len(q.Words) || !cut[i+1] {
				at += len(q.text[at:]) - len(strings.TrimLeft(q.text[at:], Quotes))
			}
		}
	}
	b.WriteString(q.text[at:])
	left := strings.Join(strings.Fields(b.String()), " ")
	if !strings.ContainsFunc(left, analysis.IsWordRune) {
		return strings.Join(strings.Fields(q.text), " ")
	}
	return left
}

// cut marks words from and up to to, with an article before them.
func (q *Text) cut(cut []bool, from, to int) {
	if from > 0 && q.Words[from-1].Low == "the" {
		from--
	}
	for i := from; i < to; i++ {
		cut[i] = true
	}
}
