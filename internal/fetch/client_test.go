package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"footnote/internal/article"
	"footnote/internal/media"
	"footnote/internal/store"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
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
		{in: "https://news.example/" + strings.Repeat("a", article.MaxURL), err: errURL},
		{in: "https://user@news.example/", err: errUser},
		{in: "https://user:word@news.example/", err: errUser},
		{in: "http://0x7f.1/", err: ErrPrivate},
		{in: "http://News.Example.:80/a", want: "http://news.example/a"},
		{in: "https://news.example:443/", want: "https://news.example/"},
		{in: "http://news.example:443/", want: "http://news.example:443/"},
		{in: "http://news.example:/a", want: "http://news.example/a"},
		{in: "https://bücher.example/", want: "https://xn--bcher-kva.example/"},
		{in: "https://foo_bar.example/", want: "https://foo_bar.example/"},
		{in: "http://[2606:4700:0:0::1]:8080/", want: "http://[2606:4700::1]:8080/"},
		{in: "http://９３.184.215.14/", want: "http://93.184.215.14/"},
		{in: "http://[fe80::1%25eth0]/", err: ErrPrivate},
		{in: "http://a\u200d.example/", err: errURL},
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
	p, err := c.Get(t.Context(), Request{URL: srv.URL + "/hop"})
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
		case "/zstd":
			header.Set("Content-Encoding", "zstd")
			header.Set("Content-Type", "text/html")
			fmt.Fprint(w, "?")
		case "/large":
			header.Set("Content-Type", "text/plain")
			spread(w, media.MaxText+1)
		case "/bomb":
			header.Set("Content-Type", "text/html")
			header.Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			spread(z, media.MaxText+1)
			z.Close()
		case "/packed":
			header.Set("Content-Encoding", "br")
			z := brotli.NewWriter(w)
			fmt.Fprint(z, "page")
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
		{"/status?429", ErrLater, "the site asks us to come back later (429)"},
		{"/status?503", nil, "the site answers with status 503"},
		{"/status?300", nil, "the site answers with status 300"},
		{"/picture", ErrType, "no page, text, feed or document: it is image/png"},
		{"/zstd", nil, "sent with encoding zstd, which was not asked for"},
		{"/large", media.ErrTooLarge, "too large: more than 10 MB"},
		{"/bomb", media.ErrTooLarge, ""},
		{"/cut", nil, "what the site answers is cut short"},
	} {
		t.Run(tt.path, func(t *testing.T) {
			_, err := c.Get(t.Context(), Request{URL: srv.URL + tt.path})
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if code := 0; strings.HasPrefix(tt.path, "/status?") {
				fmt.Sscanf(tt.path, "/status?%d", &code)
				if status, ok := errors.AsType[*StatusError](err); !ok || status.Code != code {
					t.Errorf("error %#v, want a StatusError of %d", err, code)
				}
			}
			if want := tt.text; want != "" && err.Error() != want {
				t.Errorf("error %q, want %q", err, want)
			}
		})
	}
	for _, path := range []string{"/public", "/packed"} {
		if p, err := c.Get(t.Context(), Request{URL: srv.URL + path}); err != nil || string(p.Body) != "page" {
			t.Errorf("%s: %q, %v", path, p.Body, err)
		}
	}
}

// A copy at hand is not sent again, and where a page has moved for good is
// known from it.
func TestGetIfChanged(t *testing.T) {
	srv, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/newer", http.StatusMovedPermanently)
		case "/newer":
			http.Redirect(w, r, "/page", http.StatusPermanentRedirect)
		case "/detour":
			http.Redirect(w, r, "/old", http.StatusFound)
		case "/page":
			w.Header().Set("ETag", `W/"1"`)
			w.Header().Set("Content-Type", "text/plain")
			http.ServeContent(w, r, "", time.Date(2026, 4, 27, 1, 2, 3, 0, time.UTC), strings.NewReader("page"))
		default:
			http.NotFound(w, r)
		}
	})
	for _, tt := range []struct {
		path, etag, modified string
		same                 bool
		moved                string
	}{
		{path: "/page"},
		{path: "/page", etag: `W/"1"`, same: true},
		{path: "/page", etag: `"2"`},
		{path: "/page", modified: "Mon, 27 Apr 2026 01:02:03 GMT", same: true},
		{path: "/page", modified: "Mon, 27 Apr 2026 01:02:02 GMT"},
		{path: "/old", etag: `W/"1"`, same: true, moved: "/page"},
		{path: "/old", moved: "/page"},
		{path: "/detour"},
	} {
		p, err := c.Get(t.Context(), Request{URL: srv.URL + tt.path, ETag: tt.etag, LastModified: tt.modified})
		if err != nil {
			t.Fatal(err)
		}
		if p.NotModified != tt.same || (len(p.Body) == 0) != tt.same || p.ETag != `W/"1"` || p.URL != srv.URL+"/page" ||
			strings.TrimPrefix(p.Moved, srv.URL) != tt.moved || !tt.same && p.LastModified != "Mon, 27 Apr 2026 01:02:03 GMT" {
			t.Errorf("%+v: got %+v", tt, p)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 4, 27, 1, 2, 3, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, " 7 ": 7 * time.Second, "-5": 0, "soon": 0, "99999999999999999999": 0,
		"2000000000": MaxRetryAfter, "Mon, 27 Apr 2026 01:03:03 GMT": time.Minute, "Mon, 27 Apr 2020 01:03:03 GMT": 0,
		"Mon, 27 Apr 2099 01:03:03 GMT": MaxRetryAfter,
	} {
		if got := retryAfter(in, now); got != want {
			t.Errorf("retryAfter(%q) = %v, want %v", in, got, want)
		}
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
	_, err := c.Get(t.Context(), Request{URL: srv.URL})
	if want := "the site refuses the connection"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestErrorsNameNoAddress holds that no error tells where this machine is, or who
// looks names up for it.
func TestErrorsNameNoAddress(t *testing.T) {
	own := &net.TCPAddr{IP: net.IPv4(172, 17, 0, 2), Port: 51234}
	for want, err := range map[string]error{
		"the site's name cannot be looked up just now": &net.DNSError{Err: "server misbehaving", Name: "a.example", Server: "10.96.0.10:53"},
		"connect: no route to host":                    &net.OpError{Op: "dial", Net: "tcp", Source: own, Addr: own, Err: os.NewSyscallError("connect", syscall.EHOSTUNREACH)},
	} {
		if got := plainFetch(t.Context(), &url.Error{Op: "Get", URL: "https://a.example/?token=x", Err: err}); got.Error() != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

// TestGetCutShort holds that of a connection that ends it is said in words.
func TestGetCutShort(t *testing.T) {
	srv, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		if r.URL.Path == "/body" {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "<p>begun")
			w.(http.Flusher).Flush()
		}
		panic(http.ErrAbortHandler)
	})
	for path, says := range map[string]string{
		"/header": "the site ended the connection before it had answered",
		"/body":   "what the site answers is cut short",
	} {
		_, err := c.Get(t.Context(), Request{URL: srv.URL + path})
		if want := says; err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
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
			if _, err := c.Get(t.Context(), Request{URL: srv.URL + path}); !errors.Is(err, ErrTimeout) {
				t.Errorf("error %v, want %v", err, ErrTimeout)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := c.Get(ctx, Request{URL: srv.URL + path}); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled: error %v, want %v", err, context.Canceled)
			}
		})
	}
}

type roundTrip func(*http.Request) *http.Response

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r), nil }

// respond returns a response with a text.
func respond(code int, text string) *http.Response {
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
			}
			pages = append(pages, fmt.Sprintf("%v %s%s", time.Since(start), r.URL.Host, r.URL.Path))
			return respond(http.StatusOK, "page")
		})
		for _, u := range []string{"https://a.example/1", "https://a.example/2", "https://b.example/1", "https://a.example/3"} {
			if _, err := c.Get(t.Context(), Request{URL: u}); err != nil {
				t.Fatal(err)
			}
		}
		want := []string{
			"0s a.example/robots.txt", "1s a.example/1", "2s a.example/2", "2s b.example/robots.txt", "3s b.example/1", "3s a.example/3",
		}
		if diff := cmp.Diff(want, pages); diff != "" {
			t.Errorf("asked at (-want +got):\n%s", diff)
		}
		if robots != 2 {
			t.Errorf("asked for robots.txt %d times, want once a host", robots)
		}
		time.Sleep(robotsFor)
		if _, err := c.Get(t.Context(), Request{URL: "https://a.example/4"}); err != nil || robots != 3 {
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
				return respond(status, "")
			}
			return respond(http.StatusOK, "page")
		})
		if _, err := c.Get(t.Context(), Request{URL: "https://a.example/"}); !errors.Is(err, ErrRobots) {
			t.Errorf("error %v, want %v", err, ErrRobots)
		}
		status = http.StatusNotFound
		time.Sleep(robotsErrorFor + time.Second)
		if _, err := c.Get(t.Context(), Request{URL: "https://a.example/"}); err != nil {
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

// TestRobotsAreKept holds that a client that has just begun knows what another
// one read.
func TestRobotsAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, err := store.OpenMemory(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		read := 0
		for range 3 {
			c := NewClient(Options{Robots: st})
			c.http.Transport = roundTrip(func(r *http.Request) *http.Response {
				if r.URL.Path == "/robots.txt" {
					read++
					return respond(http.StatusOK, "User-agent: *\nDisallow: /private\n")
				}
				return respond(http.StatusOK, "page")
			})
			if _, err := c.Get(t.Context(), Request{URL: "https://a.example/1"}); err != nil {
				t.Error(err)
			}
			if _, err := c.Get(t.Context(), Request{URL: "https://a.example/private/1"}); !errors.Is(err, ErrRobots) {
				t.Errorf("error %v, want %v", err, ErrRobots)
			}
		}
		if read != 1 {
			t.Errorf("robots.txt was read %d times, want once", read)
		}
		time.Sleep(robotsFor)
		if _, err := NewClient(Options{Robots: st}).remembered(t.Context(), &url.URL{Scheme: "https", Host: "127.0.0.1"}); err == nil {
			t.Error("what was kept of one site serves another")
		}
	})
}
