package store

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// An index is what a follower of the log holds: here, the entries themselves.
type index struct {
	entries map[string]Entry
	seq     int64
}

// follow brings the index up to date by the log, a few lines at a time.
func (x *index) follow(t *testing.T, s *Store) {
	for {
		lines, err := s.Changes(t.Context(), x.seq, 3)
		must(t, err)
		if len(lines) == 0 {
			return
		}
		for _, c := range lines {
			if c.Seq <= x.seq {
				t.Fatalf("change %d after %d", c.Seq, x.seq)
			}
			x.seq = c.Seq
			delete(x.entries, c.ArticleID)
			now, err := s.EntriesOf(t.Context(), "e", []string{c.ArticleID})
			must(t, err)
			for _, e := range now {
				x.entries[e.Article.ID] = withoutTimes(e)
			}
		}
	}
}

// A model is what the store ought to hold, as a map.
type model map[string]Entry

// testModel does what chance proposes to the store and to a model. After
// every round both hold the same, and so does an index that only follows the
// log, now and then.
func testModel(t *testing.T, s *Store) {
	const rounds, steps = 10, 15
	r := rand.New(rand.NewPCG(1, 2))
	m := make(model)
	x := index{entries: make(map[string]Entry)}
	for round := range rounds {
		for range steps {
			if r.IntN(4) == 0 {
				x.follow(t, s)
			} else {
				m.step(t, s, r)
			}
		}
		x.follow(t, s)
		want := slices.SortedFunc(maps.Values(m), byID)
		wantSame(t, "entries", entriesOf(t, s, "e"), want)
		wantSame(t, "index", slices.SortedFunc(maps.Values(x.entries), byID), want)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
}

// step saves, removes or cuts anew one of a few articles.
func (m model) step(t *testing.T, s *Store, r *rand.Rand) {
	bodies := []string{"", "short", "a little longer than that", "\xff\x00 odd"}
	e := entry(fmt.Sprintf("https://example.com/%d", r.IntN(4)), bodies[r.IntN(len(bodies))], r.IntN(2) == 0)
	id := e.Article.ID
	held, ok := m[id]
	switch r.IntN(5) {
	case 0:
		if err := s.Remove(t.Context(), id); ok != (err == nil) {
			t.Fatalf("remove what is held %v: %v", ok, err)
		}
		delete(m, id)
	case 1:
		held.Chunks = cutEvery(7, held.Article.Body, true)
		if ok {
			m[id] = stored(held, held.Article.Revision)
			must(t, s.Rechunk(t.Context(), Batch{Embedder: "e", Entries: []Entry{held}}))
		}
	default:
		saved := save(t, s, e)[0]
		if same := ok && held.Article.Body == e.Article.Body; same != (saved.Effect == Unchanged) {
			t.Fatalf("saved %+v, the same: %v", saved, same)
		}
		if saved.Effect != Unchanged {
			m[id] = stored(e, held.Article.Revision+1)
		}
	}
}
