package gate

import (
	"slices"
	"strings"
)

var (
	conditions = setOf(`if unless provided otherwise`)
	// setsCondition are other words by which a sentence says that it depends.
	setsCondition = setOf(`depends when`)
)

// condition checks that what the passage says under a condition, or as one of
// two ways, is not said without.
func (m *match) condition() string {
	if m.said.conditioned() || m.said.has(setsCondition) || m.said.hasWord("condition") {
		return ""
	}
	if m.conditional() || m.asLong() && !m.said.asLong() {
		return ReasonCondition
	}
	if m.said.hasWord("or") {
		return ""
	}
	must := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.low == "must" || t.stem == "have to" || t.low == "either" })
	if must < 0 {
		return ""
	}
	for k := must; k < len(m.have.tokens); k++ {
		if m.have.tokens[k].low == "or" {
			for i := m.from; i < m.to; i++ {
				if slices.ContainsFunc(m.at[i], func(at int) bool { return at > k }) {
					return ReasonCondition
				}
			}
		}
	}
	return ""
}

// limits begin what narrows what stands before it.
var limits = setOf(`only without except unless until provided`)

// alone are words by which something is said of one and no other.
var alone = setOf(`only solely exclusively`)

// narrowed checks that the sentence does not say "only" by itself.
func (m *match) narrowed() string {
	if m.said.says(m.from, m.to, alone) && !m.have.has(aloneMarks) {
		return ReasonCondition
	}
	return ""
}

// aloneMarks are words with which a passage says so.
var aloneMarks = setOf(`only solely sole exclusively exclusive just alone merely but except no none nobody nothing nowhere few fewer less until unless never not`)

// cutShort checks that the sentence does not end right before what limits what it
// says: to foreign boats only once talks are over.
func (m *match) cutShort() string {
	for k := 1; k+1 < len(m.have.tokens); k++ {
		t := m.have.tokens[k]
		if !limits[t.low] || m.have.divided(k) || !m.touches(k-1) || m.touches(k) || m.touches(k+1) || m.says(t.low) {
			continue
		}
		if _, to := m.have.clauseOf(k + 1); !m.touchesAny(k+1, to) {
			return ReasonCondition
		}
	}
	return ""
}

// says reports whether the part has a word.
func (m *match) says(low string) bool {
	return slices.ContainsFunc(m.said.tokens[m.from:m.to], func(t token) bool { return t.low == low })
}

// conditional reports whether the statement sets a condition in what the part
// is taken from: not in another sentence that "and" or a colon joins to it.
func (m *match) conditional() bool {
	if told := m.have.told; told != nil && !told.conditioned() && m.fromTold() {
		return false
	}
	for k, t := range m.have.tokens {
		if !conditions[t.low] && !m.sets(k) && (t.low != "condition" || m.have.low(k-1) != "on") || m.have.low(k-1) == "as" { // as if nothing had happened
			continue
		}
		from, to := m.have.period(k)
		for i := m.from; i < m.to; i++ {
			if slices.ContainsFunc(m.at[i], func(at int) bool { return at >= from && at < to }) {
				return true
			}
		}
	}
	return false
}

// sets reports whether token k of the statement stands before its subject to set a
// condition that the sentence does not set at its end: it would pay should traffic grow.
func (m *match) sets(k int) bool {
	return m.have.inverted(k) && (m.have.low(k) != "should" || !m.said.hasWord("should"))
}

// inverted reports whether token k stands before its subject to set a condition: had it
// opened, it would pay; it would pay, should the bill pass.
func (c *claim) inverted(k int) bool {
	switch c.low(k) {
	case "should":
		next := c.low(k + 1)
		return k == 0 || c.divided(k) && (determiners[next] || pronouns[next] || k+1 < len(c.tokens) && c.tokens[k+1].kind == name)
	case "had", "were":
		return k == 0 && !strings.HasSuffix(c.text, "?")
	}
	return false
}

// conditioned reports whether a claim sets a condition, by a word or by its order.
func (c *claim) conditioned() bool {
	for k, t := range c.tokens {
		if conditions[t.low] || c.inverted(k) {
			return true
		}
	}
	return false
}

// fromTold reports whether the statement has all that the part takes from it
// outside of quotation marks.
func (m *match) fromTold() bool {
	for i := m.from; i < m.to; i++ {
		if t := m.said.tokens[i]; len(m.at[i]) > 0 && (t.kind == figure || m.have.told.find(t) == nil) {
			return false
		}
	}
	return true
}

// period returns the tokens [from, to) around a token that could be a sentence
// by themselves: between colons, semicolons, and an "and" or a "which" behind a
// comma.
func (c *claim) period(i int) (from, to int) {
	parts := func(k int) bool {
		gap := c.gap(k)
		relative := restricts[c.tokens[k].low] || c.tokens[k].low == "of" && restricts[c.low(k+1)]
		return strings.ContainsAny(gap, ";:—–") || strings.Contains(gap, ",") && (c.tokens[k].low == "and" || c.tokens[k].low == "but" || relative)
	}
	for from = i; from > 0 && !parts(from); from-- {
	}
	if from > 0 && restricts[c.tokens[from].low] { // who succeeded him, expects to
		for k := from + 1; k < i; k++ {
			if c.divided(k) && !coordinating[c.tokens[k].low] {
				from = k
				break
			}
		}
	}
	for to = i + 1; to < len(c.tokens) && !parts(to); to++ {
	}
	return from, to
}

// asLong reports whether the statement says of what the part is taken from that
// it holds only as long as something does.
func (m *match) asLong() bool {
	for i, t := range m.have.tokens {
		if t.low != "long" || !m.have.asLong() {
			continue
		}
		if from, to := m.have.period(i); m.touchesAny(from, to) {
			return true
		}
	}
	return false
}

// asLong reports whether a claim holds only as long as something does.
func (c *claim) asLong() bool {
	for i := 1; i+1 < len(c.tokens); i++ {
		if c.tokens[i].low == "long" && c.tokens[i+1].low == "as" && (c.tokens[i-1].low == "as" || c.tokens[i-1].low == "so") {
			return true
		}
	}
	return false
}
