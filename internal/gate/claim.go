package gate

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/dates"
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

func (c *claim) low(i int) string {
	if i < 0 || i >= len(c.tokens) {
		return ""
	}
	return c.tokens[i].low
}
