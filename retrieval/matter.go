package retrieval

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// What is about the same matter as the best match: what has .2 of its score and, of
// the likeness s to the others that match a question about as well as the best, and
// n words of change,
//
//	likeWeight · s + changeWeight · √min(n, manyChanges) ≥ 1
//
// and nameless more where it has no name of the question, and what matches as well
// has. What matches as well is held to that too: a firm's recall of fish cakes matches
// "who runs the firm" by its name, and is like nothing else that does. The weights lie
// on the ridge of a grid over the facts of internal/eval/testdata/changed_facts.jsonl
// and 120 told as news. docs/ranking.md has the figures.
const (
	asWell       = .8
	somewhat     = .2
	likeWeight   = 4.3
	changeWeight = .16
	manyChanges  = 4
	nameless     = .22
)

// sameMatter divides hits, best first, into those about the matter of the
// best match and the rest.
func (s seeker) sameMatter(hits []hit) (about, rest []hit) {
	best := 0.0
	for _, h := range hits {
		best = max(best, s.scores[h.slot])
	}
	m := matter{speech: newSpeech(s), names: s.namesOf()}
	for _, h := range hits {
		if best > 0 && s.scores[h.slot] >= asWell*best {
			t := m.of(h.slot)
			m.models = append(m.models, model{h, t})
			m.named = m.named || t.holdAny(m.names)
		}
	}
	divide := func(in func(hit) bool) (about, rest []hit) {
		for _, h := range hits {
			if in(h) {
				about = append(about, h)
			} else {
				rest = append(rest, h)
			}
		}
		return about, rest
	}
	about, rest = divide(func(h hit) bool {
		score := s.scores[h.slot]
		return best > 0 && score >= somewhat*best && m.holds(h)
	})
	if len(about) == 0 { // each of the models is like none of the others
		return divide(func(h hit) bool { return best > 0 && s.scores[h.slot] >= asWell*best })
	}
	return about, rest
}

// A matter is told by the hits that match a question about as well as the
// best one.
type matter struct {
	*speech
	models []model
	names  map[string]bool // terms of which each stands for a name of the question
	named  bool            // some model has one
}

// A model is one of them.
type model struct {
	hit
	traits traitsOf
}

// holds reports whether a hit is about the matter. One that alone matches so well is.
func (m *matter) holds(h hit) bool {
	t := m.traits(h.slot)
	s, ok := m.likeness(h.slot, t)
	least := 1.0
	if m.named && !t.holdAny(m.names) {
		least += nameless
	}
	n := float64(min(m.changes(h.slot), manyChanges))
	return !ok || likeWeight*s+changeWeight*math.Sqrt(n) >= least
}

// traits returns those of a chunk: of a model they are known.
func (m *matter) traits(slot int32) traitsOf {
	if i := slices.IndexFunc(m.models, func(o model) bool { return o.slot == slot }); i >= 0 {
		return m.models[i].traits
	}
	return m.of(slot)
}

// likeness returns how much a chunk speaks like the matter: the mean of its
// cosines with the other models; false where there is none. What goes on with a
// matter resembles all that was told of it; what shares a name resembles one article.
func (m *matter) likeness(slot int32, t traitsOf) (float64, bool) {
	sum, n := 0.0, 0
	for _, o := range m.models {
		if o.slot != slot {
			sum += t.cosine(o.traits)
			n++
		}
	}
	return sum / float64(max(1, n)), n > 0
}

// namesOf returns the forms of the rarest word of each name in the question.
func (s seeker) namesOf() map[string]bool {
	names := map[string]bool{}
	for _, name := range s.r.Names {
		var rarest wanted
		for _, word := range wordTokens(name) {
			low := strings.ToLower(string(word.Term))
			for _, t := range s.terms {
				if slices.Contains(t.words, low) && t.idf > rarest.idf {
					rarest = t
				}
			}
		}
		for _, form := range rarest.forms {
			names[form] = true
		}
	}
	return names
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

func (t traitsOf) holdAny(terms map[string]bool) bool {
	return slices.ContainsFunc(t, func(x trait) bool { return terms[x.term] })
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
