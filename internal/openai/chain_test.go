package openai

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"footnote/internal/llm"
)

// A switched generator answers with its name while it is on.
type switched struct {
	name  string
	err   error // while it is set
	asked int
}

func (s *switched) Name() string { return s.name }

func (s *switched) Generate(_ context.Context, _ llm.Request, onText func(string) error) (llm.Reply, error) {
	s.asked++
	if s.err != nil {
		return llm.Reply{}, s.err
	}
	return llm.Reply{Text: s.name, Model: s.name}, onText(s.name)
}

// TestChainRests follows a provider through an outage, in fake time.
func TestChainRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := &switched{name: "a", err: errTest}, &switched{name: "b"}
		chain := NewChain(logger(t), a, b)
		step := func(after time.Duration, answer string, asked int) {
			t.Helper()
			time.Sleep(after)
			h := hear(t, chain, ask("?"))
			if h.err != nil || h.reply.Text != answer || a.asked != asked {
				t.Errorf("%q, %v, a asked %d times; want %q, %d", h.reply.Text, h.err, a.asked, answer, asked)
			}
		}
		step(0, "b", 1)
		step(29*time.Second, "b", 1)
		step(time.Second, "b", 2) // 30 s are over, it failed again
		step(59*time.Second, "b", 2)
		step(time.Second, "b", 3)
		for range 10 {
			step(10*time.Minute, "b", a.asked+1) // it never rests longer
		}
		a.err = nil
		step(9*time.Minute, "b", 13)
		step(time.Minute, "a", 14)
		a.err = errTest
		step(0, "b", 15)
		a.err = nil
		step(30*time.Second, "a", 16) // success began the count anew
	})
}

// TestChainLastResort holds that a provider that rests is asked if no other
// answers, and that the error tells of each why.
func TestChainLastResort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &switched{name: "a", err: fmt.Errorf("%w: a is out", llm.ErrUnavailable)}
		b := &switched{name: "b", err: place{host: "b.test"}.fail("b is out")}
		chain := NewChain(logger(t), a, b)
		for want := 1; want <= 3; want++ {
			h := hear(t, chain, ask("?"))
			if !errors.Is(h.err, llm.ErrUnavailable) || strings.Count(h.err.Error(), "no model available") != 1 {
				t.Errorf("error %v", h.err)
			}
			if !strings.Contains(h.err.Error(), "a is out") || !strings.Contains(h.err.Error(), "b is out") {
				t.Errorf("error %v, want both reasons", h.err)
			}
			if a.asked != want || b.asked != want {
				t.Errorf("asked %d and %d times, want %d", a.asked, b.asked, want)
			}
		}
		a.err = nil
		if h := hear(t, chain, ask("?")); h.reply.Text != "a" {
			t.Errorf("%q, %v; want a", h.reply.Text, h.err)
		}
	})
}

// TestChainRestsAsAsked holds that a provider rests as long as it asks, and
// not at all for a request that was at fault.
func TestChainRestsAsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limited := place{}.fail("rate limited")
		limited.retryAfter = 2 * time.Minute
		a, b := &switched{name: "a", err: limited}, &switched{name: "b"}
		chain := NewChain(logger(t), a, b)
		hear(t, chain, ask("?"))
		time.Sleep(119 * time.Second)
		hear(t, chain, ask("?"))
		if a.asked != 1 {
			t.Errorf("asked %d times before its time", a.asked)
		}
		time.Sleep(time.Second)
		tooLong := place{}.fail("too long")
		tooLong.request = true
		a.err = tooLong
		hear(t, chain, ask("?"))
		hear(t, chain, ask("?"))
		if a.asked != 3 {
			t.Errorf("asked %d times, want 3: the request was at fault", a.asked)
		}
	})
}

func TestChainName(t *testing.T) {
	if got := NewChain(logger(t), &switched{name: "a/x"}, &switched{name: "b/y"}).Name(); got != "a/x, b/y" {
		t.Errorf("name %q", got)
	}
}
