package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"footnote/internal/article"
)

// A Fetch says how an article was fetched and last looked at.
type Fetch struct {
	ArticleID          string
	URL                string   // as asked for
	Via                string   // ViaPage or ViaFeed
	Also               []string // other URLs that led to it
	TextKey            string   // of its site and words; see SameText
	ETag, LastModified string
	Checked            time.Time // now where it is zero
	Gone               bool      // there is no such page any more
	Problem            string    // of the last look
}

// Where an article's text comes from.
const (
	ViaPage = "page"
	ViaFeed = "feed"
)

// putFetch stores a fetch, and what it says of the article: that it is gone,
// or there again.
func putFetch(ctx context.Context, tx *sql.Tx, f Fetch, now time.Time) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO fetches (article_id, url, via, text_key, etag, modified, checked, problem)
		SELECT id, ?, ?, ?, ?, ?, ?, ? FROM articles WHERE id = ?
		ON CONFLICT (article_id) DO UPDATE SET url = excluded.url, via = excluded.via, text_key = excluded.text_key,
			etag = excluded.etag, modified = excluded.modified, checked = excluded.checked, problem = excluded.problem`,
		f.URL, f.Via, f.TextKey, f.ETag, f.LastModified, stamp(orNow(f.Checked, now)), f.Problem, f.ArticleID)
	if err != nil {
		return err
	}
	for _, u := range f.Also {
		_, err := tx.ExecContext(ctx, `INSERT INTO aliases (scope, url_key, article_id)
			SELECT scope, ?, id FROM articles WHERE id = ? AND url_key <> ?
			ON CONFLICT (scope, url_key) DO UPDATE SET article_id = excluded.article_id`,
			article.CanonicalURL(u), f.ArticleID, article.CanonicalURL(u))
		if err != nil {
			return err
		}
	}
	return setGone(ctx, tx, f.ArticleID, f.Gone, now)
}

// setGone marks an article as gone, or no longer, and logs it if that is new.
func setGone(ctx context.Context, tx *sql.Tx, id string, gone bool, now time.Time) error {
	at := ""
	if gone {
		at = stamp(now)
	}
	res, err := tx.ExecContext(ctx, `UPDATE articles SET gone = ? WHERE id = ? AND (gone <> '') <> ?`, at, id, gone)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return logChange(ctx, tx, ArticleSaved, id)
}

// Fetch returns how an article was fetched, or ErrNotFound.
func (s *Store) Fetch(ctx context.Context, articleID string) (Fetch, error) {
	f := Fetch{ArticleID: articleID}
	var gone string
	err := s.reader.QueryRowContext(ctx, `SELECT f.url, f.via, f.text_key, f.etag, f.modified, f.checked, f.problem, a.gone
		FROM fetches f JOIN articles a ON a.id = f.article_id WHERE a.id = ?`, articleID).
		Scan(&f.URL, &f.Via, &f.TextKey, &f.ETag, &f.LastModified, stampScanner{&f.Checked}, &f.Problem, &gone)
	if err != nil {
		return Fetch{}, fmt.Errorf("read fetch of article %s: %w", articleID, orNotFound(err))
	}
	f.Gone = gone != ""
	return f, nil
}

// ArticleAt returns the id of the article in a scope that a URL led to, in
// any form of it, or "".
func (s *Store) ArticleAt(ctx context.Context, scope article.Scope, url string) (id string, err error) {
	key := article.CanonicalURL(url)
	err = s.reader.QueryRowContext(ctx, `SELECT id FROM articles WHERE url_key = ?1 AND url_key <> '' AND scope = ?2
		UNION ALL SELECT article_id FROM aliases WHERE url_key = ?1 AND scope = ?2 LIMIT 1`, key, scope).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("find article at %s: %w", url, err)
	}
	return id, nil
}

// SameText returns the id of an article in the scope that was fetched with
// this TextKey, or "".
func (s *Store) SameText(ctx context.Context, scope article.Scope, textKey string) (id string, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT a.id FROM fetches f JOIN articles a ON a.id = f.article_id
		WHERE f.text_key = ? AND f.text_key <> '' AND a.scope = ? ORDER BY a.added LIMIT 1`, textKey, scope).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("find article of the same text: %w", err)
	}
	return id, nil
}
