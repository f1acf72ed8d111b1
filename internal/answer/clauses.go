package answer

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/prose"
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

// articlesOf returns the IDs of the articles that candidates are from.
func articlesOf(cs []candidate) map[string]bool {
	ids := map[string]bool{}
	for _, c := range cs {
		ids[c.articleID()] = true
	}
	return ids
}

// leastPart is the share of a part's own words that a sentence must hold to
// answer it.
const leastPart = .5

// asksFirst begins what is a question by itself.
var asksFirst = regexp.MustCompile(`(?i)^(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|at what|by when|since when|until when|in which|for how)\b`)

// answerParts quotes an answer to each part of a question that asks several
// things, and says which have none. It reports false where the question asks
// one thing, or no part has an answer.
func (w *writing) answerParts(found retrieval.Result) (bool, error) {
	_, own := ownWords(found.Reading)
	parts := partsOf(own)
	if len(parts) < 2 || !asksFirst.MatchString(parts[0]) {
		return false, nil
	}
	var quotes []candidate
	var missing []string
	about := articlesOf(onMatter(candidates(found), ofMatter))
	for _, part := range parts {
		f, ok := foundFor(found, part)
		if !ok {
			return false, nil // it asks nothing by itself
		}
		told := headlines(f)
		f.Passages = slices.DeleteFunc(slices.Clone(f.Passages), func(p article.Passage) bool { return !about[p.Article.ID] })
		if c, ok := answerTo(f); ok {
			quotes = append(quotes, c)
		} else if len(told) > 0 {
			quotes = append(quotes, told[0])
		} else {
			missing = append(missing, part)
		}
	}
	if len(quotes) == 0 {
		return false, nil
	}
	if err := w.quote(quotes[0], quotes[1:]); err != nil {
		return true, err
	}
	w.ans.Missing = missing
	if w.ans.Kind == Present {
		w.ans.Earlier = w.earlier(newestOf(quotes), candidates(found))
	}
	return true, nil
}

// noteUnheld notes a question that leans on others, and of whose own words no
// sentence on the matter holds any: what is quoted is about what it leans on.
// Where a time or a number is asked for, it may be told in other words.
func (w *writing) noteUnheld(found retrieval.Result, cs []candidate) {
	leans, own := ownWords(found.Reading)
	kind := kindAsked(reads(own))
	f, asks := foundFor(found, own)
	if !leans || !asks || kind == timeAnswer || kind == numberAnswer || kind == moneyAnswer {
		return
	}
	a := newAsked(f)
	for _, c := range onMatter(cs, 0) {
		for i, t := range a.terms {
			if a.asks[i] > 0 && c.terms[t] {
				return
			}
		}
	}
	w.ans.Missing = []string{strings.Trim(opening.ReplaceAllString(prose.OneLine(own), ""), " ?.,;")}
}

// opening is what a question begins with that adds to another.
var opening = regexp.MustCompile(`(?i)^(?:and|but|so|or|also|then)\s+`)

// foundFor returns what was found, read for one part of the question: with its
// own terms and names, and the names of the other parts.
func foundFor(found retrieval.Result, part string) (retrieval.Result, bool) {
	named := prose.Stems(strings.Join(found.Reading.Names, " "), "en")
	own := prose.Stems(part, "en")
	reading, terms, asks := reads(part), map[string]float64{}, false
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
func answerTo(found retrieval.Result) (best candidate, ok bool) {
	a, cs := newAsked(found), candidates(found)
	newer := func(c candidate) bool {
		return found.Reading.Present && byDate(c.published(), best.published()) > 0
	}
	for _, c := range cs {
		if answersAll(a, c) && (!ok || newer(c)) {
			best, ok = c, true
		}
	}
	if ok && a.kind != anyAnswer {
		if c := choose(found, cs); c.named && c.signs.kind == 1 && newer(c) {
			best = c
		}
	}
	return best, ok
}

// answersAll reports whether a sentence holds half of what a part asks, of
// what the question names, and the kind of thing it asks for. Who did it may
// be no name ("the council approved it"): then the sentence must say it in the
// part's own form.
func answersAll(a asked, c candidate) bool {
	switch {
	case c.signs.asks < leastPart || len(a.names) > 0 && !c.named:
		return false
	case a.kind == nameAnswer:
		return c.signs.kind == 1 || a.heldExactly(c.text)
	}
	return c.signs.kind == 1 || a.kind == anyAnswer || a.kind == reasonAnswer
}

// heldExactly reports whether a text has a word of what is asked in the form
// that the question has.
func (a asked) heldExactly(text string) bool {
	words, _ := wordsAndPairs(text)
	for w := range a.words {
		if words[w] && len(analysis.Terms(w, "en")) > 0 {
			return true
		}
	}
	return false
}

func newestOf(cs []candidate) (newest article.Date) {
	for _, c := range cs {
		if d := c.published(); d.Sure() && d.Compare(newest) > 0 {
			newest = d
		}
	}
	return newest
}

// sayMissing tells which parts of the question nothing answers.
func (w *writing) sayMissing() error {
	if len(w.ans.Missing) == 0 || !w.shown() {
		return nil
	}
	var parts []string
	for _, part := range w.ans.Missing {
		if inverted.MatchString(part) {
			part = "“" + part + "?”"
		}
		parts = append(parts, part)
	}
	return w.add(Sentence{Lead: "\n\n", Text: "Nothing in the library about " + listed(parts) + "."}, nil)
}

// lacks notes the part of the question that a model said the passages do not
// answer: only in the question's own words, for it is shown.
func (w *writing) lacks(part string) {
	part = strings.Trim(prose.OneLine(prose.Plain(part)), " ?.,;:\"“”")
	asked := prose.Words(w.ans.Question)
	for word := range prose.Words(part) {
		if !asked[word] {
			return
		}
	}
	if part != "" && !slices.Contains(w.ans.Missing, part) {
		w.ans.Missing = append(w.ans.Missing, part)
	}
}

// inverted matches a part whose words are in the order of a question, so that
// it does not stand within a sentence.
var inverted = regexp.MustCompile(`(?i)^(?:what|when|where|why|how|which|whom) (?:\S+ )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b`)

// listed joins the items of a list as a sentence has them.
func listed(items []string) string {
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		return strings.Join(items[:n-1], ", ") + " and " + items[n-1]
	}
}
