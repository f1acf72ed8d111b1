package gate

import (
	"math"
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

// equal reports whether a passage's figure is the one a sentence states.
func (q quantityAt) equal(said quantityAt) bool {
	if q.frozen != said.frozen {
		return false
	}
	if prose.States([]prose.Number{q.Number}, said.Number) || said.rounds(q) {
		return true
	}
	if q.fraction && said.Unit == "%" {
		return prose.Near(q.Value*100, said.Value)
	}
	return said.fraction && q.Unit == "%" && prose.Near(said.Value*100, q.Value)
}

// mostRounded is how far a rounded number may be from what it stands for, as a share.
const mostRounded = 0.05

// rounds reports whether a sentence says "about" of a figure that is the passage's,
// rounded to as many digits as it has: about 15 for 15.2.
func (q quantityAt) rounds(have quantityAt) bool {
	if q.bound != "about" || q.Unit != have.Unit || q.word || q.fraction || have.fraction || q.Value <= 0 || math.Abs(have.Value-q.Value) > mostRounded*q.Value {
		return false
	}
	digit := math.Pow10(int(math.Floor(math.Log10(q.Value))) + 1)
	for range mostDigits {
		if digit /= 10; prose.Near(math.Round(q.Value/digit)*digit, q.Value) {
			return prose.Near(math.Round(have.Value/digit)*digit, q.Value)
		}
	}
	return false
}

// mostDigits is how many digits a number may have that is rounded.
const mostDigits = 4

// towards checks that what fell by a third is not said to have fallen to a
// third.
func (m *match) towards() string {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != figure || len(m.at[i]) != 1 {
			continue
		}
		said, have := m.said.led(i), m.have.led(m.at[i][0])
		if said == "to" && have == "by" || said == "by" && have == "to" {
			return reasonBinding
		}
	}
	return ""
}

// led returns "by" or "to" where it stands right before a figure.
func (c *claim) led(i int) string {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		switch low := c.tokens[k].low; {
		case low == "by" || low == "to":
			return low
		case low != "a" && low != "an" && !bounding[low] && low != "up":
			return ""
		}
	}
	return ""
}

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

// single are words for one of a kind.
var single = setOf(`a an per each every one`)
