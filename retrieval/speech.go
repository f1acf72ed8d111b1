package retrieval

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"footnote/internal/analysis"
	"footnote/internal/lexicon"
)

// A speech tells how chunks speak.
type speech struct {
	s     seeker
	idf   map[string]float64
	heard map[int32]*telling // by slot
	at    map[string]int     // place of a term in the chunk that is being heard
}

func newSpeech(s seeker) *speech {
	return &speech{s, map[string]float64{}, map[int32]*telling{}, map[string]int{}}
}

// A telling is how the title and the text of a chunk speak.
type telling struct {
	record int32
	terms  termVector // the terms
	names  termVector // those that are names in some chunk, once they are told apart
	spoken []string   // the words in order, by the stems that the lexicon has; of English alone
	lead   int        // how many of them are the lead
	match  float64    // its share of the best score
	frame  float64    // how much it tells of the frames that are asked for
	vector []float32  // nil where it has none
}

// leadSentences is how many sentences of a chunk are its lead, with the title:
// news says first what happened.
const leadSentences = 2

// of returns how a chunk speaks.
func (p *speech) of(slot int32) *telling {
	if t := p.heard[slot]; t != nil {
		return t
	}
	c := &p.s.chunks[slot]
	r := &p.s.records[c.record]
	t := &telling{record: c.record, vector: p.s.vectorOf(slot)}
	var capitals []int // of each term, how much more often it has one inside a sentence than not
	clear(p.at)
	for i, text := range []string{r.article.Title, c.Text} {
		sentences := 0
		p.s.an.EachWord(text, r.lang, func(w analysis.Word) {
			if w.First {
				sentences++
			}
			leads := i == 0 || sentences <= leadSentences
			if r.lang == analysis.English {
				t.spoken = append(t.spoken, lexicalOf(p.s.an, w))
				if leads {
					t.lead = len(t.spoken)
				}
			}
			if w.Term == "" {
				return
			}
			n, ok := p.at[w.Term]
			if !ok {
				n = len(t.terms)
				p.at[w.Term] = n
				t.terms, capitals = append(t.terms, weightedTerm{term: w.Term}), append(capitals, 0)
			}
			t.terms[n].weight++
			t.terms[n].leads = t.terms[n].leads || leads
			switch {
			case i == 0 || w.First:
			case startsUpper(w.Written):
				capitals[n]++
			default:
				capitals[n]--
			}
		})
	}
	for i := range t.terms {
		x := &t.terms[i]
		x.weight = (1 + math.Log(x.weight)) * math.Sqrt(p.idfOf(x.term))
		x.proper = capitals[i] > 0
	}
	slices.SortFunc(t.terms, byTerm)
	t.terms.normalize()
	p.heard[slot] = t
	return t
}

// mostCounted is how many chunks are looked at for the idf of a term: of one that
// more have, as many of them are visible as of these.
const mostCounted = 64

func (p *speech) idfOf(term string) float64 {
	w, ok := p.idf[term]
	if !ok {
		w = idf(p.s.v.chunks, p.seen(p.s.words.postings([]string{term})))
		p.idf[term] = w
	}
	return w
}

// seen returns how many of some chunks are visible, or nearly.
func (p *speech) seen(list []posting) int {
	looked := min(len(list), mostCounted)
	if p.s.v.chunks == len(p.s.chunks) || looked == 0 {
		return len(list)
	}
	visible := 0
	for i := range looked {
		if p.s.v.visible[list[i*len(list)/looked].slot] {
			visible++
		}
	}
	return visible * len(list) / looked
}

// leadsWith reports whether the lead has one of some terms.
func (t *telling) leadsWith(terms []string) bool {
	return slices.ContainsFunc(terms, func(term string) bool {
		i, ok := slices.BinarySearchFunc(t.terms, weightedTerm{term: term}, byTerm)
		return ok && t.terms[i].leads
	})
}

// opensWith reports whether the lead has one of some phrases of the lexicon.
func (t *telling) opensWith(phrases [][]string) bool {
	return slices.ContainsFunc(phrases, func(phrase []string) bool {
		for i := range t.lead - len(phrase) + 1 {
			if slices.Equal(t.spoken[i:i+len(phrase)], phrase) {
				return true
			}
		}
		return false
	})
}

// A termVector holds terms in order, weighted by (1 + ln count) · √idf, as a vector of
// length 1. With idf itself a library that grows makes the names that it seldom has
// count more and more.
type termVector []weightedTerm

type weightedTerm struct {
	term   string
	weight float64
	leads  bool // it stands in the lead
	proper bool // it has a capital more often than not, where no sentence begins
}

func byTerm(a, b weightedTerm) int { return cmp.Compare(a.term, b.term) }

func (t termVector) normalize() {
	sum := 0.0
	for _, x := range t {
		sum += x.weight * x.weight
	}
	for i := range t {
		t[i].weight /= math.Sqrt(sum)
	}
}

// among returns those of some terms, as a vector of their own.
func (t termVector) among(terms map[string]bool) termVector {
	some := termVector{}
	for _, x := range t {
		if terms[x.term] {
			some = append(some, x)
		}
	}
	some.normalize()
	return some
}

func (t termVector) cosine(o termVector) (sum float64) {
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
var englishWords = sync.OnceValue(func() *lexicon.Lexicon {
	an := analysis.NewAnalyzer()
	return lexicon.Read(func(word string) string { return lexical(an, word) })
})

// frames are those of English, built when they are first asked for.
var frames = sync.OnceValue(func() *lexicon.Frames {
	an := analysis.NewAnalyzer()
	return lexicon.ReadFrames(func(word string) string { return lexical(an, word) })
})

// lexicalOf is lexical of an English word whose term is known.
func lexicalOf(an *analysis.Analyzer, w analysis.Word) string {
	if low := strings.ToLower(w.Written); w.Term == "" || lexicon.Irregular(low) != "" {
		return lexical(an, low)
	}
	return w.Term
}

// lexical returns the stem under which the lexicon has an English word: that of
// its base, or the word where it is a stop word.
func lexical(an *analysis.Analyzer, word string) string {
	low := strings.ToLower(word)
	if base := lexicon.Irregular(low); base != "" {
		low = base
	}
	if term := an.Term(low, analysis.English); term != "" {
		return term
	}
	return low
}
