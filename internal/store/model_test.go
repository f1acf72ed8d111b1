package store

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
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

// testModel does what chance proposes to the store and to a map beside it.
// At every step both hold the same, and so does an index that only follows
// the log, now and then.
func testModel(t *testing.T, s *Store) {
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		url := rapid.Custom(func(rt *rapid.T) string {
			return fmt.Sprintf("https://example.com/%d/%d", round, rapid.IntRange(0, 3).Draw(rt, "article"))
		})
		body := rapid.SampledFrom([]string{"", "short", "a little longer than that", "\xff\x00 odd"})
		held := make(map[string]Entry)
		x := index{entries: make(map[string]Entry)}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			e := entry(url.Draw(rt, "url"), body.Draw(rt, "body"), rapid.Bool().Draw(rt, "vectors"))
			now, ok := held[e.Article.ID]
			switch rapid.IntRange(0, 3).Draw(rt, "step") {
			case 0:
				if err := s.Remove(t.Context(), e.Article.ID); ok != (err == nil) {
					rt.Fatalf("remove what is held %v: %v", ok, err)
				}
				delete(held, e.Article.ID)
			case 1:
				x.follow(t, s)
			case 2:
				if ok {
					now.Chunks = cutEvery(7, now.Article.Body, true)
					now = stored(now, now.Article.Revision)
					must(t, s.Rechunk(t.Context(), Batch{Embedder: "e", Entries: []Entry{now}}))
					held[now.Article.ID] = now
				}
			default:
				saved := save(t, s, e)[0]
				if saved.Effect != Unchanged {
					held[e.Article.ID] = stored(e, now.Article.Revision+1)
				}
				if same := ok && now.Article.Body == e.Article.Body; same != (saved.Effect == Unchanged) {
					rt.Fatalf("saved %+v, the same: %v", saved, same)
				}
			}
		}
		x.follow(t, s)
		want := slices.SortedFunc(maps.Values(held), byID)
		wantSame(t, "entries", entriesOf(t, s, "e"), want)
		wantSame(t, "index", slices.SortedFunc(maps.Values(x.entries), byID), want)
		for id := range held {
			must(t, s.Remove(t.Context(), id))
		}
		if t.Failed() {
			rt.Fatal("the store and the model differ")
		}
	})
}
