package gate

import (
	"slices"
	"strings"
)

// conversed returns the tokens of the statement that tell the deed at token i
// from its other side: X receives what Y pays to X. Who does it must be seen to
// stand on that side.
func (m *match) conversed(i int) []int {
	t := m.said.tokens[i]
	for _, row := range t.rows {
		other, receives, ok := m.src.lexer.words.Converse(row)
		if !ok {
			continue
		}
		var out []int
		for _, hv := range m.have.alike(m.have.rows[other], t) {
			if m.otherSide(i, hv, receives) {
				out = append(out, hv)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

// turnsRound reports whether the deed at hv of the statement is the one at v
// told from its other side.
func (m *match) turnsRound(v, hv int) bool {
	if m.src.lexer.words == nil || shares(m.said.tokens[v].rows, m.have.tokens[hv].rows) {
		return false
	}
	return slices.ContainsFunc(m.said.tokens[v].rows, func(row int) bool {
		other, _, ok := m.src.lexer.words.Converse(row)
		return ok && slices.Contains(m.have.tokens[hv].rows, other)
	})
}

// otherSide reports whether what stands before the deed at v, which receives or
// gives, stands on the other side of the deed at hv in the statement.
func (m *match) otherSide(v, hv int, receives bool) bool {
	s := v - 1
	for s >= m.from && m.said.tokens[s].kind != name && m.said.tokens[s].kind != content {
		s--
	}
	if s-2 >= m.from && relativeWords[m.said.tokens[s-1].low] {
		s -= 2 // all who leave receive it
	}
	if s < m.from || len(m.at[s]) == 0 {
		return false
	}
	return !slices.ContainsFunc(m.at[s], func(k int) bool { return k == hv || !m.onOther(v, hv, k, receives) })
}

// onOther reports whether token k of the statement, which stands before the deed
// at v of the sentence, is on the other side of the deed at hv.
func (m *match) onOther(v, hv, k int, receives bool) bool {
	passive := m.have.voice(hv) != active
	switch prep := m.have.preposition(k); {
	case !receives && m.said.voice(v) != active: // X was paid: X received
		return dative[m.said.tokens[v].stem] && k < hv && !passive
	case !receives:
		return k > hv && prep == "from"
	case k > hv:
		return prep == "to" || k == hv+1 && strings.HasSuffix(m.have.tokens[hv].stem, " to") || dative[m.have.tokens[hv].stem] && !passive && k <= hv+2
	}
	return passive && dative[m.have.tokens[hv].stem] && !m.have.saysWord(hv, len(m.have.tokens), "to")
}

// dative are the stems of deeds of giving that can be told of who receives: X
// was paid, they gave X so much.
var dative = setOf(`pay give grant award hand offer`)

// relativeWords are words that begin what says more of the one before them.
var relativeWords = setOf(`who which that`)
