package gate

import (
	"slices"
	"strings"
)

// A partition is what is said of a part of those that were counted: fourteen were hurt,
// "one" of them seriously.
type partition struct {
	of       int // the token that says which part
	from, to int // what is said of it
}

// partitions returns what a claim says of parts.
func (c *claim) partitions() []partition {
	var out []partition
	for i := range c.tokens {
		if parting[c.low(i)] && c.begun(i) == i && c.low(i+1) != "of" && i > 0 {
			_, to := c.clauseOf(i)
			out = append(out, partition{of: i, from: i + 1, to: to})
		}
	}
	return out
}

// parting are words for one or some of those that were counted.
var parting = setOf(`one another others some`)

// begun returns where the clause, or its side of "and", begins that token i
// stands in.
func (c *claim) begun(i int) int {
	from, _ := c.clauseOf(i)
	for k := i - 1; k >= from; k-- {
		if joining[c.tokens[k].low] {
			return k + 1
		}
	}
	return from
}

// partitive checks that what the passage says of a part of those it counts is
// not said of all.
func (m *match) partitive() string {
	for _, p := range m.have.partitions() {
		if m.sharesPart(p) && !m.touches(p.of) && !m.said.saysWord(m.from, m.to, m.have.low(p.of)) {
			return reasonBinding
		}
	}
	return ""
}

// onlySome checks that what the passage says of some is not said of them, without
// more: some members want it, the members want it.
func (m *match) onlySome() string {
	for i := m.from + 1; i < m.to; i++ {
		before := m.said.tokens[i-1]
		if m.said.tokens[i].kind != content || len(m.at[i]) == 0 || before.low != "the" && !before.owns || m.said.low(i-1) == "the" && i > 1 && m.said.low(i-2) == "of" {
			continue
		}
		if !slices.ContainsFunc(m.at[i], func(at int) bool { return !fewOf[m.have.low(at-1)] }) && !m.said.says(m.from, i, fewOf) {
			return reasonBound
		}
	}
	return ""
}

// whole checks that what the passage says of some of a kind, by what stands right behind
// their noun, is not said of the kind: crofters we spoke to, patients who took the drug.
func (m *match) whole() string {
	if m.src.lexer.words == nil {
		return ""
	}
	for i := m.from; i+1 < m.to; i++ {
		if !m.said.bare(i) || len(m.at[i]) == 0 {
			continue
		}
		deed := i + 1
		for deed < m.to && m.said.besideDeed(deed) && !m.said.tells(deed) {
			deed++
		}
		if deed == m.to || !m.said.tells(deed) || m.said.divided(deed) {
			continue
		}
		if !slices.ContainsFunc(m.at[i], func(at int) bool { return !m.some(at, deed) }) {
			return reasonBound
		}
	}
	return ""
}

// bare reports whether token i is a plural without anything before it, with which a
// clause begins; a word that nobody knows is a name there, too.
func (c *claim) bare(i int) bool {
	low := c.tokens[i].low
	return (c.tokens[i].kind == content || c.tokens[i].kind == name) && strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss") &&
		(i == 0 || c.divided(i) || clauseWords[c.low(i-1)] || c.low(i-1) == "that" || coordinating[c.low(i-1)])
}

// some reports whether the statement says behind the plural at token at, and before the
// deed that the sentence has at token deed, which of a kind are meant, and the sentence
// has none of it.
func (m *match) some(at, deed int) bool {
	if !m.have.bare(at) || at+2 >= len(m.have.tokens) || m.have.divided(at+1) {
		return false
	}
	to := -1
	for _, d := range m.at[deed] {
		if d > at+1 && (to < 0 || d < to) {
			to = d
		}
	}
	if to < 0 || m.touchesAny(at+1, to) {
		return false
	}
	next := m.have.tokens[at+1]
	switch {
	case restricts[next.low], next.low == "with", next.low == "without":
		return true
	case next.low == "we", next.low == "i", pronouns[next.low] && !determiners[next.low]:
		return m.have.tells(at + 2)
	}
	return next.kind == content && (pastForm(next.low) && m.have.low(at+2) == "by" || strings.HasSuffix(next.low, "ing"))
}

// fewOf are words for some of a kind.
var fewOf = setOf(`some few several`)

// sharesPart reports whether the sentence has a word that the statement says
// of a part alone.
func (m *match) sharesPart(p partition) bool {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != content || len(m.at[i]) == 0 {
			continue
		}
		if !slices.ContainsFunc(m.at[i], func(at int) bool { return at < p.from || at >= p.to }) {
			return true
		}
	}
	return false
}

// universals are words for all of a kind.
var universals = setOf(`all every each everyone everybody any whole`)

// nearly are words by which all is not all.
var nearly = setOf(`nearly almost virtually practically not`)

// restricts begin what says which of a kind are meant.
var restricts = setOf(`who whose whom that which`)

// all checks that what is said of all that fulfil a condition is not said of
// all: all books whose authors agree.
func (m *match) all() string {
	for i := m.from; i < m.to; i++ {
		if !universals[m.said.tokens[i].low] {
			continue
		}
		if restricts[m.said.low(i+1)] || restricts[m.said.low(i+2)] && !m.said.tells(i+1) {
			continue // with what restricts it
		}
		if slices.ContainsFunc(m.at[i], func(at int) bool { return nearly[m.have.low(at-1)] }) && !nearly[m.said.low(i-1)] {
			return reasonBound
		}
		if slices.ContainsFunc(m.at[i], m.restricted) {
			return ReasonCondition
		}
	}
	return ""
}

// restricted reports whether the statement says behind a word for all, without
// a comma, which are meant, and the sentence has none of it.
func (m *match) restricted(at int) bool {
	for k := at + 1; k < len(m.have.tokens) && k <= at+3; k++ {
		if !restricts[m.have.tokens[k].low] || m.have.divided(k) {
			continue
		}
		_, to := m.have.clauseOf(k)
		return !m.touchesAny(k+1, to)
	}
	return false
}
