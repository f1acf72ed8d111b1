package retrieval

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// What is about the same matter as the best match: what matches a question
// about as well, and what matches it somewhat and has, of the share r of the
// best score, the likeness s to what matches as well, and n words of change,
//
//	r + likeWeight · s + changeWeight · √min(n, manyChanges) ≥ leastAbout
//
// The weights are those of a logistic model, fitted to one half of the facts of
// internal/eval/testdata/changed_facts.jsonl and to the other, and rounded; the
// probability at leastAbout is .32. docs/ranking.md has the figures.
const (
	asWell       = .8
	somewhat     = .2
	likeWeight   = 8
	changeWeight = .6
	manyChanges  = 4
	leastAbout   = 2.8
)

// sameMatter divides hits, best first, into those about the matter of the
// best match and the rest.
func (s seeker) sameMatter(hits []hit) (about, rest []hit) {
	best := 0.0
	for _, h := range hits {
		best = max(best, s.scores[h.slot])
	}
	m := matter{speech: newSpeech(s)}
	for _, h := range hits {
		if best > 0 && s.scores[h.slot] >= asWell*best {
			m.add(h)
		}
	}
	for _, h := range hits {
		if score := s.scores[h.slot]; best > 0 && score >= somewhat*best && m.holds(h, score/best) {
			about = append(about, h)
		} else {
			rest = append(rest, h)
		}
	}
	return about, rest
}

// A matter is told by the hits that match a question about as well as the
// best one.
type matter struct {
	*speech
	models []traitsOf
	latest int // place of the newest model
	newest hit
}

func (m *matter) add(h hit) {
	if len(m.models) == 0 || m.s.published(h).Compare(m.s.published(m.newest)) > 0 {
		m.latest, m.newest = len(m.models), h
	}
	m.models = append(m.models, m.of(h.slot))
}

// holds reports whether a hit with this share of the best score is about the
// matter.
func (m *matter) holds(h hit, share float64) bool {
	if share >= asWell {
		return true
	}
	n := float64(min(m.changes(h.slot), manyChanges))
	return share+likeWeight*m.likeness(m.of(h.slot))+changeWeight*math.Sqrt(n) >= leastAbout
}

// likeness returns how much a chunk speaks like the matter: the mean of its
// cosines with the likest model, with the newest, and with all on average. What
// goes on with a matter resembles all that was told of it; what shares a name
// resembles one article.
func (m *matter) likeness(t traitsOf) float64 {
	sum, most, latest := 0.0, 0.0, 0.0
	for i, model := range m.models {
		c := t.cosine(model)
		sum += c
		most = max(most, c)
		if i == m.latest {
			latest = c
		}
	}
	return (most + latest + sum/float64(len(m.models))) / 3
}

// changeWords are words by which English articles tell of a change, in lower
// case.
var changeWords = set(`now again until longer anymore further remain remains remained left last new since already
	meanwhile still before previously formerly once used earlier after from replaced replaces successor ended ends
	changed`)

// unknownChanges is how many words of change an article in another language is
// taken to have: about as many as a chunk in English has.
const unknownChanges = 2

// changes counts the words of change in the title and the text of a chunk.
func (p *speech) changes(slot int32) int {
	c := &p.s.chunks[slot]
	r := &p.s.records[c.record]
	if r.lang != english {
		return unknownChanges
	}
	n := 0
	for _, text := range []string{r.article.Title, c.Text} {
		p.s.an.eachWord(text, r.lang, func(word string) {
			if changeWords[strings.ToLower(word)] {
				n++
			}
		})
	}
	return n
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
