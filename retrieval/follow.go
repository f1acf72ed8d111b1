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
	// maxCatchUp is how long a search waits for changes to be applied. One
	// article takes milliseconds; a change of embedder may take seconds, and
	// searches go by what is held until then.
	maxCatchUp = 500 * time.Millisecond
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
	return ix.alone(ctx, func() error {
		for {
			n, err := ix.applyNext(ctx)
			if err != nil {
				return err
			}
			ix.train()
			if n == 0 {
				return nil
			}
		}
	})
}

// catchUp applies what the store has logged before a search, so that who was
// told that an article is added finds it with the next question, and reports whether
// there was any. What takes long is left to Follow: sketches, a store that fails, many
// changes.
func (ix *Index) catchUp(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, maxCatchUp)
	defer cancel()
	last, err := ix.store.LastChange(ctx)
	if err != nil || last <= ix.applied() {
		return false
	}
	_ = ix.alone(ctx, func() error {
		for ix.applied() < last {
			if _, err := ix.applyNext(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return true
}

// alone runs what changes the library, one at a time.
func (ix *Index) alone(ctx context.Context, change func() error) error {
	select {
	case ix.syncing <- struct{}{}:
		defer func() { <-ix.syncing }()
		return change()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// applied returns the number of the last change applied.
func (ix *Index) applied() int64 {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.seq
}

// applyNext applies the next changes of the log and returns how many.
func (ix *Index) applyNext(ctx context.Context) (int, error) {
	changes, err := ix.store.Changes(ctx, ix.applied(), changesAtATime)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	if slices.ContainsFunc(changes, func(c store.Change) bool { return c.Kind == store.EmbedderChanged }) {
		err = ix.reload(ctx)
	} else {
		err = ix.apply(ctx, changes)
	}
	if err != nil {
		return 0, fmt.Errorf("apply changes to index: %w", err)
	}
	return len(changes), nil
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
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.seq = changes[len(changes)-1].Seq
	return nil
}

// train makes sketches for the shelves that have outgrown theirs, while
// searches go on: what it reads is changed only by who holds syncing.
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
