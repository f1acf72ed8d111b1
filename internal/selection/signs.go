package selection

import (
	"math"
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/prose"
)

// signs are what a sentence shows of being the answer to a question, each in
// [0, 1]. A share of terms is of their idf.
type signs struct {
	covers float64 // share of the question's terms that it holds
	before float64 // that it does not hold but the sentence before it does
	titled float64 // that neither holds but the title does
	kind   float64 // 1 if it has the kind of thing asked for
	counts float64 // kind, where that is a number
	focus  float64 // share of its own terms that are the question's
	pairs  float64 // share of the question's pairs of neighbouring words
	exact  float64 // share of the question's words
	rank   float64 // 1 in the best passage, less in each below it
	matter float64 // how much of what is asked it speaks of where it stands
	asks   float64 // as covers, of the terms that are in no name
	akin   float64 // of those, what it has another word for
	due    float64 // 1 if it names a time to come, where one is asked for
	lead   float64 // 1 in the first leadSentences of its article
	second float64 // 1 right after the first of its article
	long   float64 // its words, of fullLength
	who    float64 // 1 if it says who somebody is, where that is asked
}

// score says how likely a sentence is to answer, against others. The weights
// are those of a conditional logit over the sentences of 20 passages, fitted
// to half of SQuAD's questions and, again, to the other half; docs/answers.md
// has both fits and what they gain.
func (s signs) score() float64 {
	return s.covers + .8*s.before + .25*s.titled + .27*s.kind + .3*s.focus + .2*s.pairs + .35*s.exact + .9*s.rank + s.who
}

// Where news stands in an article: in its first sentences, of which the first
// often says that something changed and the second what it is now.
const (
	leadSentences = 3
	fullLength    = 30 // words of a sentence that says much
)

// within says how likely a sentence is to answer, against others of an article
// that is about what the question names: it need not name it again. The weights
// are rounded from a conditional logit over the newest articles of the facts in
// internal/eval/testdata; docs/answers.md has the figures.
func (s signs) within() float64 {
	return s.score() + .7*s.asks + .5*s.akin + .5*s.kind + .5*s.counts + .5*s.due + .5*s.lead + .2*s.second + .3*s.long
}

// tells says how well a sentence tells of a moment for a timeline of what is asked.
func (s signs) tells() float64 { return s.score() + .35*s.asks }

// A reader reads a passage sentence by sentence.
type reader struct {
	asked
	passage       article.Passage
	rank          int // of the passage, from 0
	lang          string
	title, before map[string]bool // terms; before are those of the sentence before
	read          int             // sentences
}

func newReader(a asked, rank int, p article.Passage) *reader {
	lang := languageOf(p)
	return &reader{asked: a, passage: p, rank: rank, lang: lang, title: prose.BaseForms(p.Article.Title, lang)}
}

// next returns the signs of the next sentence, given its terms.
func (r *reader) next(text string, terms map[string]bool) signs {
	s := signs{rank: 1 / (1 + .1*math.Log1p(float64(r.rank)))}
	n := 0
	for i, t := range r.terms {
		switch {
		case r.among(terms, t):
			s.covers += r.share[i]
			s.asks += r.asks[i]
			s.matter += r.even[i]
			n++
			continue
		case r.before[t]:
			s.before += r.share[i]
			s.matter += .5 * r.even[i]
		case r.title[t]:
			s.titled += r.share[i]
			s.matter += .25 * r.even[i]
		}
		if slices.ContainsFunc(r.kin[i], func(phrase []string) bool { return holdsAll(terms, phrase) }) {
			s.akin += r.asks[i]
		}
	}
	if r.answers(text) {
		s.kind = 1
		if r.asked.kind.Counts() {
			s.counts = 1
		}
	}
	if r.who != nil && r.who.MatchString(text) {
		s.who = 1
	}
	if r.reading.Timed && r.reading.Present && r.passage.Article.Published.Sure() && namesAhead(text, r.passage.Article.Published) {
		s.due = 1
	}
	s.focus = float64(n) / float64(max(1, len(terms)))
	words, pairs := wordsAndPairs(text)
	if r.passage.Chunk.N == 0 {
		if r.read < leadSentences {
			s.lead = 1
		}
		if r.read == 1 {
			s.second = 1
		}
	}
	s.long = min(1, float64(len(strings.Fields(text)))/fullLength)
	s.exact, s.pairs = prose.Share(r.words, words), prose.Share(r.pairs, pairs)
	r.before = terms
	r.read++
	return s
}
