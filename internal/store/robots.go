package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// A Robots is the robots.txt of a site, as it was read.
type Robots struct {
	Status int // of HTTP
	Text   []byte
	Until  time.Time // when it is to be read again
}

// Robots returns the robots.txt of a site, scheme and host, or ErrNotFound.
func (s *Store) Robots(ctx context.Context, site string) (r Robots, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT status, text, until FROM robots WHERE site = ?`, site).
		Scan(&r.Status, &r.Text, stampScanner{&r.Until})
	if err != nil {
		return Robots{}, fmt.Errorf("read robots.txt of %s: %w", site, orNotFound(err))
	}
	return r, nil
}

// robotsKept is how long a robots.txt that nobody asks for any more is kept.
const robotsKept = 7 * 24 * time.Hour

// SaveRobots stores the robots.txt of a site in place of an earlier one.
func (s *Store) SaveRobots(ctx context.Context, site string, r Robots) error {
	text := r.Text
	if text == nil {
		text = []byte{}
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO robots (site, status, until, text) VALUES (?, ?, ?, ?)
			ON CONFLICT (site) DO UPDATE SET status = excluded.status, until = excluded.until, text = excluded.text`,
			site, r.Status, stamp(r.Until), text)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM robots WHERE until < ?`, stamp(r.Until.Add(-robotsKept)))
		return err
	})
	if err != nil {
		return fmt.Errorf("save robots.txt of %s: %w", site, err)
	}
	return nil
}
