package selection

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// nextPart begins a further question within one: "… and who approved it?"
var nextPart = regexp.MustCompile(`(?i)(?:[?.;]\s*|,?\s+(?:and|but|or)\s+)((?:who|whom|whose|what|when|where|why|how|which)\b)`)

// partsOf divides a question into what it asks one after the other, in its
// words, without question marks.
func partsOf(text string) []string {
	text = prose.OneLine(text)
	var parts []string
	begun := 0
	for _, m := range nextPart.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > 0 {
			parts = append(parts, text[begun:m[0]])
			begun = m[2]
		}
	}
	parts = append(parts, text[begun:])
	for i, p := range parts {
		parts[i] = strings.Trim(p, " ?.,;")
	}
	return parts
}

// leastPart is the share of a part's own words that a sentence must hold to
// answer it.
const leastPart = .5

// asksFirst begins what is a question by itself.
var asksFirst = regexp.MustCompile(`(?i)^(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|at what|by when|since when|until when|in which|for how)\b`)

// opening is what a question begins with that adds to another.
var opening = regexp.MustCompile(`(?i)^(?:and|but|so|or|also|then)\s+`)

// AnswerParts returns what answers each part of a question that asks several
// things, and the parts that nothing answers. It returns nothing where the question
// asks one thing, or a part asks nothing by itself.
func AnswerParts(found retrieval.Result) (quotes []Candidate, missing []string) {
	_, own := ownWords(found.Reading)
	parts := partsOf(own)
	if len(parts) < 2 || !asksFirst.MatchString(parts[0]) {
		return nil, nil
	}
	about := articlesOf(OnMatter(Candidates(found)))
	for _, part := range parts {
		f, ok := foundFor(found, part)
		if !ok {
			return nil, nil
		}
		told := Headlines(f)
		f.Passages = slices.DeleteFunc(slices.Clone(f.Passages), func(p article.Passage) bool { return !about[p.Article.ID] })
		if c, ok := answerTo(f); ok {
			quotes = append(quotes, c)
		} else if len(told) > 0 {
			quotes = append(quotes, told[0])
		} else {
			missing = append(missing, part)
		}
	}
	return quotes, missing
}

// UnheldPart returns the words of a question that leans on others, if no sentence on
// the matter holds any that are its own: what is quoted is about what it leans on.
// Where a time or a number is asked for, it may be told in other words. It is empty
// where there is nothing to say.
func UnheldPart(found retrieval.Result, cs []Candidate) string {
	leans, own := ownWords(found.Reading)
	kind := question.Alone(own).Kind()
	f, asks := foundFor(found, own)
	if !leans || !asks || question.OwnWords(own) < leastOwn || kind == question.Time || kind.Counts() {
		return ""
	}
	a := newAsked(f)
	for _, c := range ofShare(cs, 0) {
		for i, t := range a.terms {
			if a.asks[i] > 0 && c.Terms[t] {
				return ""
			}
		}
	}
	return strings.Trim(opening.ReplaceAllString(prose.OneLine(own), ""), " ?.,;")
}

// leastOwn is how many words of its own a question has at least of which it can be
// said that nothing speaks of them: "Is that still true?" asks of what it leans on.
const leastOwn = 1

// foundFor returns what was found, read for one part of the question: with its
// own terms and names, and the names of the other parts.
func foundFor(found retrieval.Result, part string) (retrieval.Result, bool) {
	named := prose.Stems(strings.Join(found.Reading.Names, " "), "en")
	own := prose.Stems(part, "en")
	reading, terms, asks := question.Alone(part), map[string]float64{}, false
	for t, idf := range found.Terms {
		if own[t] || named[t] {
			terms[t] = idf
		}
		asks = asks || own[t] && !named[t]
	}
	reading.Names, reading.Present = found.Reading.Names, reading.Present || found.Reading.Present
	found.Reading, found.Terms = reading, terms
	return found, asks
}

// answerTo returns the sentence that answers what was found for a part: the
// best, or that of the newest article if the present is asked for. A sentence
// of the kind asked for from the article that search put first may be newer
// still, and say it in other words.
func answerTo(found retrieval.Result) (best Candidate, ok bool) {
	a, cs := newAsked(found), Candidates(found)
	newer := func(c Candidate) bool {
		return found.Reading.Present && ByDate(c.Published(), best.Published()) > 0
	}
	for _, c := range cs {
		if answersAll(a, c) && (!ok || newer(c)) {
			best, ok = c, true
		}
	}
	if ok && a.kind != question.Any {
		if c := Choose(found, cs); c.named && c.signs.kind > 0 && newer(c) {
			best = c
		}
	}
	return best, ok
}

// answersAll reports whether a sentence holds half of what a part asks, of
// what the question names, and the kind of thing it asks for.
func answersAll(a asked, c Candidate) bool {
	if c.signs.asks < leastPart || len(a.names) > 0 && !c.named {
		return false
	}
	return c.signs.kind > 0 || a.kind == question.Any || a.kind == question.Reason
}
