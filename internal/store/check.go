package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"

	"footnote/internal/article"
)

// Check reads the structure of the whole file and returns what is damaged in
// it, if anything is. A gigabyte takes seconds.
func (s *Store) Check(ctx context.Context) error {
	var found string
	if err := s.reader.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		return fmt.Errorf("check library: %w", explain(interrupted(ctx, err)))
	}
	if found != "ok" {
		return fmt.Errorf("%s: %s", damaged, found)
	}
	return nil
}

const damaged = fileName + " is damaged, go back to your copy"

// articlesSingly is the rest of Articles in a damaged file: each article is
// read by itself, and one that cannot be is yielded as its ID and the error.
func (s *Store) articlesSingly(ctx context.Context, f Filter, last *article.Article, left int) iter.Seq2[article.Article, error] {
	return func(yield func(article.Article, error) bool) {
		where, args := Filter{}.where(last)
		// Its index has all that this asks for, so no article is read.
		ids, err := collect(ctx, s.reader, scanString, `SELECT id FROM articles`+where+` ORDER BY published DESC, added DESC, id DESC`, args...)
		if err != nil {
			yield(article.Article{}, explain(interrupted(ctx, err)))
			return
		}
		for _, id := range ids {
			a, err := scanArticle(s.reader.QueryRowContext(ctx, `SELECT `+articleColumns+f.body()+` FROM articles WHERE id = ?`, id))
			if errors.Is(err, sql.ErrNoRows) || err == nil && !f.passes(a) { // the first was removed meanwhile
				continue
			}
			if err != nil {
				a, err = article.Article{ID: id}, fmt.Errorf("read article %s: %w", id, explain(interrupted(ctx, err)))
			}
			if !yield(a, err) || err != nil && !isCode(err, sqlite3.SQLITE_CORRUPT) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// passes is where, but for the place, for an article that has been read.
func (f Filter) passes(a article.Article) bool {
	switch {
	case f.Reader != nil && !f.Reader.Sees(a.Scope),
		!f.Since.IsZero() && a.Published.Time.Before(f.Since),
		!f.Until.IsZero() && (!a.Published.Known() || a.Published.Time.After(f.Until)):
		return false
	}
	return f.Outlet == "" || strings.EqualFold(a.Outlet, f.Outlet)
}
