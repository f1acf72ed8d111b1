package answer

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/retrieval"
)

// TestLastTold: of what is told in pieces, the newest on the matter says how things stand;
// a farewell in words of the question does not, nor what was said before.
func TestLastTold(t *testing.T) {
	live := article.Article{
		URL: "https://kestrel.example/live", Title: "As it happened: Kestrel airport in fog", Outlet: "Kestrel Times", Lang: "en",
		Published: article.Date{Time: time.Date(2026, 11, 18, 6, 0, 0, 0, time.UTC)},
		Body: strings.Join([]string{
			"18 Nov 2026, 16:00 UTC", "We are closing this live blog now. Thank you for reading.",
			"18 Nov 2026, 12:15 UTC", "Open again", "Kestrel airport has reopened. The first flight, to Bergen, left at noon.",
			"18 Nov 2026, 09:40 UTC", "Forty flights have been cancelled and Kestrel airport remains closed, its operator says.",
			"18 Nov 2026, 06:05 UTC", "Kestrel airport is closed because of fog, and no flight has left since five.",
		}, "\n"),
	}
	a, _ := library(t, live)
	for _, tt := range []struct {
		question, asOf string
		want, never    string
	}{
		{"Is Kestrel airport still closed?", "", "As of 18 Nov 2026, 12:15 UTC, Kestrel Times: “Kestrel airport has reopened.”", "remains closed"},
		{"Is Kestrel airport closed?", "2026-11-18T10:00:00Z", "As of 18 Nov 2026, 09:40 UTC, Kestrel Times: “Forty flights have been cancelled and Kestrel airport remains closed, its operator says.”", "reopened"},
		{"Why was Kestrel airport closed?", "", "Kestrel Times, 18 Nov 2026, 06:05 UTC: “Kestrel airport is closed because of fog, and no flight has left since five.”", ""},
	} {
		asOf, err := article.ParseAsOf(tt.asOf)
		if err != nil {
			t.Fatal(err)
		}
		ans, err := a.Answer(t.Context(), Question{Text: tt.question, Now: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), AsOf: asOf}, nil)
		if err != nil {
			t.Fatal(err)
		}
		texts := strings.Join(textsOf(ans.Sentences), "\n")
		if len(ans.Sentences) == 0 || !slices.Contains(textsOf(ans.Sentences), tt.want) || tt.never != "" && strings.Contains(texts, tt.never) {
			t.Errorf("%s\n%s\nwant %s, and not %q", tt.question, texts, tt.want, tt.never)
		}
	}
}

// TestToldElsewhere: a piece is of the day and the hour of its outlet, as of a day, too.
func TestToldElsewhere(t *testing.T) {
	a, _ := library(t, article.Article{
		URL: "https://kestrel.example/live", Title: "As it happened: Kestrel airport in fog", Outlet: "Kestrel Times", Lang: "en",
		Published: article.Date{Time: time.Date(2026, 11, 18, 20, 0, 0, 0, time.UTC), Offset: -5 * time.Hour},
		Body: "19 Nov 2026, 14:15 UTC\nKestrel airport has reopened. The first flight, to Bergen, left at nine.\n" +
			"19 Nov 2026, 03:05 UTC\nKestrel airport is closed because of fog, and no flight has left since five.",
	})
	for asOf, want := range map[string]string{
		"":           "As of 19 Nov 2026, 09:15 UTC-05:00, Kestrel Times: “Kestrel airport has reopened.”",
		"2026-11-18": "As of 18 Nov 2026, 22:05 UTC-05:00, Kestrel Times: “Kestrel airport is closed because of fog, and no flight has left since five.”",
	} {
		limit, err := article.ParseAsOf(asOf)
		if err != nil {
			t.Fatal(err)
		}
		ans, err := a.Answer(t.Context(), Question{Text: "Is Kestrel airport closed?", Now: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), AsOf: limit}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if texts := textsOf(ans.Sentences); !slices.Contains(texts, want) || asOf != "" && ans.Citations[0].Published.Day() != "18 Nov 2026" {
			t.Errorf("as of %q: %q, want %q", asOf, texts, want)
		}
	}
}

// TestLaterPiece: what a model takes from an earlier piece of a live blog does not stand as
// the answer without the newest, or its time.
func TestLaterPiece(t *testing.T) {
	piece := func(hour int, text string) article.Passage {
		p := passage("live", "2026-11-18", "Kestrel Times", text)
		p.Chunk.At = time.Date(2026, 11, 18, hour, 0, 0, 0, time.UTC)
		p.Article.Published = article.Date{Time: p.Chunk.At}
		return p
	}
	const shut = "Kestrel airport is closed because of fog."
	for newest, want := range map[string]string{
		"Kestrel airport is no longer closed.": "As of 18 Nov 2026, 12:00 UTC, Kestrel Times: “Kestrel airport is no longer closed.”\nAs of 18 Nov 2026, 06:00 UTC: " + shut,
		"We thank all readers of these notes.": shut,
	} {
		search := &shelf{result: retrieval.Result{Evidence: 1, Articles: 1, Passages: []article.Passage{piece(12, newest), piece(6, shut)}}}
		model := llmtest.Func(func(llm.Request) string { return shut + " [2]" })
		a := &Answerer{Search: search, Model: model, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
		ans, err := a.Answer(t.Context(), Question{Text: "Is Kestrel airport still closed?"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(textsOf(ans.Sentences), "\n"); got != want {
			t.Errorf("with %q the answer is\n%s\nwant\n%s", newest, got, want)
		}
	}
}
