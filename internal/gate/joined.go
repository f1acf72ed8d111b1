package gate

import "slices"

// ofOther checks that a name or a date does not stand with a deed of the sentence that in
// the statement belongs to another deed, which "and" joins to it and the sentence lacks:
// she studied in Copenhagen and worked for Brun.
func (m *match) ofOther() string {
	deed := -1
	for i := m.from; i < m.to; i++ {
		t := m.said.tokens[i]
		places := m.at[i]
		if t.kind == date {
			places = m.when[i]
		}
		switch {
		case m.said.tells(i):
			deed = i
		case deed < 0 || t.kind != name && t.kind != date || m.carry[i] || len(places) == 0 || len(m.at[deed]) == 0 || t.clause != m.said.tokens[deed].clause:
		case !slices.ContainsFunc(places, func(k int) bool { return !m.parted(m.at[deed], k) }):
			return ReasonRoles
		}
	}
	return ""
}

// parted reports whether token k of the statement belongs to another deed than these, of
// which the part has nothing.
func (m *match) parted(deeds []int, k int) bool {
	return !slices.ContainsFunc(deeds, func(d int) bool { return !m.otherDeed(d, k) })
}

// otherDeed reports whether "and" stands between the deed at d of the statement and token k,
// and on the side of k a deed that the part lacks. Deeds right beside each other share
// what follows: built and sold it.
func (m *match) otherDeed(d, k int) bool {
	if d < k {
		return m.lacksBehind(d, k)
	}
	from, _ := m.have.clauseOf(k)
	if m.have.tokens[d].clause != m.have.tokens[k].clause || !m.have.says(k+1, d, coordinating) {
		return false
	}
	for v := k - 1; v > from; v-- {
		if m.have.tells(v) {
			return m.lacks(v)
		}
	}
	return false
}

// lacksBehind reports whether the first "and" between the deed at d and token k, that does
// not stand right behind the deed, joins to it one of its clause that the part lacks.
func (m *match) lacksBehind(d, k int) bool {
	v := d + 2
	for v < k && !coordinating[m.have.low(v)] {
		v++
	}
	for v++; v+1 < k && m.have.besideDeed(v) && !m.have.tells(v); v++ {
	}
	return v < k && m.lacks(v) && !m.have.says(v, k, clauseWords)
}

// lacks reports whether token v of the statement is a deed of which the part has nothing.
func (m *match) lacks(v int) bool {
	return m.have.tokens[v].kind == content && m.have.tells(v) && !m.touches(v)
}
