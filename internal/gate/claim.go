package gate

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"footnote/internal/analysis"
	"footnote/internal/dates"
	"footnote/internal/lexicon"
	"footnote/internal/prose"
)

// A kind says what a token is to the gate.
type kind uint8

const (
	function kind = iota // it says nothing that a passage must hold
	content
	name   // of someone or something
	figure // a quantity
	date   // a day, month, quarter or year
)

// A token is a word, a phrase of the lexicon, a quantity or a date.
type token struct {
	low    string // in lower case, without accents and possessive
	stem   string // stems of a phrase are joined by spaces
	rows   []int  // of the lexicon
	kind   kind
	start  int // byte offsets
	end    int
	clause int
	owns   bool // has a possessive ending
	upper  bool // begins with a capital
	// flipped: a deed told from the other side, "lost to" for "was beaten by"
	flipped bool
	n       int // index in figures or dates, where it is one
}

// A claim is a sentence taken apart, so that two can be compared.
type claim struct {
	text       string
	lang       string
	shouts     bool // in capitals alone
	tokens     []token
	figures    []quantityAt
	dates      []dates.Moment
	ops        []operator
	breaks     []int            // tokens before which the sentence may be divided, ascending
	stems      map[string][]int // tokens by stem
	rows       map[int][]int    // and by row of the lexicon
	denied     map[string][]int // and by the stem that a prefix turns round
	beginnings map[string][]int // words and names by their first letters
}

// A lexer takes sentences of one language apart and remembers stems.
type lexer struct {
	lang  string
	words *lexicon.Lexicon // nil for other languages than English
	stems map[string]string
	stops map[string]bool // words without a stem of their own
}

func newLexer(lang string) *lexer {
	l := &lexer{lang: lang, stems: map[string]string{}, stops: map[string]bool{}}
	if lang == "en" {
		l.words = english()
	}
	return l
}

func (l *lexer) stem(low string) string {
	s, ok := l.stems[low]
	if !ok {
		s = stemOf(low, l.lang)
		l.stems[low] = s
	}
	return s
}

// stop reports whether the language takes a word for one that says nothing.
func (l *lexer) stop(low string) bool {
	is, ok := l.stops[low]
	if !ok {
		is = len(analysis.Terms(low, l.lang)) == 0
		l.stops[low] = is
	}
	return is
}

// claim takes a sentence apart.
func (l *lexer) claim(text string) *claim {
	c := &claim{text: text, lang: l.lang, stems: map[string][]int{}, rows: map[int][]int{}, denied: map[string][]int{}, beginnings: map[string][]int{}}
	var taken []token
	c.shouts = shouting(text)
	if l.lang == "en" {
		c.dates = dates.Find(quieter(text, c.shouts))
		for n, d := range c.dates {
			taken = append(taken, token{kind: date, start: d.From, end: d.To, n: n})
		}
	}
	c.figures, taken = findFigures(text, l.lang, taken)
	l.divide(c, taken)
	c.lowered()
	l.join(c)
	c.countClauses()
	c.wordNumbers()
	c.findBreaks()
	l.classify(c)
	c.findRoles()
	c.findOperators()
	l.flip(c)
	for i, t := range c.tokens {
		if t.kind == function && !directions[t.low] {
			continue
		}
		c.stems[t.stem] = append(c.stems[t.stem], i)
		for _, row := range t.rows {
			c.rows[row] = append(c.rows[row], i)
		}
		l.indexParts(c, i)
		if begun := beginning(t.low); begun != "" && (t.kind == content || t.kind == name) {
			c.beginnings[begun] = append(c.beginnings[begun], i)
		}
	}
	return c
}

// shouting reports whether a text of several words is in capitals alone, which tell no
// names there.
func shouting(text string) bool {
	other := func(r rune) bool { return unicode.IsLetter(r) && !unicode.IsUpper(r) }
	return len(strings.Fields(text)) > 2 && strings.ContainsFunc(text, unicode.IsUpper) && !strings.ContainsFunc(text, other)
}

var calendarWords = regexp.MustCompile(`\b(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b`)

// quieter returns a text in capitals with those alone that days and months have, as
// long as it is.
func quieter(text string, shouts bool) string {
	low := strings.ToLower(text)
	if !shouts || len(low) != len(text) {
		return text
	}
	return calendarWords.ReplaceAllStringFunc(low, func(w string) string { return strings.ToUpper(w[:1]) + w[1:] })
}

// lowered takes the capitals of a sentence that has no other letters for none.
func (c *claim) lowered() {
	for i := range c.tokens {
		c.tokens[i].upper = c.tokens[i].upper && !c.shouts
	}
}

// indexParts makes a token found by the words of its phrase, by what it
// denies with a prefix, and with the next as one word.
func (l *lexer) indexParts(c *claim, i int) {
	t := c.tokens[i]
	if _, operates := operatorStems()[t.stem]; strings.Contains(t.stem, " ") && !operates && l.words != nil {
		for part := range strings.FieldsSeq(t.stem) {
			if !functionWords[part] && !directions[part] {
				c.stems[part] = append(c.stems[part], i)
			}
		}
	}
	if l.words != nil && strings.Count(t.stem, " ") > 1 {
		words := strings.Fields(t.stem)
		for _, part := range []string{strings.Join(words[1:], " "), strings.Join(words[:len(words)-1], " ")} {
			for _, row := range l.words.Rows(part) {
				c.rows[row] = append(c.rows[row], i)
			}
		}
	}
	if base := undone(t.low); base != "" && l.words != nil {
		c.denied[l.stem(base)] = append(c.denied[l.stem(base)], i)
	}
	if i+1 < len(c.tokens) && c.tokens[i+1].kind == content && t.kind == content {
		c.stems[l.stem(t.low+c.tokens[i+1].low)] = append(c.stems[l.stem(t.low+c.tokens[i+1].low)], i)
	}
}

// undone returns the word that a prefix turns round: affected of unaffected.
func undone(low string) string {
	for _, prefix := range []string{"un", "in", "im", "dis", "non"} {
		if base, ok := strings.CutPrefix(low, prefix); ok && len(base) >= 5 && strings.HasSuffix(base, "ed") {
			return base
		}
	}
	return ""
}

// directions are function words that the lexicon tells apart.
var directions = setOf(`up down over under above below before after off out outside inside within without`)

// flip makes "lost to" the other side of "beat".
func (l *lexer) flip(c *claim) {
	if l.words == nil {
		return
	}
	for i := range c.tokens {
		t := &c.tokens[i]
		if t.stem != "lose" {
			continue
		}
		_, to := c.clauseOf(i)
		for k := i + 1; k+1 < to; k++ {
			if c.tokens[k].low == "to" && (c.tokens[k+1].kind == name || c.tokens[k+1].low == "the") {
				t.stem, t.rows, t.flipped = "beat", l.words.Rows("beat"), true
			}
		}
	}
}

// divide adds the words of the text between the tokens that were taken.
func (l *lexer) divide(c *claim, taken []token) {
	slices.SortFunc(taken, func(a, b token) int { return cmp.Compare(a.start, b.start) })
	at := 0
	for _, t := range taken {
		l.wordsIn(c, at, t.start)
		c.tokens = append(c.tokens, t)
		at = t.end
	}
	l.wordsIn(c, at, len(c.text))
}

// wordsIn adds the words of a part of the text.
func (l *lexer) wordsIn(c *claim, from, to int) {
	begun := -1
	for i, r := range c.text[from:to] {
		inWord := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if !inWord && begun >= 0 && strings.ContainsRune("'’.&", r) {
			next, _ := utf8.DecodeRuneInString(c.text[from+i+utf8.RuneLen(r) : to])
			inWord = unicode.IsLetter(next) || unicode.IsDigit(next)
		}
		switch {
		case inWord && begun < 0:
			begun = from + i
		case !inWord && begun >= 0:
			l.word(c, begun, from+i)
			begun = -1
		}
	}
	if begun >= 0 {
		l.word(c, begun, to)
	}
}

// word adds one word, in two parts where it ends in "n't".
func (l *lexer) word(c *claim, start, end int) {
	raw := c.text[start:end]
	first, _ := utf8.DecodeRuneInString(raw)
	low := strings.ReplaceAll(unaccented(strings.ToLower(raw)), "’", "'")
	t := token{low: low, start: start, end: end, upper: unicode.IsUpper(first)}
	if base, ok := strings.CutSuffix(low, "'s"); ok && base != "" {
		t.low, t.owns = base, base != "it" && base != "that" && base != "he" && base != "she" && base != "there"
	} else if base, ok := strings.CutSuffix(low, "'"); ok {
		t.low, t.owns = base, true
	} else if base, rest, ok := l.contracted(low); ok {
		cut := start + strings.IndexAny(raw, "'’")
		if rest == "not" {
			cut-- // its n
		}
		t.low, t.end = base, cut
		c.tokens = append(c.tokens, l.made(t))
		t = token{low: rest, start: cut, end: end}
	}
	t.low = strings.ReplaceAll(t.low, ".", "")
	if end < len(c.text) && (c.text[end] == '\'' || strings.HasPrefix(c.text[end:], "’")) && strings.HasSuffix(t.low, "s") {
		t.owns = true // farmers'
	}
	c.tokens = append(c.tokens, l.made(t))
}

// contracted divides an English contraction into its words: he'll, can't. What
// "he'd" stands for, "had" or "would", is left open.
func (l *lexer) contracted(low string) (base, rest string, ok bool) {
	base, ending, ok := strings.Cut(low, "'")
	if l.lang != "en" || !ok || base == "" {
		return "", "", false
	}
	switch {
	case ending == "t" && strings.HasSuffix(base, "n") && len(base) > 1:
		base = strings.TrimSuffix(base, "n")
		if whole, short := uncontracted[base]; short {
			base = whole
		}
		return base, "not", true
	case pronouns[base] || firstPerson[base] || base == "you" || base == "there" || base == "who":
		rest, ok := contractions[ending]
		return base, rest, ok
	}
	return "", "", false
}

var (
	uncontracted = map[string]string{"ca": "can", "wo": "will", "sha": "shall"}
	contractions = map[string]string{"ll": "will", "ve": "have", "re": "are", "m": "am", "d": "'d"}
)

func (l *lexer) made(t token) token {
	t.stem = l.stem(t.low)
	if l.words != nil {
		t.rows = l.words.Rows(t.stem)
	}
	return t
}

// join makes one token of each phrase that the lexicon knows.
func (l *lexer) join(c *claim) {
	if l.words == nil {
		return
	}
	l.gather(c)
	out := c.tokens[:0:0]
	for i := 0; i < len(c.tokens); i++ {
		t := c.tokens[i]
		n := l.phrase(c, i)
		if n > 1 {
			last := c.tokens[i+n-1]
			var stems []string
			for _, part := range c.tokens[i : i+n] {
				stems = append(stems, part.stem)
			}
			t.stem = strings.Join(stems, " ")
			t.low, t.end, t.owns, t.upper = t.stem, last.end, last.owns, false
			t.rows = l.words.Rows(t.stem)
			i += n - 1
		}
		out = append(out, t)
	}
	c.tokens = out
	l.spread(c)
}

// gather brings a verb and its particle together, or its "to": turn her down, give
// the painting back to the heirs.
func (l *lexer) gather(c *claim) {
	for i := 0; i+2 < len(c.tokens); i++ {
		verb := c.tokens[i]
		if verb.kind != function || len(l.words.Phrases(verb.stem)) == 0 {
			continue
		}
		k := c.particle(i)
		if k < 0 {
			k = c.toBehindDate(i)
		}
		if k < 0 || !l.isPhrase(verb.stem, c.tokens[k].stem) {
			continue
		}
		particle := c.tokens[k]
		particle.start, particle.end = verb.end, verb.end // tokens stay in order
		copy(c.tokens[i+2:k+1], c.tokens[i+1:k])
		c.tokens[i+1] = particle
	}
}

var particles = setOf(`up down off out away back over`)

// particleReach is how many tokens may stand between a verb and its particle.
const particleReach = 8

// particle returns the particle that may belong to the verb at token i: right
// behind a pronoun, or behind more words where what follows is no part of it.
// It returns -1 where there is none.
func (c *claim) particle(i int) int {
	for k := i + 2; k < len(c.tokens) && k <= i+1+particleReach; k++ {
		if c.divided(k-1) || c.divided(k) {
			return -1
		}
		if !particles[c.tokens[k].low] {
			continue
		}
		ends := k+1 >= len(c.tokens) || c.divided(k+1) || prepositions[c.tokens[k+1].low]
		if k == i+2 && pronouns[c.tokens[i+1].low] || ends && (determiners[c.tokens[i+1].low] || c.tokens[i+1].upper || c.tokens[i+1].kind == figure) {
			return k
		}
		return -1
	}
	return -1
}

// toBehindDate returns the "to" that only a date parts from the verb at token i:
// agreed on Monday to end it. It returns -1 where there is none.
func (c *claim) toBehindDate(i int) int {
	k := i + 1
	if c.low(k) == "on" {
		k++
	}
	if k+1 >= len(c.tokens) || c.tokens[k].kind != date || c.low(k+1) != "to" || c.divided(k) || c.divided(k+1) {
		return -1
	}
	return k + 1
}

// isPhrase reports whether the lexicon has a phrase of two words.
func (l *lexer) isPhrase(first, second string) bool {
	return slices.ContainsFunc(l.words.Phrases(first), func(p []string) bool { return len(p) == 2 && p[1] == second })
}

// spreadReach is how far the words of a phrase may stand apart.
const spreadReach = 3

// spread gives words that are a phrase with others between them the rows of
// the phrase: cut 120 jobs, take legal action.
func (l *lexer) spread(c *claim) {
	for i := range c.tokens {
		for _, p := range l.words.Phrases(c.tokens[i].stem) {
			if len(p) != 2 || len(l.words.Rows(p...)) == 0 {
				continue
			}
			for k := i + 2; k < len(c.tokens) && k <= i+spreadReach && !c.divided(k); k++ {
				if c.tokens[k].stem == p[1] && c.tokens[k].kind == function && !functionWords[c.tokens[k].low] {
					c.tokens[i].rows = slices.Concat(c.tokens[i].rows, l.words.Rows(p...))
					c.tokens[k].rows = slices.Concat(c.tokens[k].rows, l.words.Rows(p...))
				}
			}
		}
	}
}

// phrase returns how many tokens from i on are a phrase, or 1.
func (l *lexer) phrase(c *claim, i int) int {
	if c.tokens[i].kind != function {
		return 1
	}
next:
	for _, p := range l.words.Phrases(c.tokens[i].stem) {
		if i+len(p) > len(c.tokens) {
			continue
		}
		for k, stem := range p {
			t := c.tokens[i+k]
			if t.stem != stem || t.kind != function || k > 0 && c.divided(i+k) {
				continue next
			}
		}
		return len(p)
	}
	return 1
}

// divided reports whether a mark stands before a token, or none before or behind it.
func (c *claim) divided(i int) bool {
	if i <= 0 || i >= len(c.tokens) {
		return true
	}
	return strings.ContainsAny(c.gap(i), ",;:.()—–")
}

// gap returns the text before a token, up to the token before; i is not the first.
func (c *claim) gap(i int) string {
	return c.text[c.tokens[i-1].end:max(c.tokens[i-1].end, c.tokens[i].start)]
}

// Words that begin a clause, and those of them that may only join two names.
var (
	clauseWords = setOf(`but while whereas although though because after before when since which who whom whose so as if unless whether than`)
	joining     = setOf(`and or with und oder et ou y`)
)

// coordinating are words that join two deeds.
var coordinating = setOf(`and or but`)

// countClauses numbers the clauses: they end at marks, and before words that begin
// another.
func (c *claim) countClauses() {
	n := 0
	for i := range c.tokens {
		t := &c.tokens[i]
		if i > 0 {
			gap := c.gap(i)
			marks := strings.ContainsAny(gap, ",;:()—–") || strings.Contains(gap, " - ")
			if (marks || clauseWords[t.low]) && (strings.TrimSpace(gap) != "," || !c.lists(i)) {
				n++
			}
		}
		t.clause = n
	}
}

// findBreaks notes where the sentence may be divided: where a clause begins, and before
// "and".
func (c *claim) findBreaks() {
	for i := 1; i < len(c.tokens); i++ {
		if t := c.tokens[i]; t.clause != c.tokens[i-1].clause || joining[t.low] {
			c.breaks = append(c.breaks, i)
		}
	}
}

// lists reports whether the comma before token i only divides names: the
// Greens, the Liberals and the Centre.
func (c *claim) lists(i int) bool {
	named := false
	for k := i; k < len(c.tokens); k++ {
		t := c.tokens[k]
		switch {
		case t.low == "and" || t.low == "or" || k > i && strings.TrimSpace(c.gap(k)) == ",":
			return named
		case t.upper:
			named = true
		case t.low != "the" && t.low != "of":
			return false
		}
	}
	return false
}

// classify tells names and content from words that only hold a sentence
// together.
func (l *lexer) classify(c *claim) {
	for i := range c.tokens {
		t := &c.tokens[i]
		if t.kind != function {
			continue
		}
		switch {
		case l.lang == "en" && functionWords[t.low] && !(c.inCapitals(i) && l.isName(c, i)): // not the US, the WHO
		case l.lang != "en" && l.stop(t.low):
		case l.isName(c, i):
			t.kind = name
		default:
			t.kind = content
		}
	}
}

// inCapitals reports whether a token has several letters, and no small one.
func (c *claim) inCapitals(i int) bool {
	raw := c.text[c.tokens[i].start:c.tokens[i].end]
	return c.tokens[i].upper && len(c.tokens[i].low) > 1 && raw == strings.ToUpper(raw)
}

// isName reports whether a token names someone or something: it begins with a
// capital within a sentence, looks like no word, or opens the sentence without
// being a word we know.
func (l *lexer) isName(c *claim, i int) bool {
	t := c.tokens[i]
	raw := c.text[t.start:t.end]
	if l.lang == "de" || c.shouts || strings.Contains(t.stem, " ") {
		return false
	}
	_, size := utf8.DecodeRuneInString(raw)
	inner := strings.ContainsFunc(strings.TrimSuffix(raw[size:], "s"), unicode.IsUpper)
	digit := strings.ContainsFunc(raw, unicode.IsDigit)
	switch {
	case inner || digit && strings.ContainsFunc(raw, unicode.IsLetter) && !prose.Ordinal(raw):
		return true
	case !t.upper:
		return false
	case i > 0 && !opensQuote(c.text[:t.start]):
		return true
	}
	if _, operates := operators[t.low]; operates {
		return false
	}
	return len(t.rows) == 0 && !lightWords[t.low] || i+1 < len(c.tokens) && c.tokens[i+1].upper && c.tokens[i+1].kind == function && !functionWords[c.tokens[i+1].low]
}

// opensQuote reports whether a text ends where a quotation or another
// sentence begins.
func opensQuote(before string) bool {
	before = strings.TrimRight(before, " ")
	return before == "" || strings.HasSuffix(before, "\"") || strings.HasSuffix(before, "“") || strings.HasSuffix(before, "‘") || strings.HasSuffix(before, ":")
}

// clauseOf returns the tokens [from, to) of the clause around a token.
func (c *claim) clauseOf(i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && c.tokens[from-1].clause == c.tokens[i].clause {
		from--
	}
	for to < len(c.tokens) && c.tokens[to].clause == c.tokens[i].clause {
		to++
	}
	return from, to
}

// thing reports whether a token stands where a thing is named and not what is
// done to it: behind a determiner or a possessive, or first of all.
func (c *claim) thing(i int) bool {
	if c.tokens[i].kind == name || i == 0 {
		return true
	}
	for back := 1; back <= 2 && i-back >= 0; back++ {
		p := c.tokens[i-back]
		if determiners[p.low] || p.owns || p.kind == figure {
			return true
		}
		if p.kind != content {
			break
		}
	}
	return false
}

// has reports whether any token is one of these words or stems.
func (c *claim) has(words map[string]bool) bool { return c.says(0, len(c.tokens), words) }

// hasWord reports whether any token is this word, or has this stem.
func (c *claim) hasWord(word string) bool { return c.saysWord(0, len(c.tokens), word) }

// says reports whether any token in [from, to), as far as there are any, is one of
// these words or stems.
func (c *claim) says(from, to int, words map[string]bool) bool {
	return slices.ContainsFunc(c.between(from, to), func(t token) bool { return words[t.low] || words[t.stem] })
}

// saysWord is says of one word, which is not empty.
func (c *claim) saysWord(from, to int, word string) bool {
	return slices.ContainsFunc(c.between(from, to), func(t token) bool { return t.low == word || t.stem == word })
}

// between returns the tokens in [from, to), as far as there are any.
func (c *claim) between(from, to int) []token {
	from, to = max(0, from), min(to, len(c.tokens))
	if from >= to {
		return nil
	}
	return c.tokens[from:to]
}

// strokes are letters that no accent can be taken from.
var strokes = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ß", "ss", "æ", "ae", "œ", "oe")

// unaccented takes the accents off letters in lower case. In other scripts than these
// a mark makes another letter: が is not か.
func unaccented(low string) string {
	if strings.IndexFunc(low, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return low
	}
	accented := false
	return strokes.Replace(norm.NFC.String(strings.Map(func(r rune) rune {
		if !unicode.Is(unicode.Mn, r) {
			accented = unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
		} else if accented {
			return -1
		}
		return r
	}, norm.NFD.String(low))))
}
