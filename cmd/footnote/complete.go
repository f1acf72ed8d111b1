package main

import (
	"context"
	"fmt"
	"strings"

	"footnote/internal/store"
)

// complete brings the library's derived data up to date: after an upgrade, a
// change of the embedder or an outage of it, chunks lack their terms or
// vectors. Until then they are found by what they have, so a failure only
// warns.
func (a *app) complete(ctx context.Context, l *library) error {
	bar := a.progress("embedding")
	err := a.backfill(ctx, l, bar.set)
	bar.clear()
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.log.Warn("retrieval backfill", "err", err)
	}
	return l.index.Sync(ctx)
}

// backfill embeds what lacks a vector, unless the embedder that is at hand only
// stands in for one that is not set: whoever runs a command without the settings
// of serve must not throw away vectors that were paid for.
func (a *app) backfill(ctx context.Context, l *library, progress func(done, total int)) error {
	other, err := a.embeddedBy(ctx, l.store)
	switch {
	case err != nil:
		return err
	case other != "":
		return fmt.Errorf("the library was embedded by %s, %s", other, byWords)
	}
	return l.indexer.Backfill(ctx, progress)
}

// byWords is what to know where the embedder of the library is not set.
const byWords = "which is not set here: articles are found by their words alone; set it, or EMBEDDING_PROVIDER=builtin to have them embedded anew without it"

// embeddedBy returns the model that embedded the library where no embedder is
// set, or "".
func (a *app) embeddedBy(ctx context.Context, st *store.Store) (string, error) {
	if a.cfg.Embedding.IsSet() || a.cfg.Embedding.Builtin {
		return "", nil
	}
	name, err := st.ActiveEmbedder(ctx)
	if strings.HasPrefix(name, "builtin-") {
		name = ""
	}
	return name, err
}
