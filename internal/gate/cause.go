package gate

import "slices"

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
