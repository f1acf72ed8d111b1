package reader

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/store"
)

// openLibrary returns a real store with two articles, one of them revised.
func openLibrary(t *testing.T) (*store.Store, article.Article) {
	t.Helper()
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	date, err := article.ParseDate("2026-05-05")
	if err != nil {
		t.Fatal(err)
	}
	a := article.Article{
		Scope: article.Workspace, URL: "https://a.example/bridge", Title: `Bridge <script>alert("t")</script>`, Outlet: "Ledger", Published: date,
		Body: "The bridge opens on 15 March.\n<img src=x onerror=alert(1)>",
	}
	save(t, st, a)
	a.Body = "The bridge opens on 30 June.\n<img src=x onerror=alert(1)>"
	save(t, st, a)
	save(t, st, article.Article{Scope: article.ChannelScope("C1"), Title: "Undated", Body: "Something else."})
	a.ID = a.NewID()
	return st, a
}

func save(t *testing.T, st *store.Store, a article.Article) {
	t.Helper()
	if _, err := st.Save(t.Context(), store.Batch{Entries: []store.Entry{{Article: a}}}); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, st *store.Store, path string) (int, string) {
	t.Helper()
	s := &Server{Store: st, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Back: "/"}
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	resp, err := http.Get(server.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestPages(t *testing.T) {
	st, a := openLibrary(t)
	for _, test := range []struct {
		path   string
		status int
		want   []string
		not    []string
	}{
		{"/read/" + a.ID, 200, []string{"30 June", "5 May 2026", "what changed", "&lt;img src=x"}, []string{"<mark", "<script>alert", "<img"}},
		{"/read/" + a.ID + "?text=opens%20on,June.", 200, []string{`<mark id="quote">opens on 30 June.</mark>`}, []string{"do not stand"}},
		{"/read/" + a.ID + "?text=bridge%20%3Cscript%3E,t%22)", 200, []string{`<h1><mark id="quote">Bridge &lt;script&gt;alert(&#34;t&#34;)</mark>&lt;/script&gt;</h1>`}, []string{"do not stand"}},
		{"/read/" + a.ID + "?text=bridge", 200, []string{`<p>The <mark id="quote">bridge</mark> opens`}, []string{"<h1><mark"}},
		{"/read/" + a.ID + "?text=15%20March", 200, []string{"do not stand in this revision", "An earlier one"}, []string{"<mark"}},
		{"/read/" + a.ID + "?revision=1&text=15%20March", 200, []string{`<mark id="quote">15 March</mark>`, "no longer current"}, nil},
		{"/read/" + a.ID + "?revision=2&changes", 200, []string{"<del>15</del>", "<ins>30</ins>"}, nil},
		{"/read/" + a.ID + "?revision=7", 404, []string{"Nothing of this name"}, nil},
		{"/read?url=https%3A%2F%2Fa.example%2Fbridge&text=June", 200, []string{`<mark id="quote">June</mark>`}, nil},
		{strings.TrimSuffix(Path("https://a.example/bridge#:~:text=30%20June"), "#quote"), 200, []string{`<mark id="quote">30 June</mark>`}, nil},
		{"/read/none", 404, []string{"Nothing of this name", `href="/library"`}, nil},
		{"/library", 200, []string{"<strong>2</strong> articles", "<strong>1</strong> undated", "Undated", "everyone", "channel C1", "<rect"}, []string{"<script>alert"}},
		{"/library?outlet=ledger", 200, []string{`<a href="/read/` + a.ID}, []string{">Undated<"}},
		{"/library/questions", 200, []string{"Nothing yet"}, nil},
		{"/library/static/reader.css", 200, []string{"mark {"}, nil},
	} {
		status, body := get(t, st, test.path)
		if status != test.status {
			t.Errorf("%s: status %d, want %d", test.path, status, test.status)
		}
		for _, want := range test.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not show %q in:\n%s", test.path, want, body)
			}
		}
		for _, not := range test.not {
			if strings.Contains(body, not) {
				t.Errorf("%s shows %q", test.path, not)
			}
		}
	}
}

// TestQuestions holds that gaps are shown, and that what is asked in a direct
// message is counted alone.
func TestQuestions(t *testing.T) {
	st, _ := openLibrary(t)
	for _, r := range []store.Record{
		{Question: "Who is the mayor?", Channel: "C1", Outcome: "not_found"},
		{Question: "What is my salary?", Channel: "D1", Outcome: "not_found"},
		{Question: "When does it open?", Channel: "C1", Outcome: "answered", Model: "m/1", Input: 900, Output: 100, Cost: 12_000_000, Currency: "USD"},
		{Question: "help", Channel: "C1", Outcome: "help"},
	} {
		r.Asked = time.Date(2026, 5, 6, 9, 0, 0, 0, time.UTC)
		if _, err := st.SaveAnswer(context.WithoutCancel(t.Context()), r); err != nil {
			t.Fatal(err)
		}
	}
	_, body := get(t, st, "/library/questions")
	for _, want := range []string{"<strong>3</strong> asked", "<strong>1</strong> answered", "<strong>1000</strong> tokens", "0.01 USD", "Who is the mayor?", "m/1"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of questions does not show %q in:\n%s", want, body)
		}
	}
	if strings.Contains(body, "salary") {
		t.Error("a question from a direct message is shown")
	}
}

func TestChart(t *testing.T) {
	day := func(y, m int) time.Time { return time.Date(y, time.Month(m), 15, 0, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		dates []time.Time
		unit  string
		bars  int
		label string // all of them
	}{
		{[]time.Time{day(2026, 5)}, "month", 1, "May 2026"},
		{[]time.Time{day(2026, 1), day(2026, 3), day(2026, 3)}, "month", 3, "Jan 2026, Feb 2026, Mar 2026"},
		{[]time.Time{day(2025, 2), day(2026, 5)}, "month", 16, "Apr 2025, Jul 2025, Oct 2025, Jan 2026, Apr 2026"},
		{[]time.Time{day(2019, 7), day(2026, 5)}, "quarter", 28, "2020, 2021, 2022, 2023, 2024, 2025, 2026"},
		{[]time.Time{day(1990, 7), day(2026, 5)}, "year", 37, "1990, 1995, 2000, 2005, 2010, 2015, 2020, 2025"},
		{[]time.Time{day(1, 1), day(9999, 5)}, "decade", 192, "0s, 1000s"}, // what a page may claim
	} {
		c := newChart(test.dates)
		sum := 0
		var labels []string
		for _, b := range c.Bars {
			sum += b.N
			if b.Label != "" {
				labels = append(labels, b.Label)
			}
			if b.X < 0 || b.X+b.W > chartWidth || b.Y < 0 || b.H < 0 {
				t.Errorf("%v: a bar stands outside: %+v", test.dates, b)
			}
		}
		if c.Unit != test.unit || len(c.Bars) != test.bars || test.unit != "decade" && sum != len(test.dates) {
			t.Errorf("%v: %d bars of a %s with %d dates, want %d of a %s", test.dates, len(c.Bars), c.Unit, sum, test.bars, test.unit)
		}
		if got := strings.Join(labels, ", "); got != test.label {
			t.Errorf("%v: labels %s, want %s", test.dates, got, test.label)
		}
	}
	if newChart(nil) != nil {
		t.Error("a chart of no dates")
	}
}
