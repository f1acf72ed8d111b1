package openai

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

const (
	// maxBody bounds a response. A batch of maxTexts vectors of 3072
	// dimensions, at about 13 bytes a number, is 4 MB.
	maxBody = 16 << 20
	// maxErrorBody bounds what is read of a refusal: its object comes first.
	maxErrorBody = 64 << 10
	// firstWait is before the first retry; the second waits twice that.
	firstWait = 300 * time.Millisecond
	// connectTimeout bounds each of connecting and the TLS handshake, which
	// take a tenth of it across the world.
	connectTimeout = 5 * time.Second
)

// A door is the http.Client that go-openai calls through. Where it answers
// other than 2xx, Do returns a failure, so that go-openai never sees, and
// never prints, the body of a refusal.
type door struct {
	place
	client  *http.Client
	retries int
	maxWait time.Duration // of a retry; who is told to wait longer gives up
}

func newDoor(p place, o Options) *door {
	transport := o.Transport
	if transport == nil {
		transport = newTransport()
	}
	return &door{
		place: p, retries: max(0, o.Retries), maxWait: o.RetryWait,
		client: &http.Client{
			Transport: transport,
			// A redirected POST becomes a GET, or takes the prompt elsewhere.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// newTransport returns a transport for model servers. Unlike the one that
// fetches what users name, it follows the proxy of the environment.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSHandshakeTimeout: connectTimeout,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 16, // about as many as answer at once
		IdleConnTimeout:     90 * time.Second,
	}
}

// Do sends the request and retries what may pass. It implements go-openai's
// HTTPDoer.
//
// failsafehttp is not used: it retries by status alone, and only the error
// object tells a quota that is used up from a limit that passes.
func (d *door) Do(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	policy := retrypolicy.NewBuilder[*http.Response]().
		HandleIf(func(_ *http.Response, err error) bool { return d.mayPass(ctx, err) }).
		WithBackoff(firstWait, max(firstWait+1, d.maxWait)).
		WithJitter(firstWait / 3).
		WithDelayFunc(func(e failsafe.ExecutionAttempt[*http.Response]) time.Duration { return asked(e.LastError()) }).
		WithMaxRetries(d.retries).
		ReturnLastFailure().
		Build()
	return failsafe.With(policy).WithContext(ctx).Get(func() (*http.Response, error) { return d.once(req) })
}

// mayPass reports whether to retry after err: it passes by itself, and there
// is time to wait for it.
func (d *door) mayPass(ctx context.Context, err error) bool {
	var f *failure
	if !errors.As(err, &f) || !f.passing || f.retryAfter > d.maxWait || ctx.Err() != nil {
		return false
	}
	deadline, limited := ctx.Deadline()
	return !limited || time.Until(deadline) > f.retryAfter+firstWait
}

// asked returns how long the provider asked to wait, with room for jitter, or
// -1 to leave it to the backoff.
func asked(err error) time.Duration {
	var f *failure
	if errors.As(err, &f) && f.retryAfter > 0 {
		return f.retryAfter + firstWait/3
	}
	return -1
}

// once sends the request once. The error is a failure, or the context's.
func (d *door) once(req *http.Request) (*http.Response, error) {
	attempt := req.Clone(req.Context())
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		attempt.Body = body
	}
	attempt.Header.Set("User-Agent", "footnote")
	resp, err := d.client.Do(attempt)
	if err != nil {
		if ctxErr := req.Context().Err(); ctxErr != nil {
			return nil, ctxErr
		}
		return nil, d.unreachable(err)
	}
	ok := resp.StatusCode >= 200 && resp.StatusCode < 300
	if ok && !holdsError(resp) {
		resp.Body = http.MaxBytesReader(nil, resp.Body, maxBody)
		return resp, nil
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)) // half an error is as good as none
	f := d.refused(resp.StatusCode, parseError(body))
	f.retryAfter = retryAfter(resp.Header)
	return nil, f
}

// errorForm is how an error object begins.
var errorForm = regexp.MustCompile(`^\s*\[?\s*\{\s*"error"\s*:\s*\{`)

// holdsError reports whether a response that is no stream begins as an error
// object, which some send as HTTP 200. go-openai would not see it: it passes
// over a last line that has no line break.
func holdsError(resp *http.Response) bool {
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		return false
	}
	buffered := bufio.NewReader(resp.Body)
	resp.Body = struct {
		io.Reader
		io.Closer
	}{buffered, resp.Body}
	begin, _ := buffered.Peek(64) // less where the body is shorter
	return errorForm.Match(begin)
}

// retryAfter reads the header's seconds or date; 0 where there is none.
func retryAfter(h http.Header) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 && seconds < 1e6 {
		return time.Duration(seconds * float64(time.Second))
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
