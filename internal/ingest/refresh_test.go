package ingest

import (
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/fetch"
	"footnote/internal/pdf"
)

// TestRevisedDay: a page that is looked at again mends the day of an article that was read as of UTC, and
// no more than that.
func TestRevisedDay(t *testing.T) {
	for _, dated := range []string{`<meta property="article:published_time" content="2026-09-14T22:30:00-04:00"><h1>Ferry returns</h1>`, "<h1>Ferry returns</h1><p>September 14, 2026</p>"} {
		p := fetch.Page{URL: "https://quay.example/1", Type: "text/html", Body: []byte("<html><head><title>Ferry returns - Quay</title></head><body><main>" + dated +
			"<p>The ferry of the islands returned to the harbour at last, its operator said.</p></main></body></html>")}
		articles, _, err := readFetched(t.Context(), nil, p, article.Workspace)
		if err != nil {
			t.Fatal(err)
		}
		for held, want := range map[string]string{"2026-09-15T02:30:00Z": "14 Sep 2026", "2026-09-14T22:30:00-04:00": "", "2026-09-14T09:00:00Z": ""} {
			a := articles[0]
			a.ID, a.Published = a.NewID(), date(t, held)
			got := ""
			changed, problem := revised(t.Context(), nil, a, p)
			if len(changed) > 0 {
				got = changed[0].Published.Day()
			}
			if got != want || problem != "" {
				t.Errorf("%s, held as of %s: revised to %q, %q; want %q", dated, held, got, problem, want)
			}
		}
	}
}

// TestHourOfFeed: a feed knows the hour of the day that a page prints, which stays its day.
func TestHourOfFeed(t *testing.T) {
	at := article.Date{Time: time.Date(2026, 11, 13, 2, 0, 0, 0, time.UTC)}
	for day, want := range map[string]string{"2026-11-12": "2026-11-12T23:00:00-03:00", "2026-11-11": "2026-11-11", "2026-11-13": "2026-11-13T02:00:00Z", "2026-11-02": "2026-11-02", "2026-11-12T09:00:00Z": "2026-11-12T09:00:00Z"} {
		a := article.Article{Published: date(t, day)}
		if (spec{Published: at}).complete(&a); a.Published.String() != want {
			t.Errorf("page of %s, feed of %s: %s, want %s", day, at, a.Published, want)
		}
	}
}

func date(t *testing.T, s string) article.Date {
	t.Helper()
	d, err := article.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestRevisedInPart: an article of which less can be read now stays as it was read.
func TestRevisedInPart(t *testing.T) {
	line := func(text string, size float64) pdf.Line {
		return pdf.Line{Text: text, Right: 100, Bottom: 700, Top: 700 + size}
	}
	whole := pdf.Document{Count: 2, Pages: []pdf.Page{{line("Ships", 20), line("They came.", 10), line("All of them.", 10)}, {line("And went.", 10)}}}
	p := fetch.Page{URL: "https://quay.example/a.pdf", Type: "application/pdf", Body: []byte("%PDF-1.7\n")}
	articles, _, err := readFetched(t.Context(), fakePDF{whole}, p, article.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	a := articles[0]
	a.ID = a.NewID()
	part := pdf.Document{Count: 2, Pages: whole.Pages[:1], Rest: pdf.ErrSlow}
	changed, problem := revised(t.Context(), fakePDF{part}, a, p)
	if len(changed) > 0 || !strings.Contains(problem, pdf.ErrSlow.Error()) {
		t.Errorf("revised to %v, %q", changed, problem)
	}
}
