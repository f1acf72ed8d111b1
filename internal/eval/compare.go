package eval

import (
	"errors"
	"slices"
)

// A Comparison holds what changed since another run over the same questions.
type Comparison struct {
	Baseline    About        `json:"baseline"`
	Unpaired    int          `json:"unpaired"` // questions that only one of the runs asked
	Differences []Difference `json:"differences"`
}

// A Difference is that of a figure over the N questions that both runs have.
// It is more than chance where the interval leaves out 0.
type Difference struct {
	Metric   string   `json:"metric"`
	Before   float64  `json:"before"`
	After    float64  `json:"after"`
	Change   float64  `json:"change"`
	Interval Interval `json:"interval"`
	N        int      `json:"n"`
}

// Compare returns how r differs from a baseline, question by question.
func Compare(r, baseline Report) (*Comparison, error) {
	pairs, unpaired := pair(baseline.Results, r.Results)
	if len(pairs) == 0 {
		return nil, errors.New("the baseline has no question in common with this run")
	}
	c := &Comparison{Baseline: baseline.About, Unpaired: unpaired}
	for _, metric := range slices.Concat(searchMetrics, answerMetrics) {
		if d, ok := difference(metric, pairs, r.Seed); ok {
			c.Differences = append(c.Differences, d)
		}
	}
	yes, no := splitPairs(pairs)
	against, _ := pair(baseline.Against, r.Against)
	for _, other := range []struct {
		metric string
		no     []paired
	}{{"AUROC", no}, {"AUROC against " + r.otherName(), against}} {
		if d, ok := differenceAUROC(other.metric, yes, other.no, r.Seed); ok {
			c.Differences = append(c.Differences, d)
		}
	}
	return c, nil
}

// paired is one question in two runs.
type paired struct{ before, after Result }

// pair finds the questions of both runs, in the order of after, and counts
// those of one alone. A question is known by its ID and its words.
func pair(before, after []Result) (pairs []paired, unpaired int) {
	type key struct{ id, query string }
	old := map[key]Result{}
	for _, r := range before {
		old[key{r.ID, r.Query}] = r
	}
	for _, r := range after {
		if b, ok := old[key{r.ID, r.Query}]; ok {
			pairs = append(pairs, paired{b, r})
		}
	}
	return pairs, len(before) + len(after) - 2*len(pairs)
}

func difference(metric string, pairs []paired, seed uint64) (Difference, bool) {
	d := Difference{Metric: metric}
	var diffs []float64
	for _, p := range pairs {
		before, ok := p.before.Scores[metric]
		after, also := p.after.Scores[metric]
		if ok && also {
			d.Before += before
			d.After += after
			diffs = append(diffs, after-before)
		}
	}
	if d.N = len(diffs); d.N == 0 {
		return d, false
	}
	d.Before /= float64(d.N)
	d.After /= float64(d.N)
	d.Change = d.After - d.Before
	d.Interval = bootstrap(diffs, seed)
	return d, true
}

// differenceAUROC is difference for the evidence.
func differenceAUROC(metric string, yes, no []paired, seed uint64) (Difference, bool) {
	if len(yes) == 0 || len(no) == 0 {
		return Difference{}, false
	}
	y, n := sideOf(yes), sideOf(no)
	d := Difference{
		Metric: metric, N: len(yes) + len(no),
		Before: auroc(y.before, n.before), After: auroc(y.after, n.after), Interval: bootstrapAUROC(y, n, seed),
	}
	d.Change = d.After - d.Before
	return d, true
}

func sideOf(pairs []paired) (s side) {
	for _, p := range pairs {
		s.before = append(s.before, p.before.Evidence)
		s.after = append(s.after, p.after.Evidence)
	}
	return s
}

func splitPairs(pairs []paired) (answerable, not []paired) {
	for _, p := range pairs {
		if p.after.Answerable {
			answerable = append(answerable, p)
		} else {
			not = append(not, p)
		}
	}
	return answerable, not
}
