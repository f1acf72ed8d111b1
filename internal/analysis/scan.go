package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Scanner divides a text into the words that Words finds in it, some
// ten times as fast, for the texts that are read while somebody waits. It also
// tells where sentences end, by plainer rules than Sentences.
type Scanner struct {
	text string
	at   int

	start, end int  // of the word
	First      bool // the word is the first of a sentence
}

// Scan returns a Scanner before the first word of a text, and false where that has
// a script whose words are not told by letters alone.
func Scan(text string) (Scanner, bool) {
	if isASCII(text) {
		return Scanner{text: text}, true
	}
	for _, r := range text {
		if r >= '\u0600' && !(r >= '\u1e00' && r < '\u2e80') || r == utf8.RuneError {
			return Scanner{}, false
		}
	}
	return Scanner{text: norm.NFKC.String(text)}, true
}

// Word returns the word that Next went on to.
func (s *Scanner) Word() string { return s.text[s.start:s.end] }

// A kind is what a character is to a Scanner.
type kind uint8

const (
	gap  kind = iota // between words
	mark             // a gap, but for where it joins two parts of a word; see joint
	letter
	digit
	wide // the first byte of a character of several
)

// kinds holds the kinds of bytes.
var kinds = func() (k [1 << 8]kind) {
	for c := range k {
		switch {
		case c >= utf8.RuneSelf:
			k[c] = wide
		case c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_':
			k[c] = letter
		case c >= '0' && c <= '9':
			k[c] = digit
		case strings.ContainsRune(".':,;", rune(c)):
			k[c] = mark
		}
	}
	return k
}()

// InWord reports whether a byte is an ASCII character that belongs to words: a letter, a digit
// or an underscore.
func InWord(c byte) bool { return kinds[c] == letter || kinds[c] == digit }

// Next goes on to the next word, if there is one.
func (s *Scanner) Next() bool {
	from, first := s.at, s.end == 0
	k := s.skip()
	if s.at == len(s.text) {
		return false
	}
	s.First = first || s.text[from:s.at] != " " && s.endsSentence(s.text[from:s.at])
	s.start = s.at
	s.at = s.wordEnd(k)
	s.end = s.at
	return true
}

// skip goes to where a word begins, or to the end, and returns what is there.
func (s *Scanner) skip() kind {
	for at := s.at; at < len(s.text); {
		k, size := kinds[s.text[at]], 1
		if k == wide {
			k, size = classifyRune(s.text[at:])
		}
		if k >= letter {
			s.at = at
			return k
		}
		at += size
	}
	s.at = len(s.text)
	return gap
}

// wordEnd returns where the word ends that begins, with this kind, where the Scanner is.
func (s *Scanner) wordEnd(k kind) int {
	text := s.text
	for at := s.at; ; {
		for at < len(text) && kinds[text[at]] == k { // most of most words
			at++
		}
		if at == len(text) || kinds[text[at]] == gap {
			return at
		}
		next, size := classify(text, at)
		if next < letter {
			if size = joint(text[at:], k); size == 0 {
				return at
			}
		} else {
			k = next
		}
		at += size
	}
}

// classify returns what stands at a place of a text, and its size in bytes.
func classify(text string, at int) (kind, int) {
	if k := kinds[text[at]]; k != wide {
		return k, 1
	}
	return classifyRune(text[at:])
}

func classifyRune(text string) (kind, int) {
	r, size := utf8.DecodeRuneInString(text)
	if unicode.IsLetter(r) || unicode.IsMark(r) {
		return letter, size
	}
	return gap, size
}

// joint returns the size of a mark that joins what stands before it, of this
// kind, to more of the kind, with the first character of that: "isn't", "U.S",
// "10,000". It is 0 for none.
func joint(text string, k kind) int {
	size := 1
	switch c := text[0]; {
	case c == '.' || c == '\'':
	case c == ':' && k == letter:
	case (c == ',' || c == ';') && k == digit:
	case strings.HasPrefix(text, "’"):
		size = len("’")
	default:
		return 0
	}
	if size < len(text) {
		if next, n := classify(text, size); next == k {
			return size + n
		}
	}
	return 0
}

// endsSentence reports whether what stands between two words ends a sentence.
func (s *Scanner) endsSentence(gap string) bool {
	stop := -1
	for i := range len(gap) {
		switch gap[i] {
		case '\n', '!', '?':
			return true
		case '.':
			stop = i
		}
	}
	if stop < 0 || stop == len(gap)-1 {
		return false
	}
	word := s.Word()
	next, _ := utf8.DecodeRuneInString(s.text[s.at:])
	return !unicode.IsLower(next) && len(word) > 1 && !before[word] && !strings.Contains(word, ".")
}
