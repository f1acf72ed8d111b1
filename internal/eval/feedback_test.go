package eval

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
)

func TestFromFeedback(t *testing.T) {
	at := time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	cited := []answer.Citation{
		{N: 1, ArticleID: "a1", URL: "https://a.example/1", Quote: "it ended"}, {N: 2, ArticleID: "b2", Quote: "to 2032"},
	}
	all := []Judgement{
		{ID: 1, Question: "good?", Asked: at, Outcome: answer.Answered, Citations: cited, Up: 2, Down: 1},
		{ID: 2, Question: "good, but for a footnote?", Asked: at, Outcome: answer.Answered, Citations: cited, Up: 1, Wrong: []int{1}},
		{ID: 3, Question: "bad for a footnote?", Asked: at, Outcome: answer.Extracted, Citations: cited, Down: 1, Wrong: []int{2}},
		{ID: 4, Question: "bad?", Asked: at, Outcome: answer.Answered, Citations: cited, Up: 1, Down: 1},
		{ID: 5, Question: "all wrong?", Asked: at, Outcome: answer.Answered, Citations: cited, Down: 1, Wrong: []int{1, 2}},
		{ID: 6, Question: "rightly not found?", Asked: at, Outcome: answer.NotFound, Up: 1},
		{ID: 7, Question: "wrongly not found?", Asked: at, Outcome: answer.NotFound, Down: 1},
	}
	first, second := Item{"https://a.example/1", "it ended"}, Item{"b2", "to 2032"}
	want := []Question{
		{ID: "answer-1", Kind: JudgedGood, Text: "good?", AsOf: at, Answerable: true, Relevant: []Item{first, second}, Answers: []string{"it ended", "to 2032"}},
		{ID: "answer-2", Kind: JudgedGood, Text: "good, but for a footnote?", AsOf: at, Answerable: true, Relevant: []Item{second}, Answers: []string{"to 2032"}},
		{ID: "answer-3", Kind: JudgedBad, Text: "bad for a footnote?", AsOf: at, Answerable: true, Relevant: []Item{first}, Answers: []string{"it ended"}},
		{ID: "answer-6", Kind: JudgedGood, Text: "rightly not found?", AsOf: at},
	}
	got, left := FromFeedback(all)
	if diff := cmp.Diff(want, got); diff != "" || left != 3 {
		t.Errorf("FromFeedback left %d out, want 3 (-want +got):\n%s", left, diff)
	}

	var set strings.Builder
	if err := Write(&set, got); err != nil {
		t.Fatal(err)
	}
	back, f, err := Read(strings.NewReader(set.String()), Detect)
	if err != nil || f != Native {
		t.Fatalf("Read what Write wrote: %s, %v\n%s", f, err, set.String())
	}
	if diff := cmp.Diff(want, back, cmp.Comparer(func(a, b []string) bool { return strings.Join(a, "\n") == strings.Join(b, "\n") })); diff != "" {
		t.Errorf("there and back (-want +got):\n%s", diff)
	}
}
