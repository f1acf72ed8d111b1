package answer

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/question"
	"footnote/retrieval"
)

// TestQueryLeansOnThread: a question is searched for after those of its thread
// without which it says nothing, and after no others.
func TestQueryLeansOnThread(t *testing.T) {
	bought := Turn{Question: "Who bought Quill?", Answer: "As of 2 Mar 2026, The Ledger: “Orchard bought Quill for $2 billion from Norwind, said Ada Stone.” [1]"}
	written := Turn{Question: "Who bought Quill?", Answer: "Orchard bought Quill in March. [1] Norwind had owned it. [2]"}
	owner := Turn{Question: still, Answer: "No. Microsoft is no longer the exclusive cloud provider of OpenAI. [1]"}
	when := Turn{Question: "Since when?", Answer: "Since April 2026. [1]"}
	report := Turn{Question: "What did The Verge say about Apple last week?", Answer: "The Verge, 22 Apr 2026: “Apple sells more.” [1]"}
	tests := []struct {
		thread []Turn
		text   string
		want   []string
	}{
		{[]Turn{owner}, "Since when?", []string{still}},
		{[]Turn{owner}, "Why?", []string{still}},
		{[]Turn{owner}, "And Google?", []string{still}},
		{[]Turn{owner}, "What about Amazon?", []string{still}},
		{[]Turn{owner}, "How about Amazon's cloud and its price list?", []string{still}},
		{[]Turn{owner}, "Who says so?", []string{still}},
		{[]Turn{owner}, "In 2019?", []string{still}},
		{[]Turn{owner}, "And in 2019?", []string{still}},
		{[]Turn{owner}, "How much does it pay for the capacity in the deal?", []string{still}},
		{[]Turn{owner}, "Is that still so?", []string{still}},
		{[]Turn{owner}, "What did the regulators say about that?", []string{still}},
		{[]Turn{owner}, "What happened there?", []string{still}},
		{[]Turn{owner}, "Google?", []string{still}},
		{[]Turn{owner}, "Do those terms hold for the former partner?", []string{still}},
		{[]Turn{owner, when}, "And Google?", []string{still, "Since when?"}},
		{[]Turn{owner, when}, "Why then?", []string{still, "Since when?"}},
		{[]Turn{owner, when, {Question: "Why?"}}, "And for how long?", []string{still, "Since when?", "Why?"}},
		{[]Turn{owner, {Question: "What did it pay for the capacity?"}, {Question: "Where is its second yard?"}, {Question: "Why?"}}, "What does that cost?", []string{"Microsoft", "Where is its second yard?", "Why?"}},
		{[]Turn{owner, {Question: "shorter please"}}, "Since when?", []string{still}},
		{[]Turn{report}, "And Google?", []string{report.Question}},
		{[]Turn{report}, "And Wired?", []string{report.Question}},
		{[]Turn{report}, "And last month?", []string{report.Question}},
		{[]Turn{written}, "How much did they pay?", []string{"Who bought Quill? Orchard"}},
		{[]Turn{bought}, "When was it founded?", []string{"Who bought Quill? Orchard, Norwind, Ada Stone"}},
		{[]Turn{bought}, "And when?", []string{"Who bought Quill? Orchard, Norwind, Ada Stone"}},

		{nil, "Since when?", nil},
		{nil, "And Google?", nil},
		{[]Turn{owner}, "What does the Sorrel Bridge cost?", nil},
		{[]Turn{owner}, "Who is Tim Cook?", nil},
		{[]Turn{owner}, "When did the Sorrel Bridge open?", nil},
		{[]Turn{owner}, "Why did Quill leave?", nil},
		{[]Turn{owner}, "Did Apple say when it sells the phone?", nil},
		{[]Turn{owner}, "Is it true that the bridge needs new hangers?", nil},
		{[]Turn{owner}, "How long does it take to charge a heat pump boiler?", nil},
		{[]Turn{owner}, "Are there plans for a second bridge in town?", nil},
		{[]Turn{owner}, "Which new bridges open in the town this year?", nil},
		{[]Turn{owner}, "Does the report say that heat pumps sell well?", nil},
		{[]Turn{owner}, "What did The Verge say about its own layoffs?", nil},
	}
	for _, tt := range tests {
		got := query(Question{Text: tt.text, Thread: tt.thread})
		want := retrieval.Query{Text: tt.text, After: tt.want, K: searched}
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%q after %v (-want +got):\n%s", tt.text, tt.thread, d)
		}
	}
}

func TestLookedFurther(t *testing.T) {
	first, last := time.Date(2026, 4, 20, 0, 0, 0, 0, time.UTC), time.Date(2026, 4, 26, 23, 59, 59, 0, time.UTC)
	for _, tt := range []struct {
		dropped question.Filter
		want    string
	}{
		{question.Filter{}, ""},
		{question.Filter{Outlets: []string{"Wired"}}, "Too little was found by Wired, so this looks further."},
		{question.Filter{Outlets: []string{"Wired", "Polygon"}, Since: first, Until: last}, "Too little was found by Wired or Polygon from 20 Apr 2026 to 26 Apr 2026, so this looks further."},
		{question.Filter{Since: last, Until: last}, "Too little was found of 26 Apr 2026, so this looks further."},
		{question.Filter{Authors: []string{"Ada Stone"}, Since: first}, "Too little was found by Ada Stone since 20 Apr 2026, so this looks further."},
		{question.Filter{Until: last}, "Too little was found up to 26 Apr 2026, so this looks further."},
	} {
		if got := lookedFurther(tt.dropped); got != tt.want {
			t.Errorf("lookedFurther(%+v) = %q, want %q", tt.dropped, got, tt.want)
		}
	}
}

func TestAnswerLooksFurther(t *testing.T) {
	search := clouds()
	search.result.Dropped = question.Filter{Outlets: []string{"Wired"}}
	const further = "Too little was found by Wired, so this looks further."
	for _, tt := range []struct {
		model    llm.Generator
		evidence float64
		want     string
	}{
		{nil, 1, further},
		{llmtest.Down{}, 1, further + " " + noticeUnavailable},
		{nil, 0, ""},
	} {
		search.result.Evidence = tt.evidence
		a := &Answerer{Search: search, Model: tt.model, Log: slog.New(slog.DiscardHandler)}
		ans, err := a.Answer(t.Context(), Question{Text: still}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if ans.Notice != tt.want {
			t.Errorf("evidence %v: notice %q, want %q", tt.evidence, ans.Notice, tt.want)
		}
	}
}

// TestAnswerTellsWhatIsThere: to a question for news and nothing else, each
// article says how it begins.
func TestAnswerTellsWhatIsThere(t *testing.T) {
	a := &Answerer{Search: clouds(), Log: slog.New(slog.DiscardHandler)}
	ans, err := a.Answer(t.Context(), Question{Text: "What's new?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var quotes []string
	for _, c := range ans.Citations {
		quotes = append(quotes, c.Quote)
	}
	want := []string{"The deal is wider now.", "Microsoft gives up being exclusive for new capacity.", "Azure stays the exclusive cloud of OpenAI, Microsoft said."}
	if d := cmp.Diff(want, quotes); d != "" || len(ans.Earlier) > 0 {
		t.Errorf("quotes (-want +got), earlier %v:\n%s", ans.Earlier, d)
	}
}

// TestHasMatter: a question that adds a matter of its own may be read without its thread, one that
// asks for more of the same may not.
func TestHasMatter(t *testing.T) {
	for text, want := range map[string]bool{
		"and the merger?": true, "What about the strike?": true,
		"And Google?": false, "and why?": false, "And what will it cost?": false, "and when is the opening?": false, "and the price?": false, "since when?": false,
	} {
		if got := hasMatter(text); got != want {
			t.Errorf("hasMatter(%q) = %t, want %t", text, got, want)
		}
	}
}
