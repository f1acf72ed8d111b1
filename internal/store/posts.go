package store

import (
	"context"
	"database/sql"
	"encoding/json"
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

// NoteNumbers notes the numbers that articles have in a thread by what was told
// there: IDs → numbers from 1. The first that one is given stays.
func (s *Store) NoteNumbers(ctx context.Context, channel, threadTS string, numbers map[string]int) error {
	raw, err := json.Marshal(numbers)
	if err != nil {
		return err // unreachable: words and numbers
	}
	_, err = s.update(ctx, `INSERT INTO told_numbers (channel, thread_ts, article_id, n)
		SELECT ?, ?, key, value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`, channel, threadTS, string(raw))
	if err != nil {
		return fmt.Errorf("note numbers in %s/%s: %w", channel, threadTS, err)
	}
	return nil
}

// ThreadNumbers returns the numbers that articles have in a thread, by what was told
// and answered there: IDs → numbers from 1.
func (s *Store) ThreadNumbers(ctx context.Context, channel, threadTS string) (map[string]int, error) {
	numbers := map[string]int{}
	_, err := collect(ctx, s.reader, func(row scanner) (_ struct{}, err error) {
		var id string
		var n int
		if err = row.Scan(&id, &n); err == nil && numbers[id] == 0 {
			numbers[id] = n
		}
		return struct{}{}, err
	}, `SELECT article_id, n FROM told_numbers WHERE channel = ?1 AND thread_ts = ?2
		UNION ALL SELECT id, n FROM (
			SELECT c.value ->> 'article_id' AS id, c.value ->> 'n' AS n FROM answers a, json_each(a.citations) c
			WHERE a.channel = ?1 AND a.thread_ts = ?2 AND a.citations <> '' ORDER BY a.asked, a.id)
		WHERE id <> '' AND n > 0`, channel, threadTS)
	if err != nil {
		return nil, fmt.Errorf("read numbers in %s/%s: %w", channel, threadTS, err)
	}
	return numbers, nil
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
