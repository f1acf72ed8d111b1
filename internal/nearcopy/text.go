package nearcopy

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// A text is what of an article is compared. Its lists are sorted, and hold
// nothing twice.
type text struct {
	shingles []uint64
	numbers  []uint64
}

// newText reads a text. Case, marks and space are no part of it; a character
// of a script without spaces is a word.
func newText(body string) text {
	var t text
	var last [shingleWords]uint64
	n := 0
	word, number := uint64(hashSeed), false
	inWord := false
	end := func() {
		if !inWord {
			return
		}
		copy(last[:], last[1:])
		last[shingleWords-1] = word
		if n++; n >= shingleWords {
			h := uint64(hashSeed)
			for _, w := range last {
				h = mix(h ^ w)
			}
			t.shingles = append(t.shingles, h)
		}
		if number {
			t.numbers = append(t.numbers, word)
		}
		word, number, inWord = hashSeed, false, false
	}
	for i := 0; i < len(body); {
		r, size := rune(body[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(body[i:])
		}
		i += size
		switch {
		case isAlone(r):
			end()
			word, inWord = step(word, r), true
			end()
		case isWord(r):
			word, inWord = step(word, lower(r)), true
			number = number || r >= '0' && r <= '9'
		default:
			end()
		}
	}
	end()
	t.shingles, t.numbers = distinct(t.shingles), distinct(t.numbers)
	return t
}

func distinct(list []uint64) []uint64 {
	slices.Sort(list)
	return slices.Compact(list)
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func lower(r rune) rune {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// isAlone reports whether a character stands for a word: those of scripts that
// are written without spaces.
func isAlone(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// FNV-1a over characters, and the finalizer of MurmurHash3 (Appleby, public
// domain), which spreads it over all bits.
const (
	hashSeed  = 14695981039346656037
	hashPrime = 1099511628211
)

func step(h uint64, r rune) uint64 { return (h ^ uint64(r)) * hashPrime }

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// fewest is how many shingles a text must have to be looked at: fewer may be
// anybody's words.
const fewest = 8

// prints returns the least shingles, cut to their high bits.
func (t text) prints() []uint32 {
	if len(t.shingles) < fewest {
		return nil
	}
	var prints []uint32
	for _, s := range t.shingles[:min(len(t.shingles), printCount)] {
		prints = append(prints, uint32(s>>16)) // the highest bits are those that made it least
	}
	slices.Sort(prints)
	return slices.Compact(prints)
}

// When two texts are copies: the shorter one has this part of its shingles in
// common with the other, is not much shorter, and where both are about numbers
// they are not all others', as in reports that are written by one pattern.
const (
	leastShared  = .30
	leastLength  = .25
	fewNumbers   = 6
	leastNumbers = .25
	// shortText is how many shingles a text has whose words must be shared
	// nearly all.
	shortText   = 40
	shortShared = .6
)

func (t text) like(o text) bool {
	short, long := len(t.shingles), len(o.shingles)
	if short > long {
		short, long = long, short
	}
	if short < fewest || float64(short) < leastLength*float64(long) {
		return false
	}
	need := leastShared
	if short < shortText {
		need = shortShared
	}
	if float64(common(t.shingles, o.shingles)) < need*float64(short) {
		return false
	}
	numbers := min(len(t.numbers), len(o.numbers))
	return numbers < fewNumbers || float64(common(t.numbers, o.numbers)) >= leastNumbers*float64(numbers)
}

// common returns how many hashes two sorted lists share.
func common(a, b []uint64) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}
