package retrieval

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"footnote/internal/analysis"
	"footnote/internal/llm"
	"footnote/internal/store"
)

// A Store is what an Index is a function of; *store.Store is one.
type Store interface {
	LastChange(ctx context.Context) (int64, error)
	Changes(ctx context.Context, after int64, limit int) ([]store.Change, error)
	Entries(ctx context.Context, embedder string) iter.Seq2[store.Entry, error]
	EntriesOf(ctx context.Context, embedder string, ids []string) ([]store.Entry, error)
	ActiveEmbedder(ctx context.Context) (string, error)
}

// Options are how an Index is kept; the zero value is the default.
type Options struct {
	Log      *slog.Logger // nil for no log
	Reranker Reranker     // nil for none
}

// An Index ranks the chunks of a store. It holds all of them in memory and may
// be searched by many while it follows the store.
type Index struct {
	store    Store
	embedder llm.Embedder // preferred; used where its space is the active one
	builtin  llm.Embedder
	reranker Reranker // nil for none
	log      *slog.Logger

	syncing chan struct{} // holds one while somebody changes what mu guards

	mu  sync.RWMutex // guards what follows
	lib *library
	seq int64 // of the last change applied
}

// Open builds the index of a store. Questions are embedded by e if its vectors
// are the store's active ones, and by the built-in embedder if those are;
// otherwise the index searches by words only.
func Open(ctx context.Context, st Store, e llm.Embedder, opts Options) (*Index, error) {
	ix := &Index{
		store: st, embedder: e, builtin: NewHashEmbedder(), reranker: opts.Reranker, log: opts.Log,
		syncing: make(chan struct{}, 1),
	}
	if ix.log == nil {
		ix.log = slog.New(slog.DiscardHandler)
	}
	seq, err := st.LastChange(ctx)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	if ix.lib, err = ix.load(ctx); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	ix.seq = seq
	return ix, nil
}

// load builds a library of all that the store holds.
func (ix *Index) load(ctx context.Context) (*library, error) {
	space, err := ix.store.ActiveEmbedder(ctx)
	if err != nil {
		return nil, err
	}
	l := newLibrary(space)
	read := make(chan store.Entry, readAhead)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(read)
		for e, err := range ix.store.Entries(ctx, space) {
			if err != nil {
				return err
			}
			select {
			case read <- e:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	inPart := 0
	for e := range read {
		if err := l.put(ctx, e); err != nil {
			if inPart++; inPart <= partsNamed {
				ix.warn(e.Article.ID, err)
			}
		}
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if inPart > partsNamed {
		ix.log.Warn("index articles in part", "articles", inPart, "named", partsNamed)
	}
	for _, h := range l.vectors.shelves {
		h.sketches = h.train(l.vectors.few)
	}
	return l, nil
}

// partsNamed is how many articles that are indexed in part are named: another
// version may have left every article of a library so.
const partsNamed = 5

// readAhead is how many articles are read from the store while one is put into
// the library, so that each keeps a processor busy: more than the store reads at a time.
const readAhead = 128

// warn logs what is wrong with an article's derived data; the rest of it is
// found all the same.
func (ix *Index) warn(id string, err error) {
	if err != nil {
		ix.log.Warn("index article in part", "article", id, "err", err)
	}
}

// A queryVector is a question's vector and the space it is of; the zero value
// is none.
type queryVector struct {
	space  string
	values []float32
}

// embed returns the vector of a question in the active space. Without one the
// search goes by words, so what is wrong is logged and not returned.
func (ix *Index) embed(ctx context.Context, text string) queryVector {
	ix.mu.RLock()
	space := ix.lib.space
	ix.mu.RUnlock()
	e := ix.embedder
	if e == nil || e.Name() != space {
		e = ix.builtin
	}
	if e.Name() != space || strings.TrimFunc(text, analysis.IsBlank) == "" {
		return queryVector{}
	}
	limited, cancel := context.WithTimeout(ctx, embedTimeout)
	defer cancel()
	vectors, err := e.Embed(limited, []string{text})
	if err == nil && len(vectors) != 1 {
		err = fmt.Errorf("%d vectors for one text", len(vectors))
	}
	if err != nil {
		if ctx.Err() == nil {
			ix.log.Warn("search by words only", "embedder", space, "err", err)
		}
		return queryVector{}
	}
	return queryVector{space, vectors[0]}
}

// Stats describes an Index for a status line.
type Stats struct {
	Articles, Chunks, Vectors int
	Embedder                  string // the active vector space; "" before there is one
	Change                    int64  // of the store's log, the last applied
}

// Stats returns what the index holds now.
func (ix *Index) Stats() Stats {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	s := Stats{Articles: len(ix.lib.byID), Chunks: len(ix.lib.chunks) - ix.lib.dead, Embedder: ix.lib.space, Change: ix.seq}
	for scope := range ix.lib.vectors.shelves {
		s.Vectors += ix.lib.vectors.count(scope)
	}
	return s
}

// Len returns how many chunks and articles the index holds.
func (ix *Index) Len() (chunks, articles int) {
	s := ix.Stats()
	return s.Chunks, s.Articles
}
