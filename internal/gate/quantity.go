package gate

import (
	"slices"
	"strings"

	"footnote/internal/prose"
)

// figureAt returns the tokens of the statement that state the figure.
func (m *match) figureAt(said quantityAt) []int {
	var out []int
	for _, q := range m.have.figures {
		if q.equal(said) {
			out = append(out, q.at)
		}
	}
	return out
}

// quantities checks how a figure is bounded and measured.
func (m *match) quantities() string {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != figure {
			continue
		}
		said := m.said.figures[m.said.tokens[i].n]
		if m.carry[i] {
			continue
		}
		reason := ReasonNumber
		for _, at := range m.at[i] {
			have := m.have.figures[m.have.tokens[at].n]
			if reason = m.quantity(i, said, have); reason == "" {
				break
			}
		}
		if reason != "" {
			return reason
		}
	}
	return ""
}

func (m *match) quantity(i int, said, have quantityAt) string {
	from, to := m.said.clauseOf(i)
	switch {
	case !bounded(said.bound, have.bound):
		return reasonBound
	case m.measuredOtherwise(said, have):
		return ReasonNumber
	case have.compared && have.Unit != "%" && !said.compared && !m.said.says(from, to, compares) && !m.directed(from, to):
		return reasonBinding
	case have.rate != "" && said.rate == "" && !slices.ContainsFunc(m.said.tokens[m.from:m.to], func(t token) bool {
		return t.stem == have.rate || t.low == have.rate+"ly" || t.low == "daily" && have.rate == "day"
	}):
		return reasonBinding
	case timeUnits[said.rate] && timeUnits[have.rate] && said.rate != have.rate:
		return reasonBinding
	case timeUnits[said.rate] && said.rate != have.rate && !m.have.has(ratedWords) && !m.have.inOne(have.at, said.rate):
		return reasonBinding
	case m.said.says(from, to, apiece) && !m.said.says(from, to, summedWord) && m.have.summed(have.at):
		return reasonBinding
	case have.of >= 0 && said.of < 0 && !m.states(m.have.figures[have.of]):
		return reasonBinding
	case have.pair >= 0 && have.between && said.bound == "" && !m.states(m.have.figures[have.pair]):
		return reasonBound
	case have.pair >= 0 && have.change && !m.states(m.have.figures[have.pair]) && !m.said.says(from, to, pastMarks):
		return ReasonPast
	}
	for k := range m.have.figures {
		other := m.have.figures[k]
		if other.pair >= 0 && m.have.figures[other.pair].at == have.at && other.between && said.bound == "" && !m.states(other) {
			return reasonBound
		}
	}
	return m.counted(i, have)
}

// measuredOtherwise reports whether a figure has a unit where the statement has a word
// behind it: 40 minutes are not 40 dollars.
func (m *match) measuredOtherwise(said, have quantityAt) bool {
	return said.Unit != "" && have.Unit == "" && !have.fraction && have.at+1 < len(m.have.tokens) && m.have.tokens[have.at+1].kind == content
}

var timeUnits = setOf(`day week month year hour night minut minute second`)

// ratedWords say how often, as a rate does.
var ratedWords = setOf(`annual annually yearly monthly weekly daily hourly each every per`)

// inOne reports whether "in a" and a unit of time stand behind a figure in its
// clause: what four earn in a year.
func (c *claim) inOne(i int, unit string) bool {
	_, to := c.clauseOf(i)
	for k := i + 3; k < to; k++ {
		if c.tokens[k].stem == unit && c.tokens[k-1].low == "a" && c.tokens[k-2].low == "in" {
			return true
		}
	}
	return false
}

// apiece words say a number of each one; summed ones of all together.
var (
	apiece     = setOf(`each every apiece`)
	summedWord = setOf(`together combined altogether`)
)

// summed reports whether a number is said of all together.
func (c *claim) summed(i int) bool { return c.says(i+1, i+4, summedWord) || c.says(i-3, i, summedWord) }

// pastMarks say that something was before.
var pastMarks = setOf(`from previous earlier before was were had initial original former instead past onc old prior previously initially originally
	zuvor vorher bisher früher auparavant avant antes prima eerder ранее`)

// directed reports whether a clause has a word of more or less.
func (m *match) directed(from, to int) bool {
	if m.src.lexer.words == nil {
		return true
	}
	for i := from; i < to; i++ {
		for _, row := range m.said.tokens[i].rows {
			if _, ok := m.src.lexer.words.Against(row); ok && m.at[i] != nil {
				return true
			}
		}
	}
	return false
}

// states reports whether the part states this figure of the statement too.
func (m *match) states(have quantityAt) bool {
	for i := m.from; i < m.to; i++ {
		if t := m.said.tokens[i]; t.kind == figure && have.equal(m.said.figures[t.n]) {
			return true
		}
	}
	return false
}

// bounded reports whether a sentence may say a number with one bound where the
// passage has it with another.
func bounded(said, have string) bool {
	if said == have {
		return true
	}
	loose := func(b string) bool { return b == "" || b == "about" }
	return loose(said) && loose(have)
}

// counted checks that what a figure counts is what it counts in the passage,
// where both say so right behind it.
func (m *match) counted(i int, have quantityAt) string {
	if i+1 >= m.to || m.said.tokens[i+1].kind != content || have.Unit != "" || m.light(i+1) || have.fraction || m.said.figures[m.said.tokens[i].n].fraction {
		return ""
	}
	h := m.have.tokens
	k := have.at + 1
	if k >= len(h) || h[k].kind != content {
		return ""
	}
	if pastForm(h[k].low) || m.said.says(i+1, i+2, compares) || len(m.said.ops) > 0 && m.isOperator(i+1) || m.reportsOn(i+1) {
		return ""
	}
	for j := max(0, have.at-2); j < min(len(h), have.at+4); j++ {
		if slices.Contains(m.at[i+1], j) {
			return ""
		}
	}
	return reasonBinding
}

// reportsOn reports whether a token is a verb in the past, which counts
// nothing.
func (m *match) reportsOn(i int) bool { return strings.HasSuffix(m.said.tokens[i].low, "ed") }

// ranks checks that the fourth-largest is not called the largest.
func (m *match) ranks() string {
	for i := m.from; i < m.to; i++ {
		low := m.said.tokens[i].low
		if m.at[i] == nil || !strings.HasSuffix(low, "est") && low != "most" && low != "last" {
			continue
		}
		for _, at := range m.at[i] {
			if rank := m.have.low(at - 1); ranking[rank] && !m.said.saysWord(i-2, i, rank) {
				return ReasonContrary
			}
		}
	}
	return ""
}

// ordinals checks that what is the first of its kind in the sentence is so in the
// statement: the first delay, first deliveries.
func (m *match) ordinals() string {
	for i := m.from; i < m.to; i++ {
		if !ranking[m.said.tokens[i].low] && m.said.tokens[i].low != "first" || len(m.at[i]) == 0 {
			continue
		}
		theirs := m.headsBehind(i)
		if theirs == nil {
			continue
		}
		agreed := false
		for _, at := range m.at[i] {
			agreed = agreed || slices.ContainsFunc(theirs, func(k int) bool { return k > at && k <= at+ordinalReach })
		}
		if !agreed {
			return reasonBinding
		}
	}
	return ""
}

// ordinalReach is how far behind an ordinal its thing may stand.
const ordinalReach = 4

// headsBehind returns what the statement has for the two words behind token i
// that say what it is the first of.
func (m *match) headsBehind(i int) []int {
	var out []int
	n := 0
	for k := i + 1; k < m.to && n < 2 && m.said.tokens[k].clause == m.said.tokens[i].clause; k++ {
		if t := m.said.tokens[k]; t.kind == content || t.kind == name {
			out = append(out, m.at[k]...)
			n++
		} else {
			break
		}
	}
	return out
}

var ranking = setOf(`second third fourth fifth sixth seventh eighth ninth tenth`)

// order checks that two figures joined by "to" stand in the passage's order.
func (m *match) order() string {
	for k := range m.said.figures {
		q := m.said.figures[k]
		if q.pair < 0 || q.at < m.from || m.said.figures[q.pair].at >= m.to {
			continue
		}
		other := m.said.figures[q.pair]
		if prose.Near(q.Value, other.Value) {
			continue
		}
		for _, w := range m.have.figures {
			if w.pair >= 0 && w.equal(other) && m.have.figures[w.pair].equal(q) {
				return ReasonContrary
			}
		}
	}
	return ""
}

// bindings checks that a number is said of what the passage says it: where the
// statement has another number of its kind, the words around the number must
// stand nearer to it than to the other.
func (m *match) bindings() string {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != figure || len(m.at[i]) != 1 {
			continue
		}
		at := m.at[i][0]
		from, to := m.said.spanOf(i)
		for _, q := range m.have.figures {
			if q.at == at || m.states(q) || !alike(q.Unit, m.have.figures[m.have.tokens[at].n].Unit) {
				continue
			}
			if m.headed(at) || m.nearer(from, to, at, q.at) || m.toBoth(from, to, at, q.at) || !m.have.together(at, q.at) && m.farther(from, to, at, q.at) {
				return reasonBinding
			}
		}
	}
	return ""
}

// toBoth reports whether the sentence gives the figure at a to two that "and" joins, of
// which the statement gives the one at b to the second: the frame and the battery.
func (m *match) toBoth(from, to, a, b int) bool {
	for k := max(from, m.from) + 1; k < min(to, m.to); k++ {
		if m.said.low(k) != "and" {
			continue
		}
		first, second := k-1, k+1
		for second < min(to, m.to) && determiners[m.said.low(second)] {
			second++
		}
		if second < min(to, m.to) && m.thingAt(first) && m.thingAt(second) && m.have.side(m.at[first], a, b) < 0 && m.have.side(m.at[second], a, b) > 0 {
			return true
		}
	}
	return false
}

// thingAt reports whether token i is a thing or a name that the statement has.
func (m *match) thingAt(i int) bool {
	t := m.said.tokens[i]
	return len(m.at[i]) > 0 && (t.kind == name || t.kind == content)
}

// farther reports whether more of the sentence's words [from, to) belong in the
// statement to the figure at b than to the one at a.
func (m *match) farther(from, to, a, b int) bool {
	near, far := 0, 0
	for k := max(from, m.from); k < min(to, m.to); k++ {
		if m.said.tokens[k].kind == figure || m.at[k] == nil || m.oppo[k] {
			continue
		}
		switch m.have.side(m.at[k], a, b) {
		case -1:
			near++
		case 1:
			far++
		}
	}
	return far > 0 && near == 0 || far > near+1
}

// spanOf is clauseOf with the clauses behind it that say which are meant: 9
// percent of those who took it.
func (c *claim) spanOf(i int) (from, to int) {
	from, to = c.clauseOf(i)
	for to < len(c.tokens) && restricts[c.tokens[to].low] && !c.divided(to) {
		_, to = c.clauseOf(to)
	}
	return from, to
}

// headed reports whether a number stands behind "of" and a thing that the
// sentence does not name: sales of $510 million.
func (m *match) headed(at int) bool {
	if at < 2 || m.have.low(at-1) != "of" || m.have.tokens[at-2].kind != content {
		return false
	}
	return !m.touches(at - 2)
}

// nearer reports whether a name, date or time of the sentence's clause stands
// behind the number at b, and so belongs to it and not to the one at a.
func (m *match) nearer(from, to, a, b int) bool {
	for i := max(from, m.from); i < min(to, m.to); i++ {
		at := m.at[i]
		t := m.said.tokens[i]
		if t.kind == date {
			at = m.when[i]
		}
		if t.kind != date && t.kind != name && !(t.kind == content && prepositions[m.said.low(i-1)] || t.kind == content && prepositions[m.said.low(i-2)] && m.said.low(i-1) == "the") {
			continue
		}
		if at == nil || t.kind == name && m.said.solid(from, i) == 0 {
			continue
		}
		if m.ownedBy(at, b, a) {
			return true
		}
	}
	return false
}

// ownedBy reports whether all tokens stand behind the figure at b, and not
// behind the one at a that comes later.
func (m *match) ownedBy(at []int, b, a int) bool {
	for _, k := range at {
		if k <= b || b < a && k > a || m.have.tokens[k].clause != m.have.tokens[b].clause {
			return false
		}
	}
	return true
}

// alike reports whether figures of two units could be taken for one another.
func alike(a, b string) bool {
	return a == b || (a == "" || b == "") && a != "%" && b != "%" && a != "points" && b != "points"
}

// apart reports whether "and" or "or" divides two tokens.
func (c *claim) apart(a, b int) bool {
	for k := min(a, b) + 1; k < max(a, b); k++ {
		if joining[c.tokens[k].low] {
			return true
		}
	}
	return false
}

// side returns -1 if the tokens belong to the figure at a, 1 if to that at b,
// 0 if to both or neither. A token belongs to the figure of its clause, or of
// its side of "and".
func (c *claim) side(tokens []int, a, b int) int {
	left, right := false, false
	for _, k := range tokens {
		if c.together(k, a) {
			left = true
		}
		if c.together(k, b) {
			right = true
		}
	}
	switch {
	case left && !right:
		return -1
	case right && !left:
		return 1
	}
	return 0
}

// together reports whether two tokens are of one clause, and of one side of "and".
func (c *claim) together(k, f int) bool {
	return c.tokens[k].clause == c.tokens[f].clause && !c.apart(k, f)
}
