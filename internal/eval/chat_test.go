package eval

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/goldentest"
	"footnote/internal/racetest"
)

// TestChatStats is TestDeskStats for questions as they are typed in haste, about fourteen
// other stories: several at once, for all there is on something, misspelt, in another language
// than the article is in, or for a figure that no article has. Those of the kind
// "counted" are about seven of the stories.
func TestChatStats(t *testing.T) {
	racetest.Skip(t)
	t.Parallel()
	ix, questions := corpusIndex(t, "chat_corpus.jsonl"), readSet(t, "chat.jsonl")
	shown := &keeping{Answerer: &answer.Answerer{Search: ix, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}, by: map[string]answer.Answer{}}
	r := Runner{Search: ix, Answer: shown}
	results, err := r.Run(t.Context(), questions)
	if err != nil {
		t.Fatal(err)
	}
	misled, asked := map[string]int{}, map[string]int{}
	for _, q := range questions {
		asked[q.Kind]++
		if misleads(q, shown.by[q.Text]) {
			misled[q.Kind]++
		}
		if q.Kind == "seen" {
			t.Logf("%s: %s\n%s\n%s", q.ID, q.Text, shown.by[q.Text].Notice, shown.by[q.Text].Text)
		}
	}
	report := New(About{}, results, nil)
	var b strings.Builder
	for _, kind := range []string{"seen", "counted"} {
		fmt.Fprintf(&b, "%s\n%-20s %d of %d\n", kind, "wrong and unsaid", misled[kind], asked[kind])
		for _, f := range report.Figures {
			if f.Kind == kind {
				fmt.Fprintf(&b, "%-20s %.4f of %d\n", f.Metric, f.Value, f.N)
			}
		}
		b.WriteString("\n")
	}
	goldentest.Check(t, "chat_stats.txt", b.String()+stats(report))
}

// misleads reports whether an answer to a question quotes first what does not answer it, and says
// nothing of what is lacking.
func misleads(q Question, ans answer.Answer) bool {
	unsaid := len(ans.Sentences) == 0 || len(ans.Sentences[0].Citations) > 0 // none of ours stands above
	if ans.Outcome == answer.NotFound || ans.Notice != "" || len(ans.Missing) > 0 || !unsaid {
		return false
	}
	return !q.Answerable || len(ans.Citations) == 0 || !holds(ans.Citations[0].Quote, q.Answers)
}

// keeping keeps the answers that it passes on, by their questions.
type keeping struct {
	Answerer
	by map[string]answer.Answer
}

func (k *keeping) Answer(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
	ans, err := k.Answerer.Answer(ctx, q, on)
	k.by[q.Text] = ans
	return ans, err
}
