package answer

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/article"
	"footnote/retrieval"
)

// A candidate is a sentence of a passage that may answer.
type candidate struct {
	passage article.Passage
	text    string
	terms   map[string]bool
	score   float64
}

// lower takes a little off a score for each rank its passage stands lower.
func lower(score float64, rank int) float64 { return score / (1 + 0.1*math.Log1p(float64(rank))) }

// candidates returns the sentences of the passages that speak of the
// question, best first.
func candidates(found retrieval.Result) []candidate {
	var cs []candidate
	seen := map[string]bool{}
	for rank, p := range found.Passages {
		for _, text := range sentencesOf(p) {
			key := strings.Join(strings.Fields(strings.ToLower(text)), " ")
			if seen[key] || !quotable(text) {
				continue
			}
			terms := stems(text, p.Article.Lang)
			if score := score(found.Reading, text, terms, found.Terms, rank); score > 0 {
				seen[key] = true
				cs = append(cs, candidate{p, text, terms, score})
			}
		}
	}
	slices.SortStableFunc(cs, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return cs
}

// quotable tells a statement from a heading, a question, a line of a menu, or
// words that lead to a list.
func quotable(text string) bool {
	end := strings.TrimRight(text, "”\"’') ")
	if strings.HasSuffix(end, "?") || strings.HasSuffix(end, ":") {
		return false
	}
	return len(strings.Fields(text)) >= 4 || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	})
}

var (
	timePattern = regexp.MustCompile(`\b(?:1[0-9]|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)? century|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b`)
	namePattern = regexp.MustCompile(`\p{Ll}[,;]? (?:\p{Lu}\p{L}+)`)
)

// score says how well a sentence answers: the idf-weighted share of the
// question's terms it holds, more where it has the kind of thing asked for,
// a little less for each rank its passage stands lower.
func score(r retrieval.Reading, text string, terms map[string]bool, idf map[string]float64, rank int) float64 {
	var have, all float64
	for _, t := range slices.Sorted(maps.Keys(idf)) { // a sum of floats depends on its order
		weight := idf[t]
		all += weight
		if terms[t] {
			have += weight
		}
	}
	if have == 0 {
		return 0
	}
	score := have / all
	switch {
	case r.Timed && timePattern.MatchString(text),
		r.Counted && len(stated(text)) > 0,
		r.Named && namePattern.MatchString(text):
		score += 0.15
	}
	score += 0.1 * share(terms, stemsOf(idf)) // of two that say it, the one that says little else
	return lower(score, rank)
}

func stemsOf(idf map[string]float64) map[string]bool {
	set := make(map[string]bool, len(idf))
	for t := range idf {
		set[t] = true
	}
	return set
}
