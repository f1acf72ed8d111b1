package gate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/prose"
)

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
