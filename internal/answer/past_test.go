package answer

import (
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
)

// TestTellsPast: how things were until the news is not told as how they are.
func TestTellsPast(t *testing.T) {
	a, _ := library(t, article.Article{
		Title: "Nordbrücke wieder offen", Outlet: "Anzeiger", Lang: "de", Published: article.Date{Time: time.Date(2026, 11, 13, 0, 0, 0, 0, time.UTC), DayOnly: true},
		Body: "Die Nordbrücke ist seit Freitag wieder für den Verkehr freigegeben. Sie war seit dem 3. August gesperrt. Die Sanierung kostete 9,8 Mio. Euro, rund 1,2 Mio. Euro mehr als geplant.",
	})
	ans, err := a.Answer(t.Context(), Question{Text: "Ist die Nordbrücke noch gesperrt?", Now: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(textsOf(ans.Sentences), "\n")
	if want := "As of 13 Nov 2026, Anzeiger: “Die Nordbrücke ist seit Freitag wieder für den Verkehr freigegeben.”"; !strings.HasPrefix(got, want) || strings.Contains(got, "war seit") {
		t.Errorf("answer is\n%s\nwant\n%s", got, want)
	}
}
