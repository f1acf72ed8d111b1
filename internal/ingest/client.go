package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Bounds of fetching.
const (
	fetchTimeout = 20 * time.Second // for all of a page: robots.txt, redirects, waiting and body
	maxRedirects = 5
	hostInterval = time.Second // between two requests to one host
	maxRobots    = 500 << 10   // bytes; RFC 9309, section 2.5, asks for at least this
	maxHeader    = 256 << 10   // bytes of a response's header
)

// Options are the choices of a Client.
type Options struct {
	Version string // of Footnote, for the User-Agent
	Contact string // where those whose pages are read find out more: a URL or an e-mail address
	// AllowHosts are hosts that may have private addresses and any port, as
	// "wiki.example.com" or "127.0.0.1:8080". No redirect leads there from
	// another host.
	AllowHosts []string
}

// A Client fetches pages that people name, and so can be told to fetch
// anything: it opens no private address, follows robots.txt, asks a host once
// a second, and reads only text, and only so much. It is safe for concurrent
// use.
type Client struct {
	http    *http.Client
	agent   string
	allowed hosts

	timeout  time.Duration
	interval time.Duration

	mu    sync.Mutex
	sites map[string]*site // by host, with its port
}

// NewClient returns a Client.
func NewClient(o Options) *Client {
	allowed := newHosts(o.AllowHosts)
	return &Client{
		http: &http.Client{
			Transport: newTransport(allowed, 80, 443),
			// Every step is checked by get.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		agent:    userAgent(o),
		allowed:  allowed,
		timeout:  fetchTimeout,
		interval: hostInterval,
		sites:    map[string]*site{},
	}
}

// product is the name that a robots.txt calls us by.
const product = "Footnote"

func userAgent(o Options) string {
	agent := product + "/" + cmp.Or(o.Version, "dev")
	if o.Contact != "" {
		agent += " (+" + o.Contact + ")"
	}
	return oneLine(agent, maxName)
}

// A Page is what a URL led to.
type Page struct {
	URL  string // after redirects, without a fragment
	Type string // content type as declared; empty where none is
	Body []byte
}

// Get fetches what a URL leads to. Its error wraps one of the Err values if
// it is one that people meet.
func (c *Client) Get(ctx context.Context, rawURL string) (Page, error) {
	p, err := c.get(ctx, rawURL)
	if err != nil {
		return Page{}, fmt.Errorf("fetch %s: %w", rawURL, err)
	}
	return p, nil
}

// get is Get with an error that does not name the URL.
func (c *Client) get(ctx context.Context, rawURL string) (Page, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, ErrTimeout)
	defer cancel()
	u, err := parseURL(rawURL)
	if err != nil {
		return Page{}, err
	}
	for range maxRedirects + 1 {
		if err := c.mayFetch(ctx, u); err != nil {
			return Page{}, err
		}
		resp, err := c.request(ctx, u)
		if err != nil {
			return Page{}, err
		}
		next, err := c.redirect(u, resp)
		if next == nil {
			return readPage(ctx, u, resp, err)
		}
		resp.Body.Close()
		u = next
	}
	return Page{}, errRedirects
}

// mayFetch waits until the site of u lets us ask for it, or says why not.
func (c *Client) mayFetch(ctx context.Context, u *url.URL) error {
	allowed, err := c.robotsAllow(ctx, u)
	switch {
	case err != nil:
		return err
	case !allowed:
		return ErrRobots
	}
	if err := c.site(u).limiter.Wait(ctx); err != nil {
		return cmp.Or(context.Cause(ctx), errBusy)
	}
	return nil
}

// request asks for u, once. The caller closes the body.
func (c *Client) request(ctx context.Context, u *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errURL
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,application/x-ndjson;q=0.9,*/*;q=0.1")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, plainFetch(ctx, err)
	}
	return resp, nil
}

// redirect returns where a response sends us, or nil if it is not elsewhere.
func (c *Client) redirect(from *url.URL, resp *http.Response) (*url.URL, error) {
	to := resp.Header.Get("Location")
	if !slices.Contains([]int{301, 302, 303, 307, 308}, resp.StatusCode) || to == "" {
		return nil, nil
	}
	ref, err := from.Parse(to)
	if err != nil {
		return nil, errURL
	}
	next, err := parseURL(ref.String())
	if err != nil {
		return nil, err
	}
	if c.allowed.has(address(next)) && !c.allowed.has(address(from)) {
		return nil, ErrPrivate
	}
	return next, nil
}

// readPage reads a response that is no redirect. A refused is why a redirect
// was not followed.
func readPage(ctx context.Context, u *url.URL, resp *http.Response, refused error) (Page, error) {
	defer resp.Body.Close()
	declared := resp.Header.Get("Content-Type")
	if err := cmp.Or(refused, statusError(resp.StatusCode), typeError(declared)); err != nil {
		return Page{}, err
	}
	if enc := resp.Header.Get("Content-Encoding"); enc != "" && enc != "identity" {
		return Page{}, fmt.Errorf("sent with encoding %s, which was not asked for", oneLine(enc, maxName))
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxText+1))
	switch {
	case err != nil:
		return Page{}, plainFetch(ctx, err)
	case len(body) > maxText:
		return Page{}, tooLarge(maxText)
	}
	return Page{URL: u.String(), Type: declared, Body: body}, nil
}

// textTypes are the content types that may hold an article. Where none is
// declared, or the one that says nothing, the content tells.
var textTypes = slices.Concat(lineTypes, markdownTypes,
	[]string{"", "text/html", "application/xhtml+xml", "text/plain", "application/json", "application/octet-stream"})

func typeError(declared string) error {
	mediatype, _, err := mime.ParseMediaType(declared)
	if err != nil {
		mediatype, _, _ = strings.Cut(strings.ToLower(declared), ";")
	}
	if slices.Contains(textTypes, strings.TrimSpace(mediatype)) {
		return nil
	}
	return fmt.Errorf("%w: it is %s", ErrType, oneLine(mediatype, maxName))
}

func statusError(code int) error {
	switch {
	case code >= 200 && code < 300:
		return nil
	case code == http.StatusNotFound || code == http.StatusGone:
		return fmt.Errorf("%w (%d)", ErrNotFound, code)
	case code == http.StatusPaymentRequired:
		return fmt.Errorf("%w (%d)", ErrPaywall, code)
	case code == http.StatusUnauthorized, code == http.StatusForbidden, code == http.StatusUnavailableForLegalReasons:
		return fmt.Errorf("%w (%d)", ErrForbidden, code)
	case code == http.StatusTooManyRequests:
		return errors.New("the site asks us to come back later (429)")
	}
	return fmt.Errorf("the site answers with status %d", code)
}
