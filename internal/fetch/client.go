// Package fetch reads from the web what people, feeds and redirects name:
// politely, by Client.Get, which follows robots.txt and asks a host once a
// second, and safely, since anybody may name anything: from no private
// address, within bounds, whatever a body is compressed by. Nothing else
// fetches what a user names.
package fetch

import (
	"cmp"
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"footnote/internal/article"
	"footnote/internal/media"
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
	Robots     RobotsMemory // nil where robots.txt files are not kept
	// Transport stands for the network in tests; nil for the one that opens no
	// private address.
	Transport http.RoundTripper
}

// A Client fetches what people, feeds and redirects name, and so can be told
// to fetch anything: it opens no private address, follows robots.txt, asks a
// host once a second, and reads only what may hold articles, and only so much.
// It follows no redirect that a page makes by itself, keeps no cookies and
// knows no proxy. It is safe for concurrent use.
type Client struct {
	http    *http.Client
	agent   string
	allowed hosts
	robots  RobotsMemory // may be nil

	timeout  time.Duration
	interval time.Duration

	mu    sync.Mutex
	sites map[string]*site // by host, with its port
}

// NewClient returns a Client.
func NewClient(o Options) *Client {
	allowed := newHosts(o.AllowHosts)
	if o.Transport == nil {
		o.Transport = newTransport(newDialer(allowed))
	}
	return &Client{
		http: &http.Client{
			Transport: o.Transport,
			// Every step is checked by Get.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		agent:    userAgent(o),
		allowed:  allowed,
		robots:   o.Robots,
		timeout:  fetchTimeout,
		interval: hostInterval,
		sites:    map[string]*site{},
	}
}

// Apart is how long a Client waits between two requests to one host.
func (c *Client) Apart() time.Duration { return c.interval }

// product is the name that a robots.txt calls us by.
const product = "Footnote"

func userAgent(o Options) string {
	agent := product + "/" + cmp.Or(o.Version, "dev")
	if o.Contact != "" {
		agent += " (+" + o.Contact + ")"
	}
	return article.OneLine(agent, article.MaxName)
}

// A Request names a URL to fetch, and which copy of it is at hand.
type Request struct {
	URL string
	// From is the page or feed that names the URL, and empty where a person
	// does. What is not of a host in AllowHosts leads to none.
	From string
	// ETag and LastModified are of the copy at hand, as its Page had them. With
	// either the answer may be that the copy still holds.
	ETag, LastModified string
}

// A Page is what a URL led to.
type Page struct {
	URL   string // after redirects, without a fragment
	Moved string // where the URL has moved for good; empty where it has not
	Type  string // content type as declared; empty where none is
	Body  []byte // without compression

	NotModified        bool   // the copy at hand still holds, and there is no Body
	ETag, LastModified string // for the next Request; empty where the site gives none
}

// Get fetches what a URL leads to. Its error, which does not name the URL,
// wraps one of the Err values if it is one that people meet, and is a
// *StatusError if the site answers with anything but success.
func (c *Client) Get(ctx context.Context, r Request) (Page, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, ErrTimeout)
	defer cancel()
	u, err := parseURL(r.URL)
	if err != nil {
		return Page{}, err
	}
	if from, err := url.Parse(r.From); r.From != "" && (err != nil || !c.mayLead(from, u)) {
		return Page{}, ErrPrivate
	}
	moved, forGood := "", true
	for range maxRedirects + 1 {
		if err := c.mayFetch(ctx, u); err != nil {
			return Page{}, err
		}
		resp, err := c.request(ctx, u, r)
		if err != nil {
			return Page{}, err
		}
		next, err := c.redirect(u, resp)
		if next == nil {
			p, err := readPage(ctx, u, resp, err)
			p.Moved = moved
			return p, err
		}
		resp.Body.Close()
		u = next
		if forGood = forGood && (resp.StatusCode == 301 || resp.StatusCode == 308); forGood {
			moved = u.String()
		}
	}
	return Page{}, errRedirects
}

// mayLead reports whether what is found at from may lead to the URL to: a host
// that is allowed although it is private is reached from its own kind only.
func (c *Client) mayLead(from, to *url.URL) bool {
	return !c.allowed.has(address(to)) || c.allowed.has(address(from))
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
	return c.wait(ctx, u)
}

// wait waits until it is our turn to ask the host of u.
func (c *Client) wait(ctx context.Context, u *url.URL) error {
	if err := c.site(u).limiter.Wait(ctx); err != nil {
		return cmp.Or(context.Cause(ctx), errBusy)
	}
	return nil
}

// request asks for u, once, with the validators of r. The caller closes the
// body.
func (c *Client) request(ctx context.Context, u *url.URL, r Request) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errURL
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", accept)
	req.Header.Set("Accept-Encoding", acceptEncoding)
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
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
	if !c.mayLead(from, next) {
		return nil, ErrPrivate
	}
	return next, nil
}

// readPage reads a response that is no redirect. A refused is why a redirect
// was not followed.
func readPage(ctx context.Context, u *url.URL, resp *http.Response, refused error) (Page, error) {
	defer resp.Body.Close()
	p := Page{
		URL: u.String(), Type: resp.Header.Get("Content-Type"),
		ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"),
	}
	if resp.StatusCode == http.StatusNotModified {
		p.NotModified = true
		return p, refused
	}
	if err := cmp.Or(refused, statusError(resp), typeError(p.Type)); err != nil {
		return Page{}, err
	}
	var err error
	if p.Body, err = readBody(resp.Body, resp.Header.Get("Content-Encoding"), media.MaxText); err != nil {
		return Page{}, plainFetch(ctx, err)
	}
	return p, nil
}

// accept names what we read, pages first.
const accept = "text/html,application/xhtml+xml,text/markdown,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9," +
	"text/plain;q=0.9,application/x-ndjson;q=0.9,application/pdf;q=0.8,application/epub+zip;q=0.8,*/*;q=0.1"

func typeError(declared string) error {
	mediatype, _, err := mime.ParseMediaType(declared)
	if err != nil {
		mediatype, _, _ = strings.Cut(strings.ToLower(declared), ";")
	}
	if slices.Contains(media.Types, strings.TrimSpace(mediatype)) {
		return nil
	}
	return fmt.Errorf("%w: it is %s", ErrType, article.OneLine(mediatype, article.MaxName))
}
