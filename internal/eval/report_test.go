package eval

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/goldentest"
)

// results are of two kinds of question: what is found first, second and not
// at all, and what cannot be.
func results() []Result {
	return []Result{
		{ID: "1", Kind: "fact", Query: "One | two <b>?", Answerable: true, Ranks: []int{1}, Evidence: .9, Scores: searchScores([]int{1}), TookUS: 1000},
		{ID: "2", Kind: "fact", Query: "Two?", Answerable: true, Ranks: []int{2, 0}, Evidence: .8, Scores: searchScores([]int{2, 0}), TookUS: 2000},
		{ID: "3", Query: "Three?", Answerable: true, Ranks: []int{0}, Evidence: .3, Scores: searchScores([]int{0}), TookUS: 3000},
		{ID: "4", Kind: "null", Query: "Four?", Evidence: .5, Outcome: answer.NotFound, Scores: map[string]float64{declined: 1}, TookUS: 9000, AnswerUS: 50},
	}
}

func newReport() Report {
	about := About{
		Command: "footnote eval --corpus c.jsonl q.jsonl", Library: "c.jsonl", Date: time.Date(2026, 4, 27, 10, 0, 0, 0, time.UTC), Version: "v1.0.0",
		Questions: Set{Name: "q.jsonl", SHA256: "0123456789abcdef", Format: Native, Total: 8, Asked: 4, Step: 2},
		Other:     &Set{Name: "o.jsonl", SHA256: "fedcba9876543210", Format: SQuAD, Total: 1, Asked: 1, Step: 1},
		Embedder:  "test", Search: "words only", Seed: 7,
	}
	r := New(about, results(), []Result{{ID: "o1", Query: "Other?", Answerable: true, Evidence: .1, TookUS: 500}})
	r.Articles, r.Chunks = 10, 12
	return r
}

func TestFigures(t *testing.T) {
	r := newReport()
	for _, want := range []Figure{
		{"recall@1", All, 1. / 3, 3},
		{"recall@10", All, 1.5 / 3, 3},
		{"hits@10", All, 2. / 3, 3},
		{"MAP@10", All, 1.25 / 3, 3},
		{"MRR@10", All, 1.5 / 3, 3},
		{"MRR@10", "fact", .75, 2},
		{"MRR@10", "", 0, 1},
		{declined, All, 1, 1},
	} {
		got, ok := r.figure(want.Metric, want.Kind)
		if d := cmp.Diff(want, got, near); !ok || d != "" {
			t.Errorf("figure (-want +got):\n%s", d)
		}
	}
	if f, ok := r.figure("MRR@10", "null"); ok {
		t.Errorf("questions with nothing relevant have %+v", f)
	}
	// .5 and .1 against .9, .8 and .3.
	if r.Decisions[0].AUROC != 2./3 || r.Decisions[1].AUROC != 1 || r.Decisions[1].Against != "o.jsonl" {
		t.Errorf("decisions %+v", r.Decisions)
	}
	want := []Latency{{"search", 2, 9, 5}, {"answer", .05, .05, 1}}
	if d := cmp.Diff(want, r.Latency); d != "" {
		t.Errorf("latency (-want +got):\n%s", d)
	}
}

func TestNoResults(t *testing.T) {
	r := New(About{}, nil, nil)
	if len(r.Figures)+len(r.Decisions)+len(r.Latency) != 0 {
		t.Errorf("figures over no questions: %+v", r)
	}
}

// TestMarkdown shows a whole report, compared with a baseline.
func TestMarkdown(t *testing.T) {
	before, after := newReport(), newReport()
	before.Version, before.Results = "v0.9.0", before.Results[1:]
	before.Results[0].Scores = searchScores([]int{10, 0})
	before.Results[1].Evidence = .6
	c, err := Compare(after, before)
	if err != nil {
		t.Fatal(err)
	}
	after.Comparison = c
	goldentest.Check(t, "report.md", after.Markdown())
}

// TestReportJSON: a report read back compares as the one that was written.
func TestReportJSON(t *testing.T) {
	r := newReport()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back Report
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(r, back); d != "" {
		t.Errorf("read back (-written +read):\n%s", d)
	}
}

func TestCompare(t *testing.T) {
	before, after := newReport(), newReport()
	c, err := Compare(after, before)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range c.Differences {
		if d.Change != 0 || d.Interval != (Interval{}) || d.Before != d.After {
			t.Errorf("a report differs from itself by %+v", d)
		}
	}
	if len(c.Differences) != len(searchMetrics)+3 || c.Unpaired != 0 {
		t.Errorf("%d differences, %d unpaired, want every metric of search, declined and two AUROCs", len(c.Differences), c.Unpaired)
	}

	before.Results[1].Scores = searchScores([]int{10, 0}) // of 2 items, at rank 2 after
	before.Results[2].Query = "Another?"
	if c, err = Compare(after, before); err != nil {
		t.Fatal(err)
	}
	got := c.Differences[len(searchMetrics)-1] // MRR@10 of questions 1 and 2
	want := Difference{Metric: "MRR@10", Before: .55, After: .75, Change: .2, Interval: Interval{0, .4}, N: 2}
	if d := cmp.Diff(want, got, near); d != "" {
		t.Errorf("difference (-want +got):\n%s", d)
	}
	if c.Unpaired != 2 {
		t.Errorf("%d unpaired, want the question of each that the other lacks", c.Unpaired)
	}

	before.Results = before.Results[:0]
	if _, err := Compare(after, before); err == nil {
		t.Error("a comparison without a question in common")
	}
}
