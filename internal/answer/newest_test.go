package answer

import (
	"log/slog"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/question"
	"footnote/retrieval"
)

// TestNewestOvertakes holds what is put before a model's sentence that rests on
// older coverage: the newest that tells of what is asked, and nothing that shares its
// names alone.
func TestNewestOvertakes(t *testing.T) {
	const (
		cakes  = "Quennell Foods is recalling fish cakes which may contain plastic."
		chief  = "The new chief executive of Quennell Foods, Ruth Amberley, closes a plant."
		named  = "Ruth Amberley becomes the chief executive of Quennell Foods in June."
		before = "Dav Hollis is the chief executive of Quennell Foods."
	)
	passages := []article.Passage{
		passage("cakes", "2025-08-19", "Meridian", cakes), passage("plant", "2025-05-21", "Grocer", chief),
		passage("named", "2025-02-24", "Ledger", named), passage("hollis", "2023-02-01", "Ledger", before),
	}
	for _, tt := range []struct {
		name, reply string
		matters     string // empty where no model says what the matter is
		err         error
		first       string // quoted before the model's words; empty for nothing
	}{
		{"right, and newer is about something else", named + " [3]", "2, 3", nil, chief},
		{"the model knows that no newer one tells of it", named + " [3]", "3", nil, ""},
		{"none", named + " [3]", "NONE", nil, ""},
		{"an old one, and one of the newer tells of it", before + " [4]", "3, 4", nil, named},
		{"an old one, and several do", before + " [4]", "3, 2, 4", nil, chief},
		{"the words alone: recalled fish cakes are no chief executive", before + " [4]", "", nil, ""},
		{"the model talks", before + " [4]", "The second.", nil, ""},
		{"the model is down", before + " [4]", "2", llm.ErrUnavailable, ""},
		{"the newest itself", cakes + " [1]", "1", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			search := &shelf{result: retrieval.Result{Evidence: 1, Articles: 4, Passages: passages}}
			model := &pair{writer: llmtest.Func(func(llm.Request) string { return tt.reply }), matters: tt.matters, err: tt.err}
			a := &Answerer{Search: search, Model: model, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
			if tt.matters != "" {
				a.Verify = tried{}
			}
			ans, err := a.Answer(t.Context(), Question{Text: "Who is the chief executive of Quennell Foods now?"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			first := ans.Sentences[0].Text
			if tt.first == "" && (strings.Contains(first, "“") || ans.Notice != "") || tt.first != "" && (!strings.HasSuffix(first, ": “"+tt.first+"”") || ans.Notice != noticeNewest) {
				t.Errorf("begins with %q and says %q, want %q", first, ans.Notice, tt.first)
			}
		})
	}
}

// TestNewestUndated holds that what is undated is marked, also where the verifier finds
// nothing dated that tells of what is asked.
func TestNewestUndated(t *testing.T) {
	const undated = "Quennell Foods has Moira Finch as its chief executive."
	search := &shelf{result: retrieval.Result{Evidence: 1, Articles: 2, Passages: []article.Passage{
		passage("cakes", "2025-08-19", "Meridian", "The chief executive of Quennell Foods recalls fish cakes."), passage("notes", "", "Notes", undated),
	}}}
	model := &pair{writer: llmtest.Func(func(llm.Request) string { return undated + " [2]" }), matters: "2"}
	a := &Answerer{Search: search, Model: model, Verify: tried{}, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	ans, err := a.Answer(t.Context(), Question{Text: "Who is the chief executive of Quennell Foods now?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Notes, undated: " + undated; ans.Sentences[0].Text != want {
		t.Errorf("shown %q, want %q", ans.Sentences[0].Text, want)
	}
}

// TestNewestGuessed holds that what has a guessed date stands before nothing.
func TestNewestGuessed(t *testing.T) {
	const before = "Dav Hollis is the chief executive of Quennell Foods."
	guess := passage("file", "2025-07-01", "Notes", "Moira Finch is the chief executive of Quennell Foods.")
	guess.Article.Published.Estimated = true
	search := &shelf{result: retrieval.Result{Evidence: 1, Articles: 3, Passages: []article.Passage{
		passage("named", "2025-02-24", "Ledger", "Ruth Amberley becomes the chief executive of Quennell Foods in June."),
		passage("hollis", "2023-02-01", "Ledger", before), guess,
	}}}
	model := &pair{writer: llmtest.Func(func(llm.Request) string { return before + " [2]" }), matters: "2"} // of the newer, if there are two
	a := &Answerer{Search: search, Model: model, Verify: tried{}, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	ans, err := a.Answer(t.Context(), Question{Text: "Who is the chief executive of Quennell Foods now?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if ans.Sentences[0].Text != before || ans.Notice != "" {
		t.Errorf("begins with %q and says %q, want %q", ans.Sentences[0].Text, ans.Notice, before)
	}
}

// TestNewestOfSides holds that no newer outlet stands before what a comparison says of
// an older one.
func TestNewestOfSides(t *testing.T) {
	found, err := (&shelf{result: retrieval.Result{Passages: []article.Passage{
		passage("new", "2025-02-24", "Ledger", "Ruth Amberley is the chief executive of Quennell Foods."),
		passage("old", "2023-02-01", "Grocer", "Dav Hollis is the chief executive of Quennell Foods."),
	}}}).Search(t.Context(), retrieval.Query{Text: "Who is the chief executive of Quennell Foods now?"})
	if err != nil {
		t.Fatal(err)
	}
	if newestOn(found) == nil {
		t.Error("a question about the present has no newest coverage")
	}
	if found.Reading.Sides = make([]question.Side, 2); newestOn(found) != nil {
		t.Error("a comparison has newest coverage")
	}
}
