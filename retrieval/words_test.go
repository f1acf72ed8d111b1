package retrieval

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIDF(t *testing.T) {
	if got, want := idf(10, 0), math.Log(22); math.Abs(got-want) > 1e-12 {
		t.Errorf("idf of an unknown word = %v, want %v", got, want)
	}
	if idf(10, 10) <= 0 || idf(0, 0) <= 0 {
		t.Error("idf is not above 0")
	}
	if idf(10, 3) <= idf(10, 4) {
		t.Error("idf does not fall")
	}
}

func TestWordsCompact(t *testing.T) {
	w := newWords()
	w.add(0, inBody, []byte("old"), 1)
	w.add(0, inBody, []byte("both"), 2)
	w.add(1, inBody, []byte("both"), 3)
	w.add(1, inTitle, []byte("both"), 300)
	w.compact([]int32{-1, 0})
	if _, ok := w.ids["old"]; ok {
		t.Error("a word nobody holds is kept")
	}
	want := []posting{{slot: 0, body: 3, title: 255}}
	if d := cmp.Diff(want, w.postings([]string{"both"}), cmp.AllowUnexported(posting{})); d != "" {
		t.Errorf("postings: -want +got\n%s", d)
	}
}

func TestWordsForms(t *testing.T) {
	w := newWords()
	w.add(0, inBody, []byte("haus"), 1)
	w.add(1, inBody, []byte("haus"), 65535)
	w.add(1, inBody, []byte("häuser"), 2)
	w.add(2, inTitle, []byte("häuser"), 3)
	got := w.postings([]string{"haus", "unknown", "häuser"})
	want := []posting{{slot: 0, body: 1}, {slot: 1, body: 65535}, {slot: 2, title: 3}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(posting{})); d != "" {
		t.Errorf("postings: -want +got\n%s", d)
	}
}

func TestBest(t *testing.T) {
	compare := func(a, b hit) int {
		if a.score != b.score {
			return int(math.Copysign(1, b.score-a.score))
		}
		return int(a.slot - b.slot)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		all := make([]hit, rng.IntN(60))
		for i := range all {
			all[i] = hit{int32(i), float64(rng.IntN(9))}
		}
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		n := 1 + rng.IntN(10)
		best := newBest(n, compare)
		for _, h := range all {
			best.add(h)
		}
		slices.SortFunc(all, compare)
		if want := all[:min(n, len(all))]; !slices.Equal(best.sorted(), want) {
			t.Fatalf("best %d = %v, want %v", n, best.sorted(), want)
		}
	}
}

func TestFuse(t *testing.T) {
	compare := func(a, b hit) int {
		if a.score != b.score {
			return int(math.Copysign(1, b.score-a.score))
		}
		return int(a.slot - b.slot)
	}
	slots := func(hits []hit) (out []int32) {
		for _, h := range hits {
			out = append(out, h.slot)
		}
		return out
	}
	rank := func(weight float64, order ...int32) ranking {
		r := ranking{weight: weight}
		for _, s := range order {
			r.hits = append(r.hits, hit{slot: s})
		}
		return r
	}
	tests := []struct {
		name     string
		rankings []ranking
		want     []int32
	}{
		{"none", nil, nil},
		{"one", []ranking{rank(1, 3, 1, 2)}, []int32{3, 1, 2}},
		{"in both", []ranking{rank(1, 1, 2), rank(1, 3, 2)}, []int32{2, 1, 3}},
		{"ties", []ranking{rank(1, 2, 1), rank(1, 1, 2)}, []int32{1, 2}},
		{"weight", []ranking{rank(1, 1, 2), rank(.01, 3, 2, 1)}, []int32{1, 2, 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := slots(fuse(compare, tt.rankings...)); !slices.Equal(got, tt.want) {
				t.Errorf("fuse = %v, want %v", got, tt.want)
			}
		})
	}
	if got, want := fuse(compare, rank(2, 5))[0].score, 2.0/61; got != want {
		t.Errorf("score of the first = %v, want %v", got, want)
	}
}
