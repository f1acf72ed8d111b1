package answer

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
)

// TestTidy holds in which form a sentence is weighed that a model wrote in another.
func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"It opened [[1]](https://a.example/x).":                    "It opened [1].",
		"It opened [^2](https://a.example/x).":                     "It opened [2].",
		"It opened (passage 1).":                                   "It opened [1].",
		"It opened [Source: 2, 3].":                                "It opened [2, 3].",
		"It opened (sources 1 and 2).":                             "It opened [1, 2].",
		"It opened¹.":                                              "It opened [1].",
		"It opened.²":                                              "It opened. [2]",
		"Based on the provided passages, the bridge is open [1].":  "The bridge is open [1].",
		"According to the articles [1], nobody was hurt. [1]":      "Nobody was hurt. [1]",
		"| 26 Nov | It opened [1] |":                               "It opened [1]",
		"| 26 Nov 2026 | It opened [1] |":                          "26 Nov 2026: It opened [1]",
		"Library | opens on Sundays [1] |":                         "Library: opens on Sundays [1]",
		"The park has 40 km².":                                     "The park has 40 km².",
		"According to documents, the bridge is unsafe [1].":        "According to documents, the bridge is unsafe [1].",
		"According to the sources, it opened [1].":                 "According to the sources, it opened [1].",
		"See [the page](https://a.example/x) [1].":                 "See [the page](https://a.example/x) [1].",
		"The ratio of A|B is 3 [1].":                               "The ratio of A|B is 3 [1].",
		"It opened (1931) [1].":                                    "It opened (1931) [1].",
		"As reported in the above articles, it opened. [1]":        "It opened. [1]",
		"Per the passages, tolls stay [1].":                        "Tolls stay [1].",
		"In 2019 the source 3 of the river was found (map 2). [1]": "In 2019 the source 3 of the river was found (map 2). [1]",
		"The letter x² is squared.":                                "The letter x² is squared.",
		"\"We are glad,\" the mayor said about article 50 [1].":    "\"We are glad,\" the mayor said about article 50 [1].",
	} {
		if got := tidy(in); got != want {
			t.Errorf("tidy(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestAnswerFurniture holds that what a model only puts around its sentences is
// neither shown, nor counted as held back, nor asked for again, and that nothing is
// told twice.
func TestAnswerFurniture(t *testing.T) {
	const first, second = "OpenAI may use the clouds of Amazon and Google.", "Microsoft is no longer the exclusive cloud provider of OpenAI."
	for name, reply := range map[string]string{
		"headings":   "# Answer\n\n**Details:**\n\n" + first + " [1]\n\n### And also\n" + second + " [1]",
		"chat":       "Here is what the passages say:\n" + first + " [1] " + second + " [1]\nLet me know if you have any other questions!",
		"sources":    first + " [1] " + second + " [1]\n\n**Sources:**\n[1] The Harbor Ledger, 27 Apr 2026\n[2] Circuit & Current",
		"footnotes":  first + "[^1] " + second + "[^1]\n\n[^1]: The Harbor Ledger, 27 Apr 2026\n[^2]: Circuit & Current",
		"twice":      first + " [1] " + first + " [1]\n" + second + " [1] " + first + " [1]",
		"links":      strings.TrimSuffix(first, ".") + " [[1]](https://news.example/a2026). " + strings.TrimSuffix(second, ".") + " [[1]](https://news.example/a2026).",
		"table":      "| What | Says |\n|---|---|\n| " + first + " [1] |\n| " + second + " [1] |",
		"lead words": "Based on the passages, " + first + " [1] " + second + " (passage 1)",
	} {
		model := llmtest.NewScripted(llmtest.Script{Deltas: strings.SplitAfter(reply, " ")})
		ans, err := (&Answerer{Search: clouds(), Model: model, Log: slog.New(slog.DiscardHandler)}).Answer(t.Context(), Question{Text: "What clouds may OpenAI use?"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var shown []string
		for _, s := range ans.Sentences {
			shown = append(shown, s.Text)
		}
		if !slices.Equal(shown, []string{first, second}) || ans.Withheld != 0 || len(model.Requests()) != 1 {
			t.Errorf("%s: shown %q, %d withheld, %d requests", name, shown, ans.Withheld, len(model.Requests()))
		}
	}
}

// TestAnswerLoneItem holds that an answer of which one item of a list is left is no
// list, and that what is handed on as it is written is what is told in the end.
func TestAnswerLoneItem(t *testing.T) {
	const first, second, wrong = "OpenAI may use the clouds of Amazon and Google. [1]", "Microsoft is no longer the exclusive cloud provider of OpenAI. [1]", "It was founded by 7,000 pirates. [1]"
	for reply, want := range map[string]string{
		wrong + "\n- " + first:                                    first,
		"- " + first + "\n- " + wrong:                             first,
		"- " + first + "\n- " + second:                            "- " + first + "\n- " + second,
		"- " + first + " " + second:                               first + " " + second,
		wrong + "\n- " + first + "\n\n" + second:                  first + "\n\n" + second,
		wrong + "\n- " + first + "\n- " + wrong + "\n- " + second: "- " + first + "\n- " + second,
	} {
		var handed []Sentence
		model := llmtest.NewScripted(llmtest.Script{Deltas: strings.SplitAfter(reply, " ")})
		ans, err := (&Answerer{Search: clouds(), Model: model, Log: slog.New(slog.DiscardHandler)}).Answer(t.Context(), Question{Text: "What clouds may OpenAI use?"}, func(e Event) error {
			if e.Sentence != nil {
				handed = append(handed, *e.Sentence)
			}
			return nil
		})
		if err != nil || ans.Text != want || Text(handed) != want {
			t.Errorf("%q: %q, handed on %q, %v; want %q", reply, ans.Text, Text(handed), err, want)
		}
	}
}

// TestAnswerEndless holds that a model that does not stop is stopped, and that this is said.
func TestAnswerEndless(t *testing.T) {
	var body, reply strings.Builder
	for i := range 30 {
		fmt.Fprintf(&body, "The cloud number %d of OpenAI is in town %d. ", i, 100+i)
		fmt.Fprintf(&reply, "- The cloud number %d of OpenAI is in town %d. [1]\n", i, 100+i)
	}
	search := clouds()
	search.result.Passages = []article.Passage{passage("long", "2026-04-27", "The Harbor Ledger", body.String())}
	model := llmtest.NewScripted(llmtest.Script{Deltas: strings.SplitAfter(reply.String(), " ")})
	ans, err := (&Answerer{Search: search, Model: model, Log: slog.New(slog.DiscardHandler)}).Answer(t.Context(), Question{Text: "What clouds may OpenAI use?"}, nil)
	if err != nil || ans.Outcome != Answered || len(ans.Sentences) != mostWritten || ans.Notice != noticeLong || ans.Withheld != 0 || len(model.Requests()) != 1 {
		t.Errorf("%s of %d sentences, %q, %d withheld, %v", ans.Outcome, len(ans.Sentences), ans.Notice, ans.Withheld, err)
	}
}

// A cutShort generator reaches its limit behind a sentence.
type cutShort struct{}

func (cutShort) Name() string { return "short" }

func (cutShort) Generate(_ context.Context, _ llm.Request, onText func(string) error) (llm.Reply, error) {
	return llm.Reply{Model: "short", Cut: true}, onText("OpenAI may use the clouds of Amazon and Google. [1] Microsoft is no")
}

// TestAnswerCut holds that a reader is told of a reply that reached its limit.
func TestAnswerCut(t *testing.T) {
	ans, err := (&Answerer{Search: clouds(), Model: cutShort{}, Log: slog.New(slog.DiscardHandler)}).Answer(t.Context(), Question{Text: "What clouds may OpenAI use?"}, nil)
	if err != nil || ans.Notice != noticeCut || len(ans.Sentences) != 1 {
		t.Errorf("notice %q, sentences %+v, %v", ans.Notice, ans.Sentences, err)
	}
}
