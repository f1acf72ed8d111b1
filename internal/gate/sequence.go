package gate

import "slices"

// sequence checks that what came before does not come after.
func (m *match) sequence() string {
	for i := m.from; i < m.to; i++ {
		other := opposedTime[m.said.tokens[i].low]
		if other == "" || m.have.hasWord(m.said.tokens[i].low) {
			continue
		}
		pivot := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.low == other })
		if pivot < 0 {
			continue
		}
		for k := i + 1; k < m.to; k++ {
			if m.at[k] != nil && m.allBeyondAnywhere(m.at[k], pivot) {
				return ReasonContrary
			}
		}
	}
	return ""
}

var opposedTime = map[string]string{"before": "after", "after": "before"}

// allBeyondAnywhere reports whether none of the tokens stands before a pivot.
func (m *match) allBeyondAnywhere(at []int, pivot int) bool {
	return !slices.ContainsFunc(at, func(k int) bool { return k < pivot })
}

// turnedRound checks that what stands before a pivot in the sentence does not stand
// behind it in the statement, and the other way round.
func (m *match) turnedRound() string {
	for i := m.from; i < m.to; i++ {
		t := m.said.tokens[i]
		if !pivots[t.low] && t.stem != "rather than" && t.stem != "instead of" {
			continue
		}
		pivot, n := -1, 0
		for k, h := range m.have.tokens {
			if h.low == t.low {
				pivot, n = k, n+1
			}
		}
		if n != 1 {
			continue
		}
		left, right := m.sidesOf(m.from, i, pivot), m.sidesOf(i+1, m.to, pivot)
		if left.behind > 0 && right.before > 0 {
			return ReasonContrary
		}
	}
	return ""
}

// pivots are words whose two sides are not alike: keep rather than throw out.
var pivots = setOf(`before after than though although unless until`)

type sides struct{ before, behind int }

// sidesOf counts the words [from, to) of the sentence that stand in the statement
// before a pivot alone, and behind it alone.
func (m *match) sidesOf(from, to, pivot int) (s sides) {
	for i := from; i < to; i++ {
		t := m.said.tokens[i]
		if t.kind != content && t.kind != figure || len(m.at[i]) == 0 || reports[t.stem] && !m.said.thing(i) {
			continue
		}
		before := slices.ContainsFunc(m.at[i], func(k int) bool { return k < pivot })
		behind := slices.ContainsFunc(m.at[i], func(k int) bool { return k > pivot })
		switch {
		case before && !behind:
			s.before++
		case behind && !before:
			s.behind++
		}
	}
	return s
}

// passed checks that of two names the one that is ahead of the other in the sentence is
// so in the statement: there nothing is turned round by another verb.
func (m *match) passed() string {
	for i := m.from; i < m.to; i++ {
		low := m.said.low(i)
		if !relations[low] {
			continue
		}
		pivot := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.low == low })
		if pivot < 0 || m.have.countWord(low) != 1 {
			continue
		}
		left, right := m.said.nameBeside(m.from, i, -1), m.said.nameBeside(i+1, m.to, 1)
		if left < 0 || right < 0 || len(m.at[left]) == 0 || len(m.at[right]) == 0 {
			continue
		}
		behind := func(k int) bool { return k > pivot }
		if !slices.ContainsFunc(m.at[left], func(k int) bool { return !behind(k) }) && !slices.ContainsFunc(m.at[right], behind) {
			return ReasonRoles
		}
	}
	return ""
}

// relations are words between two of which the first is not to the second what the second
// is to it, in whatever order they are told.
var relations = setOf(`ahead behind above below beneath than`)

// countWord counts the tokens that are a word.
func (c *claim) countWord(low string) (n int) {
	for _, t := range c.tokens {
		if t.low == low {
			n++
		}
	}
	return n
}

// nameBeside returns the last name of the tokens [from, to), or the first where step is 1;
// -1 where there is none.
func (c *claim) nameBeside(from, to, step int) int {
	is := func(t token) bool { return t.kind == name }
	if step > 0 {
		if k := slices.IndexFunc(c.tokens[from:to], is); k >= 0 {
			return from + k
		}
		return -1
	}
	for k := to - 1; k >= from; k-- {
		if is(c.tokens[k]) {
			return k
		}
	}
	return -1
}
