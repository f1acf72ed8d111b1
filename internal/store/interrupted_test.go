package store

import (
	"context"
	"database/sql"
	"testing"
)

// TestInterrupted ends a context within a transaction and goes on until
// database/sql has rolled it back: whatever that breaks first, the error says
// that the context ended.
func TestInterrupted(t *testing.T) {
	s := openMemory(t)
	type runner func(context.Context, func(*sql.Tx) error) error
	for name, run := range map[string]runner{"change": s.change, "view": s.view} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			err := run(ctx, func(tx *sql.Tx) error {
				stmt, err := tx.PrepareContext(ctx, `SELECT 1`)
				if err != nil {
					return err
				}
				cancel()
				for {
					if _, err := stmt.ExecContext(t.Context()); err != nil {
						return err
					}
				}
			})
			wantIs(t, name, err, context.Canceled)
		})
	}
}

// TestInterruptedCommit ends a context after the last statement: nothing is
// written, and the error says why.
func TestInterruptedCommit(t *testing.T) {
	s := openMemory(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.change(ctx, func(tx *sql.Tx) error {
		defer cancel()
		return logChange(ctx, tx, ArticleRemoved, "a")
	})
	wantIs(t, "change", err, context.Canceled)
	last, err := s.LastChange(t.Context())
	must(t, err)
	wantSame(t, "last change", last, 0)
}
