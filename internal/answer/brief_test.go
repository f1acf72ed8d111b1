package answer

import (
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
)

// TestBrief: what stands only in a row, a list of facts or under a question is quoted with
// what says what it is of.
func TestBrief(t *testing.T) {
	fact := func(title string, lines ...string) article.Article {
		return article.Article{Title: title, Outlet: "Echo", Lang: "en", Published: article.Date{Time: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), DayOnly: true}, Body: strings.Join(lines, "\n")}
	}
	a, _ := library(t,
		fact("Council tax: what each town pays", "The county has set its rates, it said on Monday.",
			"Town\t2025\t2026", "Fenhaven\t£1,840\t£1,931", "Northgate\t£1,995\t£2,085", "Bills will be sent out in March, the county said."),
		fact("Ferry fares from April", "The fares rise by 6 per cent on average.", "Route\tAdult\tCar", "Oban – Ardtoe\t£9.40\t£31", "Oban – Skerra\t£12.10\t£44"),
		fact("Robot vacuums we tested", "1. Best overall: Lumibot X4", "Price: $499", "Battery: 140 minutes", "It cleaned more than any other that we tried.",
			"2. Best budget: Dustin 2", "Price: $189", "Battery: 90 minutes"),
		fact("Questions about the bus pass", "Who can get the pass?", "Anyone over sixty who lives here.", "What does the pass cost?", "£15 a year."),
	)
	for question, want := range map[string]string{
		"How much is council tax in Northgate?":              "Echo, 2 Mar 2026: “Northgate · £1,995 · £2,085” under “Town · 2025 · 2026”",
		"How much is the fare of a car from Oban to Skerra?": "Echo, 2 Mar 2026: “Oban – Skerra · £12.10 · £44” under “Route · Adult · Car”",
		"How much battery has the Lumibot X4?":               "Echo, 2 Mar 2026: “Battery: 140 minutes” under “1. Best overall: Lumibot X4”",
		"What is the price of the Dustin 2?":                 "Echo, 2 Mar 2026: “Price: $189” under “2. Best budget: Dustin 2”",
		"How much does the bus pass cost?":                   "Echo, 2 Mar 2026: “£15 a year.” under “What does the pass cost?”",
		"When will the bills for council tax be sent?":       "Echo, 2 Mar 2026: “Bills will be sent out in March, the county said.”",
	} {
		ans, err := a.Answer(t.Context(), Question{Text: question, Now: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := textsOf(ans.Sentences)
		begins := func(s string) bool {
			return strings.TrimPrefix(s, "As of 2 Mar 2026, Echo: ") == strings.TrimPrefix(want, "Echo, 2 Mar 2026: ") || s == want
		}
		if !slices.ContainsFunc(got, begins) || strings.Contains(strings.Join(got, ""), "Ardtoe") {
			t.Errorf("%s\n%s\nwant %s", question, strings.Join(got, "\n"), want)
		}
	}
}
