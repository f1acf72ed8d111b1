package eval

import (
	"cmp"
	"slices"
)

// A Decision says how well the evidence of a search tells questions that the
// library answers from others.
type Decision struct {
	Against      string      `json:"against"` // where the other questions are from
	AUROC        float64     `json:"auroc"`
	Answerable   int         `json:"answerable"` // how many
	Unanswerable int         `json:"unanswerable"`
	Curve        []Threshold `json:"curve"`
}

// A Threshold is what happens where less evidence than Least is too little.
type Threshold struct {
	Least      float64 `json:"least"`
	TurnedAway float64 `json:"turned_away"` // share of the answerable
	LetThrough float64 `json:"let_through"` // share of the unanswerable
}

// curveSteps is how many thresholds a curve has between 0 and 1.
const curveSteps = 20

// decide returns a Decision, false where either side is empty.
func decide(against string, answerable, not []Result) (Decision, bool) {
	if len(answerable) == 0 || len(not) == 0 {
		return Decision{}, false
	}
	yes, no := evidence(answerable), evidence(not)
	d := Decision{Against: against, AUROC: auroc(yes, no), Answerable: len(yes), Unanswerable: len(no)}
	for i := 1; i < curveSteps; i++ {
		least := float64(i) / curveSteps
		d.Curve = append(d.Curve, Threshold{least, below(yes, least), 1 - below(no, least)})
	}
	return d, true
}

func evidence(results []Result) []float64 {
	vs := make([]float64, len(results))
	for i, r := range results {
		vs[i] = r.Evidence
	}
	return vs
}

func below(vs []float64, least float64) float64 {
	n := 0
	for _, v := range vs {
		if v < least {
			n++
		}
	}
	return float64(n) / float64(len(vs))
}

// auroc returns the area under the receiver's curve: how often a value of yes
// is above one of no, a tie counting half. Neither may be empty.
func auroc(yes, no []float64) float64 {
	s := newSweep(yes, no)
	return s.area(fill(len(yes), 1), fill(len(no), 1))
}

// fill returns n times v.
func fill(n, v int) []int {
	vs := make([]int, n)
	for i := range vs {
		vs[i] = v
	}
	return vs
}

// A sweep is values of two sides in ascending order, made once so that areas
// over many resamples of them cost no more sorting.
type sweep []swept

type swept struct {
	value float64
	yes   bool
	i     int // its place on its side
}

func newSweep(yes, no []float64) sweep {
	s := make(sweep, 0, len(yes)+len(no))
	for i, v := range yes {
		s = append(s, swept{v, true, i})
	}
	for i, v := range no {
		s = append(s, swept{v, false, i})
	}
	slices.SortFunc(s, func(a, b swept) int { return cmp.Compare(a.value, b.value) })
	return s
}

// area is the auroc of the values, each taken as often as yes and no say.
func (s sweep) area(yes, no []int) float64 {
	won, totalYes, totalNo := 0.0, 0, 0
	for i := 0; i < len(s); {
		tieYes, tieNo := 0, 0
		for value := s[i].value; i < len(s) && s[i].value == value; i++ {
			if s[i].yes {
				tieYes += yes[s[i].i]
			} else {
				tieNo += no[s[i].i]
			}
		}
		won += float64(tieYes) * (float64(totalNo) + float64(tieNo)/2)
		totalYes, totalNo = totalYes+tieYes, totalNo+tieNo
	}
	return won / float64(totalYes) / float64(totalNo)
}
