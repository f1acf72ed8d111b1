package store

import (
	"sync"
	"testing"
	"time"
)

func anything(Spent, Spent) bool { return true }

func testSpends(t *testing.T, s *Store) {
	ctx := t.Context()
	today := noon().Truncate(24 * time.Hour)
	open := func(user string, at time.Time, tokens int, cost int64, currency string) int64 {
		id, ok, err := s.OpenSpend(ctx, Spend{At: at, User: user, Purpose: "answer", Input: tokens, Cost: cost, Currency: currency}, today, anything)
		must(t, err)
		wantSame(t, "opened", ok, true)
		return id
	}
	open("U1", today.Add(-time.Nanosecond), 1000, 1000, "EUR") // yesterday
	ever := func(user string) int {
		sum, err := s.SpentSince(ctx, time.Time{}, "EUR", user)
		must(t, err)
		return sum.Requests
	}
	wantSame(t, "of U1, before anybody asks on the next day", ever("U1"), 1)
	open("U1", today, 10, 7, "EUR")
	id := open("U2", noon(), 20, 8, "EUR")
	open("", noon(), 40, 9, "USD")
	must(t, s.CloseSpend(ctx, id, Spend{Model: "a/b", Input: 3, Output: 2, Cost: 1, Currency: "EUR"}))
	free := open("U1", noon(), 5, 0, "EUR")
	must(t, s.CloseSpend(ctx, free, Spend{Model: "a/b", Input: 5, Output: 1})) // its price is not known
	wantIs(t, "close nothing", s.CloseSpend(ctx, 99, Spend{}), ErrNotFound)

	for _, test := range []struct {
		since          time.Time
		currency, user string
		want           Spent
	}{
		{today, "EUR", "", Spent{Requests: 4, Tokens: 61, Cost: 8, Unpriced: 2}},
		{today, "USD", "", Spent{Requests: 4, Tokens: 61, Cost: 9, Unpriced: 3}},
		{today, "", "", Spent{Requests: 4, Tokens: 61, Unpriced: 4}},
		{today, "EUR", "U1", Spent{Requests: 2, Tokens: 16, Cost: 7, Unpriced: 1}},
		{today, "EUR", "U2", Spent{Requests: 1, Tokens: 5, Cost: 1}},
		{today, "EUR", "U3", Spent{}},
		{noon(), "EUR", "U1", Spent{Requests: 1, Tokens: 6, Unpriced: 1}},
	} {
		got, err := s.SpentSince(ctx, test.since, test.currency, test.user)
		must(t, err)
		wantSame(t, "spent by "+test.user+" in "+test.currency, got, test.want)
	}

	wantSame(t, "of U1, with yesterday", ever("U1"), 2) // who it was is forgotten
	wantSame(t, "of all, with yesterday", ever(""), 5)

	var everyone, person Spent
	_, ok, err := s.OpenSpend(ctx, Spend{At: noon(), User: "U2", Input: 100, Currency: "EUR"}, today, func(e, p Spent) bool {
		everyone, person = e, p
		return false
	})
	must(t, err)
	wantSame(t, "opened", ok, false)
	wantSame(t, "everyone", everyone, Spent{Requests: 4, Tokens: 61, Cost: 8, Unpriced: 2})
	wantSame(t, "person", person, Spent{Requests: 1, Tokens: 5, Cost: 1})
	after, err := s.SpentSince(ctx, today, "EUR", "")
	must(t, err)
	wantSame(t, "after a refusal", after, everyone)
}

// testSpendsTogether holds that many who ask at once do not exceed a limit
// together.
func testSpendsTogether(t *testing.T, s *Store) {
	const askers, each, limit = 8, 10, 200
	var wg sync.WaitGroup
	for range askers {
		wg.Go(func() {
			for range each {
				_, _, err := s.OpenSpend(t.Context(), Spend{At: noon(), Input: 10}, noon(), func(all, _ Spent) bool { return all.Tokens+10 <= limit })
				if err != nil {
					t.Errorf("open: %v", err)
				}
			}
		})
	}
	wg.Wait()
	got, err := s.SpentSince(t.Context(), noon(), "", "")
	must(t, err)
	wantSame(t, "tokens", got.Tokens, limit)
}

func testRecall(t *testing.T, s *Store) {
	ctx := t.Context()
	keep := func(key string, seq int64, text string) int64 {
		id, err := s.SaveAnswer(ctx, Record{Key: key, Seq: seq, Text: text, Shown: []byte(`{}`)})
		must(t, err)
		return id
	}
	keep("k", 1, "older library")
	keep("k", 2, "first")
	last := keep("k", 2, "second")
	keep("", 2, "not to be recalled")
	keep("other", 2, "another question")
	_, err := s.SaveAnswer(ctx, Record{Key: "half", Seq: 2})
	must(t, err)

	recall := func(key string, seq int64) string {
		r, err := s.Recall(ctx, key, seq)
		if err != nil {
			wantIs(t, "recall", err, ErrNotFound)
			return ""
		}
		return r.Text
	}
	wantSame(t, "newest", recall("k", 2), "second")
	wantSame(t, "as the library was", recall("k", 1), "older library")
	wantSame(t, "changed library", recall("k", 3), "")
	wantSame(t, "no key", recall("", 2), "")
	wantSame(t, "not shown", recall("half", 2), "")
	must(t, s.SaveFeedback(ctx, Feedback{AnswerID: last, User: "U1", Value: "down", At: noon()}))
	wantSame(t, "after a bad one", recall("k", 2), "first")
	must(t, s.SaveFeedback(ctx, Feedback{AnswerID: last, User: "U1", Value: "up", At: noon().Add(1)}))
	wantSame(t, "judged anew", recall("k", 2), "second")
}
