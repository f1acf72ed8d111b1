// Package eval measures a library with sets of questions: how well a search
// ranks what is relevant, whether its evidence tells what can be answered from
// what cannot, and whether an answer quotes the right words, the newest first.
// Runner.Run asks the questions, New makes the Report:
//
//	JSON lines → Questions → Results → Report → JSON or Markdown
//
// The figures are functions of the results alone: the same results give the
// same report. What each figure means is said in docs/eval.md.
package eval

import (
	"context"
	"fmt"
	"maps"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/retrieval"
)

// depth is how many passages a question is given: as many as an answer
// searches. Ranks count up to cutoff only.
const (
	depth  = 20
	cutoff = 10
)

// An Answerer answers questions; *answer.Answerer is one.
type Answerer interface {
	Answer(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error)
}

// A Runner asks questions, one after the other, so that nothing but the
// machine disturbs their times.
type Runner struct {
	Search   answer.Searcher
	Answer   Answerer  // nil where answers are not wanted
	Progress func(int) // told how many questions are done; may be nil
}

// A Result is what became of one question.
type Result struct {
	ID         string             `json:"id"`
	Kind       string             `json:"kind,omitempty"`
	Query      string             `json:"query"`
	Answerable bool               `json:"answerable"`
	Ranks      []int              `json:"ranks,omitempty"` // of each relevant item, from 1; 0 where it was not found
	Evidence   float64            `json:"evidence"`
	Outcome    answer.Outcome     `json:"outcome,omitempty"`
	Scores     map[string]float64 `json:"scores,omitempty"` // by metric, for those that the question bears on
	TookUS     int64              `json:"took_us"`          // of the search
	AnswerUS   int64              `json:"answer_us,omitempty"`
}

// Run asks every question and returns a Result for each, in their order.
func (r *Runner) Run(ctx context.Context, questions []Question) ([]Result, error) {
	library, err := r.Search.Search(ctx, retrieval.Query{K: 1})
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(questions))
	for i, q := range questions {
		if results[i], err = r.ask(ctx, q, q.now(library.Newest)); err != nil {
			return nil, fmt.Errorf("question %s: %w", q.ID, err)
		}
		if r.Progress != nil {
			r.Progress(i + 1)
		}
	}
	return results, nil
}

// now is when the question counts as asked: on its as-of date, else when the
// newest article came out, so that a run of next year gives the same figures.
func (q Question) now(newest article.Date) time.Time {
	if !q.AsOf.IsZero() {
		return q.AsOf
	}
	return newest.Time
}

func (r *Runner) ask(ctx context.Context, q Question, now time.Time) (Result, error) {
	start := time.Now()
	found, err := r.Search.Search(ctx, retrieval.Query{Text: q.Text, AsOf: q.AsOf, Now: now, K: depth})
	if err != nil {
		return Result{}, err
	}
	res := Result{
		ID: q.ID, Kind: q.Kind, Query: q.Text, Answerable: q.Answerable,
		Ranks: ranks(q.Relevant, found.Passages), Evidence: found.Evidence,
		TookUS: time.Since(start).Microseconds(),
	}
	res.Scores = searchScores(res.Ranks)
	if r.Answer == nil {
		return res, nil
	}
	start = time.Now()
	ans, err := r.Answer.Answer(ctx, answer.Question{Text: q.Text, AsOf: q.AsOf, Now: now}, nil)
	if err != nil {
		return Result{}, err
	}
	res.AnswerUS = time.Since(start).Microseconds()
	res.Outcome = ans.Outcome
	maps.Copy(res.Scores, answerScores(q, ans))
	return res, nil
}

// Through returns s with every query changed on its way: to leave out a part
// of the search shows what that adds.
func Through(s answer.Searcher, change func(*retrieval.Query)) answer.Searcher {
	return changed{s, change}
}

type changed struct {
	answer.Searcher
	change func(*retrieval.Query)
}

func (c changed) Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error) {
	c.change(&q)
	return c.Searcher.Search(ctx, q)
}
