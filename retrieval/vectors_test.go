package retrieval

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"footnote/internal/article"
)

func keys(found []near) (out []string) {
	for _, n := range found {
		out = append(out, n.key)
	}
	return out
}

func TestVectorsNearest(t *testing.T) {
	v := newVectors()
	for i := range 100 { // key 00 points where the query does, 99 almost at a right angle
		angle := math.Pi / 2 * float64(i) / 100
		values := []float32{float32(math.Cos(angle)), float32(math.Sin(angle))}
		if err := v.put(t.Context(), article.Workspace, fmt.Sprintf("%02d", i), values); err != nil {
			t.Fatal(err)
		}
	}
	last := func(key string) bool { return key >= "90" }
	any := func(string) bool { return true }
	tests := []struct {
		name  string
		n     int
		share float64
		keep  func(string) bool
		want  []string
	}{
		{"all are admitted", 3, 1, any, []string{"00", "01", "02"}},
		{"few are admitted, more expected", 2, 1, last, []string{"90", "91"}},
		{"few are admitted, as expected", 2, .1, last, []string{"90", "91"}},
		{"more wanted than held", 500, 1, last, []string{"90", "91", "92", "93", "94", "95", "96", "97", "98", "99"}},
		{"none is admitted", 5, 0, func(string) bool { return false }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := v.nearest(t.Context(), article.Workspace, []float32{1, 0}, tt.n, tt.share, tt.keep)
			if err != nil || !slices.Equal(keys(got), tt.want) {
				t.Errorf("nearest = %v, %v, want %v", keys(got), err, tt.want)
			}
		})
	}
}

// TestVectorsCanceled: chromem-go answers a canceled query in part.
func TestVectorsCanceled(t *testing.T) {
	v := newVectors()
	if err := v.put(t.Context(), article.Workspace, "a", []float32{1}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := v.nearest(ctx, article.Workspace, []float32{1}, 1, 1, func(string) bool { return true }); err != context.Canceled {
		t.Errorf("nearest = %v, %v, want canceled", got, err)
	}
}

// TestVectorsTies: chromem-go keeps any of equals at its limit; nearest takes
// the first by key.
func TestVectorsTies(t *testing.T) {
	v := newVectors()
	for i := range 200 {
		if err := v.put(t.Context(), article.Workspace, fmt.Sprintf("%03d", i), []float32{0, 1}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := v.nearest(t.Context(), article.Workspace, []float32{0, 1}, 2, 1, func(string) bool { return true })
	if want := []string{"000", "001"}; err != nil || !slices.Equal(keys(got), want) {
		t.Errorf("nearest = %v, %v, want %v", keys(got), err, want)
	}
}

func TestVectorsEdges(t *testing.T) {
	v := newVectors()
	all := func(string) bool { return true }
	if got, err := v.nearest(t.Context(), "channel:C1", []float32{1}, 5, 1, all); got != nil || err != nil {
		t.Errorf("nearest in an unknown scope = %v, %v", got, err)
	}
	nan := float32(math.NaN())
	for _, values := range [][]float32{nil, {}, {0, 0}, {nan, 1}, {float32(math.Inf(1)), 1}} {
		if err := v.put(t.Context(), article.Workspace, "zero", values); err != nil {
			t.Errorf("put %v: %v", values, err)
		}
	}
	if n := v.count(article.Workspace); n != 0 {
		t.Errorf("%d vectors held that point nowhere", n)
	}
	if err := v.put(t.Context(), article.Workspace, "a", []float32{3, 4}); err != nil { // made unit length
		t.Fatal(err)
	}
	if err := v.put(t.Context(), article.Workspace, "b", []float32{1}); !errors.Is(err, errLength) {
		t.Errorf("put of another length: %v", err)
	}
	v.remove(article.Workspace, nil)
	v.remove("user:U1", []string{"a"})
	if n := v.count(article.Workspace); n != 1 {
		t.Errorf("%d vectors after removing none, want 1", n)
	}
	v.remove(article.Workspace, []string{"a", "unknown"})
	if got, err := v.nearest(t.Context(), article.Workspace, []float32{1, 0}, 5, 1, all); got != nil || err != nil {
		t.Errorf("nearest of nothing = %v, %v", got, err)
	}
}
