package ingest

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"code.dny.dev/ssrf"
)

// serve starts a server and returns it with a client that may reach it.
func serve(t *testing.T, h http.HandlerFunc) (*httptest.Server, *Client) {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	c := NewClient(Options{AllowHosts: []string{srv.Listener.Addr().String()}})
	c.interval = 0
	return srv, c
}

// A secret server is of this machine and counts who reaches it.
type secret struct {
	port uint16
	hits atomic.Int32
}

func newSecret(t *testing.T) *secret {
	t.Helper()
	l, err := net.Listen("tcp", "[::]:0") // every address of this machine, of both kinds
	if err != nil {
		l, err = net.Listen("tcp", "0.0.0.0:0")
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &secret{port: uint16(l.Addr().(*net.TCPAddr).Port)}
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.hits.Add(1)
		fmt.Fprint(w, "secret")
	}))
	srv.Listener.Close()
	srv.Listener = l
	srv.Start()
	t.Cleanup(srv.Close)
	return s
}

// insideHosts are ways to write an address that is not public.
var insideHosts = []string{
	"127.0.0.1", "127.1.2.3", "localhost", "LOCALHOST", "[::1]", "0.0.0.0", "[::]",
	"2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "0", "127.0.0.1.",
	"[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[::1%25lo]",
}

func TestGetStaysOutside(t *testing.T) {
	s := newSecret(t)
	c := NewClient(Options{})
	c.timeout = 5 * time.Second
	c.http.Transport = newTransport(nil, s.port) // the port is not what stops it
	for _, host := range insideHosts {
		if _, err := c.Get(t.Context(), fmt.Sprintf("http://%s:%d/", host, s.port)); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: error %v, want %v", host, err, ErrPrivate)
		}
	}
	name, _ := os.Hostname()
	for _, host := range []string{"localhost.", name} { // known to some resolvers only
		if _, err := c.Get(t.Context(), fmt.Sprintf("http://%s:%d/", host, s.port)); err == nil {
			t.Errorf("%s was fetched", host)
		}
	}
	if n := s.hits.Load(); n != 0 {
		t.Fatalf("the server was reached %d times", n)
	}
	free := NewClient(Options{AllowHosts: []string{"127.0.0.1"}})
	if _, err := free.Get(t.Context(), fmt.Sprintf("http://127.0.0.1:%d/", s.port)); err != nil || s.hits.Load() == 0 {
		t.Fatalf("an allowed host was not reached: %v", err)
	}
}

func TestGetStaysOutsideThroughRedirects(t *testing.T) {
	s := newSecret(t)
	srv, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		http.NotFound(w, r)
	})
	c.http.Transport = newTransport(c.allowed, s.port)
	for _, host := range insideHosts {
		if strings.Contains(host, "%") {
			continue
		}
		inner := fmt.Sprintf("http://%s:%d/", host, s.port)
		for _, from := range []string{inner, srv.URL + "/?to=" + url.QueryEscape(inner)} {
			_, err := c.Get(t.Context(), srv.URL+"/?to="+url.QueryEscape(from))
			if !errors.Is(err, ErrPrivate) {
				t.Errorf("to %s: error %v, want %v", from, err, ErrPrivate)
			}
		}
	}
	if n := s.hits.Load(); n != 0 {
		t.Fatalf("the server was reached %d times", n)
	}
}

func TestRobotsStayOutside(t *testing.T) {
	s := newSecret(t)
	srv, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.Redirect(w, r, fmt.Sprintf("http://127.0.0.1:%d/robots.txt", s.port), http.StatusFound)
			return
		}
		fmt.Fprint(w, "page")
	})
	c.http.Transport = newTransport(c.allowed, s.port)
	if _, err := c.Get(t.Context(), srv.URL); !errors.Is(err, ErrPrivate) {
		t.Errorf("error %v, want %v", err, ErrPrivate)
	}
	if n := s.hits.Load(); n != 0 {
		t.Fatalf("the server was reached %d times", n)
	}
}

// A redirect from elsewhere to a host that is allowed although it is private
// would let anyone send us there.
func TestRedirectIntoAllowedHost(t *testing.T) {
	c := NewClient(Options{AllowHosts: []string{"wiki.example.com"}})
	for _, tt := range []struct {
		from, to string
		want     error
	}{
		{"https://news.example/a", "http://wiki.example.com/admin", ErrPrivate},
		{"https://wiki.example.com/a", "https://wiki.example.com/b", nil},
		{"https://news.example/a", "/b", nil},
		{"https://news.example/a", "file:///etc/passwd", errScheme},
		{"https://news.example/a", "https://user:word@news.example/b", errUser},
		{"https://news.example/a", "http://[::1", errURL},
	} {
		from, err := url.Parse(tt.from)
		if err != nil {
			t.Fatal(err)
		}
		resp := &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {tt.to}}}
		if _, err := c.redirect(from, resp); !errors.Is(err, tt.want) {
			t.Errorf("from %s to %s: %v, want %v", tt.from, tt.to, err, tt.want)
		}
	}
}

func TestGuardRefusesSpecialRanges(t *testing.T) {
	guard := ssrf.New(ssrf.WithDeniedV4Prefixes(azureWire))
	for _, ip := range []string{
		"10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16",
		"192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "0.0.0.1",
		"::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "::ffff:168.63.129.16",
		"64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2001::1", "2002:7f00:1::", "2001:db8::1", "100::1",
	} {
		if err := guard.SafeAddr(netip.MustParseAddr(ip)); err == nil {
			t.Errorf("%s is let through", ip)
		}
	}
	for _, ip := range []string{"93.184.215.14", "168.63.129.17", "2606:4700:4700::1111"} {
		if err := guard.SafeAddr(netip.MustParseAddr(ip)); err != nil {
			t.Errorf("%s: %v", ip, err)
		}
	}
}

func TestParseURL(t *testing.T) {
	for _, tt := range []struct {
		in, want string
		err      error
	}{
		{in: " HTTPS://News.example/a?b=c#d ", want: "https://news.example/a?b=c"},
		{in: "http://93.184.215.14/", want: "http://93.184.215.14/"},
		{in: "ftp://news.example/a", err: errScheme},
		{in: "file:///etc/passwd", err: errScheme},
		{in: "javascript:alert(1)", err: errScheme},
		{in: "news.example/a", err: errScheme},
		{in: "https:///a", err: errURL},
		{in: "https://%zz/", err: errURL},
		{in: "https://news.example/" + strings.Repeat("a", maxURL), err: errURL},
		{in: "https://user@news.example/", err: errUser},
		{in: "https://user:word@news.example/", err: errUser},
		{in: "http://0x7f.1/", err: ErrPrivate},
	} {
		u, err := parseURL(tt.in)
		if !errors.Is(err, tt.err) || err == nil && u.String() != tt.want {
			t.Errorf("parseURL(%q) = %v, %v, want %s, %v", tt.in, u, err, tt.want, tt.err)
		}
	}
}

func TestGet(t *testing.T) {
	srv, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hop":
			http.Redirect(w, r, "/page#part", http.StatusMovedPermanently)
		case "/page":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, "read by %s", r.UserAgent())
		default:
			http.NotFound(w, r)
		}
	})
	c.agent = userAgent(Options{Version: "1.2", Contact: "https://bot.example/\r\nX: y"})
	p, err := c.Get(t.Context(), srv.URL+"/hop")
	if err != nil {
		t.Fatal(err)
	}
	if p.URL != srv.URL+"/page" || p.Type != "text/html; charset=utf-8" || string(p.Body) != "read by Footnote/1.2 (+https://bot.example/ X: y)" {
		t.Errorf("Get = %s, %s, %q", p.URL, p.Type, p.Body)
	}
}

func TestGetRefuses(t *testing.T) {
	srv, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nCrawl-delay: soon\nDisallow: /private\nDisallow: /*?print=")
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/status":
			code := http.StatusTeapot
			fmt.Sscan(r.URL.RawQuery, &code)
			w.WriteHeader(code)
		case "/picture":
			header.Set("Content-Type", "image/png")
		case "/brotli":
			header.Set("Content-Encoding", "br")
			header.Set("Content-Type", "text/html")
			fmt.Fprint(w, "?")
		case "/large":
			header.Set("Content-Type", "text/plain")
			spread(w, maxText+1)
		case "/bomb":
			header.Set("Content-Type", "text/html")
			header.Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			spread(z, 3*maxText)
			z.Close()
		case "/cut":
			header.Set("Content-Type", "text/html")
			header.Set("Content-Length", "1000")
			fmt.Fprint(w, "short")
		default:
			fmt.Fprint(w, "page")
		}
	})
	for _, tt := range []struct {
		path string
		want error
		text string
	}{
		{"/private/a", ErrRobots, ""},
		{"/a?print=1", ErrRobots, ""},
		{"/loop", errRedirects, ""},
		{"/status?404", ErrNotFound, "not found (404)"},
		{"/status?410", ErrNotFound, ""},
		{"/status?401", ErrForbidden, ""},
		{"/status?403", ErrForbidden, "the site refuses to show it (403)"},
		{"/status?451", ErrForbidden, ""},
		{"/status?402", ErrPaywall, ""},
		{"/status?429", nil, "the site asks us to come back later (429)"},
		{"/status?503", nil, "the site answers with status 503"},
		{"/status?304", nil, "the site answers with status 304"},
		{"/picture", ErrType, "no page or text: it is image/png"},
		{"/brotli", nil, "sent with encoding br, which was not asked for"},
		{"/large", ErrTooLarge, "too large: more than 10 MB"},
		{"/bomb", ErrTooLarge, ""},
		{"/cut", nil, "unexpected EOF"},
	} {
		t.Run(tt.path, func(t *testing.T) {
			_, err := c.Get(t.Context(), srv.URL+tt.path)
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if want := "fetch " + srv.URL + tt.path + ": " + tt.text; tt.text != "" && err.Error() != want {
				t.Errorf("error %q, want %q", err, want)
			}
		})
	}
	if _, err := c.Get(t.Context(), srv.URL+"/public"); err != nil {
		t.Errorf("a page that robots.txt allows: %v", err)
	}
}

// spread writes at least n bytes of spaces, until w takes no more.
func spread(w io.Writer, n int) {
	blank := strings.Repeat(" ", 64<<10)
	for range n/len(blank) + 1 {
		if _, err := io.WriteString(w, blank); err != nil {
			return
		}
	}
}

func TestGetNobodyThere(t *testing.T) {
	srv, c := serve(t, nil)
	srv.Close()
	_, err := c.Get(t.Context(), srv.URL)
	if want := "fetch " + srv.URL + ": the site refuses the connection"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestGetTakesTooLong(t *testing.T) {
	for _, path := range []string{"/robots.txt", "/header", "/body"} {
		t.Run(path, func(t *testing.T) {
			srv, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case path:
					if path == "/body" {
						w.Header().Set("Content-Type", "text/html")
						fmt.Fprint(w, "<p>begun")
						w.(http.Flusher).Flush()
					}
					<-r.Context().Done()
				case "/robots.txt":
					http.NotFound(w, r)
				}
			})
			c.timeout = 100 * time.Millisecond
			if _, err := c.Get(t.Context(), srv.URL+path); !errors.Is(err, ErrTimeout) {
				t.Errorf("error %v, want %v", err, ErrTimeout)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := c.Get(ctx, srv.URL+path); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled: error %v, want %v", err, context.Canceled)
			}
		})
	}
}

type roundTrip func(*http.Request) *http.Response

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r), nil }

// answer returns a response with a text.
func answer(code int, text string) *http.Response {
	return &http.Response{
		StatusCode: code, Header: http.Header{"Content-Type": {"text/plain"}}, Body: io.NopCloser(strings.NewReader(text)),
	}
}

func TestGetAsksHostOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var robots int
		var pages []string
		c := NewClient(Options{})
		c.http.Transport = roundTrip(func(r *http.Request) *http.Response {
			if r.URL.Path == "/robots.txt" {
				robots++
				return answer(http.StatusNotFound, "")
			}
			pages = append(pages, fmt.Sprintf("%v %s", time.Since(start), r.URL.Host))
			return answer(http.StatusOK, "page")
		})
		for _, u := range []string{"https://a.example/1", "https://a.example/2", "https://b.example/1", "https://a.example/3"} {
			if _, err := c.Get(t.Context(), u); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := fmt.Sprint(pages), "[0s a.example 1s a.example 1s b.example 2s a.example]"; got != want {
			t.Errorf("asked at %s, want %s", got, want)
		}
		if robots != 2 {
			t.Errorf("asked for robots.txt %d times, want once a host", robots)
		}
		time.Sleep(robotsFor)
		if _, err := c.Get(t.Context(), "https://a.example/4"); err != nil || robots != 3 {
			t.Errorf("after an hour robots.txt was asked for %d times, %v, want 3", robots, err)
		}
	})
}

func TestRobotsOfBrokenSite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		status := http.StatusInternalServerError
		c := NewClient(Options{})
		c.http.Transport = roundTrip(func(r *http.Request) *http.Response {
			if r.URL.Path == "/robots.txt" {
				return answer(status, "")
			}
			return answer(http.StatusOK, "page")
		})
		if _, err := c.Get(t.Context(), "https://a.example/"); !errors.Is(err, ErrRobots) {
			t.Errorf("error %v, want %v", err, ErrRobots)
		}
		status = http.StatusNotFound
		time.Sleep(robotsErrorFor + time.Second)
		if _, err := c.Get(t.Context(), "https://a.example/"); err != nil {
			t.Errorf("once the site is back: %v", err)
		}
	})
}

func TestClientForgetsHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := NewClient(Options{})
		for i := range maxSites + 10 {
			c.site(&url.URL{Host: fmt.Sprint(i)})
			time.Sleep(time.Millisecond)
		}
		if _, oldest := c.sites["0"]; len(c.sites) != maxSites || oldest {
			t.Errorf("remembers %d hosts, the oldest %v; want %d without it", len(c.sites), oldest, maxSites)
		}
	})
}
