package gate

import (
	"slices"
	"strings"

	"footnote/internal/dates"
	"footnote/internal/prose"
)

// counts reports whether the figure at token i counts those whom the statement
// calls "them": it is the one figure of the sentence before.
func (m *match) counts(i int) bool {
	if m.have.n == 0 || m.said.solid(0, i) > 1 || !m.have.has(plurals) && !m.have.opensWithSome() && m.have.low(0) != "none" {
		return false
	}
	before, counted := m.src.statements[m.have.n-1], m.said.figures[m.said.tokens[i].n]
	if len(before.figures) == 1 && before.figures[0].equal(counted) {
		return true
	}
	if i+1 >= m.to { // the three parties: they
		return false
	}
	return slices.ContainsFunc(m.before(), func(s *statement) bool {
		return slices.ContainsFunc(s.find(m.said.tokens[i+1]), func(at int) bool {
			return at > 0 && s.tokens[at-1].kind == figure && s.figures[s.tokens[at-1].n].equal(counted)
		})
	})
}

// numbersName reports whether the figure at token i is a part of a name that
// stands for a pronoun of the statement: the Duo 9.
func (m *match) numbersName(i int) bool {
	if i == m.from || m.said.tokens[i-1].kind != name || !m.carry[i-1] {
		return false
	}
	whole := m.said.text[m.said.tokens[i-1].start:m.said.tokens[i].end]
	return strings.Contains(m.src.passage.Chunk.Text, whole) || strings.Contains(m.src.passage.Article.Title, whole)
}

var plurals = setOf(`them they these those their`)

// take notes which tokens of the statement the part has by their own stems.
func (m *match) take() {
	m.taken = map[int]string{}
	for _, t := range m.said.tokens[m.from:m.to] {
		if t.kind == content || t.kind == name {
			for _, at := range m.have.stems[t.stem] {
				if m.have.tokens[at].stem == t.stem {
					m.taken[at] = t.stem
				}
			}
		}
	}
}

// nounFor reports whether only things stand for the deed at token i, by another
// word: "workforce" for "is hiring".
func (m *match) nounFor(i int, at []int) bool {
	return m.said.verbal(i) && !m.said.thing(i) && !slices.ContainsFunc(at, func(k int) bool {
		return m.have.tokens[k].stem == m.said.tokens[i].stem || !m.have.thing(k)
	})
}

// find returns the tokens of the statement that say what token i says; or,
// and true, those that say the opposite.
func (m *match) find(i int) (at []int, opposite bool) {
	t := m.said.tokens[i]
	if t.kind == figure {
		return m.figureAt(m.said.figures[t.n]), false
	}
	at = m.have.whole(t)
	if m.src.lexer.words != nil && (at == nil || m.nounFor(i, at)) {
		if converse := m.conversed(i); converse != nil {
			return converse, false
		}
		if other := m.opposed(t); other != nil {
			return other, true
		}
	}
	if at == nil {
		at = m.have.nearly(t)
	}
	if at != nil || m.src.lexer.words == nil {
		return at, false
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
	return m.gauged(i)
}

// opposed returns the tokens of the statement that say the opposite of a word.
func (m *match) opposed(t token) []int {
	for _, row := range t.rows {
		if other, ok := m.src.lexer.words.Against(row); ok {
			if at := m.have.alike(m.have.rows[other], t); at != nil {
				return at
			}
		}
	}
	return nil
}

// find returns the tokens that say what t says.
func (c *claim) find(t token) []int {
	if at := c.whole(t); at != nil {
		return at
	}
	return c.nearly(t)
}

// whole returns the tokens that have the stem of t, or one of its row.
func (c *claim) whole(t token) []int {
	if at := c.bearing(c.stems[t.stem], t); at != nil {
		return at
	}
	for _, row := range t.rows {
		if at := c.bearing(c.alike(c.rows[row], t), t); at != nil {
			return at
		}
	}
	return nil
}

// bearing returns those of the tokens that a name within a sentence can be:
// other banks are not the Bank of Italy.
func (c *claim) bearing(tokens []int, t token) []int {
	if t.kind != name || t.start == 0 || len(t.low) < shortName {
		return tokens
	}
	var out []int
	for _, i := range tokens {
		if c.tokens[i].low == t.low || c.tokens[i].upper || strings.Contains(c.tokens[i].stem, " ") {
			out = append(out, i)
		}
	}
	return out
}

// shortName is how many letters a name has that may be a unit: MW.
const shortName = 4

// nearly returns the tokens that say a part of a phrase, or have another
// ending.
func (c *claim) nearly(t token) []int {
	if _, operates := operatorStems()[t.stem]; strings.Contains(t.stem, " ") && !operates {
		for part := range strings.FieldsSeq(t.stem) {
			if _, counts := prose.Numerals[part]; counts { // three times
				return nil
			}
			if at := c.stems[part]; at != nil && !functionWords[part] && !directions[part] {
				return at
			}
		}
	}
	begun := beginning(t.low)
	if begun == "" {
		return nil
	}
	for _, i := range c.beginnings[begun] {
		if related(t.low, c.tokens[i].low) {
			return c.bearing([]int{i}, t)
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

// beginning returns the first letters of a word, which all its forms share; "" where
// it has too few.
func beginning(low string) string {
	n := 0
	for i := range low {
		if n == sharedLetters {
			return low[:i]
		}
		n++
	}
	if n == sharedLetters {
		return low
	}
	return ""
}

// related reports whether two words are forms of one: they share all but
// their endings.
func related(first, second string) bool {
	a, b := []rune(first), []rune(second)
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
	if i > m.from && m.said.tokens[i-1].kind == figure && m.said.figures[m.said.tokens[i-1].n].Unit == "%" && shareWords[t.stem] {
		return true
	}
	if (t.stem == "remain" || t.stem == "stay") && m.have.has(isMarks) {
		return true
	}
	if narrators[t.low] && m.said.thing(i) && m.have.has(firstPerson) {
		return true
	}
	return lightPhrases[t.stem] || lightWords[t.low] || lightWords[t.stem] || reports[t.stem] ||
		standIns[t.low] && i > 0 && m.said.thing(i) && m.namesSomeone() && !m.meantElsewhere(t)
}

// meantElsewhere reports whether the passage speaks of a union, a court or the
// like, but not near the statement: "we" are others there.
func (m *match) meantElsewhere(t token) bool {
	if !ofItsKind[t.low] || !m.have.has(firstPerson) || m.src.title.find(t) != nil {
		return false
	}
	elsewhere := false
	for n, s := range m.src.statements {
		if s.stems[t.stem] == nil {
			continue
		}
		if n <= m.have.n && n >= m.have.n-antecedentReach {
			return false
		}
		elsewhere = true
	}
	return elsewhere
}

// ofItsKind are stand-ins that tell what kind of body is meant.
var ofItsKind = setOf(`union court museum bank airport party ministry government agency club team council town city`)

// namesSomeone reports whether the statement has a name or a pronoun that "the
// company" may stand for.
func (m *match) namesSomeone() bool {
	return slices.ContainsFunc(m.have.tokens, func(t token) bool {
		return t.kind == name || pronouns[t.low] || standIns[t.low] || firstPerson[t.low]
	})
}

// narrators are words for who writes "I" in an article.
var narrators = setOf(`author blogger writer columnist reviewer critic reporter correspondent`)

// firstPerson are the words by which speakers name themselves and theirs.
var firstPerson = setOf(`i we us our my me`)

// lightPhrases say only that it is so until now.
var lightPhrases = map[string]bool{"so far": true, "to date": true, "until now": true, "up to now": true, "as yet": true, "for now": true, "abl to": true}

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
var bounding = setOf(`about around some roughly approximately nearly almost over above under below minus`)

// firstOrMost words compare with all that was since a date.
var firstOrMost = setOf(`first highest lowest largest biggest smallest worst best most least`)

// measuring are the stems of verbs that only lead to a number.
var measuring = setOf(`cover includ total stand reach amount number compris come`)

// reports are the stems of verbs that only say that something is said.
var reports = setOf(`say tell report state announc note add explain accord declar write mention`)

// datedOtherwise reports whether the statement names a month or a year: then the
// weekday on which somebody said so is none.
func (s *statement) datedOtherwise() bool {
	return slices.ContainsFunc(s.moments, func(w dates.Moment) bool { return !w.ByWeekday() })
}

// dateToken returns the token of the nth date, or -1 for a moment that is named by
// leaning on a day, and has none.
func (c *claim) dateToken(n int) int {
	return slices.IndexFunc(c.tokens, func(t token) bool { return t.kind == date && t.n == n })
}

// overtaken reports whether the statement's nth date is one from which something
// was put to another, which the sentence does not name: from 2035 to 2042.
func (m *match) overtaken(n int, d dates.Moment) bool {
	k := m.have.dateToken(n)
	if k < 1 || m.have.low(k-1) != "from" || m.have.low(k+1) != "to" || k+2 >= len(m.have.tokens) || m.have.tokens[k+2].kind != date || d.Rel == "since" {
		return false
	}
	after := m.have.dates[m.have.tokens[k+2].n]
	return !slices.ContainsFunc(m.said.dates, func(o dates.Moment) bool {
		return o.Year == after.Year && o.Month == after.Month && o.Day == after.Day && o.Weekday == after.Weekday
	})
}

// dateHolds reports whether the statement names the date, or, where it names
// none, the article was published then.
func (m *match) dateHolds(i int, d dates.Moment) bool {
	on := m.src.passage.Article.Published
	future := false
	for _, op := range m.have.ops {
		future = future || op.sense > ends
	}
	named := false
	for n, w := range m.have.moments {
		named = true
		if d.Loose() && w.ByWeekday() && m.have.datedOtherwise() || m.overtaken(n, d) {
			continue
		}
		for _, meant := range w.Resolve(on, future) {
			if d.Within(meant) && relates(d.Rel, w.Rel) && !(w.Rel == "since" && d.Rel == "" && m.have.has(firstOrMost)) {
				if k := m.have.dateToken(n); k >= 0 {
					m.when[i] = []int{k}
				}
				return true
			}
		}
	}
	if !on.Sure() || d.Recurs || d.Year+d.Month+d.Day+d.Quarter == 0 || !d.Within(dates.Of(on.Local())) {
		return false
	}
	return d.Rel == "as of" || !named && d.Day == 0
}
