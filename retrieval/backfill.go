package retrieval

import (
	"context"
	"fmt"

	"footnote/internal/article"
	"footnote/internal/store"
)

const (
	// refreshAtATime is how many articles are derived anew in one transaction.
	refreshAtATime = 50
	// missingAtATime is how many chunks without a vector are listed at a time;
	// at chunkTokens each, 10 MB of text.
	missingAtATime = 10_000
)

// Refresh derives anew the articles whose chunks are of another version of the
// analysis. Chunks that stay the same keep their vectors.
func (x *Indexer) Refresh(ctx context.Context) error {
	for first := true; ; first = false {
		articles, err := x.Store.Outdated(ctx, analysisVersion, refreshAtATime)
		if err != nil || len(articles) == 0 {
			return err
		}
		if first && x.Log != nil {
			x.Log.Info("index refresh", "hint", "another version analysed articles, which are analysed anew: a second for each thousand")
		}
		entries := make([]store.Entry, len(articles))
		for i, a := range articles {
			entries[i].Article = a
		}
		if err := x.derive(ctx, entries); err != nil {
			return err
		}
		err = x.Store.Rechunk(ctx, store.Batch{Embedder: x.Embedder.Name(), Analysis: analysisVersion, Entries: entries})
		if err != nil {
			return err
		}
	}
}

// Backfill derives anew what another version derived, embeds what lacks a
// vector of the preferred embedder and, when nothing does, makes its space the
// active one and drops the others. Until then the active one serves. It calls
// progress, unless that is nil, with the chunks embedded and those known to
// need it. After an error it may be called again and goes on.
func (x *Indexer) Backfill(ctx context.Context, progress func(done, total int)) error {
	if err := x.choose(ctx); err != nil {
		return err
	}
	if err := x.Refresh(ctx); err != nil {
		return fmt.Errorf("refresh articles: %w", err)
	}
	name, done := x.Embedder.Name(), 0
	for {
		missing, err := x.Store.Unembedded(ctx, name, missingAtATime)
		if err != nil {
			return err
		}
		if len(missing) == 0 {
			return x.activate(ctx, name)
		}
		for total := done + len(missing); len(missing) > 0; {
			some := missing[:min(embedBatch, len(missing))]
			if err := x.embedMissing(ctx, some); err != nil {
				return fmt.Errorf("embed articles: %w", err)
			}
			missing, done = missing[len(some):], done+len(some)
			if progress != nil {
				progress(done, total)
			}
		}
	}
}

// embedMissing stores vectors for chunks that lack them.
func (x *Indexer) embedMissing(ctx context.Context, chunks []store.Chunk) error {
	name := x.Embedder.Name()
	heads, err := x.articles(ctx, chunks)
	if err != nil {
		return err
	}
	length, err := x.Store.VectorLength(ctx, name)
	if err != nil {
		return err
	}
	texts := make([]string, len(chunks))
	for i, c := range chunks {
		texts[i] = embedded(heads[c.ArticleID], &c.Chunk)
	}
	values, err := embedTexts(ctx, x.Embedder, texts, length)
	if err != nil {
		return err
	}
	vectors := make([]store.Vector, len(chunks))
	for i, c := range chunks {
		vectors[i] = store.Vector{ArticleID: c.ArticleID, Revision: c.Revision, N: c.N, Start: c.Start, End: c.End, Values: values[i]}
	}
	return x.Store.SaveVectors(ctx, name, vectors)
}

// articles returns the articles of chunks by ID; one removed since is empty.
func (x *Indexer) articles(ctx context.Context, chunks []store.Chunk) (map[string]*article.Article, error) {
	heads := map[string]*article.Article{}
	var ids []string
	for _, c := range chunks {
		if heads[c.ArticleID] == nil {
			heads[c.ArticleID] = &article.Article{}
			ids = append(ids, c.ArticleID)
		}
	}
	entries, err := x.Store.EntriesOf(ctx, x.Embedder.Name(), ids)
	for i := range entries {
		heads[entries[i].Article.ID] = &entries[i].Article
	}
	return heads, err
}

// activate makes a complete space the active one and drops the others.
func (x *Indexer) activate(ctx context.Context, name string) error {
	if err := x.Store.SetActiveEmbedder(ctx, name); err != nil {
		return err
	}
	counts, err := x.Store.EmbedderCounts(ctx)
	if err != nil {
		return err
	}
	for other := range counts {
		if other == name {
			continue
		}
		if err := x.Store.DropVectors(ctx, other); err != nil {
			return err
		}
		if x.Log != nil {
			x.Log.Info("embedder changed", "from", other, "to", name)
		}
	}
	return nil
}
