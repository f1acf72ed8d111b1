package story

import (
	"cmp"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
)

// What a term weighs. On the set of docs/stories.md, F1 over halves is .853
// for tf-idf alone, .886 with names, .919 with names and leads, .933 with all.
const (
	// nameWeight is for terms that are written with a capital almost wherever
	// they stand within a sentence: who and where tell two floods apart.
	nameWeight = 3.0
	nameShare  = 0.95
	// The title and the first leadWords words say what it is about: they count
	// leadWeight times.
	leadWords  = 50
	leadWeight = 2.0
	// saturation is k of tf/(tf+k): the second mention says less than the first.
	saturation = 2.0
	// aloneHalf is the size of set at which a term that only one article has
	// counts half. It links nothing; in a large set it only says that an
	// article is long, in a small one it tells that two articles differ.
	aloneHalf = 50.0
)

// maxTerms bounds the terms of an article, the heaviest ones: a long report
// has some 600.
const maxTerms = 800

// maxText bounds what is read of an article, in bytes; the rest of what is
// longer is no news of the day.
const maxText = 32 << 10

// A Set is articles as they are compared. It may be read by several
// goroutines at once.
type Set struct {
	Docs    []Doc
	place   map[string]int // ID → place in Docs
	terms   map[string]int32
	stats   []stat // by term
	vectors []vector
	texts   int // of Docs, near-copies once
}

// A stat is what a set knows of a term.
type stat struct {
	docs          int // articles that have it
	texts         int // the same, near-copies once
	within, upper int // how often it stands within a sentence, and capitalised
	idf           float64
}

// A weight is one coordinate of a vector.
type weight struct {
	term  int32
	value float32
}

// A vector is sorted by term, each once.
type vector []weight

// NewSet reads the articles; they are not to be changed afterwards.
func NewSet(docs []Doc) *Set {
	s := &Set{Docs: docs, place: make(map[string]int, len(docs)), terms: map[string]int32{}, vectors: make([]vector, len(docs))}
	an := analysis.NewAnalyzer()
	sketches := make([]sketch, len(docs))
	for i, d := range docs {
		s.place[d.ID] = i
		s.vectors[i] = s.count(an, d, &sketches[i])
	}
	s.countTexts(sketches)
	for t := range s.stats {
		st := &s.stats[t]
		st.idf = math.Log(float64(s.texts+1) / float64(st.texts))
	}
	for i := range s.vectors {
		s.vectors[i] = s.weigh(s.vectors[i])
	}
	return s
}

// countTexts counts in how many different texts each term stands.
func (s *Set) countTexts(sketches []sketch) {
	first, distinct := copies(sketches)
	s.texts = distinct
	byText := make([]int, len(first))
	for i := range byText {
		byText[i] = i
	}
	slices.SortStableFunc(byText, func(i, j int) int { return cmp.Compare(first[i], first[j]) })
	last := make([]int, len(s.stats)) // the text that had a term last, from 1
	for _, i := range byText {
		for _, w := range s.vectors[i] {
			if last[w.term] != first[i]+1 {
				last[w.term] = first[i] + 1
				s.stats[w.term].texts++
			}
		}
	}
}

// count returns how often each term of an article stands in it, and adds to
// the stats and to the sketch of its text.
func (s *Set) count(an *analysis.Analyzer, d Doc, sk *sketch) vector {
	counts := map[int32]float32{}
	n := 0
	read := func(text string, title bool) {
		an.EachWord(text, an.Language(d.Lang, text), func(w analysis.Word) {
			if w.Term == "" {
				return
			}
			t := s.term(w.Term)
			if !title {
				n++
				s.see(t, w)
				sk.add(t)
			}
			if title || n <= leadWords {
				counts[t] += leadWeight
			} else {
				counts[t]++
			}
		})
	}
	read(d.Title, true)
	read(head(d.Text), false)
	v := make(vector, 0, len(counts))
	for t, c := range counts {
		s.stats[t].docs++
		v = append(v, weight{t, c})
	}
	return v
}

// head returns the first maxText bytes of a text, in whole characters.
func head(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

func (s *Set) term(term string) int32 {
	t, ok := s.terms[term]
	if !ok {
		t = int32(len(s.stats))
		s.terms[term] = t
		s.stats = append(s.stats, stat{})
	}
	return t
}

// see notes whether a word within a sentence is capitalised. Titles tell
// nothing: they are often capitalised throughout.
func (s *Set) see(t int32, w analysis.Word) {
	if w.First {
		return
	}
	s.stats[t].within++
	if r, _ := utf8.DecodeRuneInString(w.Written); unicode.IsUpper(r) {
		s.stats[t].upper++
	}
}

// weigh turns counts into a vector of unit length; what has no terms gets
// none.
func (s *Set) weigh(counts vector) vector {
	alone := aloneHalf / (aloneHalf + float64(s.texts))
	for i, c := range counts {
		st := &s.stats[c.term]
		w := float64(c.value) / (float64(c.value) + saturation) * st.idf
		if st.docs == 1 {
			w *= alone
		}
		if st.isName() {
			w *= nameWeight
		}
		counts[i].value = float32(w)
	}
	if len(counts) > maxTerms {
		slices.SortFunc(counts, func(a, b weight) int {
			return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.term, b.term))
		})
		counts = slices.Clone(counts[:maxTerms])
	}
	slices.SortFunc(counts, func(a, b weight) int { return cmp.Compare(a.term, b.term) })
	norm := math.Sqrt(counts.times(counts))
	for i := range counts {
		counts[i].value /= float32(max(norm, math.SmallestNonzeroFloat32))
	}
	return counts
}

func (st *stat) isName() bool {
	return st.within > 0 && float64(st.upper) >= nameShare*float64(st.within)
}

// times returns the dot product.
func (v vector) times(o vector) (sum float64) {
	for i, j := 0, 0; i < len(v) && j < len(o); {
		switch a, b := v[i], o[j]; {
		case a.term < b.term:
			i++
		case a.term > b.term:
			j++
		default:
			sum += float64(a.value) * float64(b.value)
			i++
			j++
		}
	}
	return sum
}

// plus returns the sum of two vectors.
func (v vector) plus(o vector) vector {
	out := make(vector, 0, len(v)+len(o))
	for i, j := 0, 0; i < len(v) || j < len(o); {
		switch {
		case j == len(o) || i < len(v) && v[i].term < o[j].term:
			out = append(out, v[i])
			i++
		case i == len(v) || v[i].term > o[j].term:
			out = append(out, o[j])
			j++
		default:
			out = append(out, weight{v[i].term, v[i].value + o[j].value})
			i++
			j++
		}
	}
	return out
}

// Like returns how alike two articles of the set are, in [0, 1].
func (s *Set) Like(i, j int) float64 { return s.vectors[i].times(s.vectors[j]) }

// A Topic is a text that articles may be about.
type Topic struct {
	terms   []int32   // that the set holds
	weights []float64 // their rarity
	all     float64   // of the rarity of all terms
}

// Topic reads a text. Terms that the set does not hold count as the rarest.
func (s *Set) Topic(text string) Topic {
	var topic Topic
	seen := map[string]bool{}
	an := analysis.NewAnalyzer()
	an.EachWord(text, an.Language("", text), func(w analysis.Word) {
		if w.Term == "" || seen[w.Term] {
			return
		}
		seen[w.Term] = true
		weight := math.Log(float64(s.texts + 1))
		if t, ok := s.terms[w.Term]; ok {
			weight = s.stats[t].idf
			topic.terms, topic.weights = append(topic.terms, t), append(topic.weights, weight)
		}
		topic.all += weight
	})
	return topic
}

// About returns how much of a topic an article has, in [0, 1]: the share of
// its terms, weighed by their rarity.
func (s *Set) About(topic Topic, i int) float64 {
	have := 0.0
	for n, t := range topic.terms {
		if _, found := slices.BinarySearchFunc(s.vectors[i], t, func(w weight, t int32) int { return cmp.Compare(w.term, t) }); found {
			have += topic.weights[n]
		}
	}
	if topic.all == 0 {
		return 0
	}
	return have / topic.all
}
