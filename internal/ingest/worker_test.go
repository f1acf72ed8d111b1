package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
	"footnote/internal/feed"
	"footnote/internal/fetch"
	"footnote/internal/store"
)

// A web is sites that a test makes up, with what they were asked for.
type web struct {
	mu    sync.Mutex
	pages map[string]func(*http.Request) *http.Response // by URL
	asked []string                                      // URLs, but for robots.txt, each with the time since the start
	start time.Time
}

func (w *web) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.URL.Path == "/robots.txt" {
		return answer(http.StatusNotFound, ""), nil
	}
	w.asked = append(w.asked, r.URL.String())
	page := w.pages[r.URL.String()]
	if page == nil {
		return answer(http.StatusNotFound, ""), nil
	}
	return page(r), nil
}

func (w *web) put(url string, page func(*http.Request) *http.Response) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pages[url] = page
}

// requests returns how often a URL was asked for.
func (w *web) requests(url string) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range w.asked {
		if u == url {
			n++
		}
	}
	return n
}

// newsPage is a page of an article.
func newsPage(title, words string) string {
	return fmt.Sprintf(`<!doctype html><html lang="en"><head><title>%[1]s</title></head><body><article><h1>%[1]s</h1>
<p>%[2]s The harbour board met on Tuesday evening and heard the report of its engineers about the eastern quay.</p>
<p>Repairs will last until the autumn, the board said, and ships will be led to the western side of the harbour.</p></article></body></html>`, title, words)
}

// answer returns a response with a text.
func answer(code int, text string) *http.Response {
	return &http.Response{StatusCode: code, Header: http.Header{"Content-Type": {"text/plain"}}, Body: io.NopCloser(strings.NewReader(text))}
}

func page200(body string) func(*http.Request) *http.Response {
	return func(*http.Request) *http.Response { return html200(body) }
}

func html200(body string) *http.Response {
	r := answer(http.StatusOK, body)
	r.Header.Set("Content-Type", "text/html; charset=utf-8")
	return r
}

// tagged answers 304 to who has the page already, as its tag says.
func tagged(tag, contentType, body string) func(*http.Request) *http.Response {
	return func(r *http.Request) *http.Response {
		resp := answer(http.StatusOK, body)
		if r.Header.Get("If-None-Match") == tag {
			resp = answer(http.StatusNotModified, "")
		}
		resp.Header.Set("ETag", tag)
		resp.Header.Set("Content-Type", contentType)
		return resp
	}
}

func status(code int, header ...string) func(*http.Request) *http.Response {
	return func(*http.Request) *http.Response {
		r := answer(code, "")
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		return r
	}
}

// rss is a feed of items, each "path|title|content", where content may be
// missing.
func rss(site string, items ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<rss version="2.0" xmlns:content="x"><channel><title>The Feed</title><link>%s/</link>`, site)
	for _, it := range items {
		parts := strings.Split(it, "|")
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">id of %[1]s</guid><link>%[2]s%[1]s</link><title>%[3]s</title><pubDate>Fri, 31 Dec 1999 20:00:00 GMT</pubDate><description>A teaser…</description>`,
			parts[0], site, parts[1])
		if len(parts) > 2 {
			fmt.Fprintf(&b, `<content:encoded><![CDATA[<p>%s</p>]]></content:encoded>`, parts[2])
		}
		b.WriteString(`</item>`)
	}
	return b.String() + `</channel></rss>`
}

func feed200(body string) func(*http.Request) *http.Response {
	return func(*http.Request) *http.Response {
		r := answer(http.StatusOK, body)
		r.Header.Set("Content-Type", "application/rss+xml")
		return r
	}
}

// A newsroom is a worker over a web and a store in memory.
type newsroom struct {
	*web
	*Worker
	t *testing.T
}

func newNewsroom(t *testing.T) *newsroom {
	t.Helper()
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &web{pages: map[string]func(*http.Request) *http.Response{}, start: time.Now()}
	c := fetch.NewClient(fetch.Options{Transport: w})
	return &newsroom{w, &Worker{Store: st, Indexer: plainIndexer{st}, Client: c, idle: 24 * time.Hour}, t}
}

// A plainIndexer saves articles without chunks.
type plainIndexer struct{ *store.Store }

func (p plainIndexer) Add(ctx context.Context, articles []article.Article) ([]store.Saved, error) {
	return p.AddWork(ctx, articles, store.Work{})
}

func (p plainIndexer) AddWork(ctx context.Context, articles []article.Article, work store.Work) ([]store.Saved, error) {
	b := store.Batch{Work: work}
	for _, a := range articles {
		b.Entries = append(b.Entries, store.Entry{Article: a})
	}
	return p.Save(ctx, b)
}

// add adds URLs as a person does, and returns the report.
func (n *newsroom) add(urls ...string) Report {
	n.t.Helper()
	report, err := (&Adder{Indexer: n.Indexer, Client: n.Client, Queue: n.Worker}).Add(n.t.Context(), urls, nil)
	if err != nil {
		n.t.Fatal(err)
	}
	return report
}

// serve runs the worker for so long.
func (n *newsroom) serve(d time.Duration) {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), d)
	defer cancel()
	n.Run(ctx)
}

func (n *newsroom) articles() []article.Article {
	n.t.Helper()
	var all []article.Article
	for a, err := range n.Store.Articles(n.t.Context(), store.Filter{WithBody: true}) {
		if err != nil {
			n.t.Fatal(err)
		}
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b article.Article) int { return strings.Compare(a.URL, b.URL) })
	return all
}

func (n *newsroom) titles() (titles []string) {
	n.t.Helper()
	for _, a := range n.articles() {
		titles = append(titles, a.Title)
	}
	return titles
}

func (n *newsroom) source() store.Source {
	n.t.Helper()
	all, err := n.Store.Sources(n.t.Context())
	if err != nil || len(all) != 1 {
		n.t.Fatalf("sources %+v, %v, want one", all, err)
	}
	return all[0]
}

const harbour = "https://harbour.example"

var longText = strings.Repeat("The crane on the eastern quay was painted red again after a long winter. ", 20)

// TestAddFinds holds what a URL turns out to be.
func TestAddFinds(t *testing.T) {
	front := `<!doctype html><html><head><title>Front</title><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" type="application/rss+xml" href="/news.rss"></head><body><p>All the news.</p></body></html>`
	for _, tt := range []struct {
		name, url string
		pages     map[string]func(*http.Request) *http.Response
		titles    []string
		source    string
	}{
		{"a page", harbour + "/2026/story", map[string]func(*http.Request) *http.Response{harbour + "/2026/story": page200(newsPage("Quay closed", "News."))}, []string{"Quay closed"}, ""},
		{"a feed", harbour + "/news.rss", map[string]func(*http.Request) *http.Response{
			harbour + "/news.rss": feed200(rss(harbour, "/1|One", "/2|Two|"+longText)), harbour + "/1": page200(newsPage("One", "News of the first.")),
		}, []string{"One", "Two"}, harbour + "/news.rss"},
		{"a site", harbour + "/", map[string]func(*http.Request) *http.Response{
			harbour + "/": page200(front), harbour + "/news.rss": feed200(rss(harbour, "/2|Two|"+longText)),
		}, []string{"Two"}, harbour + "/news.rss"},
		{"a harbour that names no feed", harbour + "/", map[string]func(*http.Request) *http.Response{
			harbour + "/": page200("<html><body><p>All the news.</p></body></html>"), harbour + "/feed.xml": feed200(rss(harbour, "/2|Two|"+longText)),
		}, []string{"Two"}, harbour + "/feed.xml"},
		{"a site of one article", harbour + "/", map[string]func(*http.Request) *http.Response{
			harbour + "/": page200(newsPage("Quay closed", "News.")), harbour + "/feed": feed200(rss(harbour, "/2|Two|"+longText)),
		}, []string{"Quay closed"}, ""},
		{"a news sitemap in a sitemap", harbour + "/sitemap.xml", map[string]func(*http.Request) *http.Response{
			harbour + "/sitemap.xml": feed200(`<sitemapindex><sitemap><loc>` + harbour + `/news.xml</loc></sitemap></sitemapindex>`),
			harbour + "/news.xml":    feed200(`<urlset><url><loc>` + harbour + `/1</loc><news:news><news:title>One</news:title><news:publication_date>1999-12-31</news:publication_date></news:news></url></urlset>`),
			harbour + "/1":           page200(newsPage("One", "News of the first.")),
		}, []string{"One"}, harbour + "/sitemap.xml"},
		{"an outline", harbour + "/my.opml", map[string]func(*http.Request) *http.Response{
			harbour + "/my.opml":  feed200(`<opml><body><outline text="x"><outline xmlUrl="` + harbour + `/news.rss"/></outline></body></opml>`),
			harbour + "/news.rss": feed200(rss(harbour, "/2|Two|"+longText)),
		}, []string{"Two"}, harbour + "/news.rss"},
		{"an article that names the site's feed", harbour + "/2026/story", map[string]func(*http.Request) *http.Response{
			harbour + "/2026/story": page200(strings.Replace(newsPage("Quay closed", "News."), "<head>", `<head><link rel="alternate" type="application/rss+xml" href="/news.rss">`, 1)),
			harbour + "/news.rss":   feed200(rss(harbour, "/2|Two|"+longText)),
		}, []string{"Quay closed"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newNewsroom(t)
				n.pages = tt.pages
				report := n.add(tt.url)
				if len(report.Problems)+len(report.Warnings)+report.Waiting > 0 {
					t.Errorf("problems %v, warnings %v, %d waiting", report.Problems, report.Warnings, report.Waiting)
				}
				if d := cmp.Diff(tt.titles, n.titles()); d != "" {
					t.Errorf("titles (-want +got):\n%s", d)
				}
				if report.Created != len(tt.titles) {
					t.Errorf("%d created, want %d", report.Created, len(tt.titles))
				}
				switch {
				case tt.source == "" && len(report.Sources) > 0:
					t.Errorf("subscribed to %+v", report.Sources)
				case tt.source != "" && (len(report.Sources) != 1 || report.Sources[0].URL != tt.source || !report.Sources[0].Added || n.source().URL != tt.source):
					t.Errorf("sources %+v, want %s", report.Sources, tt.source)
				}
				for url := range tt.pages {
					if r := n.requests(url); r > 1 {
						t.Errorf("%s was asked for %d times", url, r)
					}
				}
			})
		})
	}
}

// TestItemsOnce holds that what a feed shows again, under another id, another
// URL or both, is told once, and fetched once.
func TestItemsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		n.put(harbour+"/feed", feed200(rss(harbour, "/1|One", "/2|Two|"+longText)))
		n.put(harbour+"/1", page200(newsPage("One", "News of the first.")))
		n.add(harbour + "/feed")
		again := rss(harbour, "/1?utm_source=feed|One", "/2|Two|"+longText, "/moved|One", "/copied|Two|"+longText, "/3|Three|"+strings.ToUpper(longText)+" And blue.")
		n.put(harbour+"/feed", feed200(strings.ReplaceAll(again, "id of", "another id of")))
		n.put(harbour+"/moved", page200(newsPage("One", "News of the first.")))
		n.serve(25 * time.Hour)
		if d := cmp.Diff([]string{"One", "Two", "Three"}, n.titles()); d != "" {
			t.Errorf("titles (-want +got):\n%s", d)
		}
		for _, u := range []string{"/moved", "/copied", "/3"} {
			if r := n.requests(harbour + u); u == "/moved" && r != 1 || u == "/copied" && r != 0 {
				t.Errorf("%s was asked for %d times", u, r)
			}
		}
		if i := n.source().Items; i != 5 {
			t.Errorf("%d items seen, want 5", i)
		}
		id, err := n.Store.ArticleAt(t.Context(), article.Workspace, harbour+"/1")
		if err != nil {
			t.Fatal(err)
		}
		if err := n.Store.Remove(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		n.serve(25 * time.Hour)
		if d := cmp.Diff([]string{"Two", "Three"}, n.titles()); d != "" {
			t.Errorf("what was removed comes back (-want +got):\n%s", d)
		}
	})
}

// TestPollsAsOftenAsItMoves holds the times of polling, with conditional GET.
func TestPollsAsOftenAsItMoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // begins on 1 Jan 2000
		n := newNewsroom(t)
		n.put(harbour+"/feed", tagged(`"1"`, "application/rss+xml", rss(harbour, "/2|Two|"+longText)))
		n.add(harbour + "/feed") // its one item is four hours old
		if every := n.source().Every.Round(time.Minute); every != 2*time.Hour {
			t.Errorf("polled every %v, want two hours, half the time since its last item", every)
		}
		n.serve(24 * time.Hour)
		if r := n.requests(harbour + "/feed"); r < 5 || r > 13 {
			t.Errorf("asked for %d times in a day, want 5 to 13", r)
		}
		n.serve(60 * 24 * time.Hour)
		before := n.requests(harbour + "/feed")
		if every := n.source().Every; every != pollLatest {
			t.Errorf("polled every %v after two silent months, want %v", every, pollLatest)
		}
		n.serve(10 * 24 * time.Hour)
		if r := n.requests(harbour+"/feed") - before; r < 9 || r > 11 {
			t.Errorf("asked for %d times in ten days, want about 10", r)
		}
	})
}

func TestPollEvery(t *testing.T) {
	now := time.Date(2026, 4, 27, 12, 0, 0, 0, time.UTC)
	gaps := func(d time.Duration, n int) (times []time.Time) {
		for i := range n {
			times = append(times, now.Add(-d*time.Duration(i+1)))
		}
		return times
	}
	for _, tt := range []struct {
		name      string
		published []time.Time
		last      time.Duration
		moved     bool
		want      time.Duration
	}{
		{"every minute", gaps(time.Minute, 30), 0, true, pollSoonest},
		{"every hour", gaps(time.Hour, 30), 0, true, 30 * time.Minute},
		{"every day", gaps(24*time.Hour, 10), 0, true, 12 * time.Hour},
		{"every month", gaps(720*time.Hour, 5), 0, true, pollLatest},
		{"one item", gaps(4*time.Hour, 1), 0, true, 2 * time.Hour},
		{"in the future", []time.Time{now.Add(time.Hour)}, 0, true, time.Hour},
		{"undated, first", make([]time.Time, 5), 0, true, time.Hour},
		{"undated, moved", nil, 4 * time.Hour, true, 2 * time.Hour},
		{"undated, silent", nil, 4 * time.Hour, false, 6 * time.Hour},
		{"undated, silent for long", nil, 23 * time.Hour, false, pollLatest},
	} {
		if got := pollEvery(tt.published, tt.last, tt.moved, now); got != tt.want {
			t.Errorf("%s: every %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestSourceDies holds that a feed that fails is asked ever less often and at
// last given up, and that it says so.
func TestSourceDies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		n.put(harbour+"/feed", feed200(rss(harbour, "/2|Two|"+longText)))
		n.add(harbour + "/feed")
		n.put(harbour+"/feed", status(http.StatusInternalServerError))
		n.serve(3 * 24 * time.Hour)
		asked := n.requests(harbour + "/feed")
		if s := n.source(); s.Failures < 4 || s.Ended || !strings.Contains(s.Problem, "500") || asked > 8 {
			t.Errorf("after three days: %d failures, ended %v, %q, asked %d times", s.Failures, s.Ended, s.Problem, asked)
		}
		n.serve(20 * 24 * time.Hour)
		s := n.source()
		if !s.Ended || !s.Next.IsZero() || !strings.HasPrefix(s.Problem, "given up after") {
			t.Errorf("after three weeks: ended %v, next %v, %q", s.Ended, s.Next, s.Problem)
		}
		n.put(harbour+"/feed", feed200(rss(harbour, "/2|Two|"+longText)))
		if report := n.add(harbour + "/feed"); len(report.Problems) > 0 {
			t.Errorf("added again: %v", report.Problems)
		}
		if s := n.source(); s.Ended || s.Problem != "" || s.Next.IsZero() {
			t.Errorf("added again: %+v", s)
		}
	})
}

func TestSourceGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		n.put(harbour+"/feed", feed200(rss(harbour, "/2|Two|"+longText)))
		n.add(harbour + "/feed")
		n.put(harbour+"/feed", status(http.StatusGone))
		n.serve(25 * time.Hour)
		if s := n.source(); !s.Ended || s.Failures != 1 || n.requests(harbour+"/feed") != 2 {
			t.Errorf("source %+v after %d requests, want it ended by the first 410", s, n.requests(harbour+"/feed"))
		}
	})
}

func TestSourceMovesAndRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		n.put(harbour+"/feed", feed200(rss(harbour, "/2|Two|"+longText)))
		n.add(harbour + "/feed")
		n.put(harbour+"/feed", status(http.StatusMovedPermanently, "Location", "/new"))
		n.put(harbour+"/new", status(http.StatusTooManyRequests, "Retry-After", "86400"))
		n.serve(23 * time.Hour)
		if r := n.requests(harbour + "/new"); r != 1 {
			t.Errorf("asked %d times within the day it wanted to rest", r)
		}
		n.put(harbour+"/new", feed200(rss(harbour, "/2|Two|"+longText)))
		n.serve(12 * time.Hour)
		if s := n.source(); s.URL != harbour+"/new" || s.Failures != 0 {
			t.Errorf("source at %s with %d failures, want where it moved", s.URL, s.Failures)
		}
	})
}

// TestRetries holds how pages that fail are tried again, and set aside.
func TestRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		tries := 0
		n.put(harbour+"/feed", feed200(rss(harbour, "/slow|Slow", "/dead|Dead", "/gone|Gone", "/busy|Busy")))
		n.put(harbour+"/slow", func(*http.Request) *http.Response {
			if tries++; tries < 3 {
				return answer(http.StatusBadGateway, "")
			}
			return html200(newsPage("Slow", "At last."))
		})
		n.put(harbour+"/dead", status(http.StatusInternalServerError))
		busy := 0
		n.put(harbour+"/busy", func(*http.Request) *http.Response {
			if busy++; busy == 1 {
				return status(http.StatusTooManyRequests, "Retry-After", "5")(nil)
			}
			return html200(newsPage("Busy", "Later."))
		})
		report := n.add(harbour + "/feed")
		if d := cmp.Diff([]string{"Busy", "Slow"}, n.titles()); d != "" {
			t.Errorf("titles (-want +got):\n%s", d)
		}
		if report.Waiting != 1 || len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0].String(), "/gone: not found (404); set aside") {
			t.Errorf("%d waiting, warnings %v; want the dead one and the gone one", report.Waiting, report.Warnings)
		}
		if want := []Retry{{URL: harbour + "/dead", Problem: "the site answers with status 500", Again: report.WaitUntil}}; !slices.Equal(report.Failed, want) {
			t.Errorf("failed %v, want %v", report.Failed, want)
		}
		n.serve(6 * time.Hour)
		if r := n.requests(harbour + "/dead"); r != len(retries)+1 {
			t.Errorf("a dead page was tried %d times, want %d", r, len(retries)+1)
		}
		aside, err := n.Store.AsideJobs(t.Context(), 10)
		if err != nil {
			t.Fatal(err)
		}
		var named []string
		for _, j := range aside {
			named = append(named, Subject(j)+": "+j.Problem)
		}
		want := []string{harbour + "/dead: the site answers with status 500", harbour + "/gone: not found (404)"}
		if d := cmp.Diff(want, named); d != "" {
			t.Errorf("set aside (-want +got):\n%s", d)
		}
		n.serve(25 * time.Hour) // the feed shows them still
		if r := n.requests(harbour + "/gone"); r != 1 {
			t.Errorf("a page that was set aside is asked for %d times", r)
		}
	})
}

// TestBusyPage holds that a page which always asks for patience keeps us from
// the other pages of its site only for as long as it asks.
func TestBusyPage(t *testing.T) {
	for name, header := range map[string][]string{"seconds": {"Retry-After", "5"}, "unsaid": nil} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newNewsroom(t)
				n.put(harbour+"/busy", status(http.StatusServiceUnavailable, header...))
				n.put(harbour+"/feed", feed200(rss(harbour, "/busy|Busy")))
				n.add(harbour + "/feed")
				n.serve(80 * time.Second) // until it is tried again in ten minutes
				n.put(harbour+"/other", page200(newsPage("Other", "News.")))
				j, err := spec{URL: harbour + "/other"}.job(fetchKind)
				if err != nil {
					t.Fatal(err)
				}
				if err := n.Store.SaveWork(t.Context(), store.Work{Jobs: []store.Job{j}}); err != nil {
					t.Fatal(err)
				}
				n.serve(2 * time.Minute)
				if d := cmp.Diff([]string{"Other"}, n.titles()); d != "" {
					t.Errorf("titles (-want +got):\n%s", d)
				}
			})
		})
	}
}

// TestPoison holds that what kills its worker again and again is set aside.
func TestPoison(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		n.put(harbour+"/1", page200(newsPage("One", "News.")))
		j, err := spec{URL: harbour + "/1"}.job(fetchKind)
		if err != nil {
			t.Fatal(err)
		}
		if err := n.Store.SaveWork(t.Context(), store.Work{Jobs: []store.Job{j}}); err != nil {
			t.Fatal(err)
		}
		for range maxClaims {
			if _, err := n.Store.ClaimJobs(t.Context(), store.Claim{Owner: "killed", Limit: 1, Lease: time.Second}, time.Now()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(2 * time.Second)
		}
		n.serve(time.Minute)
		if aside, err := n.Store.AsideJobs(t.Context(), 10); err != nil || len(aside) != 1 || !strings.Contains(aside[0].Problem, "never ended") || n.requests(harbour+"/1") != 0 {
			t.Errorf("set aside %+v, %v, after %d requests", aside, err, n.requests(harbour+"/1"))
		}
	})
}

// TestLooksAgain holds that an article is looked at again ever less often, that
// a changed text is a new revision, and that a page that is gone is marked.
func TestLooksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		url := harbour + "/2026/story"
		n.put(url, tagged(`"1"`, "text/html", newsPage("Quay closed", "The quay is closed.")))
		n.add(url)
		n.serve(24 * time.Hour)
		if r := n.requests(url); r < 5 || r > 7 {
			t.Errorf("asked for %d times in the first day, want about 6: after 1, 2, 4, 8 and 16 hours", r)
		}
		if a := n.articles()[0]; a.Revision != 1 {
			t.Errorf("revision %d of what did not change", a.Revision)
		}
		n.put(url, tagged(`"2"`, "text/html", newsPage("Quay open", "The quay is open again.")))
		n.serve(7 * 24 * time.Hour)
		a := n.articles()[0]
		if a.Revision != 2 || a.Title != "Quay open" || !a.Gone.IsZero() {
			t.Errorf("revision %d is %q", a.Revision, a.Title)
		}
		n.put(url, status(http.StatusGone))
		n.serve(14 * 24 * time.Hour)
		if a := n.articles()[0]; a.Gone.IsZero() || a.Revision != 2 || !strings.Contains(a.Body, "open again") {
			t.Errorf("gone %v, revision %d: %q", a.Gone, a.Revision, a.Body)
		}
		n.put(url, status(http.StatusInternalServerError))
		n.serve(30 * 24 * time.Hour)
		if a := n.articles()[0]; a.Gone.IsZero() {
			t.Error("a harbour that is down is taken for one that has the page again")
		}
		n.put(url, page200("<html><body><p>Accept our cookies.</p></body></html>"))
		n.put(url, tagged(`"2"`, "text/html", newsPage("Quay open", "The quay is open again.")))
		n.serve(100 * 24 * time.Hour)
		if a := n.articles()[0]; !a.Gone.IsZero() || a.Revision != 2 {
			t.Errorf("back again: gone %v, revision %d", a.Gone, a.Revision)
		}
		before := n.requests(url)
		n.serve(365 * 24 * time.Hour)
		if r := n.requests(url) - before; r < 2 || r > 6 {
			t.Errorf("asked for %d times in a year, want 2 to 6", r)
		}
	})
}

// TestFeedTextChanges holds that a changed text in a feed is a new revision,
// and that its page is not read for it.
func TestFeedTextChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		n.put(harbour+"/feed", feed200(rss(harbour, "/2|Two|"+longText)))
		n.put(harbour+"/2", page200(newsPage("Two", "With menus around it.")))
		n.add(harbour + "/feed")
		n.put(harbour+"/feed", feed200(rss(harbour, "/2|Two|"+longText+" And blue.")))
		n.serve(12 * time.Hour)
		if a := n.articles(); len(a) != 1 || a[0].Revision != 2 || !strings.HasSuffix(a[0].Body, "And blue.") || a[0].Outlet != "The Feed" {
			t.Errorf("articles %+v, want one in its second revision", a)
		}
		if n.requests(harbour+"/2") == 0 {
			t.Error("nobody looked whether the page is still there")
		}
	})
}

// TestOrderIsResumed cuts an order off: the same order goes on where it was,
// and fetches nothing again.
func TestOrderIsResumed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		var urls []string
		for i := range 10 {
			urls = append(urls, fmt.Sprint(harbour, "/story-", i))
			n.put(urls[i], page200(newsPage(fmt.Sprint("Story ", i), fmt.Sprintf("It is number %d.", i))))
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		_, err := (&Adder{Indexer: n.Indexer, Client: n.Client, Queue: n.Worker}).Add(ctx, urls, nil)
		if err == nil || ctx.Err() == nil {
			t.Fatalf("error %v, want that it was cut off", err)
		}
		held := len(n.articles())
		if held == 0 || held == len(urls) {
			t.Fatalf("%d articles after five seconds", held)
		}
		if report := n.add(urls...); report.Created != len(urls)-held {
			t.Errorf("%d added, want the other %d", report.Created, len(urls)-held)
		}
		for _, u := range urls {
			if r := n.requests(u); r != 1 {
				t.Errorf("%s was asked for %d times", u, r)
			}
		}
		if report := n.add(urls...); report.Unchanged != len(urls) {
			t.Errorf("%d unchanged when added anew, want all", report.Unchanged)
		}
	})
}

func TestOutlines(t *testing.T) {
	var b strings.Builder
	want := []feed.Outline{{Title: `A "feed" & more`, URL: "https://a.example/feed", Site: "https://a.example"}, {Title: "B", URL: "https://b.example/?a=1&b=2"}}
	if err := feed.WriteOutlines(&b, want); err != nil {
		t.Fatal(err)
	}
	got, err := feed.ReadOutlines([]byte(b.String()), "")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("read back (-want +got):\n%s", d)
	}
	for _, raw := range []string{"<opml><outline xmlUrl='javascript:x'/><outline xmlUrl=", "<opml>", strings.Repeat("<outline>", 1000)} {
		if got, err := feed.ReadOutlines([]byte(raw), ""); err != nil || len(got) > 0 {
			t.Errorf("readOutlines(%.40q) = %v, %v", raw, got, err)
		}
	}
}

// TestAddURLsIsLookedAfter holds that what people add from elsewhere is looked
// at again, too, and that a feed is polled.
func TestAddURLsIsLookedAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		url := harbour + "/2026/story"
		n.put(url, page200(newsPage("Quay closed", "News.")))
		n.put(harbour+"/feed", feed200(rss(harbour, "/2|Two|"+longText)))
		told := 0
		a := &Adder{Indexer: n.Indexer, Client: n.Client, Queue: n.Worker, Saved: func(added []Added) { told += len(added) }}
		report, err := a.AddURLs(t.Context(), []string{url, harbour + "/feed", harbour + "/absent"})
		if err != nil || report.Created != 1 || told != 1 || len(report.Sources) != 1 || len(report.Problems) != 1 {
			t.Fatalf("report %+v, %v, told of %d; want a page, a source and a problem", report, err, told)
		}
		n.serve(3 * time.Hour)
		if d := cmp.Diff([]string{"Two", "Quay closed"}, n.titles()); d != "" {
			t.Errorf("titles (-want +got):\n%s", d)
		}
		if r := n.requests(url); r < 2 {
			t.Errorf("the page was asked for %d times within three hours, want that it is looked at again", r)
		}
	})
}

// A fullIndexer is over a full disk: nothing fits, or what is small does.
type fullIndexer struct {
	plainIndexer
	full  *atomic.Bool
	small bool // what is no article fits
}

func (f fullIndexer) AddWork(ctx context.Context, articles []article.Article, work store.Work) ([]store.Saved, error) {
	if f.full.Load() && (len(articles) > 0 || !f.small) {
		return nil, errors.New("the disk is full")
	}
	return f.plainIndexer.AddWork(ctx, articles, work)
}

// TestFullDisk holds that a worker outlives a store that fails for long, asks
// the sites no more than now and then meanwhile, and loses nothing by it.
func TestFullDisk(t *testing.T) {
	for name, small := range map[string]bool{"nothing fits": false, "only what is small fits": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newNewsroom(t)
				var full atomic.Bool
				n.Indexer = fullIndexer{plainIndexer{n.Store}, &full, small}
				feed, other := harbour+"/news.rss", strings.ReplaceAll(longText, "crane", "lighthouse")
				n.put(feed, feed200(rss(harbour, "/1|One|"+longText)))
				n.add(feed)
				n.put(feed, feed200(rss(harbour, "/2|Two|"+other, "/1|One|"+longText)))
				full.Store(true)
				before := n.requests(feed)
				time.AfterFunc(8*time.Hour, func() {
					if asked := n.requests(feed) - before; asked < 3 || asked > 8*60 {
						t.Errorf("the feed was asked for %d times in 8 hours, want at most once a minute", asked)
					}
					full.Store(false)
				})
				n.serve(8*time.Hour + retries[len(retries)-1] + failedMost)
				if got := n.titles(); !slices.Equal(got, []string{"One", "Two"}) {
					t.Errorf("articles %q, want both", got)
				}
				if aside, err := n.Store.AsideJobs(t.Context(), 10); err != nil || len(aside) > 0 {
					t.Errorf("set aside: %+v, %v", aside, err)
				}
			})
		})
	}
}

// TestAddFullDisk holds that who waits for what is added is told that it does
// not fit, and does not wait for ever.
func TestAddFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		var full atomic.Bool
		full.Store(true)
		n.Indexer = fullIndexer{plainIndexer{n.Store}, &full, false}
		n.put(harbour+"/1", page200(newsPage("One", "News of the first.")))
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		_, err := (&Adder{Indexer: n.Indexer, Client: n.Client, Queue: n.Worker}).Add(ctx, []string{harbour + "/1"}, nil)
		if err == nil || !strings.Contains(err.Error(), "the disk is full") {
			t.Errorf("add to a full disk: %v", err)
		}
	})
}

// TestAddURLs: what URLs lead to is added in the scope that was named, and is of no other site.
func TestAddURLs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		typed := func(contentType, body string) func(*http.Request) *http.Response {
			return func(*http.Request) *http.Response {
				r := answer(http.StatusOK, body)
				r.Header.Set("Content-Type", contentType)
				return r
			}
		}
		n.put(harbour+"/story", page200(`<link rel=canonical href="/news/harbour">`+newsPage("Ships come", "")))
		n.put(harbour+"/notes.md", typed("text/plain", "---\nurl: https://herald.example/1\n---\n# Notes\n\nURL: https://herald.example/2\n\nShips **came**."))
		n.put(harbour+"/export", typed("application/x-ndjson", `{"title":"One","body":"Ships came."}`+"\n"+`{"title":"Two","body":"Ships came.","scope":"workspace"}`))
		var l library
		a := &Adder{Indexer: &l, Client: n.Client, Scope: article.ChannelScope("C1")}
		report, err := a.AddURLs(t.Context(), []string{harbour + "/story", harbour + "/gone", harbour + "/notes.md", harbour + "/export"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"Ships come", "Notes", "One"}, l.titles()); diff != "" {
			t.Errorf("titles (-want +got):\n%s", diff)
		}
		want := []string{harbour + "/gone: not found (404)", harbour + "/export: line 2: names a scope, which only a local file may"}
		if diff := cmp.Diff(want, lines(report.Problems)); diff != "" {
			t.Errorf("problems (-want +got):\n%s", diff)
		}
		for _, got := range l.all() {
			if got.Scope != "channel:C1" || got.File != "" {
				t.Errorf("%s: scope %q, file %q", got.Title, got.Scope, got.File)
			}
		}
		if l.all()[0].URL != harbour+"/news/harbour" || l.all()[1].URL != harbour+"/notes.md" || l.all()[1].Body != "Ships came." {
			t.Errorf("added %+v", l.all()[:2])
		}
	})
}

// TestAllowedHostIsNotNamedByStrangers names a host that is allowed although it is
// private: an outline or a feed of elsewhere, one in a file that somebody sent, and who
// is a guest. Nothing is asked of it; who may name it has it read.
func TestAllowedHostIsNotNamedByStrangers(t *testing.T) {
	const inside = "http://wiki.internal"
	outline := `<opml><body><outline text="x"><outline xmlUrl="` + inside + `/feed"/></outline></body></opml>`
	items := `<rss><channel><title>x</title><item><title>x</title><link>` + inside + `/page</link></item></channel></rss>`
	for name, tt := range map[string]struct {
		add     func(ctx context.Context, a *Adder) (Report, error)
		allowed bool
	}{
		"a person": {func(ctx context.Context, a *Adder) (Report, error) { return a.AddURLs(ctx, []string{inside + "/page"}) }, true},
		"an own outline": {func(ctx context.Context, a *Adder) (Report, error) {
			return a.AddURLs(ctx, []string{inside + "/own.opml"})
		}, true},
		"a guest": {func(ctx context.Context, a *Adder) (Report, error) {
			a.Outside = true
			return a.AddURLs(ctx, []string{inside + "/page"})
		}, false},
		"an outline of elsewhere": {func(ctx context.Context, a *Adder) (Report, error) {
			return a.AddURLs(ctx, []string{harbour + "/my.opml"})
		}, false},
		"an outline of elsewhere, queued": {func(ctx context.Context, a *Adder) (Report, error) {
			return a.Add(ctx, []string{harbour + "/my.opml"}, nil)
		}, false},
		"an outline that was sent": {func(ctx context.Context, a *Adder) (Report, error) {
			return a.AddUpload(ctx, "my.opml", "", strings.NewReader(outline))
		}, false},
		"a feed that was sent": {func(ctx context.Context, a *Adder) (Report, error) {
			return a.AddUpload(ctx, "my.rss", "", strings.NewReader(items))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := newNewsroom(t)
				n.Client = fetch.NewClient(fetch.Options{Transport: n.web, AllowHosts: []string{"wiki.internal"}})
				n.put(inside+"/page", page200(newsPage("Ships come", "")))
				n.put(inside+"/feed", feed200(items))
				n.put(inside+"/own.opml", feed200(outline))
				n.put(harbour+"/my.opml", feed200(outline))
				if _, err := tt.add(t.Context(), &Adder{Indexer: n.Indexer, Client: n.Client, Queue: n.Worker}); err != nil {
					t.Fatal(err)
				}
				reached := n.requests(inside+"/page") + n.requests(inside+"/feed")
				if reached > 0 != tt.allowed {
					t.Errorf("asked %d times, want any: %v", reached, tt.allowed)
				}
			})
		})
	}
}

// TestLooksAgainAsNamed looks again at what a feed told in full: of a host that is allowed
// although it is private as the feed may name it, which is its own.
func TestLooksAgainAsNamed(t *testing.T) {
	const inside = "http://wiki.internal"
	for feed, allowed := range map[string]bool{inside + "/feed": true, harbour + "/feed": false} {
		synctest.Test(t, func(t *testing.T) {
			n := newNewsroom(t)
			n.Client = fetch.NewClient(fetch.Options{Transport: n.web, AllowHosts: []string{"wiki.internal"}})
			n.put(feed, feed200(rss(inside, "/page|Crane painted|"+longText)))
			n.put(inside+"/page", page200(newsPage("Ships come", "")))
			n.add(feed)
			n.serve(24 * time.Hour)
			if got := n.titles(); len(got) != 1 || n.requests(inside+"/page") > 0 != allowed {
				t.Errorf("%s: asked %d times, want any: %v; articles %q", feed, n.requests(inside+"/page"), allowed, got)
			}
		})
	}
}

// TestAddFollowsNothing: reading a page fetches nothing else, whatever the page asks for.
func TestAddFollowsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		const in = "http://127.0.0.1/"
		for _, body := range []string{
			"<meta http-equiv=refresh content='0; url=" + in + "'><p>page", "<script>location='" + in + "'</script><p>page", "<!DOCTYPE html SYSTEM '" + in + "'><html><p>page",
			"<link rel=canonical href='" + in + "'><link rel=amphtml href='" + in + "'><base href='" + in + "'><iframe src='" + in + "'></iframe><img src='" + in + "'><p>page",
		} {
			n.put(harbour+"/page", page200(body))
			if _, err := (&Adder{Indexer: &library{}, Client: n.Client}).AddURLs(t.Context(), []string{harbour + "/page"}); err != nil {
				t.Fatal(err)
			}
		}
		if asked := n.requests(harbour + "/page"); asked != 4 || len(n.asked) != 4 {
			t.Errorf("asked for %q", n.asked)
		}
	})
}
