package eval

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/retrieval"
)

// A searchFunc is a search of the test's own.
type searchFunc func(retrieval.Query) (retrieval.Result, error)

func (f searchFunc) Search(_ context.Context, q retrieval.Query) (retrieval.Result, error) {
	return f(q)
}

// An answerFunc is an answerer of the test's own.
type answerFunc func(answer.Question) (answer.Answer, error)

func (f answerFunc) Answer(_ context.Context, q answer.Question, _ func(answer.Event) error) (answer.Answer, error) {
	return f(q)
}

var (
	day    = time.Date(2026, 4, 27, 0, 0, 0, 0, time.UTC)
	newest = article.Date{Time: day.AddDate(0, 1, 0), DayOnly: true}
)

func TestRun(t *testing.T) {
	passages := []article.Passage{{Article: article.Article{ID: "a"}}, {Article: article.Article{ID: "b"}}}
	search := searchFunc(func(q retrieval.Query) (retrieval.Result, error) {
		want := map[string]retrieval.Query{
			"":     {K: 1}, // what the newest article is
			"One?": {Text: "One?", Now: newest.Time, K: depth},
			"Two?": {Text: "Two?", Now: day, AsOf: day, K: depth},
		}
		if d := cmp.Diff(want[q.Text], q); d != "" {
			t.Errorf("query (-want +got):\n%s", d)
		}
		return retrieval.Result{Passages: passages, Evidence: .75, Newest: newest}, nil
	})
	answerer := answerFunc(func(q answer.Question) (answer.Answer, error) {
		want := newest.Time
		if q.Text == "Two?" {
			want = day
		}
		if !q.Now.Equal(want) {
			t.Errorf("Answer is asked at %v, want %v", q.Now, want)
		}
		return answer.Answer{Outcome: answer.NotFound}, nil
	})
	var done []int
	r := Runner{Search: search, Answer: answerer, Progress: func(n int) { done = append(done, n) }}
	got, err := r.Run(t.Context(), []Question{
		{ID: "1", Kind: "k", Text: "One?", Answerable: true, Relevant: []Item{{Article: "b"}}},
		{ID: "2", Text: "Two?", AsOf: day},
	})
	if err != nil {
		t.Fatal(err)
	}
	scores := searchScores([]int{2})
	scores[answered], scores[sourceFirst] = 0, 0
	want := []Result{
		{ID: "1", Kind: "k", Query: "One?", Answerable: true, Ranks: []int{2}, Evidence: .75, Outcome: answer.NotFound, Scores: scores},
		{ID: "2", Query: "Two?", Evidence: .75, Outcome: answer.NotFound, Scores: map[string]float64{declined: 1}},
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(Result{}, "TookUS", "AnswerUS")); d != "" {
		t.Errorf("Run (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]int{1, 2}, done); d != "" {
		t.Errorf("progress (-want +got):\n%s", d)
	}
}

func TestRunErrors(t *testing.T) {
	broken := errors.New("broken")
	good := searchFunc(func(retrieval.Query) (retrieval.Result, error) { return retrieval.Result{}, nil })
	bad := searchFunc(func(q retrieval.Query) (r retrieval.Result, err error) {
		if q.Text != "" {
			err = broken
		}
		return r, err
	})
	answerer := answerFunc(func(answer.Question) (answer.Answer, error) { return answer.Answer{}, broken })
	for name, r := range map[string]Runner{"search": {Search: bad}, "answer": {Search: good, Answer: answerer}} {
		got, err := r.Run(t.Context(), []Question{{ID: "q7", Text: "Who?"}})
		if !errors.Is(err, broken) || err.Error() != "question q7: broken" || got != nil {
			t.Errorf("%s: Run = %v, %v", name, got, err)
		}
	}
}

func TestThrough(t *testing.T) {
	var asked retrieval.Query
	s := Through(searchFunc(func(q retrieval.Query) (retrieval.Result, error) {
		asked = q
		return retrieval.Result{Evidence: 1}, nil
	}), func(q *retrieval.Query) { q.Indexes = retrieval.VectorsOnly })
	got, err := s.Search(t.Context(), retrieval.Query{Text: "x", K: 3})
	if err != nil || got.Evidence != 1 {
		t.Errorf("Search = %+v, %v", got, err)
	}
	if d := cmp.Diff(retrieval.Query{Text: "x", K: 3, Indexes: retrieval.VectorsOnly}, asked); d != "" {
		t.Errorf("asked (-want +got):\n%s", d)
	}
}
