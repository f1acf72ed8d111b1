package retrieval

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"footnote/internal/article"
)

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"a", "", 1},
		{"norwind", "norwind", 0},
		{"norwnd", "norwind", 1},
		{"norwinds", "norwind", 1},
		{"norvind", "norwind", 1},
		{"nowrind", "norwind", 1},
		{"onrwidn", "norwind", 2},
		{"häuser", "hauser", 1},
		{"москва", "масква", 1},
		{"kitten", "sitting", 3},
	} {
		for _, pair := range [][2]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			d := distance{a: []rune(pair[0])}
			if got := d.to(pair[1], 9); got != tt.want {
				t.Errorf("distance of %q and %q = %d, want %d", pair[0], pair[1], got, tt.want)
			}
		}
	}
	d := distance{a: []rune("kitten")}
	if got := d.to("sitting", 1); got <= 1 {
		t.Errorf("distance above the limit of 1 = %d", got)
	}
}

// TestSpellingNear: the sketches pass by nothing that is near.
func TestSpellingNear(t *testing.T) {
	word := rapid.StringOfN(rapid.SampledFrom([]rune("abcdeéж")), 1, 10, -1)
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(word, 0, 50).Draw(t, "terms")
		var s spelling
		for i, term := range terms {
			s.add(term, int32(i))
		}
		w, limit := word.Draw(t, "word"), rapid.IntRange(1, 2).Draw(t, "limit")
		got, want := map[int32]int{}, map[int32]int{}
		s.near(w, limit, terms, func(id int32, mistakes int) { got[id] = mistakes })
		d := distance{a: []rune(w)}
		for i, term := range terms {
			if m := d.to(term, 99); m <= limit {
				want[int32(i)] = m
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("near %q: -want +got\n%s", w, diff)
		}
	})
}

func TestSearchMisspelt(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(),
		article.Article{URL: "https://x.example/1", Title: "bridge", Body: "The Norwind bridge opens in 1988. It took a decade."},
		article.Article{URL: "https://x.example/2", Title: "ridge", Body: "A ridge of high pressure. The partnership with Bern ends."},
		article.Article{URL: "https://x.example/3", Title: "secret", Body: "Zirconium is rare.", Scope: "channel:C1"})
	ix := openIndex(t, st, NewHashEmbedder())
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"Norwnd", []string{"bridge"}},
		{"Nowrind", []string{"bridge"}},
		{"Norwindd", []string{"bridge"}},
		{"Nrwnd", nil},                    // two mistakes in a short word
		{"patrnerhip", []string{"ridge"}}, // and in a long one
		{"bidge", []string{"bridge"}},
		{"Onrwind", []string{"bridge"}},
		{"midge", nil},               // the first letter is right
		{"decided", nil},             // an English word is not "decade"
		{"ridge", []string{"ridge"}}, // a word that is held is not another misspelt
		{"1987", nil},                // a number means itself
		{"Ber", nil},                 // too short
		{"zirconum", nil},            // what it could be is not for this reader
	} {
		got := titles(search(t, ix, Query{Text: tt.query, Indexes: WordsOnly}))
		slices.Sort(got)
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("Search(%q): -want +got\n%s", tt.query, d)
		}
	}
	inChannel := Query{Text: "zirconum", Indexes: WordsOnly, Reader: article.Reader{"channel:C1"}}
	if d := cmp.Diff([]string{"secret"}, titles(search(t, ix, inChannel))); d != "" {
		t.Errorf("Search in the channel: -want +got\n%s", d)
	}
}

// TestMisspeltRanksBelow: the word itself counts more than one like it.
func TestMisspeltRanksBelow(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(),
		article.Article{URL: "https://x.example/1", Title: "one", Body: "Orchard meets Quilll."},
		article.Article{URL: "https://x.example/2", Title: "two", Body: "Orchard meets Quill."},
		article.Article{URL: "https://x.example/3", Title: "three", Body: "Orchards meet nobody."})
	r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: "Orchard Quill"})
	if d := cmp.Diff([]string{"two", "one", "three"}, titles(r)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: "Orchard Quilm"}); r.Terms["quill"] <= 0 {
		t.Errorf("terms of a misspelt query = %v, want what is searched", r.Terms)
	}
}

// BenchmarkNear looks a misspelt word up among the terms of 10,000 chunks.
func BenchmarkNear(b *testing.B) {
	w := newWords()
	for i := range uint64(100_000) {
		w.add(0, inBody, []byte(newsWord(i)), 1)
	}
	found := 0
	for b.Loop() {
		w.spelling.near("barikenstavely", 2, w.terms, func(int32, int) { found++ })
	}
	b.ReportMetric(float64(len(w.terms)), "terms")
}
