package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"footnote/internal/article"
)

// Entries returns every article with its chunks and their vectors in a space,
// nil where a chunk has none. Each entry is of one moment, the whole is not:
// see the package comment for how an index is kept right. No lock is held
// while the loop's body runs.
func (s *Store) Entries(ctx context.Context, embedder string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for after := ""; ; {
			page, err := s.entryPage(ctx, embedder, after)
			if err != nil {
				yield(Entry{}, fmt.Errorf("read entries: %w", err))
				return
			}
			if len(page) == 0 {
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
			}
			after = page[len(page)-1].Article.ID
		}
	}
}

// EntriesOf returns the entries of these articles in order of id, without
// those that are not held.
func (s *Store) EntriesOf(ctx context.Context, embedder string, ids []string) ([]Entry, error) {
	var all []Entry
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		all, err = collect(ctx, tx, scanEntry, `SELECT `+articleColumns+`, body FROM articles
			WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`, idList(ids))
		if err != nil {
			return err
		}
		return addChunks(ctx, tx, all, selectChunks+`WHERE c.article_id IN (SELECT value FROM json_each(?)) ORDER BY c.article_id, c.n`,
			embedder, idList(ids))
	})
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	return all, nil
}

// entryPage returns the next entries after that id, at least one unless
// there are no more.
func (s *Store) entryPage(ctx context.Context, embedder, after string) (page []Entry, err error) {
	err = s.view(ctx, func(tx *sql.Tx) error {
		page, err = articlesAfter(ctx, tx, after)
		if err != nil || len(page) == 0 {
			return err
		}
		return addChunks(ctx, tx, page, selectChunks+`WHERE c.article_id > ? AND c.article_id <= ? ORDER BY c.article_id, c.n`,
			embedder, after, page[len(page)-1].Article.ID)
	})
	return page, err
}

// pageEntries bounds a page: a page is read whole before any of it is given, so the next is
// read while a reader that looks ahead as far works on this one.
const pageEntries = 64

func articlesAfter(ctx context.Context, tx *sql.Tx, after string) ([]Entry, error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+articleColumns+`, body FROM articles
		WHERE id > ? ORDER BY id LIMIT ?`, after, pageEntries)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []Entry
	for size := 0; size < pageBytes && rows.Next(); {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		page = append(page, e)
		size += len(e.Article.Body)
	}
	return page, rows.Err()
}

func scanEntry(row scanner) (e Entry, err error) {
	e.Article, err = scanArticle(row)
	return e, err
}

// selectChunks selects what addChunks reads; its argument is the space.
const selectChunks = `SELECT c.article_id, c.n, c.start, c.stop, c.terms, v.vector
	FROM chunks c LEFT JOIN vectors v ON v.embedder = ? AND v.article_id = c.article_id AND v.n = c.n `

// addChunks gives each of the entries, sorted by id, its chunks from a query
// sorted by id and n.
func addChunks(ctx context.Context, tx *sql.Tx, entries []Entry, query string, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	i := 0
	for rows.Next() {
		var c Chunk
		var vector sql.RawBytes
		if err := rows.Scan(&c.ArticleID, &c.N, &c.Start, &c.End, &c.Terms, &vector); err != nil {
			return err
		}
		for i < len(entries) && entries[i].Article.ID != c.ArticleID {
			i++
		}
		if i == len(entries) {
			return fmt.Errorf("chunk of article %s out of order", c.ArticleID)
		}
		if c.Vector, err = decodeVector(vector); err != nil {
			return fmt.Errorf("article %s: chunk %d: %w", c.ArticleID, c.N, err)
		}
		if err := cut(&c.Chunk, entries[i].Article); err != nil {
			return err
		}
		entries[i].Chunks = append(entries[i].Chunks, c)
	}
	return rows.Err()
}

// cut sets the revision and the text of a chunk from its article.
func cut(c *article.Chunk, a article.Article) error {
	if c.Start < 0 || c.Start > c.End || c.End > len(a.Body) {
		return fmt.Errorf("article %s: chunk %d: %w", a.ID, c.N, errDamaged)
	}
	c.Revision = a.Revision
	c.Text = a.Body[c.Start:c.End]
	return nil
}

var errDamaged = errors.New("damaged")
