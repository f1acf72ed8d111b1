package bot

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/slack-go/slack"
)

// A fate says what became of a call that failed.
type fate int

const (
	refused fate = iota // by Slack, for good
	limited             // by Slack, for now; nothing was done
	unsure              // it may have been done or not
)

// fateOf tells from its error what became of a call, and how long to wait
// before the next, 0 where that is not said.
func fateOf(err error) (fate, time.Duration) {
	if e, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return limited, e.RetryAfter
	}
	if e, ok := errors.AsType[slack.StatusCodeError](err); ok {
		switch {
		case e.Code == http.StatusTooManyRequests:
			return limited, 0
		case e.Code < http.StatusInternalServerError:
			return refused, 0
		}
		return unsure, 0
	}
	switch codeOf(err) {
	case "":
		return unsure, 0
	case "ratelimited", "rate_limited":
		return limited, 0
	case "fatal_error", "internal_error", "service_unavailable", "request_timeout":
		return unsure, 0 // Slack: some aspect of the operation may have succeeded
	}
	return refused, 0
}

// statusError is the error of a response with another status than OK, as
// slack-go has it.
func statusError(resp *http.Response) error {
	if resp.StatusCode == http.StatusTooManyRequests {
		if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
			return &slack.RateLimitedError{RetryAfter: time.Duration(s) * time.Second}
		}
	}
	return slack.StatusCodeError{Code: resp.StatusCode, Status: resp.Status}
}

// codeOf returns the word by which Slack refused a call, or "".
func codeOf(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	return ""
}

// lackLevel is at which level it is logged that something is not shown that can
// be done without: Debug where Slack says that the workspace has not what it is
// for, as on a free plan.
func lackLevel(err error) slog.Level {
	switch codeOf(err) {
	case "unknown_method", "feature_not_enabled", "not_allowed", "access_denied":
		return slog.LevelDebug
	}
	return slog.LevelWarn
}

// Bounds of the attempts at one call.
const (
	maxAttempts = 4
	maxLimited  = 10 // attempts that Slack put off, which do no harm
	// maxWait is the longest Retry-After that is waited for. Slack's windows
	// are a minute; what has to wait longer is better said to have failed.
	maxWait = 45 * time.Second
)

// retry makes a call that does no harm when made twice, until it succeeds, is
// refused, or was tried often enough.
func (a *api) retry(ctx context.Context, call func(context.Context) error) error {
	return a.attempt(ctx, call, func(context.Context) (bool, error) { return false, nil })
}

// attempt makes a call until it succeeds, is refused, or was tried often
// enough. After one whose fate is unsure it asks done whether it was carried
// out; where that cannot be told, it gives up.
func (a *api) attempt(ctx context.Context, call func(context.Context) error, done func(context.Context) (bool, error)) error {
	for broken, put := 0, 0; ; {
		err := call(ctx)
		if err == nil {
			return nil
		}
		a.doubt(err)
		how, wait := fateOf(err)
		switch how {
		case unsure:
			broken++
			wait = a.wait(broken)
		case limited: // a second, where Slack does not say how long
			put++
			wait = max(wait, 4*a.backoff) + a.jitter()
		}
		if how == refused || put == maxLimited || wait > maxWait {
			return err
		}
		if !pause(ctx, wait) {
			return errors.Join(err, context.Cause(ctx))
		}
		if how == unsure {
			if yes, lost := done(ctx); yes || lost != nil {
				return lost
			}
		}
		if broken == maxAttempts {
			return err
		}
	}
}

// wait is the pause after the nth attempt that broke: about 0.25, 0.5, 1 s.
func (a *api) wait(n int) time.Duration { return a.backoff<<(n-1) + a.jitter() }

// jitter keeps calls that failed together from coming again together.
func (a *api) jitter() time.Duration { return rand.N(a.backoff/2 + 1) }

// pause waits and reports whether it could to the end.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
