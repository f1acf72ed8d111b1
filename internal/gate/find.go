package gate

import (
	"slices"
	"strings"

	"footnote/internal/prose"
)

// take notes which tokens of the statement the part has by their own stems.
func (m *match) take() {
	m.taken = map[int]string{}
	for _, t := range m.said.tokens[m.from:m.to] {
		if t.kind == content || t.kind == name {
			for _, at := range m.have.stems[t.stem] {
				if m.have.tokens[at].stem == t.stem {
					m.taken[at] = t.stem
				}
			}
		}
	}
}

// nounFor reports whether only things stand for the deed at token i, by another
// word: "workforce" for "is hiring".
func (m *match) nounFor(i int, at []int) bool {
	return m.said.verbal(i) && !m.said.thing(i) && !slices.ContainsFunc(at, func(k int) bool {
		return m.have.tokens[k].stem == m.said.tokens[i].stem || !m.have.thing(k)
	})
}

// find returns the tokens of the statement that say what token i says; or,
// and true, those that say the opposite.
func (m *match) find(i int) (at []int, opposite bool) {
	t := m.said.tokens[i]
	if t.kind == figure {
		return m.figureAt(m.said.figures[t.n]), false
	}
	at = m.have.whole(t)
	if m.src.lexer.words != nil && (at == nil || m.nounFor(i, at)) {
		if converse := m.conversed(i); converse != nil {
			return converse, false
		}
		if other := m.opposed(t); other != nil {
			return other, true
		}
	}
	if at == nil {
		at = m.have.nearly(t)
	}
	if at != nil || m.src.lexer.words == nil {
		return at, false
	}
	if at := m.have.denied[t.stem]; at != nil {
		return at, true
	}
	if base := undone(t.low); base != "" {
		if at := m.have.find(m.src.lexer.made(token{low: base, kind: content})); at != nil {
			return at, true
		}
	}
	for _, k := range []int{i - 1, i} { // mainsail, main sail
		if k >= m.from && k+1 < m.to && m.said.tokens[k].kind == content && m.said.tokens[k+1].kind == content {
			if at := m.have.stems[m.src.lexer.stem(m.said.tokens[k].low+m.said.tokens[k+1].low)]; at != nil {
				return at, false
			}
		}
	}
	return m.gauged(i)
}

// opposed returns the tokens of the statement that say the opposite of a word.
func (m *match) opposed(t token) []int {
	for _, row := range t.rows {
		if other, ok := m.src.lexer.words.Against(row); ok {
			if at := m.have.alike(m.have.rows[other], t); at != nil {
				return at
			}
		}
	}
	return nil
}

// find returns the tokens that say what t says.
func (c *claim) find(t token) []int {
	if at := c.whole(t); at != nil {
		return at
	}
	return c.nearly(t)
}

// whole returns the tokens that have the stem of t, or one of its row.
func (c *claim) whole(t token) []int {
	if at := c.bearing(c.stems[t.stem], t); at != nil {
		return at
	}
	for _, row := range t.rows {
		if at := c.bearing(c.alike(c.rows[row], t), t); at != nil {
			return at
		}
	}
	return nil
}

// bearing returns those of the tokens that a name within a sentence can be:
// other banks are not the Bank of Italy.
func (c *claim) bearing(tokens []int, t token) []int {
	if t.kind != name || t.start == 0 || len(t.low) < shortName {
		return tokens
	}
	var out []int
	for _, i := range tokens {
		if c.tokens[i].low == t.low || c.tokens[i].upper || strings.Contains(c.tokens[i].stem, " ") {
			out = append(out, i)
		}
	}
	return out
}

// shortName is how many letters a name has that may be a unit: MW.
const shortName = 4

// nearly returns the tokens that say a part of a phrase, or have another
// ending.
func (c *claim) nearly(t token) []int {
	if _, operates := operatorStems()[t.stem]; strings.Contains(t.stem, " ") && !operates {
		for part := range strings.FieldsSeq(t.stem) {
			if _, counts := prose.Numerals[part]; counts { // three times
				return nil
			}
			if at := c.stems[part]; at != nil && !functionWords[part] && !directions[part] {
				return at
			}
		}
	}
	begun := beginning(t.low)
	if begun == "" {
		return nil
	}
	for _, i := range c.beginnings[begun] {
		if related(t.low, c.tokens[i].low) {
			return c.bearing([]int{i}, t)
		}
	}
	return nil
}

// sharedLetters is how many letters two forms of a word share at least.
const sharedLetters = 5

// alike returns those of the tokens that a word of a kind can stand for: no
// word stands for a name but another name.
func (c *claim) alike(tokens []int, t token) []int {
	if t.kind == name || t.upper {
		return tokens
	}
	var out []int
	for _, i := range tokens {
		if c.tokens[i].kind != name {
			out = append(out, i)
		}
	}
	return out
}

// beginning returns the first letters of a word, which all its forms share; "" where
// it has too few.
func beginning(low string) string {
	n := 0
	for i := range low {
		if n == sharedLetters {
			return low[:i]
		}
		n++
	}
	if n == sharedLetters {
		return low
	}
	return ""
}

// related reports whether two words are forms of one: they share all but
// their endings.
func related(first, second string) bool {
	a, b := []rune(first), []rune(second)
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	short, long := min(len(a), len(b)), max(len(a), len(b))
	return n >= sharedLetters && long-n <= 4 && short-n <= 3 && 10*n >= 6*long
}
