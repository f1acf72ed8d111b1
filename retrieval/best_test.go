package retrieval

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

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
