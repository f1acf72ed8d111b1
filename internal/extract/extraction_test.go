package extract

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/media"
)

// TestExtractionScore measures bodies on a folder of real pages, html/ID.html.gz
// with ground-truth.json, {ID: {articleBody, url}}, as the article-extraction
// benchmark of scrapinghub defines it. FOOTNOTE_EXTRACTION names the folder;
// FOOTNOTE_EXTRACTION_OUT, a file to write what was read to.
func TestExtractionScore(t *testing.T) {
	dir := os.Getenv("FOOTNOTE_EXTRACTION")
	if dir == "" {
		t.Skip("FOOTNOTE_EXTRACTION names no folder of pages")
	}
	var truth map[string]struct{ ArticleBody, URL string }
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	var precision, recall float64
	otherDay := 0 // than that of UTC
	for id, want := range truth {
		d, err := readDocument(media.Origin{URL: want.URL}, media.Page, unzip(t, filepath.Join(dir, "html", id+".html.gz")))
		err = errors.Join(err, d.Finish("", time.Now()))
		if err != nil {
			t.Errorf("%s: %v", want.URL, err)
		}
		p, r := shingleScore(want.ArticleBody, d.Body)
		precision, recall = precision+p, recall+r
		if d.Published.Day() != (article.Date{Time: d.Published.Time, Estimated: d.Published.Estimated}).Day() {
			otherDay++
		}
		out[id] = map[string]string{
			"articleBody": d.Body, "url": d.URL, "title": d.Title, "author": d.Author,
			"site": d.Outlet, "date": d.Published.String(), "day": d.Published.Day(), "lang": d.Lang,
		}
	}
	precision, recall = precision/float64(len(truth)), recall/float64(len(truth))
	f1 := 2 * precision * recall / (precision + recall)
	t.Logf("%d pages: F1 %.4f, precision %.4f, recall %.4f; %d are of another day than in UTC", len(truth), f1, precision, recall, otherDay)
	if f1 < .965 {
		t.Errorf("F1 %.4f, want at least .965", f1)
	}
	if name := os.Getenv("FOOTNOTE_EXTRACTION_OUT"); name != "" {
		b, _ := json.MarshalIndent(out, "", " ")
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func unzip(t testing.TB, name string) io.Reader {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

var word = regexp.MustCompile(`[\p{L}\p{M}\p{N}_]+`)

// shingleScore returns precision and recall of got's 4-word shingles.
func shingleScore(want, got string) (precision, recall float64) {
	w, g := shingles(want), shingles(got)
	var common, inWant, inGot float64
	for s, n := range w {
		inWant += n
		common += min(n, g[s])
	}
	for _, n := range g {
		inGot += n
	}
	if common == 0 {
		return 0, 0
	}
	return common / inGot, common / inWant
}

func shingles(s string) map[string]float64 {
	words := word.FindAllString(s, -1)
	out := map[string]float64{}
	for i := range max(1, len(words)-3) {
		out[strings.Join(words[i:min(i+4, len(words))], " ")]++
	}
	return out
}
