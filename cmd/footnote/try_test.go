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
	"footnote/internal/racetest"
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
			environ(env), streams{strings.NewReader(""), in, t.Output()})
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
	v.presses("Enter")
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

// dislikes presses "Bad answer", looks at the modal, on a telephone too, and
// closes it.
func (v *visitor) dislikes() {
	v.t.Helper()
	v.clicks("#thread button.down")
	v.sees(`document.querySelector("#modal select")`)
	v.keep("disliked")
	for _, width := range []int{390, 1280} {
		v.Resize(width, 860)
		v.sees(`[...document.querySelectorAll("#modal dialog *")].every(e => e.getBoundingClientRect().right <= document.querySelector("#modal dialog").getBoundingClientRect().right)`)
	}
	v.clicks("#modal [data-dismiss]")
	v.sees(`!document.querySelector("#modal dialog")`)
}

// usesCommands asks with a slash command, completed by the message box, and
// shares the answer.
func (v *visitor) usesCommands() {
	v.t.Helper()
	v.Go(v.url)
	v.live()
	v.Resize(1280, 860)
	v.Type("/as")
	v.sees(`document.querySelector(".complete [aria-selected=true]")?.innerText.startsWith("/ask")`)
	v.presses("Tab")
	v.says("Did Tarnwick and Pellow merge?")
	v.sees(`[...document.querySelectorAll("#messages .ephemeral .body")].some(b => b.innerText.includes("will not merge"))`)
	v.keep("command")
	v.Eval(`[...document.querySelectorAll("#messages .ephemeral button.action")].find(b => b.innerText.includes("Share")).click()`, nil)
	v.sees(`[...document.querySelectorAll("#messages .message:not(.ephemeral) .body")].some(b => b.innerText.includes("will not merge"))`)
	v.keep("shared")
	v.says("/articles find bridge")
	v.sees(`[...document.querySelectorAll("#messages .ephemeral .body")].some(b => b.innerText.includes("Sorrel Bridge is open to traffic again"))`)
	for command, want := range map[string]string{
		"/summary Sorrel Bridge":               "Sorrel Bridge in Port Veyra",
		"/digest weekdays at 8:30 Berlin":      "8:30",
		"/watch Is Microsoft still exclusive?": "no longer",
		"/articles find asdf":                  "No article fits that. /articles list shows the newest ones.",
		"/ask help":                            "/ask QUESTION",
	} {
		v.says(command)
		v.sees(`[...document.querySelectorAll("#messages .ephemeral .body")].some(b => b.innerText.includes(` + quoteJS(want) + `))`)
	}
	v.keep("commands")
	v.says("/frobnicate")
	v.sees(`document.querySelector("#toast").innerText.includes("/frobnicate is not a valid command")`)
}

// dropsFile drops a file, adds it from the menu of the message, and asks about
// it.
func (v *visitor) dropsFile() {
	v.t.Helper()
	v.Eval(`(() => {
		const files = new DataTransfer();
		files.items.add(new File(["The ferry to Quay Island\n\nThe ferry to Quay Island sails every 40 minutes since 1 June 2026, the harbour office said."], "ferry.txt", {type: "text/plain"}));
		document.querySelector("#main").dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
	})()`, nil)
	v.sees(`[...document.querySelectorAll(".file")].some(f => f.innerText.includes("ferry.txt"))`)
	v.Eval(`(() => {
		const message = [...document.querySelectorAll("#messages .message")].find(m => m.innerText.includes("ferry.txt"));
		[...message.querySelectorAll("[data-shortcut]")].find(b => b.innerText.includes("library") || b.textContent.includes("library")).click();
	})()`, nil)
	v.sees(`[...document.querySelectorAll("#messages .ephemeral .body")].some(b => b.innerText.includes("Added: The ferry to Quay Island"))`)
	v.says("@footnote How often does the ferry to Quay Island sail?")
	v.sees(`document.querySelector("#thread")?.innerText.includes("every 40 minutes")`)
	v.keep("file")
}

// readsDigest has today's digest posted, and opens its thread.
func (v *visitor) readsDigest() {
	v.t.Helper()
	v.Go(v.url)
	v.live()
	v.Resize(1280, 860)
	v.clicks(`[data-scenario="digest"]`)
	const digest = `[...document.querySelectorAll("#messages .message")].find(m => /Wattlefen/.test(m.innerText) && m.querySelector(".replies"))`
	v.sees(digest)
	v.keep("digest")
	v.Eval(`document.body.dataset.live = "left"; `+digest+`.querySelector(".replies a").click()`, nil)
	v.live()
	v.sees(`document.querySelector("#thread .block-context, #thread .body a")`)
	v.keep("digest-thread")
}

// watches has a question stand in the channel.
func (v *visitor) watches(question string) {
	v.t.Helper()
	v.Go(v.url)
	v.live()
	v.says("/watch " + question)
	v.sees(`[...document.querySelectorAll("#messages .ephemeral .body")].some(b => b.innerText.includes("is watched"))`)
}

// readsTimeline opens a standing question from the page of questions, and its
// newest footnote from there.
func (v *visitor) readsTimeline(question string) {
	v.t.Helper()
	v.Eval(`[...document.querySelectorAll("td a")].find(a => a.innerText == `+quoteJS(question)+`).click()`, nil)
	v.sees(`document.querySelectorAll("svg.timeline rect").length == 2 && document.querySelectorAll(".answers > li").length == 2`)
	v.keep("timeline")
	v.Prefer(true)
	v.Resize(390, 844)
	v.sees(`document.documentElement.scrollWidth <= innerWidth`)
	v.keep("timeline-narrow-dark")
	v.Prefer(false)
	v.Resize(1280, 860)
	v.clicks(`.notes a`)
	v.sees(`document.querySelector("mark")`)
}

// presses presses a key in what has the focus, as a person would.
func (v *visitor) presses(key string) {
	v.t.Helper()
	v.Eval(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "`+key+`", bubbles: true, cancelable: true}))`, nil)
}

// opensFootnote opens the first footnote of the thread, looks whether the words
// that the answer quotes first are marked in view, and comes back.
func (v *visitor) opensFootnote() {
	v.t.Helper()
	var link struct{ Href, Quote string }
	v.Eval(`(() => {
		const thread = document.querySelector("#thread");
		return {Href: thread.querySelector(".block-context a").href, Quote: thread.innerText.split("“")[1].split("”")[0]};
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
	racetest.Skip(t)
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
	v.dislikes()
	v.Prefer(true)
	v.keep("dark")
	v.Prefer(false)
	v.Resize(390, 844)
	v.keep("narrow")
	v.Resize(1280, 860)
	v.follows(`#sidebar a[href*="view=home"]`)
	v.sees(`document.querySelector("#messages .block")`)
	v.keep("home")
	v.watches(bridgeQuestion)
	v.follows(`[data-scenario="newer"]`)
	v.sees(`document.querySelector("#thread")?.innerText.includes("reopened to traffic on " + new Date().toLocaleDateString("en-GB", {day: "numeric", month: "long", year: "numeric"}))`)
	v.sees(`document.querySelectorAll("#thread button.up").length == 2`)
	v.keep("newer")
	v.sees(`document.querySelector("#messages").innerText.includes("The answer changed: ` + bridgeQuestion + `")`)
	v.usesCommands()
	v.dropsFile()
	v.readsDigest()
	v.Go(v.url + "library")
	v.sees(`document.querySelectorAll("tr a").length >= 26 && document.querySelector("svg rect")`)
	v.keep("library")
	v.clicks(`nav a[href="/library/questions"]`)
	v.sees(`document.body.innerText.includes("Is Microsoft still exclusive?")`)
	v.keep("questions")
	v.readsTimeline(bridgeQuestion)
}
