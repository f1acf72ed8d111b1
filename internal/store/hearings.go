package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// A Hearing is how a process hears Slack.
type Hearing struct {
	Owner string    `json:"owner"` // names the process
	Seen  time.Time `json:"seen"`  // when it noted this
	Heard time.Time `json:"heard"` // until when all that was said is heard, by it or those before it; zero where that is not known
	Links int       `json:"links"` // its connections to Slack
	// Elsewhere is how many connections Slack counts beside those of the
	// processes on this store.
	Elsewhere int  `json:"elsewhere"`
	Ended     bool `json:"ended,omitempty"` // it was stopped
}

// Runs reports whether a process noted a hearing just now: those that run do so
// every 30 s, once they have read back what was missed.
func (h Hearing) Runs(now time.Time) bool { return !h.Ended && now.Sub(h.Seen).Abs() < 5*time.Minute }

// hearingsKept is how long that of a process which ended is kept once another
// notes its own, and how far ahead its clock may have been.
const hearingsKept = time.Hour

// hearingName begins the names of the settings that hold them.
const hearingName = "hearing."

// NoteHearing stores how a process hears Slack.
func (s *Store) NoteHearing(ctx context.Context, h Hearing) error {
	h.Seen, h.Heard = h.Seen.UTC(), h.Heard.UTC() // so that they sort as text
	raw, err := json.Marshal(h)
	if err != nil {
		return err // unreachable: words, times and numbers
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, hearingName+h.Owner, string(raw))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM settings WHERE name GLOB ? AND value ->> 'seen' NOT BETWEEN ? AND ?`,
			hearingName+"*", h.Seen.Add(-hearingsKept).Format(time.RFC3339), h.Seen.Add(hearingsKept).Format(time.RFC3339))
		return err
	})
	if err != nil {
		return fmt.Errorf("note hearing: %w", err)
	}
	return nil
}

// Hearings returns how processes hear Slack, or did before they ended.
func (s *Store) Hearings(ctx context.Context) ([]Hearing, error) {
	all, err := collect(ctx, s.reader, func(row scanner) (h Hearing, err error) {
		var raw string
		if err = row.Scan(&raw); err == nil {
			err = json.Unmarshal([]byte(raw), &h)
		}
		return h, err
	}, `SELECT value FROM settings WHERE name GLOB ? ORDER BY name`, hearingName+"*")
	if err != nil {
		return nil, fmt.Errorf("read hearings: %w", err)
	}
	return all, nil
}

// A Spot is a thread in which questions are asked in messages.
type Spot struct{ Channel, ThreadTS string }

// Spots returns where questions were asked since then, the latest first; those
// that asked nothing of the library stand in no thread.
func (s *Store) Spots(ctx context.Context, since time.Time, limit int) ([]Spot, error) {
	all, err := collect(ctx, s.reader, func(row scanner) (p Spot, err error) {
		return p, row.Scan(&p.Channel, &p.ThreadTS)
	}, `SELECT channel, thread_ts FROM questions WHERE kind = ? AND asked >= ?
		GROUP BY channel, thread_ts ORDER BY max(asked) DESC, max(id) DESC LIMIT ?`, KindMessage, stamp(since), limit)
	if err != nil {
		return nil, fmt.Errorf("read where questions were asked: %w", err)
	}
	return all, nil
}
