package retrieval

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

func TestSearchTellsNamesInLowerCase(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(),
		article.Article{Title: "Bid", Body: "The bid for Quill United came late. In spring Jo Doe sold half of Quill United, and in May the firm units.", Lang: "en"},
		article.Article{Title: "Lamps", Body: "The board of Norwind met on Monday. Its CEO praised the lamps, and Norwind's shares rose. They buy pens.", Lang: "en"},
		article.Article{Title: "Bridge", Body: "In May the Sorrel Bridge opens again. Of all bridges the Sorrel Bridge is the bridge that leads furthest.", Lang: "en"},
		article.Article{Title: "Pens", Body: "Those who buy a quill buy ink.", Lang: "en"},
		article.Article{Title: "Secret", Body: "In private the board of Tarnwick met.", Lang: "en", Scope: "channel:C1"})
	ix := openIndex(t, st, NewHashEmbedder())
	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"did jo doe sell quill united?", []string{"jo doe", "quill united"}}, // though a quill is none
		{"who sold quills?", nil},
		{"when does the sorrel bridge open?", []string{"sorrel bridge"}},
		{"when does the bridge at sorrel open?", []string{"sorrel"}},
		{"who is norwind's ceo?", []string{"norwind"}},
		{"Did norwind meet on monday?", []string{"norwind"}},
		{"did Jo Doe sell norwind?", []string{"Jo Doe"}}, // who writes capitals writes all of them
		{"who buys pens?", nil},
		{"who is on the board of tarnwick?", nil}, // not for this reader
	} {
		if d := cmp.Diff(tt.want, search(t, ix, Query{Text: tt.query}).Reading.Names); d != "" {
			t.Errorf("names in %q: -want +got\n%s", tt.query, d)
		}
	}
	inChannel := Query{Text: "who is on the board of tarnwick?", Reader: article.Reader{"channel:C1"}}
	if d := cmp.Diff([]string{"tarnwick"}, search(t, ix, inChannel).Reading.Names); d != "" {
		t.Errorf("names in the channel: -want +got\n%s", d)
	}
}

func TestWrittenLarge(t *testing.T) {
	for _, tt := range []struct {
		text, low  string
		large, all int
	}{
		{"The firm Quill met. Quill rose; in May quill pens sold.", "quill", 1, 2},
		{"They sell an iPod, and Quillons.", "ipod", 1, 1},
		{"They sell an iPod, and Quillons.", "quill", 0, 0},
		{"He said: “Quill is late.”\nQuill is.", "quill", 0, 0},
		{"In Malmö, MALMÖ and malmö.", "malmö", 2, 3},
		{"Of the United and of Man United, a man united.", "man united", 1, 2},
		{"Of the Sorrel bridge and the Sorrel Bridge.", "sorrel bridge", 1, 2},
		{"", "quill", 0, 0},
	} {
		if large, all := writtenLarge(tt.text, tt.low); large != tt.large || all != tt.all {
			t.Errorf("writtenLarge(%q, %q) = %d of %d, want %d of %d", tt.text, tt.low, large, all, tt.large, tt.all)
		}
	}
}
