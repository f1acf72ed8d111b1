package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"footnote/internal/article"
)

// Save stores the entries in order, in one transaction with the Work they
// come from, and tells what became of each. An article without an ID gets its NewID. Added and Updated are now
// where the caller leaves them zero; a new revision is Updated now unless the
// caller gives a later time than the revision before it has. An article
// stays in its scope: another scope is another article, and saving it under
// the ID of this one is refused. A vector whose length is not that of the
// others in its space is refused with ErrDimension.
func (s *Store) Save(ctx context.Context, b Batch) ([]Saved, error) {
	saved := make([]Saved, 0, len(b.Entries))
	err := s.change(ctx, func(tx *sql.Tx) error {
		w, err := newBatchWriter(ctx, tx, b, s.Now())
		if err != nil {
			return err
		}
		for _, e := range b.Entries {
			one, err := w.save(ctx, e)
			if err != nil {
				return fmt.Errorf("article %s: %w", one.ID, err)
			}
			saved = append(saved, one)
		}
		return b.Work.put(ctx, tx, w.now)
	})
	if err != nil {
		return nil, fmt.Errorf("save articles: %w", err)
	}
	return saved, nil
}

// Rechunk replaces the chunks of articles that are held, as another analysis
// makes them, without a new revision. Entries of articles since removed or
// revised are passed over. A chunk that comes without a vector and has the
// same offsets as before keeps the vectors it has.
func (s *Store) Rechunk(ctx context.Context, b Batch) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		w, err := newBatchWriter(ctx, tx, b, s.Now())
		if err != nil {
			return err
		}
		for _, e := range b.Entries {
			if err := w.rechunk(ctx, e); err != nil {
				return fmt.Errorf("article %s: %w", e.Article.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("rechunk articles: %w", err)
	}
	return nil
}

// A batchWriter writes the entries of one batch in one transaction.
type batchWriter struct {
	tx       *sql.Tx
	analysis int
	now      time.Time
	chunk    *sql.Stmt
	vectors  *vectorWriter
}

func newBatchWriter(ctx context.Context, tx *sql.Tx, b Batch, now time.Time) (*batchWriter, error) {
	chunk, err := tx.PrepareContext(ctx, `INSERT INTO chunks (article_id, n, start, stop, terms) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (article_id, n) DO UPDATE SET terms = excluded.terms`)
	if err != nil {
		return nil, err
	}
	vectors, err := newVectorWriter(ctx, tx, b.Embedder)
	if err != nil {
		return nil, err
	}
	return &batchWriter{tx: tx, analysis: b.Analysis, now: now, chunk: chunk, vectors: vectors}, nil
}

// held is what Save must know of the revision that is there.
type held struct {
	scope          article.Scope
	revision       int
	hash           string
	updated, added time.Time
}

func (w *batchWriter) held(ctx context.Context, id string) (h held, err error) {
	err = w.tx.QueryRowContext(ctx, `SELECT scope, revision, hash, updated, added FROM articles WHERE id = ?`, id).
		Scan(&h.scope, &h.revision, &h.hash, stampScanner{&h.updated}, stampScanner{&h.added})
	if errors.Is(err, sql.ErrNoRows) {
		return held{}, nil
	}
	return h, err
}

// save stores one entry; the ID of what it returns is set even on error.
func (w *batchWriter) save(ctx context.Context, e Entry) (Saved, error) {
	a := e.Article
	if a.ID == "" {
		a.ID = a.NewID()
	}
	saved := Saved{ID: a.ID}
	if err := checkEntry(e); err != nil {
		return saved, err
	}
	h, err := w.held(ctx, a.ID)
	if err != nil {
		return saved, err
	}
	hash := a.Hash()
	switch {
	case h.revision == 0:
		saved.Effect = Created
		a.Added = orNow(a.Added, w.now)
		a.Updated = orNow(a.Updated, w.now)
	case h.scope != a.Scope:
		return saved, fmt.Errorf("in scope %s: it is held in scope %s", a.Scope, h.scope)
	case h.hash == hash:
		saved.Revision = h.revision
		return saved, nil
	default:
		saved.Effect = Revised
		a.Added = h.added
		if !a.Updated.After(h.updated) {
			a.Updated = w.now
		}
		if err := w.retire(ctx, a.ID); err != nil {
			return saved, err
		}
	}
	saved.Revision = h.revision + 1
	a.Revision = saved.Revision
	return saved, w.put(ctx, a, hash, e.Chunks)
}

func orNow(t, now time.Time) time.Time {
	if t.IsZero() {
		return now
	}
	return t
}

// checkEntry refuses what could not be read back.
func checkEntry(e Entry) error {
	if err := checkDate(e.Article.Published); err != nil {
		return err
	}
	if !e.Article.Pages.Valid(len(e.Article.Body)) {
		return errors.New("pages that are not of its body")
	}
	return checkChunks(e.Chunks, len(e.Article.Body))
}

func checkChunks(chunks []Chunk, body int) error {
	for i, c := range chunks {
		if c.N != i {
			return fmt.Errorf("chunk %d is numbered %d", i, c.N)
		}
		if c.Start < 0 || c.Start > c.End || c.End > body {
			return fmt.Errorf("chunk %d is [%d:%d] of a body of %d bytes", i, c.Start, c.End, body)
		}
	}
	return nil
}

// retire keeps the current revision among the earlier ones and drops its
// chunks, and so their vectors.
func (w *batchWriter) retire(ctx context.Context, id string) error {
	const columns = `revision, url, file, title, outlet, author, published, zone, day_only, estimated, lang, updated, pages, body`
	_, err := w.tx.ExecContext(ctx, `INSERT INTO revisions (article_id, `+columns+`)
		SELECT id, `+columns+` FROM articles WHERE id = ?`, id)
	if err != nil {
		return err
	}
	_, err = w.tx.ExecContext(ctx, `DELETE FROM chunks WHERE article_id = ?`, id)
	return err
}

// put writes an article that has no chunks, with those it is to have.
func (w *batchWriter) put(ctx context.Context, a article.Article, hash string, chunks []Chunk) error {
	urlKey := ""
	if a.URL != "" {
		urlKey = article.CanonicalURL(a.URL)
	}
	_, err := w.tx.ExecContext(ctx, `
		INSERT INTO articles (`+articleColumns+`, body, url_key, outlet_key, hash, analysis)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET url = excluded.url, file = excluded.file, title = excluded.title,
			outlet = excluded.outlet, author = excluded.author, published = excluded.published, zone = excluded.zone,
			day_only = excluded.day_only, estimated = excluded.estimated, lang = excluded.lang,
			revision = excluded.revision, updated = excluded.updated, gone = excluded.gone, pages = excluded.pages, body = excluded.body,
			url_key = excluded.url_key, outlet_key = excluded.outlet_key, hash = excluded.hash,
			analysis = excluded.analysis`,
		a.ID, a.Scope, a.URL, a.File, a.Title, a.Outlet, a.Author,
		stamp(a.Published.Time), int(a.Published.Offset/time.Minute), a.Published.DayOnly, a.Published.Estimated, a.Lang, a.Revision,
		stamp(a.Added), stamp(a.Updated), stamp(a.Gone), pageList(a.Pages), a.Body, urlKey, strings.ToLower(a.Outlet), hash, w.analysis)
	if err != nil {
		return err
	}
	return w.putChunks(ctx, a.ID, chunks)
}

// putChunks writes chunks and logs the article as saved.
func (w *batchWriter) putChunks(ctx context.Context, id string, chunks []Chunk) error {
	for _, c := range chunks {
		if _, err := w.chunk.ExecContext(ctx, id, c.N, c.Start, c.End, c.Terms); err != nil {
			return err
		}
		if len(c.Vector) == 0 {
			continue
		}
		if err := w.vectors.put(ctx, id, c.N, c.Vector); err != nil {
			return fmt.Errorf("chunk %d: %w", c.N, err)
		}
	}
	return logChange(ctx, w.tx, ArticleSaved, id)
}

func (w *batchWriter) rechunk(ctx context.Context, e Entry) error {
	id := e.Article.ID
	if e.Article.Revision == 0 {
		return errors.New("without its revision")
	}
	var body int
	err := w.tx.QueryRowContext(ctx, `UPDATE articles SET analysis = ? WHERE id = ? AND revision = ?
		RETURNING octet_length(body)`, w.analysis, id, e.Article.Revision).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := checkChunks(e.Chunks, body); err != nil {
		return err
	}
	if err := w.dropMoved(ctx, id, e.Chunks); err != nil {
		return err
	}
	return w.putChunks(ctx, id, e.Chunks)
}

// dropMoved drops the held chunks that are not at the same place among these.
func (w *batchWriter) dropMoved(ctx context.Context, id string, chunks []Chunk) error {
	type place struct{ n, start, stop int }
	scan := func(row scanner) (p place, err error) { return p, row.Scan(&p.n, &p.start, &p.stop) }
	places, err := collect(ctx, w.tx, scan, `SELECT n, start, stop FROM chunks WHERE article_id = ?`, id)
	if err != nil {
		return err
	}
	for _, p := range places {
		if p.n < len(chunks) && chunks[p.n].Start == p.start && chunks[p.n].End == p.stop {
			continue
		}
		if _, err := w.tx.ExecContext(ctx, `DELETE FROM chunks WHERE article_id = ? AND n = ?`, id, p.n); err != nil {
			return err
		}
	}
	return nil
}
