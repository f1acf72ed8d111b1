package gate

import (
	"slices"
	"strings"
)

// causes are words by which a sentence gives a reason; reasoned are those, and
// others, by which a passage does.
var (
	causes   = setOf(`because why`)
	reasoned = setOf(`because due owing thanks therefore caus reason why blame hence`)
	// maybeReasons may begin a reason, and a time as well.
	maybeReasons = setOf(`since as so after following for given`)
)

// cause checks that a reason is given only where the statement gives one.
func (m *match) cause() string {
	for i := m.from; i < m.to; i++ {
		if causes[m.said.tokens[i].low] && !m.have.has(reasoned) && !m.opensReason(i) {
			return ReasonCause
		}
	}
	return ""
}

// opensReason reports whether what the sentence gives as a reason, behind token
// i, stands in the statement right behind a word that may begin one.
func (m *match) opensReason(i int) bool {
	for k := i + 1; k < m.to; k++ {
		if len(m.at[k]) > 0 {
			return slices.ContainsFunc(m.at[k], func(at int) bool { return m.have.says(at-4, at, maybeReasons) })
		}
	}
	return false
}

// purpose checks that what somebody did something for is not said to be done:
// they went to court to stop it, which stopped nothing.
func (m *match) purpose() string {
	if m.src.lexer.words == nil {
		return ""
	}
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != content || len(m.at[i]) == 0 || !m.said.done(i) {
			continue
		}
		meant := true
		for _, at := range m.at[i] {
			meant = meant && m.have.meant(at)
		}
		if meant {
			return ReasonCertain
		}
	}
	return ""
}

// done reports whether a token is a deed in the past that somebody did.
func (c *claim) done(i int) bool {
	return pastForm(c.firstWord(i)) && !determiners[c.low(i-1)] && !toBe[c.low(i-1)]
}

// meant reports whether a token stands behind "to" and tells what was meant,
// not what came of it.
func (c *claim) meant(i int) bool {
	if c.low(i-1) != "to" {
		return false
	}
	for k := i - 2; k >= 0 && k >= i-5 && c.tokens[k].clause == c.tokens[i].clause; k-- {
		if comesTrue[c.tokens[k].stem] || strings.HasSuffix(c.tokens[k].low, "est") || k == i-2 && comesOf[c.tokens[k].stem] {
			return false
		}
	}
	return true
}

// The stems of words behind which what follows "to" was done: at once, or with
// whom they had do it between.
var (
	comesOf   = setOf(`begin start continu manag succeed come have serv first second third last`)
	comesTrue = setOf(`help forc caus lead allow`)
)
