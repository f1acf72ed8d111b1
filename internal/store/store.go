package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"time"
)

// A Store is an open store. It may be used by several goroutines at once.
type Store struct {
	// Now is the clock of what is stored without a time of its own: time.Now,
	// unless it is set before anything is stored.
	Now func() time.Time

	reader *sql.DB
	writer *sql.DB // one connection, so that writers queue and heed their contexts

	last *sql.Stmt // of LastChange, which every search asks first

	path string      // of the file; empty in memory
	file os.FileInfo // that was opened
}

// newStore returns the store of two databases whose schema is current.
func newStore(ctx context.Context, reader, writer *sql.DB) (*Store, error) {
	last, err := reader.PrepareContext(ctx, `SELECT coalesce(max(seq), 0) FROM changes`)
	if err != nil {
		return nil, err
	}
	return &Store{Now: time.Now, reader: reader, writer: writer, last: last}, nil
}

// Close ends the use of the store.
func (s *Store) Close() error {
	err := s.last.Close()
	if s.reader != s.writer {
		err = errors.Join(err, s.reader.Close())
	}
	return errors.Join(err, s.writer.Close())
}

// change runs f in a transaction that holds the write lock from its begin.
// If f or the commit fails, nothing was written.
func (s *Store) change(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return explain(interrupted(ctx, err))
	}
	return explain(interrupted(ctx, tx.Commit()))
}

// interrupted names the end of a context as the cause of what failed. While
// a transaction runs, database/sql rolls it back from a goroutine of its own
// when its context ends, so a caller may meet "statement is closed" or
// "transaction has already been committed or rolled back" instead.
func interrupted(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil || errors.Is(err, ctx.Err()) {
		return err
	}
	return ctx.Err()
}

// view runs f in a transaction that sees one state of the store.
func (s *Store) view(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback()
	return explain(interrupted(ctx, f(tx)))
}

// A querier is a *sql.DB or a *sql.Tx.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// A scanner is a *sql.Row or *sql.Rows.
type scanner interface {
	Scan(dest ...any) error
}

// collect returns what scan makes of each row of the query.
func collect[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// orNotFound turns the absence of a row into ErrNotFound.
func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}
