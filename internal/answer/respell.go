package answer

import (
	"strings"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/gate"
	"footnote/internal/question"
)

// leastRespelt is how many letters a word has at least that is taken for a misspelt one: short
// words have others beside them.
const leastRespelt = 5

// respelt returns a question with the words of English that are misspelt in it spelt right, and what
// is said of that: "“aquire” was read as “acquire”." Both are empty where there is none.
func respelt(text string) (as, notice string) {
	var b strings.Builder
	at := 0
	for _, w := range question.Parse(text).Words {
		if w.Text != w.Low || utf8.RuneCountInString(w.Low) < leastRespelt {
			continue
		}
		stem := gate.EnglishStem(w.Low)
		near := nearInLexicon(stem)
		if near == "" {
			continue
		}
		if ending, ok := strings.CutPrefix(w.Low, stem); ok && gate.EnglishStem(near+ending) == near {
			near += ending
		}
		b.WriteString(text[at:w.Start])
		b.WriteString(near)
		at = w.Start + len(w.Text)
		notice = joinText(notice, "“"+w.Text+"” was read as “"+near+"”.")
	}
	if notice == "" {
		return "", ""
	}
	return b.String() + text[at:], notice
}

// nearInLexicon returns the one stem of the lexicon that another is a misspelling of, "" where there is
// none, there are several, or it is a word itself.
func nearInLexicon(stem string) string {
	if gate.English().Knows(stem) {
		return ""
	}
	near := ""
	for word := range gate.English().Words() {
		if len(word) < leastRespelt-1 || !analysis.Misspelt(stem, word) {
			continue
		}
		if near != "" {
			return ""
		}
		near = word
	}
	return near
}
