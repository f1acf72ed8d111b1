package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/net/dns/dnsmessage"
)

// outside is a loopback address that the guard of these tests takes for a
// public one, so that a page out there can be played without leaving the
// machine. Nothing listens at nobody, which it takes for public too.
const (
	outside = "127.77.0.1"
	nobody  = "127.77.0.2"
)

// A countListener counts the connections that reach it, but for those to an
// address that stands for a public one.
type countListener struct {
	net.Listener
	accepted atomic.Int32
}

func (l *countListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil && !strings.HasPrefix(c.LocalAddr().String(), "127.77.0.") {
		l.accepted.Add(1)
	}
	return c, err
}

// A siege is a client between a site outside and a server of this machine that
// nothing may reach, at every address the machine has.
type siege struct {
	client *Client
	inside *countListener
	port   string
	site   string                            // the URL of the site outside
	serve  func(http.ResponseWriter, string) // how the site answers a request but for robots.txt

	mu    sync.Mutex
	names map[string]func() []netip.Addr // what the name server says of them
}

func newSiege(t *testing.T) *siege {
	t.Helper()
	s := &siege{names: map[string]func() []netip.Addr{}}
	l, err := net.Listen("tcp", "[::]:0") // of both kinds
	if err != nil {
		l, err = net.Listen("tcp", "0.0.0.0:0")
	}
	if err != nil {
		t.Fatal(err)
	}
	s.inside = &countListener{Listener: l}
	s.port = strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	startAt(t, s.inside, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") })

	public, err := net.Listen("tcp", outside+":0")
	if err != nil {
		t.Skipf("this machine has one loopback address only: %v", err)
	}
	s.site = "http://" + public.Addr().String()
	startAt(t, public, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		s.serve(w, r.URL.RequestURI())
	})

	d := newDialer(nil,
		ssrf.WithAllowedV4Prefixes(netip.MustParsePrefix(outside+"/32"), netip.MustParsePrefix(nobody+"/32")),
		ssrf.WithAnyPort()) // the port is not what stops it
	d.guarded.Resolver = &net.Resolver{PreferGo: true, Dial: s.resolve}
	s.client = NewClient(Options{})
	s.client.interval, s.client.timeout = 0, 10*time.Second
	s.client.http.Transport = newTransport(d)
	return s
}

func startAt(t *testing.T, l net.Listener, h http.HandlerFunc) {
	t.Helper()
	srv := httptest.NewUnstartedServer(h)
	srv.Listener.Close()
	srv.Listener = l
	srv.Start()
	t.Cleanup(srv.Close)
}

// resolve is a connection to a name server that knows names, and of every
// other that there is no such name.
func (s *siege) resolve(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	go func() { // ends when the resolver hangs up
		defer theirs.Close()
		for {
			size := make([]byte, 2)
			if _, err := readFull(theirs, size); err != nil {
				return
			}
			query := make([]byte, int(size[0])<<8|int(size[1]))
			if _, err := readFull(theirs, query); err != nil {
				return
			}
			reply := s.reply(query)
			if _, err := theirs.Write(append([]byte{byte(len(reply) >> 8), byte(len(reply))}, reply...)); err != nil {
				return
			}
		}
	}()
	return ours, nil
}

func readFull(c net.Conn, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var k int
		k, err = c.Read(p[n:])
		n += k
	}
	return n, err
}

func (s *siege) reply(query []byte) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil || len(m.Questions) != 1 {
		return query
	}
	q := m.Questions[0]
	m.Response, m.Additionals = true, nil
	s.mu.Lock()
	defer s.mu.Unlock()
	addrs, known := s.names[strings.TrimSuffix(q.Name.String(), ".")]
	if !known {
		m.RCode = dnsmessage.RCodeNameError
	} else {
		for _, ip := range addrs() {
			h := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}
			switch {
			case q.Type == dnsmessage.TypeA && ip.Is4():
				m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: ip.As4()}})
			case q.Type == dnsmessage.TypeAAAA && ip.Is6():
				m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
			}
		}
	}
	reply, err := m.Pack()
	if err != nil {
		return query
	}
	return reply
}

// resolves makes a name resolve to addresses, the same whenever it is asked.
func (s *siege) resolves(name string, addrs ...string) {
	var ips []netip.Addr
	for _, a := range addrs {
		ips = append(ips, netip.MustParseAddr(a))
	}
	s.resolvesTo(name, func() []netip.Addr { return ips })
}

func (s *siege) resolvesTo(name string, addrs func() []netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names[name] = addrs
}

// refused fails if fetching a URL does anything but end with the error want,
// or any where want is nil, before a connection to the server inside.
func (s *siege) refused(t *testing.T, rawURL string, want error) {
	t.Helper()
	before := s.inside.accepted.Load()
	p, err := s.client.Get(t.Context(), Request{URL: rawURL})
	if err == nil || want != nil && !errors.Is(err, want) {
		t.Errorf("%s: got %q, error %v, want %v", rawURL, p.Body, err, want)
	}
	if n := s.inside.accepted.Load() - before; n != 0 {
		t.Errorf("%s: the server inside was reached by %d connections", rawURL, n)
	}
}

// loopbackHosts are ways to write an address of this machine.
var loopbackHosts = []string{
	// As it is.
	"127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", "0.0.0.0", "0.1.2.3",
	// Short, decimal, octal, hexadecimal, mixed, too large, padded.
	"127.1", "127.0.1", "127.65535", "0", "0.0", "0.0.0", "1", "2130706433", "02130706433", "6425673729", "4294967296", "383.0.0.1", "127.0.0.257",
	"0177.0.0.1", "0177.0.0.01", "017700000001", "0177.1", "00000177.0.0.1", "127.0.0.01", "127.000.000.001", "0o177.0.0.1",
	"0x7f000001", "0X7F000001", "0x7f.0.0.1", "0x7f.1", "0x7F.0x0.0x0.0x1", "0x0", "0x", "0x00000000007f000001", "127.0x0.1", "0177.0.0x1", "0x7f.0.0.01",
	// With dots at its end, and between other dots.
	"127.0.0.1.", "2130706433.", "0x7f.1.", "localhost.", "127.0.0.1..", "127..0.1", ".127.0.0.1", "[::1.]",
	// By name.
	"localhost", "LOCALHOST", "LocalHost",
	// In characters that become others: fullwidth, circled, with invisible
	// marks and other dots.
	"１２７.０.０.１", "127。0。0。1", "１２７．１", "①②⑦.⓪.⓪.①", "２１３０７０６４３３", "０x7f000001", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "local\u00adhost", "127.0.0\u200b.1",
	"𝟏𝟐𝟕.𝟎.𝟎.𝟏", "127.0.0.¹", "%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1",
	// As IPv6.
	"[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0:1]", "[::]", "[0::0]", "[::0001]",
	"[::ffff:127.0.0.1]", "[::FFFF:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[0:0:0:0:0:FFFF:7F00:0001]", "[::ffff:0.0.0.0]", "[::ffff:127.1]",
	"[::127.0.0.1]", "[::7f00:1]", "[::ffff:0:127.0.0.1]", "[::ffff:0:7f00:1]",
	"[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::127.0.0.1]", "[64:ff9b:1:7f00:0:100::]",
	"[2002:7f00:1::]", "[2002:7f00:1::1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[2001::80ff:fffe]", "[fe80::5efe:127.0.0.1]",
	"[::1%25lo]", "[::1%25]", "[::1%251]", "[fe80::1%25eth0]", "[::ffff:127.0.0.1%25lo]", "[2606:4700:4700::1111%25lo]",
}

// specialHosts are addresses of networks that are not the public one, and of
// services that tell secrets to whoever asks from inside.
var specialHosts = []string{
	"10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.255",
	"169.254.0.1", "169.254.169.254", "169.254.170.2", "169.254.170.23", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.16689662", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]",
	"[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "[fd00:ec2::254]", "[fe80::a9fe:a9fe]", "168.63.129.16", "[::ffff:168.63.129.16]", "0xa83f8110", "2822734096",
	"100.100.100.200", "192.0.0.192", "192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
	"224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
	"[fc00::1]", "[fd12:3456:789a::1]", "[fe80::1]", "[febf::1]", "[fec0::1]", "[ff01::1]", "[ff02::1]", "[ff02::fb]", "[100::1]", "[2001:db8::1]", "[2001:2::1]", "[2001:10::1]",
	"[2001:20::1]", "[3fff::1]", "[5f00::1]", "[::2]", "[::ffff:10.0.0.1]", "[::ffff:192.168.0.1]", "[64:ff9b::10.0.0.1]", "[2002:c0a8:1::1]", "[4000::1]",
}

func TestGetStaysOutside(t *testing.T) {
	s := newSiege(t)
	for _, host := range append(loopbackHosts, specialHosts...) {
		s.refused(t, "http://"+host+":"+s.port+"/", nil)
		s.refused(t, "https://"+host+":"+s.port+"/a?b=c", nil)
		s.refused(t, "http://"+host+"/", nil)
	}
	for _, host := range []string{"127.0.0.1", "[::1]", "[::]", "0.0.0.0", "localhost", "LOCALHOST.", "１２７.０.０.１", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "0x7f.1", "[::1%25lo]", "169.254.169.254", "168.63.129.16"} {
		s.refused(t, "http://"+host+":"+s.port+"/", ErrPrivate)
	}
	if n := len(loopbackHosts) + len(specialHosts); n < 150 {
		t.Errorf("only %d hosts", n)
	}
}

// The suite above proves something only if the server can be reached at all.
func TestGetReachesAllowedHosts(t *testing.T) {
	s := newSiege(t)
	for _, host := range []string{"127.0.0.1", "localhost", "127.1.2.3"} {
		c := NewClient(Options{AllowHosts: []string{host}})
		c.interval = 0
		if _, err := c.Get(t.Context(), Request{URL: "http://" + host + ":" + s.port}); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	if s.inside.accepted.Load() == 0 {
		t.Error("nothing reached the server")
	}
	s.serve = func(w http.ResponseWriter, _ string) { fmt.Fprint(w, "page") }
	if p, err := s.client.Get(t.Context(), Request{URL: s.site}); err != nil || string(p.Body) != "page" {
		t.Errorf("the site outside: %q, %v", p.Body, err)
	}
}

func TestGetRefusesOddURLs(t *testing.T) {
	s := newSiege(t)
	in, out := "127.0.0.1:"+s.port, "news.example"
	s.resolves(out, nobody)
	for _, raw := range []string{
		// Who is the host?
		"http://" + out + "@" + in + "/", "http://" + out + ":80@" + in + "/", "http://" + in + "@" + out + "/", "http://a:b@" + out + "@" + in + "/",
		"http://" + out + "\\@" + in + "/", "http://" + in + "\\@" + out + "/", "http://" + out + "%40" + in + "/", "http://" + out + "%2f@" + in + "/",
		"http://" + out + ";@" + in + "/", "http://@" + in + "/", "http://:@" + in + "/", "http://" + out + "#@" + in + "/", "http://" + out + "?@" + in + "/",
		"http://" + out + "/@" + in + "/", "http://" + out + ":80:" + in + "/", "http://" + out + ":@" + in, "http://[" + in + "]/", "http://[::1]" + out + ":" + s.port,
		// What is a URL?
		"http:" + in, "http:/" + in, "http:///" + in, "http:////" + in, "//" + in + "/", "///" + in, "\\\\" + in, "http:\\\\" + in, "http://\\" + in, "http://" + in + "\\",
		"http://127.0.0.1%09:" + s.port, "http://127.0.0.1\t:" + s.port, "http://127.0.0.1\r\nHost: a:" + s.port, "http://127.0.0.1%00." + out + ":" + s.port,
		"http://127.0.0.1 :" + s.port, "http://127%2e0%2e0%2e1:" + s.port, "http://%31%32%37.0.0.1:" + s.port, "http://127.0.0.1%2f." + out, "http://[::1", "http://::1:" + s.port,
		"http://127.0.0.1:" + s.port + "0", "http://127.0.0.1:0" + s.port, "http://127.0.0.1:-1", "http://127.0.0.1:", "http://127.0.0.1:０", "http://:" + s.port, "http://", "",
		// What is fetched?
		"file:///etc/passwd", "file://" + in + "/etc/passwd", "ftp://" + in + "/", "gopher://" + in + "/_GET", "dict://" + in + "/d", "ldap://" + in, "sftp://" + in, "tftp://" + in,
		"ws://" + in, "wss://" + in, "jar:http://" + in + "!/", "view-source:http://" + in, "blob:http://" + in, "data:text/html,<p>a", "javascript:location='http://" + in + "'",
		"unix:///var/run/docker.sock", "http+unix://%2Fvar%2Frun%2Fdocker.sock/", "netdoc:///etc/passwd", "url:http://" + in, "feed:http://" + in, "feed://" + in, "httpx://" + in,
	} {
		s.refused(t, raw, nil)
	}
}

// A port other than those of the web belongs to no page: mail, databases.
func TestGetRefusesPorts(t *testing.T) {
	c := NewClient(Options{})
	for _, port := range []string{"1", "22", "25", "6379", "8080", "11211"} {
		if _, err := c.Get(t.Context(), Request{URL: "http://93.184.215.14:" + port}); !errors.Is(err, ErrPort) {
			t.Errorf("port %s: %v, want %v", port, err, ErrPort)
		}
	}
}

func TestGetRefusesNames(t *testing.T) {
	s := newSiege(t)
	for _, ips := range [][]string{
		{"127.0.0.1"},
		{"::1"},
		{"127.0.0.1", "::1"},
		{"::ffff:127.0.0.1"},
		{"0.0.0.0"},
		{"10.0.0.1"},
		{"169.254.169.254"},
		{"168.63.129.16"},
		{"fd00:ec2::254"},
		{"64:ff9b::7f00:1"},
		{"127.0.0.1", "10.0.0.1", "::1"},
	} {
		for _, name := range []string{"news.example", "a.b.c.news.example", "xn--nws-6la.example", "127.0.0.1.nip.example", "localhost.news.example", "foo_bar.example", "wiki.localhost"} {
			s.resolves(name, ips...)
			s.refused(t, "http://"+name+":"+s.port+"/", ErrPrivate)
		}
		s.refused(t, "http://NÈWS.example.:"+s.port+"/", ErrPrivate)
	}
	host, err := os.Hostname()
	if err == nil {
		s.refused(t, "http://"+host+":"+s.port+"/", nil)
	}
}

// Where nobody answers at the public address of a name, its next is no way in.
func TestGetRefusesNextAddress(t *testing.T) {
	s := newSiege(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.inside = &countListener{Listener: l}
	startAt(t, s.inside, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") })
	s.port = strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	s.resolves("mixed.example", nobody, "127.0.0.1", "::1")
	s.resolves("other.example", "127.0.0.1", nobody)
	s.refused(t, "http://mixed.example:"+s.port+"/", nil)
	s.refused(t, "http://other.example:"+s.port+"/", nil)
}

// A name that is outside when it is looked at, and inside when it is called.
func TestGetRefusesNamesThatChange(t *testing.T) {
	s := newSiege(t)
	s.serve = func(w http.ResponseWriter, _ string) { fmt.Fprint(w, "page") }
	port := s.site[strings.LastIndex(s.site, ":"):]
	for after := range 6 {
		asked := 0
		name := fmt.Sprintf("change%d.example", after)
		s.resolvesTo(name, func() []netip.Addr {
			if asked++; asked <= after {
				return []netip.Addr{netip.MustParseAddr(outside)}
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}
		})
		for range 4 {
			for _, p := range []string{port, ":" + s.port} {
				s.client.http.CloseIdleConnections() // so that the name is asked for again
				_, _ = s.client.Get(t.Context(), Request{URL: "http://" + name + p})
			}
		}
		s.refused(t, "http://"+name+":"+s.port, nil)
	}
	if n := s.inside.accepted.Load(); n != 0 {
		t.Errorf("the server inside was reached by %d connections", n)
	}
}

func TestGetRefusesRedirects(t *testing.T) {
	s := newSiege(t)
	s.resolves("inside.example", "127.0.0.1")
	s.serve = func(w http.ResponseWriter, uri string) {
		u, _ := url.Parse(uri)
		q := u.Query()
		code, err := strconv.Atoi(q.Get("code"))
		if err != nil { // a target that is a path of the site
			code = http.StatusNotFound
		}
		w.Header().Set("Location", q.Get("to"))
		w.WriteHeader(code)
	}
	hop := func(code int, to string) string {
		return fmt.Sprintf("%s/?code=%d&to=%s", s.site, code, url.QueryEscape(to))
	}
	in := "127.0.0.1:" + s.port
	targets := []string{
		"//" + in + "/", "http://inside.example:" + s.port + "/", " http://" + in + "/", "http://" + in + "/\t", "HTTP://" + in, "http:" + in, "///" + in,
		"http://user:word@" + in + "/", "file:///etc/passwd", "gopher://" + in + "/", "ftp://" + in + "/", "javascript:1", "data:text/html,a", "http://[::1", "\\\\" + in,
		"https://" + in + "/", "/\\" + in, "http://" + in + "#" + s.site, "http://" + in + "\\@news.example",
	}
	for _, host := range loopbackHosts {
		targets = append(targets, "http://"+host+":"+s.port+"/")
	}
	for i, to := range targets {
		code := []int{301, 302, 303, 307, 308}[i%5]
		s.refused(t, hop(code, to), nil)
		s.refused(t, hop(302, hop(301, hop(307, to))), nil)
	}
	s.refused(t, hop(301, "http://"+in), ErrPrivate)
	s.refused(t, hop(301, hop(302, hop(303, hop(307, hop(308, "http://"+in))))), ErrPrivate)
	s.refused(t, hop(301, hop(302, hop(303, hop(307, hop(308, hop(301, "http://"+in)))))), errRedirects)
	s.refused(t, hop(301, "file:///etc/passwd"), errScheme)
}

// What is no redirect of HTTP is not followed at all, whatever it says.
func TestGetFollowsNothingElse(t *testing.T) {
	s := newSiege(t)
	in := "http://127.0.0.1:" + s.port + "/"
	for _, proxy := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"} {
		t.Setenv(proxy, in)
	}
	for _, tt := range []struct {
		code         int
		header, body string
	}{
		{200, "Refresh: 0; url=" + in, "page"},
		{200, "Location: " + in, "page"},
		{201, "Location: " + in, "page"},
		{202, "Content-Location: " + in, "page"},
		{200, "Link: <" + in + ">; rel=canonical", "page"},
		{200, "Alt-Svc: h2=\"127.0.0.1:" + s.port + "\"", "page"},
		{300, "Location: " + in, ""},
		{304, "Location: " + in, ""},
		{305, "Location: " + in, ""},
		{306, "Location: " + in, ""},
		{407, "Proxy-Authenticate: Basic", ""},
		{401, "WWW-Authenticate: Negotiate", ""},
		{200, "X-A: b", "<meta http-equiv=refresh content='0; url=" + in + "'><p>page"},
		{200, "X-A: b", "<script>location='" + in + "'</script><p>page"},
		{200, "X-A: b", "<link rel=canonical href='" + in + "'><link rel=amphtml href='" + in + "'><base href='" + in + "'><iframe src='" + in + "'></iframe><img src='" + in + "'><p>page"},
		{200, "X-A: b", "<!DOCTYPE html SYSTEM '" + in + "'><html><p>page"},
		{200, "Content-Type: application/xml", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM '" + in + "'>]><a>&b;</a>"},
	} {
		s.serve = func(w http.ResponseWriter, _ string) {
			name, value, _ := strings.Cut(tt.header, ": ")
			w.Header().Set(name, value)
			w.WriteHeader(tt.code)
			if tt.body != "" {
				fmt.Fprint(w, tt.body)
			}
		}
		_, _ = s.client.Get(t.Context(), Request{URL: s.site})
		if n := s.inside.accepted.Load(); n != 0 {
			t.Fatalf("%+v: the server inside was reached by %d connections", tt, n)
		}
	}
}

func TestRobotsStayOutside(t *testing.T) {
	s := newSiege(t)
	l, err := net.Listen("tcp", outside+":0")
	if err != nil {
		t.Fatal(err)
	}
	startAt(t, l, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.Redirect(w, r, "http://127.0.0.1:"+s.port+"/robots.txt", http.StatusFound)
			return
		}
		fmt.Fprint(w, "page")
	})
	s.refused(t, "http://"+l.Addr().String(), ErrPrivate)
}

// An allowed host is for who names it, and for its own pages: a feed or page
// from elsewhere that names it would make us ask inside for a stranger.
func TestAllowedHostIsNamedByPeopleOnly(t *testing.T) {
	s := newSiege(t)
	in := "http://127.0.0.1:" + s.port
	c := NewClient(Options{AllowHosts: []string{"127.0.0.1"}})
	c.interval = 0
	for _, from := range []string{"https://news.example/feed", "http://127.0.0.1.example/", "%zz", "file:///a", "http://localhost:" + s.port} {
		if _, err := c.Get(t.Context(), Request{URL: in, From: from}); !errors.Is(err, ErrPrivate) {
			t.Errorf("from %s: error %v, want %v", from, err, ErrPrivate)
		}
	}
	if n := s.inside.accepted.Load(); n != 0 {
		t.Fatalf("the server inside was reached by %d connections", n)
	}
	for _, from := range []string{"", in + "/feed"} {
		if _, err := c.Get(t.Context(), Request{URL: in, From: from}); err != nil {
			t.Errorf("from %q: %v", from, err)
		}
	}
}

func TestDialerRefusesAfterResolving(t *testing.T) {
	d := newDialer(hosts{"wiki.example.com"})
	for _, host := range specialHosts {
		ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
		if err != nil {
			continue // a way to write one, which never comes out of a resolver
		}
		if c, err := d.dial(t.Context(), "tcp", netip.AddrPortFrom(ip, 80).String()); err == nil {
			c.Close()
			t.Errorf("%s was dialled", host)
		} else if !errors.Is(err, ssrf.ErrProhibitedIP) {
			t.Errorf("%s: %v, want it prohibited", host, err)
		}
	}
	guard := ssrf.New(ssrf.WithDeniedV4Prefixes(azureWire))
	for _, ip := range []string{"93.184.215.14", "168.63.129.17", "2606:4700:4700::1111"} {
		if err := guard.SafeAddr(netip.MustParseAddr(ip)); err != nil {
			t.Errorf("%s: %v", ip, err)
		}
	}
}
