package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"footnote/internal/article"
)

// A Source is a feed or sitemap that brings articles.
type Source struct {
	ID                 int64
	Scope              article.Scope // of what it brings
	URL                string
	Title              string
	Site               string // the page it belongs to; empty where unknown
	ETag, LastModified string
	Added              time.Time
	Polled             time.Time     // zero before the first time
	Moved              time.Time     // when it last had something new
	Every              time.Duration // between two polls, for now
	Failures           int           // in a row
	Failing            time.Time     // since when
	Problem            string        // of the last poll; empty where it went well
	Ended              bool          // it is polled no more
	Items              int           // seen so far
	Next               time.Time     // when it is polled next; zero where Ended
}

// PollKind is the kind of the jobs that poll sources.
const PollKind = "poll"

func pollKey(id int64) string { return fmt.Sprint(id) }

// Subscribe adds a source, with a job that polls it on host at its Next, now
// where that is zero. One that is there is returned as it is, but polled anew
// if it had ended.
func (s *Store) Subscribe(ctx context.Context, src Source, host, waiter string, now time.Time) (got Source, added bool, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO sources
			(scope, url, url_key, title, site, etag, modified, added, polled, moved, every, failures, failing, problem, ended, items)
			VALUES (?, ?, ?, ?, ?, '', '', ?, '', '', ?, 0, '', '', 0, 0)
			ON CONFLICT (scope, url_key) DO UPDATE SET ended = 0, failures = 0, failing = '', problem = '' WHERE ended = 1`,
			src.Scope, src.URL, article.CanonicalURL(src.URL), src.Title, src.Site, stamp(orNow(src.Added, now)), int64(src.Every))
		if err != nil {
			return err
		}
		changed, err := res.RowsAffected()
		if err != nil {
			return err
		}
		got, err = scanSource(tx.QueryRowContext(ctx, selectSource+`WHERE s.scope = ? AND s.url_key = ?`,
			src.Scope, article.CanonicalURL(src.URL)))
		if err != nil || changed == 0 {
			return err
		}
		added = got.Polled.IsZero()
		_, err = putJob(ctx, tx, Job{Kind: PollKind, Key: pollKey(got.ID), Host: host, Waiter: waiter, Due: src.Next}, now, `DO NOTHING`)
		got.Next = orNow(src.Next, now)
		return err
	})
	if err != nil {
		return Source{}, false, fmt.Errorf("subscribe to a source of %s: %w", host, err) // its URL may be a key
	}
	return got, added, nil
}

const selectSource = `SELECT s.id, s.scope, s.url, s.title, s.site, s.etag, s.modified, s.added, s.polled, s.moved, s.every,
	s.failures, s.failing, s.problem, s.ended, s.items, coalesce(j.due, '')
	FROM sources s LEFT JOIN jobs j ON j.kind = '` + PollKind + `' AND j.key = CAST(s.id AS TEXT) `

func scanSource(row scanner) (v Source, err error) {
	err = row.Scan(&v.ID, &v.Scope, &v.URL, &v.Title, &v.Site, &v.ETag, &v.LastModified,
		stampScanner{&v.Added}, stampScanner{&v.Polled}, stampScanner{&v.Moved}, &v.Every,
		&v.Failures, stampScanner{&v.Failing}, &v.Problem, &v.Ended, &v.Items, stampScanner{&v.Next})
	return v, err
}

// Source returns a source, or ErrNotFound.
func (s *Store) Source(ctx context.Context, id int64) (Source, error) {
	v, err := scanSource(s.reader.QueryRowContext(ctx, selectSource+`WHERE s.id = ?`, id))
	if err != nil {
		return Source{}, fmt.Errorf("read source %d: %w", id, orNotFound(err))
	}
	return v, nil
}

// Sources returns all sources in the order they were added.
func (s *Store) Sources(ctx context.Context) ([]Source, error) {
	all, err := collect(ctx, s.reader, scanSource, selectSource+`ORDER BY s.id`)
	if err != nil {
		return nil, fmt.Errorf("list sources: %w", err)
	}
	return all, nil
}

// FindSources returns the sources with that URL in any form, one in each
// scope at most.
func (s *Store) FindSources(ctx context.Context, url string) ([]Source, error) {
	all, err := collect(ctx, s.reader, scanSource, selectSource+`WHERE s.url_key = ? ORDER BY s.id`, article.CanonicalURL(url))
	if err != nil {
		return nil, fmt.Errorf("find a source: %w", err)
	}
	return all, nil
}

// Unsubscribe removes a source; the articles it brought stay. It returns
// ErrNotFound if there is none.
func (s *Store) Unsubscribe(ctx context.Context, id int64) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `DELETE FROM sources WHERE id = ? RETURNING id`, id).Scan(&id); err != nil {
			return orNotFound(err)
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM jobs WHERE kind = ? AND key = ?`, PollKind, pollKey(id))
		return err
	})
	if err != nil {
		return fmt.Errorf("unsubscribe from source %d: %w", id, err)
	}
	return nil
}

// An Item is what a source shows: under several keys, digests of its id and
// its URL, any of which makes it known.
type Item struct {
	Keys []int64
	Job  *Job // fetches it; nil where nothing is left to do
}

// UnseenItems reports of each item, by its keys, whether none was seen in the
// source.
func (s *Store) UnseenItems(ctx context.Context, source int64, items [][]int64) ([]bool, error) {
	unseen := make([]bool, len(items))
	err := s.view(ctx, func(tx *sql.Tx) error {
		stmt, err := tx.PrepareContext(ctx, `SELECT EXISTS (SELECT 1 FROM items WHERE source = ? AND key = ?)`)
		if err != nil {
			return err
		}
		defer stmt.Close()
		for i, keys := range items {
			seen := false
			for _, k := range keys {
				if err := stmt.QueryRowContext(ctx, source, k).Scan(&seen); err != nil {
					return err
				}
				if seen {
					break
				}
			}
			unseen[i] = !seen
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for items of source %d: %w", source, err)
	}
	return unseen, nil
}

// SeeItems records items of a source as seen, together with the jobs that
// fetch them. An item that is known by one of its keys is known by all of
// them from then on; its job is not added.
func (s *Store) SeeItems(ctx context.Context, source int64, items []Item) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		now := s.Now()
		fresh := 0
		for _, it := range items {
			unseen, err := seeItem(ctx, tx, source, it.Keys)
			if err != nil {
				return err
			}
			if !unseen {
				continue
			}
			fresh++
			if it.Job == nil {
				continue
			}
			if _, err := putJob(ctx, tx, *it.Job, now, `DO NOTHING`); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `UPDATE sources SET items = items + ? WHERE id = ?`, fresh, source)
		return err
	})
	if err != nil {
		return fmt.Errorf("record items of source %d: %w", source, err)
	}
	return nil
}

// seeItem records the keys of an item and reports whether all were new.
func seeItem(ctx context.Context, tx *sql.Tx, source int64, keys []int64) (unseen bool, err error) {
	unseen = true
	for _, k := range keys {
		res, err := tx.ExecContext(ctx, `INSERT INTO items (source, key)
			SELECT id, ? FROM sources WHERE id = ? ON CONFLICT DO NOTHING`, k, source)
		if err != nil {
			return false, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return false, err
		}
		unseen = unseen && n > 0
	}
	return unseen, nil
}

// FinishPoll stores what a poll found out of a source, its URL, Title, Site,
// validators and health, and settles the job that polled it. The source is
// polled again at its Next, and no more where it has Ended.
func (s *Store) FinishPoll(ctx context.Context, v Source, done Settled) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		// The URL moves unless another source has it already.
		_, err := tx.ExecContext(ctx, `UPDATE sources SET url = ?1, url_key = ?2 WHERE id = ?3 AND NOT EXISTS (
			SELECT 1 FROM sources o WHERE o.scope = sources.scope AND o.url_key = ?2 AND o.id <> ?3)`,
			v.URL, article.CanonicalURL(v.URL), v.ID)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE sources SET title = ?, site = ?, etag = ?, modified = ?, polled = ?, moved = ?,
			every = ?, failures = ?, failing = ?, problem = ?, ended = ? WHERE id = ?`,
			v.Title, v.Site, v.ETag, v.LastModified, stamp(v.Polled), stamp(v.Moved), int64(v.Every),
			v.Failures, stamp(v.Failing), v.Problem, v.Ended, v.ID)
		if err != nil {
			return err
		}
		if err := settle(ctx, tx, done, s.Now()); err != nil {
			return err
		}
		if v.Ended {
			_, err = tx.ExecContext(ctx, `DELETE FROM jobs WHERE kind = ? AND key = ?`, PollKind, pollKey(v.ID))
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE jobs SET due = ? WHERE kind = ? AND key = ? AND owner = ''`,
			stamp(v.Next), PollKind, pollKey(v.ID))
		return err
	})
	if err != nil {
		return fmt.Errorf("finish poll of source %d: %w", v.ID, err)
	}
	return nil
}
