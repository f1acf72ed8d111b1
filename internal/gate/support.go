package gate

import "unicode/utf8"

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
	moments   []moment
}

// narrated is what a statement says outside of quotation marks.
func (s *statement) narrated() *claim {
	if s.told != nil {
		return s.told
	}
	return s.claim
}

// weigh returns the reason why the statement does not carry the part, or "".
func (m *match) weigh() string {
	if reason := m.cover(); reason != "" {
		return reason
	}
	checks := []func() string{m.negations, m.certainty, m.modal, m.speaker, m.condition, m.past, m.cause, m.units, m.stoodFor, m.turnedRound, m.cutShort, m.narrowed, m.usurped, m.behindSemicolon, m.ownFigure, m.sameDay, m.dateOf}
	if !m.excerpt() {
		checks = append([]func() string{
			m.quantities, m.order, m.ranks, m.bindings, m.subject, m.owner, m.sequence, m.roles, m.partitive, m.onlySome, m.ordinals, m.purpose, m.ofWhom, m.all, m.towards,
			m.prepositions, m.moved,
		}, checks...)
	}
	for _, check := range checks {
		if reason := check(); reason != "" {
			return reason
		}
	}
	return ""
}

// cover finds every token of the part in the statement, or, where a name or a
// thing is meant that it calls "it" or "the company", in what stands around.
func (m *match) cover() string {
	m.at, m.when, m.oppo, m.carry = map[int][]int{}, map[int][]int{}, map[int]bool{}, map[int]bool{}
	m.take()
	missing, found := "", 0
	worse := func(reason string) {
		if missing == "" || severity[reason] > severity[missing] {
			missing = reason
		}
	}
	total, carried, dated := 0, 0, 0
	for i := m.from; i < m.to; i++ {
		t := m.said.tokens[i]
		switch t.kind {
		case function:
			continue
		case figure:
			if at := m.figureAt(m.said.figures[t.n]); at != nil {
				m.at[i] = at
				found++
				continue
			}
			if m.numbersName(i) || m.counts(i) {
				m.carry[i] = true
				continue
			}
			worse(ReasonNumber)
			continue
		case date:
			if !m.dateHolds(i, m.said.dates[t.n]) {
				if m.datesThing(i) {
					continue
				}
				worse(ReasonDate)
				continue
			}
			dated++
			continue
		}
		total++
		if at, opposite := m.find(i); at != nil {
			m.at[i], m.oppo[i] = at, opposite
			found++
			continue
		}
		switch {
		case m.light(i):
			total--
		case m.isOperator(i) && m.answered(i):
			found++
		case m.isOperator(i) && plainOperators[t.low] && m.bears(i): // left to negations
		case m.carries(i):
			m.carry[i] = true
			carried++
		case t.kind == name:
			worse(ReasonName)
		default:
			worse(ReasonWord)
		}
	}
	if missing == "" && m.spokenOf() {
		return ""
	}
	if found+dated < 2 || 2*found < total {
		return ReasonTopic
	}
	if m.from > 0 && carried > 0 && dated == 0 && m.onlyNames() {
		return ReasonTopic
	}
	if missing == "" && carried > 1 && 2*carried > total && carried > found {
		return ReasonWord
	}
	return missing
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
	for n := m.have.n - 1; n >= max(0, m.have.n-3); n-- {
		if holds(m.src.statements[n].claim) {
			return true
		}
	}
	return holds(m.src.title)
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
