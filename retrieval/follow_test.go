package retrieval

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"

	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/store"
)

// A flaky store fails to tell changes or entries while it is told to.
type flaky struct {
	*store.Store
	failing atomic.Bool
	calls   atomic.Int32
}

var errFlaky = errors.New("disk is away")

func (f *flaky) Changes(ctx context.Context, after int64, limit int) ([]store.Change, error) {
	f.calls.Add(1)
	if f.failing.Load() {
		return nil, errFlaky
	}
	return f.Store.Changes(ctx, after, limit)
}

func (f *flaky) EntriesOf(ctx context.Context, embedder string, ids []string) ([]store.Entry, error) {
	if f.failing.Load() {
		return nil, errFlaky
	}
	return f.Store.EntriesOf(ctx, embedder, ids)
}

func (f *flaky) Entries(ctx context.Context, embedder string) iter.Seq2[store.Entry, error] {
	if f.failing.Load() {
		return func(yield func(store.Entry, error) bool) { yield(store.Entry{}, errFlaky) }
	}
	return f.Store.Entries(ctx, embedder)
}

func steel(n string) article.Article {
	return article.Article{URL: "https://x.example/" + n, Title: "Steel " + n, Body: "Steel tariffs rise to " + n + " percent."}
}

func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStore(t)
		ix := openIndex(t, st, NewHashEmbedder())
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- ix.Follow(ctx) }()
		saved := add(t, st, NewHashEmbedder(), steel("1"))
		time.Sleep(pollEvery + time.Millisecond)
		synctest.Wait()
		if _, articles := ix.Len(); articles != 1 {
			t.Errorf("%d articles after one was added", articles)
		}
		if err := st.Remove(t.Context(), saved[0].ID); err != nil {
			t.Fatal(err)
		}
		time.Sleep(pollEvery)
		synctest.Wait()
		if _, articles := ix.Len(); articles != 0 {
			t.Errorf("%d articles after it was removed", articles)
		}
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Follow = %v at the end of its context", err)
		}
	})
}

func TestFollowSurvivesTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := &flaky{Store: newStore(t)}
		var log bytes.Buffer
		ix, err := Open(t.Context(), st, NewHashEmbedder(), Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- ix.Follow(ctx) }()

		st.failing.Store(true)
		add(t, st.Store, NewHashEmbedder(), steel("1"))
		time.Sleep(10 * time.Minute)
		if n := st.calls.Load(); n < 10 || n > 40 {
			t.Errorf("%d tries in ten minutes of failure", n)
		}
		if got := len(titles(search(t, ix, Query{Text: "tariffs"}))); got != 0 {
			t.Errorf("%d passages of a store that fails", got)
		}
		st.failing.Store(false)
		time.Sleep(maxPollWait)
		if _, articles := ix.Len(); articles != 1 {
			t.Errorf("%d articles after the store came back", articles)
		}
		st.calls.Store(0)
		time.Sleep(10 * pollEvery)
		if n := st.calls.Load(); n < 9 {
			t.Errorf("%d polls in the time of 10: still backing off", n)
		}
		cancel()
		<-done
		if lines := strings.Count(log.String(), "index follow"); lines < 5 || !strings.Contains(log.String(), errFlaky.Error()) {
			t.Errorf("%d log lines:\n%s", lines, log.String())
		}
	})
}

// TestSearchCatchesUp: what the store holds is found by the next search, though
// nothing follows the store; what it cannot read does not stop a search.
func TestSearchCatchesUp(t *testing.T) {
	st := &flaky{Store: newStore(t)}
	ix, err := Open(t.Context(), st, NewHashEmbedder(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := func(want int, when string) {
		t.Helper()
		if got := titles(search(t, ix, Query{Text: "tariffs"})); len(got) != want {
			t.Errorf("%s: found %q, want %d", when, got, want)
		}
	}
	saved := add(t, st.Store, NewHashEmbedder(), steel("1"))
	found(1, "added")
	if err := st.Remove(t.Context(), saved[0].ID); err != nil {
		t.Fatal(err)
	}
	found(0, "removed")
	add(t, st.Store, NewHashEmbedder(), steel("2"))
	st.failing.Store(true)
	found(0, "the store fails")
	st.failing.Store(false)
	found(1, "the store is back")
}

// TestSearchDoesNotWaitForLongChanges: somebody else is at it, for an hour.
func TestSearchDoesNotWaitForLongChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := newStore(t)
		add(t, st, NewHashEmbedder(), steel("1"))
		ix := openIndex(t, st, NewHashEmbedder())
		add(t, st, NewHashEmbedder(), steel("2"))
		ix.syncing <- struct{}{}
		start := time.Now()
		if got := titles(search(t, ix, Query{Text: "tariffs"})); len(got) != 1 {
			t.Errorf("found %q, want the article that was held", got)
		}
		if waited := time.Since(start); waited != maxCatchUp {
			t.Errorf("waited %v, want %v", waited, maxCatchUp)
		}
	})
}

func TestSyncIsIdempotent(t *testing.T) {
	st := newStore(t)
	ix := openIndex(t, st, NewHashEmbedder())
	saved := add(t, st, NewHashEmbedder(), steel("1"), steel("2"))
	for range 2 {
		if err := ix.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	want := ix.Stats()
	ix.seq = 0 // all of the log again
	if err := ix.Sync(t.Context()); err != nil || ix.Stats() != want {
		t.Errorf("after the same changes again: %+v, %v, want %+v", ix.Stats(), err, want)
	}
	if err := st.Remove(t.Context(), saved[0].ID); err != nil {
		t.Fatal(err)
	}
	ix.seq = 0 // the log tells of the removed article first as saved
	if err := ix.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if chunks, articles := ix.Len(); chunks != 1 || articles != 1 {
		t.Errorf("%d chunks of %d articles, want 1 of 1", chunks, articles)
	}
}

func TestSyncKeepsItsPlaceOnFailure(t *testing.T) {
	st := &flaky{Store: newStore(t)}
	ix, err := Open(t.Context(), st, NewHashEmbedder(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	add(t, st.Store, NewHashEmbedder(), steel("1"))
	st.failing.Store(true)
	if err := ix.Sync(t.Context()); !errors.Is(err, errFlaky) {
		t.Errorf("Sync = %v", err)
	}
	if _, err := Open(t.Context(), st, NewHashEmbedder(), Options{}); !errors.Is(err, errFlaky) {
		t.Errorf("Open = %v", err)
	}
	st.failing.Store(false)
	if err := ix.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, articles := ix.Len(); articles != 1 {
		t.Errorf("%d articles, want 1", articles)
	}
}

// TestSearchWhileFollowing gives the race detector something to see, and holds
// that no search meets half an article.
func TestSearchWhileFollowing(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), steel("0"))
	ix := openIndex(t, st, NewHashEmbedder())
	ix.lib.vectors.few = 3 // sketches soon
	var g errgroup.Group
	done := make(chan struct{})
	for range 3 {
		g.Go(func() error {
			for {
				select {
				case <-done:
					return nil
				default:
				}
				r, err := ix.Search(context.Background(), Query{Text: "steel tariffs"})
				if err != nil || len(r.Passages) == 0 || len(r.Passages) > r.Articles {
					return fmt.Errorf("%d passages of %d articles, %v", len(r.Passages), r.Articles, err)
				}
			}
		})
	}
	model := llmtest.HashEmbedder(32)
	for i := range 20 {
		add(t, st, NewHashEmbedder(), steel(fmt.Sprint(i%7)), steel(fmt.Sprint("x", i)))
		if i == 10 {
			if err := (&Indexer{Store: st, Embedder: model}).Backfill(t.Context(), nil); err != nil {
				t.Error(err)
			}
		}
		if err := ix.Sync(t.Context()); err != nil {
			t.Error(err)
		}
	}
	close(done)
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}

// TestEmbedderChange: the old vectors serve until all have new ones, then the
// index goes over to those.
func TestEmbedderChange(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), steel("1"), steel("2"))
	model := llmtest.HashEmbedder(64)
	ix := openIndex(t, st, model)
	check := func(when, space string, vectors int) {
		t.Helper()
		if err := ix.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s := ix.Stats(); s.Embedder != space || s.Vectors != vectors {
			t.Errorf("%s: %d vectors of %q, want %d of %q", when, s.Vectors, s.Embedder, vectors, space)
		}
		if got := len(search(t, ix, Query{Text: "tariffs"}).Passages); got == 0 {
			t.Errorf("%s: found nothing", when)
		}
	}
	check("before", BuiltinEmbedder, 2)
	x := &Indexer{Store: st, Embedder: model, Log: testLog(t)}
	if _, err := x.Add(t.Context(), []article.Article{steel("3")}); err != nil {
		t.Fatal(err)
	}
	check("one embedded anew", BuiltinEmbedder, 2)
	if err := x.Backfill(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	check("all embedded anew", model.Name(), 3)
	if counts, err := st.EmbedderCounts(t.Context()); err != nil || len(counts) != 1 || counts[model.Name()] != 3 {
		t.Errorf("vectors in the store: %v, %v", counts, err)
	}
	if err := x.Backfill(t.Context(), func(int, int) { t.Error("embedded again") }); err != nil {
		t.Error(err)
	}
}

// An embedFunc embeds with a function, in the space of its name.
type embedFunc struct {
	name string
	f    func(ctx context.Context, texts []string) ([][]float32, error)
}

func (e embedFunc) Name() string { return e.name }

func (e embedFunc) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return e.f(ctx, texts)
}

var _ llm.Embedder = embedFunc{}

// TestSearchWithoutVector: whatever is wrong with the question's vector, the
// words find.
func TestSearchWithoutVector(t *testing.T) {
	model := llmtest.HashEmbedder(64)
	failing := map[string]func(ctx context.Context, texts []string) ([][]float32, error){
		"outage":         func(context.Context, []string) ([][]float32, error) { return nil, llm.ErrUnavailable },
		"silence":        func(ctx context.Context, _ []string) ([][]float32, error) { <-ctx.Done(); return nil, ctx.Err() },
		"no vector":      func(context.Context, []string) ([][]float32, error) { return nil, nil },
		"another length": func(context.Context, []string) ([][]float32, error) { return [][]float32{{1}}, nil },
		"zeros":          func(context.Context, []string) ([][]float32, error) { return [][]float32{make([]float32, 64)}, nil },
	}
	for name, f := range failing {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				st := newStore(t)
				add(t, st, model, steel("1"))
				var log bytes.Buffer
				ix, err := Open(t.Context(), st, embedFunc{model.Name(), f}, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				if got := len(search(t, ix, Query{Text: "tariffs"}).Passages); got != 1 {
					t.Errorf("%d passages, want 1", got)
				}
				if took := time.Since(start); took > embedTimeout {
					t.Errorf("took %v", took)
				}
				if strings.Contains(log.String(), "tariffs") {
					t.Errorf("the question is logged:\n%s", log.String())
				}
			})
		})
	}
}

// TestSearchWithoutActiveEmbedder: vectors of a space whose embedder is gone
// are not compared with others.
func TestSearchWithoutActiveEmbedder(t *testing.T) {
	st := newStore(t)
	add(t, st, llmtest.HashEmbedder(hashDims), steel("1"))
	called := func(context.Context, []string) ([][]float32, error) {
		t.Error("the other embedder was asked")
		return nil, nil
	}
	ix := openIndex(t, st, embedFunc{"other", called})
	if got := len(search(t, ix, Query{Text: "tariffs"}).Passages); got != 1 {
		t.Errorf("%d passages, want 1", got)
	}
}
