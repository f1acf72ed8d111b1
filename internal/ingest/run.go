package ingest

import (
	"context"
	"fmt"

	"footnote/internal/article"
	"footnote/internal/store"
)

// A batch ends at either bound, whichever comes first: so many articles that
// a transaction and a request for embeddings are worth their cost, so few
// that a kill loses little and memory stays small.
const (
	batchArticles = 64
	batchBytes    = 512 << 10 // of text
)

// A run is one call of Add: the articles read but not yet safe, and the
// report of all others. Its methods return only errors that end the run.
type run struct {
	*Adder
	report Report
	count  int // articles read so far

	pending []article.Article
	sources []string        // of pending, one each
	ids     map[string]bool // of pending
	bytes   int             // of the bodies of pending

	urls []named     // for the queue
	jobs []store.Job // for the queue, too
}

// A named is a URL, and what it is named by, as fetch.Request has it.
type named struct{ url, from string }

// tell tells how far the run has come, reading source.
func (r *run) tell(source string) {
	if r.Progress != nil {
		r.Progress(Progress{Source: source, Read: r.count, Saved: r.report.Saved()})
	}
}

// keep takes an article that was read from source, and saves the batch when
// it is full. A second version of an article opens a batch of its own, so that
// each is saved as a revision of the one before.
func (r *run) keep(ctx context.Context, a article.Article, source string) error {
	id := a.NewID()
	if r.ids[id] {
		if err := r.flush(ctx); err != nil {
			return err
		}
	}
	if r.ids == nil {
		r.ids = map[string]bool{}
	}
	r.ids[id] = true
	r.pending = append(r.pending, a)
	r.sources = append(r.sources, source)
	r.bytes += len(a.Body)
	r.count++
	if len(r.pending) >= batchArticles || r.bytes >= batchBytes {
		return r.flush(ctx)
	}
	return nil
}

// flush saves the pending articles and tells of them once they are safe.
func (r *run) flush(ctx context.Context) error {
	if len(r.pending) == 0 {
		return nil
	}
	saved, err := r.Indexer.Add(ctx, r.pending)
	switch {
	case len(saved) == len(r.pending): // safe, with an error or without
	case err != nil:
		return fmt.Errorf("save %d articles: %w", len(r.pending), err)
	default:
		return fmt.Errorf("save %d articles: only %d were acknowledged", len(r.pending), len(saved))
	}
	added := make([]Added, len(saved))
	for i, s := range saved {
		r.report.count(s.Effect)
		if err != nil && s.Effect != store.Unchanged {
			r.report.NotEmbedded, r.report.EmbedErr = r.report.NotEmbedded+1, err
		}
		a := r.pending[i]
		a.ID = s.ID
		added[i] = Added{ID: s.ID, Title: a.Name(), Source: r.sources[i], Effect: s.Effect}
	}
	last := r.sources[len(r.sources)-1]
	r.pending, r.sources, r.ids, r.bytes = nil, nil, nil, 0
	if r.Adder.Saved != nil {
		r.Adder.Saved(added)
	}
	r.tell(last)
	return nil
}
