package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"
)

// An api is the Web API with the limits and retries that slack-go leaves to
// its caller.
type api struct {
	slack   *slack.Client
	http    *http.Client
	files   *http.Transport // for downloads, which are larger than responses
	streams *rate.Limiter   // chat.startStream and chat.stopStream
	appends *rate.Limiter   // chat.appendStream
	updates *rate.Limiter   // chat.update
	reads   *rate.Limiter   // conversations.history and .replies, for what was missed; the rest is for what is asked
	places  *rate.Limiter   // assistant.threads.setStatus for questions that wait; the rest is for those at work
	posts   turns           // chat.postMessage
	refused atomic.Bool     // a call was, because of the token, and none was taken since
	doubted chan struct{}   // holds a token when that begins
	backoff time.Duration   // before the second attempt at a call; doubled from then on
}

// Limits of one call.
const (
	callTimeout = 15 * time.Second
	maxResponse = 8 << 20     // bytes
	fileTimeout = time.Minute // of a download
	maxAttempts = 4
	maxLimited  = 10 // attempts that Slack put off, which do no harm
	// maxWait is the longest Retry-After that is waited for. Slack's windows
	// are a minute; what has to wait longer is better said to have failed.
	maxWait = 45 * time.Second
)

// newAPI returns the Web API of the token's workspace. The rates are those of
// the methods' tiers, docs.slack.dev/apis/web-api/rate-limits: tier 2 is 20 a
// minute for a workspace, 3 is 50, 4 is 100; and posts have a rule of their own,
// one a second for a channel. What does not fit waits or is
// sent in another way before Slack has to refuse it.
func newAPI(botToken, apiURL string) *api {
	perMinute := func(n int) *rate.Limiter { return rate.NewLimiter(rate.Every(time.Minute/time.Duration(n)), n) }
	hc := &http.Client{Timeout: callTimeout, Transport: bounded{newTransport()}}
	return &api{
		slack:   newClient(hc, botToken, "", apiURL),
		http:    hc,
		files:   newTransport(),
		streams: perMinute(20),
		appends: perMinute(100),
		updates: rate.NewLimiter(rate.Every(time.Minute/40), 10), // in any minute 50 at most: one that is refused waits up to a minute
		reads:   perMinute(30),
		places:  perMinute(30),
		posts:   turns{every: rate.Every(time.Second)},
		doubted: make(chan struct{}, 1),
		backoff: 250 * time.Millisecond,
	}
}

func newClient(hc *http.Client, botToken, appToken, apiURL string) *slack.Client {
	options := []slack.Option{slack.OptionHTTPClient(hc), slack.OptionAppLevelToken(appToken)}
	if apiURL != "" {
		options = append(options, slack.OptionAPIURL(apiURL))
	}
	return slack.New(botToken, options...)
}

// newTransport returns the standard transport with connections of its own.
func newTransport() *http.Transport { return http.DefaultTransport.(*http.Transport).Clone() }

// bounded cuts responses at maxResponse.
type bounded struct{ next *http.Transport }

// CloseIdleConnections lets http.Client.CloseIdleConnections through.
func (t bounded) CloseIdleConnections() { t.next.CloseIdleConnections() }

func (t bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, maxResponse), resp.Body}
	return resp, nil
}

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

// webhook sends a message to a response_url. slack-go has a function for it,
// which takes every answer of status 200 for a good one, whatever it says.
func (a *api) webhook(ctx context.Context, to string, m *slack.WebhookMessage) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := a.http.Do(req)
	if err != nil {
		return withoutAddress(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return statusError(resp)
	}
	said := slack.SlackResponse{Ok: true}
	if err := json.NewDecoder(resp.Body).Decode(&said); err != nil || said.Ok { // it says: ok
		return nil
	}
	return slack.SlackErrorResponse{Err: said.Error}
}

// withoutAddress takes out of the error of a request where it went: who knows a
// response_url may write there, and files have names.
func withoutAddress(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
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
		if isOfToken(err) && !a.refused.Swap(true) {
			select {
			case a.doubted <- struct{}{}:
			default: // it is told already
			}
		}
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

// turns lets calls about one channel wait for each other.
type turns struct {
	every rate.Limit
	mu    sync.Mutex
	of    map[string]*rate.Limiter
}

// turnsKept is how many channels are remembered; a channel that is forgotten
// has its turn at once.
const turnsKept = 1000

func (t *turns) wait(ctx context.Context, channel string) error {
	t.mu.Lock()
	limit := t.of[channel]
	if limit == nil {
		if t.of == nil || len(t.of) >= turnsKept {
			t.of = map[string]*rate.Limiter{}
		}
		limit = rate.NewLimiter(t.every, 1)
		t.of[channel] = limit
	}
	t.mu.Unlock()
	return limit.Wait(ctx)
}

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
