package retrieval

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// k1 is how slowly more of a term stops counting: Lucene's default, of Okapi
// BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009).
// 0.9 and 1.5 differ by less than a point on the questions below.
const k1 = 1.2

// fieldWeights is how much a word counts in each field, and fieldBs how much
// the field's length takes off it, as in BM25F of the same work, section 3.5.
// Chosen on 1,771 answerable questions of SQuAD 2.0 over 1,204 paragraphs and
// 233 of MultiHop-RAG over 326 articles, development halves:
//
//	weights 1, 1, 1, every b .75: recall@1 .812, MRR@10 .871; MRR@10 .936, MAP@10 .573
//	without the title:            recall@1 .808, MRR@10 .868; MRR@10 .925, MAP@10 .556
//	without the byline:                                       MRR@10 .915, MAP@10 .552
//	as here:                      recall@1 .819, MRR@10 .875; MRR@10 .937, MAP@10 .575
var (
	fieldWeights = [numFields]float64{inBody: 1, inTitle: 1, inByline: 2}
	fieldBs      = [numFields]float64{inBody: .5, inTitle: .75, inByline: .75}
)

// idf is Lucene's variant of the inverse document frequency, always above 0:
//
//	ln(1 + (N - n + 0.5) / (n + 0.5)), of N chunks n hold the term
func idf(chunks, holding int) float64 {
	return math.Log1p((float64(chunks-holding) + 0.5) / (float64(holding) + 0.5))
}

// A hit is a chunk with a score.
type hit struct {
	slot  int32
	score float64
}

// rankWords returns the visible chunks that hold terms of the query, best
// first, at most n, each with its BM25F score but for the constant k1+1:
//
//	score(c) = Σ over terms: times · idf · impact
//	impact   = tf / (k1 + tf)
//	tf       = Σ over fields: weight · count / (1 - b + b · length / mean length)
func (l *library) rankWords(terms []queryTerm, v *view, n int) []hit {
	scored := make([]scoredTerm, len(terms))
	for i, t := range terms {
		scored[i] = scoredTerm{t.postings, l.impacts(t, v), float64(t.times) * t.idf}
	}
	all := newBest(n, l.compare)
	var mu sync.Mutex // guards all
	var least floor
	split(len(l.chunks), func(from, to int) {
		found := l.rankSlots(scored, v, n, int32(from), int32(to), &least)
		mu.Lock()
		defer mu.Unlock()
		for _, h := range found {
			all.add(h)
		}
	})
	return all.sorted()
}

// A scoredTerm is what of a term is left to score: its postings, their impacts where
// those are known, else nil, and what the term weighs.
type scoredTerm struct {
	postings []posting
	impacts  []float32
	weight   float64
}

// A floor is the score, not below 0, that a hit needs to be among the best of all slots: what
// those who rank some of them have found.
type floor struct{ bits atomic.Uint64 }

// raise raises it to score, if that is higher, and returns it. The bits of numbers from 0
// on are in their order.
func (f *floor) raise(score float64) float64 {
	bits := math.Float64bits(score)
	for {
		held := f.bits.Load()
		if held >= bits {
			return math.Float64frombits(held)
		}
		if f.bits.CompareAndSwap(held, bits) {
			return score
		}
	}
}

// rankSlots is rankWords for the slots from and up to to.
func (l *library) rankSlots(terms []scoredTerm, v *view, n int, from, to int32, above *floor) []hit {
	left := make([]scoredTerm, len(terms))
	for i, t := range terms {
		left[i] = t.between(from, to)
	}
	found := newBest(n, l.compare)
	b := block{view: v}
	for ; from < to; from += blockSlots {
		end := min(from+blockSlots, to)
		b.from, b.lengths, b.halves = from, l.words.lengths[from:end], v.halves[from:end]
		clear(b.scores[:])
		for i := range left {
			b.add(&left[i])
		}
		least := max(math.SmallestNonzeroFloat64, above.raise(found.least()))
		for i := b.reaches(0, least); i < len(b.lengths); i = b.reaches(i+1, least) {
			if v.visible[from+int32(i)] {
				found.add(hit{from + int32(i), b.scores[i]})
				least = max(least, found.least())
			}
		}
	}
	return found.sorted()
}

// blockSlots is how many slots are scored at a time: their scores stay in a
// processor's nearest cache, 16 KB of it.
const blockSlots = 2048

// A block is slots in a row while they are scored, visible or not.
type block struct {
	*view
	from    int32
	lengths [][numFields]uint16
	halves  []float32
	scores  [blockSlots]float64
}

// add adds what a term scores, and leaves what of it is behind the block.
func (b *block) add(t *scoredTerm) {
	end := b.from + int32(len(b.lengths))
	if t.impacts != nil {
		impacts := t.impacts[:len(t.postings)]
		for i, p := range t.postings {
			if p.slot >= end {
				t.postings, t.impacts = t.postings[i:], impacts[i:]
				return
			}
			b.scores[p.slot-b.from] += t.weight * float64(impacts[i])
		}
	} else {
		for i, p := range t.postings {
			if p.slot >= end {
				t.postings = t.postings[i:]
				return
			}
			at := p.slot - b.from
			b.scores[at] += t.weight * float64(b.scale.impact(p, b.halves[at], &b.lengths[at]))
		}
	}
	t.postings = nil
}

// reaches returns the first place from i on whose score is at least least, which is above 0, or
// blockSlots. Few are, so four are asked at once: the bits of numbers from 0 on are in their order, so the
// top bit of a difference tells.
func (b *block) reaches(i int, least float64) int {
	below := math.Float64bits(least) - 1
	for ; i%4 != 0; i++ {
		if b.scores[i] >= least {
			return i
		}
	}
	for ; i < blockSlots; i += 4 {
		s := b.scores[i : i+4 : i+4]
		if a, c := (below-math.Float64bits(s[0]))|(below-math.Float64bits(s[1])), (below-math.Float64bits(s[2]))|(below-math.Float64bits(s[3])); a|c < 1<<63 {
			continue
		}
		for ; b.scores[i] < least; i++ {
		}
		return i
	}
	return blockSlots
}

// between returns the part of a term of the slots from and up to to.
func (t scoredTerm) between(from, to int32) scoredTerm {
	at := func(slot int32) int {
		i, _ := slices.BinarySearchFunc(t.postings, slot, func(p posting, slot int32) int { return cmp.Compare(p.slot, slot) })
		return i
	}
	first, end := at(from), at(to)
	t.postings = t.postings[first:end]
	if t.impacts != nil {
		t.impacts = t.impacts[first:end]
	}
	return t
}

// A scale weighs how often a term stands in a field of a chunk: by weight over
// base + slope · length.
type scale struct {
	base, slope [numFields]float64
}

func newScale(mean [numFields]float64) (s scale) {
	for f := range numFields {
		s.base[f] = (1 - fieldBs[f]) / fieldWeights[f]
		s.slope[f] = fieldBs[f] / mean[f] / fieldWeights[f]
	}
	return s
}

// half returns how often a term that stands in the body only must stand there for
// half of the impact it can have. It is worked out once for a view: postings are many,
// and nine in ten need no other choice.
func (s *scale) half(length *[numFields]uint16) float32 {
	return float32(k1 * (s.base[inBody] + s.slope[inBody]*float64(length[inBody])))
}

// impact is what a posting scores of a term that weighs 1, in [0, 1): as a float32, that
// it is the same whether it was kept or not.
func (s *scale) impact(p posting, half float32, length *[numFields]uint16) float32 {
	if p.title|p.byline == 0 {
		body := float64(p.body)
		return float32(body / (float64(half) + body))
	}
	return s.fieldsImpact(p, length)
}

// fieldsImpact is impact for any fields.
func (s *scale) fieldsImpact(p posting, length *[numFields]uint16) float32 {
	tf := 0.0
	for f, n := range [numFields]uint16{inBody: p.body, inTitle: uint16(p.title), inByline: uint16(p.byline)} {
		if n > 0 {
			tf += float64(n) / (s.base[f] + s.slope[f]*float64(length[f]))
		}
	}
	return float32(tf / (k1 + tf))
}
