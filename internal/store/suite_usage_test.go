package store

import (
	"testing"
	"time"
)

func testUsage(t *testing.T, s *Store) {
	at := time.Date(2026, 5, 5, 9, 0, 0, 0, time.UTC)
	for i, r := range []Record{
		{Question: "one", Outcome: "answered", Input: 900, Output: 100, Took: time.Second, Cost: 5, Currency: "USD"},
		{Question: "two", Outcome: "answered", Input: 100, Output: 10, Took: 2 * time.Second, Cost: 7, Currency: "USD"},
		{Question: "three", Outcome: "not_found", Took: time.Second},
	} {
		r.Asked = at.Add(time.Duration(i) * time.Minute)
		_, err := s.SaveAnswer(t.Context(), r)
		must(t, err)
	}
	usage, err := s.Usage(t.Context())
	must(t, err)
	all := []Usage{
		{Outcome: "answered", Currency: "USD", Answers: 2, Took: 3 * time.Second, Input: 1000, Output: 110, Cost: 12},
		{Outcome: "not_found", Answers: 1, Took: time.Second},
	}
	wantSame(t, "usage", usage, all)
	recent, err := s.Recent(t.Context(), 2)
	must(t, err)
	if len(recent) != 2 || recent[0].Question != "three" || recent[1].Question != "two" {
		t.Errorf("Recent(2) = %v, want the last two, newest first", recent)
	}
	for n := range 3 { // one is left after the second
		_, err := s.Expire(t.Context(), at.Add(time.Duration(n)*time.Minute))
		must(t, err)
		usage, err := s.Usage(t.Context())
		must(t, err)
		wantSame(t, "usage after what is old was removed", usage, all)
	}
}
