package gate

import "slices"

// units checks that what the statement counts by a number is not told as one of
// it: eight in a month, of eight in 12 months.
func (m *match) units() string {
	for i := m.from + 1; i < m.to; i++ {
		if m.said.tokens[i].kind != content || len(m.at[i]) == 0 || !single[m.said.tokens[i-1].low] {
			continue
		}
		many := !slices.ContainsFunc(m.at[i], func(at int) bool {
			return at == 0 || m.have.tokens[at-1].kind != figure || m.have.figures[m.have.tokens[at-1].n].Value == 1
		})
		if many {
			return ReasonNumber
		}
	}
	return ""
}

// dateOf checks that a date is told of what the statement tells of it: not of the
// delivery that of the order.
func (m *match) dateOf() string {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != date || len(m.when[i]) != 1 {
			continue
		}
		from, to := m.have.clauseOf(m.when[i][0])
		own, other := 0, 0
		for k := from; k < to; k++ {
			if t := m.have.tokens[k]; t.kind == content && m.have.verbal(k) && !m.have.thing(k) && !reports[t.stem] {
				other++
			}
			if m.have.tokens[k].kind != date && m.touches(k) {
				own++
			}
		}
		if other > 0 && own == 0 {
			return ReasonDate
		}
	}
	return ""
}

// sameDay checks that something is said of "that day" only where the statement
// says so: a day of publication is not that of the event.
func (m *match) sameDay() string {
	for i := m.from; i+1 < m.to; i++ {
		if days[m.said.low(i)] && m.said.low(i+1) == "day" && !m.have.hasWord("day") && !m.have.hasWord("today") {
			return ReasonDate
		}
	}
	return ""
}

var days = setOf(`this that same`)

// single are words for one of a kind.
var single = setOf(`a an per each every one`)
