package gate

import (
	"slices"
	"unicode/utf8"

	"footnote/internal/dates"
)

// Why a sentence is held back. They are shown to the model that is asked once
// more, and name what it can correct.
const (
	ReasonNumber    = "a number is not in the passage"
	reasonBinding   = "the passage says the number of something else"
	reasonBound     = "the passage bounds the number otherwise"
	ReasonName      = "a name is not in the passage"
	ReasonDate      = "a date is not in the passage"
	ReasonWord      = "the passage does not say all of it"
	ReasonTopic     = "the passage does not speak of it"
	ReasonContrary  = "the passage says otherwise"
	ReasonCertain   = "the passage calls it possible, planned or disputed"
	ReasonRoles     = "the passage has who did it to whom the other way round"
	ReasonSpeaker   = "the passage has someone else say it"
	reasonQuoted    = "the passage does not have the words in quotation marks"
	ReasonCondition = "the passage makes it depend on a condition"
	ReasonCause     = "the passage does not give that reason"
	ReasonPast      = "the passage says it of an earlier time"
)

// severity orders reasons: of several sentences of a passage that fail, the
// one that came nearest says why.
var severity = map[string]int{ReasonTopic: 0, ReasonName: 1, ReasonNumber: 2, ReasonDate: 3, ReasonWord: 4}

// A match is how the tokens of a part of a sentence are found in one sentence
// of a passage.
type match struct {
	said  *claim
	have  *statement
	src   *source
	from  int // the part is said.tokens[from:to]
	to    int
	at    map[int][]int  // token of said → tokens of have
	when  map[int][]int  // dates likewise
	oppo  map[int]bool   // it is found as its opposite
	taken map[int]string // tokens of have that the part has by the same stem, with it
	carry map[int]bool   // it is found in what stands around
}

// A statement is a sentence of a passage, taken apart.
type statement struct {
	*claim
	n         int    // its place among the passage's sentences
	start     int    // where it begins in the passage, in bytes
	told      *claim // what it has beside what is said in quotation marks; nil where the passage has none
	instructs bool   // it speaks to a model: it supports nothing
	leans     bool   // it names again what an earlier sentence named
	moments   []dates.Moment
}

// narrated is what a statement says outside of quotation marks.
func (s *statement) narrated() *claim {
	if s.told != nil {
		return s.told
	}
	return s.claim
}

// checks are what is held against each other, of a part that a statement has all words
// of; looseChecks those that its own words in their order need not pass.
var (
	looseChecks = []func(*match) string{
		(*match).quantities, (*match).order, (*match).ranks, (*match).bindings, (*match).subject, (*match).sequence, (*match).roles,
		(*match).partitive, (*match).onlySome, (*match).ordinals, (*match).purpose, (*match).ofWhom, (*match).towards,
		(*match).prepositions, (*match).moved, (*match).exchanged,
	}
	checks = []func(*match) string{
		(*match).negations, (*match).all, (*match).certainty, (*match).obtained, (*match).modal, (*match).speaker, (*match).condition, (*match).past, (*match).cause,
		(*match).units, (*match).turnedRound, (*match).cutShort, (*match).narrowed, (*match).usurped, (*match).doers, (*match).undergone,
		(*match).whole, (*match).sameDay, (*match).dateOf, (*match).besideFigures,
	}
)

// weigh returns the reason why the statement does not carry the part, or "".
func (m *match) weigh() string {
	reason := m.cover()
	if reason == "" && !m.excerpt() {
		reason = m.first(looseChecks)
	}
	if reason == "" {
		reason = m.first(checks)
	}
	return reason
}

// first returns the first reason that a check gives, or "".
func (m *match) first(checks []func(*match) string) string {
	for _, check := range checks {
		if reason := check(m); reason != "" {
			return reason
		}
	}
	return ""
}

// A tally counts what of a part is found in a statement.
type tally struct {
	words, found, carried, dated int
	missing                      string // the reason of the nearest miss; empty where all is found
}

// lacks notes that a token is not found, and why.
func (t *tally) lacks(reason string) {
	if t.missing == "" || severity[reason] > severity[t.missing] {
		t.missing = reason
	}
}

// cover finds every token of the part in the statement, or, where a name or a
// thing is meant that it calls "it" or "the company", in what stands around.
func (m *match) cover() string {
	m.at, m.when, m.oppo, m.carry = map[int][]int{}, map[int][]int{}, map[int]bool{}, map[int]bool{}
	m.take()
	var t tally
	for i := m.from; i < m.to; i++ {
		switch m.said.tokens[i].kind {
		case function:
		case figure:
			m.coverFigure(i, &t)
		case date:
			m.coverDate(i, &t)
		default:
			m.coverWord(i, &t)
		}
	}
	switch {
	case t.missing == "" && m.spokenOf():
		return ""
	case t.found+t.dated < 2 || 2*t.found < t.words:
		return ReasonTopic
	case m.from > 0 && t.carried > 0 && t.dated == 0 && m.onlyNames():
		return ReasonTopic
	case t.missing == "" && t.carried > 1 && 2*t.carried > t.words && t.carried > t.found:
		return ReasonWord
	}
	return t.missing
}

func (m *match) coverFigure(i int, t *tally) {
	if at := m.figureAt(m.said.figures[m.said.tokens[i].n]); at != nil {
		m.at[i] = at
		t.found++
		return
	}
	if m.numbersName(i) || m.counts(i) {
		m.carry[i] = true
		return
	}
	t.lacks(ReasonNumber)
}

func (m *match) coverDate(i int, t *tally) {
	switch {
	case m.dateHolds(i, m.said.dates[m.said.tokens[i].n]):
		t.dated++
	case !m.datesThing(i):
		t.lacks(ReasonDate)
	}
}

// coverWord finds a name or a word that carries content.
func (m *match) coverWord(i int, t *tally) {
	if at, opposite := m.find(i); at != nil {
		m.at[i], m.oppo[i] = at, opposite
		t.words++
		t.found++
		return
	}
	low := m.said.tokens[i].low
	switch {
	case m.light(i):
		return
	case m.isOperator(i) && m.answered(i):
		t.found++
	case m.isOperator(i) && plainOperators[low] && m.bears(i): // left to negations
	case m.carries(i):
		m.carry[i] = true
		t.carried++
	case m.said.tokens[i].kind == name:
		t.lacks(ReasonName)
	default:
		t.lacks(ReasonWord)
	}
	t.words++
}

// onlyNames reports whether the statement has no more of the part than names, and
// what is told of them stands elsewhere.
func (m *match) onlyNames() bool {
	for i := m.from; i < m.to; i++ {
		if t := m.said.tokens[i]; t.kind != name && t.kind != function && !m.carry[i] || t.kind == name && m.carry[i] {
			return false
		}
	}
	return true
}

// spokenOf reports whether the part is all of a short statement, with the words
// of one sentence before it, or of the title, for the pronoun it begins with:
// it opens in 2029.
func (m *match) spokenOf() bool {
	if !m.opensWithPronoun() {
		return false
	}
	for k, t := range m.have.tokens {
		if (t.kind == content || t.kind == figure || t.kind == name) && !m.touches(k) {
			return false
		}
	}
	holds := func(c *claim) bool {
		for i := m.from; i < m.to; i++ {
			if m.carry[i] && c.find(m.said.tokens[i]) == nil {
				return false
			}
		}
		return true
	}
	return slices.ContainsFunc(m.before(), func(s *statement) bool { return holds(s.claim) }) || holds(m.src.title)
}

func (c *claim) low(i int) string {
	if i < 0 || i >= len(c.tokens) {
		return ""
	}
	return c.tokens[i].low
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
