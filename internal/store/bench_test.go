package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"footnote/internal/article"
)

// benchEntries makes articles of 10 chunks of 600 bytes, each with 300 bytes
// of terms and a vector of 384 numbers.
func benchEntries(n int) []Entry {
	r := rand.New(rand.NewPCG(1, 2))
	entries := make([]Entry, n)
	for i := range entries {
		e := &entries[i]
		e.Article = article.Article{URL: fmt.Sprintf("https://example.com/%d", i), Title: "An article", Body: strings.Repeat("word ", 1200)}
		e.Article.ID = e.Article.NewID()
		for j := range 10 {
			c := Chunk{Terms: make([]byte, 300), Vector: make([]float32, 384)}
			c.N, c.Start, c.End = j, 600*j, 600*(j+1)
			for k := range c.Vector {
				c.Vector[k] = r.Float32()
			}
			e.Chunks = append(e.Chunks, c)
		}
	}
	return entries
}

// BenchmarkSave saves batches of 20 articles, 200 chunks, to a file.
func BenchmarkSave(b *testing.B) {
	s := openDir(b, b.TempDir())
	entries := benchEntries(20)
	chunks := 0
	for i := 0; b.Loop(); i++ {
		for j := range entries {
			a := &entries[j].Article
			a.URL = fmt.Sprintf("https://example.com/%d/%d", i, j)
			a.ID = ""
		}
		if _, err := s.Save(b.Context(), Batch{Embedder: "e", Entries: entries}); err != nil {
			b.Fatal(err)
		}
		chunks += 200
	}
	b.ReportMetric(float64(chunks)/b.Elapsed().Seconds(), "chunks/s")
}

// BenchmarkEntries reads 10,000 chunks with their vectors.
func BenchmarkEntries(b *testing.B) {
	s := openDir(b, b.TempDir())
	if _, err := s.Save(b.Context(), Batch{Embedder: "e", Entries: benchEntries(1000)}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		n := 0
		for e, err := range s.Entries(context.Background(), "e") {
			if err != nil {
				b.Fatal(err)
			}
			n += len(e.Chunks)
		}
		if n != 10_000 {
			b.Fatalf("read %d chunks, want 10000", n)
		}
	}
}

// BenchmarkUnembedded looks for what is missing among 10,000 chunks of which
// all have vectors but the last.
func BenchmarkUnembedded(b *testing.B) {
	s := openDir(b, b.TempDir())
	entries := benchEntries(1000)
	for i := range entries {
		if entries[i].Article.ID > "ffe" {
			entries[i].Chunks[9].Vector = nil
		}
	}
	if _, err := s.Save(b.Context(), Batch{Embedder: "e", Entries: entries}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Unembedded(b.Context(), "e", 64); err != nil {
			b.Fatal(err)
		}
	}
}
