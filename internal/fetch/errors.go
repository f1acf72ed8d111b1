package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"footnote/internal/article"
	"footnote/internal/media"

	"code.dny.dev/ssrf"
)

// Errors of fetching that a caller may put into words of its own; those of a
// paywall and below also where what was fetched is a page in place of the one
// that was meant.
var (
	ErrNotFound  = errors.New("not found")
	ErrForbidden = errors.New("the site refuses to show it")
	ErrLater     = errors.New("the site asks us to come back later")
	ErrRobots    = errors.New("the site's robots.txt asks programs not to read it")
	ErrPrivate   = errors.New("a private or local address, which is not fetched")
	ErrPort      = errors.New("only ports 80 and 443 are fetched")
	ErrTimeout   = errors.New("the site took too long to answer")
	ErrType      = errors.New("no page, text, feed or document")
	ErrPaywall   = errors.New("behind a paywall")
	ErrConsent   = errors.New("only a page that asks for consent or proof of a human, not the article")
	ErrLogin     = errors.New("only a page that asks to sign in, not the article")
	ErrScript    = errors.New("a page that shows nothing without running its scripts")
	ErrNoSite    = errors.New("there is no such site")
)

var (
	errURL    = errors.New("no URL that can be fetched")
	errScheme = errors.New("only http and https URLs are fetched")
	errUser   = errors.New("a URL with a user name or password is not fetched")
	// errRobotsDown may pass, as ErrRobots does not.
	errRobotsDown = fmt.Errorf("%w, or would if it could be read", ErrRobots)
	errRedirects  = errors.New("too many redirects")
	errBusy       = errors.New("too many requests to this site are waiting")
)

// A StatusError is an answer of a site that is no success.
type StatusError struct {
	Code       int
	RetryAfter time.Duration // how long the site asks us to wait; 0 where it does not
}

// Error says what the status means, in words for anyone.
func (e *StatusError) Error() string {
	if err := e.Unwrap(); err != nil {
		return fmt.Sprintf("%v (%d)", err, e.Code)
	}
	return fmt.Sprintf("the site answers with status %d", e.Code)
}

// Unwrap returns the Err value the status amounts to, or nil.
func (e *StatusError) Unwrap() error {
	switch e.Code {
	case http.StatusNotFound, http.StatusGone:
		return ErrNotFound
	case http.StatusPaymentRequired:
		return ErrPaywall
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		return ErrForbidden
	case http.StatusTooManyRequests:
		return ErrLater
	}
	return nil
}

func statusError(resp *http.Response) error {
	if resp.StatusCode >= 200 && resp.StatusCode < 300 {
		return nil
	}
	return &StatusError{Code: resp.StatusCode, RetryAfter: retryAfter(resp.Header.Get("Retry-After"), time.Now())}
}

// MaxRetryAfter bounds what a site may ask for: longer than this nothing is
// left alone.
const MaxRetryAfter = 7 * 24 * time.Hour

// retryAfter reads a header of seconds or of a date, RFC 9110, section 10.2.3.
func retryAfter(s string, now time.Time) time.Duration {
	wait := time.Duration(0)
	if n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 31); err == nil {
		wait = time.Duration(n) * time.Second
	} else if t, err := http.ParseTime(s); err == nil {
		wait = t.Sub(now)
	}
	return min(max(wait, 0), MaxRetryAfter)
}

// plainFetch says why a request failed in a line that anyone can read: it names neither
// the URL nor an address, which would be of this machine or of its name server.
func plainFetch(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if errors.Is(err, media.ErrTooLarge) {
		return err
	}
	dns, isDNS := errors.AsType[*net.DNSError](err)
	timeout, isNet := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork):
		return ErrPrivate
	case errors.Is(err, ssrf.ErrProhibitedPort):
		return ErrPort
	case isDNS && dns.IsNotFound:
		return ErrNoSite
	case isNet && timeout.Timeout():
		return ErrTimeout
	case isDNS:
		return errors.New("the site's name cannot be looked up just now")
	case errors.Is(err, syscall.ECONNREFUSED):
		return errors.New("the site refuses the connection")
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return errors.New("the site ended the connection before it had answered")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("what the site answers is cut short")
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		err = e.Err
	}
	return errors.New(article.OneLine(err.Error(), article.MaxTitle))
}

// IsClosed reports whether an error says that a program is not shown what a person may
// be, who can save the page and add the file.
func IsClosed(err error) bool {
	for _, closed := range []error{ErrForbidden, ErrRobots, ErrPaywall, ErrConsent, ErrLogin, ErrScript} {
		if errors.Is(err, closed) {
			return true
		}
	}
	return false
}

// IsFinal reports whether an error says that fetching the URL again is in vain.
func IsFinal(err error) bool {
	if status, ok := errors.AsType[*StatusError](err); ok {
		return status.Code < 500 && status.Code != 429 && status.Code != 408 && status.Code != 425
	}
	return !errors.Is(err, errRobotsDown) && slices.ContainsFunc([]error{
		ErrNotFound, ErrForbidden, ErrRobots, ErrPrivate, ErrPort, ErrType, ErrPaywall, ErrConsent, ErrLogin, ErrScript,
		errURL, errScheme, errUser, errRedirects,
	}, func(e error) bool { return errors.Is(err, e) })
}
