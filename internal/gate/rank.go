package gate

import (
	"slices"
	"strings"
)

// ranks checks that the fourth-largest is not called the largest.
func (m *match) ranks() string {
	for i := m.from; i < m.to; i++ {
		low := m.said.tokens[i].low
		if m.at[i] == nil || !strings.HasSuffix(low, "est") && low != "most" && low != "last" {
			continue
		}
		for _, at := range m.at[i] {
			if rank := m.have.low(at - 1); ranking[rank] && !m.said.saysWord(i-2, i, rank) {
				return ReasonContrary
			}
		}
	}
	return ""
}

// ordinals checks that what is the first of its kind in the sentence is so in the
// statement: the first delay, first deliveries.
func (m *match) ordinals() string {
	for i := m.from; i < m.to; i++ {
		if !ranking[m.said.tokens[i].low] && m.said.tokens[i].low != "first" || len(m.at[i]) == 0 {
			continue
		}
		theirs := m.headsBehind(i)
		if theirs == nil {
			continue
		}
		agreed := false
		for _, at := range m.at[i] {
			agreed = agreed || slices.ContainsFunc(theirs, func(k int) bool { return k > at && k <= at+ordinalReach })
		}
		if !agreed {
			return reasonBinding
		}
	}
	return ""
}

// ordinalReach is how far behind an ordinal its thing may stand.
const ordinalReach = 4

// headsBehind returns what the statement has for the two words behind token i
// that say what it is the first of.
func (m *match) headsBehind(i int) []int {
	var out []int
	n := 0
	for k := i + 1; k < m.to && n < 2 && m.said.tokens[k].clause == m.said.tokens[i].clause; k++ {
		if t := m.said.tokens[k]; t.kind == content || t.kind == name {
			out = append(out, m.at[k]...)
			n++
		} else {
			break
		}
	}
	return out
}

var ranking = setOf(`second third fourth fifth sixth seventh eighth ninth tenth`)
