package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A Watch is a question that is asked again when articles come.
type Watch struct {
	ID       int64
	Channel  string // where it speaks; empty from a terminal
	User     string
	Question string
	Quiet    string // hours without posts, "22-7"; empty for none
	Paused   bool
	Created  time.Time
	Checked  int64 // the line of the log of changes up to which it was asked
}

// A WatchAnswer is what a watch answered: first, or when it changed.
type WatchAnswer struct {
	ID      int64
	WatchID int64
	At      time.Time
	Answer  json.RawMessage
	Told    bool
}

const watchColumns = `id, channel, person, question, quiet, paused <> 0, created, checked`

func scanWatch(row scanner) (w Watch, err error) {
	return w, row.Scan(&w.ID, &w.Channel, &w.User, &w.Question, &w.Quiet, &w.Paused, stampScanner{&w.Created}, &w.Checked)
}

// ErrTooMany: there may not be more of them.
var ErrTooMany = errors.New("too many")

// AddWatch stores a watch with its first answer, and returns it. It returns
// ErrTooMany where its person or its channel has as many as may be.
func (s *Store) AddWatch(ctx context.Context, w Watch, first json.RawMessage, perPerson, perChannel int, now time.Time) (Watch, error) {
	err := s.change(ctx, func(tx *sql.Tx) error {
		var persons, channels int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE person = ?), count(*) FILTER (WHERE channel = ?) FROM watches`,
			w.User, w.Channel).Scan(&persons, &channels)
		if err != nil {
			return err
		}
		if persons >= perPerson || channels >= perChannel {
			return ErrTooMany
		}
		w, err = scanWatch(tx.QueryRowContext(ctx, `INSERT INTO watches (channel, person, question, quiet, paused, created, checked, owner, lease)
			VALUES (?, ?, ?, ?, 0, ?, ?, '', '') RETURNING `+watchColumns, w.Channel, w.User, w.Question, w.Quiet, stamp(now), w.Checked))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO watch_answers (watch_id, at, answer, told) VALUES (?, ?, ?, 1)`, w.ID, stamp(now), string(first))
		return err
	})
	if err != nil {
		return Watch{}, fmt.Errorf("add watch: %w", err)
	}
	return w, nil
}

// Watches returns all watches, in the order they were added.
func (s *Store) Watches(ctx context.Context) ([]Watch, error) {
	all, err := collect(ctx, s.reader, scanWatch, `SELECT `+watchColumns+` FROM watches ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("read watches: %w", err)
	}
	return all, nil
}

// RemoveWatch removes a watch with its answers, or returns ErrNotFound.
func (s *Store) RemoveWatch(ctx context.Context, id int64) error {
	return s.touchWatch(ctx, "remove", `DELETE FROM watches WHERE id = ?`, id)
}

// PauseWatch says whether a watch is to rest.
func (s *Store) PauseWatch(ctx context.Context, id int64, paused bool) error {
	return s.touchWatch(ctx, "pause", `UPDATE watches SET paused = ?2 WHERE id = ?1`, id, paused)
}

// RestWatch lets a watch rest whose place takes no messages, until WakeWatches, unless
// it is paused.
func (s *Store) RestWatch(ctx context.Context, id int64) error {
	return s.touchWatch(ctx, "rest", `UPDATE watches SET paused = CASE paused WHEN 0 THEN 2 ELSE paused END WHERE id = ?1`, id)
}

// WakeWatches ends the rest of the watches of a channel, or of all where it is empty.
func (s *Store) WakeWatches(ctx context.Context, channel string) error {
	if _, err := s.update(ctx, `UPDATE watches SET paused = 0 WHERE paused = 2 AND ?1 IN ('', channel)`, channel); err != nil {
		return fmt.Errorf("wake watches: %w", err)
	}
	return nil
}

// QuietWatch sets the hours in which a watch does not post.
func (s *Store) QuietWatch(ctx context.Context, id int64, quiet string) error {
	return s.touchWatch(ctx, "quiet", `UPDATE watches SET quiet = ?2 WHERE id = ?1`, id, quiet)
}

func (s *Store) touchWatch(ctx context.Context, what, query string, args ...any) error {
	n, err := s.update(ctx, query, args...)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("%s watch %v: %w", what, args[0], err)
	}
	return nil
}

// ClaimWatch claims a watch for a check until the lease ends, and reports
// whether it could: another may hold it. A lease longer than any can be, because
// a clock went back, has ended.
func (s *Store) ClaimWatch(ctx context.Context, id int64, owner string, lease time.Duration, now time.Time) (bool, error) {
	n, err := s.update(ctx, `UPDATE watches SET owner = ?, lease = ? WHERE id = ? AND (lease <= ? OR lease > ? OR owner = ?)`,
		owner, stamp(now.Add(lease)), id, stamp(now), stamp(now.Add(lease)), owner)
	if err != nil {
		return false, fmt.Errorf("claim watch %d: %w", id, err)
	}
	return n > 0, nil
}

// CheckedWatch ends a check by owner: it looked up to that line of the log,
// and the answer is another one where there is one. It returns ErrLost if the
// owner does not hold the watch.
func (s *Store) CheckedWatch(ctx context.Context, id int64, owner string, checked int64, changed json.RawMessage, told bool, now time.Time) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE watches SET checked = ?, lease = '' WHERE id = ? AND owner = ?`, checked, id, owner)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrLost)
		}
		if changed == nil {
			return nil
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO watch_answers (watch_id, at, answer, told) VALUES (?, ?, ?, ?)`,
			id, stamp(now), string(changed), told)
		return err
	})
	if err != nil {
		return fmt.Errorf("end check of watch %d: %w", id, err)
	}
	return nil
}

func scanWatchAnswer(row scanner) (a WatchAnswer, err error) {
	var answer string
	err = row.Scan(&a.ID, &a.WatchID, stampScanner{&a.At}, &answer, &a.Told)
	a.Answer = []byte(answer)
	return a, err
}

// WatchAnswers returns what a watch answered, oldest first.
func (s *Store) WatchAnswers(ctx context.Context, id int64) ([]WatchAnswer, error) {
	all, err := collect(ctx, s.reader, scanWatchAnswer, `SELECT id, watch_id, at, answer, told FROM watch_answers
		WHERE watch_id = ? ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("read answers of watch %d: %w", id, err)
	}
	return all, nil
}

// UntoldAnswers returns the changed answers that are not known to stand in
// Slack, oldest first.
func (s *Store) UntoldAnswers(ctx context.Context) ([]WatchAnswer, error) {
	all, err := collect(ctx, s.reader, scanWatchAnswer, `SELECT id, watch_id, at, answer, told FROM watch_answers WHERE told = 0 ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("read untold answers: %w", err)
	}
	return all, nil
}

// ToldAnswer notes that a changed answer stands in Slack, and ends the hold of
// its watch.
func (s *Store) ToldAnswer(ctx context.Context, id int64) error {
	return s.settleAnswer(ctx, "note told", `UPDATE watch_answers SET told = 1 WHERE id = ?`, id)
}

// DropAnswer forgets a changed answer that will not be told, and ends the hold
// of its watch.
func (s *Store) DropAnswer(ctx context.Context, id int64) error {
	return s.settleAnswer(ctx, "drop", `DELETE FROM watch_answers WHERE id = ? AND told = 0`, id)
}

func (s *Store) settleAnswer(ctx context.Context, what, query string, id int64) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE watches SET lease = '' WHERE id = (SELECT watch_id FROM watch_answers WHERE id = ?)`, id)
		if err == nil {
			_, err = tx.ExecContext(ctx, query, id)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("%s answer %d: %w", what, id, err)
	}
	return nil
}
