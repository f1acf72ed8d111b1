package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
)

// maxWords is how many words of a question are read for names and dates. What
// is longer is a pasted page.
const maxWords = 256

// A question is a text as its reader goes through it.
type question struct {
	text    string
	words   []said
	runs    map[string][]place // see places; nil until asked for
	shouted bool               // several words, each with a capital: they tell no names
}

// A said is a word of a question.
type said struct {
	text       string // as written, without the marks around it
	low        string // in lower case, without a possessive ending
	gap        string // what stands between it and the word before
	start, end int    // byte offsets of text in the question
	possessive bool
}

func newQuestion(text string) *question {
	q := &question{text: text}
	for at := 0; len(q.words) < maxWords; {
		start := strings.IndexFunc(text[at:], analysis.IsWordRune)
		if start < 0 {
			break
		}
		start += at
		end := wordEnd(text, start)
		q.words = append(q.words, newSaid(text[start:end], text[at:start], start))
		at = end
	}
	q.shouted = len(q.words) > 3
	for _, w := range q.words {
		if r, _ := utf8.DecodeRuneInString(w.text); unicode.IsLower(r) {
			q.shouted = false
		}
	}
	return q
}

func newSaid(text, gap string, start int) said {
	w := said{text: text, gap: gap, start: start, end: start + len(text)}
	w.low = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	w.low, w.possessive = strings.CutSuffix(w.low, "'s")
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
func (q *question) low(i int) string {
	if i < 0 || i >= len(q.words) {
		return ""
	}
	return q.words[i].low
}

// capital reports whether a word begins with a capital or a digit.
func (w said) capital() bool {
	r, _ := utf8.DecodeRuneInString(w.text)
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

// opens reports whether a word begins the question or a sentence of it.
func (q *question) opens(i int) bool {
	return i == 0 || strings.ContainsAny(q.words[i].gap, ".?!\n:;")
}

// greeting returns how many of the first words only greet, and whom: "Hi Footnote, …".
func (q *question) greeting() int {
	if len(q.words) < 2 || !greets[q.low(0)] && !(q.low(0) == "good" && greets[q.low(1)]) {
		return 0
	}
	for n := 1; n < min(len(q.words), longestGreeting+1); n++ {
		if strings.ContainsAny(q.words[n].gap, ",.!:;–—\n") {
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
var greets = analysis.Set("hi hello hey thanks cheers morning afternoon evening")

// divided reports whether a mark stands before a word, so that it does not
// belong to the one before, or none does.
func (q *question) divided(i int) bool {
	return i == 0 || i >= len(q.words) || strings.TrimSpace(q.words[i].gap) != ""
}

// quotes are the marks that may stand around a name.
const quotes = "\"'‘’“”„«»‹›`*_"

// quoted reports whether the words from and up to to stand in quotation marks.
func (q *question) quoted(from, to int) bool {
	after := ""
	if to < len(q.words) {
		after = q.words[to].gap
	} else {
		after = q.text[q.words[to-1].end:]
	}
	before := q.words[from].gap
	return before != "" && after != "" && strings.ContainsRune(quotes, lastRune(before)) && strings.ContainsRune(quotes, firstRune(after))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
