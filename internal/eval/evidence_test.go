package eval

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAUROC(t *testing.T) {
	for _, tt := range []struct {
		name    string
		yes, no []float64
		want    float64
	}{
		{"told apart", []float64{.8, .9}, []float64{.1, .2, .3}, 1},
		{"the wrong way round", []float64{.1}, []float64{.2, .3}, 0},
		{"all alike", []float64{.5, .5}, []float64{.5, .5, .5}, .5},
		// Of six pairs: .4 beats .1 and ties .4, .7 beats .1 and .4 and loses to .9.
		{"one tie", []float64{.4, .7}, []float64{.1, .4, .9}, 3.5 / 6},
		{"one each", []float64{0}, []float64{1}, 0},
	} {
		if got := auroc(tt.yes, tt.no); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%s: auroc(%v, %v) = %v, want %v", tt.name, tt.yes, tt.no, got, tt.want)
		}
	}
}

// TestAUROCPairs holds the sweep to the definition, pair by pair, on resamples
// of few distinct values.
func TestAUROCPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Map(rapid.IntRange(0, 5), func(n int) float64 { return float64(n) / 5 })
		yes := rapid.SliceOfN(value, 1, 8).Draw(t, "yes")
		no := rapid.SliceOfN(value, 1, 8).Draw(t, "no")
		timesYes := rapid.SliceOfN(rapid.IntRange(0, 3), len(yes), len(yes)).Draw(t, "times yes")
		timesNo := rapid.SliceOfN(rapid.IntRange(0, 3), len(no), len(no)).Draw(t, "times no")
		timesYes[0]++
		timesNo[0]++
		won, pairs := 0.0, 0
		for i, y := range yes {
			for j, n := range no {
				weight := timesYes[i] * timesNo[j]
				pairs += weight
				switch {
				case y > n:
					won += float64(weight)
				case y == n:
					won += float64(weight) / 2
				}
			}
		}
		if got, want := newSweep(yes, no).area(timesYes, timesNo), won/float64(pairs); math.Abs(got-want) > 1e-9 {
			t.Errorf("area = %v, want %v", got, want)
		}
	})
}

func TestDecide(t *testing.T) {
	results := func(vs ...float64) (rs []Result) {
		for _, v := range vs {
			rs = append(rs, Result{Evidence: v})
		}
		return rs
	}
	d, ok := decide("others", results(.5, .9, 1, 1), results(.2, .5))
	if !ok || d.Against != "others" || d.Answerable != 4 || d.Unanswerable != 2 || math.Abs(d.AUROC-7.5/8) > 1e-12 {
		t.Errorf("decide = %+v, %v", d, ok)
	}
	if len(d.Curve) != 19 {
		t.Fatalf("%d thresholds, want 19", len(d.Curve))
	}
	at := map[float64]Threshold{}
	for _, c := range d.Curve {
		at[c.Least] = c
	}
	for _, want := range []Threshold{{.05, 0, 1}, {.25, 0, .5}, {.5, 0, .5}, {.55, .25, 0}, {.9, .25, 0}, {.95, .5, 0}} {
		if diff := cmp.Diff(want, at[want.Least], near); diff != "" {
			t.Errorf("curve at %v (-want +got):\n%s", want.Least, diff)
		}
	}
	if _, ok := decide("others", nil, results(1)); ok {
		t.Error("a decision without answerable questions")
	}
	if _, ok := decide("others", results(1), nil); ok {
		t.Error("a decision without unanswerable questions")
	}
}
