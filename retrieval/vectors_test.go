package retrieval

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"testing"

	"footnote/internal/article"
)

// sweepOf returns a sweep for the n nearest vectors of those admitted, where
// keys are the numbers of slots.
func sweepOf(v *vectors, query []float32, n int, admits func(slot int32) bool) sweep {
	visible := make([]bool, len(v.rows))
	for slot := range visible {
		visible[slot] = admits(int32(slot))
	}
	return sweep{
		query: query,
		slot: func(key string) (int32, bool) {
			slot, err := strconv.Atoi(key)
			return int32(slot), err == nil
		},
		visible: visible,
		found:   newBest(n, byScore),
	}
}

func seeAll(int32) bool { return true }

// putAll puts vectors into the workspace, with the numbers from first on as
// slots and keys.
func putAll(t testing.TB, v *vectors, first int, all ...[]float32) {
	t.Helper()
	for i, values := range all {
		if err := v.put(t.Context(), article.Workspace, int32(first+i), strconv.Itoa(first+i), values); err != nil {
			t.Fatal(err)
		}
	}
}

func slots(found []hit) (out []int32) {
	for _, h := range found {
		out = append(out, h.slot)
	}
	return out
}

func TestVectorsNearest(t *testing.T) {
	v := newVectors()
	for i := range 100 { // slot 0 points where the query does, 99 almost at a right angle
		angle := math.Pi / 2 * float64(i) / 100
		putAll(t, v, i, []float32{float32(math.Cos(angle)), float32(math.Sin(angle))})
	}
	last := func(slot int32) bool { return slot >= 90 }
	tests := []struct {
		name        string
		n, expected int
		admits      func(int32) bool
		want        []int32
	}{
		{"all are admitted", 3, 100, seeAll, []int32{0, 1, 2}},
		{"few are admitted, more expected", 2, 100, last, []int32{90, 91}},
		{"few are admitted, as expected", 2, 10, last, []int32{90, 91}},
		{"more wanted than held", 500, 100, last, []int32{90, 91, 92, 93, 94, 95, 96, 97, 98, 99}},
		{"none is admitted", 5, 0, func(int32) bool { return false }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sweepOf(v, []float32{1, 0}, tt.n, tt.admits)
			err := v.nearest(t.Context(), article.Workspace, s, tt.expected)
			if got := s.found.sorted(); err != nil || !slices.Equal(slots(got), tt.want) {
				t.Errorf("nearest = %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

// TestVectorsCanceled: chromem-go answers a canceled query in part.
func TestVectorsCanceled(t *testing.T) {
	v := newVectors()
	putAll(t, v, 0, []float32{1})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := v.nearest(ctx, article.Workspace, sweepOf(v, []float32{1}, 1, seeAll), 1); err != context.Canceled {
		t.Errorf("nearest: %v, want canceled", err)
	}
}

// TestVectorsTies: chromem-go keeps any of equals at its limit; nearest takes
// the first in order.
func TestVectorsTies(t *testing.T) {
	v := newVectors()
	for i := range 200 {
		putAll(t, v, i, []float32{0, 1})
	}
	got := nearest(t, v, []float32{0, 1}, 2, seeAll)
	if want := []int32{0, 1}; !slices.Equal(slots(got), want) {
		t.Errorf("nearest = %v, want %v", got, want)
	}
}

func TestVectorsEdges(t *testing.T) {
	v := newVectors()
	if got := nearest(t, v, []float32{1}, 5, seeAll); len(got) != 0 {
		t.Errorf("nearest in an unknown scope = %v", got)
	}
	nan := float32(math.NaN())
	putAll(t, v, 0, nil, []float32{}, []float32{0, 0}, []float32{nan, 1}, []float32{float32(math.Inf(1)), 1})
	if n := v.count(article.Workspace); n != 0 {
		t.Errorf("%d vectors held that point nowhere", n)
	}
	putAll(t, v, 0, []float32{3, 4}) // made unit length
	if err := v.put(t.Context(), article.Workspace, 1, "1", []float32{1}); !errors.Is(err, errLength) {
		t.Errorf("put of another length: %v", err)
	}
	v.remove(article.Workspace, nil, nil)
	v.remove("user:U1", []int32{0}, []string{"0"})
	if n := v.count(article.Workspace); n != 1 {
		t.Errorf("%d vectors after removing none, want 1", n)
	}
	v.remove(article.Workspace, []int32{0, 1, 100}, []string{"0", "1", "unknown"})
	if got := nearest(t, v, []float32{1, 0}, 5, seeAll); len(got) != 0 {
		t.Errorf("nearest of nothing = %v", got)
	}
}

// TestVectorsHeldOnce: what chromem-go holds and what rows hold is the same
// memory, whatever length a vector came with.
func TestVectorsHeldOnce(t *testing.T) {
	v := newVectors()
	putAll(t, v, 0, []float32{3, 4}, []float32{.6, .8}, []float32{1e-18, 1e-18}, []float32{1e18, -1e18})
	h := v.shelves[article.Workspace]
	found, err := h.collection.QueryEmbedding(t.Context(), []float32{1, 0}, 4, nil, nil)
	if err != nil || len(found) != 4 {
		t.Fatal(found, err)
	}
	for _, r := range found {
		slot, _ := strconv.Atoi(r.ID)
		if &h.rows[v.rows[slot]].vector[0] != &r.Embedding[0] {
			t.Errorf("vector %s is held twice", r.ID)
		}
	}
}
