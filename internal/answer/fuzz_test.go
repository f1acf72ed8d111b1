package answer

import (
	"log/slog"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/retrieval"
)

// FuzzQuoted answers any question from any passages without a model: each footnote
// is words of a passage, where it says that they stand.
func FuzzQuoted(f *testing.F) {
	of := clouds().result.Passages
	for _, question := range []string{
		still, "What changed at Microsoft?", "Did Microsoft buy OpenAI and how much was paid?", "any news on Microsoft?", "Compare Amazon and Google",
		"When did the bridge open?", "Who leads OpenAI?", "Why?", "Summarize Microsoft", "\xff?",
	} {
		f.Add(question, "Microsoft", of[0].Chunk.Text, of[2].Chunk.Text)
	}
	f.Add("What is new at the port?", "**Live**", "10:32 GMT\n- Ferry: $3m, not $5m.\n\n| a | b |\n|---|---|\n| 1 | 2 |", "<!channel> 今天。b\x00[1] “So,” he said: 3.5 %")
	f.Fuzz(func(t *testing.T, question, title, newer, older string) {
		passages := []article.Passage{
			passage("new", "2026-04-27", "The Harbor Ledger", newer), passage("old", "2025-01-21", "Circuit & Current", older),
		}
		passages[0].Article.Title = title
		texts := map[string]string{"new": newer, "old": older}
		a := &Answerer{Search: &shelf{result: retrieval.Result{Evidence: 1, Articles: 2, Passages: passages}}, Log: slog.New(slog.DiscardHandler)}
		ans, err := a.Answer(t.Context(), Question{Text: question, Now: noonOf(6)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range ans.Citations {
			text := texts[c.ArticleID]
			if c.Quote == "" || c.Quote == title {
				continue // the headline of an article stands beside its text
			}
			if !strings.Contains(text, c.Quote) {
				t.Errorf("%q is answered by %q, which is not in %q", question, c.Quote, text)
			}
			if from, to := c.Start-chunkStart, c.End-chunkStart; from < 0 || to > len(text) || text[from:to] != c.Quote {
				t.Errorf("%q is said to stand at %d to %d of %q", c.Quote, from, to, text)
			}
		}
	})
}
