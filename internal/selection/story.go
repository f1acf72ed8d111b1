package selection

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/question"
)

// nameWithin matches a word with a capital within a sentence.
var nameWithin = regexp.MustCompile(`[\pL\d,]['’”"]?[ \x{a0}](\p{Lu}[\pL\d'’-]+)`)

// OfStory returns, of candidates for a question that names nothing, those whose passages have
// a name of the verdict's passage that not most of them have: else a bridge that opens would
// be told with all else that does. Where the question names something, or the verdict's
// passage nothing, it returns all.
func OfStory(verdict Candidate, cs []Candidate) []Candidate {
	mine := namesOf(verdict.Passage)
	held := map[string]map[string]bool{} // by article
	count := map[string]int{}            // articles that have a name
	for _, c := range cs {
		if c.named {
			return cs
		}
		id := c.ArticleID()
		if held[id] == nil {
			held[id] = map[string]bool{}
		}
		for name := range namesOf(c.Passage) {
			if !held[id][name] {
				held[id][name] = true
				count[name]++
			}
		}
	}
	tells := map[string]bool{}
	for name := range mine {
		if 2*count[name] <= len(held) || len(held) <= fewStories {
			tells[name] = true
		}
	}
	if len(tells) == 0 {
		return cs
	}
	return slices.DeleteFunc(slices.Clone(cs), func(c Candidate) bool {
		return c.ArticleID() != verdict.ArticleID() && prose.Share(tells, held[c.ArticleID()]) == 0
	})
}

// fewStories is of how many articles that were found a name tells though most have it.
const fewStories = 3

// namesOf returns the words with capitals within the sentences of a passage, but for days and
// months, in lower case; none of German, where nouns have them.
func namesOf(p article.Passage) map[string]bool {
	out := map[string]bool{}
	if languageOf(p) == analysis.German {
		return out
	}
	for _, m := range nameWithin.FindAllStringSubmatch(p.Chunk.Text, -1) {
		name := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(m[1]), "'s"), "’s")
		if !(question.Word{Low: name}).NamesTime() {
			out[name] = true
		}
	}
	return out
}
