package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"footnote/internal/article"
)

// activeEmbedder is the setting that names the space indexes search in.
const activeEmbedder = "active embedder"

// ActiveEmbedder returns the name of the space that serves, "" at first.
func (s *Store) ActiveEmbedder(ctx context.Context) (string, error) {
	name, err := readActive(s.reader.QueryRowContext(ctx, selectSetting, activeEmbedder))
	if err != nil {
		return "", fmt.Errorf("read active embedder: %w", err)
	}
	return name, nil
}

const selectSetting = `SELECT value FROM settings WHERE name = ?`

func readActive(row scanner) (string, error) {
	name, err := scanString(row)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return name, err
}

// SetActiveEmbedder names the space that serves from now on, and logs it if
// it is another.
func (s *Store) SetActiveEmbedder(ctx context.Context, name string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		was, err := readActive(tx.QueryRowContext(ctx, selectSetting, activeEmbedder))
		if err != nil || was == name {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, activeEmbedder, name)
		if err != nil {
			return err
		}
		return logChange(ctx, tx, EmbedderChanged, "")
	})
	if err != nil {
		return fmt.Errorf("set active embedder: %w", err)
	}
	return nil
}

// Unembedded returns up to limit chunks, with Text, that have no vector in
// the space.
func (s *Store) Unembedded(ctx context.Context, embedder string, limit int) ([]Chunk, error) {
	scan := func(row scanner) (c Chunk, err error) {
		return c, row.Scan(&c.ArticleID, &c.N, &c.Start, &c.End, &c.Terms)
	}
	var all []Chunk
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		all, err = collect(ctx, tx, scan, `
			SELECT c.article_id, c.n, c.start, c.stop, c.terms FROM chunks c
			WHERE NOT EXISTS (SELECT 1 FROM vectors v WHERE v.embedder = ? AND v.article_id = c.article_id AND v.n = c.n)
			ORDER BY c.article_id, c.n LIMIT ?`, embedder, limit)
		if err != nil {
			return err
		}
		return addText(ctx, tx, all)
	})
	if err != nil {
		return nil, fmt.Errorf("list chunks without a vector: %w", err)
	}
	return all, nil
}

// addText cuts the texts of chunks, those of one article side by side, out of
// their articles.
func addText(ctx context.Context, tx *sql.Tx, chunks []Chunk) error {
	var a article.Article
	for i := range chunks {
		c := &chunks[i]
		if a.ID != c.ArticleID {
			var err error
			if a, err = scanArticle(tx.QueryRowContext(ctx, selectArticle, c.ArticleID)); err != nil {
				return err
			}
		}
		if err := cut(&c.Chunk, a); err != nil {
			return err
		}
	}
	return nil
}

// SaveVectors stores vectors of chunks that are held, in place of any they
// have in the space. Vectors of chunks that are no longer so are passed over.
// A vector whose length is not that of the others is refused with
// ErrDimension, and with it the whole call.
func (s *Store) SaveVectors(ctx context.Context, embedder string, vs []Vector) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		w, err := newVectorWriter(ctx, tx, embedder)
		if err != nil {
			return err
		}
		logged := make(map[string]bool)
		for _, v := range vs {
			ok, err := w.putHeld(ctx, v)
			if err != nil {
				return fmt.Errorf("article %s: chunk %d: %w", v.ArticleID, v.N, err)
			}
			if !ok || logged[v.ArticleID] {
				continue
			}
			logged[v.ArticleID] = true
			if err := logChange(ctx, tx, ArticleEmbedded, v.ArticleID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("save vectors: %w", err)
	}
	return nil
}

// A vectorWriter writes vectors of one space, all of one length.
type vectorWriter struct {
	tx       *sql.Tx
	embedder string
	length   int // 0 until the first
	stmt     *sql.Stmt
}

func newVectorWriter(ctx context.Context, tx *sql.Tx, embedder string) (*vectorWriter, error) {
	length, err := vectorLength(tx.QueryRowContext(ctx, selectLength, embedder))
	if err != nil {
		return nil, err
	}
	stmt, err := tx.PrepareContext(ctx, `INSERT INTO vectors (embedder, article_id, n, vector) VALUES (?, ?, ?, ?)
		ON CONFLICT (embedder, article_id, n) DO UPDATE SET vector = excluded.vector`)
	if err != nil {
		return nil, err
	}
	return &vectorWriter{tx: tx, embedder: embedder, length: length, stmt: stmt}, nil
}

// putHeld writes a vector if the chunk it was made of is the current one, and
// reports whether it is.
func (w *vectorWriter) putHeld(ctx context.Context, v Vector) (bool, error) {
	var held bool
	err := w.tx.QueryRowContext(ctx, `SELECT EXISTS (
		SELECT 1 FROM chunks c JOIN articles a ON a.id = c.article_id
		WHERE a.id = ? AND a.revision = ? AND c.n = ? AND (? = 0 OR c.start = ? AND c.stop = ?))`,
		v.ArticleID, v.Revision, v.N, v.End, v.Start, v.End).Scan(&held)
	if err != nil || !held {
		return false, err
	}
	return true, w.put(ctx, v.ArticleID, v.N, v.Values)
}

func (w *vectorWriter) put(ctx context.Context, articleID string, n int, v []float32) error {
	if w.embedder == "" {
		return errors.New("vector without the name of its space")
	}
	if len(v) == 0 {
		return errors.New("vector without numbers")
	}
	if w.length == 0 {
		w.length = len(v)
	}
	if len(v) != w.length {
		return fmt.Errorf("%w: it has %d numbers, those of %s have %d", ErrDimension, len(v), w.embedder, w.length)
	}
	_, err := w.stmt.ExecContext(ctx, w.embedder, articleID, n, encodeVector(v))
	return err
}

// DropVectors removes every vector of the space.
func (s *Store) DropVectors(ctx context.Context, embedder string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM vectors WHERE embedder = ?`, embedder)
		return err
	})
	if err != nil {
		return fmt.Errorf("drop vectors: %w", err)
	}
	return nil
}

// EmbedderCounts returns how many vectors are held of each space that has any.
func (s *Store) EmbedderCounts(ctx context.Context) (map[string]int, error) {
	type count struct {
		embedder string
		n        int
	}
	scan := func(row scanner) (c count, err error) { return c, row.Scan(&c.embedder, &c.n) }
	all, err := collect(ctx, s.reader, scan, `SELECT embedder, count(*) FROM vectors GROUP BY embedder`)
	if err != nil {
		return nil, fmt.Errorf("count vectors: %w", err)
	}
	counts := make(map[string]int, len(all))
	for _, c := range all {
		counts[c.embedder] = c.n
	}
	return counts, nil
}

// VectorLength returns how many numbers a vector of the space has, 0 if none
// is held.
func (s *Store) VectorLength(ctx context.Context, embedder string) (int, error) {
	n, err := vectorLength(s.reader.QueryRowContext(ctx, selectLength, embedder))
	if err != nil {
		return 0, fmt.Errorf("read vector length: %w", err)
	}
	return n, nil
}

const selectLength = `SELECT octet_length(vector) FROM vectors WHERE embedder = ? LIMIT 1`

func vectorLength(row scanner) (n int, err error) {
	err = row.Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n / bytesPerNumber, err
}

const bytesPerNumber = 4

func encodeVector(v []float32) []byte {
	b := make([]byte, 0, bytesPerNumber*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// decodeVector is the inverse of encodeVector; nothing gives nil.
func decodeVector(b []byte) ([]float32, error) {
	if len(b) == 0 {
		return nil, nil
	}
	if len(b)%bytesPerNumber != 0 {
		return nil, fmt.Errorf("vector of %d bytes: %w", len(b), errDamaged)
	}
	v := make([]float32, len(b)/bytesPerNumber)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b))
		b = b[bytesPerNumber:]
	}
	return v, nil
}
