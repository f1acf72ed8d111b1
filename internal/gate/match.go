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

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
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
