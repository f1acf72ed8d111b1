package analysis

import (
	"slices"
	"strings"
	"testing"

	"footnote/internal/sample"
)

// scanned returns the words of a text, with "|" before each that begins a
// sentence but the first.
func scanned(text string) (words []string) {
	s, _ := Scan(text)
	for s.Next() {
		if s.First && len(words) > 0 {
			words = append(words, "|")
		}
		words = append(words, s.Word())
	}
	return words
}

func TestScannerSentences(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		" . ! ":                 "",
		"One two. Three? Four!": "One two | Three | Four",
		"Line one\nline two":    "Line one | line two",
		"Mr. Smith left. He lives in the U.S. Congress met.": "Mr Smith left | He lives in the U.S Congress met",
		"J. R. Smith paid $1.5 million, i.e. 3,000 each.":    "J R Smith paid 1.5 million i.e 3,000 each",
		"“Really.” She said… no":                             "Really | She said no",
		"It isn’t Anna's":                                    "It isn’t Anna's",
	} {
		if got := strings.Join(scanned(text), " "); got != want {
			t.Errorf("words of %q = %q, want %q", text, got, want)
		}
	}
}

// TestScannerWords: a Scanner finds the words that the Analyzer counts.
func TestScannerWords(t *testing.T) {
	texts := []string{
		"U.S. exports of 10,000 tons at 3.5 % (o'clock) e-mail snake_case x:y 1,2,a a1b2 3rd 'quoted' rock'n'roll",
		"Beyoncé’s naïve Ångström cafés — “straße” Москва Αθήνα … e\u0301t",
		"100€ #tag @name https://x.example/a?b=c&d=1 v1.2.3 12:30 1990s",
	}
	articles, err := sample.Articles()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		texts = append(texts, a.Body)
	}
	for _, text := range texts {
		want := Words(text)
		got := slices.DeleteFunc(scanned(text), func(w string) bool { return w == "|" })
		if !slices.Equal(got, want) {
			t.Errorf("words of %.60q:\n got %q\nwant %q", text, got, want)
		}
	}
	for _, text := range []string{"人工智能", "العربية", "ภาษาไทย", "한국어", "\xff"} {
		if _, ok := Scan(text); ok {
			t.Errorf("%q is scanned", text)
		}
	}
}
