package retrieval

import (
	"strings"

	"footnote/internal/analysis"
	"footnote/internal/question"
)

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
func answers(kind question.Kind, word string, first bool) bool {
	switch kind {
	case question.Time:
		return question.IsYear(word) || timeWords[word]
	case question.Number:
		return strings.ContainsAny(word, "0123456789") || numberWords[word]
	case question.Name:
		return !first && startsUpper(word)
	}
	return false
}
