package gate

import (
	"slices"
	"strings"

	"footnote/internal/lexicon"
)

func (m *match) isOperator(i int) bool {
	return slices.ContainsFunc(m.said.ops, func(op operator) bool { return op.at == i })
}

// bears reports whether the operator at token i bears on anything.
func (m *match) bears(i int) bool {
	return slices.ContainsFunc(m.said.ops, func(op operator) bool { return op.at == i && len(op.scope) > 0 })
}

// answered reports whether the statement has an operator of the same sense
// over the same words as the operator at token i.
func (m *match) answered(i int) bool {
	for _, op := range m.said.ops {
		if op.at == i && m.counterpart(op) {
			return undecided[m.said.tokens[i].stem] || functionWords[m.said.tokens[i].low] || plainOperators[m.said.tokens[i].low] || !m.pending()
		}
	}
	return false
}

// sharing are the operators that deny of several what is said of one.
var sharing = setOf(`nor neither none nobody`)

// inDenial reports whether something is denied in the clause of a token.
func (c *claim) inDenial(i int) bool {
	return slices.ContainsFunc(c.ops, func(op operator) bool { return op.sense == denies && c.tokens[op.at].clause == c.tokens[i].clause })
}

// plainOperators deny or weaken and say nothing else.
var plainOperators = setOf(`not no never none nobody nothing cannot non may might could can neither nor without possible possibly perhaps probably likely`)

// pending reports whether the statement says that something is still to be
// decided.
func (m *match) pending() bool {
	return slices.ContainsFunc(m.have.tokens, func(t token) bool { return undecided[t.stem] })
}

var undecided = map[string]bool{"yet to": true, "not yet": true, "still have to": true}

// counterpart reports whether the statement denies, or leaves open, what op
// does.
func (m *match) counterpart(op operator) bool {
	scope := op.scope
	if len(scope) > 0 && m.isOperator(scope[0]) { // not exempt: of what is exempt
		scope = scope[:1]
	}
	for _, k := range scope {
		if sharing[m.said.tokens[op.at].low] && slices.ContainsFunc(m.at[k], m.have.inDenial) {
			return true
		}
		for _, at := range m.at[k] {
			least, negated := m.have.over(at)
			if op.sense <= ends && (negated != m.oppo[k] || m.have.opened(at)) || op.sense > ends && (least < fact || op.open && negated) {
				return true
			}
		}
		if at, opposite := m.find(k); at != nil && m.at[k] == nil {
			for _, x := range at {
				least, negated := m.have.over(x)
				if op.sense <= ends && (negated != opposite || m.have.opened(x)) || op.sense > ends && (least < fact || op.open && negated) {
					return true
				}
			}
		}
	}
	return false
}

// negations checks that both deny the same.
func (m *match) negations() string {
	for i := m.from; i < m.to; i++ {
		if m.at[i] == nil {
			continue
		}
		_, said := m.said.over(i)
		agreed := false
		for _, at := range m.at[i] {
			_, have := m.have.over(at)
			agreed = agreed || (said != have) == m.oppo[i] || m.said.opened(i) && have || said && m.have.opened(at)
		}
		if !agreed && !m.excused(i, said) {
			return ReasonContrary
		}
	}
	if !m.paired() {
		return ReasonContrary
	}
	return ""
}

// paired reports whether each denial of the sentence has one of its own in the
// statement: "not without" denies nothing that "without" denies.
func (m *match) paired() bool {
	used := map[int]bool{}
	for _, op := range m.said.ops { // first those that the statement has word for word
		if o := m.meets(op); o >= 0 {
			used[o] = true
		}
	}
	for _, op := range m.said.ops {
		if op.sense > ends || op.at < m.from || op.at >= m.to || m.meets(op) >= 0 || m.worded(op) || !m.found(op.scope) {
			continue
		}
		if !m.counterpart(op) {
			return false
		}
		o := m.pairOf(op, used)
		if o < 0 && !sharing[m.said.tokens[op.at].low] {
			return false
		}
		used[o] = true
	}
	return true
}

// meets returns which operator of the statement is the same word, or -1.
func (m *match) meets(op operator) int {
	return slices.IndexFunc(m.have.ops, func(o operator) bool {
		same := op.sense <= ends && o.sense <= ends && m.have.tokens[o.at].stem == m.said.tokens[op.at].stem
		return same && (!plainOperators[m.said.tokens[op.at].low] || m.overlap(op, o))
	})
}

// pairOf returns a denial of the statement that bears on what op bears on and
// is not used yet, or -1.
func (m *match) pairOf(op operator, used map[int]bool) int {
	for n, o := range m.have.ops {
		if (o.sense <= ends || o.open) && !used[n] && m.overlap(op, o) {
			return n
		}
	}
	return -1
}

// overlap reports whether two operators bear on the same words.
func (m *match) overlap(op, o operator) bool {
	for _, k := range op.scope {
		at := m.at[k]
		if at == nil {
			at, _ = m.find(k)
		}
		if shares(at, o.scope) || slices.Contains(at, o.at) {
			return true
		}
	}
	return false
}

// worded reports whether the statement says what an operator says with a word
// that may be none: halted, stopped.
func (m *match) worded(op operator) bool {
	return m.at[op.at] != nil && !m.oppo[op.at] && !plainOperators[m.said.tokens[op.at].low] && m.said.tokens[op.at].kind == content
}

// found reports whether the statement has any of these tokens.
func (m *match) found(tokens []int) bool {
	return slices.ContainsFunc(tokens, func(k int) bool { return m.at[k] != nil })
}

// excused reports whether the token at i may be denied on one side only: the
// operator over it is answered by one over a word beside it.
func (m *match) excused(i int, said bool) bool {
	if m.oppo[i] {
		return false
	}
	if said {
		for _, op := range m.said.ops {
			if op.sense <= ends && slices.Contains(op.scope, i) && (m.counterpart(op) || m.worded(op)) {
				return true
			}
		}
		return false
	}
	for _, op := range m.have.ops {
		if op.sense > ends || !slices.ContainsFunc(m.at[i], func(at int) bool { return slices.Contains(op.scope, at) }) {
			continue
		}
		if !m.echoed(op) {
			return false
		}
	}
	return true
}

// echoed reports whether the sentence has an operator over a word that op of
// the statement bears on, or the word of op itself.
func (m *match) echoed(op operator) bool {
	for i := m.from; i < m.to; i++ {
		if slices.Contains(m.at[i], op.at) && m.bearsAlike(i, op) {
			return true
		}
		if _, negated := m.said.over(i); (negated && !m.deniedElsewhere(i, op) || m.said.opened(i)) && slices.ContainsFunc(m.at[i], func(at int) bool { return slices.Contains(op.scope, at) }) {
			return true
		}
	}
	return false
}

// bearsAlike reports whether token i, if it is an operator, bears on what op of the
// statement does: of two denials each has its own.
func (m *match) bearsAlike(i int, op operator) bool {
	for _, o := range m.said.ops {
		if o.at == i && o.sense <= ends && m.said.tokens[i].low == "not" {
			return m.overlap(o, op)
		}
	}
	return true
}

// deniedElsewhere reports whether what denies token i in the sentence is, in the
// statement, another word than op: it has ruled out what was not ruled out.
func (m *match) deniedElsewhere(i int, op operator) bool {
	return slices.ContainsFunc(m.said.ops, func(o operator) bool {
		return o.sense <= ends && slices.Contains(o.scope, i) && len(m.at[o.at]) > 0 && !slices.Contains(m.at[o.at], op.at)
	})
}

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
