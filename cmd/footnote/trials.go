package main

import (
	"context"
	"errors"

	"footnote/internal/answer"
	"footnote/internal/store"
)

// trialBook keeps in a store how models do as verifiers. It implements
// answer.Trials.
type trialBook struct{ store *store.Store }

// Trial implements answer.Trials.
func (b trialBook) Trial(ctx context.Context, model string) (answer.Trial, bool, error) {
	t, err := b.store.Trial(ctx, model)
	if errors.Is(err, store.ErrNotFound) {
		return answer.Trial{}, false, nil
	}
	return answer.Trial{Wrong: t.Wrong, Of: t.Of, At: t.At}, err == nil, err
}

// SaveTrial implements answer.Trials.
func (b trialBook) SaveTrial(ctx context.Context, model string, t answer.Trial) error {
	return b.store.SaveTrial(ctx, store.Trial{Model: model, Wrong: t.Wrong, Of: t.Of, At: t.At})
}

// trials returns where it is kept how models verify, nil where they are not to.
func (a *app) trials(st *store.Store) answer.Trials {
	if !a.cfg.Verify {
		return nil
	}
	return trialBook{st}
}
