package retrieval

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/store"
)

// newsArticles makes articles of several chunks each, that many in all or a
// few more.
func newsArticles(chunks int) []article.Article {
	var all []article.Article
	for text := range slices.Chunk(newsTexts(chunks), 5) {
		a := article.Article{
			URL: fmt.Sprintf("https://news.example/%d", len(all)), Title: text[0][:60], Outlet: "Daily Herald",
			Published: article.Date{Time: time.Date(2026, 1, 1+len(all)%100, 0, 0, 0, 0, time.UTC)},
			Body:      strings.Join(text, "\n"),
		}
		all = append(all, a)
		if chunks -= len(Chunks(a)); chunks <= 0 {
			break
		}
	}
	return all
}

// diskStore returns an empty store on disk, as a person has it.
func diskStore(b *testing.B) *store.Store {
	b.Helper()
	st, err := store.Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { st.Close() })
	return st
}

// benchStore returns a store of that many chunks or a few more.
func benchStore(b *testing.B, chunks int) *store.Store {
	b.Helper()
	st := diskStore(b)
	for some := range slices.Chunk(newsArticles(chunks), 100) {
		add(b, st, NewHashEmbedder(), some...)
	}
	return st
}

// BenchmarkSearch asks 10,000 chunks: all of them, those of two thirds of the
// days, and for the present, when the best hundred are read for what is about the
// same matter.
func BenchmarkSearch(b *testing.B) {
	ix := openIndex(b, benchStore(b, 10_000), NewHashEmbedder())
	texts := newsTexts(50)
	for _, tt := range []struct {
		name, before string
		asOf         time.Time
	}{
		{name: "all"}, {name: "asOf", asOf: time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC)}, {name: "present", before: "Is it still so that "},
	} {
		b.Run(tt.name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				start := time.Now()
				r := search(b, ix, Query{Text: tt.before + texts[i%len(texts)][:100], AsOf: tt.asOf})
				took = append(took, time.Since(start))
				if r.Reading.Present != (tt.before != "") {
					b.Fatal("read as a question about the present:", r.Reading.Present)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	st := benchStore(b, 10_000)
	chunks := 0
	for b.Loop() {
		chunks, _ = openIndex(b, st, NewHashEmbedder()).Len()
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/open")
	b.ReportMetric(float64(chunks), "chunks")
}

// BenchmarkAdd derives, embeds and saves; BenchmarkDerive leaves the store out.
func BenchmarkAdd(b *testing.B) {
	st := diskStore(b)
	articles := newsArticles(1000)
	x := &Indexer{Store: st, Embedder: NewHashEmbedder()}
	round := 0
	for b.Loop() {
		round++
		for i := range articles {
			articles[i].URL = fmt.Sprintf("https://news.example/%d/%d", round, i)
		}
		for some := range slices.Chunk(articles, 100) {
			if _, err := x.Add(b.Context(), some); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "chunks/s")
}

func BenchmarkDerive(b *testing.B) {
	st := newStore(b)
	x := &Indexer{Store: st, Embedder: NewHashEmbedder()}
	var entries []store.Entry
	for _, a := range newsArticles(1000) {
		entries = append(entries, store.Entry{Article: a})
	}
	for b.Loop() {
		if err := x.derive(b.Context(), entries); err != nil {
			b.Fatal(err)
		}
		if err := x.embedAll(b.Context(), entries); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "chunks/s")
}
