package gate

import (
	"slices"
	"strings"
	"sync"

	"footnote/internal/lexicon"
)

// A gauge is a word that tells of a measure and which way it goes: what is
// dearer has a price that rose.
type gauge struct {
	measures map[string]bool // stems
	up       bool
}

// gaugeWords has on each line the measures, then the words for more of them,
// then, behind "<>", those for less.
const gaugeWords = `price cost: dear dearer costly costlier pricey pricier expensive <> cheap cheaper inexpensive
temperature: warm warmer hot hotter <> cool cooler cold colder
speed pace: fast faster quick quicker <> slow slower
size area: large larger big bigger <> small smaller
length duration: long longer <> short shorter
height: tall taller <> low lower
weight: heavy heavier <> light lighter
age: old older <> young younger
income wealth: rich richer <> poor poorer`

// gauges are the gauges by their stems.
var gauges = sync.OnceValue(func() map[string]gauge {
	table := map[string]gauge{}
	for line := range strings.Lines(gaugeWords) {
		of, words, _ := strings.Cut(line, ":")
		more, less, _ := strings.Cut(words, "<>")
		measures := map[string]bool{}
		for w := range strings.FieldsSeq(of) {
			measures[stemOf(w, "en")] = true
		}
		for i, side := range []string{more, less} {
			for w := range strings.FieldsSeq(side) {
				table[stemOf(w, "en")] = gauge{measures, i == 0}
			}
		}
	}
	return table
})

// gaugeAt returns the gauge at token i, turned round behind "less".
func (c *claim) gaugeAt(i int) (g gauge, ok bool) {
	if i >= len(c.tokens) || c.tokens[i].kind != content {
		return g, false
	}
	g, ok = gauges()[c.tokens[i].stem]
	g.up = g.up != (c.low(i-1) == "less")
	return g, ok
}

// gauged finds what says of a measure and its direction, in two words, what
// the other side says in one: the price rose, it became dearer.
func (m *match) gauged(i int) (at []int, opposite bool) {
	low := m.said.tokens[i].low
	if low == "more" || low == "less" {
		i++ // more expensive
	}
	if g, ok := m.said.gaugeAt(i); ok {
		if at, opposite = m.measured(g); at == nil && g.up == (low == "more") {
			at, opposite = m.sameGauge(i, g)
		}
		return at, opposite
	}
	if i >= m.to {
		return nil, false
	}
	t := m.said.tokens[i]
	way := direction(t)
	for k := range m.have.tokens {
		g, ok := m.have.gaugeAt(k)
		switch {
		case !ok:
		case g.measures[t.stem]:
			return []int{k}, false
		case way != 0 && m.said.says(m.from, m.to, g.measures):
			return []int{k}, (way > 0) != g.up
		}
	}
	return nil, false
}

// measured returns the word of direction beside one of the measures of a gauge
// in the statement, and whether it goes the other way.
func (m *match) measured(g gauge) (at []int, opposite bool) {
	for measure := range g.measures {
		for _, k := range m.have.stems[measure] {
			from, to := m.have.clauseOf(k)
			for d := from; d < to; d++ {
				if way := direction(m.have.tokens[d]); way != 0 {
					return []int{d}, (way > 0) != g.up
				}
			}
		}
	}
	return nil, false
}

// sameGauge returns the word of the statement that means the one at token i,
// and whether it goes the other way.
func (m *match) sameGauge(i int, g gauge) (at []int, opposite bool) {
	for _, k := range m.have.find(m.said.tokens[i]) {
		if other, ok := m.have.gaugeAt(k); ok {
			return []int{k}, other.up != g.up
		}
	}
	return nil, false
}

// direction returns 1 for a word of more, -1 for one of less, and 0 for others.
func direction(t token) int {
	less, _ := english().Against(lexicon.Up)
	switch {
	case t.kind != content:
		return 0
	case slices.Contains(t.rows, lexicon.Up):
		return 1
	case slices.Contains(t.rows, less):
		return -1
	}
	return 0
}
