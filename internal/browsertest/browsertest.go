// Package browsertest opens pages in a real browser, headless Chromium, for
// tests of what only a browser can tell. Open is its entry point; it skips a
// test where there is no browser. It is the only door to chromedp.
package browsertest

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// names are what the browser is called: Debian's Chromium, others' builds of
// it, and Google's.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"}

// patience bounds each step. The browser shares two cores with the tests of
// other packages, and starts in 1 to 5 s there.
const patience = time.Minute

// The size of a tab, in CSS pixels, each of which is a pixel of a screenshot.
const (
	Width  = 800
	Height = 600
)

// A Tab is a tab of a browser of its own.
type Tab struct {
	t   testing.TB
	ctx context.Context
}

// Open starts a browser that ends with the test, and opens a tab in it. It
// skips the test if no browser is installed.
func Open(t testing.TB) *Tab {
	t.Helper()
	path := installed()
	if path == "" {
		t.Skip("no browser: install Debian's package chromium, or set it in PATH")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.WindowSize(Width, Height), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("hide-scrollbars", true), chromedp.Flag("force-device-scale-factor", "1"),
		chromedp.Flag("proxy-server", "direct://"))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has none for root
	}
	allocator, release := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(func() { end(); release() })
	// The context of the first step is the browser's: it must not end with it.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(Width, Height)); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return &Tab{t, ctx}
}

// installed returns the path of a browser, or "".
func installed() string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Resize makes the tab another size, in CSS pixels.
func (b *Tab) Resize(width, height int) {
	b.t.Helper()
	b.do("resize", chromedp.EmulateViewport(int64(width), int64(height)))
}

// Prefer sets whether pages are asked to be dark.
func (b *Tab) Prefer(dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	b.do("prefer "+scheme, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, media)
		return err
	}))
}

// Type presses keys in what has the focus.
func (b *Tab) Type(keys string) {
	b.t.Helper()
	b.do("type", chromedp.KeyEvent(keys))
}

// do runs a step, or fails the test.
func (b *Tab) do(what string, step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, step); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// Go opens a URL as a person would who typed it, and waits until it is loaded.
func (b *Tab) Go(url string) {
	b.t.Helper()
	b.do("open "+url, chromedp.Navigate(url))
}

// Eval evaluates JavaScript and decodes its result, awaited where it is a
// promise, into v, which may be nil.
func (b *Tab) Eval(script string, v any) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte](script, chromedp.EvalAwaitPromise))
	if err == nil && v != nil {
		err = json.Unmarshal(raw, v)
	}
	if err != nil {
		b.t.Fatalf("evaluate %s: %v", script, err)
	}
}

// Until waits until a condition in JavaScript holds, looked at before every
// frame, and reports whether it did within the limit.
func (b *Tab) Until(condition string, limit time.Duration) (held bool) {
	b.t.Helper()
	b.Eval(`new Promise(done => {
		const end = performance.now() + `+jsMillis(limit)+`;
		const look = () => {
			if (`+condition+`) done(true);
			else if (performance.now() > end) done(false);
			else requestAnimationFrame(look);
		};
		look();
	})`, &held)
	return held
}

// Reaches is Until across pages: the tab may be led elsewhere meanwhile. The
// condition is asked again and again, and does not hold of a page that goes.
func (b *Tab) Reaches(condition string, limit time.Duration) bool {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, limit)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		raw, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte]("Boolean("+condition+")"))
		if err == nil && string(raw) == "true" {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-again.C:
		}
	}
}

func jsMillis(d time.Duration) string {
	b, _ := json.Marshal(d.Milliseconds()) // a number marshals
	return string(b)
}

// Screenshot returns what the tab shows, a pixel for each CSS pixel.
func (b *Tab) Screenshot() image.Image {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("screenshot: %v", err)
	}
	img, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		b.t.Fatalf("screenshot: %v", err)
	}
	return img
}
