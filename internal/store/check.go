package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
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

// TryWrite writes something of no meaning, of the size of a question with its
// answer, and returns why that cannot be done, as on a full disk, or that it is
// done to a file that is no longer in the folder. It waits for other writers as
// they wait for each other.
func (s *Store) TryWrite(ctx context.Context) error {
	if s.path != "" {
		if now, err := os.Stat(s.path); err != nil || !os.SameFile(now, s.file) {
			return fmt.Errorf("write to the library: %s was moved or replaced while it is open: stop Footnote, see that the right one is there, and start it again", fileName)
		}
	}
	_, err := s.update(ctx, `INSERT INTO settings (name, value) VALUES ('trial of writing', hex(randomblob(?)))
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, trialSize/2)
	if err != nil {
		return fmt.Errorf("write to the library: %w", err)
	}
	return nil
}

// trialSize is in bytes.
const trialSize = 16 << 10

const damaged = fileName + " is damaged, go back to your copy"

// articlesSingly is the rest of Articles in a damaged file: each article is
// read by itself, and one that cannot be is yielded as its ID and the error.
func (s *Store) articlesSingly(ctx context.Context, f Filter, last *article.Article, left int) iter.Seq2[article.Article, error] {
	return func(yield func(article.Article, error) bool) {
		places, unlisted := s.listSingly(ctx, last)
		for _, p := range places {
			id := p.id // not read by it: its index may be damaged too
			a, err := scanArticle(s.reader.QueryRowContext(ctx, `SELECT `+articleColumns+f.body()+` FROM articles WHERE rowid = ?`, p.rowid))
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
		if unlisted != nil {
			yield(article.Article{}, fmt.Errorf("list articles: %w", explain(interrupted(ctx, unlisted))))
		}
	}
}

// A place is where an article stands in the file.
type place struct {
	rowid int64
	id    string
}

func scanPlace(row scanner) (p place, err error) {
	err = row.Scan(&p.rowid, &p.id)
	return p, err
}

// listSingly returns the articles after last, as far as they can be listed,
// and why there may be more.
func (s *Store) listSingly(ctx context.Context, last *article.Article) ([]place, error) {
	where, args := Filter{}.where(last)
	// Its index has all that this asks for, so no article is read.
	all, err := collect(ctx, s.reader, scanPlace, `SELECT rowid, id FROM articles`+where+` ORDER BY published DESC, added DESC, id DESC`, args...)
	if err == nil || !isCode(err, sqlite3.SQLITE_CORRUPT) {
		return all, err
	}
	known := map[int64]bool{}
	for _, p := range all {
		known[p.rowid] = true
	}
	// A file that is cut off has lost the end of each index, and of the articles
	// those that were added last.
	rest, _ := collect(ctx, s.reader, scanPlace, `SELECT rowid, id FROM articles NOT INDEXED`+where+` ORDER BY rowid`, args...)
	return append(all, slices.DeleteFunc(rest, func(p place) bool { return known[p.rowid] })...), err
}

// passes is where, but for the place, for an article that has been read.
func (f Filter) passes(a article.Article) bool {
	switch {
	case f.Reader != nil && !f.Reader.Sees(a.Scope),
		!f.Since.IsZero() && (!a.Published.Known() || a.Published.Before(f.Since)):
		return false
	}
	return f.Outlets == nil || slices.ContainsFunc(f.Outlets, func(o string) bool { return strings.EqualFold(a.Outlet, o) })
}
