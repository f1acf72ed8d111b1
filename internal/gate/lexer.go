package gate

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"footnote/internal/analysis"
	"footnote/internal/lexicon"
)

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
