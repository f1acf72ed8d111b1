package answer

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/goldentest"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/question"
	"footnote/retrieval"
)

// A shelf is a Searcher that finds the same passages whatever is asked.
type shelf struct {
	result retrieval.Result
	asked  []retrieval.Query
}

func (s *shelf) Search(_ context.Context, q retrieval.Query) (retrieval.Result, error) {
	s.asked = append(s.asked, q)
	r := s.result
	r.Terms = map[string]float64{}
	r.Reading = question.Read(q.Text, question.Catalog{}, q.Now)
	for _, earlier := range slices.Backward(q.After) {
		r.Reading = r.Reading.Following(question.Read(earlier, question.Catalog{}, q.Now))
	}
	for _, t := range analysis.Terms(r.Reading.Text, "en") {
		r.Terms[t] = 1
	}
	return r, nil
}

// chunkStart is where the passages of these tests begin in their articles.
const chunkStart = 100

func passage(id, date, outlet, text string) article.Passage {
	d, err := article.ParseDate(date)
	if err != nil {
		panic(err)
	}
	return article.Passage{
		Chunk:   article.Chunk{ArticleID: id, Text: text, Start: chunkStart, End: chunkStart + len(text)},
		Article: article.Article{ID: id, URL: "https://news.example/" + id, Title: "Title of " + id, Outlet: outlet, Published: d, Lang: "en"},
	}
}

// clouds is a shelf on which newer coverage replaces older, newest first, as
// search ranks it for a question about the present.
func clouds() *shelf {
	return &shelf{result: retrieval.Result{
		Evidence: 1, Articles: 4,
		Passages: []article.Passage{
			passage("a2026", "2026-04-27", "The Harbor Ledger", "The deal is wider now. Microsoft is no longer the exclusive cloud provider of OpenAI. OpenAI may use the clouds of Amazon and Google."),
			passage("a2025", "2025-01-21", "Circuit & Current", "Microsoft gives up being exclusive for new capacity. It keeps a right of first refusal."),
			passage("a2023", "2023-01-23", "Stackfold Weekly", "Microsoft invests more. Azure stays the exclusive cloud of OpenAI, Microsoft said."),
			passage("anone", "", "Notes", "Is Microsoft exclusive? Microsoft is the exclusive cloud, some say."),
		},
	}}
}

const still = "Is Microsoft still exclusive?"

// TestSearchFails holds that a search that fails is an error: nothing is "not in
// the library" because of it.
func TestSearchFails(t *testing.T) {
	down := errors.New("down")
	a := &Answerer{Search: failing{down}, Archive: books(), Log: slog.New(slog.DiscardHandler)}
	for _, text := range []string{still, "Summarize Microsoft", "Summarize Microsoft and tell me who leads it"} {
		if ans, err := a.Answer(t.Context(), Question{Text: text, Now: noonOf(6)}, nil); !errors.Is(err, down) {
			t.Errorf("%q: %q, %v", text, ans.Text, err)
		}
	}
	if ans, err := a.Summarize(t.Context(), Target{Topic: "Microsoft"}, nil, nil); !errors.Is(err, down) {
		t.Errorf("summary: %q, %v", ans.Text, err)
	}
}

// A failing Searcher finds nothing, and says why.
type failing struct{ err error }

func (f failing) Search(context.Context, retrieval.Query) (retrieval.Result, error) {
	return retrieval.Result{}, f.err
}

func TestAnswer(t *testing.T) {
	broken := errors.New("connection reset")
	tests := []struct {
		name     string
		model    llm.Generator
		question Question
		evidence float64
	}{
		{name: "quoted", question: Question{Text: still}},
		{name: "quoted fact", question: Question{Text: "What did Circuit & Current write about capacity?"}},
		{name: "written", question: Question{Text: still}, model: llmtest.NewScripted(llmtest.Script{Deltas: []string{
			"No. Microsoft is no longer the ", "exclusive cloud provider of OpenAI. [1", "] OpenAI may use Amazon and Google clouds [1].",
			" In January 2025 Microsoft gave up being exclusive for new capacity. [2]",
		}})},
		{name: "written with the wrong verdict", question: Question{Text: still}, model: llmtest.NewScripted(llmtest.Script{Deltas: []string{
			"Yes. Microsoft is no longer the exclusive cloud provider of OpenAI. [1]",
		}})},
		{name: "held back", question: Question{Text: still}, model: llmtest.NewScripted(llmtest.Script{Deltas: []string{
			"Microsoft is no longer the exclusive cloud provider of OpenAI. [1] It paid $13 billion. [1] Visit https://evil.example now. [1]",
		}})},
		{name: "broken off", question: Question{Text: still}, model: llmtest.NewScripted(llmtest.Script{
			Deltas: []string{"OpenAI may use the clouds of Amazon and Google. [1] Microsoft is"}, Err: broken,
		})},
		{name: "broken off at once", question: Question{Text: still}, model: llmtest.NewScripted(llmtest.Script{
			Deltas: []string{"Microsoft is"}, Err: broken,
		})},
		{name: "unavailable", question: Question{Text: still}, model: llmtest.Down{}},
		{name: "all held back", question: Question{Text: still}, model: llmtest.NewScripted(llmtest.Script{
			Deltas: []string{"Bananas are yellow. [1] They grow in Iceland. [7]"},
		})},
		{name: "denied by the model", question: Question{Text: still}, model: llmtest.NewScripted(llmtest.Script{
			Deltas: []string{"NOT_IN_", "LIBRARY"},
		})},
		{name: "little evidence", question: Question{Text: "Who won the chess final?"}, evidence: 0.1, model: llmtest.Down{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			search := clouds()
			if tt.evidence > 0 {
				search.result.Evidence = tt.evidence
			}
			a := &Answerer{Search: search, Model: tt.model, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
			var streamed []Sentence
			ans, err := a.Answer(t.Context(), tt.question, func(e Event) error {
				if e.Sentence != nil {
					streamed = append(streamed, *e.Sentence)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			ans.TookMS = 0
			if got := Text(streamed); ans.Outcome != NotFound && got != ans.Text {
				t.Errorf("streamed %q, want the text %q", got, ans.Text)
			}
			checkShape(t, ans)
			b, err := json.MarshalIndent(ans, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			goldentest.Check(t, strings.ReplaceAll(tt.name, " ", "_")+".golden", string(b)+"\n")
		})
	}
}

// checkShape holds what every answer promises: footnotes numbered from 1
// without gaps in order of use, and every quote verbatim in its passage, where
// it says.
func checkShape(t *testing.T, ans Answer) {
	t.Helper()
	seen := 0
	for _, s := range ans.Sentences {
		if s.Supported && len(s.Citations) == 0 {
			t.Errorf("sentence %q cites nothing", s.Text)
		}
		for _, n := range s.Citations {
			if n > seen+1 {
				t.Errorf("footnote %d is used before %d", n, seen+1)
			}
			seen = max(seen, n)
		}
	}
	texts := map[string]string{}
	for _, p := range clouds().result.Passages {
		texts[p.Article.ID] = p.Chunk.Text
	}
	for _, c := range append(append([]Citation{}, ans.Citations...), ans.Earlier...) {
		if !strings.Contains(texts[c.ArticleID], c.Quote) || c.Quote == "" {
			t.Errorf("quote %q is not in article %s", c.Quote, c.ArticleID)
		} else if got := texts[c.ArticleID][c.Start-chunkStart : c.End-chunkStart]; got != c.Quote {
			t.Errorf("quote %q is placed at %q", c.Quote, got)
		}
	}
	for _, c := range ans.Earlier {
		if c.N <= seen {
			t.Errorf("earlier coverage is numbered %d among the citations", c.N)
		}
	}
}

// TestAnswerAsksAgain holds that what failed is asked for once more, with the
// reason, and shown if it passes then; else the passage is quoted in its place,
// if it speaks of the same.
func TestAnswerAsksAgain(t *testing.T) {
	const right, wrong = "OpenAI may use the clouds of Amazon and Google. [1]", "Microsoft is the exclusive cloud provider of OpenAI. [1]"
	const corrected, invented = "Microsoft is no longer the exclusive cloud provider of OpenAI. [1]", "It paid $13 billion. [1]"
	const instead = "\n- The Harbor Ledger, 27 Apr 2026: “Microsoft is no longer the exclusive cloud provider of OpenAI.” [1]"
	for _, tt := range []struct {
		name     string
		second   llmtest.Script
		want     string
		withheld int
	}{
		{
			"corrected",
			llmtest.Script{Deltas: []string{right, " No. " + corrected + " ", invented}},
			"OpenAI may use the clouds of Amazon and Google. [1] No. Microsoft is no longer the exclusive cloud provider of OpenAI. [1]", 1,
		},
		{"nothing", llmtest.Script{Deltas: []string{"NOTHING"}}, right + instead, 2},
		{"not in the library", llmtest.Script{Deltas: []string{"NOT_IN_LIBRARY"}}, right + instead, 2},
		{"unavailable", llmtest.Script{Err: llm.ErrUnavailable}, right + instead, 2},
		{"broken off", llmtest.Script{Deltas: []string{corrected + " It paid "}, Err: llm.ErrUnavailable}, right + " " + corrected, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			model := llmtest.NewScripted(llmtest.Script{Deltas: []string{"Yes. " + wrong + " " + right + " " + invented}}, tt.second)
			a := &Answerer{Search: clouds(), Model: model, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
			ans, err := a.Answer(t.Context(), Question{Text: still}, nil)
			if err != nil {
				t.Fatal(err)
			}
			checkShape(t, ans)
			if ans.Text != tt.want || ans.Outcome != Answered || ans.Withheld != tt.withheld {
				t.Errorf("%s %q with %d withheld, want %q with %d", ans.Outcome, ans.Text, ans.Withheld, tt.want, tt.withheld)
			}
			requests := model.Requests()
			if len(requests) != 2 {
				t.Fatalf("%d requests, want 2", len(requests))
			}
			asked := requests[1].Messages[len(requests[1].Messages)-1].Text
			for _, part := range []string{"Yes. " + wrong, invented, "the passage says otherwise", "a number is not in the passage"} {
				if !strings.Contains(asked, part) {
					t.Errorf("the second request does not hold %q:\n%s", part, asked)
				}
			}
		})
	}
}

// TestAnswerAsksOnce holds that no second request is made where the first
// left nothing to correct.
func TestAnswerAsksOnce(t *testing.T) {
	for _, reply := range []string{"OpenAI may use the clouds of Amazon and Google. [1]", "NOT_IN_LIBRARY"} {
		model := llmtest.NewScripted(llmtest.Script{Deltas: []string{reply}})
		a := &Answerer{Search: clouds(), Model: model, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
		if _, err := a.Answer(t.Context(), Question{Text: still}, nil); err != nil {
			t.Fatal(err)
		}
		if n := len(model.Requests()); n != 1 {
			t.Errorf("%d requests after %q, want 1", n, reply)
		}
	}
}

func TestAnswerReadsThread(t *testing.T) {
	search := clouds()
	a := &Answerer{Search: search, Log: slog.New(slog.DiscardHandler)}
	q := Question{Text: "Since when?", Thread: []Turn{{Question: still, Answer: "No longer. [1]"}}}
	if _, err := a.Answer(t.Context(), q, nil); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(retrieval.Query{Text: "Since when?", After: []string{still}, K: searched}, search.asked[0]); d != "" {
		t.Errorf("query (-want +got):\n%s", d)
	}
	q = Question{Text: "What does the Sorrel Bridge cost?", Thread: q.Thread}
	if _, err := a.Answer(t.Context(), q, nil); err != nil {
		t.Fatal(err)
	}
	if got := search.asked[1]; got.Text != q.Text || got.After != nil {
		t.Errorf("searched for %q after %q, want %q alone", got.Text, got.After, q.Text)
	}
}

func TestAnswerPassesScopeAndDate(t *testing.T) {
	search := clouds()
	a := &Answerer{Search: search, Log: slog.New(slog.DiscardHandler)}
	asOf, err := article.ParseAsOf("2025-02-01")
	if err != nil {
		t.Fatal(err)
	}
	reader, now := article.Reader{article.ChannelScope("C1")}, time.Date(2026, 4, 29, 0, 0, 0, 0, time.UTC)
	if _, err := a.Answer(t.Context(), Question{Text: still, Reader: reader, AsOf: asOf, Now: now, StrictDates: true}, nil); err != nil {
		t.Fatal(err)
	}
	got := search.asked[0]
	if diff := cmp.Diff(retrieval.Query{Text: still, Reader: reader, AsOf: asOf, Now: now, StrictDates: true, K: searched}, got); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
}

// TestAnswerStops holds that an answer nobody can be shown ends at once.
func TestAnswerStops(t *testing.T) {
	gone := errors.New("gone")
	for name, model := range map[string]llm.Generator{"quoted": nil, "written": llmtest.Func(llmtest.Quote)} {
		a := &Answerer{Search: clouds(), Model: model, Log: slog.New(slog.DiscardHandler)}
		calls := 0
		_, err := a.Answer(t.Context(), Question{Text: still}, func(e Event) error {
			if e.Sentence == nil {
				return nil
			}
			calls++
			return gone
		})
		if !errors.Is(err, gone) || calls != 1 {
			t.Errorf("%s: %v after %d calls, want %v after 1", name, err, calls, gone)
		}
	}
}

func TestQuoted(t *testing.T) {
	for words, want := range map[string]string{
		"It opened.":                          "“It opened.”",
		`"It opened," she said.`:              "“‘It opened,’ she said.”",
		"“It opened,” she said.":              "“‘It opened,’ she said.”",
		`She said (of the bridge): "It can."`: "“She said (of the bridge): ‘It can.’”",
		`The 5" pipe`:                         "“The 5’ pipe”",
	} {
		if got := Quoted(words); got != want {
			t.Errorf("Quoted(%q) = %q, want %q", words, got, want)
		}
	}
}
