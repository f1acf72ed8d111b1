package eval

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// A Report is a run in figures, with all that is needed to repeat it. Its
// JSON form is stable: a field may be added, none is renamed.
type Report struct {
	About
	Articles   int         `json:"articles"`
	Chunks     int         `json:"chunks"`
	Figures    []Figure    `json:"figures"`
	Decisions  []Decision  `json:"decisions"`
	Latency    []Latency   `json:"latency"`
	Comparison *Comparison `json:"comparison,omitempty"`
	Results    []Result    `json:"results"`
	Against    []Result    `json:"against,omitempty"` // of the other set
}

// About says what was run, when, and by what.
type About struct {
	Command   string    `json:"command"`
	Questions Set       `json:"questions"`
	Other     *Set      `json:"other,omitempty"`
	Library   string    `json:"library"` // where the articles are from
	Date      time.Time `json:"date"`
	Version   string    `json:"version"`
	Embedder  string    `json:"embedder"`
	Search    string    `json:"search"` // words and vectors, or one of them
	Seed      uint64    `json:"seed"`
}

// A Set says which questions were asked.
type Set struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // of the file
	Format Format `json:"format"`
	Total  int    `json:"total"`
	Asked  int    `json:"asked"`
	Step   int    `json:"step"` // 1 where all were asked
}

// A Figure is the mean of a score over the N questions of a kind that have it.
type Figure struct {
	Metric string  `json:"metric"`
	Kind   string  `json:"kind"` // All, or a Question's Kind
	Value  float64 `json:"value"`
	N      int     `json:"n"`
}

// All is the kind of figures over all questions.
const All = "all"

// A Latency is how long one question took, by nearest rank, in milliseconds.
type Latency struct {
	What string  `json:"what"` // search or answer
	P50  float64 `json:"p50_ms"`
	P95  float64 `json:"p95_ms"`
	N    int     `json:"n"`
}

// New returns the report of a run. The results against are of questions from
// elsewhere, asked of the same library; they may be none.
func New(about About, results, against []Result) Report {
	r := Report{
		About: about, Results: results, Against: against,
		Figures: []Figure{}, Decisions: []Decision{}, Latency: []Latency{}, // lists in JSON too
	}
	for _, kind := range kinds(results) {
		r.Figures = append(r.Figures, figures(kind, results)...)
	}
	answerable, not := split(results)
	for _, other := range []struct {
		name    string
		results []Result
	}{{"unanswerable questions of the set", not}, {r.otherName(), against}} {
		if d, ok := decide(other.name, answerable, other.results); ok {
			r.Decisions = append(r.Decisions, d)
		}
	}
	r.Latency = append(r.Latency, latencies(slices.Concat(results, against))...)
	return r
}

func (r Report) otherName() string {
	if r.Other == nil {
		return "another set"
	}
	return r.Other.Name
}

// kinds returns All and the kinds of results, sorted, if there are several.
func kinds(results []Result) []string {
	var names []string
	for _, r := range results {
		if !slices.Contains(names, r.Kind) {
			names = append(names, r.Kind)
		}
	}
	if len(names) < 2 {
		return []string{All}
	}
	slices.Sort(names)
	return append([]string{All}, names...)
}

// figures returns the figures of one kind, without those that no question
// bears on.
func figures(kind string, results []Result) []Figure {
	var fs []Figure
	for _, metric := range slices.Concat(searchMetrics, answerMetrics) {
		f := Figure{Metric: metric, Kind: kind}
		for _, r := range results {
			if v, ok := r.Scores[metric]; ok && (kind == All || kind == r.Kind) {
				f.Value += v
				f.N++
			}
		}
		if f.N > 0 {
			f.Value /= float64(f.N)
			fs = append(fs, f)
		}
	}
	return fs
}

// split tells the results of answerable questions from the others.
func split(results []Result) (answerable, not []Result) {
	for _, r := range results {
		if r.Answerable {
			answerable = append(answerable, r)
		} else {
			not = append(not, r)
		}
	}
	return answerable, not
}

func latencies(results []Result) []Latency {
	var search, answers []int64
	for _, r := range results {
		search = append(search, r.TookUS)
		if r.Outcome != "" {
			answers = append(answers, r.AnswerUS)
		}
	}
	var ls []Latency
	for _, l := range []struct {
		what string
		us   []int64
	}{{"search", search}, {"answer", answers}} {
		if len(l.us) > 0 {
			ls = append(ls, Latency{l.what, nearestRank(l.us, .5), nearestRank(l.us, .95), len(l.us)})
		}
	}
	return ls
}

// nearestRank returns the least time that a share of all does not exceed, in
// milliseconds.
func nearestRank(us []int64, share float64) float64 {
	us = slices.Sorted(slices.Values(us))
	i := int(math.Ceil(share*float64(len(us)))) - 1
	return float64(us[max(0, i)]) / 1000
}

// figure returns a figure of the report.
func (r Report) figure(metric, kind string) (Figure, bool) {
	i := slices.IndexFunc(r.Figures, func(f Figure) bool { return f.Metric == metric && f.Kind == kind })
	if i < 0 {
		return Figure{}, false
	}
	return r.Figures[i], true
}

// missed returns the results whose best rank is beyond the cutoff.
func (r Report) missed() []Result {
	var ms []Result
	for _, res := range r.Results {
		if len(res.Ranks) > 0 && slices.Max(res.Ranks) == 0 {
			ms = append(ms, res)
		}
	}
	slices.SortStableFunc(ms, func(a, b Result) int { return cmp.Compare(a.Evidence, b.Evidence) })
	return ms
}
