package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// QuoteMarks tells the quotation marks of a text, character by character: “…”,
// „…“, «…», »…«, "…", 「…」 and 『…』.
type QuoteMarks struct {
	Open rune // the mark that nothing has closed; 0 for none
}

// At reports whether the character at i is a mark, and whether it opens.
func (q *QuoteMarks) At(text string, i int, r rune) (mark, opens bool) {
	switch {
	case q.Open != 0 && strings.ContainsRune(closing[q.Open], r):
		q.Open = 0
		return true, false
	case q.Open != 0:
		return false, false
	case r == '"' && !opensMark(text, i):
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		return !unicode.IsDigit(before), false // 38'09" is a time
	case r == '»' && !(opensMark(text, i) && beginsWord(text[i+len("»"):])):
		return true, false
	case closing[r] != "":
		q.Open = r
		return true, true
	}
	return strings.ContainsRune("”」』", r), false
}

// closing are the marks that close a quotation, by that which opens it.
var closing = map[rune]string{'“': `”"`, '„': `“”"`, '«': "»", '»': "«»", '"': `"”`, '「': "」", '『': "』"}

// opensMark reports whether a plain mark at i opens a quotation: nothing stands
// right before it.
func opensMark(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	return i == 0 || unicode.IsSpace(before) || strings.ContainsRune("([—–-", before)
}

// beginsWord reports whether a text begins with a letter or a digit.
func beginsWord(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
