package gate

import (
	"slices"
	"strings"
)

var (
	conditions = setOf(`if unless provided otherwise`)
	// setsCondition are other words by which a sentence says that it depends.
	setsCondition = setOf(`depends when`)
)

// condition checks that what the passage says under a condition, or as one of
// two ways, is not said without.
func (m *match) condition() string {
	if m.said.conditioned() || m.said.has(setsCondition) || m.said.hasWord("condition") {
		return ""
	}
	if m.conditional() || m.asLong() && !m.said.asLong() {
		return ReasonCondition
	}
	if m.said.hasWord("or") {
		return ""
	}
	must := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.low == "must" || t.stem == "have to" || t.low == "either" })
	if must < 0 {
		return ""
	}
	for k := must; k < len(m.have.tokens); k++ {
		if m.have.tokens[k].low == "or" {
			for i := m.from; i < m.to; i++ {
				if slices.ContainsFunc(m.at[i], func(at int) bool { return at > k }) {
					return ReasonCondition
				}
			}
		}
	}
	return ""
}

// limits begin what narrows what stands before it.
var limits = setOf(`only without except unless until provided`)

// alone are words by which something is said of one and no other.
var alone = setOf(`only solely exclusively`)

// narrowed checks that the sentence does not say "only" by itself.
func (m *match) narrowed() string {
	if m.said.says(m.from, m.to, alone) && !m.have.has(aloneMarks) {
		return ReasonCondition
	}
	return ""
}

// aloneMarks are words with which a passage says so.
var aloneMarks = setOf(`only solely sole exclusively exclusive just alone merely but except no none nobody nothing nowhere few fewer less until unless never not`)

// cutShort checks that the sentence does not end right before what limits what it
// says: to foreign boats only once talks are over.
func (m *match) cutShort() string {
	for k := 1; k+1 < len(m.have.tokens); k++ {
		t := m.have.tokens[k]
		if !limits[t.low] || m.have.divided(k) || !m.touches(k-1) || m.touches(k) || m.touches(k+1) || m.says(t.low) {
			continue
		}
		if _, to := m.have.clauseOf(k + 1); !m.touchesAny(k+1, to) {
			return ReasonCondition
		}
	}
	return ""
}

// says reports whether the part has a word.
func (m *match) says(low string) bool {
	return slices.ContainsFunc(m.said.tokens[m.from:m.to], func(t token) bool { return t.low == low })
}

// conditional reports whether the statement sets a condition in what the part
// is taken from: not in another sentence that "and" or a colon joins to it.
func (m *match) conditional() bool {
	if told := m.have.told; told != nil && !told.conditioned() && m.fromTold() {
		return false
	}
	for k, t := range m.have.tokens {
		if !conditions[t.low] && !m.sets(k) && (t.low != "condition" || m.have.low(k-1) != "on") || m.have.low(k-1) == "as" { // as if nothing had happened
			continue
		}
		from, to := m.have.period(k)
		for i := m.from; i < m.to; i++ {
			if slices.ContainsFunc(m.at[i], func(at int) bool { return at >= from && at < to }) {
				return true
			}
		}
	}
	return false
}

// sets reports whether token k of the statement stands before its subject to set a
// condition that the sentence does not set at its end: it would pay should traffic grow.
func (m *match) sets(k int) bool {
	return m.have.inverted(k) && (m.have.low(k) != "should" || !m.said.hasWord("should"))
}

// inverted reports whether token k stands before its subject to set a condition: had it
// opened, it would pay; it would pay, should the bill pass.
func (c *claim) inverted(k int) bool {
	switch c.low(k) {
	case "should":
		next := c.low(k + 1)
		return k == 0 || c.divided(k) && (determiners[next] || pronouns[next] || k+1 < len(c.tokens) && c.tokens[k+1].kind == name)
	case "had", "were":
		return k == 0 && !strings.HasSuffix(c.text, "?")
	}
	return false
}

// conditioned reports whether a claim sets a condition, by a word or by its order.
func (c *claim) conditioned() bool {
	for k, t := range c.tokens {
		if conditions[t.low] || c.inverted(k) {
			return true
		}
	}
	return false
}

// fromTold reports whether the statement has all that the part takes from it
// outside of quotation marks.
func (m *match) fromTold() bool {
	for i := m.from; i < m.to; i++ {
		if t := m.said.tokens[i]; len(m.at[i]) > 0 && (t.kind == figure || m.have.told.find(t) == nil) {
			return false
		}
	}
	return true
}

// period returns the tokens [from, to) around a token that could be a sentence
// by themselves: between colons, semicolons, and an "and" or a "which" behind a
// comma.
func (c *claim) period(i int) (from, to int) {
	parts := func(k int) bool {
		gap := c.gap(k)
		relative := restricts[c.tokens[k].low] || c.tokens[k].low == "of" && restricts[c.low(k+1)]
		return strings.ContainsAny(gap, ";:—–") || strings.Contains(gap, ",") && (c.tokens[k].low == "and" || c.tokens[k].low == "but" || relative)
	}
	for from = i; from > 0 && !parts(from); from-- {
	}
	if from > 0 && restricts[c.tokens[from].low] { // who succeeded him, expects to
		for k := from + 1; k < i; k++ {
			if c.divided(k) && !coordinating[c.tokens[k].low] {
				from = k
				break
			}
		}
	}
	for to = i + 1; to < len(c.tokens) && !parts(to); to++ {
	}
	return from, to
}

// asLong reports whether the statement says of what the part is taken from that
// it holds only as long as something does.
func (m *match) asLong() bool {
	for i, t := range m.have.tokens {
		if t.low != "long" || !m.have.asLong() {
			continue
		}
		if from, to := m.have.period(i); m.touchesAny(from, to) {
			return true
		}
	}
	return false
}

// asLong reports whether a claim holds only as long as something does.
func (c *claim) asLong() bool {
	for i := 1; i+1 < len(c.tokens); i++ {
		if c.tokens[i].low == "long" && c.tokens[i+1].low == "as" && (c.tokens[i-1].low == "as" || c.tokens[i-1].low == "so") {
			return true
		}
	}
	return false
}

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

// touchesClause reports whether the part has anything of the clause of a token.
func (m *match) touchesClause(at int) bool {
	return m.touchesAny(m.have.clauseOf(at))
}

// touchesAny reports whether the part has any token of the statement in [from, to).
func (m *match) touchesAny(from, to int) bool {
	for k := from; k < to; k++ {
		if m.touches(k) {
			return true
		}
	}
	return false
}

// touches reports whether the part has a token of the statement.
func (m *match) touches(at int) bool {
	for i := m.from; i < m.to; i++ {
		if slices.Contains(m.at[i], at) {
			return true
		}
	}
	return false
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
