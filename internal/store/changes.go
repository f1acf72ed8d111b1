package store

import (
	"context"
	"database/sql"
	"fmt"
)

// logChange writes a line of the log. Transactions that write follow one
// another, so the lines become visible in the order of their numbers.
func logChange(ctx context.Context, tx *sql.Tx, kind ChangeKind, articleID string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO changes (kind, article_id) VALUES (?, ?)`, kind, articleID)
	return err
}

// LastChange returns the number of the newest line of the log, 0 at first.
func (s *Store) LastChange(ctx context.Context) (seq int64, err error) {
	if err := s.last.QueryRowContext(ctx).Scan(&seq); err != nil {
		return 0, fmt.Errorf("read last change: %w", err)
	}
	return seq, nil
}

// Changes returns up to limit lines of the log after that number, in order.
func (s *Store) Changes(ctx context.Context, after int64, limit int) ([]Change, error) {
	scan := func(row scanner) (c Change, err error) {
		return c, row.Scan(&c.Seq, &c.Kind, &c.ArticleID)
	}
	all, err := collect(ctx, s.reader, scan,
		`SELECT seq, kind, article_id FROM changes WHERE seq > ? ORDER BY seq LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read changes after %d: %w", after, err)
	}
	return all, nil
}
