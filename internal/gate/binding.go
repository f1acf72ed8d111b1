package gate

import (
	"slices"
	"unicode/utf8"

	"footnote/internal/prose"
)

// order checks that two figures joined by "to" stand in the passage's order.
func (m *match) order() string {
	for k := range m.said.figures {
		q := m.said.figures[k]
		if q.pair < 0 || q.at < m.from || m.said.figures[q.pair].at >= m.to {
			continue
		}
		other := m.said.figures[q.pair]
		if prose.Near(q.Value, other.Value) {
			continue
		}
		for _, w := range m.have.figures {
			if w.pair >= 0 && w.equal(other) && m.have.figures[w.pair].equal(q) {
				return ReasonContrary
			}
		}
	}
	return ""
}

// bindings checks that a number is said of what the passage says it: where the
// statement has another number of its kind, the words around the number must
// stand nearer to it than to the other.
func (m *match) bindings() string {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != figure || len(m.at[i]) != 1 {
			continue
		}
		at := m.at[i][0]
		from, to := m.said.spanOf(i)
		for _, q := range m.have.figures {
			if q.at == at || m.states(q) || !alike(q.Unit, m.have.figures[m.have.tokens[at].n].Unit) {
				continue
			}
			if m.headed(at) || m.nearer(from, to, at, q.at) || m.toBoth(from, to, at, q.at) || !m.have.together(at, q.at) && m.farther(from, to, at, q.at) {
				return reasonBinding
			}
		}
	}
	return ""
}

// toBoth reports whether the sentence gives the figure at a to two that "and" joins, of
// which the statement gives the one at b to the second: the frame and the battery.
func (m *match) toBoth(from, to, a, b int) bool {
	for k := max(from, m.from) + 1; k < min(to, m.to); k++ {
		if m.said.low(k) != "and" {
			continue
		}
		first, second := k-1, k+1
		for second < min(to, m.to) && determiners[m.said.low(second)] {
			second++
		}
		if second < min(to, m.to) && m.thingAt(first) && m.thingAt(second) && m.have.side(m.at[first], a, b) < 0 && m.have.side(m.at[second], a, b) > 0 {
			return true
		}
	}
	return false
}

// thingAt reports whether token i is a thing or a name that the statement has.
func (m *match) thingAt(i int) bool {
	t := m.said.tokens[i]
	return len(m.at[i]) > 0 && (t.kind == name || t.kind == content)
}

// farther reports whether more of the sentence's words [from, to) belong in the
// statement to the figure at b than to the one at a.
func (m *match) farther(from, to, a, b int) bool {
	near, far := 0, 0
	for k := max(from, m.from); k < min(to, m.to); k++ {
		if m.said.tokens[k].kind == figure || m.at[k] == nil || m.oppo[k] {
			continue
		}
		switch m.have.side(m.at[k], a, b) {
		case -1:
			near++
		case 1:
			far++
		}
	}
	return far > 0 && near == 0 || far > near+1
}

// spanOf is clauseOf with the clauses behind it that say which are meant: 9
// percent of those who took it.
func (c *claim) spanOf(i int) (from, to int) {
	from, to = c.clauseOf(i)
	for to < len(c.tokens) && restricts[c.tokens[to].low] && !c.divided(to) {
		_, to = c.clauseOf(to)
	}
	return from, to
}

// headed reports whether a number stands behind "of" and a thing that the
// sentence does not name: sales of $510 million.
func (m *match) headed(at int) bool {
	if at < 2 || m.have.low(at-1) != "of" || m.have.tokens[at-2].kind != content {
		return false
	}
	return !m.touches(at - 2)
}

// nearer reports whether a name, date or time of the sentence's clause stands
// behind the number at b, and so belongs to it and not to the one at a.
func (m *match) nearer(from, to, a, b int) bool {
	for i := max(from, m.from); i < min(to, m.to); i++ {
		at := m.at[i]
		t := m.said.tokens[i]
		if t.kind == date {
			at = m.when[i]
		}
		if t.kind != date && t.kind != name && !(t.kind == content && prepositions[m.said.low(i-1)] || t.kind == content && prepositions[m.said.low(i-2)] && m.said.low(i-1) == "the") {
			continue
		}
		if at == nil || t.kind == name && m.said.solid(from, i) == 0 {
			continue
		}
		if m.ownedBy(at, b, a) {
			return true
		}
	}
	return false
}

// ownedBy reports whether all tokens stand behind the figure at b, and not
// behind the one at a that comes later.
func (m *match) ownedBy(at []int, b, a int) bool {
	for _, k := range at {
		if k <= b || b < a && k > a || m.have.tokens[k].clause != m.have.tokens[b].clause {
			return false
		}
	}
	return true
}

// alike reports whether figures of two units could be taken for one another.
func alike(a, b string) bool {
	return a == b || (a == "" || b == "") && a != "%" && b != "%" && a != "points" && b != "points"
}

// apart reports whether "and" or "or" divides two tokens.
func (c *claim) apart(a, b int) bool {
	for k := min(a, b) + 1; k < max(a, b); k++ {
		if joining[c.tokens[k].low] {
			return true
		}
	}
	return false
}

// side returns -1 if the tokens belong to the figure at a, 1 if to that at b,
// 0 if to both or neither. A token belongs to the figure of its clause, or of
// its side of "and".
func (c *claim) side(tokens []int, a, b int) int {
	left, right := false, false
	for _, k := range tokens {
		if c.together(k, a) {
			left = true
		}
		if c.together(k, b) {
			right = true
		}
	}
	switch {
	case left && !right:
		return -1
	case right && !left:
		return 1
	}
	return 0
}

// together reports whether two tokens are of one clause, and of one side of "and".
func (c *claim) together(k, f int) bool {
	return c.tokens[k].clause == c.tokens[f].clause && !c.apart(k, f)
}

// besideFigures holds what is written onto a figure against what the statement has
// there, in scripts without spaces, whose words are runs of characters: 200円に決まった.
// What a figure is of stands there and nowhere else.
func (m *match) besideFigures() string {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != figure {
			continue
		}
		for _, side := range []int{-1, 1} {
			if k := i + side; k >= m.from && k < m.to && m.said.writtenOnto(i, k) && !m.stand(i, k, side) {
				return reasonBinding
			}
		}
	}
	return ""
}

// stand reports whether the statement has the token k on the same side of the figure i.
func (m *match) stand(i, k, side int) bool {
	return slices.ContainsFunc(m.at[i], func(at int) bool { return slices.Contains(m.at[k], at+side) })
}

// writtenOnto reports whether nothing stands between a figure and a word beside it that is
// of a script without spaces.
func (c *claim) writtenOnto(figure, word int) bool {
	a, b := c.tokens[min(figure, word)], c.tokens[max(figure, word)]
	if a.end != b.start {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(c.text[a.start:a.end])
	if word > figure {
		r, _ = utf8.DecodeRuneInString(c.text[b.start:b.end])
	}
	return prose.Spaceless(r)
}

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
