package selection

import (
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/question"
)

// TestSpeaksOfItsTime: what a side says is of its time, which nobody knows of what is
// undated, also where the time is open at one end.
func TestSpeaksOfItsTime(t *testing.T) {
	said := func(id, published string) Candidate {
		c := Candidate{Text: id, Passage: article.Passage{Article: article.Article{ID: id, Outlet: "Wired"}}}
		if published != "" {
			on, err := article.ParseDate(published)
			if err != nil {
				t.Fatal(err)
			}
			c.Passage.Article.Published = on
		}
		return c
	}
	before := question.Filter{Outlets: []string{"Wired"}, Until: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(-1)}
	since := question.Filter{Outlets: []string{"Wired"}, Since: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, tt := range []struct {
		side question.Filter
		cs   []Candidate
		want string
	}{
		{before, []Candidate{said("undated", ""), said("2024", "2024-01-01"), said("2023", "2023-12-31")}, "2023"},
		{before, []Candidate{said("undated", ""), said("2024", "2024-01-01")}, ""},
		{since, []Candidate{said("undated", ""), said("2024", "2024-01-01"), said("2023", "2023-12-31")}, "2024"},
		{question.Filter{Outlets: []string{"Wired"}}, []Candidate{said("undated", "")}, "undated"},
		{question.Filter{Outlets: []string{"Polygon"}}, []Candidate{said("undated", "")}, ""},
	} {
		if c, ok := Best(tt.side, tt.cs); c.Text != tt.want || ok != (tt.want != "") {
			t.Errorf("speaks(%+v) = %q, want %q", tt.side, c.Text, tt.want)
		}
	}
}
