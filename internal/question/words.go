package question

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/dates"
)

// maxWords is how many words of a question are read for names and dates. What
// is longer is a pasted page.
const maxWords = 256

// A Text is a question as its reader goes through it.
type Text struct {
	text    string
	Words   []Word
	runs    map[string][]place // see places; nil until asked for
	shouted bool               // several words, each with a capital: they tell no names
	german  bool               // see German
}

// A Word is a word of a question.
type Word struct {
	Text       string // as written, without the marks around it
	Low        string // in lower case, without a possessive ending
	gap        string // what stands between it and the word before
	Start, end int    // byte offsets of text in the question
	possessive bool
}

// Parse divides a question into words.
func Parse(text string) *Text {
	q := &Text{text: text}
	for at := 0; len(q.Words) < maxWords; {
		start := strings.IndexFunc(text[at:], analysis.IsWordRune)
		if start < 0 {
			break
		}
		start += at
		end := wordEnd(text, start)
		q.Words = append(q.Words, newSaid(text[start:end], text[at:start], start))
		at = end
	}
	q.shouted = len(q.Words) > 3
	for _, w := range q.Words {
		if r, _ := utf8.DecodeRuneInString(w.Text); unicode.IsLower(r) {
			q.shouted = false
		}
	}
	q.german = q.isGerman()
	return q
}

func newSaid(text, gap string, start int) Word {
	w := Word{Text: text, gap: gap, Start: start, end: start + len(text)}
	w.Low = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	w.Low, w.possessive = strings.CutSuffix(w.Low, "'s")
	return w
}

// wordEnd returns where the word that starts at an offset ends. Marks within
// a word belong to it ("U.S", "AT&T", "what's"), and those of numbers within
// one ("1,200", "3/4", "17:30").
func wordEnd(text string, at int) int {
	end, inNumber := at, false
	for i, r := range text[at:] {
		switch {
		case analysis.IsWordRune(r) || unicode.IsMark(r):
			if end < at+i && !joins(text[end:at+i], inNumber && unicode.IsDigit(r)) {
				return end
			}
			end, inNumber = at+i+utf8.RuneLen(r), unicode.IsDigit(r)
		case at+i > end:
			return end // two marks in a row
		}
	}
	return end
}

// joins reports whether a mark between two letters keeps them one word.
func joins(mark string, digits bool) bool {
	switch mark {
	case ".", "'", "’", "-", "&", "+":
		return true
	case ",", "/", ":":
		return digits
	}
	return false
}

// low returns a word in lower case, or "" outside of the question.
func (q *Text) low(i int) string {
	if i < 0 || i >= len(q.Words) {
		return ""
	}
	return q.Words[i].Low
}

// capital reports whether a word begins with a capital or a digit.
func (w Word) capital() bool {
	r, _ := utf8.DecodeRuneInString(w.Text)
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// coined reports whether a word has a capital, a digit or a full stop inside,
// as no ordinary word has: "TechCrunch", "CBSSports.com".
func coined(word string) bool {
	_, first := utf8.DecodeRuneInString(word)
	inside := word[min(first, len(word)):]
	return strings.ContainsFunc(inside, func(r rune) bool { return unicode.IsDigit(r) || r == '.' }) ||
		strings.ContainsFunc(inside, unicode.IsUpper) && strings.ContainsFunc(inside, unicode.IsLower)
}

// Opens reports whether a word begins the question or a sentence of it.
func (q *Text) Opens(i int) bool {
	return i == 0 || strings.ContainsAny(q.Words[i].gap, ".?!\n:;")
}

// NamesTime reports whether a word is a day of the week, or several, or a month.
func (w Word) NamesTime() bool {
	_, day := weekdays[strings.TrimSuffix(w.Low, "s")]
	return day || dates.Month(w.Low) > 0
}

// greeting returns how many of the first words only greet, and whom: "Hi Footnote, …".
func (q *Text) greeting() int {
	if len(q.Words) < 2 || !greets[q.low(0)] && !(q.low(0) == "good" && greets[q.low(1)]) {
		return 0
	}
	for n := 1; n < min(len(q.Words), longestGreeting+1); n++ {
		if strings.ContainsAny(q.Words[n].gap, ",.!:;–—\n") {
			return n
		}
	}
	if small[q.low(1)] {
		return 1
	}
	return 0
}

// longestGreeting is how many words a greeting has at most.
const longestGreeting = 3

// greets are words that greet or thank, alone or behind "good".
var greets = analysis.Set("hi hello hey hallo hola bonjour salut ciao thanks cheers morning afternoon evening")

// Beside reports whether a word may go on with the name that the one before ends.
func (q *Text) Beside(i int) bool { return q.Words[i].gap == " " && !q.Words[i-1].possessive }

// divided reports whether a mark stands before a word, so that it does not
// belong to the one before, or none does.
func (q *Text) divided(i int) bool {
	return i == 0 || i >= len(q.Words) || strings.TrimSpace(q.Words[i].gap) != ""
}

// Quotes are the marks that may stand around a name.
const Quotes = "\"'‘’“”„«»‹›`*_"

// quoted reports whether the words from and up to to stand in quotation marks.
func (q *Text) quoted(from, to int) bool {
	after := ""
	if to < len(q.Words) {
		after = q.Words[to].gap
	} else {
		after = q.text[q.Words[to-1].end:]
	}
	before := q.Words[from].gap
	return before != "" && after != "" && strings.ContainsRune(Quotes, lastRune(before)) && strings.ContainsRune(Quotes, firstRune(after))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
