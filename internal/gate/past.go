package gate

import (
	"slices"
	"strings"
)

var (
	presentMarks = setOf(`is are remains still`)
	firstMarks   = setOf(`first initially originally`)
	laterMarks   = setOf(`first initially originally initi origin but before`)
	wasMarks     = setOf(`had was were`)
	untilMarks   = setOf(`until till`)
	isMarks      = setOf(`is are`)
)

// states are the verbs of other languages that say how things are, and how they were; those
// that tell of a deed (wurde, fue) say what may be so still.
var states = map[string]struct{ is, was map[string]bool }{
	"de": {setOf(`ist sind bleibt bleiben hat haben wird werden soll sollen kann können darf dürfen muss müssen`), setOf(`war waren hatte hatten`)},
	"fr": {setOf(`est sont reste restent a ont`), setOf(`était étaient avait avaient`)},
	"es": {setOf(`es son está están sigue siguen`), setOf(`era eran estaba estaban estuvo estuvieron había`)},
	"it": {setOf(`è sono resta restano ha hanno`), setOf(`era erano stava stavano aveva avevano`)},
	"pt": {setOf(`é são está estão continua continuam`), setOf(`era eram estava estavam tinha tinham`)},
	"nl": {setOf(`is zijn blijft blijven heeft hebben`), setOf(`was waren had hadden`)},
}

// reporting are words behind which how things are may be told in the past: dijo que estaba.
var reporting = setOf(`que qu che dass dat`)

// pastElsewhere is past for other languages than English.
func (m *match) pastElsewhere() bool {
	verbs, ok := states[m.have.lang]
	if !ok || !m.said.writes(m.from, m.to, verbs.is) || m.said.writes(m.from, m.to, verbs.was) || m.have.writes(0, len(m.have.tokens), verbs.is) {
		return false
	}
	for k := range m.have.tokens {
		if from, _ := m.have.clauseOf(k); m.have.writes(k, k+1, verbs.was) && m.touchesClause(k) && !m.have.says(from, k, reporting) {
			return true
		}
	}
	return false
}

// writes reports whether one of the tokens [from, to) is one of some words in lower case,
// with its accents.
func (c *claim) writes(from, to int, words map[string]bool) bool {
	return slices.ContainsFunc(c.tokens[from:to], func(t token) bool { return words[strings.ToLower(c.text[t.start:t.end])] })
}

// wasUntil reports whether the statement says what the part does of a time that ended,
// and the part does not.
func (m *match) wasUntil() bool {
	for k, t := range m.have.tokens {
		if t.low != "until" && t.low != "till" || m.have.low(k+1) == "further" || m.have.low(k+1) == "at" {
			continue
		}
		from, _ := m.have.clauseOf(k)
		if m.have.says(from, k, wasMarks) && m.touchesClause(k) {
			return m.said.present() && !m.said.says(0, len(m.said.tokens), wasMarks) && !m.said.says(0, len(m.said.tokens), untilMarks)
		}
	}
	return false
}

// past checks that what was so for a time, or at first, is not said to be so.
func (m *match) past() string {
	if m.pastElsewhere() || m.have.lang == "en" && m.wasUntil() {
		return ReasonPast
	}
	had := false
	for k, t := range m.have.tokens {
		if (t.low == "had" || t.stem == "use to") && m.touchesClause(k) {
			had = true
		}
		if firstMarks[t.low] && strings.HasSuffix(m.have.low(k+1), "ed") && !determiners[m.have.low(k-1)] {
			if !m.said.has(laterMarks) && m.touches(k+1) {
				return ReasonPast
			}
		}
	}
	if had && m.said.present() && !m.said.has(wasMarks) && m.have.hasWord("had") && !m.have.has(isMarks) {
		return ReasonPast
	}
	return ""
}

// present reports whether a claim tells of what is so now.
func (c *claim) present() bool { return c.has(presentMarks) }

// TellsPast reports whether a sentence in another language than English says how things
// were, and nothing of how they are.
func TellsPast(text, lang string) bool {
	verbs, ok := states[lang]
	if !ok {
		return false
	}
	c := newLexer(lang).claim(text)
	for k := range c.tokens {
		if from, _ := c.clauseOf(k); c.writes(k, k+1, verbs.was) && !c.says(from, k, reporting) {
			return !c.writes(0, len(c.tokens), verbs.is)
		}
	}
	return false
}
