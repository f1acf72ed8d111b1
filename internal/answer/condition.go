package answer

import (
	"slices"
	"strings"
)

var (
	conditions = setOf(`if unless provided otherwise`)
	ways       = setOf(`or depends when`)
	asIf       = setOf(`as`)
)

// condition checks that what the passage says under a condition, or as one of
// two ways, is not said without.
func (m *match) condition() string {
	if m.said.says(0, len(m.said.tokens), conditions) || m.said.says(0, len(m.said.tokens), ways) {
		return ""
	}
	if m.have.says(0, len(m.have.tokens), conditions) && !m.have.says(0, len(m.have.tokens), asIf) || m.have.asLong() && !m.said.asLong() {
		return reasonCondition
	}
	must := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.low == "must" || t.stem == "have to" || t.low == "either" })
	if must < 0 {
		return ""
	}
	for k := must; k < len(m.have.tokens); k++ {
		if m.have.tokens[k].low == "or" {
			for i := m.from; i < m.to; i++ {
				if slices.ContainsFunc(m.at[i], func(at int) bool { return at > k }) {
					return reasonCondition
				}
			}
		}
	}
	return ""
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

// causes are words by which a sentence gives a reason; reasoned are those, and
// others, by which a passage does.
var (
	causes   = setOf(`because`)
	reasoned = setOf(`because since as so due owing thanks therefore caus reason why after following blame`)
)

// cause checks that a reason is given only where the statement gives one.
func (m *match) cause() string {
	if m.said.says(m.from, m.to, causes) && !m.have.says(0, len(m.have.tokens), reasoned) {
		return reasonCause
	}
	return ""
}

var (
	presentMarks = setOf(`is are remains still`)
	firstMarks   = setOf(`first initially originally`)
	laterMarks   = setOf(`first initially originally initi origin but before`)
	wasMarks     = setOf(`had was were`)
	hadMarks     = setOf(`had`)
	isMarks      = setOf(`is are`)
)

// past checks that what was so for a time, or at first, is not said to be so.
func (m *match) past() string {
	had := false
	for k, t := range m.have.tokens {
		next := ""
		if k+1 < len(m.have.tokens) {
			next = m.have.tokens[k+1].low
		}
		if t.low == "had" || t.stem == "use to" {
			had = true
		}
		if firstMarks[t.low] && strings.HasSuffix(next, "ed") && !determiners[m.have.low(k-1)] {
			if !m.said.says(0, len(m.said.tokens), laterMarks) && m.touches(k+1) {
				return reasonPast
			}
		}
	}
	if had && m.said.present() && !m.said.says(0, len(m.said.tokens), wasMarks) && m.have.says(0, len(m.have.tokens), hadMarks) && !m.have.says(0, len(m.have.tokens), isMarks) {
		return reasonPast
	}
	return ""
}

func (m *match) touches(at int) bool {
	for i := m.from; i < m.to; i++ {
		if slices.Contains(m.at[i], at) {
			return true
		}
	}
	return false
}

func (c *claim) present() bool { return c.says(0, len(c.tokens), presentMarks) }
