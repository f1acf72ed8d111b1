package answer

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/internal/selection"
	"footnote/retrieval"
)

// answerParts quotes an answer to each thing that a question asks, each as the next question of its
// thread would be, and says which have none. It reports false where the question asks one thing, or
// nothing that it asks has an answer.
func (a *Answerer) answerParts(ctx context.Context, w *writing, q Question, found retrieval.Result) (bool, error) {
	parts := question.Parts(prose.OneLine(q.Text))
	if parts == nil || found.Reading.Timeline || len(found.Reading.Sides) > 1 {
		return false, nil
	}
	quoting := Answerer{Search: a.Search, Log: a.Log}
	var told []*writing
	var missing []string
	thread := slices.Clone(q.Thread)
	for _, part := range parts {
		next := &writing{on: func(Event) error { return nil }, asked: part, asOf: w.asOf, day: w.day, outside: w.outside}
		sub := q
		sub.Text, sub.Thread = part+"?", thread
		next.cites.keepNumbers(sub)
		answered, err := quoting.answerPart(ctx, next, sub, found, citedBy(told))
		if err != nil {
			return false, err
		}
		turn := Turn{Question: part}
		if answered {
			told = append(told, next)
			turn.Answer, turn.Citations = Text(next.ans.Sentences), next.cites.citations
		} else {
			missing = append(missing, part)
		}
		thread = append(thread, turn)
	}
	if len(told) == 0 {
		return false, nil
	}
	w.ans.Outcome, w.ans.Kind, w.ans.Missing = Extracted, stateOf(found.Reading), missing
	for _, next := range told {
		if err := w.takeFrom(next); err != nil {
			return true, err
		}
	}
	if w.ans.Kind == Present {
		w.ans.Earlier = w.earlier(w.cites.newest(), selection.Candidates(found))
	}
	return true, nil
}

// answerPart quotes what answers one of several things that are asked, and reports whether anything
// does: one sentence, those of outlets that contradict each other, or that it is the other way round. For all that is asked all was
// found, and the things before it are answered by the articles of these IDs.
func (a *Answerer) answerPart(ctx context.Context, w *writing, q Question, all retrieval.Result, before []string) (bool, error) {
	found, _, err := a.seek(ctx, query(q))
	if err != nil {
		return false, fmt.Errorf("search: %w", err)
	}
	alone := &writing{on: w.on, asked: w.asked, asOf: w.asOf, day: w.day, cites: w.cites}
	if err := a.write(ctx, alone, q, q, found); err != nil {
		return false, err
	}
	var first quoted
	switch {
	case len(alone.ans.Sides) > 0, alone.turned != "":
		*w = *alone
		return true, nil
	case alone.shown() && !alone.numberless:
		first = alone.rests[0][0]
	}
	c, ok := selection.AnswerPart(all, found, first.passage, first.quote, before)
	switch {
	case ok:
		if before == nil {
			w.ans.Kind = alone.ans.Kind // how things stand is said of the first
		}
		return true, w.quote(c, nil)
	case first.quote != "" && first.quote == prose.OneLine(first.passage.Article.Title):
		*w = *alone
		return true, nil
	}
	return false, nil
}

// citedBy returns the IDs of the articles that answers cite.
func citedBy(told []*writing) (ids []string) {
	for _, t := range told {
		for _, c := range t.cites.citations {
			ids = append(ids, c.ArticleID)
		}
	}
	return ids
}

// takeFrom adds what answers one of several things that are asked. What is quoted already is not told
// again.
func (w *writing) takeFrom(next *writing) error {
	before := citer{citations: w.cites.citations}
	for i, s := range next.ans.Sentences {
		isNew := func(r quoted) bool {
			return !before.quoted(r.passage.Article.ID, newCitation(r.passage, r.quote).Quote)
		}
		if len(next.rests[i]) > 0 && !slices.ContainsFunc(next.rests[i], isNew) {
			continue
		}
		lead := "\n- "
		if !w.shown() {
			lead = "\n\n"
		}
		if err := w.show(lead, s.Text, next.rests[i]); err != nil {
			return err
		}
	}
	return nil
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
var inverted = regexp.MustCompile(`(?i)^(?:(?:what|when|where|why|how|which|whom) (?:\S+ )?)?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b`)

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
