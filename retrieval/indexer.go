package retrieval

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/store"
)

// A Writer is where an Indexer puts what it makes; *store.Store is one.
type Writer interface {
	Hashes(ctx context.Context, ids []string) (map[string]string, error)
	Save(ctx context.Context, b store.Batch) ([]store.Saved, error)
	Rechunk(ctx context.Context, b store.Batch) error
	Outdated(ctx context.Context, analysis, limit int) ([]article.Article, error)
	ActiveEmbedder(ctx context.Context) (string, error)
	SetActiveEmbedder(ctx context.Context, name string) error
	EntriesOf(ctx context.Context, embedder string, ids []string) ([]store.Entry, error)
	Unembedded(ctx context.Context, embedder string, limit int) ([]store.Chunk, error)
	SaveVectors(ctx context.Context, embedder string, vs []store.Vector) error
	VectorLength(ctx context.Context, embedder string) (int, error)
	EmbedderCounts(ctx context.Context) (map[string]int, error)
	DropVectors(ctx context.Context, embedder string) error
}

// An Indexer adds articles to the store with all that an Index needs of them.
// It may be used from several goroutines.
type Indexer struct {
	Store    Writer
	Embedder llm.Embedder // preferred; NewHashEmbedder where there is no other
	Log      *slog.Logger // nil for no log

	analyzers sync.Pool // of *analysis.Analyzer
}

// ErrNotEmbedded: articles are saved and found by their words, but not by
// meaning until Backfill has embedded them.
var ErrNotEmbedded = errors.New("saved without embeddings")

// Add saves the articles that are new or revised, in one transaction, and
// tells what became of each, in order; of one that is unchanged the Revision
// is left 0. If the embedder fails they are saved all the same, and the error
// wraps ErrNotEmbedded beside the results; after any other error nothing is
// saved.
func (x *Indexer) Add(ctx context.Context, articles []article.Article) ([]store.Saved, error) {
	return x.AddWork(ctx, articles, store.Work{})
}

// AddWork is Add with the work that the articles come from, which is stored
// in the same transaction whether or not any of them is changed.
func (x *Indexer) AddWork(ctx context.Context, articles []article.Article, work store.Work) ([]store.Saved, error) {
	saved, changed, err := x.changed(ctx, articles)
	if err != nil || len(changed) == 0 && work.Empty() {
		return saved, err
	}
	if len(changed) == 0 {
		_, err := x.Store.Save(ctx, store.Batch{Work: work})
		return saved, err
	}
	if err := x.choose(ctx); err != nil {
		return nil, err
	}
	entries := make([]store.Entry, len(changed))
	for i, at := range changed {
		entries[i].Article = articles[at]
		entries[i].Article.ID = saved[at].ID
	}
	if err := x.derive(ctx, entries); err != nil {
		return nil, err
	}
	embedErr := x.embedAll(ctx, entries)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	done, err := x.Store.Save(ctx, store.Batch{Embedder: x.Embedder.Name(), Analysis: analysisVersion, Entries: entries, Work: work})
	if err != nil {
		return nil, err
	}
	for i, at := range changed {
		saved[at] = done[i]
	}
	if embedErr != nil {
		return saved, fmt.Errorf("%w: %w", ErrNotEmbedded, embedErr)
	}
	return saved, nil
}

// changed returns the places of the articles that the store does not hold as
// they are, and for each article its ID as an unchanged one.
func (x *Indexer) changed(ctx context.Context, articles []article.Article) ([]store.Saved, []int, error) {
	saved := make([]store.Saved, len(articles))
	ids := make([]string, len(articles))
	for i, a := range articles {
		if ids[i] = a.ID; a.ID == "" {
			ids[i] = a.NewID()
		}
		saved[i].ID = ids[i]
	}
	hashes, err := x.Store.Hashes(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	var changed []int
	for i, a := range articles {
		if hashes[ids[i]] != a.Hash() {
			changed = append(changed, i)
		}
	}
	return saved, changed, nil
}

// choose makes the preferred embedder the active one where none is.
func (x *Indexer) choose(ctx context.Context) error {
	active, err := x.Store.ActiveEmbedder(ctx)
	if err != nil || active != "" {
		return err
	}
	return x.Store.SetActiveEmbedder(ctx, x.Embedder.Name())
}

// derive gives each entry its chunks with their terms.
func (x *Indexer) derive(ctx context.Context, entries []store.Entry) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range entries {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			an, ok := x.analyzers.Get().(*analysis.Analyzer)
			if !ok {
				an = analysis.NewAnalyzer()
			}
			defer x.analyzers.Put(an)
			e := &entries[i]
			chunks := Chunks(e.Article)
			e.Chunks = make([]store.Chunk, len(chunks))
			for n, b := range chunkBags(an, e.Article, chunks) {
				e.Chunks[n] = store.Chunk{Chunk: chunks[n], Terms: b.encode()}
			}
			return nil
		})
	}
	return g.Wait()
}
