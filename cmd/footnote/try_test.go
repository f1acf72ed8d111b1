package main

import (
	"bufio"
	"context"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"footnote/internal/browsertest"
)

// artefacts is where screenshots are kept, to be looked at; git ignores it.
const artefacts = "../../artefacts"

// startTry runs footnote try until the test ends, and returns where its page
// is. The environment holds what env says and nothing else.
func startTry(t testing.TB, env map[string]string, args ...string) (url string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	done := make(chan int)
	go func() {
		code := run(ctx, append([]string{"footnote", "try", "--port", "0"}, args...),
			func(name string) (string, bool) { v, ok := env[name]; return v, ok }, streams{strings.NewReader(""), in, t.Output()})
		in.Close()
		done <- code
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != exitDone {
			t.Errorf("footnote try ended with %d", code)
		}
	})
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("read what try says: %v", err)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }() // ends when try does
	if url = regexp.MustCompile(`http://\S+`).FindString(first); url == "" {
		t.Fatalf("try says %q, want its address", first)
	}
	return url
}

// A visitor is a person at the page.
type visitor struct {
	*browsertest.Tab
	t    testing.TB
	url  string // where the page is
	shot string // the folder of screenshots
}

func visit(t testing.TB, url string) *visitor {
	t.Helper()
	folder, err := filepath.Abs(artefacts)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{Tab: browsertest.Open(t), t: t, url: url, shot: folder}
	v.Resize(1280, 860)
	v.Go(url)
	v.live()
	return v
}

// live waits until the page hears what changes.
func (v *visitor) live() { v.sees(`document.body?.dataset.live == "yes"`) }

// sees fails the test if a condition in JavaScript does not come to hold.
func (v *visitor) sees(condition string) {
	v.t.Helper()
	if !v.Reaches(condition, time.Minute) {
		v.keep("failed")
		v.t.Fatalf("the page never came to: %s", condition)
	}
}

// says writes in the message box that has the focus, and sends it.
func (v *visitor) says(text string) {
	v.t.Helper()
	v.Type(text)
	// The protocol sends the key and its character apart, so that a page
	// cannot keep the one from the other.
	v.Eval(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}))`, nil)
}

// clicks clicks on what a selector finds first.
func (v *visitor) clicks(selector string) {
	v.t.Helper()
	v.sees(`document.querySelector(` + quoteJS(selector) + `)`)
	v.Eval(`document.querySelector(`+quoteJS(selector)+`).click()`, nil)
}

// follows clicks on a link and waits for the page it leads to.
func (v *visitor) follows(selector string) {
	v.t.Helper()
	v.Eval(`document.body.dataset.live = "left"`, nil)
	v.clicks(selector)
	v.live()
}

func quoteJS(s string) string { return "`" + strings.ReplaceAll(s, "`", "\\`") + "`" }

// opensFootnote opens the first footnote of the thread, looks whether its
// words are marked in view, and comes back.
func (v *visitor) opensFootnote() {
	v.t.Helper()
	var link struct{ Href, Quote string }
	v.Eval(`(() => {
		const a = document.querySelector("#thread .block-context a");
		return {Href: a.href, Quote: a.parentElement.innerText.split("“")[1].split("”")[0]};
	})()`, &link)
	v.Go(link.Href)
	v.sees(`document.querySelector("mark")?.innerText.trim() == ` + quoteJS(link.Quote))
	v.sees(`(() => { const r = document.querySelector("mark").getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`)
	v.keep("footnote")
	v.Eval(`history.back()`, nil)
	v.live()
}

// keep keeps a screenshot among the artefacts.
func (v *visitor) keep(name string) {
	v.t.Helper()
	if err := os.MkdirAll(v.shot, 0o755); err != nil {
		v.t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(v.shot, "try-"+name+".png"))
	if err != nil {
		v.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, v.Screenshot()); err != nil {
		v.t.Fatal(err)
	}
}

// TestTryPage does what a person would do at the page first.
func TestTryPage(t *testing.T) {
	v := visit(t, startTry(t, nil))
	v.keep("empty")
	v.says("@footnote Is Microsoft still exclusive?")
	v.sees(`document.querySelector("#thread")?.innerText.includes("no longer OpenAI's exclusive cloud provider")`)
	v.sees(`document.querySelectorAll("#thread .feedback, #thread button.up").length == 1`)
	v.keep("answer")
	v.opensFootnote()
	v.says("Since when?")
	v.sees(`document.querySelectorAll("#thread button.up").length == 2`)
	v.keep("follow-up")
	v.Prefer(true)
	v.keep("dark")
	v.Prefer(false)
	v.Resize(390, 844)
	v.keep("narrow")
	v.Resize(1280, 860)
	v.follows(`#sidebar a[href*="view=home"]`)
	v.sees(`document.querySelector("#messages .block")`)
	v.keep("home")
	v.follows(`[data-scenario="newer"]`)
	v.sees(`document.querySelector("#thread")?.innerText.includes("16 June 2026")`)
	v.sees(`document.querySelectorAll("#thread button.up").length == 2`)
	v.keep("newer")
	v.Go(v.url + "library")
	v.sees(`document.querySelectorAll("tr a").length >= 24 && document.querySelector("svg rect")`)
	v.keep("library")
	v.clicks(`nav a[href="/library/questions"]`)
	v.sees(`document.body.innerText.includes("Is Microsoft still exclusive?")`)
	v.keep("questions")
}
