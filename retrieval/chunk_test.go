package retrieval

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/article"
)

func TestChunks(t *testing.T) {
	sentence := func(words int) string { return "Word" + strings.Repeat(" word", words-2) + " end. " }
	tests := []struct {
		name string
		body string
		want string // start-end of each chunk
	}{
		{"empty", "", ""},
		{"blank", " \n\t\x00", ""},
		{"no words", "🎉🎉", "0-8"},
		{"short", "  One. Two.\n", "2-11"},
		{"scrap stays", sentence(200) + "Bye. Bye.", "0-1009"},
		{"two sentences", sentence(180) + sentence(180), "0-899 900-1799"},
		{"short sentence on both sides", sentence(180) + "Short one. " + sentence(180), "0-910 900-1810"},
		{"long sentence is cut between words", sentence(300), "0-1019 1020-1499"},
		{"no spaces", strings.Repeat("x", 2500), "0-1024 1024-2048 2048-2500"},
		{"ideographs", strings.Repeat("天", 600), "0-768 768-1536 1536-1800"},
		{"blanks between", "Hi." + strings.Repeat(" ", 5000) + "Bye.", "0-3 5003-5007"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range Chunks(article.Article{Body: tt.body}) {
				got = append(got, fmt.Sprintf("%d-%d", c.Start, c.End))
			}
			if got := strings.Join(got, " "); got != tt.want {
				t.Errorf("chunks of %d bytes = %s, want %s", len(tt.body), got, tt.want)
			}
		})
	}
}

func TestChunksNumbered(t *testing.T) {
	a := article.Article{ID: "a", Revision: 3, Body: strings.Repeat("A sentence of a few words stands here. ", 100)}
	for i, c := range Chunks(a) {
		if c.ArticleID != "a" || c.Revision != 3 || c.N != i {
			t.Errorf("chunk %d = %s revision %d number %d", i, c.ArticleID, c.Revision, c.N)
		}
	}
}

// hostileTexts have no bounds, or too many.
var hostileTexts = []string{"x", "x ", "天", "é.", "? ", "1. ", "\xff", "Mr. ", "“a?” b "}

func TestChunksHuge(t *testing.T) {
	for _, s := range hostileTexts {
		body := strings.Repeat(s, 1<<16/len(s))
		if n := len(Chunks(article.Article{Body: body})); n < len(body)/4/1100 {
			t.Errorf("64 KiB of %q: %d chunks", s, n)
		}
	}
}

// BenchmarkChunksHuge shows a quadratic cost as fewer bytes a second at the
// larger size.
func BenchmarkChunksHuge(b *testing.B) {
	for _, s := range hostileTexts {
		for _, size := range []int{1 << 16, 1 << 19} {
			b.Run(fmt.Sprintf("%q/%dKiB", s, size>>10), func(b *testing.B) {
				body := strings.Repeat(s, size/len(s))
				b.SetBytes(int64(len(body)))
				for b.Loop() {
					Chunks(article.Article{Body: body})
				}
			})
		}
	}
}

func FuzzChunks(f *testing.F) {
	for _, s := range []string{"", "One. Two.", "a\x00b\xff c", strings.Repeat("天", 300), strings.Repeat("w ", 900), strings.Repeat("\u2028", 999)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		end, start := 0, -1
		for i, c := range Chunks(article.Article{Body: body}) {
			if c.N != i || c.Text != body[c.Start:c.End] || c.Text == "" {
				t.Fatalf("chunk %d: %+v", i, c)
			}
			if c.Start <= start || c.End <= end {
				t.Fatalf("chunk %d at %d-%d does not ascend from %d-%d", i, c.Start, c.End, start, end)
			}
			if c.Start > end && strings.TrimFunc(body[end:c.Start], analysis.IsBlank) != "" {
				t.Fatalf("lost %q before chunk %d", body[end:c.Start], i)
			}
			if utf8.ValidString(body) && !utf8.ValidString(c.Text) {
				t.Fatalf("chunk %d cuts a rune", i)
			}
			if n := len(c.Text); n > 4*(chunkTokens+scrapTokens+4) {
				t.Fatalf("chunk %d has %d bytes", i, n)
			}
			start, end = c.Start, c.End
		}
		if strings.TrimFunc(body[end:], analysis.IsBlank) != "" {
			t.Fatalf("lost %q at the end", body[end:])
		}
	})
}

// TestChunksOfEntries: what was told at two times is in no chunk together.
func TestChunksOfEntries(t *testing.T) {
	var got []string
	for _, c := range Chunks(article.Article{Body: "Above.\n20 Nov 2026, 17:31 UTC\nOpen.\n20 Nov 2026, 07:10 UTC\nShut. Still."}) {
		got = append(got, c.Text)
	}
	want := []string{"Above.", "20 Nov 2026, 17:31 UTC\nOpen.", "20 Nov 2026, 07:10 UTC\nShut. Still."}
	if !slices.Equal(got, want) {
		t.Errorf("chunks = %q, want %q", got, want)
	}
}
