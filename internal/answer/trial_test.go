package answer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
)

// judging is a verifier that is right in the trial, but for as many sentences.
func judging(wrong int) llmtest.Func {
	return func(llm.Request) string {
		var b strings.Builder
		n := 0
		for i, tr := range trials {
			for _, s := range tr.sentences {
				n++
				if s.right != (n <= wrong) {
					fmt.Fprintf(&b, "%d: %d.1\n", n, i+1)
				} else {
					fmt.Fprintf(&b, "%d: NO more\n", n)
				}
			}
		}
		return b.String()
	}
}

func always(opinion string) llmtest.Func {
	return func(llm.Request) string {
		var b strings.Builder
		for n := range trialSize() {
			fmt.Fprintf(&b, "%d: %s\n", n+1, opinion)
		}
		return b.String()
	}
}

// TestTryVerifier holds which verifiers are of use: those that make one mistake at
// most in the trial, and not those that say the same of all.
func TestTryVerifier(t *testing.T) {
	for _, tt := range []struct {
		name  string
		model llm.Generator
		wrong int
		err   string
	}{
		{"knows", judging(0), 0, ""},
		{"errs once", judging(1), 1, ""},
		{"errs twice", judging(2), 2, ""},
		{"believes nothing", always("NO more"), 12, ""},
		{"names what is not cited", always("3.1"), 24, ""},
		{"says little", llmtest.Func(func(llm.Request) string { return "1: NO number" }), 23, ""},
		{"talks", llmtest.Func(func(llm.Request) string { return "Sure!" }), 24, ""},
		{"is down", llmtest.Down{}, 0, llm.ErrUnavailable.Error()},
	} {
		got, err := TryVerifier(t.Context(), tt.model)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("one that %s: %v, want %q", tt.name, err, tt.err)
			}
			continue
		}
		if err != nil || got.Wrong != tt.wrong || got.Of != 24 || got.Passed() != (tt.wrong <= 1) {
			t.Errorf("one that %s: %+v passed %v, %v; want %d wrong of 24", tt.name, got, got.Passed(), err, tt.wrong)
		}
	}
	if (Trial{}).Passed() {
		t.Error("a trial of nothing is passed")
	}
}

// A shelfOfTrials keeps trials in memory.
type shelfOfTrials struct {
	kept map[string]Trial
	err  error
}

func (s *shelfOfTrials) Trial(_ context.Context, model string) (Trial, bool, error) {
	t, ok := s.kept[model]
	return t, ok, s.err
}

func (s *shelfOfTrials) SaveTrial(_ context.Context, model string, t Trial) error {
	s.kept[model] = t
	return s.err
}

// An unreachable model is a Func that is down.
type unreachable struct{ llmtest.Down }

func (unreachable) Name() string { return llmtest.Func(nil).Name() }

// TestVerifies holds that a model is tried once before it verifies, again after
// thirty days, and does not verify where it errs or cannot be tried.
func TestVerifies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &shelfOfTrials{kept: map[string]Trial{}}
		a := &Answerer{Verify: kept, Log: slog.New(slog.DiscardHandler)}
		asked := 0
		is := func(model llm.Generator, want bool, requests int) {
			t.Helper()
			before := asked
			a.Model = llmtest.Func(func(req llm.Request) string { asked++; return model.(llmtest.Func)(req) })
			if got := a.verifies(t.Context()); got != want || asked-before != requests {
				t.Errorf("verifies: %v after %d requests, want %v after %d", got, asked-before, want, requests)
			}
		}
		is(judging(0), true, 1)
		is(judging(12), true, 0) // it was tried
		time.Sleep(trialLasts)
		is(judging(12), false, 1)
		is(judging(0), false, 0)
		time.Sleep(trialLasts)
		a.Model = unreachable{}
		if a.verifies(t.Context()) {
			t.Error("a model that is down verifies")
		}
		is(judging(0), false, 0)
		time.Sleep(trialAgain)
		is(judging(0), true, 1) // what could not be tried is tried again
		kept.err = errors.New("disk full")
		is(judging(0), true, 1)
		kept.err, kept.kept = nil, map[string]Trial{}
		a.Try(t.Context())
		is(judging(0), true, 0) // Try did it
		a.rest(t.Context())
		is(judging(0), false, 0) // it was too slow
		time.Sleep(trialAgain)
		is(judging(0), true, 1)
	})
}
