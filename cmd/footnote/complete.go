package main

import "context"

// complete brings the library's derived data up to date: after an upgrade, a
// change of the embedder or an outage of it, chunks lack their terms or
// vectors. Until then they are found by what they have, so a failure only
// warns.
func (a *app) complete(ctx context.Context, l *library) error {
	bar := a.progress("embedding")
	err := l.indexer.Backfill(ctx, bar.set)
	bar.clear()
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a.log.Warn("retrieval backfill", "err", err)
	}
	return l.index.Sync(ctx)
}
