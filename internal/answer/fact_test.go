package answer

import (
	"io"
	"log/slog"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/retrieval"
)

// deals is a shelf whose first passages have words of a question about a purchase,
// and of which one title has all of them.
func deals() *shelf {
	titled := func(p article.Passage, title string) article.Passage {
		p.Article.Title = title
		return p
	}
	return &shelf{result: retrieval.Result{Evidence: 1, Articles: 3, Passages: []article.Passage{
		titled(passage("lamp", "2025-11-20", "The Harbor Ledger", "The lamp is down to 89 pounds at Norwind, the best buy of the week."), "Deals of the week"),
		titled(passage("card", "2025-12-20", "Circuit & Current", "A gift card of Norwind is what to buy for those who have a lamp."), "Last gifts"),
		titled(passage("sale", "2025-11-27", "Stackfold Weekly", "The regulator has concerns, and they are being answered."), "Norwind wants to buy Lumibot"),
	}}}
}

// TestFactOfAnotherArticle: what has a word or two of a question is no answer to it
// where another article has all of them.
func TestFactOfAnotherArticle(t *testing.T) {
	a := &Answerer{Search: deals(), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	ans, err := a.Answer(t.Context(), Question{Text: "Why did Norwind buy Lumibot?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if ans.Outcome != NotFound {
		t.Fatalf("outcome %q: %s", ans.Outcome, ans.Text)
	}
	if len(ans.Nearest) != 3 || ans.Nearest[0].ArticleID != "sale" {
		t.Errorf("nearest are %+v, want the one whose title has all words first", ans.Nearest)
	}
}

// TestFactByAnotherName: an article may call a thing by another name.
func TestFactByAnotherName(t *testing.T) {
	s := &shelf{result: retrieval.Result{Evidence: 1, Articles: 2, Passages: []article.Passage{
		passage("jo", "2025-11-20", "The Harbor Ledger", "Jo Doe was the chief executive of Norwind until spring."),
		passage("ceo", "2025-11-20", "Circuit & Current", "The CEO of a rival praised Norwind for its lamps."),
	}}}
	a := &Answerer{Search: s, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	ans, err := a.Answer(t.Context(), Question{Text: "Who was the CEO of Norwind?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range ans.Citations {
		if c.ArticleID == "jo" {
			return
		}
	}
	t.Errorf("does not quote who it was: %s", ans.Text)
}

// TestNumberless: where a number is asked for and none is quoted, that is said above what is nearest.
func TestNumberless(t *testing.T) {
	for text, want := range map[string]bool{
		"Jo Doe of Norwind has nothing to hide, she says.":   true,
		"Jo Doe of Norwind, 41, has nothing to hide.":        false,
		"Jo Doe of Norwind is twenty-two and hides nothing.": false,
	} {
		s := &shelf{result: retrieval.Result{Evidence: 1, Articles: 1, Passages: []article.Passage{passage("jo", "2025-11-20", "The Harbor Ledger", text)}}}
		a := &Answerer{Search: s, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
		for _, question := range []string{"How old is Jo Doe?", "How old was Jo Doe in 2025?"} {
			ans, err := a.Answer(t.Context(), Question{Text: question}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.HasPrefix(ans.Text, numberless+"\n- The Harbor Ledger, 20 Nov 2025: “"); got != want || strings.Contains(ans.Text, numberless) != want {
				t.Errorf("%s %s\n%s", question, text, ans.Text)
			}
		}
		if ans, err := a.Answer(t.Context(), Question{Text: "Who is Jo Doe?"}, nil); err != nil || ans.Notice != "" {
			t.Errorf("who she is: notice %q, %v", ans.Notice, err)
		}
	}
}

// TestFactInOtherWords: little evidence is enough where one sentence, or a title, names what
// is asked about and says all else in other words of the lexicon.
func TestFactInOtherWords(t *testing.T) {
	for text, want := range map[string]Outcome{
		"Northgate dismissed Solheim after eight games without a win.":       Extracted,
		"Solheim was cheered by all. A keeper was dismissed for a red card.": NotFound,
	} {
		s := &shelf{result: retrieval.Result{Evidence: .3, Articles: 1, Passages: []article.Passage{passage("a", "2026-01-26", "Touchline", text)}}}
		a := &Answerer{Search: s, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
		ans, err := a.Answer(t.Context(), Question{Text: "Why was Solheim sacked?"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if ans.Outcome != want {
			t.Errorf("%s: outcome %q, want %q", text, ans.Outcome, want)
		}
	}
}

// TestUnnamed: a name in the question that nothing quoted has is said, and what speaks of it is
// quoted where there is anything.
func TestUnnamed(t *testing.T) {
	sold := passage("a", "2026-10-14", "Bitwire", "Lumen has bought the sensors of Kinetiq. Vardo had bid for them in vain, people close to the talks said.")
	for _, test := range []struct{ question, quote, notice string }{
		{"Did Lumen buy Kinetiq?", "Lumen has bought the sensors of Kinetiq.", ""},
		{"Did Lumen buy Vardo?", "Vardo had bid for them in vain, people close to the talks said.", ""},
		{"Did Lumen buy Hoshida?", "Lumen has bought the sensors of Kinetiq.", "What is quoted does not mention “Hoshida”."},
	} {
		a := &Answerer{Search: &shelf{result: retrieval.Result{Evidence: 1, Articles: 1, Passages: []article.Passage{sold}}}, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
		ans, err := a.Answer(t.Context(), Question{Text: test.question}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(ans.Text, test.quote) || ans.Notice != test.notice {
			t.Errorf("%s\n%s\nnotice %q, want %q and notice %q", test.question, ans.Text, ans.Notice, test.quote, test.notice)
		}
	}
}

// quotedOf returns the answer to a question, without a model, of passages as search found them.
func quotedOf(t *testing.T, text string, passages ...article.Passage) Answer {
	t.Helper()
	s := &shelf{result: retrieval.Result{Evidence: 1, Articles: len(passages), Passages: passages}}
	a := &Answerer{Search: s, Log: slog.New(slog.DiscardHandler)}
	ans, err := a.Answer(t.Context(), Question{Text: text}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return ans
}

// TestReasonBeside: where the first quote tells only what came to be, why it did is quoted beside it.
func TestReasonBeside(t *testing.T) {
	rise := passage("a", "2026-03-03", "Northern Ledger", "The price of the tram has risen by a quarter. A report puts the cost at 268 million. "+
		"The auditors blame the price of steel, and a sewer that nobody had surveyed. The mayor was not in.")
	ans := quotedOf(t, "Why did the price of the tram rise?", rise)
	if !strings.Contains(ans.Text, "risen by a quarter.” [1]\n- Northern Ledger, 3 Mar 2026: “The auditors blame") {
		t.Error(ans.Text)
	}
}

// TestWhoSomebodyIs: the newest sentence that says who somebody is comes first, and not the newest that
// names them.
func TestWhoSomebodyIs(t *testing.T) {
	ans := quotedOf(t, "Who is Lena Voss?",
		passage("new", "2026-05-18", "The Record", "Lena Voss wore the crown for three seconds."),
		passage("mid", "2026-02-23", "Touchline", "Brackmoor's manager, Lena Voss, asked for patience."),
		passage("old", "2025-02-23", "Touchline", "Assistant coach Lena Voss will take the team."))
	if !strings.Contains(strings.SplitN(ans.Text, "\n", 2)[0], "Brackmoor's manager") {
		t.Error(ans.Text)
	}
}

// TestFounder: nobody takes over from who founded a firm, and what another has is not its own.
func TestFounder(t *testing.T) {
	news := passage("new", "2026-06-02", "Byteline", "Lumora named Marcus Teller its chief executive on Tuesday. A hearing is set for November. "+
		"Garrett Wynn, the founder, left the board in May.")
	if ans := quotedOf(t, "Who is the founder of Lumora?", news); !strings.HasPrefix(ans.Text, "As of 2 Jun 2026, Byteline: “Garrett Wynn") {
		t.Error(ans.Text)
	}
	deal := passage("deal", "2026-08-12", "Market Courier", "Pelham has given up on Oatfield. What becomes of Oatfield is unclear. Astrid Lindqvist, its founder, would rather go it alone.")
	deal.Article.Title = "Pelham walks away from Oatfield"
	if ans := quotedOf(t, "Who is the founder of Pelham?", deal); strings.Contains(ans.Text, "Lindqvist") {
		t.Error(ans.Text)
	}
	if ans := quotedOf(t, "Who is the founder of Oatfield?", deal); !strings.Contains(ans.Text, "Lindqvist") {
		t.Error(ans.Text)
	}
}

// TestNameAlone: what is new about a name that is typed alone is told, the newest first.
func TestNameAlone(t *testing.T) {
	ans := quotedOf(t, "Lumora",
		passage("old", "2026-02-10", "Byteline", "No ransom has been asked for, according to Lumora."),
		passage("new", "2026-06-02", "Byteline", "Lumora named Marcus Teller its chief executive on Tuesday."))
	if ans.Kind != Summary || !strings.HasPrefix(ans.Text, "As of 2 Jun 2026") {
		t.Error(ans.Kind, ans.Text)
	}
	told := passage("app", "2023-12-18", "TechCrunch", "It begins with a test.")
	told.Article.Title = "Flipboard becomes a federated app"
	if ans := quotedOf(t, "Flipboard", told); ans.Outcome != Extracted {
		t.Error(ans.Outcome, ans.Text)
	}
}
