package gate

import "slices"

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
