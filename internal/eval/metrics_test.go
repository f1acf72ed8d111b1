package eval

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/internal/answer"
	"footnote/internal/article"
)

// near lets floats differ by rounding.
var near = cmpopts.EquateApprox(0, 1e-12)

func TestSearchScores(t *testing.T) {
	type scores = map[string]float64
	for _, tt := range []struct {
		name  string
		ranks []int
		want  scores
	}{
		{"nothing relevant", nil, scores{}},
		{"one, first", []int{1}, scores{"recall@1": 1, "recall@5": 1, "recall@10": 1, "hits@4": 1, "hits@10": 1, "MAP@10": 1, "MRR@10": 1}},
		{"one, missing", []int{0}, scores{"recall@1": 0, "recall@5": 0, "recall@10": 0, "hits@4": 0, "hits@10": 0, "MAP@10": 0, "MRR@10": 0}},
		{"one, last", []int{10}, scores{"recall@1": 0, "recall@5": 0, "recall@10": 1, "hits@4": 0, "hits@10": 1, "MAP@10": .1, "MRR@10": .1}},
		{"just beyond each k", []int{2, 5, 6}, scores{"recall@1": 0, "recall@5": 2. / 3, "recall@10": 1, "hits@4": 1, "hits@10": 1, "MAP@10": (1./2 + 1./5 + 1./6) / 3, "MRR@10": .5}},
		{"beyond 4 only", []int{0, 5}, scores{"recall@1": 0, "recall@5": .5, "recall@10": .5, "hits@4": 0, "hits@10": 1, "MAP@10": .1, "MRR@10": .2}},
		{"two in one passage", []int{1, 1}, scores{"recall@1": 1, "recall@5": 1, "recall@10": 1, "hits@4": 1, "hits@10": 1, "MAP@10": 1, "MRR@10": 1}},
		// The textbook's MAP of two items at ranks 1 and 2 is 1.
		{"as the released code counts", []int{2, 1}, scores{"recall@1": .5, "recall@5": 1, "recall@10": 1, "hits@4": 1, "hits@10": 1, "MAP@10": .75, "MRR@10": 1}},
		{"some missing", []int{0, 4, 0, 5}, scores{"recall@1": 0, "recall@5": .5, "recall@10": .5, "hits@4": 1, "hits@10": 1, "MAP@10": (1./4 + 1./5) / 4, "MRR@10": .25}},
		{"more items than passages", []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0}, scores{"recall@1": 1. / 12, "recall@5": 5. / 12, "recall@10": 10. / 12, "hits@4": 1, "hits@10": 1, "MAP@10": 7381. / 2520 / 10, "MRR@10": 1}},
	} {
		if d := cmp.Diff(tt.want, searchScores(tt.ranks), near); d != "" {
			t.Errorf("%s: searchScores(%v) (-want +got):\n%s", tt.name, tt.ranks, d)
		}
	}
}

func TestRanks(t *testing.T) {
	passage := func(id, text string) article.Passage {
		return article.Passage{Chunk: article.Chunk{Text: text}, Article: article.Article{ID: id, URL: "https://news.example/" + id, Title: "On " + id, File: id + ".txt"}}
	}
	passages := []article.Passage{
		passage("herons", "Herons breed\nin the delta. Nobody counts them."),
		passage("swans", "Swans winter in the delta."),
		passage("herons", "Herons leave in August."),
		passage("geese", "Geese pass through."),
	}
	passages[1].Also = []article.Copy{{ArticleID: "ducks", URL: "https://other.example/ducks"}}
	far := make([]article.Passage, 11)
	far[10] = passages[0]
	for _, tt := range []struct {
		name     string
		items    []Item
		passages []article.Passage
		want     []int
	}{
		{"no items", nil, passages, nil},
		{"no passages", []Item{{Article: "herons"}}, nil, []int{0}},
		{"by ID, first of two", []Item{{Article: "herons"}}, passages, []int{1}},
		{"by URL in another form", []Item{{Article: "http://www.news.example/geese/?utm_source=x"}}, passages, []int{4}},
		{"by title and file", []Item{{Article: "On swans"}, {Article: "geese.txt"}}, passages, []int{2, 4}},
		{"by a near-copy", []Item{{Article: "https://other.example/ducks"}, {Article: "ducks"}}, passages, []int{2, 2}},
		{"by fact, whatever the white space", []Item{{Fact: "Herons breed  in the\tdelta."}}, passages, []int{1}},
		{"a fact in two chunks", []Item{{Fact: "Nobody counts them. Herons leave"}}, passages, []int{0}},
		{"a fact of that article only", []Item{{Article: "geese", Fact: "delta"}, {Article: "swans", Fact: "delta"}}, passages, []int{0, 2}},
		{"case counts in facts", []Item{{Fact: "herons breed"}}, passages, []int{0}},
		{"beyond the cutoff", []Item{{Article: "herons"}}, far, []int{0}},
		{"at the cutoff", []Item{{Article: "herons"}}, far[1:], []int{10}},
	} {
		if d := cmp.Diff(tt.want, ranks(tt.items, tt.passages)); d != "" {
			t.Errorf("%s: ranks (-want +got):\n%s", tt.name, d)
		}
	}
}

func TestHolds(t *testing.T) {
	for _, tt := range []struct {
		text     string
		accepted []string
		want     bool
	}{
		{"It cost $22.9 million, the city said.", []string{"$22.9 million"}, true},
		{"In Frances they say no.", []string{"France"}, false},
		{"They left FRANCE.", []string{"Spain", "France"}, true},
		{"the 10th\nand 11th  centuries", []string{"10th and 11th centuries"}, true},
		{"22 percent", []string{"2"}, false},
		{"anything", []string{""}, false},
		{"anything", []string{"?!"}, false},
		{"anything", nil, false},
		{"", []string{"a"}, false},
		{"Der Zürichsee friert zu", []string{"zürichsee"}, true},
	} {
		if got := holds(tt.text, tt.accepted); got != tt.want {
			t.Errorf("holds(%q, %q) = %v, want %v", tt.text, tt.accepted, got, tt.want)
		}
	}
}

func TestAnswerScores(t *testing.T) {
	type scores = map[string]float64
	cite := func(id, quote string) answer.Citation {
		return answer.Citation{ArticleID: id, URL: "https://news.example/" + id, Title: "On " + id, Quote: quote}
	}
	q := Question{
		Answerable: true, Answers: []string{"30 June"}, OldAnswer: "in March", Relevant: []Item{{Article: "new"}, {Article: "also"}},
		Newest: []string{"new", "also"}, Older: []string{"https://news.example/old", "older"},
	}
	for _, tt := range []struct {
		name string
		q    Question
		ans  answer.Answer
		want scores
	}{
		{
			"all as it should be", q,
			answer.Answer{
				Outcome: answer.Extracted, Citations: []answer.Citation{cite("also", "It opens on 30 June.")},
				Earlier: []answer.Citation{cite("old", "It opens in March."), cite("older", "It will open.")},
			},
			scores{answered: 1, rightFirst: 1, rightAny: 1, staleFirst: 0, sourceFirst: 1, newestFirst: 1, newestShown: 1, olderFirst: 0, olderShown: 1, olderApart: 1},
		},
		{
			"the old words first", q,
			answer.Answer{Outcome: answer.Extracted, Citations: []answer.Citation{cite("old", "It opens in March."), cite("new", "It opens on 30 June.")}},
			scores{answered: 1, rightFirst: 0, rightAny: 1, staleFirst: 1, sourceFirst: 0, newestFirst: 0, newestShown: 1, olderFirst: 1, olderShown: .5, olderApart: 0},
		},
		{
			"the newest beside it",
			Question{Answerable: true, Relevant: []Item{{Article: "new"}}, Newest: []string{"new"}},
			answer.Answer{Outcome: answer.Extracted, Citations: []answer.Citation{cite("old", "x")}, Newer: []answer.Citation{cite("new", "y")}},
			scores{answered: 1, sourceFirst: 0, newestFirst: 0, newestShown: 1},
		},
		{
			"both in one quote",
			Question{Answerable: true, Answers: []string{"30 June"}, OldAnswer: "in March", Relevant: []Item{{Article: "new"}}},
			answer.Answer{Outcome: answer.Answered, Citations: []answer.Citation{cite("new", "It opens on 30 June, not in March.")}},
			scores{answered: 1, rightFirst: 1, rightAny: 1, staleFirst: 0, sourceFirst: 1},
		},
		{
			"nothing found", q,
			answer.Answer{Outcome: answer.NotFound, Nearest: []answer.Citation{cite("new", "")}},
			scores{answered: 0, rightFirst: 0, rightAny: 0, staleFirst: 0, sourceFirst: 0, newestFirst: 0, newestShown: 0, olderFirst: 0, olderShown: 0, olderApart: 0},
		},
		{
			"no accepted answer, nothing newer",
			Question{Answerable: true, Relevant: []Item{{Article: "new"}}},
			answer.Answer{Outcome: answer.Answered, Citations: []answer.Citation{cite("new", "x")}},
			scores{answered: 1, sourceFirst: 1},
		},
		{
			"a fact of which a part is quoted",
			Question{Answerable: true, Relevant: []Item{{Fact: "It opens on 30 June. So they say."}}},
			answer.Answer{Outcome: answer.Answered, Citations: []answer.Citation{cite("new", "It opens on\n30 June.")}},
			scores{answered: 1, sourceFirst: 1},
		},
		{
			"a fact, and nothing quoted",
			Question{Answerable: true, Relevant: []Item{{Fact: "It opens."}}},
			answer.Answer{Outcome: answer.NotFound},
			scores{answered: 0, sourceFirst: 0},
		},
		{"declined", Question{}, answer.Answer{Outcome: answer.NotFound}, scores{declined: 1}},
		{"answered what none can", Question{}, answer.Answer{Outcome: answer.Extracted}, scores{declined: 0}},
	} {
		if d := cmp.Diff(tt.want, answerScores(tt.q, tt.ans), near); d != "" {
			t.Errorf("%s: answerScores (-want +got):\n%s", tt.name, d)
		}
	}
}

// TestCitesFile: a citation does not say its file, but its ID tells it.
func TestCitesFile(t *testing.T) {
	c := answer.Citation{ArticleID: article.Article{File: "Normans#0"}.NewID(), Title: "Normans", Quote: "x"}
	if !cites(c, Item{Article: "Normans#0"}) || cites(c, Item{Article: "Normans#1"}) {
		t.Error("a citation is not told by the file of its article")
	}
}

func TestMetricsAreListed(t *testing.T) {
	listed := map[string]bool{}
	for _, m := range append(append([]string{}, searchMetrics...), answerMetrics...) {
		listed[m] = true
	}
	for name, v := range searchScores([]int{3, 0}) {
		if !listed[name] {
			t.Errorf("%s is scored and not listed", name)
		}
		delete(listed, name)
		if math.IsNaN(v) || v < 0 || v > 1 {
			t.Errorf("%s = %v, want within [0, 1]", name, v)
		}
	}
	all := answerScores(Question{Answerable: true, Answers: []string{"x"}, OldAnswer: "y", Newest: []string{"x"}, Older: []string{"x"}, Parts: [][]string{{"x"}}}, answer.Answer{})
	for name := range answerScores(Question{}, answer.Answer{}) {
		all[name] = 0
	}
	for name := range all {
		if !listed[name] {
			t.Errorf("%s is scored and not listed", name)
		}
		delete(listed, name)
	}
	if len(listed) > 0 {
		t.Errorf("%v are listed and never scored", listed)
	}
}
