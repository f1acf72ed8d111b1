package gate

import (
	"slices"
	"strings"
)

// carries reports whether a name or thing that the statement does not name
// stands where its "it" or "the company" points.
func (m *match) carries(i int) bool {
	t := m.said.tokens[i]
	thing := m.said.thing(i) && !m.said.doneBy(i)
	if t.kind == content && (!thing && !m.pronounFor(i) && !m.someOf(i) || ordinals[t.low] || extremes[t.low] || m.said.low(i-1) == "per") {
		return false
	}
	if m.src.outlet[t.stem] && t.kind == name && (m.have.has(firstPerson) || m.said.says(m.from, m.to, reports)) {
		return true
	}
	if t.kind == name && m.src.acronym(t.low) {
		return true
	}
	if t.owns && t.kind == name && m.ownedWithin() {
		return false
	}
	if t.owns && m.have.hasWord("own") && !m.said.saysWord(m.from, m.to, "own") {
		return false
	}
	if m.elided(i) {
		return true
	}
	if m.rival(i) || t.kind == name && (!m.src.genders.fits(t, m.have.claim) || m.meansAnother(t)) {
		return false
	}
	if m.src.title.find(t) != nil && (m.src.title.affirms(t) || !m.affirmed(i)) {
		return m.have.leans || t.kind == name && m.partOfName(i)
	}
	if t.kind == name && m.partOfName(i) {
		return true
	}
	if !m.have.leans && (t.kind != name || m.have.named()) {
		return false
	}
	if t.kind == name && places[m.said.preposition(i)] && m.have.has(there) {
		return m.lastNamed(t)
	}
	if t.kind == name && places[m.said.preposition(i)] && m.elsewhere(i) {
		return false
	}
	pointsTo := func(s *statement) bool { return s.find(t) != nil && (t.kind == name || s.affirms(t) || !m.affirmed(i)) }
	return slices.ContainsFunc(m.before(), pointsTo) || t.kind == name && m.goesOn(i)
}

// doneBy reports whether token i is what the thing right before it does: her daughter
// died. It is none in "the case brought by" and "machines provided that".
func (c *claim) doneBy(i int) bool {
	next := c.low(i + 1)
	return i > 0 && c.tokens[i-1].kind == content && c.tells(i) && next != "by" && next != "that"
}

// before returns the statements to which the statement's pronouns may point.
func (m *match) before() []*statement { return m.src.before(m.have.n) }

// ordinals are words for a place in an order.
var ordinals = setOf(`first 1st second 2nd third 3rd fourth 4th last`)

// extremes bound what is told: at the latest.
var extremes = setOf(`latest earliest`)

// elsewhere reports whether the name at token i says where something is that
// the statement does not speak of as known: a church, not the church.
func (m *match) elsewhere(i int) bool {
	for k := i - 2; k >= m.from && k >= i-4; k-- {
		if m.said.tokens[k].kind != content || len(m.at[k]) == 0 {
			continue
		}
		return slices.ContainsFunc(m.at[k], func(at int) bool { return single[m.have.low(at-1)] })
	}
	return false
}

// someOf reports whether token i belongs to what the statement says "all" or
// "none" of: all 38 workers.
func (m *match) someOf(i int) bool {
	if !m.have.opensWithSome() {
		return false
	}
	for k := m.from; k < i; k++ {
		if len(m.at[k]) > 0 && m.at[k][0] > 0 {
			return false
		}
	}
	return true
}

// meansAnother reports whether the statement's "he" or "she" is another than
// this name: the nearest sentence before it that names a man, or a woman, does
// not have the name.
func (m *match) meansAnother(t token) bool {
	var said gender
	for _, p := range m.have.narrated().tokens {
		if g := genderOf[p.low]; g != unknown {
			if said != unknown && said != g {
				return false
			}
			said = g
		}
	}
	if said == unknown {
		return false
	}
	for _, before := range slices.Backward(m.before()) {
		if before.find(t) != nil {
			return false
		}
		if slices.ContainsFunc(before.narrated().tokens, func(o token) bool { return o.kind == name && m.src.genders[o.stem] == said }) {
			return true
		}
	}
	return false
}

// datesThing reports whether the date at token i belongs to a thing that is taken
// from around the statement, where it is told apart by it: the bell of 1641.
func (m *match) datesThing(i int) bool {
	if i < m.from+2 || m.said.low(i-1) != "of" || !m.carry[i-2] && len(m.at[i-2]) == 0 {
		return false
	}
	whole := m.said.text[m.said.tokens[i-2].start:m.said.tokens[i].end]
	return strings.Contains(m.src.passage.Chunk.Text, whole) || strings.Contains(m.src.passage.Article.Title, whole)
}

// goesOn reports whether the statement's "he" or "the company" goes on with
// the name at token i, which stands further back: no sentence since has begun
// with another.
func (m *match) goesOn(i int) bool {
	t := m.said.tokens[i]
	for n := m.have.n - 1; n >= 0; n-- {
		before := m.src.statements[n]
		if before.find(t) != nil {
			return true
		}
		if before.namesFirst() {
			break
		}
	}
	return m.src.title.find(t) != nil
}

// namesFirst reports whether a claim begins with somebody's name: with one
// behind no preposition and no article.
func (c *claim) namesFirst() bool { return c.first() >= 0 }

// first returns the token of the name a claim begins with, or -1.
func (c *claim) first() int {
	for i, t := range c.tokens {
		if t.kind == name && (i == 0 || c.tokens[i-1].kind != function || !determiners[c.tokens[i-1].low]) {
			return i
		}
		if t.kind == content {
			break
		}
	}
	return -1
}

// elided reports whether token i is what a figure counts that the statement
// has without it, as the one before it in the passage has it: to 640 million.
func (m *match) elided(i int) bool {
	if i == m.from || m.said.tokens[i-1].kind != figure || len(m.at[i-1]) != 1 {
		return false
	}
	for n := m.have.n; n >= max(0, m.have.n-1); n-- {
		for _, at := range m.src.statements[n].find(m.said.tokens[i]) {
			if at > 0 && m.src.statements[n].tokens[at-1].kind == figure {
				return true
			}
		}
	}
	return false
}

var there = setOf(`there here`)

// lastNamed reports whether a name is the last before the statement, where
// "there" points.
func (m *match) lastNamed(t token) bool {
	for n := m.have.n - 1; n >= 0; n-- {
		before := m.src.statements[n]
		for k := len(before.tokens) - 1; k >= 0; k-- {
			if before.tokens[k].kind == name {
				return slices.Contains(before.find(t), k)
			}
		}
	}
	return false
}

// named reports whether a claim names anyone.
func (c *claim) named() bool {
	return slices.ContainsFunc(c.tokens, func(t token) bool { return t.kind == name })
}

// affirms reports whether a claim has a token and does not deny it.
func (c *claim) affirms(t token) bool {
	for _, at := range c.find(t) {
		if _, negated := c.over(at); !negated {
			return true
		}
	}
	return false
}

func (m *match) affirmed(i int) bool {
	_, negated := m.said.over(i)
	return !negated
}

// partOfName reports whether the passage writes the name at token i right
// beside one next to it in the sentence that the statement has: Magnus Tarn,
// of whom it says "Tarn".
func (m *match) partOfName(i int) bool {
	for _, k := range []int{i - 1, i + 1} {
		if k < 0 || k >= len(m.said.tokens) || m.said.tokens[k].kind != name || m.have.find(m.said.tokens[k]) == nil && !m.named(k) {
			continue
		}
		a, b := m.said.tokens[min(i, k)].low, m.said.tokens[max(i, k)].low
		if m.src.beside[a+" "+b] {
			return true
		}
	}
	return false
}

// named reports whether the statement's "he" stands for the name at token i.
func (m *match) named(i int) bool {
	if !m.have.leans || m.rival(i) || !m.src.genders.fits(m.said.tokens[i], m.have.claim) || m.meansAnother(m.said.tokens[i]) {
		return false
	}
	return slices.ContainsFunc(m.before(), func(s *statement) bool { return s.find(m.said.tokens[i]) != nil }) || m.goesOn(i)
}

// pronounFor reports whether the statement has a pronoun where the sentence has
// the words that end at token i: reject a proposal to raise it, with it.
func (m *match) pronounFor(i int) bool {
	for k := i - 1; k >= m.from && k >= i-pronounReach; k-- {
		if low := m.said.tokens[k].low; pronouns[low] || finite[low] {
			return false
		}
		for _, at := range m.at[k] {
			if pronouns[m.have.low(at+1)] && m.have.low(at+2) != "own" || m.have.low(at+1) == "one" || m.have.low(at+1) == "ones" || prepositions[m.have.low(at+1)] && pronouns[m.have.low(at+2)] {
				return true
			}
		}
		if low := m.said.tokens[k].low; leading[low] || prepositions[low] || low == "with" || low == "into" {
			for at, h := range m.have.tokens {
				if h.low == low && pronouns[m.have.low(at+1)] {
					return true
				}
			}
			break
		}
	}
	return false
}

// pronounReach is how many tokens the words may have that a pronoun stands for.
const pronounReach = 4

var pronouns = setOf(`it its he him his she her hers they them their theirs this that these those`)

// rival reports whether the statement has another name or thing in the place
// where the sentence has the one at token i: behind the same preposition, or
// as the one it begins with.
func (m *match) rival(i int) bool {
	prep := m.said.preposition(i)
	if m.said.tokens[i].kind == name {
		for k, t := range m.have.tokens {
			if t.kind == name && prep != "" && !m.said.standsBehind(t, prep) && m.have.preposition(k) == prep {
				return true
			}
		}
	}
	if m.said.tokens[i].kind == content && (prep == "of" || prep == "for") && m.otherBehind(i, prep) {
		return true
	}
	if m.otherwiseTold(i) {
		return true
	}
	if m.said.solid(0, i) > 0 || m.said.solid(i, len(m.said.tokens)) < 2 {
		return false
	}
	first := slices.IndexFunc(m.have.tokens, func(t token) bool {
		return (t.kind == content || t.kind == name || t.kind == figure || pronouns[t.low]) && !openers[t.low]
	})
	if first < 0 {
		return false
	}
	t := m.have.tokens[first]
	standsIn := standIns[t.low] && m.have.low(first+1) != "of" || m.have.low(first-1) == "the" && m.introduced(i, t)
	if m.said.tokens[i].kind == name && m.doneBy(i) {
		return false
	}
	return !pronouns[t.low] && !(t.low == "one" && m.have.low(first+1) != "of") && !standsIn && t.kind != figure && m.said.find(t) == nil
}

// doneBy reports whether the statement has a pronoun before the deed that
// stands behind the name at token i: where she's training.
func (m *match) doneBy(i int) bool {
	for v := i + 1; v < m.to && v <= i+3; v++ {
		at := m.have.stems[m.said.tokens[v].stem]
		if m.said.tokens[v].kind != content || !m.said.verbal(v) {
			continue
		}
		return slices.ContainsFunc(at, func(k int) bool {
			if k > 0 && m.have.tokens[k-1].kind == function && !pronouns[m.have.low(k-1)] { // will miss
				k--
			}
			return pronouns[m.have.low(k-1)] || standIns[m.have.low(k-1)] && m.have.low(k-2) == "the"
		})
	}
	return false
}

// ownedWithin reports whether the first possessive of the statement stands behind
// a name of its own, which the sentence has as well: Parfitt had bought it, and
// his account.
func (m *match) ownedWithin() bool {
	for k, t := range m.have.tokens {
		if possessives[t.low] {
			return slices.ContainsFunc(m.have.tokens[:k], func(o token) bool { return o.kind == name && m.said.find(o) != nil })
		}
	}
	return false
}

var possessives = setOf(`his her their its`)

// openers are words before what a sentence begins with.
var openers = setOf(`last next instead then later meanwhile so also today yesterday tomorrow still yet however earlier eventually finally
	again soon afterwards together therefore now`)

// standsBehind reports whether a claim has a name behind a preposition.
func (c *claim) standsBehind(t token, prep string) bool {
	return slices.ContainsFunc(c.find(t), func(k int) bool { return c.preposition(k) == prep })
}

// otherBehind reports whether the statement has, behind a word that the
// sentence has before token i, the same preposition and another thing: guilty
// of falsifying, not of fraud.
func (m *match) otherBehind(i int, prep string) bool {
	for k := i - 1; k >= m.from && k >= i-3; k-- {
		for _, at := range m.at[k] {
			if m.have.low(at+1) == prep && !pronouns[m.have.low(at+2)] {
				return true
			}
		}
	}
	return false
}

// otherwiseTold reports whether token i tells which one of a kind is meant, and
// the statement tells of another: the largest area, the smaller area.
func (m *match) otherwiseTold(i int) bool {
	if m.said.tokens[i].kind != content || i+1 >= m.to || m.said.tokens[i+1].kind != content || m.said.verbal(i+1) {
		return false
	}
	at, _ := m.find(i + 1)
	return slices.ContainsFunc(at, func(k int) bool {
		return k > 0 && m.have.tokens[k-1].kind == content && !standIns[m.have.tokens[k-1].low] && m.said.find(m.have.tokens[k-1]) == nil && !m.have.divided(k)
	})
}

// introduced reports whether an earlier statement names a thing with the name
// at token i: a lander called Pip.
func (m *match) introduced(i int, thing token) bool {
	return slices.ContainsFunc(m.before(), func(s *statement) bool {
		return s.find(m.said.tokens[i]) != nil && s.find(thing) != nil
	})
}

var prepositions = setOf(`in at to from by for with against near off into over behind of`)

// preposition returns the preposition a name or thing stands behind, or "".
func (c *claim) preposition(i int) string {
	for back := 1; back <= 4 && i-back >= 0; back++ {
		p := c.tokens[i-back]
		switch {
		case prepositions[p.low] || prepositions[p.stem]:
			return p.low
		case p.kind == name && c.tokens[i].kind == name, p.low == "the", p.low == "a", p.low == "its", p.low == "their", p.low == "and", p.owns, p.kind == content && c.tokens[i].kind == content:
			continue
		case p.kind == content && back <= 2:
			continue
		}
		return ""
	}
	return ""
}
