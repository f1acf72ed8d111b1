package retrieval

import (
	"context"
	"fmt"
	"slices"
	"time"

	"footnote/internal/store"
)

const (
	// pollEvery is how often Follow looks for changes: what is added in one
	// process is found in another before its user has switched windows.
	pollEvery = 250 * time.Millisecond
	// maxPollWait is the longest pause of Follow while the store fails.
	maxPollWait = 30 * time.Second
	// changesAtATime and entriesAtATime bound what Sync holds of the log and of
	// the articles it names.
	changesAtATime = 1000
	entriesAtATime = 32
)

// Follow applies the store's changes as they come, until ctx ends; then it
// returns nil. While the store fails the index serves what it has.
func (ix *Index) Follow(ctx context.Context) error {
	wait := pollEvery
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		switch err := ix.Sync(ctx); {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			wait = min(2*wait, maxPollWait)
			ix.log.Warn("index follow", "err", err, "again", wait)
		default:
			wait = pollEvery
		}
	}
}

// Sync applies the changes that the store has logged since the last one
// applied. What a change says is read from the store as it is now, so applying
// one twice, or one that a later one has overtaken, does no harm.
func (ix *Index) Sync(ctx context.Context) error {
	ix.syncing.Lock()
	defer ix.syncing.Unlock()
	for {
		changes, err := ix.store.Changes(ctx, ix.Stats().Change, changesAtATime)
		if err != nil || len(changes) == 0 {
			return err
		}
		if slices.ContainsFunc(changes, func(c store.Change) bool { return c.Kind == store.EmbedderChanged }) {
			err = ix.reload(ctx)
		} else {
			err = ix.apply(ctx, changes)
		}
		if err != nil {
			return fmt.Errorf("apply changes to index: %w", err)
		}
	}
}

// reload builds all anew from the store, with the vectors of its active space,
// while the library there is serves on.
func (ix *Index) reload(ctx context.Context) error {
	seq, err := ix.store.LastChange(ctx)
	if err != nil {
		return err
	}
	l, err := ix.load(ctx)
	if err != nil {
		return err
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.lib, ix.seq = l, seq
	return nil
}

// apply brings the articles that changes name up to date.
func (ix *Index) apply(ctx context.Context, changes []store.Change) error {
	whole := map[string]bool{} // article ID → more than its vectors changed
	var ids []string
	for _, c := range changes {
		if _, ok := whole[c.ArticleID]; !ok {
			ids = append(ids, c.ArticleID)
		}
		whole[c.ArticleID] = whole[c.ArticleID] || c.Kind != store.ArticleEmbedded
	}
	for some := range slices.Chunk(ids, entriesAtATime) {
		entries, err := ix.store.EntriesOf(ctx, ix.Stats().Embedder, some)
		if err != nil {
			return err
		}
		held := map[string]store.Entry{}
		for _, e := range entries {
			held[e.Article.ID] = e
		}
		for _, id := range some {
			e, ok := held[id]
			ix.replace(ctx, id, e, ok, whole[id])
		}
	}
	ix.train()
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.seq = changes[len(changes)-1].Seq
	return nil
}

// train makes sketches for the shelves that have outgrown theirs, while
// searches go on: only Sync, which calls it, changes what it reads.
func (ix *Index) train() {
	for _, h := range ix.lib.vectors.shelves {
		if s := h.train(ix.lib.vectors.few); s != nil {
			ix.mu.Lock()
			h.sketches = s
			ix.mu.Unlock()
		}
	}
}

// replace puts an entry in place of what is held of an article, or removes it
// where the store holds none. Where only its vectors changed, its words stay.
func (ix *Index) replace(ctx context.Context, id string, e store.Entry, held, whole bool) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if !held {
		ix.lib.remove(id)
		return
	}
	if !whole {
		if ok, err := ix.lib.putVectors(ctx, e); ok {
			ix.warn(id, err)
			return
		}
	}
	ix.warn(id, ix.lib.put(ctx, e))
}
