package answer

import "strings"

// usurped checks that who is said to do something, and is not named by the
// statement, does not stand where the statement names another: a pronoun may
// stand for the city, "ValeShow replies" does not.
func (m *match) usurped() string {
	for v := m.from; v < m.to; v++ {
		if !m.deedAt(v) {
			continue
		}
		from, to := m.doer(v)
		if from < 0 || !m.carriedAll(from, to) {
			continue
		}
		other := len(m.at[v]) > 0
		for _, hv := range m.at[v] {
			other = other && m.havesDoer(v, hv)
		}
		if other {
			return reasonRoles
		}
	}
	return ""
}

// deedAt reports whether token v is a deed of the part that the statement has.
func (m *match) deedAt(v int) bool {
	t := m.said.tokens[v]
	if len(m.at[v]) == 0 || v == 0 || m.said.divided(v) || determiners[m.said.low(v-1)] {
		return false
	}
	return speaking[t.stem] || t.kind == content && (strings.HasSuffix(t.low, "ed") || irregular[t.low] != "")
}

// doer returns the tokens [from, to) that name who does the deed at v: the words
// right before it in its clause, behind no preposition; or those that "according
// to" names. It returns -1 where nobody is named.
func (m *match) doer(v int) (from, to int) {
	begun, _ := m.said.clauseOf(v)
	to = v
	for to > max(begun, m.from) && m.said.tokens[to-1].kind == function && !pronouns[m.said.tokens[to-1].low] {
		to--
	}
	from = to
	for from > max(begun, m.from) && (m.said.tokens[from-1].kind == name || m.said.tokens[from-1].kind == content) {
		from--
	}
	if from == to || m.said.leading(from) != "" || m.said.leading(to-1) != "" {
		return -1, -1
	}
	return from, to
}

// carriedAll reports whether the statement has none of the tokens [from, to)
// itself.
func (m *match) carriedAll(from, to int) bool {
	for i := from; i < to; i++ {
		if !m.carry[i] && len(m.at[i]) > 0 {
			return false
		}
	}
	return true
}

// havesDoer reports whether the statement names somebody, whom the sentence does
// not, right before the deed at hv: not a pronoun, nor the company.
func (m *match) havesDoer(v, hv int) bool {
	if (m.said.voice(v) == active) != (m.have.voice(hv) == active) {
		return false
	}
	begun, _ := m.have.clauseOf(hv)
	for k := hv - 1; k >= begun; k-- {
		t := m.have.tokens[k]
		switch {
		case pronouns[t.low] || quantifiers[t.low] || restricts[t.low] || standIns[t.low] || plainOperators[t.low] || t.stem == "no one":
			return false
		case t.kind == name:
			return m.said.find(t) == nil && m.have.leading(k) == ""
		case t.kind == content && m.have.thing(k):
			return m.said.find(t) == nil && m.have.leading(k) == "" && (k == begun || determiners[m.have.low(k-1)] && m.have.low(k-1) != "the")
		case t.kind == content || t.kind == figure:
			return false
		}
	}
	return false
}
