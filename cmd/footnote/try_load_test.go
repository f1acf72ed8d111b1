package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestTryBusyPort starts the page where another one is.
func TestTryBusyPort(t *testing.T) {
	address := startTry(t, nil)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	code := run(t.Context(), []string{"footnote", "try", "--port", u.Port()}, nil, streams{strings.NewReader(""), io.Discard, &stderr})
	if want := "footnote: port " + u.Port() + " of localhost is taken; choose another with --port\n"; code != exitFailed || stderr.String() != want {
		t.Errorf("exit %d, %q; want %d, %q", code, stderr.String(), exitFailed, want)
	}
}

// A page is one of many that are open.
type page struct {
	heard chan string // the HTML of its thread, as it changes
}

// openPage listens to the events of a page, like a browser.
func openPage(ctx context.Context, t testing.TB, address string) *page {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{heard: make(chan string, 64)}
	go func() { // ends with ctx
		defer resp.Body.Close()
		lines := bufio.NewScanner(resp.Body)
		lines.Buffer(nil, 4<<20)
		for lines.Scan() {
			select {
			case p.heard <- lines.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return p
}

// BenchmarkTryPages has 50 pages open while a question is asked every second,
// and measures from the question to the answer on the page that asked. Run it
// with -benchtime 60x for a minute.
func BenchmarkTryPages(b *testing.B) {
	const pages = 50
	address := startTry(b, nil)
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	var open sync.WaitGroup
	for range pages {
		open.Go(func() {
			p := openPage(ctx, b, address+"events")
			open.Go(func() {
				for {
					select {
					case <-p.heard:
					case <-ctx.Done():
						return
					}
				}
			})
		})
	}
	var took []time.Duration
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for b.Loop() {
		<-tick.C
		begin := time.Now()
		at := does(b, address, "say", `{"text":"@footnote Is Microsoft still exclusive?"}`)
		asking, done := context.WithTimeout(ctx, time.Minute)
		openPage(asking, b, address+"events?"+at).hears(asking, b, "Good answer")
		done()
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(took[len(took)*95/100].Seconds()*1000, "p95-ms")
	cancel()
	open.Wait()
}
