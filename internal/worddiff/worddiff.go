// Package worddiff says in words what changed from one text to another. Diff
// is its one entry point.
package worddiff

import (
	"strings"
	"time"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// An Op says what became of a piece of text.
type Op int

// The operations.
const (
	Same Op = iota
	Added
	Removed
)

// An Edit is a piece of text with what became of it.
type Edit struct {
	Op   Op
	Text string
}

// limit bounds the search for the shortest difference; after it the rest is
// taken as replaced. Two versions of an article take milliseconds.
const limit = 2 * time.Second

// Diff returns what leads from one text to the other, word by word: all that
// is Same or Removed, joined, is before, and all that is Same or Added is
// after. Invalid UTF-8 counts as replacement characters.
func Diff(before, after string) []Edit {
	before, after = strings.ToValidUTF8(before, "\ufffd"), strings.ToValidUTF8(after, "\ufffd")
	c := coder{codes: map[string]rune{}}
	old, now := c.encode(before), c.encode(after)
	if len(c.words) > mostWords {
		return []Edit{{Removed, before}, {Added, after}}
	}
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = limit
	var out []Edit
	for _, d := range dmp.DiffMainRunes(old, now, false) {
		op := map[diffmatchpatch.Operation]Op{diffmatchpatch.DiffInsert: Added, diffmatchpatch.DiffDelete: Removed}[d.Type]
		out = appendEdit(out, Edit{op, c.decode(d.Text)})
	}
	return out
}

// appendEdit joins what is of one kind.
func appendEdit(out []Edit, e Edit) []Edit {
	if n := len(out); n > 0 && out[n-1].Op == e.Op {
		out[n-1].Text += e.Text
		return out
	}
	return append(out, e)
}

// A coder gives every word a character of its own, so that a difference of
// characters is one of words.
type coder struct {
	codes map[string]rune
	words []string
}

func (c *coder) encode(text string) []rune {
	var out []rune
	for _, w := range words(text) {
		r, ok := c.codes[w]
		if !ok {
			r = code(len(c.words))
			c.codes[w], c.words = r, append(c.words, w)
		}
		out = append(out, r)
	}
	return out
}

func (c *coder) decode(coded string) string {
	var b strings.Builder
	for _, r := range coded {
		b.WriteString(c.words[number(r)])
	}
	return b.String()
}

// The characters that no text may hold (surrogates) are left out: the library
// writes its runes as a string.
const (
	surrogates    = 0xd800
	surrogatesEnd = 0xe000
	mostWords     = unicode.MaxRune - (surrogatesEnd - surrogates)
)

func code(n int) rune {
	if n += 1; n >= surrogates {
		n += surrogatesEnd - surrogates
	}
	return rune(n)
}

func number(r rune) int {
	n := int(r)
	if n >= surrogatesEnd {
		n -= surrogatesEnd - surrogates
	}
	return n - 1
}

// words divides a text into words, spaces and everything else, one by one, of
// which nothing is lost.
func words(text string) []string {
	var out []string
	start, last := 0, other
	for i, r := range text {
		k := kindOf(r)
		if i > start && (k != last || k == other) {
			out = append(out, text[start:i])
			start = i
		}
		last = k
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

type kind int

const (
	other kind = iota
	word
	space
)

func kindOf(r rune) kind {
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '\'', r == '’':
		return word
	case unicode.IsSpace(r) && r != '\n':
		return space
	}
	return other
}
