package openai

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"footnote/internal/llm"
)

const (
	// restFirst is how long a provider rests after its first failure in a
	// row; each further one doubles it, up to restMost. An outage lasts
	// minutes to hours, and each try during it costs a reader up to
	// firstLimit.
	restFirst = 30 * time.Second
	restMost  = 10 * time.Minute
)

// A Chain asks its generators in order until one answers. One that failed
// rests: it is asked again before its time only if no other answers. After
// the first piece of text there is no other: what was said cannot be taken
// back. A Chain implements llm.Generator and is safe for use by many at once.
type Chain struct {
	log   *slog.Logger
	links []*link
}

// A link is a generator and how it fares.
type link struct {
	llm.Generator

	mu       sync.Mutex
	failures int // in a row
	until    time.Time
}

// NewChain returns a Chain of at least one generator.
func NewChain(log *slog.Logger, generators ...llm.Generator) *Chain {
	c := &Chain{log: log}
	for _, g := range generators {
		c.links = append(c.links, &link{Generator: g})
	}
	return c
}

// Name implements llm.Generator: the names in order.
func (c *Chain) Name() string {
	var names []string
	for _, l := range c.links {
		names = append(names, l.Name())
	}
	return strings.Join(names, ", ")
}

// Generate implements llm.Generator. If none answers, the error wraps
// llm.ErrUnavailable and says of each why.
func (c *Chain) Generate(ctx context.Context, req llm.Request, onText func(string) error) (llm.Reply, error) {
	var reasons []string
	for _, l := range c.order(time.Now()) {
		reply, outcome, err := l.try(ctx, req, onText)
		switch outcome {
		case answered:
			l.succeeded()
			return reply, err
		case ended:
			return reply, err
		}
		rest := l.failed(err, time.Now())
		c.log.Warn("openai provider failed", "provider", l.Name(), "err", err, "rest", rest)
		if outcome == brokeOff {
			return reply, err
		}
		reasons = append(reasons, reason(err))
	}
	return llm.Reply{}, fmt.Errorf("%w: %s", llm.ErrUnavailable, strings.Join(reasons, "; "))
}

// order returns the links to ask: those that do not rest, then the others.
func (c *Chain) order(now time.Time) []*link {
	var awake, resting []*link
	for _, l := range c.links {
		if l.rests(now) {
			resting = append(resting, l)
		} else {
			awake = append(awake, l)
		}
	}
	return append(awake, resting...)
}

// An outcome is how a try went.
type outcome int

const (
	answered outcome = iota
	ended            // by the caller: nobody failed
	failed           // without a word: another may answer
	brokeOff         // after the first piece
)

// try asks once and tells the caller's errors from the provider's.
func (l *link) try(ctx context.Context, req llm.Request, onText func(string) error) (llm.Reply, outcome, error) {
	said, callers := false, false
	reply, err := l.Generate(ctx, req, func(text string) error {
		said = true
		err := onText(text)
		callers = callers || err != nil
		return err
	})
	switch {
	case err == nil:
		return reply, answered, nil
	case callers || ctx.Err() != nil:
		return reply, ended, err
	case said:
		return reply, brokeOff, err
	}
	return reply, failed, err
}

func (l *link) rests(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return now.Before(l.until)
}

func (l *link) succeeded() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failures, l.until = 0, time.Time{}
}

// failed lets the provider rest and returns for how long: longer if it asked
// for it, not at all if the request was at fault.
func (l *link) failed(err error, now time.Time) time.Duration {
	var f *failure
	if errors.As(err, &f) && f.request {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	rest := restMost
	if l.failures < 5 { // 30 s · 2⁵ > 10 min
		rest = restFirst << l.failures
	}
	if f != nil {
		rest = min(max(rest, f.retryAfter), restMost)
	}
	l.failures++
	l.until = now.Add(rest)
	return rest
}

// reason returns an error without its kind, which Generate puts before all.
func reason(err error) string {
	var f *failure
	if errors.As(err, &f) {
		return f.String()
	}
	return strings.TrimPrefix(err.Error(), llm.ErrUnavailable.Error()+": ")
}
