package retrieval

import (
	"cmp"
	"math"
	"slices"
)

// sameMatter divides hits, best first, into those about the matter of the
// best match and the rest.
func (s seeker) sameMatter(hits []hit) (about, rest []hit) {
	best := 0.0
	for _, h := range hits {
		best = max(best, s.scores[h.slot])
	}
	speech := newSpeech(s)
	var models []traitsOf
	for _, h := range hits {
		if best > 0 && s.scores[h.slot] >= asWell*best {
			models = append(models, speech.of(h.slot))
		}
	}
	for _, h := range hits {
		score := s.scores[h.slot]
		if best > 0 && (score >= asWell*best || score >= somewhat*best && speech.of(h.slot).like(models)) {
			about = append(about, h)
		} else {
			rest = append(rest, h)
		}
	}
	return about, rest
}

// A speech tells how chunks speak, by the terms of their title and text,
// weighted by (1 + ln count) · idf.
type speech struct {
	s   seeker
	idf map[string]float64
}

func newSpeech(s seeker) *speech { return &speech{s, map[string]float64{}} }

// traitsOf holds the terms of a chunk in order, as a vector of length 1.
type traitsOf []trait

type trait struct {
	term   string
	weight float64
}

func (p *speech) of(slot int32) traitsOf {
	c := &p.s.chunks[slot]
	r := &p.s.records[c.record]
	counts := map[string]int{}
	for _, text := range []string{r.article.Title, c.Text} {
		p.s.an.eachTerm(text, r.lang, func(term string) { counts[term]++ })
	}
	var all traitsOf
	sum := 0.0
	for term, n := range counts {
		w := (1 + math.Log(float64(n))) * p.idfOf(term)
		all = append(all, trait{term, w})
	}
	slices.SortFunc(all, func(a, b trait) int { return cmp.Compare(a.term, b.term) })
	for _, t := range all {
		sum += t.weight * t.weight
	}
	for i := range all {
		all[i].weight /= math.Sqrt(sum)
	}
	return all
}

// commonTerm is how many chunks are counted for a term: one of more is common.
const commonTerm = 1000

func (p *speech) idfOf(term string) float64 {
	w, ok := p.idf[term]
	if !ok {
		n := 0
		for _, posting := range p.s.words.postings([]string{term}) {
			if p.s.v.visible[posting.slot] {
				if n++; n == commonTerm {
					break
				}
			}
		}
		w = idf(p.s.v.chunks, n)
		p.idf[term] = w
	}
	return w
}

// like reports whether a chunk speaks like one of others.
func (t traitsOf) like(others []traitsOf) bool {
	return slices.ContainsFunc(others, func(o traitsOf) bool { return t.cosine(o) >= alike })
}

func (t traitsOf) cosine(o traitsOf) (sum float64) {
	for len(t) > 0 && len(o) > 0 {
		switch cmp.Compare(t[0].term, o[0].term) {
		case -1:
			t = t[1:]
		case 1:
			o = o[1:]
		default:
			sum += t[0].weight * o[0].weight
			t, o = t[1:], o[1:]
		}
	}
	return sum
}
