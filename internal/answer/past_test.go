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

// TestNamesLastDay holds that an answer, and one that is not in the library, name the
// last day that was printed: in Tokyo it is the 22nd before New York's 21st ends.
func TestNamesLastDay(t *testing.T) {
	dated := func(title, outlet, at, body string) article.Article {
		d, err := article.ParseDate(at)
		if err != nil {
			t.Fatal(err)
		}
		return article.Article{Title: title, Outlet: outlet, Lang: "en", Published: d, Body: body}
	}
	a, _ := library(t,
		dated("Orrin ferry sails again", "Yoake", "2026-11-22T06:00:00+09:00", "The Orrin ferry sails again, and 300 people took it on the first day."),
		dated("Orrin ferry is back", "Gazette", "2026-11-21T23:30:00-05:00", "The Orrin ferry sails every hour from the old quay."))
	ask := func(text string) Answer {
		ans, err := a.Answer(t.Context(), Question{Text: text, Now: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return ans
	}
	if ans := ask("What is new about the Orrin ferry?"); len(ans.Citations) < 2 || !strings.HasPrefix(ans.AsOf, "2026-11-22") {
		t.Errorf("as of %s, of %d citations", ans.AsOf, len(ans.Citations))
	}
	if ans := ask("Who won the chess final in Pellow?"); ans.Outcome != NotFound || !strings.Contains(ans.Text, "The newest is from 22 Nov 2026.") {
		t.Errorf("%s: %s", ans.Outcome, ans.Text)
	}
}

// TestOtherWay holds that beside what is told the other way round only what tells of
// both is quoted.
func TestOtherWay(t *testing.T) {
	day := func(d int) article.Date {
		return article.Date{Time: time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC), DayOnly: true}
	}
	a, _ := library(t,
		article.Article{Title: "Lumen buys Vardo", Outlet: "Ledger", Lang: "en", Published: day(20), Body: "Lumen has bought Vardo, the maker of lamps, for 40 million euros. The shares of Vardo rose by a tenth. Vardo will keep its name."},
		article.Article{Title: "Vardo now part of Lumen", Outlet: "Post", Lang: "en", Published: day(21), Body: "Vardo is now a part of Lumen, the companies said. Lumen bought Vardo after a year of talks."})
	ans, err := a.Answer(t.Context(), Question{Text: "Did Vardo buy Lumen?", Now: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(textsOf(ans.Sentences), "\n")
	if !strings.HasPrefix(got, otherWay+"Lumen bought Vardo.") || !strings.Contains(got, "for 40 million euros") || strings.Contains(got, "rose by a tenth") {
		t.Errorf("answer is\n%s", got)
	}
}
