package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"footnote/internal/answer"
	"footnote/internal/store"
)

// A recorder is the record of answers in a store. It implements
// answer.Record.
type recorder struct{ *store.Store }

// Recall implements answer.Record.
func (r recorder) Recall(ctx context.Context, key string, seq int64) ([]byte, time.Time, bool, error) {
	rec, err := r.Store.Recall(ctx, key, seq)
	if errors.Is(err, store.ErrNotFound) {
		return nil, time.Time{}, false, nil
	}
	return rec.Shown, rec.Asked, err == nil, err
}

// record keeps an answer given in the terminal to this person, unless it came
// from the samples.
func record(ctx context.Context, l *library, ans answer.Answer, k asking, now time.Time) error {
	if ans.Sample && k.thread == "" {
		return nil
	}
	cites, err := json.Marshal(ans.Numbered())
	if err != nil {
		return err
	}
	cost, currency := ans.Billionths()
	_, err = l.store.SaveAnswer(ctx, store.Record{
		Question: ans.Question, User: k.user, ThreadTS: k.thread, Text: ans.Text, Outcome: string(ans.Outcome), Citations: cites,
		Model: ans.Model, Input: ans.Usage.Input, Output: ans.Usage.Output, Cost: cost, Currency: currency,
		Took: time.Duration(ans.TookMS) * time.Millisecond, Asked: now,
		Shown: ans.Encode(), Key: ans.Key, Seq: ans.Seq,
	})
	return err
}
