package retrieval

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
)

// Evidence is a probability by a logistic model of two features of the best
// single article: the share s of the idf of what is asked that it holds, and
// the mass m, that idf in units of a word that no chunk holds. Short questions
// are told apart by the share; long ones, which lean on several articles and
// of which none holds most, by the mass as well. The weights are rounded means
// of fits to two halves of the questions of docs/ranking.md.
const (
	evidenceBias  = -5.7
	evidenceShare = 7.7
	evidenceMass  = 1.4
)

const (
	// evidenceDepth is how many of the best hits are looked at.
	evidenceDepth = 20
	// otherChunks is how many chunks about other matters are imagined beside
	// the library when idf is evidence: in a library of one article every word
	// is in every article, and only words that it lacks would count.
	otherChunks = 30
	// misspeltEvidence is how much of a word is taken to be held where words
	// spelt nearly like it are.
	misspeltEvidence = .75
	// leastEvident is how many letters such a word has at least; shorter ones
	// have neighbours by chance, "rain" in "train".
	leastEvident = 6
	// leastSwapped is how many it has where only its letters' order is wrong.
	leastSwapped = 5
	// unheldKnown is what a word counts that no chunk holds if the lexicon knows it,
	// and so others that may stand for it; unheldUnknown what another counts: of
	// "chess" nothing is said in other words. docs/ranking.md has what they do.
	unheldKnown   = .7
	unheldUnknown = 1.4
)

// evidence returns how likely it is that the best hits answer what is asked.
func (l *library) evidence(an *analysis.Analyzer, terms []queryTerm, hits []hit, chunks int) float64 {
	sum := 0.0
	held := map[int32]float64{} // by record
	for _, t := range terms {
		if t.asks {
			continue
		}
		weight, part := idf(chunks+otherChunks, t.holding), 1.0
		switch {
		case t.misspelt && t.evident():
			weight, part = idf(chunks+otherChunks, 0), misspeltEvidence
		case t.misspelt, t.holding == 0:
			weight, part = idf(chunks+otherChunks, 0)*t.unheld(an), 0
		}
		sum += weight
		counted := map[int32]bool{}
		for _, h := range hits[:min(evidenceDepth, len(hits))] {
			if r := l.chunks[h.slot].record; !counted[r] && holds(t.postings, h.slot) {
				counted[r] = true
				held[r] += part * weight
			}
		}
	}
	most := 0.0
	for _, h := range held {
		most = max(most, h)
	}
	if most == 0 {
		return 0
	}
	return logistic(evidenceBias + evidenceShare*most/sum + evidenceMass*most/idf(chunks+otherChunks, 0))
}

// unheld is what a term counts that the library does not hold.
func (t queryTerm) unheld(an *analysis.Analyzer) float64 {
	switch {
	case t.lang != analysis.English || strings.ContainsFunc(t.term, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }):
		return 1
	case t.known(an):
		return unheldKnown
	}
	return unheldUnknown
}

// evident reports whether a misspelt term is long enough to be taken for those that
// it stands for.
func (t queryTerm) evident() bool {
	n := utf8.RuneCountInString(t.term)
	return n >= leastEvident || n >= leastSwapped && slices.ContainsFunc(t.forms, func(form string) bool { return sameLetters(t.term, form) })
}

func sameLetters(a, b string) bool {
	x, y := []rune(a), []rune(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// holds reports whether a slot is among postings.
func holds(postings []posting, slot int32) bool {
	_, ok := slices.BinarySearchFunc(postings, slot, func(p posting, slot int32) int { return cmp.Compare(p.slot, slot) })
	return ok
}
