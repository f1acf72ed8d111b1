package retrieval

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"footnote/internal/analysis"
)

// A minHash is what a chunk's words look like from afar: of the terms whose
// hash falls in each of its places the least hash, 0 for none. Texts that
// share most of their terms agree in most places (one permutation hashing, Li,
// Owen and Zhang, NIPS 2012).
type minHash [minHashPlaces / lanes]uint64

const (
	minHashPlaces = 16
	lanes         = 4 // places in a uint64, of 16 bits each
)

func (o *minHash) add(term []byte) {
	h := mix(hashBytes(hashSeed, term))
	at := &o[h%minHashPlaces/lanes]
	shift := h % lanes * 16
	v := h>>48 | 1
	if held := *at >> shift & 0xffff; held == 0 || v < held {
		*at ^= (held ^ v) << shift
	}
}

// like reports whether two of them agree in half of their places, which texts
// that differ in a word here and there do.
func (o *minHash) like(p *minHash) bool {
	same := zeroLanes(o[0]^p[0]) | zeroLanes(o[1]^p[1])>>1 | zeroLanes(o[2]^p[2])>>2 | zeroLanes(o[3]^p[3])>>3
	if same == 0 {
		return false
	}
	empty := zeroLanes(o[0]|p[0]) | zeroLanes(o[1]|p[1])>>1 | zeroLanes(o[2]|p[2])>>2 | zeroLanes(o[3]|p[3])>>3
	same &^= empty // of which there is nothing in either
	return same != 0 && 2*bits.OnesCount64(same) >= minHashPlaces-bits.OnesCount64(empty)
}

// laneTops has the top bit of each lane set.
const laneTops = 0x8000_8000_8000_8000

// zeroLanes returns the top bit of each lane that is 0.
func zeroLanes(x uint64) uint64 {
	const rest = ^uint64(laneTops)
	return ^(x&rest + rest | x | rest)
}

const (
	// shingleWords is how many words in a row two texts must share; four are a
	// phrase that nobody writes twice by chance.
	shingleWords = 4
	// leastShared is the share of shingles that near-copies have in common. A
	// changed word changes four shingles, so fewer than one word in thirteen
	// differs, or up to three tenths were added at an end.
	leastShared = .7
)

// A wording is a text as it is compared with others.
type wording struct {
	shingles map[uint64]bool
	numbers  map[string]bool
	denials  map[string]bool
}

// readWording reads a text in a language.
func readWording(an *analysis.Analyzer, text, lang string) wording {
	p := wording{map[uint64]bool{}, map[string]bool{}, map[string]bool{}}
	var last []uint64
	an.EachWord(text, lang, func(w analysis.Word) {
		word := strings.ToLower(w.Written)
		switch {
		case strings.ContainsAny(word, "0123456789"):
			p.numbers[word] = true
		case denials[word] || strings.HasSuffix(word, "n't") || strings.HasSuffix(word, "n’t"):
			p.denials[word] = true
		}
		last = append(last, hashBytes(hashSeed, word))
		if len(last) < shingleWords {
			return
		}
		last = last[len(last)-shingleWords:]
		h := hashSeed
		for _, w := range last {
			h = mix(h ^ w)
		}
		p.shingles[h] = true
	})
	return p
}

// denials turn what a sentence says around.
var denials = analysis.Set("no not never neither nor without cannot nein nicht kein keine nie ohne non pas jamais sans ni sin")

// copies reports whether two texts say the same in nearly the same words: they
// share most of their shingles, one may have more numbers than the other but
// not other ones, and both deny in the same words.
func (p wording) copies(o wording) bool {
	shared := 0
	for h := range p.shingles {
		if o.shingles[h] {
			shared++
		}
	}
	return shared > 0 && float64(shared) >= leastShared*float64(max(len(p.shingles), len(o.shingles))) &&
		(subset(p.numbers, o.numbers) || subset(o.numbers, p.numbers)) && maps.Equal(p.denials, o.denials)
}

// subset reports whether all of a set are in another.
func subset(a, b map[string]bool) bool {
	for s := range a {
		if !b[s] {
			return false
		}
	}
	return true
}

// A folding puts hits that tell the same into groups, which it knows by their
// first hits.
type folding struct {
	l        *library
	an       *analysis.Analyzer
	hits     []hit
	group    []int           // of each hit; it may belong to another group in turn
	wordings map[int]wording // of the hits that were compared
}

// maxFolded is how many hits are compared with each other.
const maxFolded = 100

// fold returns the hits in groups of near-copies, best first: chunks of the
// same or nearly the same text, and chunks of the same page as held in another
// scope. What is near to one of a group is in it.
func (l *library) fold(an *analysis.Analyzer, hits []hit) [][]hit {
	f := folding{l, an, hits, make([]int, len(hits)), map[int]wording{}}
	for i := range hits {
		f.group[i] = i
	}
	var again []samePage
	var wg sync.WaitGroup
	wg.Go(func() { again = f.samePages() })
	f.foldTexts()
	wg.Wait()
	f.foldPages(again)
	at := make([]int, len(hits)) // by the first hit of a group
	groups := make([][]hit, 0, len(hits))
	for i := range hits {
		if first := f.of(i); first == i {
			at[i] = len(groups)
			groups = append(groups, hits[i:i+1:i+1])
		} else {
			groups[at[first]] = append(groups[at[first]], hits[i])
		}
	}
	return groups
}

// of returns the group of a hit: its first.
func (f *folding) of(i int) int {
	for f.group[i] != i {
		f.group[i] = f.group[f.group[i]]
		i = f.group[i]
	}
	return i
}

func (f *folding) join(i, j int) {
	i, j = f.of(i), f.of(j)
	f.group[max(i, j)] = min(i, j)
}

// foldTexts joins near-copies. Only the first maxFolded hits are compared but for equality.
func (f *folding) foldTexts() {
	outlines := make([]minHash, len(f.hits))
	for i, h := range f.hits {
		o := &outlines[i]
		*o = f.l.words.minHashes[h.slot]
		for j := range outlines[:i] {
			switch p := &outlines[j]; {
			case *o == *p && f.chunk(i).Text == f.chunk(j).Text:
				f.join(i, j)
			case i < maxFolded && o.like(p) && f.of(i) != f.of(j) && f.read(i).copies(f.read(j)):
				f.join(i, j)
			}
		}
	}
}

func (f *folding) chunk(i int) *indexed { return &f.l.chunks[f.hits[i].slot] }

func (f *folding) read(i int) wording {
	p, ok := f.wordings[i]
	if !ok {
		p = readWording(f.an, f.chunk(i).Text, f.l.records[f.record(i)].lang)
		f.wordings[i] = p
	}
	return p
}

// A samePage is a hit of a page that another article is, too, whose first hit is first.
type samePage struct{ hit, first int }

// samePages returns the hits whose page another article had before.
func (f *folding) samePages() (again []samePage) {
	first := make(map[string]int, len(f.hits)) // page → its first hit
	for i := range f.hits {
		page := f.l.records[f.record(i)].canonical
		if page == "" {
			continue
		}
		if j, ok := first[page]; !ok {
			first[page] = i
		} else if f.record(i) != f.record(j) {
			again = append(again, samePage{i, j})
		}
	}
	return again
}

// foldPages joins a chunk of a page that another article is, too, with the
// first chunk of that page, unless it is near to some chunk of it.
func (f *folding) foldPages(again []samePage) {
	if len(again) == 0 {
		return
	}
	of := f.records()
	for _, p := range again {
		if !slices.Contains(of[f.of(p.hit)], f.record(p.first)) {
			f.join(p.hit, p.first)
		}
	}
}

// records returns the records of each group.
func (f *folding) records() map[int][]int32 {
	of := map[int][]int32{}
	for i := range f.hits {
		of[f.of(i)] = append(of[f.of(i)], f.record(i))
	}
	return of
}

func (f *folding) record(i int) int32 { return f.chunk(i).record }
