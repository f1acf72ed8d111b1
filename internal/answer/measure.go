package answer

import "slices"

// units checks that what the statement counts by a number is not told as one of
// it: eight in a month, of eight in 12 months.
func (m *match) units() string {
	for i := m.from + 1; i < m.to; i++ {
		if m.said.tokens[i].kind != content || len(m.at[i]) == 0 || !single[m.said.tokens[i-1].low] {
			continue
		}
		many := !slices.ContainsFunc(m.at[i], func(at int) bool {
			return at == 0 || m.have.tokens[at-1].kind != figure || m.have.figures[m.have.tokens[at-1].n].value == 1
		})
		if many {
			return reasonNumber
		}
	}
	return ""
}

// single are words for one of a kind.
var single = setOf(`a an per each every one`)

// stoodFor checks that the statement has a word for each name that is carried
// into it: one "he" is not two people.
func (m *match) stoodFor() string {
	groups, before := 0, -2
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != name || !m.carry[i] {
			continue
		}
		if before != i-1 {
			groups++
		}
		before = i
	}
	if groups < 2 {
		return ""
	}
	words := 0
	if m.have.opensWithThing() {
		words = 1
	}
	for k, t := range m.have.tokens {
		if anaphors[t.low] || pronouns[t.low] || k > 0 && standIns[t.low] && m.have.tokens[k-1].low == "the" {
			words++
		}
	}
	if words < groups {
		return reasonName
	}
	return ""
}
