package answer

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/goldentest"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/tokens"
	"footnote/prompts"
)

// books is an Archive of a few articles, one of them private.
func books() stack {
	day := func(s string) article.Date {
		d, err := article.ParseDate(s)
		if err != nil {
			panic(err)
		}
		return d
	}
	return stack{
		"bridge": {
			ID: "bridge", URL: "https://news.example/bridge", Title: "The Sorrel Bridge opens", Outlet: "The Harbor Ledger", Lang: "en", Published: day("2026-03-15"),
			Body: "The Sorrel Bridge opened to all traffic on 15 March 2026, ten months after it was closed.\n" +
				"\"We are glad,\" the mayor said.\nThe repair of the bridge cost 18 million euros, 3 million more than planned.\n" +
				"It had been built in 1931.\nThe toll of the bridge stays at two euros.\nWhat comes next?\nBuses cross the bridge from April on.",
		},
		"tunnel": {
			ID: "tunnel", File: "/home/ada/tunnel.txt", Title: "The tunnel", Lang: "en",
			Body: "The tunnel under the river is closed at night.\nTwo pumps of the tunnel failed.",
		},
		"secret": {ID: "secret", Scope: article.ChannelScope("C1"), Title: "Secret", Body: "The heron project costs 42 million."},
		"empty":  {ID: "empty", Title: "Nothing"},
	}
}

func TestSummarize(t *testing.T) {
	for _, tt := range []struct {
		name   string
		target Target
		model  llm.Generator
		reader article.Reader
	}{
		{name: "article quoted", target: Target{Articles: []string{"https://news.example/bridge"}}},
		{name: "article written", target: Target{Articles: []string{"bridge"}}, model: llmtest.NewScripted(
			llmtest.Script{Deltas: []string{
				"The Sorrel Bridge opened to all traffic on 15 March 2026, ten months after it was closed [1]. ",
				"The repair cost 80 million euros [1]. The toll stays at two euros [1].",
			}},
			llmtest.Script{Deltas: []string{"The repair of the bridge cost 18 million euros [1]."}},
		)},
		{name: "article unavailable", target: Target{Articles: []string{"bridge"}}, model: llmtest.Down{}},
		{name: "article broken off", target: Target{Articles: []string{"bridge"}}, model: llmtest.NewScripted(llmtest.Script{
			Deltas: []string{"The toll of the bridge stays at two euros [1]. The repair"}, Err: errors.New("reset"),
		})},
		{name: "articles quoted", target: Target{Articles: []string{"tunnel", "bridge", "https://news.example/bridge"}}},
		{name: "topic quoted", target: Target{Topic: "Microsoft exclusive cloud"}},
		{name: "topic written", target: Target{Topic: "Microsoft exclusive cloud"}, model: llmtest.NewScripted(llmtest.Script{Deltas: []string{
			"As of 27 April 2026 Microsoft is no longer the exclusive cloud provider of OpenAI [3].\n",
			"- In January 2023 Azure stays the exclusive cloud of OpenAI, Microsoft said [1].\n- In 2025 Microsoft gives up being exclusive for new capacity [2].",
		}})},
		{name: "topic written of old", target: Target{Topic: "Microsoft exclusive cloud"}, model: llmtest.NewScripted(llmtest.Script{Deltas: []string{
			"Azure stays the exclusive cloud of OpenAI, Microsoft said [1].\n- Microsoft gives up being exclusive for new capacity [2]. Microsoft is no longer the exclusive cloud provider [3].",
		}})},
		{name: "topic denied", target: Target{Topic: "Microsoft exclusive cloud"}, model: llmtest.Func(func(llm.Request) string { return prompts.NotFound })},
		{name: "topic unknown", target: Target{Topic: "cricket", Since: noonOf(1).Truncate(24 * time.Hour)}},
		{name: "messages quoted", target: Target{Messages: talk()}},
		{name: "messages written", target: Target{Messages: talk()}, model: llmtest.NewScripted(llmtest.Script{Deltas: []string{
			"Ada said that the tests of the release still fail [1]. Bea said that the release moves to Thursday [2]. Dora paid for it [3].",
		}}, llmtest.Script{Deltas: []string{prompts.Nothing}})},
		{name: "unseen", target: Target{Articles: []string{"secret", "bridge", "nowhere"}}},
		{name: "without text", target: Target{Articles: []string{"empty"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			search := clouds()
			if tt.target.Topic == "cricket" {
				search.result.Evidence = 0.1
			}
			a := &Answerer{Search: search, Model: tt.model, Archive: books(), Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
			tt.target.Now = noonOf(6)
			var streamed []Sentence
			ans, err := a.Summarize(t.Context(), tt.target, tt.reader, func(e Event) error {
				if e.Sentence != nil {
					streamed = append(streamed, *e.Sentence)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := Text(streamed); ans.Outcome != NotFound && got != ans.Text {
				t.Errorf("streamed %q, want the text %q", got, ans.Text)
			}
			ans.TookMS = 0
			b, err := json.MarshalIndent(ans, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			goldentest.Check(t, "summary_"+strings.ReplaceAll(tt.name, " ", "_")+".golden", string(b)+"\n")
		})
	}
}

// talk is a conversation of colleagues.
func talk() []Message {
	at := func(minute int) time.Time { return noonOf(6).Add(time.Duration(minute) * time.Minute) }
	return []Message{
		{ID: "1", Author: "Ada", Place: "#release", URL: "https://team.slack.example/p1", At: at(0), Body: "Can we ship the release on Tuesday? The tests of the release still fail."},
		{ID: "2", Author: "Bea", Place: "#release", URL: "https://team.slack.example/p2", At: at(1), Body: "The release moves to Thursday then."},
		{ID: "3", Author: "Carl", Place: "#release", URL: "https://team.slack.example/p3", At: at(2), Body: "I will tell the customers about Thursday today."},
		{ID: "4", Author: "Ada", Place: "#release", URL: "https://team.slack.example/p4", At: at(3), Body: "Thanks!"},
	}
}

// TestSummarizeSeesScope holds that a private article is summarised for those
// who see it, and is not there for others.
func TestSummarizeSeesScope(t *testing.T) {
	a := &Answerer{Search: clouds(), Archive: books(), Log: slog.New(slog.DiscardHandler)}
	for _, tt := range []struct {
		reader article.Reader
		want   Outcome
	}{{nil, NotFound}, {article.Reader{article.ChannelScope("C2")}, NotFound}, {article.Reader{article.ChannelScope("C1")}, Extracted}} {
		ans, err := a.Summarize(t.Context(), Target{Articles: []string{"secret"}}, tt.reader, nil)
		if err != nil || ans.Outcome != tt.want || strings.Contains(ans.Text, "42") != (tt.want == Extracted) {
			t.Errorf("for %v: %s %q, %v; want %s", tt.reader, ans.Outcome, ans.Text, err, tt.want)
		}
	}
}

// TestSummarizePassesTime holds what a topic is searched with.
func TestSummarizePassesTime(t *testing.T) {
	search := clouds()
	a := &Answerer{Search: search, Log: slog.New(slog.DiscardHandler)}
	target := Target{Topic: " exclusive\ncloud ", Since: noonOf(1), AsOf: noonOf(5), Now: noonOf(6)}
	reader := article.Reader{article.ChannelScope("C1")}
	if _, err := a.Summarize(t.Context(), target, reader, nil); err != nil {
		t.Fatal(err)
	}
	q := search.asked[0]
	if q.Text != "exclusive cloud" || !q.Since.Equal(target.Since) || !q.AsOf.Equal(target.AsOf) || !q.Now.Equal(target.Now) || !slices.Equal(q.Reader, reader) {
		t.Errorf("searched with %+v", q)
	}
}

// long returns an article of n paragraphs, each a chunk or so.
func long(n int) article.Article {
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf("Chapter %d tells that worker number %d found %d coins. ", i+1, i+1, 100+i)+
			strings.Repeat(fmt.Sprintf("Nothing else of note happened in chapter %d on that long and rainy day by the river. ", i+1), 10))
	}
	return article.Article{ID: "long", URL: "https://news.example/long", Title: "Coins", Lang: "en", Body: strings.Join(lines, "\n")}
}

var promptPassage = regexp.MustCompile(`(?s)<passage n="(\d+)"[^>]*>\n(.*?)\n</passage>`)

// TestSummarizeInParts holds that a long article is read in parts that the
// model's context holds, and that the summary rests on the article's words.
func TestSummarizeInParts(t *testing.T) {
	const size = 2048
	art := long(20)
	var asked []llm.Request
	var statuses []string
	model := llmtest.Func(func(req llm.Request) string {
		asked = append(asked, req)
		var out strings.Builder
		for _, m := range promptPassage.FindAllStringSubmatch(req.Messages[1].Text, -1) {
			first, _, _ := strings.Cut(m[2], ". ")
			fmt.Fprintf(&out, "%s [%s]. ", strings.TrimSuffix(first, "."), m[1])
			if strings.Contains(first, "worker number 3 ") {
				fmt.Fprintf(&out, "Worker number 3 found 999 coins [%s]. ", m[1])
			}
		}
		return out.String()
	})
	a := &Answerer{Search: clouds(), Model: model, Archive: stack{"long": art}, Context: size, Log: slog.New(slog.DiscardHandler)}
	ans, err := a.Summarize(t.Context(), Target{Articles: []string{"long"}}, nil, func(e Event) error {
		if e.Status != "" {
			statuses = append(statuses, e.Status)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, req := range asked {
		n := 0
		for _, m := range req.Messages {
			n += tokens.Count(m.Text)
		}
		if n > size*3/4 { // some more where sentences are asked for again
			t.Errorf("a prompt has %d tokens of the %d there are:\n%.80s", n, size, req.Messages[0].Text)
		}
	}
	if ans.Outcome != Answered || len(ans.Sentences) < 8 || !strings.Contains(ans.Text, "worker number 19 found 118 coins") {
		t.Errorf("%s, %d sentences: %s", ans.Outcome, len(ans.Sentences), ans.Text)
	}
	if strings.Contains(ans.Text, "999") {
		t.Errorf("tells what no passage holds: %s", ans.Text)
	}
	for _, c := range ans.Citations {
		if art.Body[c.Start:c.End] != c.Quote {
			t.Errorf("quote %q is not at %d–%d", c.Quote, c.Start, c.End)
		}
	}
	if !slices.ContainsFunc(statuses, func(s string) bool { return strings.HasPrefix(s, "Reading part 2 of ") }) {
		t.Errorf("statuses %q do not tell the parts", statuses)
	}
}

// TestSummarizeInPartsFails holds that an article is quoted where a model
// fails in the middle, notes nothing, or copies without end.
func TestSummarizeInPartsFails(t *testing.T) {
	for name, model := range map[string]llm.Generator{
		"breaks off":   llmtest.NewScripted(llmtest.Script{Deltas: []string{"Chapter 1 tells that worker number 1 found 100 coins [1]."}}, llmtest.Script{Err: errors.New("reset")}),
		"notes none":   llmtest.Func(func(llm.Request) string { return "Bananas are yellow [1]." }),
		"copies all":   llmtest.Func(func(req llm.Request) string { return copied(req) }),
		"is not there": llmtest.Down{},
	} {
		a := &Answerer{Search: clouds(), Model: model, Archive: stack{"long": long(12)}, Context: 2048, Log: slog.New(slog.DiscardHandler)}
		ans, err := a.Summarize(t.Context(), Target{Articles: []string{"long"}}, nil, nil)
		if err != nil || !strings.Contains(ans.Text, "coins") {
			t.Errorf("%s: %q, %v", name, ans.Text, err)
		}
		if (ans.Outcome == Answered) != (name == "copies all") || (ans.Notice == "") != (ans.Outcome == Answered) {
			t.Errorf("%s: outcome %s, notice %q", name, ans.Outcome, ans.Notice)
		}
	}
}

// copied cites every sentence of every passage.
func copied(req llm.Request) string {
	var out strings.Builder
	for _, m := range promptPassage.FindAllStringSubmatch(req.Messages[1].Text, -1) {
		for _, s := range analysis.Sentences(m[2]) {
			fmt.Fprintf(&out, "%s [%s]. ", strings.TrimSuffix(m[2][s.Start:s.End], "."), m[1])
		}
	}
	return out.String()
}

func TestBatches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var readings []reading
		for i, n := range rapid.SliceOfN(rapid.IntRange(0, 60), 1, 30).Draw(t, "words") {
			readings = append(readings, reading{text: fmt.Sprintf("%d ", i) + strings.Repeat("word ", n)})
		}
		room := rapid.IntRange(0, 400).Draw(t, "room")
		parts := batches(readings, room)
		var all []reading
		for _, p := range parts {
			if len(p) == 0 || len(p) > 1 && sizeOf(p) > room {
				t.Errorf("a part of %d readings has %d tokens, room is for %d", len(p), sizeOf(p), room)
			}
			all = append(all, p...)
		}
		if !slices.EqualFunc(all, readings, func(a, b reading) bool { return a.text == b.text }) {
			t.Error("the parts are not the whole, in order")
		}
		if sizeOf(readings) <= room && len(parts) != 1 {
			t.Errorf("%d parts of what fits at once", len(parts))
		}
	})
	if got := batches(nil, 100); got != nil {
		t.Errorf("batches of nothing: %v", got)
	}
}
