package eval

import (
	"math/rand/v2"
	"slices"
)

// resamples is how many resamples an interval is taken from: the ends of a
// 95 % interval then have 250 of them beyond each.
const resamples = 10_000

// An Interval is where a difference lies with 95 % confidence.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// bootstrap returns the percentile interval of the mean of paired differences
// (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13):
// that of the means of resamples drawn with replacement. The same seed gives
// the same interval. There must be a difference.
func bootstrap(diffs []float64, seed uint64) Interval {
	return percentiles(resampledMeans(diffs, resamples, seed))
}

func resampledMeans(diffs []float64, n int, seed uint64) []float64 {
	random := rand.New(rand.NewPCG(seed, 0))
	means := make([]float64, n)
	for i := range means {
		sum := 0.0
		for range diffs {
			sum += diffs[random.IntN(len(diffs))]
		}
		means[i] = sum / float64(len(diffs))
	}
	return means
}

// percentiles returns the middle 95 % of values, which it sorts.
func percentiles(values []float64) Interval {
	slices.Sort(values)
	tail := len(values) / 40
	return Interval{values[tail], values[len(values)-1-tail]}
}

// A side is the evidence of the same questions in two runs.
type side struct{ before, after []float64 }

// bootstrapAUROC is bootstrap for the difference of two areas: questions of
// both sides are resampled, each with its evidence in both runs.
func bootstrapAUROC(yes, no side, seed uint64) Interval {
	random := rand.New(rand.NewPCG(seed, 0))
	before, after := newSweep(yes.before, no.before), newSweep(yes.after, no.after)
	diffs := make([]float64, resamples)
	timesYes, timesNo := make([]int, len(yes.before)), make([]int, len(no.before))
	for i := range diffs {
		draw(random, timesYes)
		draw(random, timesNo)
		diffs[i] = after.area(timesYes, timesNo) - before.area(timesYes, timesNo)
	}
	return percentiles(diffs)
}

// draw fills in how often each of the values is drawn.
func draw(random *rand.Rand, times []int) {
	clear(times)
	for range times {
		times[random.IntN(len(times))]++
	}
}
