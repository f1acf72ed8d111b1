package ingest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"syscall"

	"code.dny.dev/ssrf"
)

// Errors of fetching and reading that a caller may put into words of its own.
var (
	ErrNotFound  = errors.New("not found")
	ErrForbidden = errors.New("the site refuses to show it")
	ErrRobots    = errors.New("the site's robots.txt asks programs not to read it")
	ErrPrivate   = errors.New("a private or local address, which is not fetched")
	ErrTooLarge  = errors.New("too large")
	ErrTimeout   = errors.New("the site took too long to answer")
	ErrType      = errors.New("no page or text")
	ErrPaywall   = errors.New("behind a paywall")
	ErrConsent   = errors.New("only a page that asks for consent or proof of a human, not the article")
)

var (
	errURL       = errors.New("no URL that can be fetched")
	errScheme    = errors.New("only http and https URLs are fetched")
	errUser      = errors.New("a URL with a user name or password is not fetched")
	errRedirects = errors.New("too many redirects")
	errBusy      = errors.New("too many requests to this site are waiting")
	errPort      = errors.New("only ports 80 and 443 are fetched")
)

// tooLarge names the limit, in bytes, that a text exceeds.
func tooLarge(limit int) error { return fmt.Errorf("%w: more than %d MB", ErrTooLarge, limit>>20) }

// plainFetch says why a request failed in a line that anyone can read.
func plainFetch(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	dns, isDNS := errors.AsType[*net.DNSError](err)
	timeout, isNet := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork):
		return ErrPrivate
	case errors.Is(err, ssrf.ErrProhibitedPort):
		return errPort
	case isDNS && dns.IsNotFound:
		return errors.New("there is no such site")
	case isNet && timeout.Timeout():
		return ErrTimeout
	case errors.Is(err, syscall.ECONNREFUSED):
		return errors.New("the site refuses the connection")
	}
	return errors.New(oneLine(err.Error(), maxTitle))
}
