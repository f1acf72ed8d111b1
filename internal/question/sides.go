package question

import (
	"cmp"
	"slices"
	"strings"

	"footnote/internal/analysis"
)

// maxSides bounds the sides of one question: each is ranked by itself.
const maxSides = 8

// sides returns what is to be heard, each by itself: every outlet named as
// the place to look, with the time and the clause that go with it; or, without
// outlets, every time of publication.
func (q *Text) sides(outlets []mention, dates []dated) []Side {
	outlets = slices.DeleteFunc(slices.Clone(outlets), func(m mention) bool { return !m.plain })
	var all []Side
	for i, m := range outlets {
		clause := q.clause(outlets, i)
		when := timesOf(outlets, i, dates)
		if len(when) == 0 {
			all = addSide(all, Side{Filter{Outlets: m.names}, clause})
		}
		for _, d := range when {
			all = addSide(all, Side{Filter{Outlets: m.names, Since: d.since, Until: d.until}, clause})
		}
	}
	if len(outlets) == 0 {
		for _, d := range dates {
			if d.plain && !d.since.IsZero() && !d.until.IsZero() {
				all = addSide(all, Side{Filter: Filter{Since: d.since, Until: d.until}})
			}
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// addSide adds a side unless it is there. One without a clause of its own
// adds nothing to another of the same filter.
func addSide(all []Side, s Side) []Side {
	for i, o := range all {
		if o.Filter.Equal(s.Filter) && (o.Text == s.Text || o.Text == "" || s.Text == "") {
			all[i].Text = cmp.Or(o.Text, s.Text)
			return all
		}
	}
	if len(all) == maxSides {
		return all
	}
	return append(all, s)
}

// timesOf returns the times of publication that belong to an outlet: those
// right before it, and those after it up to the next.
func timesOf(outlets []mention, i int, dates []dated) []dated {
	var when []dated
	for _, d := range dates {
		if d.plain && owner(outlets, d) == i {
			when = append(when, d)
		}
	}
	return when
}

// owner returns which of the outlets a time belongs to: the one right after
// it, the last before it, or the first.
func owner(outlets []mention, d dated) int {
	best := -1
	for i, m := range outlets {
		switch {
		case m.from == d.to:
			return i
		case m.to <= d.from || best < 0:
			best = i
		}
	}
	return best
}

// clause returns what a question says of one of several outlets: what stands
// before it where that is how it is named ("…, according to Wired, and"), else
// what stands after it, up to the next outlet. An outlet in a list has none:
// the whole question is about it.
func (q *Text) clause(outlets []mention, i int) string {
	m, from, to := outlets[i], 0, len(q.Words)
	if i > 0 {
		from = outlets[i-1].to
		if q.listed(from, m.from) {
			return ""
		}
	}
	if i+1 < len(outlets) {
		to = outlets[i+1].from
		if q.listed(m.to, to) {
			return ""
		}
	}
	if q.closes(m.to) && q.cuedBefore(m) {
		to = m.from
	} else {
		from = m.to
	}
	if from >= to || len(outlets) == 1 {
		return ""
	}
	return q.text[q.Words[from].Start:q.Words[to-1].end]
}

// closes reports whether a clause ends before a word.
func (q *Text) closes(i int) bool {
	return i >= len(q.Words) || joining[q.low(i)] || strings.ContainsAny(q.Words[i].gap, ",;.?!\n")
}

var joining = analysis.Set("and or but vs versus")
