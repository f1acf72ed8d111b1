package answer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

// TestCitationNamesPage holds that a quote from a document with pages says on
// which it stands, and opens it there, whatever the chunk it was found in.
func TestCitationNamesPage(t *testing.T) {
	const body = "The toll is free.\nIt was two euros.\nNobody paid."
	a := article.Article{ID: "a", URL: "https://a.example/b.pdf", Body: body, Pages: article.Pages{0, 18, 18}}
	p := article.Passage{Article: a, Chunk: article.Chunk{Start: 18, End: len(body), Text: body[18:]}}
	c := newCitation(p, "It was two euros.")
	if c.Page != 3 || c.Link != "https://a.example/b.pdf#page=3" {
		t.Errorf("page %d, link %s", c.Page, c.Link)
	}
	answerer := &Answerer{Archive: stack{"a": a}}
	c.Link = ""
	list := []Citation{c, newCitation(p, "")}
	list[0].Link = "https://a.example/b.pdf"
	answerer.relink(t.Context(), nil, &Answer{Citations: list})
	if list[0].Link != "https://a.example/b.pdf#page=3" || list[1].Page != 0 || list[1].Link != a.URL {
		t.Errorf("from the whole article: %+v", list)
	}
}

// TestResting holds which of the quotes of an article a sentence rests on.
func TestResting(t *testing.T) {
	all := []Citation{
		{N: 1, Quote: "The roadway is still due to open on 30 June."},
		{N: 2, Quote: "The repair cost 18 million."},
		{N: 1, Quote: "The eastern footpath of the bridge opened on 20 April."},
		{N: 3},
	}
	for text, want := range map[string]int{"The footpath opened on 20 April.": 2, "The roadway opens on 30 June.": 0} {
		if got := Resting(text, []int{1}, all); !cmp.Equal(got, all[want:want+1]) {
			t.Errorf("%q rests on %v, want %v", text, got, all[want])
		}
	}
	if got := Resting("It opened.", []int{3, 4}, all); !cmp.Equal(got, all[3:]) {
		t.Errorf("of a headline: %v", got)
	}
}

// TestQuoteUnder holds what a footnote tells of a quote under a text that has it, in
// scripts with words and without.
func TestQuoteUnder(t *testing.T) {
	const long = "The Sorrel Bridge is open to cars again since Saturday."
	for _, tt := range []struct {
		quote, text string
		again       bool
		want        string
	}{
		{"It is open.", "Nothing of it.", true, "It is open."},
		{"It is open.", "Post: “It is open.”", false, ""},
		{"It is open.", "Post: “It is open.”", true, "It is open."},
		{long, "Post: “" + long + "”", true, "The Sorrel Bridge is open to cars again…"},
		{strings.Repeat("橋", 60), Quoted(strings.Repeat("橋", 60)), true, strings.Repeat("橋", 39) + "…"},
		{"", "Post: “”", false, ""},
	} {
		if got := (Citation{Quote: tt.quote}).QuoteUnder(tt.text, tt.again); got != tt.want || len([]rune(got)) > max(reminder, len([]rune(tt.quote))) {
			t.Errorf("%q under %q: %q, want %q", tt.quote, tt.text, got, tt.want)
		}
	}
}
