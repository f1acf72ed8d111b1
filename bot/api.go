package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
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
