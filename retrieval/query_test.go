package retrieval

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"footnote/internal/analysis"
	"footnote/internal/article"
)

// TestParseKeepsTheRarest: of a pasted page, the words that tell most are
// searched, in order.
func TestParseKeepsTheRarest(t *testing.T) {
	st := newStore(t)
	var articles []article.Article
	for i := range 3 {
		articles = append(articles, article.Article{URL: fmt.Sprint("https://x.example/", i), Body: "common word here"})
	}
	add(t, st, NewHashEmbedder(), articles...)
	l := openIndex(t, st, NewHashEmbedder()).lib
	query := "common "
	for i := range 100 {
		query += fmt.Sprintf("rare%d ", i)
	}
	terms := l.parse(analysis.NewAnalyzer(), query+"word rare1", l.view(Query{}))
	var got []string
	for _, w := range terms {
		got = append(got, w.term)
	}
	if len(got) != maxTerms || slices.Contains(got, "common") || got[0] != "rare0" || got[1] != "rare1" {
		t.Errorf("%d terms: %v", len(got), got)
	}
	if terms[0].times != 1 || terms[1].times != 2 {
		t.Errorf("rare0 counted %d times, rare1 %d, want 1 and 2", terms[0].times, terms[1].times)
	}
}

func TestQueryLanguage(t *testing.T) {
	langs := []string{"", "ar", "de", "en", "fr", "ru"}
	for text, want := range map[string]string{
		"":                            "en",
		"steel tariffs":               "en",
		"what did the minister say":   "en",
		"was sagte die Ministerin":    "de",
		"que disait le ministre hier": "fr",
		"die Stahlzölle":              "de",
		"длина полосы":                "ru",
		"كلفة السد":                   "ar",
	} {
		if got := queryLanguage(analysis.NewAnalyzer(), text, langs); got != want {
			t.Errorf("language of %q = %q, want %q", text, got, want)
		}
	}
	if got := queryLanguage(analysis.NewAnalyzer(), "was sagte die Ministerin", []string{"en"}); got != "en" {
		t.Errorf("language that the library has nothing in: %q", got)
	}
}

// TestParseMeetsEveryLanguage: a word of a question finds its forms in the
// languages of the library, whatever the question's own is.
func TestParseMeetsEveryLanguage(t *testing.T) {
	st := newStore(t)
	german := strings.Repeat("Die Häuser der Stadt werden teurer. ", 3)
	english := strings.Repeat("The houses of the city cost more. ", 3)
	add(t, st, NewHashEmbedder(),
		article.Article{URL: "https://x.example/de", Title: "de", Lang: "de", Body: german},
		article.Article{URL: "https://x.example/en", Title: "en", Lang: "en", Body: english})
	ix := openIndex(t, st, NewHashEmbedder())
	for query, want := range map[string]string{"Häuser": "de", "Haus": "de", "house": "en", "the houses": "en"} {
		r := search(t, ix, Query{Text: query})
		if len(r.Passages) == 0 || r.Passages[0].Article.Title != want || r.Evidence < .9 {
			t.Errorf("%q found %v, evidence %v, want %s", query, titles(r), r.Evidence, want)
		}
	}
}

// TestParseGerman: a German word is held by other forms of it and by what is composed with
// it, and one that only asks is no misspelt word of an article.
func TestParseGerman(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(),
		article.Article{URL: "https://x.example/de", Title: "de", Lang: "de", Body: "Die Wehrbrücke soll im März wieder öffnen. Das teilte der Kreis am Montag mit."},
		article.Article{URL: "https://x.example/en", Title: "en", Lang: "en", Body: "They want the warm water back, and get a gift."})
	ix := openIndex(t, st, NewHashEmbedder())
	for _, query := range []string{"Wann öffnet die Brücke?", "Gibt es eine Brücke, die öffnete?", "Warum wurde die Brücke geöffnet?", "Wie hoch ist die Brücke?"} {
		r := search(t, ix, Query{Text: query, Indexes: WordsOnly})
		if len(r.Passages) == 0 || r.Passages[0].Article.Title != "de" || r.Evidence < .9 {
			t.Errorf("%q found %v, evidence %v, want de", query, titles(r), r.Evidence)
		}
		for term := range r.Terms {
			if term != "bruck" && term != "öffn" {
				t.Errorf("%q asks for %q", query, term)
			}
		}
		if len(r.Unheld) > 0 {
			t.Errorf("%q: unheld %v", query, r.Unheld)
		}
	}
}
