package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"footnote/internal/article"
)

// A Digest is what a channel is told, and when.
type Digest struct {
	ID       int64
	Channel  string // or the direct message with Person
	Kind     string // Daily or Weekly
	Person   string // who set it
	Schedule string // in words; see package schedule
	Topics   []string
	Outlets  []string // nil for all
	Most     int      // stories; 0 for the default
	Lang     string   // ISO 639-1 of the articles wanted; empty for all
	Silent   bool     // say nothing where nothing is new
	Paused   bool
	Set      time.Time // slots before are not due
	Covered  int64     // the line of the log of changes up to which it has looked
}

// The kinds of digest.
const (
	Daily  = "daily"  // what is new since the last
	Weekly = "weekly" // a look back at the week
)

const digestColumns = `id, channel, kind, person, schedule, topics, outlets, most, lang, silent, paused, set_at, covered`

func scanDigest(row scanner) (d Digest, err error) {
	err = row.Scan(&d.ID, &d.Channel, &d.Kind, &d.Person, &d.Schedule, listScanner{&d.Topics}, listScanner{&d.Outlets},
		&d.Most, &d.Lang, &d.Silent, &d.Paused, stampScanner{&d.Set}, &d.Covered)
	return d, err
}

// A listScanner reads a JSON list of strings.
type listScanner struct{ list *[]string }

func (l listScanner) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		return fmt.Errorf("a list of type %T", v)
	}
	*l.list = nil
	return json.Unmarshal([]byte(text), l.list)
}

// firstDigest is how far back the first digest of a kind looks.
func firstDigest(kind string) time.Duration {
	if kind == Weekly {
		return 7 * 24 * time.Hour
	}
	return 24 * time.Hour
}

// SetDigest stores a digest in place of the one of its channel and kind, and
// returns it. A new one looks back a day, or a week; one that is there keeps
// what it covers.
func (s *Store) SetDigest(ctx context.Context, d Digest, now time.Time) (Digest, error) {
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		err = tx.QueryRowContext(ctx, `SELECT coalesce(
			(SELECT min(c.seq) - 1 FROM changes c JOIN articles a ON a.id = c.article_id WHERE a.added >= ? AND c.kind = ?),
			(SELECT max(seq) FROM changes), 0)`, stamp(now.Add(-firstDigest(d.Kind))), ArticleSaved).Scan(&d.Covered)
		if err != nil {
			return err
		}
		d, err = scanDigest(tx.QueryRowContext(ctx, `INSERT INTO digests
			(channel, kind, person, schedule, topics, outlets, most, lang, silent, paused, set_at, covered)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (channel, kind) DO UPDATE SET person = excluded.person, schedule = excluded.schedule,
				topics = excluded.topics, outlets = excluded.outlets, most = excluded.most, lang = excluded.lang,
				silent = excluded.silent, paused = excluded.paused, set_at = excluded.set_at
			RETURNING `+digestColumns,
			d.Channel, d.Kind, d.Person, d.Schedule, idList(d.Topics), idList(d.Outlets), d.Most, d.Lang,
			d.Silent, d.Paused, stamp(now), d.Covered))
		return err
	})
	if err != nil {
		return Digest{}, fmt.Errorf("set digest of %s: %w", d.Channel, err)
	}
	return d, nil
}

// Digests returns all digests, in order of channel and kind.
func (s *Store) Digests(ctx context.Context) ([]Digest, error) {
	all, err := collect(ctx, s.reader, scanDigest, `SELECT `+digestColumns+` FROM digests ORDER BY channel, kind`)
	if err != nil {
		return nil, fmt.Errorf("read digests: %w", err)
	}
	return all, nil
}

// Digest returns the digest of a channel and kind, or ErrNotFound.
func (s *Store) Digest(ctx context.Context, channel, kind string) (Digest, error) {
	d, err := scanDigest(s.reader.QueryRowContext(ctx,
		`SELECT `+digestColumns+` FROM digests WHERE channel = ? AND kind = ?`, channel, kind))
	if err != nil {
		return Digest{}, fmt.Errorf("read digest of %s: %w", channel, orNotFound(err))
	}
	return d, nil
}

// RemoveDigest removes the digest of a channel and kind, and what of it is not
// told yet; ErrNotFound if there is none. What was told stays known.
func (s *Store) RemoveDigest(ctx context.Context, channel, kind string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		var id int64
		err := tx.QueryRowContext(ctx, `DELETE FROM digests WHERE channel = ? AND kind = ? RETURNING id`, channel, kind).Scan(&id)
		if err != nil {
			return orNotFound(err)
		}
		_, err = tx.ExecContext(ctx, `UPDATE slots SET state = ?, content = '' WHERE digest_id = ? AND state = ?`, SlotFailed, id, SlotClaimed)
		return err
	})
	if err != nil {
		return fmt.Errorf("remove digest of %s: %w", channel, err)
	}
	return nil
}

// NewArticles returns, with their bodies, the articles that a reader sees and
// that were saved for the first time between two lines of the log, the first
// excluded: those that came first, first.
func (s *Store) NewArticles(ctx context.Context, r article.Reader, after, until int64) ([]article.Article, error) {
	all, err := collect(ctx, s.reader, scanArticle, `SELECT `+articleColumns+`, body FROM articles
		JOIN (SELECT article_id, min(seq) AS seq FROM changes
			WHERE seq > ? AND seq <= ? AND kind = ? GROUP BY article_id) c ON c.article_id = id
		WHERE scope IN (SELECT value FROM json_each(?))
			AND NOT EXISTS (SELECT 1 FROM changes p WHERE p.article_id = id AND p.seq <= ? AND p.kind = ?)
		ORDER BY c.seq`, after, until, ArticleSaved, scopeList(r), after, ArticleSaved)
	if err != nil {
		return nil, fmt.Errorf("read new articles: %w", err)
	}
	return all, nil
}
