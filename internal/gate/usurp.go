package gate

import (
	"slices"
	"strings"

	"footnote/internal/lexicon"
)

// usurped checks that who is said to do something, and is not named by the
// statement, does not stand where the statement names another: a pronoun may
// stand for the city, "ValeShow replies" does not.
func (m *match) usurped() string {
	for v := m.from; v < m.to; v++ {
		if m.said.tokens[v].kind == content && m.said.tells(v) && m.otherSufferer(v) {
			return ReasonRoles
		}
		if !m.deedAt(v) {
			continue
		}
		from, to := m.doer(v)
		if from < 0 {
			continue
		}
		if m.ownsDoer(to-1, v) {
			return ReasonRoles
		}
		if !m.carriedAll(from, to) {
			continue
		}
		other := len(m.at[v]) > 0
		for _, hv := range m.at[v] {
			other = other && m.havesDoer(v, hv)
		}
		if other {
			return ReasonRoles
		}
	}
	return ""
}

// deedAt reports whether token v is a deed of the part that the statement has.
func (m *match) deedAt(v int) bool {
	t := m.said.tokens[v]
	if len(m.at[v]) == 0 || v == 0 || m.said.divided(v) && m.said.tokens[v-1].kind != name || determiners[m.said.low(v-1)] && !restricts[m.said.low(v-1)] {
		return false
	}
	return speaking[t.stem] || t.kind == content && (strings.HasSuffix(t.low, "ed") || lexicon.Irregular(t.low) != "")
}

// doer returns the tokens [from, to) that name who does the deed at v: the words
// right before it in its clause, behind no preposition; or those that "according
// to" names. It returns -1 where nobody is named.
func (m *match) doer(v int) (from, to int) {
	begun := m.said.doersClause(v)
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

// otherSufferer reports whether the deed at v is done to somebody whom the
// statement does not name, where it names another: kept the Gerda in dock.
func (m *match) otherSufferer(v int) bool {
	first, end := m.said.namedBehind(v)
	if first == end || end > m.to || !m.carriedAll(first, end) {
		return false
	}
	return !slices.ContainsFunc(m.at[v], func(hv int) bool {
		from, to := m.have.namedBehind(hv)
		return from == to || slices.ContainsFunc(m.have.tokens[from:to], func(t token) bool { return m.said.find(t) != nil })
	})
}

// namedBehind returns the names [from, to) right behind token i, or behind the
// article there.
func (c *claim) namedBehind(i int) (from, to int) {
	from = i + 1
	if determiners[c.low(from)] {
		from++
	}
	for to = from; to < len(c.tokens) && c.tokens[to].kind == name && !c.divided(to); to++ {
	}
	return from, to
}

// ownsDoer reports whether who is said to do the deed at v, at token i, does not
// in the statement, but what is theirs: her father had walked in from Finland.
func (m *match) ownsDoer(i, v int) bool {
	if len(m.at[i]) == 0 {
		return false
	}
	for _, p := range m.at[i] {
		if !m.have.tokens[p].owns || p+1 >= len(m.have.tokens) || m.have.tokens[p+1].kind != content || m.said.find(m.have.tokens[p+1]) != nil {
			return false
		}
		if !slices.ContainsFunc(m.at[v], func(hv int) bool { return hv > p+1 && m.have.solid(p+2, hv) == 0 && !m.have.divided(hv) }) {
			return false
		}
	}
	return true
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
	begun := m.have.doersClause(hv)
	for k := hv - 1; k >= begun; k-- {
		t := m.have.tokens[k]
		switch {
		case coordinating[t.low]: // who did the one deed does the other
			return false
		case t.low == "who" || t.low == "which":
			return m.namedBefore(k)
		case pronouns[t.low] || quantifiers[t.low] || restricts[t.low] || standIns[t.low] || plainOperators[t.low] || t.stem == "no one":
			return false
		case t.kind == name:
			return m.said.find(t) == nil && m.have.leading(k) == ""
		case t.kind == content && m.have.thing(k):
			return m.said.find(t) == nil && m.have.leading(k) == "" && (k == begun || m.have.introduces(k))
		case t.kind == content || t.kind == figure:
			return false
		}
	}
	return false
}

// doersClause returns where the clause begins that names who does the deed at v:
// its own, or the name before it between commas.
func (c *claim) doersClause(v int) int {
	if v > 0 && c.divided(v) && c.tokens[v-1].kind == name {
		v--
	}
	from, _ := c.clauseOf(v)
	return from
}

// introduces reports whether the thing at token k is told of for the first time:
// a passengers' association, two engineers, but not the company.
func (c *claim) introduces(k int) bool {
	for k > 0 && c.tokens[k-1].kind == content && !c.divided(k) {
		k--
	}
	return k > 0 && determiners[c.low(k-1)] && c.low(k-1) != "the"
}

// farthestAntecedent is how many tokens before "who" the name of who is meant may
// stand.
const farthestAntecedent = 8

// namedBefore reports whether what stands before the relative pronoun at token k
// names somebody, whom the sentence does not.
func (m *match) namedBefore(k int) bool {
	named := false
	for b := k - 1; b >= max(0, k-farthestAntecedent); b-- {
		t := m.have.tokens[b]
		switch {
		case pronouns[t.low] || standIns[t.low] && !named:
			return false
		case t.kind == name:
			if m.said.find(t) != nil {
				return false
			}
			named = true
		}
	}
	return named
}
