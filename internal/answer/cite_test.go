package answer

import (
	"testing"

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
