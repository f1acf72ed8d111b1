package retrieval

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"footnote/internal/lexicon"
)

// A speech tells how chunks speak.
type speech struct {
	s     seeker
	idf   map[string]float64
	heard map[int32]*telling // by slot
}

func newSpeech(s seeker) *speech { return &speech{s, map[string]float64{}, map[int32]*telling{}} }

// A telling is how the title and the text of a chunk speak.
type telling struct {
	record  int32
	traits  traitsOf        // the terms
	names   traitsOf        // those that are names in some chunk, once they are told apart
	proper  map[string]bool // terms written with a capital more often than not, where no sentence begins
	lead    map[string]bool // terms of the title and the first leadSentences
	opening []string        // the words of these in order, by the stems that the lexicon has; of English alone
}

// leadSentences is how many sentences of a chunk tell what it is about: news
// says first what happened.
const leadSentences = 2

// of returns how a chunk speaks.
func (p *speech) of(slot int32) *telling {
	if t := p.heard[slot]; t != nil {
		return t
	}
	c := &p.s.chunks[slot]
	r := &p.s.records[c.record]
	t := &telling{record: c.record, proper: map[string]bool{}, lead: map[string]bool{}}
	counts, capitals := map[string]int{}, map[string]int{}
	for i, text := range []string{r.article.Title, c.Text} {
		sentences := 0
		p.s.an.eachWord(text, r.lang, func(w written) {
			if w.first {
				sentences++
			}
			leads := i == 0 || sentences <= leadSentences
			if leads && r.lang == english {
				t.opening = append(t.opening, p.s.an.lexical(w.text))
			}
			if w.term == "" {
				return
			}
			counts[w.term]++
			if leads {
				t.lead[w.term] = true
			}
			switch {
			case i == 0 || w.first:
			case startsUpper(w.text):
				capitals[w.term]++
			default:
				capitals[w.term]--
			}
		})
	}
	for term, n := range capitals {
		if n > 0 {
			t.proper[term] = true
		}
	}
	for term, n := range counts {
		t.traits = append(t.traits, trait{term, (1 + math.Log(float64(n))) * math.Sqrt(p.idfOf(term))})
	}
	slices.SortFunc(t.traits, func(a, b trait) int { return cmp.Compare(a.term, b.term) })
	t.traits.normalize()
	p.heard[slot] = t
	return t
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

// leadsWith reports whether the lead has one of some terms.
func (t *telling) leadsWith(terms []string) bool {
	return slices.ContainsFunc(terms, func(term string) bool { return t.lead[term] })
}

// opensWith reports whether the lead has one of some phrases of the lexicon.
func (t *telling) opensWith(phrases [][]string) bool {
	return slices.ContainsFunc(phrases, func(phrase []string) bool {
		for i := range len(t.opening) - len(phrase) + 1 {
			if slices.Equal(t.opening[i:i+len(phrase)], phrase) {
				return true
			}
		}
		return false
	})
}

// traitsOf holds terms in order, weighted by (1 + ln count) · √idf, as a vector of
// length 1. With idf itself a library that grows makes the names that it seldom has
// count more and more.
type traitsOf []trait

type trait struct {
	term   string
	weight float64
}

func (t traitsOf) normalize() {
	sum := 0.0
	for _, x := range t {
		sum += x.weight * x.weight
	}
	for i := range t {
		t[i].weight /= math.Sqrt(sum)
	}
}

// among returns those of some terms, as a vector of their own.
func (t traitsOf) among(terms map[string]bool) traitsOf {
	some := traitsOf{}
	for _, x := range t {
		if terms[x.term] {
			some = append(some, x)
		}
	}
	some.normalize()
	return some
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

// englishWords is the lexicon, built when it is first asked for a question.
var englishWords = sync.OnceValue(func() *lexicon.Lexicon { return lexicon.Read(newAnalyzer().lexical) })

// lexical returns the stem under which the lexicon has an English word: that of
// its base, or the word where it is a stop word.
func (an *analyzer) lexical(word string) string {
	low := strings.ToLower(word)
	if base := lexicon.Irregular(low); base != "" {
		low = base
	}
	if term := an.term([]byte(low), english); term != "" {
		return term
	}
	return low
}
