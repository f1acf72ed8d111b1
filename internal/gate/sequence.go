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
var pivots = setOf(`before after than though although unless until ahead behind above below beneath`)

type sides struct{ before, behind int }

// sidesOf counts the words [from, to) of the sentence that stand in the statement
// before a pivot alone, and behind it alone.
func (m *match) sidesOf(from, to, pivot int) (s sides) {
	for i := from; i < to; i++ {
		t := m.said.tokens[i]
		if t.kind != content && t.kind != figure && t.kind != name || len(m.at[i]) == 0 || reports[t.stem] && !m.said.thing(i) {
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
