package gate

import "slices"

// won checks that who beats another in the sentence is not whom the statement has
// beaten, as one that is met: a win at Aldwick, their defeat to Dunmere.
func (m *match) won() string {
	for v := m.from; v < m.to; v++ {
		if !beating[m.said.tokens[v].stem] || m.said.voice(v) != active {
			continue
		}
		winner, _ := m.doer(v)
		loser, end := m.said.namedBehind(v)
		for _, hv := range m.at[v] {
			stem := m.have.tokens[hv].stem
			if victories[stem] && winner >= m.from && m.metAt(winner, hv) || defeats[stem] && m.have.thing(hv) && loser < min(end, m.to) && m.metAt(loser, hv) {
				return ReasonRoles
			}
		}
	}
	return ""
}

var (
	beating   = setOf(`beat defeat`) // stems
	victories = setOf(`win victori triumph success`)
	defeats   = setOf(`defeat loss`)
	opponents = setOf(`at over against to by`) // prepositions before the one who is met
)

// metAt reports whether the statement has the name at token i only as the one that is met
// at hv.
func (m *match) metAt(i, hv int) bool {
	return m.said.tokens[i].kind == name && len(m.at[i]) > 0 && !slices.ContainsFunc(m.at[i], func(k int) bool {
		return k < hv || !opponents[m.have.preposition(k)]
	})
}
