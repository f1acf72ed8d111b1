package selection

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

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
	spans   bool                         // how much time is counted: "how many days"
	who     *regexp.Regexp               // what says who somebody is, or what something; nil where nobody asks
}

func newAsked(found retrieval.Result) asked {
	text := found.Reading.Text
	words, pairs := wordsAndPairs(text)
	idf := idfOf(found)
	a := asked{
		reading: found.Reading, kind: found.Reading.Kind(), german: question.Parse(text).German(),
		terms: slices.Sorted(maps.Keys(idf)), words: words, pairs: pairs, same: otherNames(text),
	}
	a.spans = ofTime.MatchString(text)
	a.share = sharesOf(a.terms, idf)
	for _, s := range a.share {
		a.even = append(a.even, (s+1/float64(len(a.terms)))/2)
	}
	for _, name := range found.Reading.Names {
		for _, t := range analysis.Terms(name, "en") {
			delete(idf, t)
		}
		if tells := tellsName(name, found.Terms); len(tells) > 0 {
			a.names, a.written = append(a.names, tells), append(a.written, name)
		}
	}
	a.asks = sharesOf(a.terms, idf)
	a.named = !slices.ContainsFunc(a.asks, func(share float64) bool { return share > 0 })
	if a.kind == question.Name && a.named { // "Who is she?" is not answered by a name
		a.kind = question.Any
	}
	if a.named && len(a.written) == 1 && asksIdentity.MatchString(ownText(found)) {
		a.who = identifies(a.written[0])
	}
	a.kin = make([][][]string, len(a.terms))
	for i, t := range a.terms {
		if a.asks[i] > 0 {
			a.kin[i] = gate.English().Alternatives(t)
		}
	}
	return a
}

// idfOf returns the idf of the terms of what is asked, by their base; those that a question
// has itself count more than those of the questions it leans on.
func idfOf(found retrieval.Result) map[string]float64 {
	idf := map[string]float64{}
	for t, v := range found.Terms {
		idf[prose.Base(t)] = max(idf[prose.Base(t)], v)
	}
	for t := range prose.BaseForms(strings.Join(bound.FindAllString(found.Reading.Text, -1), " "), "en") {
		if len(idf) > 1 {
			delete(idf, t)
		}
	}
	if leans, own := ownWords(found.Reading); leans {
		for t := range prose.BaseForms(own, "en") {
			if idf[t] > 0 {
				idf[t] *= ownWeight
			}
		}
	}
	return idf
}

// bound matches what a quantity is asked to be held against: "more than 300 million pounds". It is no
// word for the matter.
var bound = regexp.MustCompile(`(?i)\b(?:(?:more|less|fewer|higher|lower|bigger|larger|smaller|greater|longer|shorter|older|younger|cheaper|dearer) than|over|under|above|below|beyond|at least|at most|up to|exceed(?:s|ed)?)` +
	` (?:a |an )?[$€£¥]?\d[\d.,]*(?: ?(?:(?:k|m|bn|thousand|million|billion|percent|per cent)\b|%))?(?: (?:euros?|dollars?|pounds?|years?|months?|weeks?|days?|hours?|minutes?))?`)

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

// tellsName returns the base terms that tell a name from others: the rarest, since a
// surname stands for it; or all of them where that is an ordinary word, as in "Man
// United". Terms without idf are not searched for.
func tellsName(name string, idf map[string]float64) []string {
	terms := slices.DeleteFunc(analysis.Terms(name, "en"), func(t string) bool { return idf[t] <= 0 })
	if len(terms) == 0 {
		return nil
	}
	rarest := slices.MaxFunc(terms, func(s, t string) int { return cmp.Compare(idf[s], idf[t]) })
	if !gate.English().Knows(rarest) && strings.ContainsFunc(rarest, unicode.IsLetter) { // no "4.2" of "Tessel 4.2"
		terms = []string{rarest}
	}
	for i, t := range terms {
		terms[i] = prose.Base(t)
	}
	return terms
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
