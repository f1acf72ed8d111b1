package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"footnote/internal/article"
)

// A Filter says which articles are wanted. Since leaves out the undated.
type Filter struct {
	Reader   *article.Reader // nil sees everything
	Since    time.Time       // of publication, as article.Date.Before has limits; zero for none
	Outlets  []string        // any of them, in any case; nil for all
	Limit    int             // 0 for all
	WithBody bool
}

// A page is what is read at once; between pages no lock and no connection is
// held. Articles are many and small or few and large, hence two bounds.
const (
	pageArticles = 256
	pageBytes    = 4 << 20
)

// articleColumns are what scanArticle reads; a body column follows them.
const articleColumns = `id, scope, url, file, title, outlet, author,
	published, zone, day_only, estimated, lang, revision, added, updated, gone, pages`

const selectArticle = `SELECT ` + articleColumns + `, body FROM articles WHERE id = ?`

func scanArticle(row scanner) (a article.Article, err error) {
	err = row.Scan(&a.ID, &a.Scope, &a.URL, &a.File, &a.Title, &a.Outlet, &a.Author,
		stampScanner{&a.Published.Time}, zoneScanner{&a.Published.Offset}, &a.Published.DayOnly, &a.Published.Estimated, &a.Lang, &a.Revision,
		stampScanner{&a.Added}, stampScanner{&a.Updated}, stampScanner{&a.Gone}, pageScanner{&a.Pages}, &a.Body)
	return a, err
}

// Hashes returns the content hash of each of the articles that is held.
func (s *Store) Hashes(ctx context.Context, ids []string) (map[string]string, error) {
	held := make(map[string]string, len(ids))
	rows, err := s.reader.QueryContext(ctx, `SELECT id, hash FROM articles
		WHERE id IN (SELECT value FROM json_each(?))`, idList(ids))
	if err != nil {
		return nil, fmt.Errorf("read hashes: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, hash string
		if err := rows.Scan(&id, &hash); err != nil {
			return nil, fmt.Errorf("read hashes: %w", err)
		}
		held[id] = hash
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read hashes: %w", err)
	}
	return held, nil
}

// idList returns ids as json_each takes them: a list of any length is one
// argument.
func idList[ID string | int64](ids []ID) string {
	if ids == nil {
		return "[]"
	}
	b, err := json.Marshal(ids)
	if err != nil {
		panic("store: " + err.Error()) // unreachable: strings and numbers marshal
	}
	return string(b)
}

// scopeList returns the scopes that a reader sees as json_each takes them.
func scopeList(r article.Reader) string {
	var scopes []string
	for _, s := range r.Scopes() {
		scopes = append(scopes, string(s))
	}
	return idList(scopes)
}

// Article returns the current revision of an article, or ErrNotFound.
func (s *Store) Article(ctx context.Context, id string) (article.Article, error) {
	a, err := scanArticle(s.reader.QueryRowContext(ctx, selectArticle, id))
	if err != nil {
		return article.Article{}, fmt.Errorf("read article %s: %w", id, orNotFound(err))
	}
	return a, nil
}

// minPrefix is the fewest digits of an id that name an article.
const minPrefix = 4

// FindArticle returns the article that ref names: by its id, the start of its
// id, its URL in any form, or its file. It returns ErrNotFound if there is
// none and ErrAmbiguous, naming the ids, if there are several.
func (s *Store) FindArticle(ctx context.Context, ref string) (article.Article, error) {
	return s.findArticle(ctx, nil, ref)
}

// FindArticleFor is FindArticle for a reader: what they do not see is not
// there, and is not named where several fit.
func (s *Store) FindArticleFor(ctx context.Context, r article.Reader, ref string) (article.Article, error) {
	return s.findArticle(ctx, &r, ref)
}

func (s *Store) findArticle(ctx context.Context, r *article.Reader, ref string) (article.Article, error) {
	a, err := s.Article(ctx, ref)
	if err == nil && r != nil && !r.Sees(a.Scope) {
		return article.Article{}, fmt.Errorf("find article %q: %w", ref, ErrNotFound)
	}
	if err == nil || !errors.Is(err, ErrNotFound) {
		return a, err
	}
	ids, err := s.candidates(ctx, r, ref)
	switch {
	case err != nil:
		return article.Article{}, fmt.Errorf("find article %q: %w", ref, err)
	case len(ids) == 0:
		return article.Article{}, fmt.Errorf("find article %q: %w", ref, ErrNotFound)
	case len(ids) > 1:
		return article.Article{}, fmt.Errorf("find article %q: %w, it could be %s", ref, ErrAmbiguous, nameSome(ids))
	}
	return s.Article(ctx, ids[0])
}

// maxNamed bounds the ids that ErrAmbiguous names.
const maxNamed = 8

// candidates returns the ids of the articles that ref may name, as far as the
// reader sees them; nil sees everything.
func (s *Store) candidates(ctx context.Context, r *article.Reader, ref string) ([]string, error) {
	if ref == "" {
		return nil, nil
	}
	from, to := ref, ref // an empty range
	if len(ref) >= minPrefix {
		from = strings.ToLower(ref)
		to = from + "\U0010ffff"
	}
	return collect(ctx, s.reader, scanString, `
		SELECT id FROM articles WHERE id IN (
			SELECT id FROM articles WHERE id >= ?2 AND id < ?3
			UNION SELECT id FROM articles WHERE url_key = ?4 AND url_key <> ''
			UNION SELECT id FROM articles WHERE file = ?5 AND file <> '')
		AND `+isSeen+` ORDER BY id LIMIT ?6`, seenBy(r), from, to, article.CanonicalURL(ref), ref, maxNamed+1)
}

func scanString(row scanner) (v string, err error) { return v, row.Scan(&v) }

func nameSome(ids []string) string {
	if len(ids) <= maxNamed {
		return strings.Join(ids, ", ")
	}
	return strings.Join(ids[:maxNamed], ", ") + " and others"
}

// Articles returns the articles that pass the filter, newest published first,
// the undated last, what was added last first among equals. The loop's body
// may use the store; whether it sees what changes meanwhile is left open. Where
// the file is damaged, an error comes with the ID of the article that cannot be
// read, and the loop may go on to the next.
func (s *Store) Articles(ctx context.Context, f Filter) iter.Seq2[article.Article, error] {
	return func(yield func(article.Article, error) bool) {
		var last *article.Article
		for left := f.Limit; ; {
			limit := pageArticles
			if f.Limit > 0 {
				limit = min(limit, left)
			}
			page, more, err := s.articlePage(ctx, f, last, limit)
			if isCode(err, sqlite3.SQLITE_CORRUPT) {
				s.articlesSingly(ctx, f, last, left)(yield)
				return
			}
			if err != nil {
				yield(article.Article{}, fmt.Errorf("list articles: %w", err))
				return
			}
			for _, a := range page {
				if !yield(a, nil) {
					return
				}
			}
			if left -= len(page); !more || left == 0 {
				return
			}
			last = &page[len(page)-1]
		}
	}
}

// articlePage returns the articles after last, at most limit of them, and
// whether there may be more.
func (s *Store) articlePage(ctx context.Context, f Filter, last *article.Article, limit int) ([]article.Article, bool, error) {
	where, args := f.where(last)
	rows, err := s.reader.QueryContext(ctx, `SELECT `+articleColumns+f.body()+` FROM articles`+where+`
		ORDER BY published DESC, added DESC, id DESC LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	var page []article.Article
	for size := 0; rows.Next(); {
		a, err := scanArticle(rows)
		if err != nil {
			return nil, false, err
		}
		page = append(page, a)
		if size += len(a.Body); size >= pageBytes {
			return page, true, nil
		}
	}
	return page, len(page) == limit, rows.Err()
}

// body is the column of the body, or of nothing where it is not wanted.
func (f Filter) body() string {
	if f.WithBody {
		return `, body`
	}
	return `, ''`
}

// where returns the conditions of the filter and of coming after last.
func (f Filter) where(last *article.Article) (string, []any) {
	var conds []string
	var args []any
	add := func(cond string, arg ...any) {
		conds = append(conds, cond)
		args = append(args, arg...)
	}
	if f.Reader != nil {
		add(`scope IN (SELECT value FROM json_each(?))`, scopeList(*f.Reader))
	}
	switch {
	case f.Since.IsZero():
	case article.StartsDay(f.Since): // the first bound is for the index
		add(`published >= ? AND date(published, zone || ' minutes') >= ?`,
			stamp(f.Since.AddDate(0, 0, -1)), f.Since.UTC().Format(time.DateOnly))
	default:
		add(`published >= ?`, stamp(f.Since))
	}
	if f.Outlets != nil {
		var keys []string
		for _, o := range f.Outlets {
			keys = append(keys, strings.ToLower(o))
		}
		add(`outlet_key IN (SELECT value FROM json_each(?))`, idList(keys))
	}
	if last != nil {
		add(`(published, added, id) < (?, ?, ?)`, stamp(last.Published.Time), stamp(last.Added), last.ID)
	}
	if conds == nil {
		return "", nil
	}
	return ` WHERE ` + strings.Join(conds, ` AND `), args
}

// Outlets returns the outlets of the articles that a reader sees, each once, as one
// of them writes it.
func (s *Store) Outlets(ctx context.Context, r article.Reader) ([]string, error) {
	where, args := Filter{Reader: &r}.where(nil)
	all, err := collect(ctx, s.reader, func(row scanner) (outlet string, err error) { return outlet, row.Scan(&outlet) },
		`SELECT min(outlet) FROM articles`+where+` AND outlet_key <> '' GROUP BY outlet_key ORDER BY outlet_key`, args...)
	if err != nil {
		return nil, fmt.Errorf("read outlets: %w", err)
	}
	return all, nil
}

// CountArticles returns how many articles are held.
func (s *Store) CountArticles(ctx context.Context) (n int, err error) {
	if err := s.reader.QueryRowContext(ctx, `SELECT count(*) FROM articles`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count articles: %w", err)
	}
	return n, nil
}

// Revisions returns all revisions of an article, newest first, or
// ErrNotFound.
func (s *Store) Revisions(ctx context.Context, id string) ([]article.Article, error) {
	var all []article.Article
	err := s.view(ctx, func(tx *sql.Tx) error {
		a, err := scanArticle(tx.QueryRowContext(ctx, selectArticle, id))
		if err != nil {
			return orNotFound(err)
		}
		older, err := collect(ctx, tx, scanArticle, `
			SELECT a.id, a.scope, r.url, r.file, r.title, r.outlet, r.author, r.published, r.zone, r.day_only, r.estimated,
				r.lang, r.revision, a.added, r.updated, a.gone, r.pages, r.body
			FROM revisions r JOIN articles a ON a.id = r.article_id
			WHERE r.article_id = ? ORDER BY r.revision DESC`, id)
		all = slices.Insert(older, 0, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read revisions of article %s: %w", id, err)
	}
	return all, nil
}

// Outdated returns up to limit articles whose chunks are of another analysis,
// so that the caller can Rechunk them.
func (s *Store) Outdated(ctx context.Context, analysis, limit int) ([]article.Article, error) {
	// Two ranges rather than <>, so that the index serves.
	all, err := collect(ctx, s.reader, scanArticle, `
		SELECT `+articleColumns+`, body FROM articles WHERE analysis < ? OR analysis > ? LIMIT ?`,
		analysis, analysis, limit)
	if err != nil {
		return nil, fmt.Errorf("list outdated articles: %w", err)
	}
	return all, nil
}

// Remove removes an article with its revisions, chunks and vectors, or
// returns ErrNotFound.
func (s *Store) Remove(ctx context.Context, id string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `DELETE FROM articles WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return cmp.Or(err, ErrNotFound)
		}
		return logChange(ctx, tx, ArticleRemoved, id)
	})
	if err != nil {
		return fmt.Errorf("remove article %s: %w", id, err)
	}
	return nil
}
