package extract

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"footnote/internal/media"
)

// newspaper returns a page as newspapers make them, of 126 KB where the median
// of 102 real ones has 117: scripts, menus, an article of 30 paragraphs with
// inserts, lists of other stories, comments and a footer.
func newspaper(seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 1))
	vocabulary := strings.Fields("harbour ship council engineer breakwater storm coal market fish pier town port authority winter repair cost million year captain crew dock crane water flood report study plan vote budget minister region coast")
	words := func(n int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = vocabulary[r.IntN(len(vocabulary))]
		}
		return strings.Join(out, " ")
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s | The Quay</title>`, words(9))
	fmt.Fprintf(&b, `<meta property="og:site_name" content="The Quay"><meta property="article:published_time" content="2026-04-27T08:30:00Z">`)
	for range 12 {
		fmt.Fprintf(&b, "<script>window.ads=window.ads||[];ads.push({%q:%q})</script><style>.a%d{color:#fff}</style>", words(3), strings.Repeat(words(20)+";", 20), r.IntN(999))
	}
	b.WriteString("</head><body><header><nav><ul>")
	for range 120 {
		fmt.Fprintf(&b, `<li class="menu-item nav__item"><a href="/%d" data-track="nav">%s</a></li>`, r.IntN(9999), words(2))
	}
	fmt.Fprintf(&b, `</ul></nav></header><main><article class="story"><h1>%s</h1><p class="byline">By <a rel="author">Ada Byron</a></p>`, words(9))
	for i := range 30 {
		fmt.Fprintf(&b, `<p>The %s, <a href="/%d">%s</a> said. “The %s,” <em>%s</em>.</p>`, words(25), r.IntN(9999), words(3), words(14), words(8))
		if i%7 == 3 {
			fmt.Fprintf(&b, `<aside class="promo"><h3>Read more</h3><a href="/%d"><img src="a.jpg" alt="%s">%s</a></aside><div class="ad-slot" id="ad%d"><script>show(%d)</script></div>`, r.IntN(9999), words(4), words(8), i, i)
		}
	}
	b.WriteString(`</article><section class="related">`)
	for range 150 {
		fmt.Fprintf(&b, `<div class="card teaser"><a href="/%d"><picture><source srcset="%s"><img src="b.jpg"></picture><h3>%s</h3></a><time datetime="2026-04-2%d">%s</time></div>`,
			r.IntN(9999), strings.Repeat("https://img.quay.example/x.jpg 640w,", 4), words(9), r.IntN(9), words(2))
	}
	b.WriteString(`</section><section class="comments" id="comments">`)
	for range 60 {
		fmt.Fprintf(&b, `<div class="comment"><span class="user">%s</span><p>%s</p><button>Reply</button></div>`, words(1), words(25))
	}
	b.WriteString("</section></main><footer><ul>" + strings.Repeat(`<li><a href="/legal">Terms and conditions of use</a></li>`, 60) + "</ul></footer></body></html>")
	return b.String()
}

// BenchmarkParsePage reads pages from their bytes to an article. Of a folder of
// real ones, as TestExtractionScore takes it, FOOTNOTE_EXTRACTION names it.
func BenchmarkParsePage(b *testing.B) {
	pages := map[string][]string{"generated": nil}
	for i := range 20 {
		pages["generated"] = append(pages["generated"], newspaper(uint64(i)))
	}
	if dir := os.Getenv("FOOTNOTE_EXTRACTION"); dir != "" {
		pages["real"] = realPages(b, dir)
	}
	for name, pages := range pages {
		b.Run(name, func(b *testing.B) {
			bytes, i := 0, 0
			for b.Loop() {
				src := pages[i%len(pages)]
				d, err := readDocument(media.Origin{File: "/a.html"}, media.Page, strings.NewReader(src))
				if err == nil {
					err = d.Finish("", time.Now())
				}
				if err != nil {
					b.Fatal(err)
				}
				bytes += len(src)
				i++
			}
			b.ReportMetric(float64(i)/b.Elapsed().Seconds(), "pages/s")
			b.ReportMetric(float64(bytes)/float64(i)/1024, "KB/page")
		})
	}
}

func realPages(b *testing.B, dir string) (pages []string) {
	b.Helper()
	var truth map[string]json.RawMessage
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		b.Fatal(err)
	}
	if err := json.Unmarshal(raw, &truth); err != nil {
		b.Fatal(err)
	}
	for id := range truth {
		src, err := io.ReadAll(unzip(b, filepath.Join(dir, "html", id+".html.gz")))
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, string(src))
	}
	return pages
}

// What is measured is read as well: the article, and nothing around it.
func TestParseNewspaper(t *testing.T) {
	d, err := readDocument(media.Origin{URL: "https://www.quay.example/1"}, media.Page, strings.NewReader(newspaper(1)))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(d.Body, "\n") + 1; n != 30 || d.Outlet != "The Quay" || d.Author != "Ada Byron" || d.Published.String() != "2026-04-27T08:30:00Z" {
		t.Errorf("%d paragraphs, outlet %q, author %q, published %v", n, d.Outlet, d.Author, d.Published)
	}
}
