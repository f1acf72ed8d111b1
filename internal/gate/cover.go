package gate

import (
	"slices"
	"strings"
)

// A tally counts what of a part is found in a statement.
type tally struct {
	words, found, carried, dated int
	missing                      string // the reason of the nearest miss; empty where all is found
}

// lacks notes that a token is not found, and why.
func (t *tally) lacks(reason string) {
	if t.missing == "" || severity[reason] > severity[t.missing] {
		t.missing = reason
	}
}

// cover finds every token of the part in the statement, or, where a name or a
// thing is meant that it calls "it" or "the company", in what stands around.
func (m *match) cover() string {
	m.at, m.when, m.oppo, m.carry = map[int][]int{}, map[int][]int{}, map[int]bool{}, map[int]bool{}
	m.take()
	var t tally
	for i := m.from; i < m.to; i++ {
		switch m.said.tokens[i].kind {
		case function:
		case figure:
			m.coverFigure(i, &t)
		case date:
			m.coverDate(i, &t)
		default:
			m.coverWord(i, &t)
		}
	}
	switch {
	case t.missing == "" && m.spokenOf():
		return ""
	case t.found+t.dated < 2 || 2*t.found < t.words:
		return ReasonTopic
	case m.from > 0 && t.carried > 0 && t.dated == 0 && m.onlyNames():
		return ReasonTopic
	case t.missing == "" && t.carried > 1 && 2*t.carried > t.words && t.carried > t.found:
		return ReasonWord
	}
	return t.missing
}

func (m *match) coverFigure(i int, t *tally) {
	if at := m.figureAt(m.said.figures[m.said.tokens[i].n]); at != nil {
		m.at[i] = at
		t.found++
		return
	}
	if m.numbersName(i) || m.counts(i) {
		m.carry[i] = true
		return
	}
	t.lacks(ReasonNumber)
}

func (m *match) coverDate(i int, t *tally) {
	switch {
	case m.dateHolds(i, m.said.dates[m.said.tokens[i].n]):
		t.dated++
	case !m.datesThing(i):
		t.lacks(ReasonDate)
	}
}

// coverWord finds a name or a word that carries content.
func (m *match) coverWord(i int, t *tally) {
	if at, opposite := m.find(i); at != nil {
		m.at[i], m.oppo[i] = at, opposite
		t.words++
		t.found++
		return
	}
	low := m.said.tokens[i].low
	switch {
	case m.light(i):
		return
	case m.isOperator(i) && m.answered(i):
		t.found++
	case m.isOperator(i) && plainOperators[low] && m.bears(i): // left to negations
	case m.carries(i):
		m.carry[i] = true
		t.carried++
	case m.said.tokens[i].kind == name:
		t.lacks(ReasonName)
	default:
		t.lacks(ReasonWord)
	}
	t.words++
}

// onlyNames reports whether the statement has no more of the part than names, and
// what is told of them stands elsewhere.
func (m *match) onlyNames() bool {
	for i := m.from; i < m.to; i++ {
		if t := m.said.tokens[i]; t.kind != name && t.kind != function && !m.carry[i] || t.kind == name && m.carry[i] {
			return false
		}
	}
	return true
}

// spokenOf reports whether the part is all of a short statement, with the words
// of one sentence before it, or of the title, for the pronoun it begins with:
// it opens in 2029.
func (m *match) spokenOf() bool {
	if !m.opensWithPronoun() {
		return false
	}
	for k, t := range m.have.tokens {
		if (t.kind == content || t.kind == figure || t.kind == name) && !m.touches(k) {
			return false
		}
	}
	holds := func(c *claim) bool {
		for i := m.from; i < m.to; i++ {
			if m.carry[i] && c.find(m.said.tokens[i]) == nil {
				return false
			}
		}
		return true
	}
	return slices.ContainsFunc(m.before(), func(s *statement) bool { return holds(s.claim) }) || holds(m.src.title)
}

// counts reports whether the figure at token i counts those whom the statement
// calls "them": it is the one figure of the sentence before.
func (m *match) counts(i int) bool {
	if m.have.n == 0 || m.said.solid(0, i) > 1 || !m.have.has(plurals) && !m.have.opensWithSome() && m.have.low(0) != "none" {
		return false
	}
	before, counted := m.src.statements[m.have.n-1], m.said.figures[m.said.tokens[i].n]
	if len(before.figures) == 1 && before.figures[0].equal(counted) {
		return true
	}
	if i+1 >= m.to { // the three parties: they
		return false
	}
	return slices.ContainsFunc(m.before(), func(s *statement) bool {
		return slices.ContainsFunc(s.find(m.said.tokens[i+1]), func(at int) bool {
			return at > 0 && s.tokens[at-1].kind == figure && s.figures[s.tokens[at-1].n].equal(counted)
		})
	})
}

// numbersName reports whether the figure at token i is a part of a name that
// stands for a pronoun of the statement: the Duo 9.
func (m *match) numbersName(i int) bool {
	if i == m.from || m.said.tokens[i-1].kind != name || !m.carry[i-1] {
		return false
	}
	whole := m.said.text[m.said.tokens[i-1].start:m.said.tokens[i].end]
	return strings.Contains(m.src.passage.Chunk.Text, whole) || strings.Contains(m.src.passage.Article.Title, whole)
}

var plurals = setOf(`them they these those their`)
