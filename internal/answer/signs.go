package answer

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/retrieval"
)

// signs are what a sentence shows of being the answer to a question, each in
// [0, 1]. A share of terms is of their idf.
type signs struct {
	covers float64 // share of the question's terms that it holds
	before float64 // that it does not hold but the sentence before it does
	titled float64 // that neither holds but the title does
	kind   float64 // 1 if it has the kind of thing asked for
	focus  float64 // share of its own terms that are the question's
	pairs  float64 // share of the question's pairs of neighbouring words
	exact  float64 // share of the question's words
	rank   float64 // 1 in the best passage, less in each below it
}

// score says how likely a sentence is to answer, against others. The weights
// are those of a conditional logit over the sentences of 20 passages, fitted
// to half of SQuAD's questions and, again, to the other half; docs/answers.md
// has both fits and what they gain.
func (s signs) score() float64 {
	return s.covers + .8*s.before + .25*s.titled + .27*s.kind + .3*s.focus + .2*s.pairs + .35*s.exact + .9*s.rank
}

// matter says how much of what is asked a sentence speaks of where it stands,
// whether it answers or not.
func (s signs) matter() float64 { return s.covers + .5*s.before + .25*s.titled }

// An asked is a question prepared for reading sentences.
type asked struct {
	reading retrieval.Reading
	terms   []string        // of what is asked for, in order
	share   []float64       // of each in the idf of all
	words   map[string]bool // in lower case
	pairs   map[string]bool // neighbouring words, divided by a space
	names   []string        // the rarest term of each name in it
}

func newAsked(found retrieval.Result) asked {
	words, pairs := wordsAndPairs(found.Reading.Text)
	a := asked{reading: found.Reading, terms: slices.Sorted(maps.Keys(found.Terms)), words: words, pairs: pairs}
	all := 0.0
	for _, t := range a.terms { // in order, because a sum of floats depends on it
		all += found.Terms[t]
	}
	for _, t := range a.terms {
		a.share = append(a.share, found.Terms[t]/all)
	}
	for _, name := range found.Reading.Names {
		rarest := slices.MaxFunc(append(retrieval.Analyze(name, "en"), ""), func(s, t string) int {
			return cmp.Compare(found.Terms[s], found.Terms[t])
		})
		if found.Terms[rarest] > 0 {
			a.names = append(a.names, rarest)
		}
	}
	return a
}

// wordsAndPairs returns the words of a text in lower case, stop words too, and
// its pairs of neighbours.
func wordsAndPairs(text string) (words, pairs map[string]bool) {
	words, pairs = map[string]bool{}, map[string]bool{}
	last := ""
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words[w] = true
		if last != "" {
			pairs[last+" "+w] = true
		}
		last = w
	}
	return words, pairs
}

// A reader reads a passage sentence by sentence.
type reader struct {
	asked
	rank          int // of the passage, from 0
	title, before map[string]bool
}

// read returns the signs of the next sentence, given its terms.
func (r *reader) read(text string, terms map[string]bool) signs {
	s := signs{rank: 1 / (1 + .1*math.Log1p(float64(r.rank)))}
	n := 0
	for i, t := range r.terms {
		switch {
		case terms[t]:
			s.covers += r.share[i]
			n++
		case r.before[t]:
			s.before += r.share[i]
		case r.title[t]:
			s.titled += r.share[i]
		}
	}
	if r.answers(text) {
		s.kind = 1
	}
	s.focus = float64(n) / float64(max(1, len(terms)))
	words, pairs := wordsAndPairs(text)
	s.exact, s.pairs = share(r.words, words), share(r.pairs, pairs)
	r.before = terms
	return s
}

var (
	timePattern = regexp.MustCompile(`\b(?:1[0-9]|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)? century|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b`)
	namePattern = regexp.MustCompile(`\p{Ll}[,;]? (?:\p{Lu}\p{L}+)`)
)

// answers reports whether a sentence has the kind of thing that is asked for.
func (a asked) answers(text string) bool {
	r := a.reading
	return r.Timed && timePattern.MatchString(text) ||
		r.Counted && len(stated(text)) > 0 ||
		r.Named && namePattern.MatchString(text)
}
