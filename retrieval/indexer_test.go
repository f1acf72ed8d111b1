package retrieval

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/store"
)

func TestIndexerAdd(t *testing.T) {
	st := newStore(t)
	x := &Indexer{Store: st, Embedder: NewHashEmbedder()}
	one, two := steel("1"), steel("2")
	revised := one
	revised.Body += " Or more."
	empty := article.Article{URL: "https://x.example/empty", Title: "Nothing in it"}
	steps := []struct {
		name     string
		articles []article.Article
		want     []store.Effect
	}{
		{"none", nil, nil},
		{"new", []article.Article{one, two, empty}, []store.Effect{store.Created, store.Created, store.Created}},
		{"again", []article.Article{two, one}, []store.Effect{store.Unchanged, store.Unchanged}},
		{"one revised", []article.Article{two, revised}, []store.Effect{store.Unchanged, store.Revised}},
		{"twice in a call", []article.Article{one, one}, []store.Effect{store.Revised, store.Unchanged}},
	}
	for _, s := range steps {
		saved, err := x.Add(t.Context(), s.articles)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		var got []store.Effect
		for i, one := range saved {
			if one.ID != s.articles[i].NewID() {
				t.Errorf("%s: article %d has ID %s", s.name, i, one.ID)
			}
			got = append(got, one.Effect)
		}
		if d := cmp.Diff(s.want, got); d != "" {
			t.Errorf("%s: effects -want +got\n%s", s.name, d)
		}
	}
	if active, err := st.ActiveEmbedder(t.Context()); active != BuiltinEmbedder || err != nil {
		t.Errorf("active embedder %q, %v", active, err)
	}
	if left, err := st.Unembedded(t.Context(), BuiltinEmbedder, 10); len(left) != 0 || err != nil {
		t.Errorf("%d chunks without a vector, %v", len(left), err)
	}
}

// TestIndexerAddSkipsEarly: an unchanged article costs no work.
func TestIndexerAddSkipsEarly(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), steel("1"))
	x := &Indexer{Store: st, Embedder: embedFunc{BuiltinEmbedder, func(context.Context, []string) ([][]float32, error) {
		t.Error("embedded an unchanged article")
		return nil, nil
	}}}
	if _, err := x.Add(t.Context(), []article.Article{steel("1")}); err != nil {
		t.Fatal(err)
	}
}

func TestIndexerAddDuringOutage(t *testing.T) {
	st := newStore(t)
	model := llmtest.HashEmbedder(64)
	down := embedFunc{model.Name(), func(context.Context, []string) ([][]float32, error) {
		return nil, llm.ErrUnavailable
	}}
	x := &Indexer{Store: st, Embedder: down, Log: testLog(t)}
	saved, err := x.Add(t.Context(), []article.Article{steel("1"), steel("2")})
	if !errors.Is(err, ErrNotEmbedded) || !errors.Is(err, llm.ErrUnavailable) || len(saved) != 2 || saved[1].Effect != store.Created {
		t.Fatalf("Add during an outage = %v, %v", saved, err)
	}
	ix := openIndex(t, st, model)
	if got := len(search(t, ix, Query{Text: "tariffs"}).Passages); got != 2 {
		t.Errorf("%d passages found by words, want 2", got)
	}
	if err := x.Backfill(t.Context(), nil); !errors.Is(err, llm.ErrUnavailable) {
		t.Errorf("Backfill during an outage: %v", err)
	}
	x.Embedder = model
	var told []string
	if err := x.Backfill(t.Context(), func(done, total int) { told = append(told, fmt.Sprint(done, "/", total)) }); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(told, " "); got != "2/2" {
		t.Errorf("progress %q, want 2/2", got)
	}
	if err := ix.Sync(t.Context()); err != nil || ix.Stats().Vectors != 2 {
		t.Errorf("%d vectors after the outage, %v", ix.Stats().Vectors, err)
	}
	if len(ix.lib.chunks) != 2 {
		t.Errorf("%d slots used: vectors alone must not index words anew", len(ix.lib.chunks))
	}
}

func TestIndexerAddStopsAskingInAnOutage(t *testing.T) {
	var many []article.Article
	for i := range 8 * embedBatch {
		many = append(many, steel(fmt.Sprint(i)))
	}
	calls := make(chan struct{}, 100)
	x := &Indexer{Store: newStore(t), Embedder: embedFunc{"m", func(context.Context, []string) ([][]float32, error) {
		calls <- struct{}{}
		return nil, llm.ErrUnavailable
	}}}
	if _, err := x.Add(t.Context(), many); !errors.Is(err, ErrNotEmbedded) {
		t.Fatal(err)
	}
	if n := len(calls); n > 4 {
		t.Errorf("asked %d times during one outage", n)
	}
}

func TestIndexerAddCanceled(t *testing.T) {
	st := newStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	x := &Indexer{Store: st, Embedder: embedFunc{"m", func(ctx context.Context, _ []string) ([][]float32, error) {
		cancel()
		return nil, ctx.Err()
	}}}
	if _, err := x.Add(ctx, []article.Article{steel("1")}); !errors.Is(err, context.Canceled) || errors.Is(err, ErrNotEmbedded) {
		t.Errorf("error %v, want canceled", err)
	}
	if n, err := st.CountArticles(t.Context()); n != 0 || err != nil {
		t.Errorf("%d articles saved, %v", n, err)
	}
}

func TestEmbedderMisbehaves(t *testing.T) {
	nan := float32(math.NaN())
	tests := []struct {
		name    string
		vectors [][]float32
		want    error
		message string
	}{
		{"fine", [][]float32{{1, 0}}, nil, ""},
		{"zeros", [][]float32{{0, 0}}, nil, ""},
		{"not a number", [][]float32{{nan, 0}}, nil, ""},
		{"another length", [][]float32{{1, 0, 0}}, ErrVectorLength, "choose the model"},
		{"empty", [][]float32{{}}, ErrVectorLength, "choose the model"},
		{"too few", nil, ErrNotEmbedded, "0 vectors for 1 texts"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := newStore(t)
			good := func(context.Context, []string) ([][]float32, error) { return [][]float32{{0, 1}}, nil }
			add(t, st, embedFunc{"m", good}, steel("1"))
			bad := func(context.Context, []string) ([][]float32, error) { return tt.vectors, nil }
			x := &Indexer{Store: st, Embedder: embedFunc{"m", bad}}
			_, err := x.Add(t.Context(), []article.Article{steel("2")})
			if !errors.Is(err, tt.want) || err != nil && !strings.Contains(err.Error(), tt.message) {
				t.Errorf("error %v, want %v with %q", err, tt.want, tt.message)
			}
			ix := openIndex(t, st, embedFunc{"m", good})
			if got := len(search(t, ix, Query{Text: "tariffs"}).Passages); got != 2 {
				t.Errorf("%d passages, want both", got)
			}
			if left, _ := st.Unembedded(t.Context(), "m", 10); (len(left) == 0) != (tt.want == nil) {
				t.Errorf("%d chunks wait for a vector after %v", len(left), err)
			}
		})
	}
}

// TestRefresh: what an older version derived is derived anew, and keeps its
// vectors where it stays the same.
func TestRefresh(t *testing.T) {
	st := newStore(t)
	a := steel("1")
	a.ID = a.NewID()
	chunk := Chunks(a)[0]
	_, err := st.Save(t.Context(), store.Batch{Embedder: BuiltinEmbedder, Analysis: analysisVersion - 1, Entries: []store.Entry{{
		Article: a,
		Chunks:  []store.Chunk{{Chunk: chunk, Terms: []byte("of old"), Vector: embedOne(t, "steel")}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	ix := openIndex(t, st, NewHashEmbedder())
	if r := search(t, ix, Query{Text: "tariffs"}); r.Evidence != 0 {
		t.Errorf("evidence %v of words that cannot be read", r.Evidence)
	}
	x := &Indexer{Store: st, Embedder: NewHashEmbedder()}
	if err := x.Backfill(t.Context(), func(int, int) { t.Error("a chunk that stayed the same was embedded again") }); err != nil {
		t.Fatal(err)
	}
	if err := ix.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r := search(t, ix, Query{Text: "tariffs"}); r.Evidence < .9 {
		t.Errorf("evidence %v after the refresh", r.Evidence)
	}
	if err := x.Refresh(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestFallback(t *testing.T) {
	sampleStore, mainStore := newStore(t), newStore(t)
	add(t, sampleStore, NewHashEmbedder(), steel("sample"))
	f := Fallback{Main: openIndex(t, mainStore, NewHashEmbedder()), Sample: openIndex(t, sampleStore, NewHashEmbedder())}
	r, err := f.Search(t.Context(), Query{Text: "steel"})
	if err != nil || !r.Sample || len(r.Passages) != 1 {
		t.Errorf("empty library: sample %v, %d passages, %v", r.Sample, len(r.Passages), err)
	}
	private := steel("mine")
	private.Scope = "channel:C1"
	add(t, mainStore, NewHashEmbedder(), private)
	if err := f.Main.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, err = f.Search(t.Context(), Query{Text: "steel"})
	if err != nil || r.Sample || len(r.Passages) != 0 {
		t.Errorf("library with an article of others: sample %v, %d passages, %v", r.Sample, len(r.Passages), err)
	}
}

func TestEmbeddedNamesTheArticle(t *testing.T) {
	a := steel("1")
	a.Outlet = "Wire"
	a.Published, _ = article.ParseDate("2026-03-01")
	c := Chunks(a)[0]
	if got, want := embedded(&a, &c), "Steel 1\nWire\n1 March 2026\n\nSteel tariffs rise to 1 percent."; got != want {
		t.Errorf("embedded = %q, want %q", got, want)
	}
	a.Published.Estimated = true
	if got := embedded(&a, &c); strings.Contains(got, "2026") {
		t.Errorf("a guessed date is embedded: %q", got)
	}
}
