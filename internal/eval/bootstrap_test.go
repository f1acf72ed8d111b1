package eval

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// fewer returns the interval of fewer resamples than reports take.
func fewer(diffs []float64, seed uint64) Interval {
	return percentiles(resampledMeans(diffs, 800, seed))
}

func TestBootstrapProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		diffs := rapid.SliceOfN(rapid.Float64Range(-1, 1), 1, 12).Draw(t, "differences")
		seed := rapid.Uint64().Draw(t, "seed")
		got := fewer(diffs, seed)
		if again := fewer(diffs, seed); got != again {
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
		if m := fewer(mirrored, seed); m.Low != -got.High || m.High != -got.Low {
			t.Errorf("mirrored differences give %v, want %v mirrored", m, got)
		}
		if m := fewer(moved, seed); math.Abs(m.Low-got.Low-1) > rounding || math.Abs(m.High-got.High-1) > rounding {
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
		if in := fewer(diffs, uint64(trial)); in.Low <= mean && mean <= in.High {
			held++
		}
	}
	if share := float64(held) / trials; share < .9 || share > .99 {
		t.Errorf("%.3f of the intervals hold the mean, want about .95", share)
	}
}

func TestBootstrap(t *testing.T) {
	// Of two draws among 0 and 1 a quarter are 0, half .5, a quarter 1.
	if got := bootstrap([]float64{0, 1}, 7); got != (Interval{0, 1}) {
		t.Errorf("interval %v, want 0 to 1", got)
	}
	// Of 400 draws with 100 ones the mean has a standard deviation of .02165,
	// 1.96 of which are .0424.
	diffs := make([]float64, 400)
	for i := range 100 {
		diffs[i] = 1
	}
	if got := bootstrap(diffs, 7); math.Abs(got.Low-.2076) > .004 || math.Abs(got.High-.2924) > .004 {
		t.Errorf("interval %v, want about .2076 to .2924", got)
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
