package answer

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
	"footnote/internal/budget"
	"footnote/internal/config"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/store"
)

// A book is a Record in memory.
type book struct {
	seq  int64
	kept map[string]Answer // by key
	at   time.Time
	err  error
}

func (b *book) LastChange(context.Context) (int64, error) { return b.seq, b.err }

func (b *book) Recall(_ context.Context, key string, seq int64) ([]byte, time.Time, bool, error) {
	ans, ok := b.kept[key]
	return ans.Encode(), b.at, ok && ans.Seq == seq, nil
}

// keep records an answer as those who show it do.
func (b *book) keep(ans Answer, at time.Time) {
	if b.kept == nil {
		b.kept = map[string]Answer{}
	}
	if b.at = at; ans.Key != "" {
		b.kept[ans.Key] = ans
	}
}

func noonOf(day int) time.Time { return time.Date(2026, 5, day, 12, 0, 0, 0, time.UTC) }

// TestRecall holds when an answer is given again: to the same question from
// the same articles, and to no other.
func TestRecall(t *testing.T) {
	first := Question{Text: still, Reader: article.Reader{"channel:C1", "user:U1"}, Now: noonOf(6), User: "U1"}
	for _, tt := range []struct {
		name   string
		second func(q *Question, a *Answerer, b *book)
		notice string // of the second answer; empty where it is made anew
	}{
		{"at once", func(*Question, *Answerer, *book) {}, "Answered just now from the same articles."},
		{"later", func(q *Question, _ *Answerer, _ *book) { q.Now = q.Now.Add(3 * time.Minute) }, "Answered 3 minutes ago from the same articles."},
		{"much later", func(q *Question, _ *Answerer, _ *book) { q.Now = q.Now.Add(time.Hour) }, "Answered 1 hour ago from the same articles."},
		{"in other words for the same", func(q *Question, _ *Answerer, _ *book) { q.Text = "  is Microsoft still\nexclusive " }, "Answered just now from the same articles."},
		{"scopes in another order", func(q *Question, _ *Answerer, _ *book) {
			q.Reader = article.Reader{"user:U1", "channel:C1"}
		}, "Answered just now from the same articles."},
		{"by somebody else who sees the same", func(q *Question, _ *Answerer, _ *book) { q.User = "U2" }, "Answered just now from the same articles."},
		{"another question", func(q *Question, _ *Answerer, _ *book) { q.Text = "Is Microsoft exclusive?" }, ""},
		{"another reader", func(q *Question, _ *Answerer, _ *book) { q.Reader = article.Reader{"channel:C1"} }, ""},
		{"as of a day", func(q *Question, _ *Answerer, _ *book) { q.AsOf = noonOf(1) }, ""},
		{"strictly dated", func(q *Question, _ *Answerer, _ *book) { q.StrictDates = true }, ""},
		{"in a thread", func(q *Question, _ *Answerer, _ *book) { q.Thread = []Turn{{Question: "And?", Answer: "No."}} }, ""},
		{"on another day", func(q *Question, _ *Answerer, _ *book) { q.Now = noonOf(7) }, ""},
		{"told to answer anew", func(q *Question, _ *Answerer, _ *book) { q.Fresh = true }, ""},
		{"another library", func(_ *Question, _ *Answerer, b *book) { b.seq++ }, ""},
		{"another model", func(_ *Question, a *Answerer, _ *book) { a.Model = nil }, ""},
		{"another version", func(_ *Question, a *Answerer, _ *book) { a.Edition = "2" }, ""},
		{"an unreadable record", func(_ *Question, _ *Answerer, b *book) { b.err = errors.New("disk") }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{seq: 7}
			search := clouds()
			search.result.Seq = 7
			a := &Answerer{Search: search, Model: llmtest.Func(llmtest.Quote), Record: b, Edition: "1", Log: slog.New(slog.DiscardHandler)}
			ans, err := a.Answer(t.Context(), first, nil)
			if err != nil {
				t.Fatal(err)
			}
			b.keep(ans, first.Now)
			q := first
			tt.second(&q, a, b)
			var streamed []Sentence
			again, err := a.Answer(t.Context(), q, func(e Event) error {
				if e.Sentence != nil {
					streamed = append(streamed, *e.Sentence)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if tt.notice == "" {
				if again.Recalled != nil {
					t.Errorf("given again: %+v", again.Recalled)
				}
				return
			}
			if again.Recalled == nil || again.Notice != tt.notice || again.Usage != (llm.Usage{}) || again.Key != "" {
				t.Errorf("recalled %+v with the notice %q, usage %v and key %q", again.Recalled, again.Notice, again.Usage, again.Key)
			}
			if got := Text(streamed); got != ans.Text {
				t.Errorf("streamed %q, want %q", got, ans.Text)
			}
			for _, x := range []*Answer{&ans, &again} {
				x.Question, x.Usage, x.Notice, x.Recalled, x.Key, x.Seq, x.TookMS = "", llm.Usage{}, "", nil, "", 0, 0
			}
			if diff := cmp.Diff(ans, again); diff != "" {
				t.Errorf("recalled (-first +again):\n%s", diff)
			}
		})
	}
}

// TestRecallNot holds which answers are never given again.
func TestRecallNot(t *testing.T) {
	sample := clouds()
	sample.result.Sample = true
	for name, a := range map[string]*Answerer{
		"an outage":       {Search: clouds(), Model: llmtest.Down{}},
		"nothing passed":  {Search: clouds(), Model: llmtest.Func(func(llm.Request) string { return "Bananas are yellow. [1]" })},
		"from the sample": {Search: sample},
	} {
		a.Log = slog.New(slog.DiscardHandler)
		if ans, err := a.Answer(t.Context(), Question{Text: still, Now: noonOf(6)}, nil); err != nil || ans.Key != "" {
			t.Errorf("%s: key %q, %v; want none", name, ans.Key, err)
		}
	}
}

// TestRecallStops holds that nobody is read an answer who left.
func TestRecallStops(t *testing.T) {
	b, gone := &book{}, errors.New("gone")
	a := &Answerer{Search: clouds(), Record: b, Log: slog.New(slog.DiscardHandler)}
	q := Question{Text: still, Now: noonOf(6)}
	ans, err := a.Answer(t.Context(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.keep(ans, q.Now)
	if _, err := a.Answer(t.Context(), q, func(Event) error { return gone }); !errors.Is(err, gone) {
		t.Errorf("Answer: %v, want %v", err, gone)
	}
}

func TestEncode(t *testing.T) {
	guess := article.Date{Time: noonOf(1).Truncate(24 * time.Hour), DayOnly: true, Estimated: true}
	want := Answer{
		Text: "A. [1]\n- B. [1]", Sentences: []Sentence{{Text: "A.", Citations: []int{1}}, {Lead: "\n- ", Text: "B.", Citations: []int{1}}},
		Citations: []Citation{{N: 1, Published: guess, Undated: true}, {N: 1, Undated: true}},
	}
	got, err := Decode(want.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := Decode([]byte("{")); err == nil {
		t.Error("half an answer is read")
	}
}

// TestAnswerKeepsToBudget holds that over the budget an answer is quoted, and
// says so, and that what was asked of a model is on its bill.
func TestAnswerKeepsToBudget(t *testing.T) {
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	log := slog.New(slog.DiscardHandler)
	purse := budget.New(st, config.Config{
		Providers: []config.Provider{{Name: "test", Model: "fake", Price: config.Price{Output: 2, Known: true}}},
		Budget:    config.Budget{Currency: "EUR", Everyone: config.Limit{Tokens: 30}, PerPerson: config.Limit{Tokens: 6}},
	}, log)
	a := &Answerer{Search: clouds(), Model: llmtest.Func(llmtest.Quote), Purse: purse, Log: log}
	for _, tt := range []struct {
		user    string
		outcome Outcome
		notice  string
	}{
		{"U1", Answered, ""},
		{"U1", Extracted, noticePersonSpent},
		{"", Answered, ""},
		{"", Answered, ""},
		{"", Answered, ""},
		{"U2", Answered, ""},
		{"U3", Extracted, noticeSpent},
	} {
		ans, err := a.Answer(t.Context(), Question{Text: still, User: tt.user, Now: noonOf(6)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if ans.Outcome != tt.outcome || ans.Notice != tt.notice {
			t.Errorf("%q: %s, %q; want %s, %q", tt.user, ans.Outcome, ans.Notice, tt.outcome, tt.notice)
		}
		cost, currency := ans.Billionths()
		if want := int64(ans.Usage.Output) * 2000; cost != want || tt.outcome == Answered && (cost == 0 || currency != "EUR") {
			t.Errorf("%q: %d %s for %v, want %d", tt.user, cost, currency, ans.Usage, want)
		}
		if tt.outcome == Extracted && (ans.Key != "" || !strings.Contains(ans.Text, "“")) {
			t.Errorf("%q: key %q, text %q", tt.user, ans.Key, ans.Text)
		}
	}
}
