package retrieval

import (
	"cmp"
	"math"
	"sync"

	"footnote/internal/analysis"
)

// A posting counts a term in the fields of one chunk: 8 bytes, of which there
// are about 100 for a chunk.
type posting struct {
	slot          int32
	body          uint16
	title, byline uint8
}

func (p *posting) add(f field, n uint16) {
	switch f {
	case inBody:
		p.body = n
	case inTitle:
		p.title = uint8(min(n, math.MaxUint8))
	case inByline:
		p.byline = uint8(min(n, math.MaxUint8))
	}
}

// words is the index of words: term → its postings by ascending slot.
// Postings of removed chunks stay until compact.
type words struct {
	ids       map[string]int32
	terms     []string            // by id
	lists     [][]posting         // by id
	lengths   [][numFields]uint16 // slot → terms of each field
	minHashes []minHash           // by slot
	spelling  spelling

	analyzers *sync.Pool // of *analysis.Analyzer, for queries
}

func newWords() words {
	return words{ids: map[string]int32{}, analyzers: &sync.Pool{New: func() any { return analysis.NewAnalyzer() }}}
}

// add counts a term in a field of the chunk in the last slot.
func (w *words) add(slot int32, f field, term []byte, n uint16) {
	id, ok := w.ids[string(term)]
	if !ok {
		id = w.put(string(term), nil)
	}
	list := w.lists[id]
	if k := len(list); k == 0 || list[k-1].slot != slot {
		list = append(list, posting{slot: slot})
		w.lists[id] = list
	}
	list[len(list)-1].add(f, n)
}

// put holds a new term and returns its id.
func (w *words) put(term string, list []posting) int32 {
	id := int32(len(w.lists))
	w.ids[term] = id
	w.terms = append(w.terms, term)
	w.lists = append(w.lists, list)
	w.spelling.add(term, id)
	return id
}

// measure returns where the lengths of the chunk in a slot belong.
func (w *words) measure(slot int32) *[numFields]uint16 {
	for int(slot) >= len(w.lengths) {
		w.lengths = append(w.lengths, [numFields]uint16{})
		w.minHashes = append(w.minHashes, minHash{})
	}
	return &w.lengths[slot]
}

// postings returns those of a term that has several forms, one per language,
// as if they were one word.
func (w *words) postings(forms []string) []posting {
	var all []posting
	lists := 0
	for _, form := range forms {
		if id, ok := w.ids[form]; ok {
			if lists++; lists == 1 {
				all = w.lists[id]
			} else {
				all = merge(all, w.lists[id])
			}
		}
	}
	return all
}

// compounds returns the terms that are composed with a German one at their end: "Wehrbrücke"
// is a "Brücke".
func (w *words) compounds(term string) []string {
	var all []string
	for _, t := range w.terms {
		if len(all) < maxCompounds && analysis.Composed(t, term) {
			all = append(all, t)
		}
	}
	return all
}

// maxCompounds is how many words one may stand for.
const maxCompounds = 64

// merge returns the postings of both lists; a chunk in both has the sum.
func merge(a, b []posting) []posting {
	out := make([]posting, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(a[0].slot, b[0].slot) {
		case -1:
			out, a = append(out, a[0]), a[1:]
		case 1:
			out, b = append(out, b[0]), b[1:]
		default:
			out = append(out, posting{
				a[0].slot, addCapped(a[0].body, b[0].body),
				addCapped(a[0].title, b[0].title), addCapped(a[0].byline, b[0].byline),
			})
			a, b = a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

func addCapped[T uint8 | uint16](a, b T) T {
	if a+b < a {
		return ^T(0)
	}
	return a + b
}

// compact gives every posting the slot that moved says, and drops those that
// it moves to -1. It keeps their order.
func (w *words) compact(moved []int32) {
	kept := newWords()
	for id, list := range w.lists {
		left := list[:0]
		for _, p := range list {
			if p.slot = moved[p.slot]; p.slot >= 0 {
				left = append(left, p)
			}
		}
		if len(left) > 0 {
			kept.put(w.terms[id], left)
		}
	}
	for slot, length := range w.lengths {
		if to := moved[slot]; to >= 0 {
			*kept.measure(to) = length
			kept.minHashes[to] = w.minHashes[slot]
		}
	}
	kept.analyzers = w.analyzers
	*w = kept
}
