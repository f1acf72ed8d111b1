package retrieval

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
)

// How misspelt words are met. The distances are Lucene's "AUTO" but for words
// of three letters, which have too many neighbours, and for those of six and
// seven: names of that length differ by two from other names.
const (
	leastMisspelt = 4  // letters of a word that may be misspelt
	leastTwice    = 8  // letters of a word that may be misspelt twice
	mostMisspelt  = 24 // letters; what is longer is no word
	maxNear       = 3  // terms taken for one word
	maxLookups    = 8  // words of a query that are looked up
)

// misspeltWeight is what a word counts for each letter that is wrong in it. A
// letter missing in the longest word of each question, recall@1 on the two
// halves of SQuAD: .5 gives .793 and .820, .7 .803 and .829, .9 .812 and .836;
// without any correction it is .747 and .766.
const misspeltWeight = .9

// A spelling finds the terms that are spelt nearly like a word. It holds 12
// bytes for each term of letters only.
type spelling struct {
	bySize [mostMisspelt + 1][]letterSet // by number of letters
}

// A letterSet is what the letters of a term tell at a glance.
type letterSet struct {
	letters uint32 // the set of its letters, by their last five bits
	id      int32
}

// letterSetOf returns the letters of a word and how many there are; false where
// it has something else.
func letterSetOf(word string) (letters uint32, n int, ok bool) {
	for _, r := range word {
		if !unicode.IsLetter(r) || unicode.Is(unicode.Ideographic, r) || unicode.Is(unicode.Hangul, r) {
			return 0, 0, false
		}
		letters |= 1 << (r & 31)
		n++
	}
	return letters, n, n <= mostMisspelt
}

// add holds a term under its id.
func (s *spelling) add(term string, id int32) {
	if letters, n, ok := letterSetOf(term); ok {
		s.bySize[n] = append(s.bySize[n], letterSet{letters, id})
	}
}

// near calls found with the terms that are this many mistakes from a word or
// fewer. An edit changes at most two bits of a set of letters.
func (s *spelling) near(word string, mistakes int, terms []string, found func(id int32, mistakes int)) {
	letters, n, ok := letterSetOf(word)
	if !ok {
		return
	}
	d := distance{a: []rune(word)}
	for size := max(1, n-mistakes); size <= min(mostMisspelt, n+mistakes); size++ {
		for _, k := range s.bySize[size] {
			if bits.OnesCount32(letters^k.letters) > 2*mistakes {
				continue
			}
			if m := d.to(terms[k.id], mistakes); m <= mistakes {
				found(k.id, m)
			}
		}
	}
}

// A distance counts the letters to insert, drop, replace or swap with their
// neighbour to get from a word of at most mostMisspelt letters to another.
type distance struct {
	a, b []rune
	rows [3][mostMisspelt + 1]int
}

// to returns the distance to a word, or more than limit where it is more.
func (d *distance) to(word string, limit int) int {
	d.b = d.b[:0]
	for _, r := range word {
		d.b = append(d.b, r)
	}
	before, last, row := &d.rows[0], &d.rows[1], &d.rows[2]
	for j := range len(d.b) + 1 {
		last[j] = j
	}
	for i := range d.a {
		row[0] = i + 1
		least := row[0]
		for j := range d.b {
			same := 0
			if d.a[i] != d.b[j] {
				same = 1
			}
			row[j+1] = min(last[j]+same, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && d.a[i] == d.b[j-1] && d.a[i-1] == d.b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > limit {
			return least
		}
		before, last, row = last, row, before
	}
	return last[len(d.b)]
}

// correct gives the words of a query that the view does not hold the terms
// that are spelt nearly like them: the nearest, the most frequent of those. What only asks is
// no word of theirs, and an
// English word that the lexicon knows is right: "sacked" is not "back".
func (l *library) correct(an *analysis.Analyzer, terms []queryTerm, v *view) {
	lookups := 0
	for i := range terms {
		w := &terms[i]
		if w.holding > 0 || w.asks || utf8.RuneCountInString(w.term) < leastMisspelt || lookups == maxLookups {
			continue
		}
		if w.known(an) {
			continue
		}
		lookups++
		if near, mistakes := l.nearTerms(w.term, v); mistakes > 0 {
			w.misspelt = true
			w.forms = near
			w.postings = l.words.postings(near)
			w.holding = l.holding(w.postings, v)
			w.idf = math.Pow(misspeltWeight, float64(mistakes)) * idf(v.chunks, w.holding)
		}
	}
}

// nearTerms returns the terms of the view nearest to a word, and by how many
// mistakes they differ from it; 0 where there are none.
func (l *library) nearTerms(word string, v *view) (near []string, mistakes int) {
	limit := 1
	if utf8.RuneCountInString(word) >= leastTwice {
		limit = 2
	}
	type candidate struct {
		term              string
		mistakes, holding int
	}
	var all []candidate
	l.words.spelling.near(word, limit, l.words.terms, func(id int32, m int) {
		if !beginAlike(word, l.words.terms[id]) {
			return
		}
		if n := l.holding(l.words.lists[id], v); n > 0 {
			all = append(all, candidate{l.words.terms[id], m, n})
		}
	})
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.mistakes, b.mistakes), cmp.Compare(b.holding, a.holding), cmp.Compare(a.term, b.term))
	})
	for _, c := range all {
		if c.mistakes == all[0].mistakes && len(near) < maxNear {
			near, mistakes = append(near, c.term), c.mistakes
		}
	}
	return near, mistakes
}

// beginAlike reports whether two words begin with the same letter, or with the same
// two the other way round: hardly a mistake is made in the first, and "hack" is no
// "back".
func beginAlike(a, b string) bool {
	x, y := firstRunes(a), firstRunes(b)
	return x[0] == y[0] || x[0] == y[1] && x[1] == y[0]
}

func firstRunes(s string) (two [2]rune) {
	first, size := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[size:])
	return [2]rune{first, second}
}
