package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/racetest"
	"footnote/internal/store"
)

var (
	sitePages = flag.Int("sitepages", 24, "how many pages TestSiteKilled generates")
	siteHosts = flag.Int("sitehosts", 4, "on how many hosts")
	siteKills = flag.Int("sitekills", 3, "how often footnote add is killed, a second after its start")
)

// A newsSite is hosts on loopback with generated pages and a feed each. Some
// pages are slow, moved, gone or too busy at first; of the hosts, the first is
// dying, so that every other request breaks off, and the last is dead but for
// its feed.
type newsSite struct {
	t     *testing.T
	hosts []*httptest.Server
	each  int // pages of a host

	mu    sync.Mutex
	asked map[string]int         // URL → requests
	sent  map[string][]time.Time // URL → when its page was sent
}

func newNewsSite(t *testing.T, hosts, pages int) *newsSite {
	s := &newsSite{t: t, each: pages / hosts, asked: map[string]int{}, sent: map[string][]time.Time{}}
	for i := range hosts {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.%d.%d:0", i/200+1, i%200+1))
		if err != nil {
			t.Skipf("this system has one loopback address only: %v", err)
		}
		srv := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(i, w, r) })}}
		srv.Start()
		t.Cleanup(srv.Close)
		s.hosts = append(s.hosts, srv)
	}
	return s
}

// What a page is like, by its number.
func isGone(n int) bool   { return n%20 == 9 }
func isMoved(n int) bool  { return n%10 == 3 }
func isBusy(n int) bool   { return n%10 == 5 }
func isSlow(n int) bool   { return n%10 == 7 }
func isInFeed(n int) bool { return n%10 == 1 }

func (s *newsSite) serve(host int, w http.ResponseWriter, r *http.Request) {
	url := s.hosts[host].URL + r.URL.Path
	s.mu.Lock()
	s.asked[url]++
	times := s.asked[url]
	s.mu.Unlock()
	var n int
	switch {
	case r.URL.Path == "/feed.xml":
		s.feed(host, w, r)
		return
	case strings.HasPrefix(r.URL.Path, "/go/"):
		http.Redirect(w, r, "/story/"+strings.TrimPrefix(r.URL.Path, "/go/"), http.StatusFound)
		return
	}
	if _, err := fmt.Sscanf(r.URL.Path, "/story/%d", &n); err != nil || isGone(n) {
		http.NotFound(w, r)
		return
	}
	switch {
	case host == len(s.hosts)-1, host == 0 && times%2 == 1:
		panic(http.ErrAbortHandler) // the connection breaks off
	case isBusy(n) && times == 1:
		w.Header().Set("Retry-After", "1")
		http.Error(w, "busy", http.StatusTooManyRequests)
		return
	case isSlow(n):
		select {
		case <-time.After(300 * time.Millisecond):
		case <-r.Context().Done():
			return
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>Story %[1]d of host %[2]d</title></head><body><article><h1>Story %[1]d of host %[2]d</h1><p>%[3]s</p></article></body></html>`,
		n, host, words(host, n))
	s.mu.Lock()
	s.sent[url] = append(s.sent[url], time.Now())
	s.mu.Unlock()
}

// words returns the text of a page, which no other has.
func words(host, n int) string {
	return strings.Repeat(fmt.Sprintf("Ship %d of host %d left port %d with %d crates of tea and %d sailors. ", n, host, n%7, n*3+1, host+n), 12)
}

// feed serves a feed that shows some items twice, under other ids and URLs, and
// has all of the text of some.
func (s *newsSite) feed(host int, w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("If-None-Match") == `"1"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	w.Header().Set("ETag", `"1"`)
	fmt.Fprintf(w, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Host %d</title><link>%s/</link>`, host, s.hosts[host].URL)
	for n := range s.each {
		path := "/story/"
		if isMoved(n) {
			path = "/go/"
		}
		fmt.Fprintf(w, `<item><guid isPermaLink="false">%d</guid><title>Story %[1]d</title><link>%s%s%[1]d</link>`, n, s.hosts[host].URL, path)
		if isInFeed(n) {
			fmt.Fprintf(w, `<content:encoded>%s</content:encoded>`, words(host, n))
		}
		fmt.Fprint(w, `</item>`)
		if n%4 == 0 {
			fmt.Fprintf(w, `<item><guid isPermaLink="false">again %d</guid><title>Story %[1]d</title><link>%s%s%[1]d?utm_source=feed</link></item>`, n, s.hosts[host].URL, path)
		}
	}
	fmt.Fprint(w, `</channel></rss>`)
}

// storable returns the URLs of all that can be stored.
func (s *newsSite) storable() map[string]bool {
	all := map[string]bool{}
	for i, h := range s.hosts {
		for n := range s.each {
			if !isGone(n) && (i < len(s.hosts)-1 || isInFeed(n)) {
				all[fmt.Sprintf("%s/story/%d", h.URL, n)] = true
			}
		}
	}
	return all
}

// opml writes a file that names all feeds.
func (s *newsSite) opml(dir string) string {
	s.t.Helper()
	var b strings.Builder
	b.WriteString("<opml><body>")
	for _, h := range s.hosts {
		fmt.Fprintf(&b, `<outline xmlUrl="%s/feed.xml"/>`, h.URL)
	}
	path := filepath.Join(dir, "feeds.opml")
	if err := os.WriteFile(path, []byte(b.String()+"</body></opml>"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

func (s *newsSite) command(dir string, args ...string) *exec.Cmd {
	var allowed []string
	for _, h := range s.hosts {
		allowed = append(allowed, h.Listener.Addr().String())
	}
	c := exec.Command(os.Args[0], args...)
	c.Dir = dir
	c.Env = []string{asBinary + "=1", "FOOTNOTE_ALLOW_HOSTS=" + strings.Join(allowed, ",")}
	return c
}

// TestSiteKilled adds the feeds of a site with the real binary, kills it with
// SIGKILL again and again, and lets it end: all that can be stored is stored,
// once, and no page was fetched that was stored before.
func TestSiteKilled(t *testing.T) {
	racetest.Skip(t)
	t.Parallel()
	if testing.Short() {
		t.Skip("asks each host once a second, for 20 seconds")
	}
	s := newNewsSite(t, *siteHosts, *sitePages)
	dir := t.TempDir()
	opml := s.opml(dir)
	for range *siteKills {
		c := s.command(dir, "add", opml)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Second, func() { _ = c.Process.Kill() }) // it may be done
		_ = c.Wait()                                                          // it was killed
		timer.Stop()
	}
	t.Logf("%d articles after %d kills", len(s.held(filepath.Join(dir, "data"))), *siteKills)
	start := time.Now()
	// What has to wait for longer than add does, as pages of a host that broke
	// off again and again, is done when it is run again.
	for run := range 40 {
		c := s.command(dir, "add", opml)
		out, err := c.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if held := s.held(filepath.Join(dir, "data")); len(held) == len(s.storable()) {
			break
		} else if run == 39 {
			t.Errorf("%d of %d articles after %v; at last:\n%.2000s", len(held), len(s.storable()), time.Since(start), out)
		}
	}
	s.check(filepath.Join(dir, "data"))
}

// held returns when each article was added, by URL.
func (s *newsSite) held(data string) map[string]time.Time {
	s.t.Helper()
	st, err := store.Open(s.t.Context(), data)
	if err != nil {
		s.t.Fatal(err)
	}
	defer st.Close()
	held := map[string]time.Time{}
	for a, err := range st.Articles(s.t.Context(), store.Filter{}) {
		if err != nil {
			s.t.Fatal(err)
		}
		if _, twice := held[a.URL]; twice || a.Revision != 1 {
			s.t.Errorf("%s is there twice, or in revision %d", a.URL, a.Revision)
		}
		held[a.URL] = a.Added
	}
	return held
}

func (s *newsSite) check(data string) {
	s.t.Helper()
	held := s.held(data)
	storable := s.storable()
	for url := range storable {
		if held[url].IsZero() {
			s.t.Errorf("%s was not stored", url)
		}
	}
	again, sent := 0, 0
	for url, added := range held {
		if !storable[url] {
			s.t.Errorf("%s was stored", url)
		}
		sent += len(s.sent[url])
		for _, at := range s.sent[url] {
			if at.After(added) {
				again++
				s.t.Errorf("%s was fetched %v after it was stored", url, at.Sub(added))
			}
		}
	}
	s.t.Logf("%d pages on %d hosts: %d articles of %d that can be stored; %d pages sent for them, %d of them after they were stored",
		*sitePages, *siteHosts, len(held), len(storable), sent, again)
}
