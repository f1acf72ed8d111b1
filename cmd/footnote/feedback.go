package main

import (
	"context"
	"encoding/json"
	"fmt"

	"footnote/internal/answer"
	"footnote/internal/eval"
	"footnote/internal/store"
)

// printFeedback prints what people judged in Slack as a set of questions.
func (a *app) printFeedback(ctx context.Context) error {
	st, err := store.OpenExisting(ctx, a.cfg.Data)
	if err != nil {
		return err
	}
	defer st.Close()
	all, err := judgements(ctx, st)
	if err != nil {
		return err
	}
	questions, left := eval.FromFeedback(all)
	if left > 0 {
		fmt.Fprintf(a.err, "footnote: %d judged bad, with no word of what would be right, are left out\n", left)
	}
	return eval.Write(a.out, questions)
}

func judgements(ctx context.Context, st *store.Store) ([]eval.Judgement, error) {
	records, err := st.Judged(ctx)
	if err != nil {
		return nil, err
	}
	var all []eval.Judgement
	for _, r := range records {
		j := eval.Judgement{ID: r.ID, Question: r.Question, Asked: r.Asked, Outcome: answer.Outcome(r.Outcome)}
		if len(r.Citations) > 0 {
			if err := json.Unmarshal(r.Citations, &j.Citations); err != nil {
				return nil, fmt.Errorf("read citations of answer %d: %w", r.ID, err)
			}
		}
		votes, err := st.Feedback(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		for _, v := range votes {
			if v.Value == "up" {
				j.Up++
			} else {
				j.Down++
			}
		}
		reports, err := st.Reports(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		for _, rep := range reports {
			j.Wrong = append(j.Wrong, rep.N)
		}
		all = append(all, j)
	}
	return all, nil
}
