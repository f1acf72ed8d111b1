package answer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Why a sentence is held back. They are shown to the model that is asked once
// more, and name what it can correct.
const (
	reasonNumber    = "a number is not in the passage"
	reasonBinding   = "the passage says the number of something else"
	reasonBound     = "the passage bounds the number otherwise"
	reasonName      = "a name is not in the passage"
	reasonDate      = "a date is not in the passage"
	reasonWord      = "the passage does not say all of it"
	reasonTopic     = "the passage does not speak of it"
	reasonContrary  = "the passage says otherwise"
	reasonCertain   = "the passage calls it possible, planned or disputed"
	reasonRoles     = "the passage has who did it to whom the other way round"
	reasonSpeaker   = "the passage has someone else say it"
	reasonCondition = "the passage makes it depend on a condition"
	reasonCause     = "the passage does not give that reason"
	reasonPast      = "the passage says it of an earlier time"
)

// severity orders reasons: of several sentences of a passage that fail, the
// one that came nearest says why.
var severity = map[string]int{reasonTopic: 0, reasonName: 1, reasonNumber: 2, reasonDate: 3, reasonWord: 4}

// A match is how the tokens of a part of a sentence are found in one sentence
// of a passage.
type match struct {
	said  *claim
	have  *statement
	src   *source
	from  int // the part is said.tokens[from:to]
	to    int
	at    map[int][]int // token of said → tokens of have
	when  map[int][]int // dates likewise
	oppo  map[int]bool  // it is found as its opposite
	carry map[int]bool  // it is found in what stands around
}

// A statement is a sentence of a passage, taken apart.
type statement struct {
	*claim
	n         int  // its place among the passage's sentences
	instructs bool // it speaks to a model: it supports nothing
	leans     bool // it names again what an earlier sentence named
	moments   []moment
}

// weigh returns the reason why the statement does not carry the part, or "".
func (m *match) weigh() string {
	if reason := m.cover(); reason != "" {
		return reason
	}
	for _, check := range []func() string{
		m.quantities, m.order, m.ranks, m.bindings, m.subject, m.owner, m.sequence, m.negations, m.certainty, m.roles, m.prepositions, m.speaker, m.condition, m.past,
	} {
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
			if m.counts(i) {
				m.carry[i] = true
				found++
				continue
			}
			worse(reasonNumber)
			continue
		case date:
			if !m.dateHolds(i, m.said.dates[t.n]) {
				worse(reasonDate)
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
			worse(reasonName)
		default:
			worse(reasonWord)
		}
	}
	if found+dated < 2 || 2*found < total {
		return reasonTopic
	}
	if missing == "" && carried > 1 && 2*carried > total {
		return reasonWord
	}
	return missing
}

// counts reports whether the figure at token i counts those whom the statement
// calls "them": it is the one figure of the sentence before.
func (m *match) counts(i int) bool {
	if m.have.n == 0 || m.said.solid(0, i) > 1 || !m.have.says(0, len(m.have.tokens), plurals) {
		return false
	}
	before := m.src.statements[m.have.n-1]
	return len(before.figures) == 1 && before.figures[0].equal(m.said.figures[m.said.tokens[i].n])
}

var plurals = setOf(`them they these those their`)

// find returns the tokens of the statement that say what token i says; or,
// and true, those that say the opposite.
func (m *match) find(i int) (at []int, opposite bool) {
	t := m.said.tokens[i]
	if t.kind == figure {
		return m.figureAt(m.said.figures[t.n]), false
	}
	if at = m.have.find(t); at != nil {
		return at, false
	}
	if m.src.lexer.words == nil {
		return nil, false
	}
	if at := m.have.denied[t.stem]; at != nil {
		return at, true
	}
	if base := undone(t.low); base != "" {
		if at := m.have.find(m.src.lexer.made(token{low: base, kind: content})); at != nil {
			return at, true
		}
	}
	for _, k := range []int{i - 1, i} { // mainsail, main sail
		if k >= m.from && k+1 < m.to && m.said.tokens[k].kind == content && m.said.tokens[k+1].kind == content {
			if at := m.have.stems[m.src.lexer.stem(m.said.tokens[k].low+m.said.tokens[k+1].low)]; at != nil {
				return at, false
			}
		}
	}
	for _, row := range t.rows {
		if other, ok := m.src.lexer.words.against[row]; ok {
			if at := m.have.alike(m.have.rows[other], t); at != nil {
				return at, true
			}
		}
	}
	return nil, false
}

// find returns the tokens that say what t says.
func (c *claim) find(t token) []int {
	if at := c.stems[t.stem]; at != nil {
		return at
	}
	for _, row := range t.rows {
		if at := c.alike(c.rows[row], t); at != nil {
			return at
		}
	}
	if _, operates := operatorStems()[t.stem]; strings.Contains(t.stem, " ") && !operates {
		for part := range strings.FieldsSeq(t.stem) {
			if at := c.stems[part]; at != nil && !functionWords[part] && !directions[part] {
				return at
			}
		}
	}
	if len(t.low) < sharedLetters {
		return nil
	}
	for _, i := range c.beginnings[t.low[:sharedLetters]] {
		if related(t.low, c.tokens[i].low) {
			return []int{i}
		}
	}
	return nil
}

// sharedLetters is how many letters two forms of a word share at least.
const sharedLetters = 5

// alike returns those of the tokens that a word of a kind can stand for: no
// word stands for a name but another name.
func (c *claim) alike(tokens []int, t token) []int {
	if t.kind == name || t.upper {
		return tokens
	}
	var out []int
	for _, i := range tokens {
		if c.tokens[i].kind != name {
			out = append(out, i)
		}
	}
	return out
}

// related reports whether two words are forms of one: they share all but
// their endings.
func related(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	short, long := min(len(a), len(b)), max(len(a), len(b))
	return n >= sharedLetters && long-n <= 4 && short-n <= 3 && 10*n >= 6*long
}

// light reports whether a token adds nothing to be found: a word that only
// carries the sentence, a report, or a thing that was named before.
func (m *match) light(i int) bool {
	t := m.said.tokens[i]
	if t.kind == name {
		return false
	}
	if i+1 < m.to && m.said.tokens[i+1].kind == figure && bounding[t.low] || measuring[t.stem] && m.figureNear(i) {
		return true
	}
	if (t.low == "most" || t.low == "least") && m.said.low(i-1) == "at" {
		return true
	}
	if i > m.from && m.said.tokens[i-1].kind == figure && m.said.figures[m.said.tokens[i-1].n].unit == "%" && shareWords[t.stem] {
		return true
	}
	if (t.stem == "remain" || t.stem == "stay") && m.have.says(0, len(m.have.tokens), isMarks) {
		return true
	}
	return lightPhrases[t.stem] || lightWords[t.low] || lightWords[t.stem] || reports[t.stem] || t.low == season(m.src.passage.Article.Published) ||
		standIns[t.low] && i > 0 && m.said.thing(i) && m.namesSomeone()
}

// namesSomeone reports whether the statement has a name or a pronoun that "the
// company" may stand for.
func (m *match) namesSomeone() bool {
	return slices.ContainsFunc(m.have.tokens, func(t token) bool {
		return t.kind == name || pronouns[t.low] || standIns[t.low]
	})
}

// lightPhrases say only that it is so until now.
var lightPhrases = map[string]bool{"so far": true, "to date": true, "until now": true, "up to now": true, "as yet": true, "for now": true}

// shareWords follow a per cent and add nothing to it.
var shareWords = setOf(`stake share proport portion part hold interest`)

// figureNear reports whether a figure follows a token soon.
func (m *match) figureNear(i int) bool {
	for k := i + 1; k < m.to && k <= i+3; k++ {
		if m.said.tokens[k].kind == figure {
			return true
		}
	}
	return false
}

// bounding words bound the number behind them, which is checked apart.
var bounding = setOf(`about around some roughly approximately nearly almost over above under below`)

// measuring are the stems of verbs that only lead to a number.
var measuring = setOf(`cover includ total stand reach amount number compris come`)

// reports are the stems of verbs that only say that something is said.
var reports = setOf(`say tell report state announc note add explain accord declar write mention`)

func (m *match) isOperator(i int) bool {
	return slices.ContainsFunc(m.said.ops, func(op operator) bool { return op.at == i })
}

// bears reports whether the operator at token i bears on anything.
func (m *match) bears(i int) bool {
	return slices.ContainsFunc(m.said.ops, func(op operator) bool { return op.at == i && len(op.scope) > 0 })
}

// answered reports whether the statement has an operator of the same sense
// over the same words as the operator at token i.
func (m *match) answered(i int) bool {
	for _, op := range m.said.ops {
		if op.at == i && m.counterpart(op) {
			return undecided[m.said.tokens[i].stem] || functionWords[m.said.tokens[i].low] || plainOperators[m.said.tokens[i].low] || !m.pending()
		}
	}
	return false
}

// sharing are the operators that deny of several what is said of one.
var sharing = setOf(`nor neither none nobody`)

// inDenial reports whether something is denied in the clause of a token.
func (c *claim) inDenial(i int) bool {
	return slices.ContainsFunc(c.ops, func(op operator) bool { return op.sense == denies && c.tokens[op.at].clause == c.tokens[i].clause })
}

// plainOperators deny or weaken and say nothing else.
var plainOperators = setOf(`not no never none nobody nothing cannot non may might could can neither nor without possible possibly perhaps probably likely`)

// pending reports whether the statement says that something is still to be
// decided.
func (m *match) pending() bool {
	return slices.ContainsFunc(m.have.tokens, func(t token) bool { return undecided[t.stem] })
}

var undecided = map[string]bool{"yet to": true, "not yet": true, "still have to": true}

// counterpart reports whether the statement denies, or leaves open, what op
// does.
func (m *match) counterpart(op operator) bool {
	scope := op.scope
	if len(scope) > 0 && m.isOperator(scope[0]) { // not exempt: of what is exempt
		scope = scope[:1]
	}
	for _, k := range scope {
		if sharing[m.said.tokens[op.at].low] && slices.ContainsFunc(m.at[k], m.have.inDenial) {
			return true
		}
		for _, at := range m.at[k] {
			least, negated := m.have.over(at)
			if op.sense <= ends && (negated != m.oppo[k] || m.have.opened(at)) || op.sense > ends && (least < fact || op.open && negated) {
				return true
			}
		}
		if at, opposite := m.find(k); at != nil && m.at[k] == nil {
			for _, x := range at {
				least, negated := m.have.over(x)
				if op.sense <= ends && (negated != opposite || m.have.opened(x)) || op.sense > ends && (least < fact || op.open && negated) {
					return true
				}
			}
		}
	}
	return false
}

// carries reports whether a name or thing that the statement does not name
// stands where its "it" or "the company" points.
func (m *match) carries(i int) bool {
	t := m.said.tokens[i]
	if t.kind == content && !m.said.thing(i) && !m.pronounFor(i) {
		return false
	}
	if m.src.outlet[t.stem] && t.kind == name {
		return true
	}
	if t.kind == name && m.src.acronym(t.low) {
		return true
	}
	if m.rival(i) {
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
	for back := 1; back <= 3 && m.have.n-back >= 0; back++ {
		if around := m.src.statements[m.have.n-back].claim; around.find(t) != nil && (t.kind == name || around.affirms(t) || !m.affirmed(i)) {
			return true
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
		if k < 0 || k >= len(m.said.tokens) || m.said.tokens[k].kind != name || m.have.find(m.said.tokens[k]) == nil {
			continue
		}
		a, b := m.said.tokens[min(i, k)].low, m.said.tokens[max(i, k)].low
		if m.src.beside[a+" "+b] {
			return true
		}
	}
	return false
}

// pronounFor reports whether the statement has a pronoun where the sentence has
// the words that end at token i: reject a proposal to raise it.
func (m *match) pronounFor(i int) bool {
	for k := i - 1; k >= m.from && k >= i-3; k-- {
		for _, at := range m.at[k] {
			if at+1 < len(m.have.tokens) && pronouns[m.have.tokens[at+1].low] {
				return true
			}
		}
	}
	return false
}

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
	if m.said.solid(0, i) > 0 || m.said.solid(i, len(m.said.tokens)) < 2 {
		return false
	}
	first := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.kind == content || t.kind == name || t.kind == figure || pronouns[t.low] })
	if first < 0 {
		return false
	}
	t := m.have.tokens[first]
	standsIn := standIns[t.low] && m.have.low(first+1) != "of" || m.have.low(first-1) == "the" && m.introduced(i, t)
	return !pronouns[t.low] && !standsIn && t.kind != figure && m.said.find(t) == nil
}

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

// introduced reports whether an earlier statement names a thing with the name
// at token i: a lander called Pip.
func (m *match) introduced(i int, thing token) bool {
	for back := 1; back <= 3 && m.have.n-back >= 0; back++ {
		before := m.src.statements[m.have.n-back]
		if before.find(m.said.tokens[i]) != nil && before.find(thing) != nil {
			return true
		}
	}
	return false
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

// dateHolds reports whether the statement names the date, or, where it names
// none, the article was published then.
func (m *match) dateHolds(i int, d moment) bool {
	on := m.src.passage.Article.Published
	future := false
	for _, op := range m.have.ops {
		future = future || op.sense > ends
	}
	named := false
	for n, w := range m.have.moments {
		named = true
		for _, meant := range w.resolve(on, future) {
			if d.within(meant) && relates(d.rel, w.rel) {
				if k := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.kind == date && t.n == n }); k >= 0 {
					m.when[i] = []int{k}
				}
				return true
			}
		}
	}
	if !on.Sure() || d.recurs || d.year+d.month+d.day+d.quarter == 0 || !d.within(dayOf(on.Time)) {
		return false
	}
	return !named || d.rel == "as of"
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
		reason := reasonNumber
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
	case said.unit != "" && have.unit == "" && have.at+1 < len(m.have.tokens) && m.have.tokens[have.at+1].kind == content:
		return reasonNumber // 40 minutes are not 40 dollars
	case have.compared && have.unit != "%" && !said.compared && !m.said.says(from, to, compares) && !m.directed(from, to):
		return reasonBinding
	case have.rate != "" && said.rate == "" && !slices.ContainsFunc(m.said.tokens[m.from:m.to], func(t token) bool {
		return t.stem == have.rate || t.low == have.rate+"ly" || t.low == "daily" && have.rate == "day"
	}):
		return reasonBinding
	case timeUnits[said.rate] && said.rate != have.rate && !m.have.says(0, len(m.have.tokens), ratedWords):
		return reasonBinding
	case m.said.says(from, to, apiece) && !m.said.says(from, to, summedWord) && m.have.summed(have.at):
		return reasonBinding
	case have.of >= 0 && said.of < 0 && !m.states(m.have.figures[have.of]):
		return reasonBinding
	case have.pair >= 0 && have.between && said.bound == "" && !m.states(m.have.figures[have.pair]):
		return reasonBound
	case have.pair >= 0 && have.change && !m.states(m.have.figures[have.pair]) && !m.said.says(0, len(m.said.tokens), pastMarks):
		return reasonPast
	}
	for k := range m.have.figures {
		other := m.have.figures[k]
		if other.pair >= 0 && m.have.figures[other.pair].at == have.at && other.between && said.bound == "" && !m.states(other) {
			return reasonBound
		}
	}
	return m.counted(i, have)
}

var timeUnits = setOf(`day week month year hour night minut minute second`)

// ratedWords say how often, as a rate does.
var ratedWords = setOf(`annual annually yearly monthly weekly daily hourly each every per`)

// apiece words say a number of each one; summed ones of all together.
var (
	apiece     = setOf(`each every apiece`)
	summedWord = setOf(`together combined altogether`)
)

// summed reports whether a number is said of all together.
func (c *claim) summed(i int) bool { return c.says(i+1, i+4, summedWord) || c.says(i-3, i, summedWord) }

// pastMarks say that something was before.
var pastMarks = setOf(`from previous earlier before was were had initial original former instead past onc old prior previously initially originally`)

// directed reports whether a clause has a word of more or less.
func (m *match) directed(from, to int) bool {
	if m.src.lexer.words == nil {
		return true
	}
	for i := from; i < to; i++ {
		for _, row := range m.said.tokens[i].rows {
			if _, ok := m.src.lexer.words.against[row]; ok && m.at[i] != nil {
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
	if i+1 >= m.to || m.said.tokens[i+1].kind != content || have.unit != "" || m.light(i+1) || have.fraction || m.said.figures[m.said.tokens[i].n].fraction {
		return ""
	}
	h := m.have.tokens
	k := have.at + 1
	if k >= len(h) || h[k].kind != content {
		return ""
	}
	if strings.HasSuffix(h[k].low, "ed") || m.said.says(i+1, i+2, compares) || len(m.said.ops) > 0 && m.isOperator(i+1) || m.reportsOn(i+1) {
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
			if rank := m.have.low(at - 1); ranking[rank] && !m.said.says(i-2, i, setOf(rank)) {
				return reasonContrary
			}
		}
	}
	return ""
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
		if near(q.value, other.value) {
			continue
		}
		for _, w := range m.have.figures {
			if w.pair >= 0 && w.equal(other) && m.have.figures[w.pair].equal(q) {
				return reasonContrary
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
		mine := m.have.tokens[at]
		from, to := m.said.clauseOf(i)
		for _, q := range m.have.figures {
			theirs := m.have.tokens[q.at]
			if q.at == at || m.states(q) || !alike(q.unit, m.have.figures[mine.n].unit) {
				continue
			}
			if m.headed(at) {
				return reasonBinding
			}
			if theirs.clause == mine.clause && !m.have.apart(at, q.at) {
				if m.nearer(from, to, at, q.at) {
					return reasonBinding
				}
				continue
			}
			if m.nearer(from, to, at, q.at) {
				return reasonBinding
			}
			near, far := 0, 0
			for k := max(from, m.from); k < min(to, m.to); k++ {
				if m.said.tokens[k].kind == figure || m.at[k] == nil || m.oppo[k] {
					continue
				}
				switch m.have.side(m.at[k], at, q.at) {
				case -1:
					near++
				case 1:
					far++
				}
			}
			if far > 0 && near == 0 || far > near+1 {
				return reasonBinding
			}
		}
	}
	return ""
}

// subject checks that who does it in the sentence does it in the statement: the
// name it begins with must not belong to another clause, where a name of its
// own does it.
func (m *match) subject() string {
	who, behind := m.opening()
	if who < 0 {
		return ""
	}
	own, other, at := 0, 0, -1
	for i := behind; i < m.to; i++ {
		if m.at[i] == nil || m.said.tokens[i].kind == name {
			continue
		}
		if m.have.sameClause(m.at[i], m.at[who]) {
			own++
		} else {
			other, at = other+1, m.at[i][0]
		}
	}
	if own > 0 || other < 2 {
		return ""
	}
	from, _ := m.have.clauseOf(at)
	for k := from; k < at; k++ {
		if t := m.have.tokens[k]; t.kind == name && m.said.find(t) == nil {
			return reasonRoles
		}
	}
	return ""
}

// opening returns the token the part begins with, where it names someone or
// something that the statement has, and the first token behind its name.
func (m *match) opening() (who, behind int) {
	who = m.from
	for who < m.to && m.said.tokens[who].kind == function {
		who++
	}
	if who == m.to || m.at[who] == nil || m.said.tokens[who].kind != name && m.said.tokens[who].kind != content {
		return -1, -1
	}
	behind = who + 1
	for at := m.at[who][0]; behind < m.to; behind++ {
		if m.said.tokens[behind].kind == function && behind+1 < m.to && (m.said.tokens[behind].low == "of" || m.said.tokens[behind].low == "the") {
			continue
		}
		next := m.at[behind]
		if next == nil || next[0] <= at || next[0] > at+3 {
			break
		}
		at = next[0]
	}
	return who, behind
}

// owner checks that a number belongs to what the sentence begins with: not to
// what the number's own clause begins with in the statement.
func (m *match) owner() string {
	who, _ := m.opening()
	if who < 0 {
		return ""
	}
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != figure || len(m.at[i]) != 1 || m.said.tokens[i].clause != m.said.tokens[who].clause {
			continue
		}
		at := m.at[i][0]
		if m.have.sameClause(m.at[who], m.at[i]) {
			continue
		}
		from, _ := m.have.clauseOf(at)
		for k := from; k < at; k++ {
			t := m.have.tokens[k]
			if t.kind == function {
				continue
			}
			if (t.kind == name || t.kind == content && k <= from+1 && m.have.thing(k)) && m.said.find(t) == nil && !standIns[t.low] {
				return reasonBinding
			}
			break
		}
	}
	return ""
}

func (c *claim) sameClause(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			if c.tokens[x].clause == c.tokens[y].clause {
				return true
			}
		}
	}
	return false
}

// sequence checks that what came before does not come after.
func (m *match) sequence() string {
	for i := m.from; i < m.to; i++ {
		other := opposedTime[m.said.tokens[i].low]
		if other == "" || m.have.says(0, len(m.have.tokens), setOf(m.said.tokens[i].low)) {
			continue
		}
		pivot := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.low == other })
		if pivot < 0 {
			continue
		}
		for k := i + 1; k < m.to; k++ {
			if m.at[k] != nil && m.allBeyondAnywhere(m.at[k], pivot) {
				return reasonContrary
			}
		}
	}
	return ""
}

var opposedTime = map[string]string{"before": "after", "after": "before"}

func (m *match) allBeyondAnywhere(at []int, pivot int) bool {
	return !slices.ContainsFunc(at, func(k int) bool { return k < pivot })
}

// headed reports whether a number stands behind "of" and a thing that the
// sentence does not name: sales of $510 million.
func (m *match) headed(at int) bool {
	if at < 2 || m.have.low(at-1) != "of" || m.have.tokens[at-2].kind != content {
		return false
	}
	for i := m.from; i < m.to; i++ {
		if slices.Contains(m.at[i], at-2) {
			return false
		}
	}
	return true
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

func (c *claim) together(k, f int) bool {
	return c.tokens[k].clause == c.tokens[f].clause && !c.apart(k, f)
}

// negations checks that both deny the same.
func (m *match) negations() string {
	for i := m.from; i < m.to; i++ {
		if m.at[i] == nil {
			continue
		}
		_, said := m.said.over(i)
		agreed := false
		for _, at := range m.at[i] {
			_, have := m.have.over(at)
			if m.said.tokens[i].kind == figure {
				have = m.have.deniesFirst(at)
			}
			agreed = agreed || (said != have) == m.oppo[i] || m.said.opened(i) && have || said && m.have.opened(at)
		}
		if !agreed && !m.excused(i, said) {
			return reasonContrary
		}
	}
	if !m.paired() {
		return reasonContrary
	}
	return ""
}

// paired reports whether each denial of the sentence has one of its own in the
// statement: "not without" denies nothing that "without" denies.
func (m *match) paired() bool {
	used := map[int]bool{}
	for _, op := range m.said.ops { // first those that the statement has word for word
		if o := m.meets(op); o >= 0 {
			used[o] = true
		}
	}
	for _, op := range m.said.ops {
		if op.sense > ends || op.at < m.from || op.at >= m.to || m.meets(op) >= 0 || m.worded(op) || !m.found(op.scope) {
			continue
		}
		if !m.counterpart(op) {
			return false
		}
		o := m.pairOf(op, used)
		if o < 0 && !m.turned(op) && !sharing[m.said.tokens[op.at].low] {
			return false
		}
		used[o] = true
	}
	return true
}

// meets returns which operator of the statement is the same word, or -1.
func (m *match) meets(op operator) int {
	return slices.IndexFunc(m.have.ops, func(o operator) bool {
		same := op.sense <= ends && o.sense <= ends && m.have.tokens[o.at].stem == m.said.tokens[op.at].stem
		return same && (!plainOperators[m.said.tokens[op.at].low] || m.overlap(op, o))
	})
}

// pairOf returns a denial of the statement that bears on what op bears on and
// is not used yet, or -1.
func (m *match) pairOf(op operator, used map[int]bool) int {
	for n, o := range m.have.ops {
		if (o.sense <= ends || o.open) && !used[n] && m.overlap(op, o) {
			return n
		}
	}
	return -1
}

// overlap reports whether two operators bear on the same words.
func (m *match) overlap(op, o operator) bool {
	for _, k := range op.scope {
		at := m.at[k]
		if at == nil {
			at, _ = m.find(k)
		}
		if shares(at, o.scope) || slices.Contains(at, o.at) {
			return true
		}
	}
	return false
}

// turned reports whether op denies a word of which the statement affirms the
// opposite: not closed, open.
func (m *match) turned(op operator) bool {
	return slices.ContainsFunc(op.scope, func(k int) bool { return m.oppo[k] })
}

// deniesFirst reports whether an operator denies a token right behind it.
func (c *claim) deniesFirst(i int) bool {
	return slices.ContainsFunc(c.ops, func(op operator) bool { return op.sense <= ends && len(op.scope) > 0 && op.scope[0] == i })
}

// worded reports whether the statement says what an operator says with a word
// that may be none: halted, stopped.
func (m *match) worded(op operator) bool {
	return m.at[op.at] != nil && !m.oppo[op.at] && !plainOperators[m.said.tokens[op.at].low] && m.said.tokens[op.at].kind == content
}

// met reports whether the statement has the operator itself.
func (m *match) met(op operator) bool {
	return slices.ContainsFunc(m.have.ops, func(o operator) bool { return o.sense <= ends && slices.Contains(m.at[op.at], o.at) })
}

// found reports whether the statement has any of these tokens.
func (m *match) found(tokens []int) bool {
	return slices.ContainsFunc(tokens, func(k int) bool { return m.at[k] != nil })
}

// excused reports whether the token at i may be denied on one side only: the
// operator over it is answered by one over a word beside it.
func (m *match) excused(i int, said bool) bool {
	if m.oppo[i] {
		return false
	}
	if said {
		for _, op := range m.said.ops {
			if op.sense <= ends && slices.Contains(op.scope, i) && (m.counterpart(op) || m.met(op) || m.worded(op)) {
				return true
			}
		}
		return false
	}
	for _, op := range m.have.ops {
		if op.sense > ends || !slices.ContainsFunc(m.at[i], func(at int) bool { return slices.Contains(op.scope, at) }) {
			continue
		}
		if !m.echoed(op) {
			return false
		}
	}
	return true
}

// echoed reports whether the sentence has an operator over a word that op of
// the statement bears on, or the word of op itself.
func (m *match) echoed(op operator) bool {
	for i := m.from; i < m.to; i++ {
		if slices.Contains(m.at[i], op.at) {
			return true
		}
		if _, negated := m.said.over(i); (negated || m.said.opened(i)) && slices.ContainsFunc(m.at[i], func(at int) bool { return slices.Contains(op.scope, at) }) {
			return true
		}
	}
	return false
}

// certainty checks that the sentence claims no more than the statement: what
// may be is not, and what is planned has not happened.
func (m *match) certainty() string {
	for i := m.from; i < m.to; i++ {
		if m.at[i] == nil || m.isOperator(i) {
			continue
		}
		said, negated := m.said.over(i)
		if negated && slices.ContainsFunc(m.at[i], m.have.opened) {
			continue // not counted: not yet counted
		}
		most := sense(0)
		for _, at := range m.at[i] {
			least, _ := m.have.headOver(at)
			most = max(most, least)
		}
		if said > most && !(most == coming && m.said.imminent(i)) && !m.weakened(i, most) {
			return reasonCertain
		}
	}
	return ""
}

// imminent reports whether a deed is told in the present, as what is to come
// may be: it closes in March, it is moving.
func (c *claim) imminent(i int) bool {
	low := c.tokens[i].low
	if !c.verbal(i) || i > 0 && determiners[c.tokens[i-1].low] || strings.HasSuffix(low, "ed") {
		return false
	}
	if strings.HasSuffix(low, "ing") {
		return i > 0 && toBe[c.tokens[i-1].low] || i > 1 && toBe[c.tokens[i-2].low]
	}
	if base, ok := irregular[low]; ok && base != low && !strings.HasSuffix(low, "s") {
		return false
	}
	if _, same := irregular[low]; !same {
		return true
	}
	return len(c.dates) > 0 || c.says(0, len(c.tokens), comingWords)
}

// comingWords are the words of times to come.
var comingWords = setOf(`tomorrow next soon later spring summer autumn winter weekend`)

// headOver is over for the words an operator bears on first.
func (c *claim) headOver(i int) (least sense, negated bool) {
	least = fact
	for _, op := range c.ops {
		for n, k := range op.scope {
			if k == i && op.sense > ends && (n == 0 || n == 1 && !c.thing(i)) {
				least = min(least, op.sense)
			}
		}
	}
	return least, false
}

// weakened reports whether the sentence says, with another word, that the
// word at i is not a fact.
func (m *match) weakened(i int, most sense) bool {
	for _, op := range m.have.ops {
		if op.sense != most || !slices.ContainsFunc(m.at[i], func(at int) bool { return slices.Contains(op.scope, at) }) {
			continue
		}
		for k := m.from; k < m.to; k++ {
			if slices.Contains(m.at[k], op.at) {
				return true
			}
			if said, _ := m.said.over(k); said <= most && k != i && slices.ContainsFunc(m.at[k], func(at int) bool { return slices.Contains(op.scope, at) }) {
				return true
			}
		}
	}
	return false
}

// roles checks that of two that stand on the two sides of a deed, each stands
// on its own side.
func (m *match) roles() string {
	for v := m.from; v < m.to; v++ {
		if m.said.tokens[v].kind != content || m.at[v] == nil || m.oppo[v] || m.said.thing(v) && !m.said.deed(v) || !m.said.verbal(v) {
			continue
		}
		for _, hv := range m.at[v] {
			if m.have.verbal(hv) && m.swapped(v, hv) {
				return reasonRoles
			}
		}
	}
	return ""
}

// deed reports whether a token can hardly be a thing: it ends as a verb of the
// past does.
func (c *claim) deed(i int) bool {
	low := c.tokens[i].low
	return (strings.HasSuffix(low, "ed") || irregular[low] != "") && i > 0 && !determiners[c.tokens[i-1].low]
}

// verbal reports whether a token looks like a verb.
func (c *claim) verbal(i int) bool {
	low := c.tokens[i].low
	if verbForms[low] {
		return true
	}
	for _, end := range []string{"ed", "ing", "s"} {
		if strings.HasSuffix(low, end) {
			return true
		}
	}
	return strings.Contains(low, " ") || i > 0 && auxiliaries[c.tokens[i-1].low]
}

var auxiliaries = setOf(`to will would may might could can must should shall not did does do never`)

// swapped reports whether two tokens stand around the deed v in the sentence
// as they stand the other way round it at hv in the statement.
func (m *match) swapped(v, hv int) bool {
	from, to := m.said.clauseOf(v)
	sv, wv := m.said.voice(v), m.have.voice(hv)
	if sv == active && wv != active && m.carriedBefore(v) {
		return true // who did it is not said
	}
	if sv == agentless || wv == agentless {
		return sv == agentless && wv == active && m.suffers(v, hv)
	}
	flip := sv != wv
	for a := max(from, m.from); a < v; a++ {
		for b := v + 1; b < min(to, m.to); b++ {
			if !m.party(a) || !m.party(b) || shares(m.at[a], m.at[b]) {
				continue
			}
			if m.allBeyond(m.at[a], hv, !flip) && m.allBeyond(m.at[b], hv, flip) {
				return true
			}
		}
	}
	return false
}

// carriedBefore reports whether the name before the deed at v is not the
// statement's own.
func (m *match) carriedBefore(v int) bool {
	for a := v - 1; a >= m.from && m.said.tokens[a].clause == m.said.tokens[v].clause; a-- {
		if m.said.tokens[a].kind == name {
			return m.carry[a]
		}
		if m.said.tokens[a].kind == content {
			return false
		}
	}
	return false
}

// suffers reports whether the sentence has done to a name, at v, what the
// statement says it did.
func (m *match) suffers(v, hv int) bool {
	from, _ := m.said.clauseOf(v)
	for a := v - 1; a >= max(from, m.from); a-- {
		if m.said.tokens[a].kind != name {
			continue
		}
		if m.at[a] == nil || !m.allBeyond(m.at[a], hv, false) {
			return false
		}
		_, to := m.have.clauseOf(hv)
		for k := hv + 1; k < to; k++ {
			if m.have.tokens[k].kind == name && m.said.find(m.have.tokens[k]) == nil {
				return true
			}
		}
		return false
	}
	return false
}

// party reports whether a token is someone or something that acts or suffers.
func (m *match) party(i int) bool {
	t := m.said.tokens[i]
	return m.at[i] != nil && !m.oppo[i] && (t.kind == name || t.kind == content && m.said.thing(i))
}

// allBeyond reports whether all tokens stand behind hv, or before it, in its
// clause.
func (m *match) allBeyond(at []int, hv int, behind bool) bool {
	for _, k := range at {
		if (k > hv) != behind || k == hv || m.have.tokens[k].clause != m.have.tokens[hv].clause {
			return false
		}
	}
	return true
}

func shares(a, b []int) bool {
	return slices.ContainsFunc(a, func(k int) bool { return slices.Contains(b, k) })
}

// A voice says from whose side a deed is told.
type voice uint8

const (
	active    voice = iota
	passive         // was bought by
	agentless       // was bought
)

// voice returns the voice of the deed at v.
func (c *claim) voice(v int) voice {
	if c.tokens[v].flipped {
		return passive
	}
	be := false
	for k := v - 1; k >= 0 && k >= v-3; k-- {
		if c.tokens[k].stem == "be" || c.tokens[k].stem == "be to" {
			be = true
		}
	}
	if low := c.tokens[v].low; !be || !strings.HasSuffix(low, "ed") && irregular[low] == "" {
		return active
	}
	_, to := c.clauseOf(v)
	for k := v + 1; k+1 < to; k++ {
		if c.tokens[k].low == "by" && c.tokens[k+1].kind != date && c.tokens[k+1].kind != figure {
			return passive
		}
	}
	return agentless
}

// prepositions checks that what goes from something does not go to it.
func (m *match) prepositions() string {
	for i := m.from; i < m.to; i++ {
		if m.at[i] == nil || m.said.tokens[i].kind != name {
			continue
		}
		said := m.said.preposition(i)
		ok := len(m.at[i]) == 0
		for _, at := range m.at[i] {
			have := m.have.preposition(at)
			subject := said == "" && m.said.solid(m.from, i) == 0 && !m.said.tokens[i].owns
			ok = ok || !clash(said, have, i > m.from+1 && !m.said.tokens[i].owns) && !(subject && have == "to" && m.sameDeed(i, at))
		}
		if !ok {
			return reasonRoles
		}
	}
	return ""
}

// sameDeed reports whether the first deed behind the name at token i is told
// in the same voice before its place in the statement.
func (m *match) sameDeed(i, at int) bool {
	for v := i + 1; v < m.to; v++ {
		if m.said.tokens[v].kind != content || m.at[v] == nil || !m.said.verbal(v) {
			continue
		}
		return slices.ContainsFunc(m.at[v], func(hv int) bool { return hv < at && m.have.voice(hv) == m.said.voice(v) })
	}
	return false
}

// clash reports whether a name behind one preposition cannot stand behind
// another; suffers says that it is no subject.
func clash(said, have string, suffers bool) bool {
	switch {
	case said == have:
		return false
	case said == "from":
		return have == "to" || have == "into"
	case have == "from":
		return said == "to" || said == "into" || said == "" && suffers
	}
	return false
}

// speaker checks that who is said to say something is who says it.
func (m *match) speaker() string {
	for i := m.from; i < m.to; i++ {
		t := m.said.tokens[i]
		if !speaking[t.stem] || t.kind == name {
			continue
		}
		who := m.said.speakers(i)
		if len(who) == 0 {
			continue
		}
		said := false
		for k, w := range m.have.tokens {
			if !speaking[w.stem] {
				continue
			}
			theirs := m.have.speakers(k)
			if len(theirs) == 0 || m.have.says(k-3, k+3, anaphors) {
				return "" // he said
			}
			said = true
			for _, s := range who {
				if shares(m.at[s], theirs) || m.carry[s] || m.src.outlet[m.said.tokens[s].stem] || m.light(s) || m.at[s] == nil && m.said.tokens[s].kind != name {
					return ""
				}
			}
		}
		if said {
			return reasonSpeaker
		}
		for _, s := range who {
			if m.said.tokens[s].kind == name && !m.src.outlet[m.said.tokens[s].stem] && !m.src.author[m.said.tokens[s].stem] && t.stem != "expect" && m.at[i] == nil {
				return reasonSpeaker
			}
		}
	}
	return ""
}

// speaking are the stems of verbs with which someone says something.
var speaking = setOf(`say tell report state announc note add explain accord declar write claim alleg warn argu think believ estim admit deni call`)

// speakers returns the tokens that name who speaks with the verb at v: those
// before it in the sentence, or behind "according to".
func (c *claim) speakers(v int) []int {
	var out []int
	if c.tokens[v].stem == "accord" {
		_, to := c.clauseOf(v)
		for k := v + 1; k < to; k++ {
			if c.tokens[k].kind == name || c.tokens[k].kind == content {
				out = append(out, k)
			}
		}
		return out
	}
	from, to := c.clauseOf(v)
	for from > 0 && from < v && v-from < 4 { // Tarn, the chair, said
		from, _ = c.clauseOf(from - 1)
	}
	for k := from; k < v; k++ {
		if c.tokens[k].kind == name || c.tokens[k].kind == content {
			out = append(out, k)
		}
	}
	var behind []int
	named := false
	for k := v + 1; k < to && k <= v+5 && (c.tokens[k].kind == name || c.tokens[k].kind == content || determiners[c.tokens[k].low]); k++ {
		if c.tokens[k].kind != function {
			behind = append(behind, k)
		}
		named = named || c.tokens[k].kind == name
	}
	if named && len(out) == 0 {
		return behind
	}
	return out
}

var (
	conditions = setOf(`if unless provided otherwise`)
	ways       = setOf(`or depends when`)
	asIf       = setOf(`as`)
)

// condition checks that what the passage says under a condition, or as one of
// two ways, is not said without.
func (m *match) condition() string {
	if m.said.says(0, len(m.said.tokens), conditions) || m.said.says(0, len(m.said.tokens), ways) {
		return ""
	}
	if m.have.says(0, len(m.have.tokens), conditions) && !m.have.says(0, len(m.have.tokens), asIf) {
		return reasonCondition
	}
	must := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.low == "must" || t.stem == "have to" || t.low == "either" })
	if must < 0 {
		return ""
	}
	for k := must; k < len(m.have.tokens); k++ {
		if m.have.tokens[k].low == "or" {
			for i := m.from; i < m.to; i++ {
				if slices.ContainsFunc(m.at[i], func(at int) bool { return at > k }) {
					return reasonCondition
				}
			}
		}
	}
	return ""
}

var (
	presentMarks = setOf(`is are remains still`)
	firstMarks   = setOf(`first initially originally`)
	laterMarks   = setOf(`first initially originally initi origin but before`)
	wasMarks     = setOf(`had was were`)
	hadMarks     = setOf(`had`)
	isMarks      = setOf(`is are`)
)

// past checks that what was so for a time, or at first, is not said to be so.
func (m *match) past() string {
	had := false
	for k, t := range m.have.tokens {
		next := ""
		if k+1 < len(m.have.tokens) {
			next = m.have.tokens[k+1].low
		}
		if t.low == "had" || t.stem == "use to" {
			had = true
		}
		if firstMarks[t.low] && strings.HasSuffix(next, "ed") && !determiners[m.have.low(k-1)] {
			if !m.said.says(0, len(m.said.tokens), laterMarks) && m.touches(k+1) {
				return reasonPast
			}
		}
	}
	if had && m.said.present() && !m.said.says(0, len(m.said.tokens), wasMarks) && m.have.says(0, len(m.have.tokens), hadMarks) && !m.have.says(0, len(m.have.tokens), isMarks) {
		return reasonPast
	}
	return ""
}

func (m *match) touches(at int) bool {
	for i := m.from; i < m.to; i++ {
		if slices.Contains(m.at[i], at) {
			return true
		}
	}
	return false
}

func (c *claim) low(i int) string {
	if i < 0 || i >= len(c.tokens) {
		return ""
	}
	return c.tokens[i].low
}

func (c *claim) present() bool { return c.says(0, len(c.tokens), presentMarks) }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
