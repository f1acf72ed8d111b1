package answer

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/prose"
	"footnote/internal/selection"
	"footnote/retrieval"
)

// answerParts quotes an answer to each part of a question that asks several
// things, and says which have none. It reports false where the question asks
// one thing, or no part has an answer.
func (w *writing) answerParts(found retrieval.Result) (bool, error) {
	quotes, missing := selection.AnswerParts(found)
	if len(quotes) == 0 {
		return false, nil
	}
	if err := w.quote(quotes[0], quotes[1:]); err != nil {
		return true, err
	}
	w.ans.Missing = missing
	if w.ans.Kind == Present {
		w.ans.Earlier = w.earlier(selection.NewestDate(quotes), selection.Candidates(found))
	}
	return true, nil
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
