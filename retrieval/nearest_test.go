package retrieval

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"footnote/internal/article"
	"footnote/internal/racetest"
)

// exactly has chromem-go compare a query with all vectors of the workspace.
func exactly(t testing.TB, v *vectors, query []float32, n int, admits func(slot int32) bool) []hit {
	t.Helper()
	s := sweepOf(v, query, n, admits)
	s.shelf = v.shelves[article.Workspace]
	if err := s.scan(t.Context(), len(s.rows)); err != nil {
		t.Fatal(err)
	}
	return s.found.sorted()
}

// nearest looks in the workspace, where as many as there are are expected.
func nearest(t testing.TB, v *vectors, query []float32, n int, admits func(slot int32) bool) []hit {
	t.Helper()
	s := sweepOf(v, query, n, admits)
	if err := v.nearest(t.Context(), article.Workspace, s, v.count(article.Workspace)); err != nil {
		t.Fatal(err)
	}
	return s.found.sorted()
}

// recalled returns the share of the n nearest found, one as near as the last
// of them being as good.
func recalled(found, exact []hit, n int) float64 {
	n = min(n, len(exact))
	hits := 0
	for _, h := range found[:min(n, len(found))] {
		if h.score >= exact[n-1].score {
			hits++
		}
	}
	return float64(hits) / float64(max(1, n))
}

// sketchedVectors returns vectors of the workspace with sketches.
func sketchedVectors(t testing.TB, all [][]float32) *vectors {
	v := newVectors()
	v.few = 0
	putAll(t, v, 0, all...)
	h := v.shelves[article.Workspace]
	h.sketches = h.train(v.few)
	return v
}

func TestSketchesRecall(t *testing.T) {
	racetest.Skip(t)
	const n, length = 4000, 128
	world := newTopics(length)
	chunks := world.chunks(n)
	for _, tt := range []struct {
		name            string
		chunks, queries [][]float32
	}{
		{"topics", chunks, world.queries(chunks, 30)},
		{"nothing in common", uniforms(n, length, 1), uniforms(20, length, 2)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := sketchedVectors(t, tt.chunks)
			for _, each := range []int32{1, 4} {
				admits := func(slot int32) bool { return slot%each == 0 }
				ten, hundred := 0.0, 0.0
				for _, q := range tt.queries {
					got, exact := nearest(t, v, q, 100, admits), exactly(t, v, q, 100, admits)
					if !slices.IsSortedFunc(got, byScore) || got[0] != exact[0] {
						t.Errorf("best of every %d: %v, want %v", each, got[0], exact[0])
					}
					ten += recalled(got, exact, 10)
					hundred += recalled(got, exact, 100)
				}
				q := float64(len(tt.queries))
				if ten/q < .999 || hundred/q < .995 {
					t.Errorf("of every %d: recall@10 %.4f, recall@100 %.4f", each, ten/q, hundred/q)
				}
			}
		})
	}
}

// TestNearestOfFew: where few are seen, what is found is what chromem-go
// finds, to the last bit, whatever was put, replaced and removed before, and
// with sketches too.
func TestNearestOfFew(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		length := rapid.SampledFrom([]int{64, 100, 384}).Draw(r, "length")
		draw := rapid.Custom(func(r *rapid.T) []float32 {
			return uniforms(1, length, rapid.Uint64Range(0, 40).Draw(r, "vector"))[0]
		})
		v := sketchedVectors(t, [][]float32{draw.Draw(r, "first")})
		for range rapid.IntRange(0, 60).Draw(r, "changes") {
			slot := rapid.Int32Range(0, 40).Draw(r, "slot")
			if rapid.Bool().Draw(r, "remove") {
				v.remove(article.Workspace, []int32{slot}, []string{fmt.Sprint(slot)})
			} else {
				putAll(t, v, int(slot), draw.Draw(r, "vector"))
			}
		}
		h := v.shelves[article.Workspace]
		if len(h.rows) == 0 {
			return
		}
		each := rapid.Int32Range(1, 4).Draw(r, "each")
		admits := func(slot int32) bool { return slot%each == 0 }
		query, n := draw.Draw(r, "query"), rapid.IntRange(1, 50).Draw(r, "n")
		want := exactly(t, v, query, n, admits)
		got := nearest(t, v, query, n, admits)
		if firstLook*n >= len(h.rows) {
			if d := cmp.Diff(want, got, cmp.AllowUnexported(hit{}), cmpopts.EquateEmpty()); d != "" {
				r.Fatalf("sketched, %d of %d (-want +got):\n%s", n, len(h.rows), d)
			}
		}
		v.few = len(h.rows)
		if d := cmp.Diff(want, nearest(t, v, query, n, admits), cmp.AllowUnexported(hit{}), cmpopts.EquateEmpty()); d != "" {
			r.Fatalf("one by one, %d of %d (-want +got):\n%s", n, len(h.rows), d)
		}
		for _, found := range got {
			if !slices.ContainsFunc(exactly(t, v, query, len(h.rows), admits), func(h hit) bool { return h == found }) {
				r.Fatalf("found %v, which is not there or not seen", found)
			}
		}
	})
}

// TestSketchesFollow: after changes the sketches are those of the vectors
// there are.
func TestSketchesFollow(t *testing.T) {
	v := sketchedVectors(t, uniforms(50, 100, 1))
	rng := rand.New(rand.NewPCG(5, 6))
	for i, vector := range uniforms(100, 100, 2) {
		slot := rng.IntN(120)
		if i%2 == 0 {
			putAll(t, v, slot, vector)
		} else {
			v.remove(article.Workspace, []int32{int32(slot)}, []string{fmt.Sprint(slot)})
		}
	}
	h := v.shelves[article.Workspace]
	got := *h.sketches
	want := sketches{rotation: got.rotation, center: got.center, square: got.square, trained: got.trained}
	for i, r := range h.rows {
		want.add(r.vector)
		if v.rows[r.slot] != int32(i) {
			t.Errorf("slot %d is said to be in row %d, not %d", r.slot, v.rows[r.slot], i)
		}
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(sketches{}, traits{}, rotation{})); d != "" {
		t.Errorf("sketches (-want +got):\n%s", d)
	}
	for slot, at := range v.rows {
		if at != noRow && h.rows[at].slot != int32(slot) {
			t.Errorf("slot %d is said to be in row %d, where %d is", slot, at, h.rows[at].slot)
		}
	}
}

// TestSketchesOfEquals: vectors that are all the same, and so their mean.
func TestSketchesOfEquals(t *testing.T) {
	v := sketchedVectors(t, slices.Repeat(uniforms(1, 100, 1), 500))
	got := nearest(t, v, uniforms(1, 100, 1)[0], 3, seeAll)
	if want := []int32{0, 1, 2}; !slices.Equal(slots(got), want) {
		t.Errorf("nearest = %v, want %v", got, want)
	}
	opposite := slices.Clone(uniforms(1, 100, 1)[0])
	for i := range opposite {
		opposite[i] *= -1
	}
	if got := nearest(t, v, opposite, 3, seeAll); len(got) != 0 {
		t.Errorf("nearest to the opposite = %v", got)
	}
}

func TestSketchesCanceled(t *testing.T) {
	v := sketchedVectors(t, uniforms(500, 64, 1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, expected := range []int{0, 500} {
		s := sweepOf(v, uniforms(1, 64, 2)[0], 5, seeAll)
		if err := v.nearest(ctx, article.Workspace, s, expected); err != context.Canceled {
			t.Errorf("%d expected: %v, want canceled", expected, err)
		}
	}
}

func TestShelfTrain(t *testing.T) {
	short := newVectors()
	putAll(t, short, 0, uniforms(50, 63, 1)...)
	if short.shelves[article.Workspace].train(10) != nil {
		t.Error("sketches of short vectors")
	}
	v := newVectors()
	v.few = 10
	all := uniforms(50, 64, 1)
	putAll(t, v, 0, all[:10]...)
	h := v.shelves[article.Workspace]
	if h.train(v.few) != nil {
		t.Error("sketches of few")
	}
	putAll(t, v, 10, all[10])
	if h.sketches = h.train(v.few); h.sketches == nil {
		t.Fatal("no sketches of many")
	}
	putAll(t, v, 11, all[11:44]...)
	if h.train(v.few) != nil {
		t.Error("sketches anew before they are outgrown")
	}
	putAll(t, v, 44, all[44])
	if s := h.train(v.few); s == nil || s.trained != 45 {
		t.Error("no sketches anew of four times as many")
	}
}

// TestNearestOverScopes: what is found in one scope tells what is near enough
// in the next.
func TestNearestOverScopes(t *testing.T) {
	world := newTopics(128)
	chunks := world.chunks(3000)
	scopes := []article.Scope{article.Workspace, "channel:C1", "user:U1"}
	v := newVectors()
	for i, values := range chunks {
		if err := v.put(t.Context(), scopes[i%3], int32(i), fmt.Sprint(i), values); err != nil {
			t.Fatal(err)
		}
	}
	v.few = 500
	for _, h := range v.shelves {
		h.sketches = h.train(v.few)
	}
	sum := 0.0
	queries := world.queries(chunks, 15)
	for _, q := range queries {
		got, want := sweepOf(v, q, 50, seeAll), sweepOf(v, q, 50, seeAll)
		for _, scope := range scopes {
			if err := v.nearest(t.Context(), scope, got, 1000); err != nil {
				t.Fatal(err)
			}
			want.shelf = v.shelves[scope]
			if err := want.all(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		sum += recalled(got.found.sorted(), want.found.sorted(), 50)
	}
	if recall := sum / float64(len(queries)); recall < .99 {
		t.Errorf("recall@50 over three scopes: %.4f", recall)
	}
}
