package retrieval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
	"footnote/internal/goldentest"
	"footnote/internal/llm"
	"footnote/internal/store"
)

// newStore returns a store in memory that lives as long as the test.
func newStore(t testing.TB) *store.Store {
	t.Helper()
	st, err := store.OpenMemory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// testLog writes to the test.
func testLog(t testing.TB) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }

// add saves articles with an embedder's vectors.
func add(t testing.TB, st *store.Store, e llm.Embedder, articles ...article.Article) []store.Saved {
	t.Helper()
	x := &Indexer{Store: st, Embedder: e, Log: testLog(t)}
	saved, err := x.Add(t.Context(), articles)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func openIndex(t testing.TB, st *store.Store, e llm.Embedder) *Index {
	t.Helper()
	ix, err := Open(t.Context(), st, e, Options{Log: testLog(t)})
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func search(t testing.TB, ix *Index, q Query) Result {
	t.Helper()
	r, err := ix.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("Search(%q): %v", q.Text, err)
	}
	return r
}

// titles says what a result holds, best first, with what was folded in.
func titles(r Result) []string {
	var all []string
	for _, p := range r.Passages {
		s := p.Article.Title
		for _, also := range p.Also {
			s += " = " + also.Outlet
		}
		all = append(all, s)
	}
	return all
}

// corpus reads testdata/articles.jsonl.
func corpus(t testing.TB) []article.Article {
	t.Helper()
	f, err := os.Open("testdata/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []article.Article
	for s := bufio.NewScanner(f); s.Scan(); {
		var line struct {
			URL, File, Title, Source, Author, Lang, Body string
			PublishedAt                                  article.Date  `json:"published_at"`
			Scope                                        article.Scope `json:"scope"`
		}
		if err := json.Unmarshal(s.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		all = append(all, article.Article{
			URL: line.URL, File: line.File, Title: line.Title, Outlet: line.Source, Author: line.Author,
			Lang: line.Lang, Body: line.Body, Published: line.PublishedAt, Scope: line.Scope,
		})
	}
	return all
}

// TestGoldenRanks shows in a diff what a change does to the ranking.
func TestGoldenRanks(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), corpus(t)...)
	ix := openIndex(t, st, NewHashEmbedder())
	march := time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
	queries := []Query{
		{Text: "Is Norwind still Orchard's exclusive partner?"},
		{Text: "Is Norwind still Orchard's exclusive partner?", AsOf: march},
		{Text: "merger with Quill"},
		{Text: "merger with Quill", Reader: article.Reader{"channel:C1"}},
		{Text: "what did The Ledger say about chips"},
		{Text: "US export licences"},
		{Text: "articles of 27 April 2026"},
		{Text: "when do subsidies for heat pumps end?"},
		{Text: "Beyonce ticket prices"},
		{Text: "wie teuer ist ein Haus"},
		{Text: "人工智能"},
		{Text: "Norwnd patnership"},
		{Text: "volcano eruption in Iceland"},
	}
	var b strings.Builder
	for _, q := range queries {
		q.K = 4
		r := search(t, ix, q)
		fmt.Fprintf(&b, "%s", q.Text)
		if !q.AsOf.IsZero() {
			fmt.Fprintf(&b, " (as of %s)", q.AsOf.Format(time.DateOnly))
		}
		if len(q.Reader) > 0 {
			fmt.Fprintf(&b, " (in %s)", q.Reader)
		}
		fmt.Fprintf(&b, "\n  evidence %.2f in %d articles, newest %s\n", r.Evidence, r.Articles, r.Newest)
		for i, title := range titles(r) {
			fmt.Fprintf(&b, "  %.4f %s\n", r.Passages[i].Score, title)
		}
	}
	goldentest.Check(t, "ranks.txt", b.String())
}

// TestSearchAnything: no query is an error.
func TestSearchAnything(t *testing.T) {
	st := newStore(t)
	empty := openIndex(t, st, NewHashEmbedder())
	add(t, st, NewHashEmbedder(), corpus(t)...)
	ix := openIndex(t, st, NewHashEmbedder())
	long := strings.Repeat("orchard 天 chips\xff ", 1000)
	for _, text := range []string{"", " \n", "the of what", "🎉🎉", "\x00", "\xff\xfe", long, strings.Repeat("x", 10_000), "\"(*:~"} {
		for _, ix := range []*Index{empty, ix} {
			for _, k := range []int{-1, 0, 1, 1000} {
				r := search(t, ix, Query{Text: text, K: k, MaxPerArticle: -1, Reader: article.Reader{"", "", "user:U"}})
				if r.Evidence < 0 || r.Evidence > 1 || len(r.Passages) > maxK {
					t.Errorf("Search(%.20q, %d): evidence %v, %d passages", text, k, r.Evidence, len(r.Passages))
				}
			}
		}
		if r := search(t, ix, Query{Text: text}); len(r.Passages) == 0 && strings.Contains(text, "orchard") {
			t.Errorf("Search(%.20q) found nothing", text)
		}
	}
	if r := search(t, ix, Query{Text: "the of what"}); len(r.Passages) != 0 || r.Evidence != 0 || len(r.Terms) != 0 {
		t.Errorf("stop words alone found %v, evidence %v", titles(r), r.Evidence)
	}
}

func TestSearchCanceled(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), corpus(t)...)
	ix := openIndex(t, st, NewHashEmbedder())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ix.Search(ctx, Query{Text: "Orchard"}); err != context.Canceled {
		t.Errorf("error %v, want canceled", err)
	}
}

func TestSearchFolds(t *testing.T) {
	page := article.Article{URL: "https://x.example/a?utm_source=y", Outlet: "X", Title: "Tariffs on steel", Body: "Tariffs on steel rise."}
	inChannel := page
	inChannel.Scope, inChannel.Outlet, inChannel.Body = "channel:C1", "X in C1", "Tariffs on steel rise, as officials of several ministries said in the morning."
	copied := page
	copied.URL, copied.Outlet = "https://y.example/b", "Y"
	other := article.Article{URL: "https://z.example/c", Outlet: "Z", Title: "Steel", Body: "Steel is grey.\nSteel is hard."}
	c1 := article.Reader{"channel:C1"}
	tests := []struct {
		name     string
		articles []article.Article
		reader   article.Reader
		want     []string
	}{
		{"same page in two scopes", []article.Article{page, inChannel, other}, c1, []string{"Tariffs on steel = X in C1", "Steel"}},
		{"same text at two outlets", []article.Article{page, copied, other}, c1, []string{"Tariffs on steel = X", "Steel"}},
		{"a copy elsewhere is not told", []article.Article{page, inChannel, other}, nil, []string{"Tariffs on steel", "Steel"}},
		{"no copy", []article.Article{inChannel, other}, c1, []string{"Tariffs on steel", "Steel"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := newStore(t)
			add(t, st, NewHashEmbedder(), tt.articles...)
			r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: "tariffs on steel", Reader: tt.reader})
			if d := cmp.Diff(tt.want, titles(r)); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// TestSearchDropsRepeats: a text that an article repeats is shown once.
func TestSearchDropsRepeats(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), article.Article{URL: "https://z.example/c", Title: "Z", Body: strings.Repeat("Steel tariffs of today are a matter of long talks. ", 200)})
	r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: "tariffs"})
	texts := map[string]bool{}
	for _, p := range r.Passages {
		if texts[p.Chunk.Text] || len(p.Also) > 0 {
			t.Errorf("chunk %d repeats another, also %v", p.Chunk.N, p.Also)
		}
		texts[p.Chunk.Text] = true
	}
}

func TestSearchMaxPerArticle(t *testing.T) {
	st := newStore(t)
	var body strings.Builder
	for i := range 200 {
		fmt.Fprintf(&body, "Steel number %d is the matter of this long sentence. ", i)
	}
	add(t, st, NewHashEmbedder(), article.Article{URL: "https://z.example/c", Title: "Z", Body: body.String()})
	ix := openIndex(t, st, NewHashEmbedder())
	for _, tt := range []struct{ max, k, want int }{{0, 0, 3}, {1, 0, 1}, {5, 0, 5}, {5, 2, 2}} {
		if got := len(search(t, ix, Query{Text: "steel", MaxPerArticle: tt.max, K: tt.k}).Passages); got != tt.want {
			t.Errorf("MaxPerArticle %d, K %d: %d passages, want %d", tt.max, tt.k, got, tt.want)
		}
	}
}

// TestSearchSince holds that one index tells spans of time apart, and that
// what is undated is in none.
func TestSearchSince(t *testing.T) {
	ctx := t.Context()
	st, err := store.OpenMemory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	var articles []article.Article
	for _, day := range []string{"", "2026-03-01", "2026-03-02T08:00:00Z", "2026-04-01"} {
		d, err := article.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, article.Article{Title: "Bridge " + day, Body: "The bridge opened.", Published: d})
	}
	x := &Indexer{Store: st, Embedder: NewHashEmbedder()}
	if _, err := x.Add(ctx, articles); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(ctx, st, NewHashEmbedder(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		since, asOf time.Time
		want        int
	}{{want: 4}, {since: day(3, 1), want: 3}, {since: day(3, 2), want: 2}, {since: day(3, 2), asOf: day(3, 3), want: 1}, {asOf: day(3, 3), want: 3}, {since: day(5, 1)}} {
		r, err := ix.Search(ctx, Query{Text: "bridge", Since: tt.since, AsOf: tt.asOf})
		if err != nil || r.Articles != tt.want {
			t.Errorf("since %v as of %v: %d articles, %v; want %d", tt.since, tt.asOf, r.Articles, err, tt.want)
		}
	}
}
