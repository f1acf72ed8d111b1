package selection

import (
	"slices"
	"testing"

	"footnote/internal/article"
)

// TestOfStory: what else opens is no coverage of the bridge that does.
func TestOfStory(t *testing.T) {
	var cs []Candidate
	for id, text := range map[string]string{
		"a": "The roadway of the Sorrel Bridge opens in June, Veyra's works department said on Monday.",
		"b": "It opens in March. Nobody on Sorrel's eastern bank will miss the ferry.",
		"c": "The case opens from below, Wattlefen said on Monday.",
		"d": "In Veyra the library opens at ten.",
		"e": "In Veyra a shop opens.",
		"f": "Sorrel grows where a valley opens to the south.",
		"g": "Der Laden in Sorrel öffnet am Montag wieder, sagte die Besitzerin nach der Sitzung des Rates.",
	} {
		lang := "en"
		if id == "g" {
			lang = "de"
		}
		cs = append(cs, Candidate{Passage: article.Passage{Article: article.Article{ID: id, Lang: lang}, Chunk: article.Chunk{Text: text}}})
	}
	of := func(verdict string, cs []Candidate) (ids string) {
		at := slices.IndexFunc(cs, func(c Candidate) bool { return c.ArticleID() == verdict })
		for _, c := range OfStory(cs[at], cs) {
			ids += c.ArticleID()
		}
		runes := []rune(ids)
		slices.Sort(runes)
		return string(runes)
	}
	for verdict, want := range map[string]string{"a": "abde", "b": "ab", "c": "c", "f": "abcdefg", "g": "abcdefg"} {
		if got := of(verdict, cs); got != want {
			t.Errorf("of %s's story are %s, want %s", verdict, got, want)
		}
	}
	named := slices.Clone(cs)
	named[0].named = true
	if got := of("a", named); got != "abcdefg" {
		t.Errorf("with a name in the question: %s", got)
	}
}
