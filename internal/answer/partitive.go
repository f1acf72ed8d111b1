package answer

import "slices"

// A partition is what is said of a part of those that were counted: fourteen
// were hurt, "two of them seriously".
type partition struct {
	of       int // the token that says how many
	from, to int // what is said of them
}

// ofThem are words for those that were counted.
var ofThem = setOf(`them whom which those these`)

// partitions returns what a claim says of parts.
func (c *claim) partitions() []partition {
	var out []partition
	for i := range c.tokens {
		_, to := c.clauseOf(i)
		switch {
		case c.low(i+1) == "of" && ofThem[c.low(i+2)]:
			out = append(out, partition{i, i + 3, to})
		case c.low(i-1) == "including" && c.tokens[i].kind == figure:
			out = append(out, partition{i, i + 1, to})
		}
	}
	return out
}

// partitive checks that what the passage says of a part of those it counts is
// not said of all.
func (m *match) partitive() string {
	for _, p := range m.have.partitions() {
		if !m.sharesPart(p) {
			continue
		}
		if !m.touches(p.of) && !m.said.says(m.from, m.to, setOf(m.have.low(p.of))) {
			return reasonBinding
		}
	}
	return ""
}

// sharesPart reports whether the sentence has a word that the statement says
// of a part alone.
func (m *match) sharesPart(p partition) bool {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != content || len(m.at[i]) == 0 {
			continue
		}
		if !slices.ContainsFunc(m.at[i], func(at int) bool { return at < p.from || at >= p.to }) {
			return true
		}
	}
	return false
}
