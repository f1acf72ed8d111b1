package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"footnote/internal/article"
)

// A Sketch is what near-copies of an article are found by: texts that share
// some of their prints may be copies of one another.
type Sketch struct {
	ArticleID string
	Prints    []uint32 // no two are the same
}

// Bounds of the search for copies of one article.
const (
	leastPrints   = 2  // that two articles must share to be compared
	mostPerPrint  = 32 // articles looked at that share a print, the oldest
	mostCompared  = 8  // articles compared, those that share the most prints
	sketchedSoFar = "sketched"
)

// SketchedTo returns the number of the last change whose article was sketched.
func (s *Store) SketchedTo(ctx context.Context) (seq int64, err error) {
	seq, err = sketchedTo(s.reader.QueryRowContext(ctx, selectSetting, sketchedSoFar))
	if err != nil {
		return 0, fmt.Errorf("read sketched changes: %w", err)
	}
	return seq, nil
}

func sketchedTo(row scanner) (int64, error) {
	text, err := scanString(row)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}

// SaveSketches stores the sketches of the articles that changed after the
// change from, up to to, and puts each article into the family of those it is
// a copy of, as alike decides of its id and another article with its body. An
// article without prints is dropped. It does nothing, and reports false, if another
// process has gone on from there.
func (s *Store) SaveSketches(ctx context.Context, from, to int64, sketches []Sketch, alike func(id string, o article.Article) bool) (saved bool, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		at, err := sketchedTo(tx.QueryRowContext(ctx, selectSetting, sketchedSoFar))
		if err != nil || at != from {
			return err
		}
		saved = true
		w, err := newSketchWriter(ctx, tx, alike)
		if err != nil {
			return err
		}
		for _, sk := range sketches {
			if err := w.put(ctx, sk); err != nil {
				return fmt.Errorf("article %s: %w", sk.ArticleID, err)
			}
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, sketchedSoFar, strconv.FormatInt(to, 10))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("save sketches: %w", err)
	}
	return saved, nil
}

// A sketchWriter writes sketches in one transaction.
type sketchWriter struct {
	tx                          *sql.Tx
	alike                       func(id string, o article.Article) bool
	insert, other, remove, take *sql.Stmt
	find, add                   map[int]*sql.Stmt // by how many prints they are of
}

func newSketchWriter(ctx context.Context, tx *sql.Tx, alike func(id string, o article.Article) bool) (*sketchWriter, error) {
	w := &sketchWriter{tx: tx, alike: alike, find: map[int]*sql.Stmt{}, add: map[int]*sql.Stmt{}}
	for stmt, query := range map[**sql.Stmt]string{
		&w.insert: `INSERT INTO sketches (article_id, family, prints) VALUES (?, 0, ?) RETURNING n`,
		&w.remove: `DELETE FROM sketches WHERE article_id = ? RETURNING n, family, prints`,
		&w.take:   `DELETE FROM prints WHERE print = ? AND n = ?`,
		&w.other:  `SELECT article_id, family FROM sketches WHERE n = ?`,
	} {
		var err error
		if *stmt, err = tx.PrepareContext(ctx, query); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// put sketches an article anew.
func (w *sketchWriter) put(ctx context.Context, sk Sketch) error {
	if err := w.drop(ctx, sk.ArticleID); err != nil || len(sk.Prints) == 0 {
		return err
	}
	shared, err := w.sharing(ctx, sk.Prints)
	if err != nil {
		return err
	}
	var n int64
	if err := w.insert.QueryRowContext(ctx, sk.ArticleID, encodePrints(sk.Prints)).Scan(&n); err != nil {
		return err
	}
	if err := w.addPrints(ctx, n, sk.Prints); err != nil {
		return err
	}
	return w.join(ctx, n, sk.ArticleID, shared)
}

// drop forgets the sketch of an article. A family of one is none.
func (w *sketchWriter) drop(ctx context.Context, id string) error {
	var n, family int64
	var prints []byte
	err := w.remove.QueryRowContext(ctx, id).Scan(&n, &family, &prints)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, p := range decodePrints(prints) {
		if _, err := w.take.ExecContext(ctx, p, n); err != nil {
			return err
		}
	}
	if family == 0 {
		return nil
	}
	_, err = w.tx.ExecContext(ctx, `UPDATE sketches SET family = 0 WHERE family = ?1
		AND (SELECT count(*) FROM sketches WHERE family = ?1) = 1`, family)
	return err
}

// many returns a statement that does one thing for each of some prints: to
// begin one costs as much as to look a print up.
func (w *sketchWriter) many(ctx context.Context, held map[int]*sql.Stmt, prints int, begin, each, between string) (*sql.Stmt, error) {
	if stmt, ok := held[prints]; ok {
		return stmt, nil
	}
	stmt, err := w.tx.PrepareContext(ctx, begin+strings.Repeat(each+between, prints-1)+each)
	held[prints] = stmt
	return stmt, err
}

func (w *sketchWriter) addPrints(ctx context.Context, n int64, prints []uint32) error {
	stmt, err := w.many(ctx, w.add, len(prints), `INSERT INTO prints (print, n) VALUES `, `(?, ?)`, `, `)
	if err != nil {
		return err
	}
	args := make([]any, 0, 2*len(prints))
	for _, p := range prints {
		args = append(args, p, n)
	}
	_, err = stmt.ExecContext(ctx, args...)
	return err
}

// sharing returns the sketches that share enough prints, those with most
// first.
func (w *sketchWriter) sharing(ctx context.Context, prints []uint32) ([]int64, error) {
	counts, err := w.count(ctx, prints)
	if err != nil {
		return nil, err
	}
	var found []int64
	for n, c := range counts {
		if c >= leastPrints {
			found = append(found, n)
		}
	}
	slices.SortFunc(found, func(a, b int64) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	return found[:min(len(found), mostCompared)], nil
}

// count returns how many of the prints the oldest sketches have that have them.
func (w *sketchWriter) count(ctx context.Context, prints []uint32) (map[int64]int, error) {
	each := fmt.Sprintf(`SELECT * FROM (SELECT n FROM prints WHERE print = ? ORDER BY n LIMIT %d)`, mostPerPrint)
	stmt, err := w.many(ctx, w.find, len(prints), ``, each, ` UNION ALL `)
	if err != nil {
		return nil, err
	}
	args := make([]any, len(prints))
	for i, p := range prints {
		args[i] = p
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[int64]int{}
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		counts[n]++
	}
	return counts, rows.Err()
}

// join puts a sketch into the families of those that its article is like,
// which become one.
func (w *sketchWriter) join(ctx context.Context, n int64, id string, shared []int64) error {
	family := int64(0)
	for _, o := range shared {
		var other string
		var theirs int64
		if err := w.other.QueryRowContext(ctx, o).Scan(&other, &theirs); err != nil {
			return err
		}
		if theirs != 0 && theirs == family {
			continue
		}
		b, err := scanArticle(w.tx.QueryRowContext(ctx, selectArticle, other))
		if errors.Is(err, sql.ErrNoRows) {
			continue // removed, which the log is about to say
		}
		if err != nil {
			return err
		}
		if !w.alike(id, b) {
			continue
		}
		if theirs == 0 { // named after its first, whose number is never used again
			theirs = o
			if _, err := w.tx.ExecContext(ctx, `UPDATE sketches SET family = ? WHERE n = ?`, theirs, o); err != nil {
				return err
			}
		}
		if family == 0 {
			family = theirs
		} else if _, err := w.tx.ExecContext(ctx, `UPDATE sketches SET family = ? WHERE family = ?`, family, theirs); err != nil {
			return err
		}
	}
	if family == 0 {
		return nil
	}
	_, err := w.tx.ExecContext(ctx, `UPDATE sketches SET family = ? WHERE n = ?`, family, n)
	return err
}

func encodePrints(prints []uint32) []byte {
	b := make([]byte, 0, 4*len(prints))
	for _, p := range prints {
		b = binary.LittleEndian.AppendUint32(b, p)
	}
	return b
}

func decodePrints(b []byte) []uint32 {
	var prints []uint32
	for ; len(b) >= 4; b = b[4:] {
		prints = append(prints, binary.LittleEndian.Uint32(b))
	}
	return prints
}

// Copies returns the other articles of an article's family that the reader
// sees, without bodies, the one published first at the beginning. A nil reader
// sees everything.
func (s *Store) Copies(ctx context.Context, r *article.Reader, id string) ([]article.Article, error) {
	all, err := collect(ctx, s.reader, scanArticle, `SELECT `+articleColumns+`, '' FROM articles WHERE id IN (
			SELECT o.article_id FROM sketches o JOIN sketches m ON m.family = o.family
			WHERE m.article_id = ?2 AND m.family <> 0 AND o.article_id <> ?2)
		AND `+isSeen+` ORDER BY published = '', published, added, id`, seenBy(r), id)
	if err != nil {
		return nil, fmt.Errorf("read copies of article %s: %w", id, err)
	}
	return all, nil
}

// CopyGroups returns up to limit families of two or more articles that the
// reader sees, the one that was found last first; each as Copies does.
func (s *Store) CopyGroups(ctx context.Context, r *article.Reader, limit int) ([][]article.Article, error) {
	families, err := collect(ctx, s.reader, scanInt, `SELECT family FROM sketches
		WHERE family <> 0 AND EXISTS (SELECT 1 FROM articles WHERE id = article_id AND `+isSeen+`)
		GROUP BY family HAVING count(*) > 1 ORDER BY max(n) DESC LIMIT ?2`, seenBy(r), limit)
	if err != nil {
		return nil, fmt.Errorf("list families: %w", err)
	}
	var groups [][]article.Article
	for _, f := range families {
		all, err := collect(ctx, s.reader, scanArticle, `SELECT `+articleColumns+`, '' FROM articles
			WHERE id IN (SELECT article_id FROM sketches WHERE family = ?2) AND `+isSeen+` ORDER BY published = '', published, added, id`, seenBy(r), f)
		if err != nil {
			return nil, fmt.Errorf("read family %d: %w", f, err)
		}
		if len(all) > 1 { // one may have been removed meanwhile
			groups = append(groups, all)
		}
	}
	return groups, nil
}

// isSeen is the condition that the reader whose scopes are the first argument,
// as seenBy has them, sees an article.
const isSeen = `(?1 IS NULL OR scope IN (SELECT value FROM json_each(?1)))`

// seenBy returns the scopes that a reader sees; nil sees everything.
func seenBy(r *article.Reader) any {
	if r == nil {
		return nil
	}
	return scopeList(*r)
}
