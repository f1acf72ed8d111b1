package prose

import (
	"regexp"
	"strings"

	"footnote/internal/analysis"
	"footnote/internal/article"
)

// Sentences returns the sentences of a passage, verbatim.
func Sentences(p article.Passage) []string {
	var out []string
	for _, span := range analysis.Sentences(p.Chunk.Text) {
		if text := strings.TrimSpace(p.Chunk.Text[span.Start:span.End]); HasWord(text) {
			out = append(out, text)
		}
	}
	return out
}

// maxStatement bounds the sentences that a quotation keeps together, in bytes.
const maxStatement = 400

// Statements returns the sentences of a passage, verbatim, those of one quotation as
// one unless it is long: half of what somebody said is not what they said.
func Statements(p article.Passage) []string {
	text := p.Chunk.Text
	spans := analysis.Sentences(text)
	var out []string
	for i := 0; i < len(spans); i++ {
		last := closedBy(text, spans[i:])
		if s := strings.TrimSpace(text[spans[i].Start:spans[i+last].End]); HasWord(s) {
			out = append(out, s)
		}
		i += last
	}
	return out
}

// closedBy returns which of some spans closes the quotation that the first opens, 0
// where it opens none that is closed soon, on its line.
func closedBy(text string, spans []analysis.Span) int {
	from := spans[0].Start
	if !unclosed(text[from:spans[0].End]) {
		return 0
	}
	for i, span := range spans {
		switch part := text[from:span.End]; {
		case len(part) > maxStatement || strings.Contains(part, "\n"):
			return 0
		case !unclosed(part):
			return i
		}
	}
	return 0
}

// unclosed reports whether a quotation is open at the end of a text.
func unclosed(text string) bool {
	if openMark(text) >= 0 {
		return true
	}
	open := strings.LastIndex(text, "‘")
	return open >= 0 && !singleClosing.MatchString(text[open:])
}

// singleClosing matches a mark that closes ‘, and is no apostrophe within a word.
var singleClosing = regexp.MustCompile(`’(?:\PL|$)`)

// A Sentence is one sentence with its stems and what it denies.
type Sentence struct {
	Terms  map[string]bool
	Denial Denial
}

// NewSentence takes a sentence apart; lang is as in Stems.
func NewSentence(text, lang string) Sentence {
	return Sentence{Terms: Stems(text, lang), Denial: NewDenial(text)}
}

// Stems returns the stems of a text without stop words, as a set; lang is an ISO 639-1
// code, or empty where the text is to tell.
func Stems(text, lang string) map[string]bool {
	set := map[string]bool{}
	for _, t := range analysis.Terms(text, lang) {
		set[t] = true
	}
	return set
}

// Words returns the words of a text in lower case, and the parts of those with a
// hyphen, a full stop or an ampersand, as a set.
func Words(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !wordRune(r) }) {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, "'’-.&"), "'s"), "’s")
		set[w] = true
		for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return strings.ContainsRune("-.&", r) }) {
			set[part] = true
		}
	}
	return set
}

// Share returns which part of want is among have, in [0, 1].
func Share(want, have map[string]bool) float64 {
	if len(want) == 0 {
		return 0
	}
	n := 0
	for t := range want {
		if have[t] {
			n++
		}
	}
	return float64(n) / float64(len(want))
}
