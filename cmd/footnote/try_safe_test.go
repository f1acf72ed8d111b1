package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/internal/racetest"
)

// ran is what a script in an article would do. The quotes are such that it
// works in an attribute too.
const ran = "window.ran=1"

// hostile are words that would run a script where they are taken for HTML.
var hostile = []string{
	"<script>" + ran + "</script>", "<img src=x onerror=" + ran + ">", "<svg onload=" + ran + ">", `"><img src=x onerror=` + ran + `>`,
	"</title></svg></script><script>" + ran + "</script>", "<iframe srcdoc='<script>parent." + ran + "</script>'></iframe>",
	"[press](javascript:" + ran + ")", "<javascript:" + ran + "|press>", "{{.}}<a href=javascript:" + ran + ">press</a>",
}

// addHostile fills a data folder with articles that carry scripts wherever an
// article has words, one of them in two revisions.
func addHostile(t *testing.T, data string) {
	t.Helper()
	dir := t.TempDir()
	var lines strings.Builder
	for i, h := range hostile {
		for _, staff := range []int{340, 350} {
			line := map[string]string{
				"url":   fmt.Sprintf("https://kestrel.example/%d?a=%s#%s", i, `"onmouseover="`+ran, h),
				"title": fmt.Sprintf("Kestrel works %d %s", i, h), "source": "Outlet " + h, "author": "Author " + h, "published_at": "2026-05-05",
				"body": fmt.Sprintf("The Kestrel works number %d employ %d people today.\n\nSo %s they say.\n%s", i, staff, h, h),
			}
			raw, err := json.Marshal(line)
			if err != nil {
				t.Fatal(err)
			}
			lines.Write(append(raw, '\n'))
		}
	}
	lines.WriteString(`{"url":"javascript:` + ran + `","title":"Kestrel script","body":"The Kestrel script runs nowhere."}` + "\n")
	named := filepath.Join(dir, "<img src=x onerror="+ran+">.txt")
	if err := os.WriteFile(named, []byte("The Zindel ledger\n\nThe Zindel ledger lists 77 letters of the harbour.\n\nSo <script>"+ran+"</script> they say."), 0o600); err != nil {
		t.Fatal(err)
	}
	code := run(t.Context(), []string{"footnote", "--data", data, "add", named, "-"}, nil,
		streams{strings.NewReader(lines.String()), t.Output(), t.Output()})
	if code != exitDone && code != exitFailed { // what is no URL of a page may be named and left out
		t.Fatalf("footnote add: exit %d", code)
	}
}

// acts is true of a page where something of an article acts: it has run, or
// stands as an element, a handler or a link that would.
const acts = `window.ran !== undefined
	|| [...document.querySelectorAll("*")].some(e => [...e.attributes].some(a => /^on|^srcdoc$/i.test(a.name) || /^\s*(javascript|vbscript|data):/i.test(a.value)))
	|| [...document.querySelectorAll("iframe, object, embed, base, img, meta[http-equiv]")].length > 0
	|| [...document.scripts].some(s => s.getAttribute("src") != "/static/app.js" || s.text != "")`

// harmless fails the test where something of an article acts on the page, or
// the page has no policy that forbids it.
func (v *visitor) harmless(where string) {
	v.t.Helper()
	v.Eval(`for (const e of document.querySelectorAll("main a, main p, main td, aside p, aside a")) {
		e.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
		e.dispatchEvent(new FocusEvent("focus"));
	}`, nil)
	var did bool
	v.Eval(acts, &did)
	var html string
	if did {
		v.Eval("document.documentElement.outerHTML", &html)
		v.t.Errorf("%s: something of an article acts:\n%.4000s", where, html)
	}
	var policy string
	v.Eval(`fetch(location.href, {method: "GET"}).then(r => r.headers.get("content-security-policy"))`, &policy)
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "base-uri 'none'"} {
		if !strings.Contains(policy, want) {
			v.t.Errorf("%s: the policy is %q, without %q", where, policy, want)
		}
	}
}

// TestTryScripts adds articles with scripts in all that an article has, asks
// about them, and opens every page that shows them.
func TestTryScripts(t *testing.T) {
	racetest.Skip(t)
	data := filepath.Join(t.TempDir(), "data")
	addHostile(t, data)
	v := visit(t, startTry(t, nil, "--data", data))
	v.provesHostile()
	v.says(`@footnote How many people do the <img src=x onerror=` + ran + `> Kestrel works number 4 employ?`)
	v.sees(`document.querySelector("#thread")?.innerText.includes("350 people") && document.querySelector("#thread button.up")`)
	v.keep("hostile")
	v.harmless("a thread")
	v.Go(v.url)
	v.live()
	v.says("@footnote How many letters does the Zindel ledger list?")
	v.sees(`document.querySelector("#thread")?.innerText.includes("onerror=` + ran + `>.txt")`)
	v.harmless("an article of a file")
	v.Go(v.url)
	v.live()
	for command, want := range map[string]string{
		"/articles find Kestrel": "Kestrel works",
		"/summary Kestrel works": "350 people",
		"/watch How many people do the Kestrel works 3 employ " + hostile[0]: "is watched",
	} {
		v.says(command)
		v.sees(`[...document.querySelectorAll("#messages .ephemeral .body")].some(b => b.innerText.includes(` + quoteJS(want) + `))`)
	}
	v.harmless("a channel")
	v.follows(`#sidebar a[href*="view=home"]`)
	v.sees(`document.querySelector("#messages .block")`)
	v.harmless("Home")
	v.opensAll()
}

// provesHostile shows that the scripts would run where nothing hinders them:
// else the test would prove nothing.
func (v *visitor) provesHostile() {
	v.t.Helper()
	open := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<body>"+r.URL.Query().Get("words"))
	}))
	defer open.Close()
	for _, words := range hostile[:6] {
		v.Eval("location.assign("+quoteJS(open.URL+"/?words=")+" + encodeURIComponent("+quoteJS(words)+"))", nil)
		v.sees("window.ran === 1")
	}
	v.Go(v.url)
	v.live()
}

// opensAll opens the pages of the library, and each article with what its
// pages can show.
func (v *visitor) opensAll() {
	v.t.Helper()
	paths := []string{"library", "library?outlet=" + strings.ReplaceAll(hostile[3], " ", "+"), "library/questions", "library/watches/1", "read/" + hostile[1]}
	v.Go(v.url + "library")
	var articles []string
	v.Eval(`[...document.querySelectorAll('td a[href^="/read/"]')].map(a => a.getAttribute("href").slice(1))`, &articles)
	if len(articles) < len(hostile)+1 {
		v.t.Fatalf("the library has %d articles, want %d at least", len(articles), len(hostile)+1)
	}
	paths = append(paths, articles...)
	paths = append(paths, articles[0]+"?revision=2&changes", articles[0]+"?revision=1&text="+hostile[1], articles[0]+"?text=Kestrel%20works")
	for _, path := range paths {
		v.Go(v.url + path)
		v.sees(`document.querySelector("main h1")`)
		v.harmless(path)
	}
	v.keep("hostile-article")
}

// TestTryGuarded holds that the page of a running try is this machine's alone:
// it listens on loopback, and refuses names that were led there and requests
// of other sites.
func TestTryGuarded(t *testing.T) {
	address := startTry(t, nil)
	if !strings.HasPrefix(address, "http://localhost:") {
		t.Errorf("the page is at %s, want localhost", address)
	}
	for _, test := range []struct {
		name, method, path, host string
		header                   map[string]string
		status                   int
	}{
		{"the page", "GET", "", "", nil, http.StatusOK},
		{"the library", "GET", "library", "", nil, http.StatusOK},
		{"a name that was led here", "GET", "", "evil.example", nil, http.StatusMisdirectedRequest},
		{"the library by such a name", "GET", "library", "evil.example", nil, http.StatusMisdirectedRequest},
		{"another site's form", "POST", "do/say", "", map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		{"another site's script", "POST", "do/upload", "", map[string]string{"Origin": "https://evil.example"}, http.StatusForbidden},
	} {
		t.Run(test.name, func(t *testing.T) {
			req, err := http.NewRequestWithContext(t.Context(), test.method, address+test.path, strings.NewReader(`{"text":"hi"}`))
			if err != nil {
				t.Fatal(err)
			}
			if test.host != "" {
				req.Host = test.host
			}
			for name, value := range test.header {
				req.Header.Set(name, value)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != test.status {
				t.Errorf("status %d, want %d", resp.StatusCode, test.status)
			}
			if policy := resp.Header.Get("Content-Security-Policy"); test.status == http.StatusOK && !strings.Contains(policy, "default-src 'none'") {
				t.Errorf("the policy is %q", policy)
			}
		})
	}
}
