package gate

import (
	"slices"
	"strings"

	"footnote/internal/lexicon"
)

// certainty checks that the sentence claims no more than the statement: what
// may be is not, and what is planned has not happened.
func (m *match) certainty() string {
	for i := m.from; i < m.to; i++ {
		if m.at[i] == nil || m.isOperator(i) && !m.ending(i) {
			continue
		}
		said, negated := m.said.over(i)
		if negated && slices.ContainsFunc(m.at[i], m.have.opened) {
			continue // not counted: not yet counted
		}
		most := sense(0)
		for _, at := range m.at[i] {
			most = max(most, m.have.headOver(at))
		}
		if said > most && !(m.said.thing(i) && m.said.tentative(i, most)) && !(most == coming && m.said.imminent(i)) && !m.weakened(i, most) && !m.behindHead(i) && !m.announced(i) {
			return ReasonCertain
		}
	}
	return ""
}

// obtained checks that nobody is said to have got what somebody in the statement only wants.
func (m *match) obtained() string {
	for i := m.from; i < m.to; i++ {
		if !obtaining[m.said.tokens[i].stem] || len(m.at[i]) > 0 {
			continue
		}
		if least, negated := m.said.over(i); least < fact || negated {
			continue
		}
		for k, t := range m.have.tokens {
			if demanding[t.stem] && m.have.tells(k) && m.touchesClause(k) {
				return ReasonCertain
			}
		}
	}
	return ""
}

// Stems of deeds by which somebody gets something, and by which somebody is yet to.
var (
	obtaining = setOf(`get receiv obtain win secur gain`)
	demanding = setOf(`want demand seek ask request claim`)
)

// tentative reports whether the clause of a token says with "will" or "would"
// that what it tells of the thing there is to come.
func (c *claim) tentative(i int, most sense) bool {
	from, to := c.clauseOf(i)
	return slices.ContainsFunc(c.ops, func(op operator) bool {
		return op.at >= from && op.at < to && op.sense > ends && (op.sense <= most || most == planned && conditional[c.tokens[op.at].low])
	})
}

var conditional = setOf(`would could might`)

// ascribed reports whether the sentence says of an opinion whose it is:
// according to Okafor, who expects it.
func (m *match) ascribed(op operator) bool {
	if !opinions[m.have.tokens[op.at].stem] {
		return false
	}
	theirs := m.have.speakers(op.at)
	for i := m.from; i < m.to; i++ {
		if reports[m.said.tokens[i].stem] && slices.ContainsFunc(m.said.speakers(i), func(s int) bool { return shares(m.at[s], theirs) }) {
			return true
		}
	}
	return false
}

// opinions are the stems of deeds that say what somebody takes to be so.
var opinions = setOf(`expect forecast predict believ think estim anticip`)

// announced reports whether token i is a thing of which the sentence says only
// that it was announced or the like, as the statement does: the closures were
// announced.
func (m *match) announced(i int) bool {
	if !m.said.thing(i) {
		return false
	}
	_, to := m.said.clauseOf(i)
	for k := i + 1; k < min(to, m.to); k++ {
		if announcing[m.said.tokens[k].stem] && len(m.at[k]) > 0 {
			return true
		}
	}
	return false
}

// announcing are the stems of deeds that leave open whether it comes to pass.
var announcing = setOf(`announc plan propos expect decid approv agre postpon delay reject`)

// ending reports whether token i is an operator and a deed of its own, in the
// past: has expired.
func (m *match) ending(i int) bool {
	return m.said.tokens[i].kind == content && strings.HasSuffix(m.said.firstWord(i), "ed") &&
		slices.ContainsFunc(m.said.ops, func(op operator) bool { return op.at == i && op.sense == ends })
}

// firstWord returns the first word of a token as it is written, in lower case:
// took of "took over".
func (c *claim) firstWord(i int) string {
	t := c.tokens[i]
	if !strings.Contains(t.stem, " ") {
		return t.low
	}
	first, _, _ := strings.Cut(strings.ToLower(c.text[t.start:t.end]), " ")
	return first
}

// behindHead reports whether the operators that bear on what token i says bear
// first on a word that the sentence has too, which is judged by itself.
func (m *match) behindHead(i int) bool {
	for _, op := range m.have.ops {
		if op.sense <= ends || !shares(m.at[i], op.scope) {
			continue
		}
		if slices.Contains(m.at[i], op.scope[0]) || !m.hasBeside(op.scope[0], i) {
			return false
		}
	}
	return true
}

// hasBeside reports whether the part has a token of the statement with another
// of its own than i.
func (m *match) hasBeside(at, i int) bool {
	for k := m.from; k < m.to; k++ {
		if k != i && slices.Contains(m.at[k], at) {
			return true
		}
	}
	return false
}

// imminent reports whether a deed is told in the present, as what is to come
// may be: it closes in March, it is moving.
func (c *claim) imminent(i int) bool {
	low := c.firstWord(i)
	if before := c.low(i - 1); determiners[before] && !joining[before] || strings.HasSuffix(low, "ed") || perfect[before] || perfect[c.low(i-2)] {
		return false
	}
	ahead := len(c.dates) > 0 || c.has(comingWords)
	if !c.verbal(i) {
		return ahead && i > 0 && c.tokens[i-1].kind != function && c.text[c.tokens[i-1].end-1] == 's' // payments start in May
	}
	if strings.HasSuffix(low, "ing") {
		return i > 0 && toBe[c.tokens[i-1].low] || i > 1 && toBe[c.tokens[i-2].low]
	}
	base := lexicon.Irregular(low)
	if base != "" && base != low && !strings.HasSuffix(low, "s") {
		return false
	}
	if base == "" {
		return true
	}
	return ahead
}

// perfect are the auxiliaries of what has happened: has cut.
var perfect = setOf(`has have had did`)

// comingWords are the words of times to come.
var comingWords = setOf(`tomorrow next soon later spring summer autumn winter weekend`)

// headOver returns how much the claim says of a token, by the operators that bear on
// it first.
func (c *claim) headOver(i int) sense {
	least := fact
	for _, op := range c.ops {
		for n, k := range op.scope {
			if k == i && op.sense > ends && (n == 0 || n == 1 && !c.thing(i)) {
				least = min(least, op.sense)
			}
		}
	}
	return least
}

// weakened reports whether the sentence says, with another word, that the
// word at i is not a fact.
func (m *match) weakened(i int, most sense) bool {
	for _, op := range m.have.ops {
		if op.sense != most || !slices.ContainsFunc(m.at[i], func(at int) bool { return slices.Contains(op.scope, at) }) {
			continue
		}
		if m.ascribed(op) {
			return true
		}
		for k := m.from; k < m.to; k++ {
			if slices.Contains(m.at[k], op.at) {
				return true
			}
			if said, _ := m.said.over(k); said <= most && k != i && slices.ContainsFunc(m.at[k], func(at int) bool { return slices.Contains(op.scope, at) }) {
				return true
			}
		}
	}
	return false
}

// modals are words of the lexicon that say nothing but that it may be done.
var modals = setOf(`may can`)

// modal checks that "may" stands for a permission only where the sentence has
// what may be done.
func (m *match) modal() string {
	for i := m.from; i < m.to; i++ {
		if modals[m.said.tokens[i].low] {
			continue
		}
		for _, at := range m.at[i] {
			if !modals[m.have.tokens[at].low] {
				continue
			}
			if !slices.ContainsFunc(m.have.ahead(at, 1), m.touches) {
				return reasonBinding
			}
		}
	}
	return ""
}
