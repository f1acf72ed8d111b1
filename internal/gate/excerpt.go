package gate

import "strings"

// excerpt reports whether the part is the statement's own words in their order,
// with nothing left out but what stands by itself: before a mark or behind one,
// a phrase behind a preposition, a verb that "and" joins to the next. A name may
// stand where the statement has "he" or "the company". What numbers belong to,
// and who does what, is then as it was.
func (m *match) excerpt() bool {
	last := -1
	for i := m.from; i < m.to; i++ {
		if len(m.when[i]) == 1 {
			if m.when[i][0] < last {
				return false
			}
			last = m.when[i][0]
		}
	}
	for start := range m.have.tokens {
		if m.excerptFrom(start) {
			return true
		}
	}
	return false
}

func (m *match) excerptFrom(start int) bool {
	i := m.skipped(m.from)
	if i >= m.to || !m.sameWord(i, start) && !m.standsFor(i, start) || !m.have.beginsAt(start) {
		return false
	}
	at := start
	for i < m.to {
		switch {
		case m.sameWord(i, at):
			i, at = m.skipped(i+1), at+1
		case m.standsFor(i, at):
			i = m.behindCarried(i)
			if m.have.low(at) == "the" {
				at++
			}
			at++
		default:
			next := at + 1
			for next < len(m.have.tokens) && !m.sameWord(i, next) && !m.standsFor(i, next) {
				next++
			}
			if next >= len(m.have.tokens) || !m.have.omissible(at, next) {
				return false
			}
			at = next
		}
		if i < m.to && at >= len(m.have.tokens) {
			return false
		}
	}
	return at >= len(m.have.tokens) || !compares[m.have.tokens[at].low] && !ordered[m.have.low(at)] && !rates[m.have.low(at)] // 12 crowns a litre
}

// beginsAt reports whether something begins at a token that can be told by
// itself: the sentence, but for dates, a clause, or what "and" adds.
func (c *claim) beginsAt(i int) bool {
	for {
		if i == 0 || c.divided(i) || joining[c.tokens[i-1].low] {
			return true
		}
		before := c.tokens[i-1]
		if c.onlyDates(i) {
			return true
		}
		if before.kind != date && !timeWords[before.stem] && (before.kind != figure || !timeWords[c.tokens[i].stem]) {
			return false
		}
		i--
	}
}

// onlyDates reports whether nothing stands before a token but when it was: on
// Wednesday at 14:10.
func (c *claim) onlyDates(i int) bool {
	dated := false
	for _, t := range c.tokens[:i] {
		if t.kind == content || t.kind == name {
			return false
		}
		dated = dated || t.kind == date
	}
	return dated
}

// timeWords are the stems of words that say when a sentence is told of.
var timeWords = setOf(`hour day week month year minut later earlier then now today yesterday afterward`)

// skipped returns the first token from i on that is no date given in another
// form than the statement's.
func (m *match) skipped(i int) int {
	for i < m.to && m.said.tokens[i].kind == date {
		i++
	}
	return i
}

// sameWord reports whether token i of the sentence is the word at a place of
// the statement.
func (m *match) sameWord(i, at int) bool {
	if at >= len(m.have.tokens) {
		return false
	}
	t, h := m.said.tokens[i], m.have.tokens[at]
	if t.kind == figure || h.kind == figure {
		if t.kind != h.kind {
			return false
		}
		said, have := m.said.figures[t.n], m.have.figures[h.n]
		return have.equal(said) && !m.measuredOtherwise(said, have)
	}
	return t.low == h.low || t.stem == h.stem && t.kind == content && h.kind == content
}

// standsFor reports whether the words from token i on are those that a pronoun
// of the statement stands for.
func (m *match) standsFor(i, at int) bool {
	if at >= len(m.have.tokens) || m.behindCarried(i) == i {
		return false
	}
	h := m.have.tokens[at]
	return pronouns[h.low] || h.low == "the" && standIns[m.have.low(at+1)]
}

// behindCarried returns the first token behind those from i on that are taken
// from around the statement.
func (m *match) behindCarried(i int) int {
	begun, end := i, i
	for i < m.to && (m.carry[i] || m.said.tokens[i].kind == function && !pronouns[m.said.tokens[i].low] && i+1 < m.to && m.carry[i+1]) {
		if m.carry[i] {
			end = i + 1
		}
		i++
	}
	return max(begun, end)
}

// omissible reports whether the tokens [from, to) can be left out of a sentence
// without joining what does not belong together.
func (c *claim) omissible(from, to int) bool {
	if to < len(c.tokens) && strings.Contains(c.text[c.tokens[from-1].end:c.tokens[to].start], ";") {
		return false // what follows is told of somebody else
	}
	if before := c.tokens[from-1]; before.kind == figure && c.figures[before.n].pair >= 0 && c.figures[c.figures[before.n].pair].at < to {
		return false // the other end of a range
	}
	first, last := c.tokens[from], c.tokens[to-1]
	opens := c.divided(from)
	closes := to < len(c.tokens) && c.divided(to)
	switch {
	case first.kind == date && to == from+1:
		return true
	case opens && closes:
		return !c.newSubject(from, to)
	case prepositions[first.low] || leading[first.low]:
		return (closes || c.phraseOnly(from, to)) && !c.newSubject(from, to)
	case joining[last.low] && finite[c.low(to)]:
		return finite[first.low] && !c.newSubject(from, to)
	}
	return to == from+1 && first.kind == function && !finite[first.low] && first.low != "not"
}

// phraseOnly reports whether tokens are one phrase behind a preposition.
func (c *claim) phraseOnly(from, to int) bool {
	for k := from + 1; k < to; k++ {
		if t := c.tokens[k]; c.divided(k) || finite[t.low] || joining[t.low] && c.says(k, to, finite) || t.kind == content && c.verbal(k) && !c.thing(k) {
			return false
		}
	}
	return true
}

// newSubject reports whether a finite verb behind "and" or a mark has a subject
// of its own within the tokens.
func (c *claim) newSubject(from, to int) bool {
	for k := from; k < to; k++ {
		if joining[c.tokens[k].low] && k+1 < to && (c.tokens[k+1].kind == name || determiners[c.tokens[k+1].low] || pronouns[c.tokens[k+1].low]) && c.says(k+1, to, finite) {
			return true
		}
	}
	return false
}
