package prose

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quotable tells a statement that may be shown from a heading, a question, a line of a menu, or
// words that lead to a list or are cut off before a reference.
func Quotable(text string) bool {
	if !Showable(text) || caption.MatchString(text) {
		return false
	}
	end := strings.TrimRight(text, "”\"’')“»›」』）\u00a0\u202f ")
	if last, _ := utf8.DecodeLastRuneInString(end); strings.ContainsRune("?:？：؟([", last) || heading(end) {
		return false
	}
	return len(strings.Fields(text)) >= 4 || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	})
}

// caption matches what stands under a picture: it ends in whose the picture is, without an
// end mark.
var caption = regexp.MustCompile(`(?:\b(?:Getty(?: Images)?|Shutterstock|AP Photo|via AP|imago|picture alliance)|/ ?(?:Reuters|AP|AFP|EPA|dpa))(?: file| pool)?[)\]]?$|^(?:(?:Cover|Featured|Header) )?(?i:photo|picture|image|foto|bild)(?: credit)?: `)

// LongestHeading is how many words a heading has at most.
const LongestHeading = 12

// AsksInHeading matches how a heading begins that only announces: Why It Matters.
var AsksInHeading = regexp.MustCompile(`^(?:Why|How|What|Who|Where|When)\b`)

// heading reports whether a text without an end mark is a heading: it announces, or
// its words are written large.
func heading(text string) bool {
	words := strings.Fields(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	if len(words) == 0 || len(words) > LongestHeading || unicode.Is(unicode.Sentence_Terminal, last) || last == '…' || !strings.ContainsFunc(text, unicode.IsUpper) {
		return false
	}
	small := slices.ContainsFunc(words, func(w string) bool {
		first, _ := utf8.DecodeRuneInString(w)
		return utf8.RuneCountInString(w) > 3 && unicode.IsLower(first)
	})
	return !small || AsksInHeading.MatchString(text)
}

// Showable reports whether nothing in a text would mention, link, instruct or hide.
func Showable(text string) bool { return Forbidden(text) == "" && text == VisibleOnly(text) }

// Ends reports whether a text has the mark that ends a sentence.
func Ends(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "”\"’')"))
	return unicode.Is(unicode.Sentence_Terminal, last) || last == '…'
}

// Running returns the statements of an article that are running text: where most of them have
// the mark that ends a sentence, those without are headings, captions and titles of other articles.
func Running(texts []string) []string {
	ended := 0
	for _, text := range texts {
		if Ends(text) {
			ended++
		}
	}
	if 2*ended <= len(texts) {
		return texts
	}
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return !Ends(text) })
}

// Leans reports whether a sentence cannot be understood by itself: by how it begins, because it is half
// of a quotation, or because only "he said" tells who says it.
func Leans(text string) bool {
	return dependent.MatchString(text) || saidBy.MatchString(text) || halfQuoted(text)
}

// dependent begins sentences that cannot be understood by themselves.
var dependent = regexp.MustCompile(`^(?:["“‘']?(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|But|And|So|Also|However|Instead|Meanwhile|Still|Yet|Then|There)\b|["“])`)

// saidBy matches who says a sentence, where that is somebody named before.
var saidBy = regexp.MustCompile(`,["”’]? (?:he|she|they) (?:said|says|added|wrote|told|explained|argued|noted)\b`)

// halfQuoted reports whether a quotation is open at the end of a text or closed without being opened.
func halfQuoted(text string) bool {
	var q QuoteMarks
	for i, r := range text {
		open := q.Open
		if mark, opens := q.At(text, i, r); mark && !opens && open == 0 {
			return true
		}
	}
	return q.Open != 0
}
