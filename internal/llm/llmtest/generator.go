// Package llmtest has small working models to test with: generators that say
// what a test tells them, an embedder that hashes words, and ones that fail.
package llmtest

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"footnote/internal/llm"
)

// model is what every fake calls itself in a Reply.
const model = "test/fake"

// A Func answers every request with what it returns, one word at a time. It
// is a Generator.
type Func func(llm.Request) string

// Name implements llm.Generator.
func (f Func) Name() string { return model }

// Generate implements llm.Generator.
func (f Func) Generate(ctx context.Context, req llm.Request, onText func(string) error) (llm.Reply, error) {
	return speak(ctx, Script{Deltas: strings.SplitAfter(f(req), " ")}, onText)
}

// firstPassage finds the number and the text of the first passage of a prompt.
var firstPassage = regexp.MustCompile(`(?s)<passage n="(\d+)"[^>]*>\s*(.*?)\s*</passage>`)

// Quote answers with the first sentence of the first passage of the last
// message, and its marker; "" where there is no passage. It is a Func.
func Quote(req llm.Request) string {
	if len(req.Messages) == 0 {
		return ""
	}
	m := firstPassage.FindStringSubmatch(req.Messages[len(req.Messages)-1].Text)
	if m == nil {
		return ""
	}
	sentence, _, _ := strings.Cut(strings.Join(strings.Fields(m[2]), " "), ". ")
	return fmt.Sprintf("%s [%s].", strings.TrimSuffix(sentence, "."), m[1])
}

// A Script is one reply as it will be streamed.
type Script struct {
	Deltas []string      // the pieces of text; empty ones are left out
	Delay  time.Duration // before each piece
	// Err ends the reply after the pieces. Where a piece was streamed before,
	// it is wrapped in llm.ErrBrokenOff, as every Generator does.
	Err error
}

// A Scripted generator gives the replies of its script in order. It is safe
// for use by many at once.
type Scripted struct {
	mu       sync.Mutex
	scripts  []Script
	requests []llm.Request
}

// NewScripted returns a Scripted generator; a call after the last script
// returns an error.
func NewScripted(scripts ...Script) *Scripted { return &Scripted{scripts: scripts} }

// Name implements llm.Generator.
func (s *Scripted) Name() string { return model }

// Requests returns what was asked until now, in order.
func (s *Scripted) Requests() []llm.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]llm.Request(nil), s.requests...)
}

// Generate implements llm.Generator.
func (s *Scripted) Generate(ctx context.Context, req llm.Request, onText func(string) error) (llm.Reply, error) {
	script, err := s.next(req)
	if err != nil {
		return llm.Reply{}, err
	}
	return speak(ctx, script, onText)
}

func (s *Scripted) next(req llm.Request) (Script, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, req)
	if len(s.requests) > len(s.scripts) {
		return Script{}, fmt.Errorf("call %d of a script of %d", len(s.requests), len(s.scripts))
	}
	return s.scripts[len(s.requests)-1], nil
}

// speak streams a script. Every piece counts as one token of output.
func speak(ctx context.Context, s Script, onText func(string) error) (llm.Reply, error) {
	reply := llm.Reply{Model: model}
	for _, delta := range s.Deltas {
		if err := pause(ctx, s.Delay); err != nil {
			return reply, brokenOff(reply, err)
		}
		if delta == "" {
			continue
		}
		reply.Text += delta
		reply.Usage.Output++
		if err := onText(delta); err != nil {
			return reply, err
		}
	}
	return reply, brokenOff(reply, s.Err)
}

func pause(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func brokenOff(reply llm.Reply, err error) error {
	if err == nil || reply.Text == "" || errors.Is(err, llm.ErrBrokenOff) {
		return err
	}
	return fmt.Errorf("%w: %w", llm.ErrBrokenOff, err)
}

// Down is a Generator and an Embedder that is never available.
type Down struct{}

// Name implements llm.Generator and llm.Embedder.
func (Down) Name() string { return "test/down" }

// Generate implements llm.Generator.
func (Down) Generate(context.Context, llm.Request, func(string) error) (llm.Reply, error) {
	return llm.Reply{}, fmt.Errorf("%w: test/down is down", llm.ErrUnavailable)
}

// Embed implements llm.Embedder.
func (Down) Embed(context.Context, []string) ([][]float32, error) {
	return nil, fmt.Errorf("%w: test/down is down", llm.ErrUnavailable)
}
