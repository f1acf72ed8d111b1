package eval

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestBootstrapProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		diffs := rapid.SliceOfN(rapid.Float64Range(-1, 1), 1, 12).Draw(t, "differences")
		seed := rapid.Uint64().Draw(t, "seed")
		got := bootstrap(diffs, seed)
		if again := bootstrap(diffs, seed); got != again {
			t.Fatalf("the same seed gives %v and %v", got, again)
		}
		const rounding = 1e-9
		if got.Low > got.High || got.Low < slices.Min(diffs)-rounding || got.High > slices.Max(diffs)+rounding {
			t.Errorf("%v is no interval within the differences", got)
		}
		mirrored, moved := make([]float64, len(diffs)), make([]float64, len(diffs))
		for i, d := range diffs {
			mirrored[i], moved[i] = -d, d+1
		}
		if m := bootstrap(mirrored, seed); m.Low != -got.High || m.High != -got.Low {
			t.Errorf("mirrored differences give %v, want %v mirrored", m, got)
		}
		if m := bootstrap(moved, seed); math.Abs(m.Low-got.Low-1) > rounding || math.Abs(m.High-got.High-1) > rounding {
			t.Errorf("differences moved by 1 give %v, want %v moved", m, got)
		}
	})
}

// TestBootstrapCovers draws samples from a known distribution: about 95 % of
// the intervals must hold its mean. At n = 40 the percentile interval is known
// to be a little narrow.
func TestBootstrapCovers(t *testing.T) {
	const trials, n, mean = 200, 40, .3
	random := rand.New(rand.NewPCG(1, 2))
	held := 0
	for trial := range trials {
		diffs := make([]float64, n)
		for i := range diffs {
			diffs[i] = mean + random.NormFloat64()
		}
		if in := bootstrap(diffs, uint64(trial)); in.Low <= mean && mean <= in.High {
			held++
		}
	}
	if share := float64(held) / trials; share < .9 || share > .99 {
		t.Errorf("%.3f of the intervals hold the mean, want about .95", share)
	}
}

func TestBootstrapAUROC(t *testing.T) {
	yes := side{before: []float64{.2, .4, .6, .8}, after: []float64{.6, .7, .8, .9}}
	no := side{before: []float64{.3, .5, .5}, after: []float64{.3, .5, .5}}
	got := bootstrapAUROC(yes, no, 7)
	// 7/12 before and 1 after; no resample can be worse after.
	if change := auroc(yes.after, no.after) - auroc(yes.before, no.before); math.Abs(change-5./12) > 1e-12 ||
		got.Low < 0 || got.Low > change || got.High < change || got.High > 1 {
		t.Errorf("interval %v around a change of %v", got, change)
	}
	if same := bootstrapAUROC(side{yes.before, yes.before}, no, 7); same != (Interval{}) {
		t.Errorf("without a change the interval is %v, want 0 to 0", same)
	}
	if again := bootstrapAUROC(yes, no, 7); again != got {
		t.Errorf("the same seed gives %v and %v", got, again)
	}
}
