package gate

import "slices"

// A unit is a name, a number or a date of the part, and where the statement has it.
type unit struct {
	kind  kind
	said  span
	there span
}

// exchanged checks that no two names, numbers or dates of the part have each other's
// place: "ranked 21st in yards and 19th in points" has the words of "ranked 19th in
// yards and 21st in points".
func (m *match) exchanged() string {
	units := m.exchangeable()
	for n, a := range units {
		for _, b := range units[n+1:] {
			if a.kind == b.kind && a.there.from > b.there.from && m.inPlaceOf(a, b) && m.inPlaceOf(b, a) {
				if a.kind == name {
					return ReasonRoles
				}
				return reasonBinding
			}
		}
	}
	return ""
}

// exchangeable returns the names, numbers and dates of the part that stand in one place of
// the statement.
func (m *match) exchangeable() []unit {
	var out []unit
	for i := m.from; i < m.to; i++ {
		k := m.said.tokens[i].kind
		var places []int
		switch k {
		case name, figure:
			places = m.at[i]
		case date:
			if places = m.sameWords(i); places == nil {
				places = m.when[i]
			}
		default:
			continue
		}
		if len(places) != 1 {
			continue
		}
		u := unit{k, m.said.run(i), m.have.run(places[0])}
		if len(out) == 0 || out[len(out)-1].said != u.said {
			out = append(out, u)
		}
		i = u.said.to - 1
	}
	return out
}

// run returns the tokens of the name at token i, or of the range that begins or ends
// there.
func (c *claim) run(i int) span {
	s := span{i, i + 1}
	joins := func(k int) bool {
		return c.tokens[i].kind == name && c.tokens[k].kind == name && c.tokens[k-1].kind == name && !c.divided(k)
	}
	for s.from > 0 && joins(s.from) {
		s.from--
	}
	for s.to < len(c.tokens) && joins(s.to) {
		s.to++
	}
	if c.tokens[i].kind == figure {
		if s.from > 1 && c.low(s.from-1) == "to" && c.tokens[s.from-2].kind == figure {
			s.from -= 2
		} else if s.to+1 < len(c.tokens) && c.low(s.to) == "to" && c.tokens[s.to+1].kind == figure {
			s.to += 2
		}
	}
	return s
}

// inPlaceOf reports whether a stands in the sentence beside what b stands beside in the
// statement.
func (m *match) inPlaceOf(a, b unit) bool {
	for _, step := range []int{-1, 1} {
		k, q := m.said.neighbour(a.said, step), m.have.neighbour(b.there, step)
		if k < m.from || k >= m.to || q < 0 || a.said.has(k) || b.said.has(k) || a.there.has(q) {
			continue
		}
		if t := m.said.tokens[k]; t.kind == content && (t.stem != m.have.tokens[q].stem || m.said.voice(k) != m.have.voice(q)) {
			continue
		}
		if slices.Contains(m.at[k], q) || slices.Contains(m.when[k], q) {
			return true
		}
	}
	return false
}

func (s span) has(i int) bool { return i >= s.from && i < s.to }

// neighbour returns the first token before a span, or behind it, that says something
// by itself, or -1.
func (c *claim) neighbour(s span, step int) int {
	k := s.to
	if step < 0 {
		k = s.from - 1
	}
	for n := 0; k >= 0 && k < len(c.tokens) && n < neighbourReach; k, n = k+step, n+1 {
		if c.tokens[k].kind != function {
			return k
		}
	}
	return -1
}

// neighbourReach is how many tokens apart neighbours may stand.
const neighbourReach = 4
