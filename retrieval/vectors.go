package retrieval

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/philippgille/chromem-go"

	"footnote/internal/article"
)

// vectors is the index of vectors: one shelf per scope, so that no search of
// one reader looks at another's.
type vectors struct {
	db      *chromem.DB
	shelves map[article.Scope]*shelf
	length  int     // of every vector; 0 while there is none
	rows    []int32 // slot → its row on the shelf of its scope, noRow if it has no vector
	few     int     // fewRows, but in tests
}

// noRow stands for the row of a slot without a vector.
const noRow = -1

// A shelf holds the vectors of one scope: a chromem-go collection of documents
// key → vector, the same vectors by row, and sketches of them by row where
// they are many.
type shelf struct {
	collection *chromem.Collection
	rows       []row
	sketches   *sketches // nil while there are few
}

// A row is a vector of length 1, which shares its memory with the document in
// chromem-go, and the slot of its chunk.
type row struct {
	vector []float32
	slot   int32
}

func newVectors() *vectors {
	return &vectors{db: chromem.NewDB(), shelves: map[article.Scope]*shelf{}, few: fewRows}
}

// errLength: a vector has another length than those held.
var errLength = errors.New("vector of another length")

// put holds the vector of the chunk with this key in this slot, in place of
// any before. A vector of zeros, of which chromem-go would make NaN, and one of
// no finite length are passed over: such a chunk is found by its words.
func (v *vectors) put(ctx context.Context, scope article.Scope, slot int32, key string, values []float32) error {
	values, ok := normal(values)
	if !ok {
		return nil
	}
	if v.length == 0 {
		v.length = len(values)
	}
	if len(values) != v.length {
		return fmt.Errorf("chunk %s: %w: %d numbers, not %d", key, errLength, len(values), v.length)
	}
	h, err := v.shelf(scope)
	if err != nil {
		return err
	}
	if err := h.collection.AddDocument(ctx, chromem.Document{ID: key, Embedding: values}); err != nil {
		return err
	}
	for int(slot) >= len(v.rows) {
		v.rows = append(v.rows, noRow)
	}
	v.rows[slot] = h.put(v.rows[slot], row{values, slot})
	return nil
}

// shelf returns that of a scope, a new one if there is none.
func (v *vectors) shelf(scope article.Scope) (*shelf, error) {
	if h, ok := v.shelves[scope]; ok {
		return h, nil
	}
	c, err := v.db.CreateCollection(scope.String(), nil, noEmbedding)
	if err != nil {
		return nil, fmt.Errorf("open vectors of %s: %v", scope, err)
	}
	v.shelves[scope] = &shelf{collection: c}
	return v.shelves[scope], nil
}

// noEmbedding stands where chromem-go would otherwise call OpenAI.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("chromem-go is given vectors only")
}

// put holds a row in place of the one with this number, or as a new one for
// noRow, and returns its number.
func (h *shelf) put(at int32, r row) int32 {
	if at == noRow {
		h.rows = append(h.rows, r)
		if h.sketches != nil {
			h.sketches.add(r.vector)
		}
		return int32(len(h.rows) - 1)
	}
	h.rows[at] = r
	if h.sketches != nil {
		h.sketches.set(int(at), r.vector, make([]float32, h.sketches.rotation.size()))
	}
	return at
}

// normalWithin is how far from 1 the square of a vector's length may be for it
// to be taken as it is. chromem-go takes lengths within 1e-6, so it keeps what
// normal returns and makes no copy.
const normalWithin = 1e-6

// normal returns a vector of length 1 in the same direction, the same one if
// it has that length, and false if it points nowhere.
func normal(values []float32) ([]float32, bool) {
	square := 0.0
	for _, x := range values {
		square += float64(x) * float64(x)
	}
	if math.Abs(square-1) < normalWithin {
		return values, true
	}
	if square == 0 || math.IsInf(square, 0) || math.IsNaN(square) {
		return nil, false
	}
	length := math.Sqrt(square)
	scaled := make([]float32, len(values))
	for i, x := range values {
		scaled[i] = float32(float64(x) / length)
	}
	return scaled, true
}

// remove forgets the vectors of chunks, keys of these slots, if there are any.
func (v *vectors) remove(scope article.Scope, slots []int32, keys []string) {
	h, ok := v.shelves[scope]
	if !ok || len(keys) == 0 {
		return // no keys would mean all
	}
	if err := h.collection.Delete(context.Background(), nil, nil, keys...); err != nil {
		panic(fmt.Sprintf("delete vectors: %v", err)) // unreachable: it needs files or filters to fail
	}
	for _, slot := range slots {
		if int(slot) >= len(v.rows) || v.rows[slot] == noRow {
			continue
		}
		at := v.rows[slot]
		v.rows[h.rows[len(h.rows)-1].slot] = at
		v.rows[slot] = noRow
		h.remove(at)
	}
}

// remove puts the last row in place of a row.
func (h *shelf) remove(at int32) {
	last := len(h.rows) - 1
	h.rows[at] = h.rows[last]
	h.rows[last] = row{} // lets go of its vector
	h.rows = h.rows[:last]
	if h.sketches != nil {
		h.sketches.move(int(at))
	}
}

// compact gives every row the slot that moved says.
func (v *vectors) compact(moved []int32) {
	v.rows = v.rows[:0]
	for _, h := range v.shelves {
		for i := range h.rows {
			r := &h.rows[i]
			r.slot = moved[r.slot]
			for int(r.slot) >= len(v.rows) {
				v.rows = append(v.rows, noRow)
			}
			v.rows[r.slot] = int32(i)
		}
	}
}

// count returns how many vectors a scope has.
func (v *vectors) count(scope article.Scope) int {
	if h, ok := v.shelves[scope]; ok {
		return len(h.rows)
	}
	return 0
}
