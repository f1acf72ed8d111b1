package retrieval

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"footnote/internal/article"
	"footnote/internal/store"
)

// Generators of a small world, in which articles often share words, texts,
// pages and days.
var (
	drawWord  = rapid.SampledFrom(strings.Fields("orchard norwind chips tariff steel heat pumps merger volcano running the of norwnd orchads Häuser 人工智能 U.S. 1,200"))
	drawScope = rapid.SampledFrom([]article.Scope{article.Workspace, "channel:C1", "channel:C2", "user:U1"})
	drawDay   = rapid.SampledFrom([]string{"", "2026-01-01", "2026-02-01", "2026-03-01", "2026-03-01T12:00:00Z", "2026-04-01"})
)

func drawText(t *rapid.T, label string) string {
	words := rapid.SliceOfN(drawWord, 1, 12).Draw(t, label)
	return strings.Join(words, " ") + "."
}

func drawArticle(t *rapid.T) article.Article {
	published, err := article.ParseDate(drawDay.Draw(t, "day"))
	if err != nil {
		t.Fatal(err)
	}
	a := article.Article{
		URL:       fmt.Sprintf("https://x.example/%d", rapid.IntRange(0, 5).Draw(t, "page")),
		Scope:     drawScope.Draw(t, "scope"),
		Title:     drawText(t, "title"),
		Outlet:    rapid.SampledFrom([]string{"", "Daily Herald", "Wire"}).Draw(t, "outlet"),
		Author:    rapid.SampledFrom([]string{"", "", "Ada Stone"}).Draw(t, "author"),
		Lang:      rapid.SampledFrom([]string{"", "en", "de"}).Draw(t, "lang"),
		Published: published,
	}
	for range rapid.IntRange(0, 3).Draw(t, "paragraphs") {
		a.Body += strings.Repeat(drawText(t, "body")+"\n", rapid.SampledFrom([]int{1, 1, 20}).Draw(t, "times"))
	}
	a.ID = a.NewID()
	return a
}

// drawQuestion asks for words, or names where and when to look for them.
func drawQuestion(t *rapid.T, label string) string {
	frame := rapid.SampledFrom([]string{
		"%s", "%s", "What did Daily Herald say about %s", "according to Wire, %s", "Did Wire fire %s",
		"Do Wire and the Daily Herald agree on %s", "What did Wire say on 1 March 2026 about %s",
		"articles published in February 2026 about %s", "articles published in March about %s", "what happened last month to %s",
		"%s by Ada Stone", "What did Wire say last month?", "what's new?",
	}).Draw(t, label+" frame")
	if !strings.Contains(frame, "%") {
		return frame
	}
	return fmt.Sprintf(frame, drawText(t, label))
}

func drawQuery(t *rapid.T) Query {
	q := Query{Text: drawQuestion(t, "query"), K: rapid.IntRange(1, 12).Draw(t, "K")}
	if rapid.Bool().Draw(t, "now") {
		q.Now = time.Date(rapid.SampledFrom([]int{2026, 2029}).Draw(t, "year"), 4, 1, 0, 0, 0, 0, time.UTC)
	}
	if rapid.IntRange(0, 3).Draw(t, "after") == 0 {
		q.After = []string{drawQuestion(t, "earlier")}
	}
	q.StrictDates = rapid.Bool().Draw(t, "strict")
	q.Reader = rapid.SliceOfN(drawScope, 0, 2).Draw(t, "reader")
	if day, _ := article.ParseAsOf(drawDay.Draw(t, "as of")); !day.IsZero() {
		q.AsOf = day
	}
	if day, _ := article.ParseDate(drawDay.Draw(t, "since")); rapid.IntRange(0, 3).Draw(t, "with since") == 0 {
		q.Since = day.Time
	}
	return q
}

// sameResult compares results but for what saving stamps on articles.
func sameResult(want, got Result) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(article.Article{}, "Added", "Updated", "Revision"),
		cmpopts.IgnoreFields(article.Chunk{}, "Revision"))
}

// rapidStore returns a store for one check of a property.
func rapidStore(t *rapid.T) *store.Store {
	st, err := store.OpenMemory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func rapidAdd(t *rapid.T, st *store.Store, articles ...article.Article) {
	x := &Indexer{Store: st, Embedder: NewHashEmbedder()}
	if _, err := x.Add(context.Background(), articles); err != nil {
		t.Fatal(err)
	}
}

func rapidOpen(t *rapid.T, st *store.Store) *Index {
	ix, err := Open(context.Background(), st, NewHashEmbedder(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func rapidSearch(t *rapid.T, ix *Index, q Query) Result {
	r, err := ix.Search(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestNothingLeaks: what a query gets is what it would get if the articles
// that it may not use did not exist, to the last digit of a score.
func TestNothingLeaks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, some := rapidStore(t), rapidStore(t)
		q := drawQuery(t)
		seen := map[string]bool{}
		for range rapid.IntRange(0, 8).Draw(t, "articles") {
			a := drawArticle(t)
			if seen[a.ID] {
				continue
			}
			seen[a.ID] = true
			rapidAdd(t, all, a)
			if mayUse(q, a) {
				rapidAdd(t, some, a)
			}
		}
		got := rapidSearch(t, rapidOpen(t, all), q)
		want := rapidSearch(t, rapidOpen(t, some), q)
		got.Seq, want.Seq = 0, 0 // the number of changes, which no reader is shown
		if d := sameResult(want, got); d != "" {
			t.Fatalf("with what %v may not use (-without +with):\n%s", q, d)
		}
		for _, p := range got.Passages {
			if !mayUse(q, p.Article) || p.Article.Body != "" {
				t.Fatalf("%v got %+v", q, p.Article)
			}
		}
	})
}

// TestFollowedEqualsFresh: an index that followed any changes, with sketches,
// equals one that is opened after them, without.
func TestFollowedEqualsFresh(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := rapidStore(t)
		ix := rapidOpen(t, st)
		ix.lib.vectors.few = 3
		var held []string
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				a := drawArticle(t)
				rapidAdd(t, st, a)
				if !slices.Contains(held, a.ID) {
					held = append(held, a.ID)
				}
			},
			"remove": func(t *rapid.T) {
				if len(held) == 0 {
					t.Skip()
				}
				i := rapid.IntRange(0, len(held)-1).Draw(t, "article")
				if err := st.Remove(context.Background(), held[i]); err != nil {
					t.Fatal(err)
				}
				held = slices.Delete(held, i, i+1)
			},
			"compact": func(t *rapid.T) { ix.lib.compact() },
			"": func(t *rapid.T) {
				if rapid.IntRange(0, 3).Draw(t, "now") > 0 {
					return // several changes at once
				}
				if err := ix.Sync(context.Background()); err != nil {
					t.Fatal(err)
				}
				fresh := rapidOpen(t, st)
				if d := cmp.Diff(fresh.Stats(), ix.Stats()); d != "" {
					t.Fatalf("stats (-fresh +followed):\n%s", d)
				}
				q := drawQuery(t)
				if d := sameResult(rapidSearch(t, fresh, q), rapidSearch(t, ix, q)); d != "" {
					t.Fatalf("%v (-fresh +followed):\n%s", q, d)
				}
			},
		})
	})
}

// TestAsOfKeepsTime: the same instant given twice must not depend on its zone.
func TestAsOfKeepsTime(t *testing.T) {
	a := article.Article{Published: article.Date{Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}}
	zone := time.FixedZone("east", 3600)
	for _, tt := range []struct {
		asOf time.Time
		want bool
	}{
		{time.Time{}, true},
		{a.Published.Time, true},
		{a.Published.Time.In(zone), true},
		{a.Published.Time.Add(-time.Nanosecond), false},
		{time.Date(2026, 3, 1, 12, 30, 0, 0, zone), false},
	} {
		if got := (Query{AsOf: tt.asOf}).admits(&a); got != tt.want {
			t.Errorf("as of %v: admitted %v, want %v", tt.asOf, got, tt.want)
		}
	}
}
