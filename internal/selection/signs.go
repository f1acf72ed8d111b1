package selection

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/dates"
	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
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
	opens  float64 // 1 if it opens the passage
	lead   float64 // 1 in the first leadSentences of its article
	second float64 // 1 right after the first of its article
	long   float64 // its words, of fullLength
	news   float64 // share of the title's terms that it holds
}

// score says how likely a sentence is to answer, against others. The weights
// are those of a conditional logit over the sentences of 20 passages, fitted
// to half of SQuAD's questions and, again, to the other half; docs/answers.md
// has both fits and what they gain.
func (s signs) score() float64 {
	return s.covers + .8*s.before + .25*s.titled + .27*s.kind + .3*s.focus + .2*s.pairs + .35*s.exact + .9*s.rank
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

// tells says how well a sentence tells the news of its article for a timeline
// of what is asked: the news is what the title says, or the number asked for.
func (s signs) tells() float64 { return s.score() + .35*s.asks + .4*s.opens + s.news + s.counts }

// An asked is a question prepared for reading sentences.
type asked struct {
	reading question.Reading
	kind    question.Kind
	terms   []string                     // of what is asked for, in order
	share   []float64                    // of each in the idf of all
	even    []float64                    // mean of share and of an equal share: in a library about one matter its words are common
	asks    []float64                    // share among those that are in no name, 0 for those that are
	named   bool                         // all of them are in names
	kin     [][][]string                 // of each of those, the words and phrases that may stand for it, as terms
	same    map[string][]map[string]bool // of a term, other names of the same thing, as terms
	words   map[string]bool              // in lower case
	pairs   map[string]bool              // neighbouring words, divided by a space
	names   [][]string                   // the terms that tell each name in it
	written []string                     // those names, as it writes them
	german  bool                         // it is in German
}

func newAsked(found retrieval.Result) asked {
	words, pairs := wordsAndPairs(found.Reading.Text)
	idf := map[string]float64{}
	for t, v := range found.Terms {
		idf[prose.Base(t)] = max(idf[prose.Base(t)], v)
	}
	if leans, own := ownWords(found.Reading); leans {
		for t := range prose.BaseForms(own, "en") {
			if idf[t] > 0 {
				idf[t] *= ownWeight
			}
		}
	}
	a := asked{reading: found.Reading, same: otherNames(found.Reading.Text), kind: found.Reading.Kind(), terms: slices.Sorted(maps.Keys(idf)), words: words, pairs: pairs, german: question.Parse(found.Reading.Text).German()}
	a.share = sharesOf(a.terms, idf)
	for _, s := range a.share {
		a.even = append(a.even, (s+1/float64(len(a.terms)))/2)
	}
	other := maps.Clone(idf)
	for _, name := range found.Reading.Names {
		for _, t := range analysis.Terms(name, "en") {
			delete(other, t)
		}
		if tells := tellsName(analysis.Terms(name, "en"), found.Terms); len(tells) > 0 {
			for i, t := range tells {
				tells[i] = prose.Base(t)
			}
			a.names, a.written = append(a.names, tells), append(a.written, name)
		}
	}
	a.asks = sharesOf(a.terms, other)
	a.named = !slices.ContainsFunc(a.asks, func(share float64) bool { return share > 0 })
	if a.kind == question.Name && a.named { // "Who is she?" is not answered by a name
		a.kind = question.Any
	}
	for i, t := range a.terms {
		a.kin = append(a.kin, nil)
		if a.asks[i] > 0 {
			a.kin[i] = gate.English().Alternatives(t)
		}
	}
	return a
}

// otherNames returns what may be said for each word of an English text, by its term:
// "chief executive" for "CEO", "founder" for "founded". Other forms of a word and its
// other spellings prose.Base knows.
func otherNames(text string) map[string][]map[string]bool {
	same := map[string][]map[string]bool{}
	for i, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		others := prose.OtherNames(word)
		for _, kin := range gate.English().Derived(word, gate.EnglishStem(strings.ToLower(word)), i == 0) {
			others = append(others, prose.BaseForms(kin, "en"))
		}
		for term := range prose.BaseForms(word, "en") {
			same[term] = append(same[term], others...)
		}
	}
	return same
}

// among reports whether terms have one of what is asked, or another name of the same thing, or
// a German word that is composed with it.
func (a asked) among(terms map[string]bool, t string) bool {
	if a.german && !terms[t] {
		for term := range terms {
			if analysis.Composed(term, t) {
				return true
			}
		}
	}
	return terms[t] || slices.ContainsFunc(a.same[t], func(name map[string]bool) bool { return prose.Share(name, terms) == 1 })
}

// amongAll reports whether terms have each of what is asked, as among does.
func (a asked) amongAll(terms map[string]bool, asked []string) bool {
	return !slices.ContainsFunc(asked, func(t string) bool { return !a.among(terms, t) })
}

// tellsName returns the terms that tell a name from others: the rarest, since a
// surname stands for it; or all of them where that is an ordinary word, as in "Man
// United". Terms without idf are not searched for.
func tellsName(terms []string, idf map[string]float64) []string {
	terms = slices.DeleteFunc(slices.Clone(terms), func(t string) bool { return idf[t] <= 0 })
	if len(terms) == 0 {
		return nil
	}
	rarest := slices.MaxFunc(terms, func(s, t string) int { return cmp.Compare(idf[s], idf[t]) })
	if gate.English().Knows(rarest) {
		return terms
	}
	return []string{rarest}
}

// namedIn reports whether terms hold one of the names in the question.
func (a asked) namedIn(terms map[string]bool) bool {
	return slices.ContainsFunc(a.names, func(name []string) bool { return holdsAll(terms, name) })
}

// heldIn returns how much of what is asked some terms hold.
func (a asked) heldIn(terms map[string]bool) float64 {
	held := 0.0
	for i, t := range a.terms {
		if a.among(terms, t) {
			held += a.even[i]
		}
	}
	return held
}

// heldBy returns how much of what is asked each article holds, by its ID, as a share
// of the most that any does: in its title and in those of its passages that were found,
// by whatever name of the same thing.
func (a asked) heldBy(passages []article.Passage) map[string]float64 {
	terms := map[string]map[string]bool{}
	for _, p := range passages {
		lang := languageOf(p)
		if terms[p.Article.ID] == nil {
			terms[p.Article.ID] = prose.BaseForms(p.Article.Title, lang)
		}
		maps.Copy(terms[p.Article.ID], prose.BaseForms(p.Chunk.Text, lang))
	}
	held, most := map[string]float64{}, 0.0
	for id, has := range terms {
		held[id] = a.heldIn(has)
		most = max(most, held[id])
	}
	for id := range held {
		if most > 0 {
			held[id] /= most
		}
	}
	return held
}

// HeldBy returns how much of what is asked each article that was found holds, by its
// ID, as a share of the most that any does.
func HeldBy(found retrieval.Result) map[string]float64 { return newAsked(found).heldBy(found.Passages) }

// sharesOf returns the share that each of the terms has in the idf of all.
func sharesOf(terms []string, idf map[string]float64) []float64 {
	all := 0.0
	for _, t := range terms { // in order, because a sum of floats depends on it
		all += idf[t]
	}
	shares := make([]float64, len(terms))
	for i, t := range terms {
		if all > 0 {
			shares[i] = idf[t] / all
		}
	}
	return shares
}

// ownWeight is how much more a term counts that a question has itself than one
// of the questions it leans on.
const ownWeight = 2

// ownWords returns the question itself, and whether it was read after others
// that it leans on.
func ownWords(r question.Reading) (leans bool, own string) {
	i := strings.LastIndex(r.Asked, "\n")
	return i >= 0, r.Asked[i+1:]
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
	if r.reading.Timed && r.reading.Present && r.passage.Article.Published.Sure() && namesAhead(text, r.passage.Article.Published) {
		s.due = 1
	}
	s.focus = float64(n) / float64(max(1, len(terms)))
	words, pairs := wordsAndPairs(text)
	if r.read == 0 {
		s.opens = 1
	}
	if r.passage.Chunk.N == 0 && !r.named { // "Who is she?" is answered where she is named
		if r.read < leadSentences {
			s.lead = 1
		}
		if r.read == 1 {
			s.second = 1
		}
	}
	s.long = min(1, float64(len(strings.Fields(text)))/fullLength)
	s.news = prose.Share(r.title, terms)
	s.exact, s.pairs = prose.Share(r.words, words), prose.Share(r.pairs, pairs)
	r.before = terms
	r.read++
	return s
}

// What the kinds of answers look like.
var (
	timePattern = regexp.MustCompile(`\b(?:1[0-9]|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)? century|\b(?:` + dates.MonthNames + `|` + germanMonths + `)\b|\b` + dates.MonthWord + ` \d{1,2}\b`)
	namePattern = regexp.MustCompile(`\p{Ll}[,;]? (?:\p{Lu}\p{L}+)`)
	// German nouns are written as names are: two that stand together are one, or capitals are.
	namesInGerman = regexp.MustCompile(`\p{Lu}\pL+ \p{Lu}\pL+|\b\p{Lu}{2,}\b`)
	reasonPattern = regexp.MustCompile(`(?i)\b(?:weil|denn|wegen|gr(?:und|ünde)|ursachen?|deshalb|aufgrund|dadurch|because|since|due to|owing to|thanks to|reasons?|caused?|so that|in order to|therefore|blam(?:e|es|ed|ing)|argu(?:es|ed|ing) that|(?:led|prompted|forced)\b.{1,40} to)\b`)
	moneyPattern  = regexp.MustCompile(`(?i)[$€£¥]\s?\d|\d[\d.,]*(?: (?:thousand|million|billion|bn|m|millionen|milliarden?|mio\.?|mrd\.?))? ?(?:[$€£¥]|(?:euros?|dollars?|pounds?|pence|cents?|crowns?|kron(?:a|e|er|or)|francs?|yen|yuan|rupees?|pesos?|reais|zloty|lira|rand|won)\b)`)
)

// LacksNumber reports whether a question asks how many, how much or how old, and no
// text has a number of that kind.
func LacksNumber(found retrieval.Result, texts []string) bool {
	a := newAsked(found)
	return found.Reading.Counted && a.kind.Counts() && !slices.ContainsFunc(texts, a.answers)
}

// answers reports whether a sentence has the kind of thing that is asked for.
func (a asked) answers(text string) bool {
	switch a.kind {
	case question.Time:
		return timePattern.MatchString(text)
	case question.Number:
		return len(figures(text)) > 0
	case question.Money:
		return moneyPattern.MatchString(text)
	case question.Count:
		return slices.ContainsFunc(figures(text), func(n prose.Number) bool { return n.Unit == "" })
	case question.Name:
		if a.german {
			return slices.ContainsFunc(namesInGerman.FindAllString(text, -1), func(name string) bool {
				return slices.ContainsFunc(strings.Fields(strings.ToLower(name)), func(w string) bool { return !a.words[w] })
			})
		}
		return slices.ContainsFunc(namePattern.FindAllString(text, -1), func(name string) bool {
			return !a.words[strings.ToLower(name[strings.IndexByte(name, ' ')+1:])]
		})
	case question.Reason:
		return reasonPattern.MatchString(text)
	}
	return false
}
