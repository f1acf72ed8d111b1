package budget

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/config"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/store"
)

// A priced model answers "Hello there." and reports these tokens.
type priced struct {
	name  string
	usage llm.Usage
	err   error
}

func (p priced) Name() string { return p.name }

func (p priced) Generate(_ context.Context, _ llm.Request, onText func(string) error) (llm.Reply, error) {
	if p.err != nil {
		return llm.Reply{Model: p.name}, p.err
	}
	return llm.Reply{Text: "Hello there.", Model: p.name, Usage: p.usage}, onText("Hello there.")
}

func hello() llm.Request {
	return llm.Request{Messages: []llm.Message{{Role: llm.User, Text: "Say hello to everybody."}}}
}

// noon is a day's noon, in a zone whose day began at another time.
func noon() time.Time {
	return time.Date(2026, 4, 27, 12, 0, 0, 0, time.UTC).In(time.FixedZone("", 5*3600))
}

func newPurse(t *testing.T, limits config.Budget) *Purse {
	t.Helper()
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	limits.Currency = "EUR"
	return &Purse{
		Ledger: st, Limits: limits, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: noon,
		Prices: map[string]config.Price{"a/cheap": {Input: 0.075, Output: 2, Known: true}, "a/free": {Known: true}, "a/new": {}},
	}
}

func ask(t *testing.T, m *Meter) error {
	t.Helper()
	_, err := m.Generate(t.Context(), hello(), func(string) error { return nil })
	return err
}

func TestMeterBill(t *testing.T) {
	down := errors.New("down")
	for _, tt := range []struct {
		name  string
		asked []priced
		bill  Bill
		spent store.Spent
	}{
		{"nothing", nil, Bill{}, store.Spent{}},
		{
			"priced",
			[]priced{{name: "a/cheap", usage: llm.Usage{Input: 1001, Output: 10}}, {name: "a/cheap", usage: llm.Usage{Input: 1, Output: 1}}},
			Bill{Requests: 2, Usage: llm.Usage{Input: 1002, Output: 11}, Cost: 1002*75 + 11*2000, Known: true},
			store.Spent{Requests: 2, Tokens: 1013, Cost: 1002*75 + 11*2000},
		},
		{
			"free",
			[]priced{{name: "a/free", usage: llm.Usage{Input: 7, Output: 7}}},
			Bill{Requests: 1, Usage: llm.Usage{Input: 7, Output: 7}, Known: true},
			store.Spent{Requests: 1, Tokens: 14},
		},
		{
			"one without a price",
			[]priced{{name: "a/cheap", usage: llm.Usage{Input: 1}}, {name: "a/new", usage: llm.Usage{Input: 7, Output: 7}}},
			Bill{Requests: 2, Usage: llm.Usage{Input: 8, Output: 7}, Cost: 75},
			store.Spent{Requests: 2, Tokens: 15, Cost: 75, Unpriced: 1},
		},
		{
			"the first without a price",
			[]priced{{name: "a/new", usage: llm.Usage{Input: 7, Output: 7}}, {name: "a/cheap", usage: llm.Usage{Input: 1}}},
			Bill{Requests: 2, Usage: llm.Usage{Input: 8, Output: 7}, Cost: 75},
			store.Spent{Requests: 2, Tokens: 15, Cost: 75, Unpriced: 1},
		},
		{
			"tokens not reported",
			[]priced{{name: "a/cheap"}},
			Bill{Requests: 1},
			store.Spent{Requests: 1, Tokens: 8, Cost: 5*75 + 3*2000},
		},
		{"failed", []priced{{name: "a/new", err: down}}, Bill{}, store.Spent{Requests: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPurse(t, config.Budget{})
			m := p.Meter(nil, "U1", "answer")
			for _, model := range tt.asked {
				m.Generator = model
				if err := ask(t, m); !errors.Is(err, model.err) {
					t.Errorf("Generate: %v, want %v", err, model.err)
				}
			}
			if diff := cmp.Diff(tt.bill, m.Bill()); diff != "" {
				t.Errorf("bill (-want +got):\n%s", diff)
			}
			spent, err := p.Today(t.Context(), "U1")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.spent, spent); diff != "" {
				t.Errorf("spent (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMeterLimits holds that the request that reaches a limit is the last,
// whoever's the limit is, until the day ends.
func TestMeterLimits(t *testing.T) {
	model := priced{name: "a/cheap", usage: llm.Usage{Input: 60, Output: 40}}
	costs := Money(60*75 + 40*2000).Float()
	for _, tt := range []struct {
		name   string
		limits config.Budget
		users  []string
		want   []error
	}{
		{"tokens of all", config.Budget{Everyone: config.Limit{Tokens: 101}}, []string{"U1", "U2", "", "U1"}, []error{nil, nil, ErrSpent, ErrSpent}},
		{"money of all", config.Budget{Everyone: config.Limit{Money: 2 * costs}}, []string{"U1", "U2", "U1"}, []error{nil, nil, ErrSpent}},
		{"tokens of each", config.Budget{PerPerson: config.Limit{Tokens: 100}}, []string{"U1", "U2", "U1", "", ""}, []error{nil, nil, ErrPersonSpent, nil, nil}},
		{"money of each", config.Budget{PerPerson: config.Limit{Money: costs}}, []string{"U1", "U1", "U2"}, []error{nil, ErrPersonSpent, nil}},
		{"none", config.Budget{}, []string{"U1", "U1"}, []error{nil, nil}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPurse(t, tt.limits)
			for i, user := range tt.users {
				if err := ask(t, p.Meter(model, user, "answer")); !errors.Is(err, tt.want[i]) || (err == nil) != (tt.want[i] == nil) {
					t.Errorf("request %d, of %q: %v, want %v", i+1, user, err, tt.want[i])
				}
			}
			p.Now = func() time.Time { return noon().Add(12 * time.Hour) } // midnight in UTC
			if err := ask(t, p.Meter(model, "U1", "answer")); err != nil {
				t.Errorf("on the next day: %v", err)
			}
		})
	}
	if !errors.Is(ErrPersonSpent, ErrSpent) {
		t.Error("ErrPersonSpent is not ErrSpent")
	}
}

// TestMeterWhileOnItsWay holds that a request counts before it ends, in money
// what the dearest model would take, and also where the asker leaves.
func TestMeterWhileOnItsWay(t *testing.T) {
	for _, limit := range []config.Limit{{Tokens: 300}, {Money: 0.0005}} {
		p := newPurse(t, config.Budget{Everyone: limit})
		var during error
		gone := errors.New("gone")
		slow := llmtest.Func(func(llm.Request) string {
			during = ask(t, p.Meter(llmtest.Func(llmtest.Quote), "U2", "answer"))
			return "Hello there."
		})
		ctx, leave := context.WithCancel(t.Context())
		_, err := p.Meter(slow, "U1", "answer").Generate(ctx, hello(), func(string) error { leave(); return gone })
		if !errors.Is(err, gone) {
			t.Errorf("Generate: %v, want the caller's error", err)
		}
		if !errors.Is(during, ErrSpent) {
			t.Errorf("meanwhile, of %+v: %v, want %v", limit, during, ErrSpent)
		}
		spent, err := p.Today(t.Context(), "")
		if err != nil || spent.Tokens != 1 { // the fake reports its output, a word
			t.Errorf("spent %+v, %v; want the one token that was said", spent, err)
		}
	}
}

// A brokenLedger fails.
type brokenLedger struct{ Ledger }

func (brokenLedger) OpenSpend(context.Context, store.Spend, time.Time, func(a, b store.Spent) bool) (int64, bool, error) {
	return 0, false, errors.New("disk full")
}

// TestMeterWithoutStore holds that no limit is exceeded because nobody counts,
// and that nobody is refused where there is none.
func TestMeterWithoutStore(t *testing.T) {
	p := newPurse(t, config.Budget{PerPerson: config.Limit{Tokens: 1}})
	p.Ledger = brokenLedger{p.Ledger}
	if err := ask(t, p.Meter(priced{name: "a/free"}, "U1", "answer")); err == nil {
		t.Error("asked, though a limit could not be looked at")
	}
	if err := ask(t, p.Meter(priced{name: "a/free"}, "", "answer")); err != nil {
		t.Errorf("without a limit: %v", err)
	}
}
