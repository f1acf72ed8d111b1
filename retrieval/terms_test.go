package retrieval

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/analysis"
	"footnote/internal/article"
)

func TestTermsRoundTrip(t *testing.T) {
	a := article.Article{
		Title: "Apples and pears", Outlet: "The Verge", Author: "Jo Doe", Lang: "en",
		Published: article.Date{Time: time.Date(2026, 4, 7, 0, 0, 0, 0, time.UTC)},
		Body:      "Apples, apples.",
	}
	bags := chunkBags(analysis.NewAnalyzer(), a, []article.Chunk{{Text: "Apples, apples and figs."}, {Text: "Second."}})
	want := []map[field]map[string]uint16{{
		inBody:   {"appl": 2, "fig": 1},
		inTitle:  {"appl": 1, "pear": 1},
		inByline: {"verg": 1, "jo": 1, "doe": 1, "7": 1, "april": 1, "2026": 2, "04": 1, "07": 1},
	}, {inBody: {"second": 1}}}
	lengths := [][numFields]uint16{{3, 2, 9}, {1, 0, 0}}
	for i, b := range bags {
		got := map[field]map[string]uint16{}
		c, err := decodeTerms(b.encode(), func(f field, term []byte, n uint16) {
			if got[f] == nil {
				got[f] = map[string]uint16{}
			}
			got[f][string(term)] = n
		})
		if err != nil || c.lang != "en" || c.length != lengths[i] {
			t.Errorf("chunk %d: language %q, lengths %v, error %v", i, c.lang, c.length, err)
		}
		if d := cmp.Diff(want[i], got); d != "" {
			t.Errorf("chunk %d: -want +got\n%s", i, d)
		}
	}
}

func TestBylineLeavesOutGuesses(t *testing.T) {
	a := article.Article{Outlet: "X", Published: article.Date{Time: time.Unix(0, 0), Estimated: true}}
	if got := byline(a); got != "X\n" {
		t.Errorf("byline with a guessed date = %q", got)
	}
}

func TestDecodeTermsErrors(t *testing.T) {
	good := bag{lang: "en", fields: [numFields][]string{{"a"}, {"b"}, {"c"}}}.encode()
	ignore := func(field, []byte, uint16) {}
	for n := range good {
		if _, err := decodeTerms(good[:n], ignore); err == nil {
			t.Errorf("no error for the first %d of %d bytes", n, len(good))
		}
	}
	if _, err := decodeTerms(append(good, 0), ignore); err == nil {
		t.Error("no error for a byte too many")
	}
	if _, err := decodeTerms(append([]byte{analysisVersion + 1}, good[1:]...), ignore); err == nil {
		t.Error("no error for another version")
	}
}

func FuzzDecodeTerms(f *testing.F) {
	f.Add([]byte{})
	f.Add(bag{lang: "en", fields: [numFields][]string{{"a", "a", "b"}, {"b"}, {"c"}}}.encode())
	f.Add([]byte{analysisVersion, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		terms := 0
		_, err := decodeTerms(data, func(_ field, term []byte, n uint16) {
			if terms++; len(term) == 0 || n == 0 {
				t.Fatalf("term %q counted %d times", term, n)
			}
		})
		if err == nil && terms > len(data) {
			t.Fatalf("%d terms of %d bytes", terms, len(data))
		}
	})
}
