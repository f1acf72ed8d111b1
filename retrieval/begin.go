package retrieval

import (
	"unicode/utf8"

	"footnote/internal/analysis"
)

// beginnings tell how the words begin that a matcher looks for. They pass by most words of
// a text at little cost, because in English a word and its stem begin alike.
type beginnings struct {
	last [1 << 10]int16 // of those that begin with two letters, 1 + the place of the last in all
	all  []beginning
}

// A beginning is a form, or a word of the query.
type beginning struct {
	text    string // in lower case
	least   int    // bytes that a word shares with it
	related bool   // a word that begunAlike takes for it is looked for, too
	before  int16  // as beginnings.last, of the one before
}

// addForm adds a form. A word and its stem differ in the last letter of that at most, of
// those with three letters hardly: y may be i, and "use" and "die" become "using" and "dying".
func (s *beginnings) addForm(form string) {
	s.add(beginning{text: form, least: max(len(form)-1, min(len(form), 3))})
	if len(form) == 3 && form[2] == 'e' {
		s.add(beginning{text: form[:2] + "i", least: 3})
		s.add(beginning{text: form[:1] + "y", least: 2})
	}
}

// addWord adds a word of the query, for itself and, if asked, for those begun alike.
func (s *beginnings) addWord(word string, related bool) {
	s.add(beginning{text: word, least: len(word), related: related})
}

func (s *beginnings) add(b beginning) {
	if open(b.text) {
		return
	}
	at := &s.last[firstTwo(b.text)]
	b.before = *at
	s.all = append(s.all, b)
	*at = int16(len(s.all))
}

// find reports whether a word may be one that is looked for, and which of all beginnings is the
// same word, -1 where it did not come by that.
func (s *beginnings) find(word string) (same int, may bool) {
	if open(word) {
		return -1, true
	}
	for at := s.last[firstTwo(word)]; at > 0; {
		b := &s.all[at-1]
		if b.begins(word) {
			if b.text == word {
				return int(at - 1), true
			}
			return -1, true
		}
		at = b.before
	}
	return -1, false
}

// begins reports whether a word may be b's. Marks, as in "10,000", and accents, which
// stems lack, do not tell.
func (b *beginning) begins(word string) bool {
	n := 2
	for n < len(word) && n < len(b.text) && sameLetter(word[n], b.text[n]) {
		n++
	}
	return n >= b.least || b.related && alike(n, len(b.text), len(word)) ||
		n < len(word) && !analysis.InWord(word[n]) || n < len(b.text) && !analysis.InWord(b.text[n])
}

// firstTwo tells the first two letters or digits of a word, whatever their case.
func firstTwo(word string) int { return int(word[0]&31)<<5 | int(word[1]&31) }

// sameLetter reports whether two characters are a letter whatever its case, or y and i, which
// stems have for it.
func sameLetter(a, b byte) bool {
	a, b = a|0x20, b|0x20
	return a == b || a == 'y' && b == 'i' || a == 'i' && b == 'y'
}

// open reports whether a word's first two bytes do not tell: one letter,
// accents, which stems lack, and marks as in "U.S".
func open(word string) bool {
	return len(word) == 1 || word[0] >= utf8.RuneSelf || !analysis.InWord(word[1])
}

// leastBegun is how many bytes two related words share at their beginning.
const leastBegun = 4

// begunAlike reports whether a word is related to another by how they begin.
func begunAlike(a string, b []byte) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return alike(n, len(a), len(b))
}

// alike reports whether n bytes are enough for two words of so many to be related: leastBegun,
// three quarters of the shorter and half of b.
func alike(n, a, b int) bool { return n >= leastBegun && 4*n >= 3*min(a, b) && 2*n > b }
