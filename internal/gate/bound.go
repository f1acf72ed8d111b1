package gate

import "slices"

// ofWhom checks that what is said of somebody's is said of theirs: the
// residents of Piedra are not those of Sant'Aro.
func (m *match) ofWhom() string {
	for i := m.from + 2; i < m.to; i++ {
		if m.said.tokens[i].kind != name || m.said.low(i-1) != "of" || len(m.at[i-2]) == 0 {
			continue
		}
		others := !slices.ContainsFunc(m.at[i-2], func(at int) bool {
			return m.have.low(at+1) != "of" || at+2 >= len(m.have.tokens) || m.have.tokens[at+2].kind != name || m.said.find(m.have.tokens[at+2]) != nil
		})
		if others {
			return reasonBinding
		}
	}
	return ""
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

// modals are words of the lexicon that say nothing but that it may be done.
var modals = setOf(`may can`)

// modal checks that "may" stands for a permission only where the sentence has
// what may be done.
func (m *match) modal() string {
	for i := m.from; i < m.to; i++ {
		if modals[m.said.tokens[i].low] {
			continue
		}
		for _, at := range m.at[i] {
			if !modals[m.have.tokens[at].low] {
				continue
			}
			if !slices.ContainsFunc(m.have.ahead(at, 1), m.touches) {
				return reasonBinding
			}
		}
	}
	return ""
}

// towards checks that what fell by a third is not said to have fallen to a
// third.
func (m *match) towards() string {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != figure || len(m.at[i]) != 1 {
			continue
		}
		said, have := m.said.led(i), m.have.led(m.at[i][0])
		if said == "to" && have == "by" || said == "by" && have == "to" {
			return reasonBinding
		}
	}
	return ""
}

// led returns "by" or "to" where it stands right before a figure.
func (c *claim) led(i int) string {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		switch low := c.tokens[k].low; {
		case low == "by" || low == "to":
			return low
		case low != "a" && low != "an" && !bounding[low] && low != "up":
			return ""
		}
	}
	return ""
}
