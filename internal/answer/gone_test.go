package answer

import (
	"testing"
	"time"

	"footnote/internal/article"
)

func TestCitationOfGone(t *testing.T) {
	a := article.Article{ID: "1", URL: "https://example.com/a", Title: "T"}
	if c := newCitation(article.Passage{Article: a}, ""); c.Gone {
		t.Error("an article whose page is there is cited as gone")
	}
	a.Gone = time.Date(2026, 4, 27, 0, 0, 0, 0, time.UTC)
	if c := newCitation(article.Passage{Article: a}, ""); !c.Gone || c.Link == "" {
		t.Errorf("citation %+v of an article that is gone, want Gone and its link", c)
	}
}
