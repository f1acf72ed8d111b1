package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// BeginPost notes that a message is about to be posted, by a key that no other
// message has. It returns the message's ts if it stands there already, and
// whether somebody began before, so that it may.
func (s *Store) BeginPost(ctx context.Context, key string, now time.Time) (ts string, before bool, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO posts (key, begun, ts) VALUES (?, ?, '') ON CONFLICT DO NOTHING`, key, stamp(now))
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if before = n == 0; err != nil || !before {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT ts FROM posts WHERE key = ?`, key).Scan(&ts)
	})
	if err != nil {
		return "", false, fmt.Errorf("begin post %s: %w", key, err)
	}
	return ts, before, nil
}

// EndPost notes where a message stands.
func (s *Store) EndPost(ctx context.Context, key, ts string) error {
	if _, err := s.update(ctx, `UPDATE posts SET ts = ? WHERE key = ?`, ts, key); err != nil {
		return fmt.Errorf("end post %s: %w", key, err)
	}
	return nil
}

// Post returns the ts of a message, empty where it is not known to stand
// there, and whether it was begun.
func (s *Store) Post(ctx context.Context, key string) (ts string, begun bool, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT ts FROM posts WHERE key = ?`, key).Scan(&ts)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read post %s: %w", key, err)
	}
	return ts, true, nil
}
