package fetch

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/temoto/robotstxt"
	"golang.org/x/time/rate"

	"footnote/internal/store"
)

// How long a robots.txt is believed, and how long an answer that was none, so
// that a site which is back up is read again soon. RFC 9309, section 2.4,
// allows a day for the first.
const (
	robotsFor      = time.Hour
	robotsErrorFor = time.Minute
)

// maxSites bounds what is remembered of hosts.
const maxSites = 1000

// A site is what the client knows of a host. The mutex of the client guards
// its fields, but for the limiter.
type site struct {
	limiter *rate.Limiter
	reading chan struct{} // holds one while the robots.txt is read, so that it is read once
	used    time.Time
	rules   map[string]rules // by scheme
}

// rules are a robots.txt, as read.
type rules struct {
	data  *robotstxt.RobotsData
	until time.Time
	down  bool // the site failed to say
	file  store.Robots
}

// A RobotsMemory keeps robots.txt files, so that a process that has just begun
// need not read them first; *store.Store is one.
type RobotsMemory interface {
	Robots(ctx context.Context, site string) (store.Robots, error)
	SaveRobots(ctx context.Context, site string, r store.Robots) error
}

// remembered returns the robots.txt of the site of u, as it was kept or else
// as it is read now.
func (c *Client) remembered(ctx context.Context, u *url.URL) (rules, error) {
	site := u.Scheme + "://" + u.Host
	if c.robots != nil {
		if kept, err := c.robots.Robots(ctx, site); err == nil && time.Now().Before(kept.Until) {
			r := parseRobots(kept.Status, kept.Text)
			r.until = kept.Until
			return r, nil
		}
	}
	r, err := c.fetchRobots(ctx, u)
	if err == nil && c.robots != nil {
		_ = c.robots.SaveRobots(ctx, site, r.file) // what is not kept is read again
	}
	return r, err
}

// site returns what is known of the host of u.
func (c *Client) site(u *url.URL) *site {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.sites[u.Host]
	if s == nil {
		if len(c.sites) >= maxSites {
			c.forgetOldest()
		}
		s = &site{limiter: rate.NewLimiter(rate.Every(c.interval), 1), reading: make(chan struct{}, 1), rules: map[string]rules{}}
		c.sites[u.Host] = s
	}
	s.used = time.Now()
	return s
}

// forgetOldest forgets the host that was asked the longest ago. The caller
// holds the mutex.
func (c *Client) forgetOldest() {
	oldest := ""
	for host, s := range c.sites {
		if oldest == "" || s.used.Before(c.sites[oldest].used) {
			oldest = host
		}
	}
	delete(c.sites, oldest)
}

// robotsAllow reports whether the site lets programs read u.
func (c *Client) robotsAllow(ctx context.Context, u *url.URL) (bool, error) {
	s := c.site(u)
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-ctx.Done():
		return false, context.Cause(ctx)
	}
	c.mu.Lock()
	known := s.rules[u.Scheme]
	c.mu.Unlock()
	if time.Now().After(known.until) {
		var err error
		if known, err = c.remembered(ctx, u); err != nil {
			return false, err
		}
		c.mu.Lock()
		s.rules[u.Scheme] = known
		c.mu.Unlock()
	}
	if known.down {
		return false, errRobotsDown
	}
	path := cmp.Or(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return known.data.TestAgent(path, product), nil
}

// fetchRobots reads the robots.txt of the site of u, through redirects as
// guarded as those of a page, and each in its turn. Of a site without one
// everything may be read; of one that fails to say, nothing.
func (c *Client) fetchRobots(ctx context.Context, u *url.URL) (rules, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range maxRedirects + 1 {
		if err := c.wait(ctx, at); err != nil {
			return rules{}, err
		}
		resp, err := c.request(ctx, at, Request{})
		if err != nil {
			return rules{}, err
		}
		next, err := c.redirect(at, resp)
		if next == nil {
			return readRobots(ctx, resp, err)
		}
		resp.Body.Close()
		at = next
	}
	return parseRobots(http.StatusNotFound, nil), nil
}

// readRobots reads a response to a request for a robots.txt. One that cannot
// be unpacked, or leads where we do not follow, is none.
func readRobots(ctx context.Context, resp *http.Response, refused error) (rules, error) {
	defer resp.Body.Close()
	body, err := unpack(resp.Body, resp.Header.Get("Content-Encoding"))
	if refused != nil || err != nil {
		return parseRobots(http.StatusNotFound, nil), nil
	}
	text, err := io.ReadAll(io.LimitReader(body, maxRobots))
	if err != nil {
		return rules{}, plainFetch(ctx, err)
	}
	return parseRobots(resp.StatusCode, text), nil
}

// crawlDelay is a line that we have a fixed answer to. One that holds no number
// would cost the parser all the others.
var crawlDelay = regexp.MustCompile(`(?im)^\s*crawl-delay\s*:.*$`)

// parseRobots reads a robots.txt. One that makes no sense forbids nothing.
func parseRobots(status int, body []byte) rules {
	keep := robotsFor
	if status >= 500 {
		keep = robotsErrorFor
	}
	data, err := robotstxt.FromStatusAndBytes(status, crawlDelay.ReplaceAll(body, nil))
	if err != nil || data == nil {
		data, _ = robotstxt.FromStatusAndBytes(http.StatusNotFound, nil)
	}
	until := time.Now().Add(keep)
	return rules{data, until, status >= 500, store.Robots{Status: status, Text: body, Until: until}}
}
