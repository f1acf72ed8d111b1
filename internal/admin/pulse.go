package admin

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// A Pulse tries again and again whether the library can be written to, which
// reading it does not tell: on a full disk all can be read, and nothing can be
// answered, because no question can be recorded.
type Pulse struct {
	// Try writes, and waits for whoever else does.
	Try func(ctx context.Context) error
	Log *slog.Logger

	err atomic.Pointer[error]
}

// pulseEvery is how long after one try the next one is.
const pulseEvery = 15 * time.Second

// Err returns why the last try failed, or nil.
func (p *Pulse) Err() error {
	if err := p.err.Load(); err != nil {
		return *err
	}
	return nil
}

// Run tries until ctx ends.
func (p *Pulse) Run(ctx context.Context) {
	for {
		err := p.Try(ctx)
		if ctx.Err() != nil {
			return
		}
		switch before := p.Err(); {
		case err != nil && before == nil:
			p.Log.Error("admin library unwritable", "err", err)
		case err == nil && before != nil:
			p.Log.Info("admin library writable")
		}
		p.err.Store(&err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(pulseEvery):
		}
	}
}
