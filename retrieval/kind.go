package retrieval

import (
	"regexp"
	"strings"

	"footnote/internal/analysis"
	"footnote/internal/question"
)

// An answerKind is the kind of thing that a question asks for and that the
// shape of a word tells. Questions are read in English only; in another
// language none is asked for.
type answerKind int

const (
	anyAnswer answerKind = iota
	timeAnswer
	numberAnswer
	nameAnswer
)

var askedKinds = []struct {
	pattern *regexp.Regexp
	kind    answerKind
}{
	{regexp.MustCompile(`(?i)\b(?:when|(?:what|which) (?:year|date|day|month|decade|century|time)|how long ago)\b`), timeAnswer},
	{regexp.MustCompile(`(?i)\b(?:how (?:many|much|large|big|long|far|old|high|tall|often|wide|deep|fast|heavy)|what (?:percent|percentage|number|share|price|amount|size))\b`), numberAnswer},
	{regexp.MustCompile(`(?i)\b(?:who|whom|whose|where|(?:what|which) (?:country|city|state|place|region|county|continent))\b`), nameAnswer},
}

// kindAsked returns the kind that a question asks for.
func kindAsked(question string) answerKind {
	for _, k := range askedKinds {
		if k.pattern.MatchString(question) {
			return k.kind
		}
	}
	return anyAnswer
}

// Words that stand for a time or a number, in lower case; months only where
// they begin with a capital, because of "may" and "march".
var (
	timeWords = analysis.Set(`January February March April May June July August September October November December
		century centuries`)
	numberWords = analysis.Set(`one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty
		hundred thousand million billion half dozen percent`)
)

// answers reports whether a word, which is not the question's own, is of the
// kind. The first word of a sentence is written like a name whatever it is.
func (k answerKind) answers(word string, first bool) bool {
	switch k {
	case timeAnswer:
		return question.IsYear(word) || timeWords[word]
	case numberAnswer:
		return strings.ContainsAny(word, "0123456789") || numberWords[word]
	case nameAnswer:
		return !first && startsUpper(word)
	}
	return false
}
