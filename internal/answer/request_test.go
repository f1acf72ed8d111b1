package answer

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/prompts"
	"footnote/retrieval"
)

// TestReadGist holds which messages ask for a summary, of what and of which days:
// "topic | since | until", with a + where what is new is asked for, and what is asked
// beside it behind a /.
func TestReadGist(t *testing.T) {
	now := time.Date(2026, 4, 29, 12, 0, 0, 0, time.UTC) // a Wednesday
	for text, want := range map[string]string{
		"Summarize Norwind": "Norwind |  | ",
		"sumarise Norwind":  "Norwind |  | ",
		"can you please summarise the coverage of the strike?": "the strike |  | ",
		"Hi Footnote, give me a short summary of the merger":   "the merger |  | ",
		"Could you sum up everything we know about Norwind":    "Norwind |  | ",
		"summary of the news on Norwind since Monday, please":  "Norwind | 2026-04-27 | ",
		"Summarise what happened to Norwind last week":         "Norwind | 2026-04-20 | 2026-04-26",
		"catch me up on the tram in three bullet points":       "the tram |  | +",
		"tl;dr":                                                  " |  | ",
		"Summarize it":                                           " |  | ",
		"sum that up in one sentence":                            " |  | ",
		"What's new about Norwind?":                              "Norwind |  | +",
		"what's new this week with the tram?":                    "the tram | 2026-04-27 | +",
		"What’s going on at Norwind lately?":                     "Norwind |  | +",
		"What happened at Norwind in the last 10 days?":          "Norwind | 2026-04-19 | ",
		"what did I miss about Norwind":                          "Norwind |  | +",
		"Was gibt es Neues zu Norwind?":                          "Norwind |  | +",
		"Quoi de neuf sur Norwind ?":                             "Norwind |  | +",
		"Hola, ¿qué hay de nuevo sobre Norwind?":                 "Norwind |  | +",
		"Résume la fusion":                                       "la fusion |  | ",
		"Resume Norwind":                                         "Norwind |  | ",
		"Fasse die Fusion zusammen":                              "die Fusion |  | ",
		"Kannst du mir bitte den Streik zusammenfassen?":         "den Streik |  | ",
		"tell me something about measles":                        "measles |  | ",
		"What do we know about the merger?":                      "the merger |  | ",
		"What's the whole story of the tram?":                    "the tram |  | ",
		"what is the background to the strike":                   "the strike |  | ",
		"What is the story about?":                               "none",
		"Summarise the tram please. Thanks!":                     "the tram |  | ",
		"What's new about Norwind? Thank you so much":            "Norwind |  | +",
		"any updates on the tram?":                               "the tram |  | +",
		"updates on the tram?":                                   "the tram |  | +",
		"What's the latest on Norwind?":                          "Norwind |  | +",
		"whats the latest news about norwind this month":         "norwind | 2026-04-01 | +",
		"any news yet on the tram?":                              "the tram |  | +",
		"latest on Norwind":                                      "Norwind |  | +",
		"have we heard anything new on the tram?":                "none",
		"tram: any news?":                                        "tram |  | +",
		"Norwind updates?":                                       "Norwind |  | +",
		"norwind news this week":                                 "norwind | 2026-04-27 | +",
		"what is the latest price of the tram?":                  "none",
		"What's the latest on when the tram opens?":              "none",
		"What's the latest on Norwind, is it for sale?":          "none",
		"does norwind publish news?":                             "none",
		"who reads the news":                                     "none",
		"anything on the tram today?":                            "the tram | 2026-04-29 | *",
		"list all articles about the tram":                       "the tram |  | **",
		"show me everything we have on Norwind since Monday":     "Norwind | 2026-04-27 | **",
		"which articles mention Norwind?":                        "Norwind |  | **",
		"what do we have about Norwind":                          "Norwind |  | *",
		"What's been written about Norwind?":                     "Norwind |  | *",
		"Was haben wir zu Norwind?":                              "Norwind |  | *",
		"Zeig mir alle Artikel über Norwind":                     "Norwind |  | **",
		"Did anything on the tram change?":                       "none",
		"all of it":                                              "none",
		"Any news yet?":                                          " |  | +",
		"anything newer?":                                        " |  | +",
		"what else?":                                             " |  | ",
		"Tell me more":                                           " |  | ",
		"What else did Norwind sell?":                            "none",
		"More trams?":                                            "none",
		"More about this":                                        " |  | ",
		"Tell me about the price of the tram and who pays it":    "none",
		"Tell me how much it costs":                              "none",
		"catch me up":                                            " |  | +",
		"What's happening with Norwind?":                         "Norwind |  | +",
		"What's new about Norwind, is it for sale?":              "none",
		"What happened at Norwind?":                              "none",
		"What's new?":                                            "none",
		"what is the new price of the tram?":                     "none",
		"When was the summary of the report published?":          "none",
		"What does the summary say about Norwind?":               "none",
		"What's new with you?":                                   "none",
		"Is there a summary of the merger?":                      "none",
		"Summarize Norwind and tell me who leads it":             "Norwind |  | / who leads it",
		"Summarize Norwind. Who leads it?":                       "Norwind |  | / Who leads it",
		"Sum up Norwind since Monday, and what it costs":         "Norwind | 2026-04-27 | / what it costs",
		"Summarize Norwind and compare it with Skerry Line":      "Norwind and compare it with Skerry Line |  | ",
		"Who summarised the report?":                             "none",
		"Why did Norwind sum up its losses?":                     "none",
		"Brief history of the tram":                              "none",
		"What happened to the coins that the curator took away?": "none",
	} {
		got := "none"
		if g, ok := readGist(text, now); ok {
			day := func(t time.Time) string {
				if t.IsZero() {
					return ""
				}
				return t.Format(time.DateOnly)
			}
			got = strings.Join([]string{g.topic, day(g.since), day(g.until)}, " | ")
			if g.fresh {
				got += "+"
			}
			if g.list {
				got += "*"
			}
			if g.each {
				got += "*"
			}
			if g.also != "" {
				got += "/ " + g.also
			}
		}
		if got != want {
			t.Errorf("readGist(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestWordingIn(t *testing.T) {
	for text, want := range map[string]wording{
		"shorter please": shorten, "Can you make it shorter?": shorten, "in one sentence": shorten, "tl;dr": shorten, "please shorten that": shorten,
		"kürzer bitte": shorten, "translate that to German": translate, "in German?": translate, "auf Deutsch bitte": translate, "Say it in French, please": translate,
		"simpler please": rephrase, "explain it in simple words": rephrase, "as bullet points": rephrase, "Can you rephrase your answer": rephrase,

		"Is the bridge shorter?": asItIs, "What was translated to German?": asItIs, "in Germany?": asItIs, "explain the deal": asItIs, "shorter hours at the library": asItIs,
	} {
		if got := wordingIn(text); got != want {
			t.Errorf("wordingIn(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestRemarkOn(t *testing.T) {
	for text, want := range map[string]string{
		"That's wrong": noticeDoubted, "are you sure?": noticeDoubted, "no, that is not right!": noticeDoubted, "I don't think so": noticeDoubted, "Really?": noticeDoubted, "Das stimmt nicht.": noticeDoubted,
		"source?": noticeSource, "give me the link": noticeSource, "Which article says that?": noticeSource, "how do you know?": noticeSource, "and where does that come from?": noticeSource, "what's the source for that": noticeSource,

		"Is that wrong?": "", "Are you sure that the bridge is open?": "", "What is the source of the river?": "", "Who said that the bridge is closed?": "", "that's wrong, it opens in March": "", "links to the port": "",
	} {
		if got := remarkOn(text); got != want {
			t.Errorf("remarkOn(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestAnswerRemark has remarks on an answer get a line, without a model, and be no
// matter of what is asked next.
func TestAnswerRemark(t *testing.T) {
	thread := []Turn{{Question: still, Answer: "No longer. [1]", Citations: []Citation{{N: 1, ArticleID: "a2026"}}}}
	search := clouds()
	a := &Answerer{Search: search, Model: llmtest.NewScripted(), Log: slog.New(slog.DiscardHandler)}
	ans, err := a.Answer(t.Context(), Question{Text: "source?", Thread: thread}, nil)
	if err != nil || ans.Text != noticeSource || !ans.Aside || len(search.asked) != 0 {
		t.Errorf("%q, aside %v, %d searches, %v", ans.Text, ans.Aside, len(search.asked), err)
	}
	a.Model = nil
	thread = append(thread, Turn{Question: "source?", Answer: noticeSource})
	if _, err := a.Answer(t.Context(), Question{Text: "And since when?", Thread: thread}, nil); err != nil || !strings.HasPrefix(strings.Join(search.asked[0].After, "|"), still) {
		t.Errorf("searched for %+v, %v", search.asked, err)
	}
	if ans, err := a.Answer(t.Context(), Question{Text: "Are you sure?"}, nil); err != nil || ans.Aside {
		t.Errorf("without an answer before it: %q, %v", ans.Text, err)
	}
}

func TestInForm(t *testing.T) {
	for text, want := range map[string]string{
		"Make a table of how the toll changed": "how the toll changed", "Give me a list of the bidders": "the bidders", "can you create a bullet list with what Norwind sold?": "what Norwind sold?",

		"The list of the bidders is long, isn't it?": "The list of the bidders is long, isn't it?", "What does a table of oak cost?": "What does a table of oak cost?", "Is there a list of bidders?": "Is there a list of bidders?",
	} {
		if got := inForm.ReplaceAllString(text, ""); got != want {
			t.Errorf("%q asks %q, want %q", text, got, want)
		}
	}
}

func TestCorrected(t *testing.T) {
	for text, want := range map[string]string{
		"no, I meant Norrsund": "And Norrsund?", "I meant when it opens": "when it opens", "Sorry, I mean the tram in Kelderby": "And the tram in Kelderby?",
		"no, the other one": "And the other one?", "not that one, the tram": "And the tram?",

		"No, the bridge is open.": "", "Norrsund?": "", "What did they mean?": "", "I meant": "",
	} {
		got, ok := corrected(text)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("corrected(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestReadThread holds what the turns of a thread are searched by.
func TestReadThread(t *testing.T) {
	var thread []Turn
	for _, q := range []string{
		"What's new about Norwind?", "and since Monday?", "What about Skerry Line?", "And who owns it now?", "shorter please", "no, I meant Lumora", "summarize it", "sum it up", "tell me about Quill", "no, I meant Orchard",
	} {
		thread = append(thread, Turn{Question: q})
	}
	var got []string
	for _, turn := range readThread(thread, noonOf(6)) {
		got = append(got, turn.matter)
	}
	want := []string{"Norwind", "Norwind", "Skerry Line", "And who owns it now?", "", "And Lumora?", "", "", "Quill", "Orchard"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("matters (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"Skerry Line", "And who owns it now?"}, leansOn("Since when?", readThread(thread[:4], noonOf(6)))); d != "" {
		t.Errorf("leans on (-want +got):\n%s", d)
	}
}

// TestReadThreadOfLink holds that a thread which began with a link is about its article.
func TestReadThreadOfLink(t *testing.T) {
	thread := []Turn{{Question: "summarize https://news.example/bridge", Citations: []Citation{{N: 1, ArticleID: "bridge", Title: "The Sorrel Bridge opens"}}}}
	if d := cmp.Diff([]string{"The Sorrel Bridge opens"}, leansOn("What does it cost?", readThread(thread, noonOf(6)))); d != "" {
		t.Errorf("leans on (-want +got):\n%s", d)
	}
}

// TestAnswerSummarises has messages ask for summaries: they get what the command
// for summaries gives.
func TestAnswerSummarises(t *testing.T) {
	summary := func(target Target) string {
		ans, err := (&Answerer{Search: clouds(), Archive: books(), Log: slog.New(slog.DiscardHandler)}).Summarize(t.Context(), target, nil, nil)
		if err != nil || ans.Text == "" {
			t.Fatal(ans, err)
		}
		return ans.Text
	}
	topic, bridge := Target{Topic: "Microsoft exclusive cloud", Now: noonOf(6)}, Target{Articles: []string{"https://news.example/bridge"}, Now: noonOf(6)}
	for text, want := range map[string]string{
		"Can you summarise Microsoft exclusive cloud?":  summary(topic),
		"https://news.example/bridge":                   summary(bridge),
		"summarize this: (https://news.example/bridge)": summary(bridge),
		"https://news.example/nowhere":                  "Not in the library: https://news.example/nowhere.",
		"https://news.example/secret please":            "Not in the library: https://news.example/secret.",
		"tl;dr":                                         noticeNoTopic,
		"shorter please":                                noticeNoAnswer,
	} {
		ans, err := (&Answerer{Search: clouds(), Archive: books(), Log: slog.New(slog.DiscardHandler)}).Answer(t.Context(), Question{Text: text, Now: noonOf(6)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if ans.Text != want || ans.Question != text || ans.Aside != (want == noticeNoTopic || want == noticeNoAnswer) {
			t.Errorf("%q: %q for %q, aside %v; want %q", text, ans.Text, ans.Question, ans.Aside, want)
		}
	}
}

// TestAnswerBeside asks something beside a summary: that is answered below it, with
// the numbers of the same articles, or said to be missing.
func TestAnswerBeside(t *testing.T) {
	const which = "OpenAI may use the clouds of Amazon and Google. [1]"
	for name, tt := range map[string]struct {
		also  string
		model llm.Generator
		want  string
		whole bool
	}{
		"quoted":  {also: "which clouds OpenAI may use", want: "\n\nAs of 27 Apr 2026, The Harbor Ledger: “OpenAI may use the clouds of Amazon and Google.” [1]"},
		"written": {also: "which clouds OpenAI may use", want: "\n\n" + which, model: llmtest.NewScripted(llmtest.Script{Deltas: []string{"Microsoft is no longer the exclusive cloud provider of OpenAI. [3]"}}, llmtest.Script{Deltas: []string{which}})},
		"missing": {also: "who leads it", want: "\n\nNothing in the library about who leads it.", model: llmtest.NewScripted(llmtest.Script{Deltas: []string{"Microsoft is no longer the exclusive cloud provider of OpenAI. [3]"}}, llmtest.Script{Deltas: []string{prompts.NotFound}})},
		"told":    {also: "which clouds OpenAI may use", want: which, whole: true, model: llmtest.NewScripted(llmtest.Script{Deltas: []string{"OpenAI may use the clouds of Amazon and Google. [3]"}}, llmtest.Script{Deltas: []string{which}})},
	} {
		ans, err := (&Answerer{Search: clouds(), Model: tt.model, Log: slog.New(slog.DiscardHandler)}).Answer(t.Context(), Question{Text: "Summarise Microsoft exclusive cloud and tell me " + tt.also, Now: noonOf(6)}, nil)
		if err != nil || ans.Kind != Summary || !strings.HasSuffix(ans.Text, tt.want) || tt.whole && ans.Text != tt.want {
			t.Errorf("%s: %s %q, %v", name, ans.Kind, ans.Text, err)
		}
	}
}

// TestAnswerWhatIsNew looks at the last days first, and says where it goes
// further back.
func TestAnswerWhatIsNew(t *testing.T) {
	since := noonOf(6).Add(-freshSpan)
	for _, held := range []bool{true, false} {
		search := clouds()
		a := &Answerer{Search: sinceSearcher{search, held}, Log: slog.New(slog.DiscardHandler)}
		ans, err := a.Answer(t.Context(), Question{Text: "What's new about Microsoft?", Now: noonOf(6)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		further := strings.Contains(ans.Notice, "Nothing since")
		if ans.Kind != Summary || further == held || !search.asked[0].Since.Equal(since) {
			t.Errorf("held %v: kind %q, notice %q, searched since %v", held, ans.Kind, ans.Notice, search.asked[0].Since)
		}
	}
}

// TestFollows holds what a message puts in the place of the topic or the time of
// the summary before it; what is new is asked for again only where it was.
func TestFollows(t *testing.T) {
	now := noonOf(6)
	for _, tt := range []struct {
		before, text, topic string
		since, fresh, loose bool
	}{
		{"Summarize Norwind", "What about Sorrel?", "Sorrel", false, false, true},
		{"What's new about Norwind?", "What about Sorrel?", "Sorrel", false, true, true},
		{"What's new about Norwind?", "And since Monday?", "Norwind", true, false, false},
		{"Summarize Norwind since Monday", "And Sorrel?", "Sorrel", true, false, true},
	} {
		before, ok := readGist(tt.before, now)
		got, follows := before.follows(tt.text, now)
		if !ok || !follows || got.topic != tt.topic || got.since.IsZero() == tt.since || got.fresh != tt.fresh || got.loose != tt.loose {
			t.Errorf("%q after %q: %+v, %v", tt.text, tt.before, got, follows)
		}
	}
}

// TestAnswerNothingNew has a model find nothing on the topic: that it was looked for
// further back is not said then.
func TestAnswerNothingNew(t *testing.T) {
	a := &Answerer{Search: sinceSearcher{clouds(), false}, Log: slog.New(slog.DiscardHandler), Model: llmtest.Func(func(llm.Request) string { return prompts.NotFound })}
	ans, err := a.Answer(t.Context(), Question{Text: "What's new about Microsoft?", Now: noonOf(6)}, nil)
	if err != nil || ans.Outcome != NotFound || ans.Notice != "" {
		t.Errorf("%s, %q, %v", ans.Outcome, ans.Notice, err)
	}
}

// TestAnswerSumsUpAsOf asks for summaries as of a day: nothing is searched for
// beyond it, also where it is looked for further back.
func TestAnswerSumsUpAsOf(t *testing.T) {
	since := []Turn{{Question: "Summarize Norwind since Monday"}}
	for text, thread := range map[string][]Turn{"Summarize Microsoft": nil, "What's new about Microsoft?": nil, "And Microsoft?": since} {
		search := clouds()
		a := &Answerer{Search: sinceSearcher{search, false}, Log: slog.New(slog.DiscardHandler)}
		q := Question{Text: text, Thread: thread, Now: noonOf(6), AsOf: noonOf(5)}
		ans, err := a.Answer(t.Context(), q, nil)
		if err != nil || ans.Kind != Summary || ans.Outcome != Extracted {
			t.Errorf("%q: %s %s, %v", text, ans.Kind, ans.Outcome, err)
		}
		if thread != nil && len(search.asked) < 2 {
			t.Errorf("%q is not looked for further back", text)
		}
		for _, asked := range search.asked {
			if !asked.AsOf.Equal(q.AsOf) {
				t.Errorf("%q is searched for as of %v", text, asked.AsOf)
			}
		}
	}
}

// A sinceSearcher finds nothing since a day unless that is held.
type sinceSearcher struct {
	*shelf
	held bool
}

func (s sinceSearcher) Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error) {
	found, err := s.shelf.Search(ctx, q)
	if !s.held && !q.Since.IsZero() {
		found.Evidence, found.Passages = 0, nil
	}
	return found, err
}

// TestAnswerPutOtherwise asks to have an answer put in other words: the model is
// told the thread and the passages of the question that was answered; without
// one, a line says that it cannot be.
func TestAnswerPutOtherwise(t *testing.T) {
	thread := []Turn{{Question: still, Answer: "No longer. [1]"}}
	for text, want := range map[string]string{
		"shorter please": noticeNotShorter, "in German?": noticeNotIn, "simpler please": noticeNotPut, "no, the other one": noticeWhichOne,
	} {
		a := &Answerer{Search: clouds(), Log: slog.New(slog.DiscardHandler)}
		ans, err := a.Answer(t.Context(), Question{Text: text, Thread: thread, Now: noonOf(6)}, nil)
		if err != nil || ans.Text != want || !ans.Aside || ans.Key != "" || len(ans.Nearest) > 0 {
			t.Errorf("%q: %+v, %v; want %q", text, ans, err, want)
		}
	}
	for reply, want := range map[string]string{
		"OpenAI may use the clouds of Amazon and Google. [1]": "OpenAI may use the clouds of Amazon and Google. [1]",
		"OpenAI darf die Wolken von Amazon nutzen. [1]":       noticeUnchecked,
	} {
		search := clouds()
		model := llmtest.NewScripted(llmtest.Script{Deltas: []string{reply}}, llmtest.Script{Deltas: []string{"NOTHING"}})
		a := &Answerer{Search: search, Model: model, Log: slog.New(slog.DiscardHandler)}
		ans, err := a.Answer(t.Context(), Question{Text: "shorter please", Thread: thread, Now: noonOf(6)}, nil)
		if err != nil || ans.Text != want {
			t.Errorf("of %q: %q, %v; want %q", reply, ans.Text, err, want)
		}
		if !strings.Contains(model.Requests()[0].Messages[0].Text, "put otherwise") {
			t.Errorf("the model is not told what is asked: %s", model.Requests()[0].Messages[0].Text)
		}
		if q := search.asked[0]; q.Text != still || !strings.Contains(model.Requests()[0].Messages[1].Text, "shorter please") {
			t.Errorf("searched for %q; the model was told %q", q.Text, model.Requests()[0].Messages[1].Text)
		}
	}
	ans, err := (&Answerer{Search: clouds(), Model: llmtest.Down{}, Log: slog.New(slog.DiscardHandler)}).Answer(t.Context(), Question{Text: "shorter please", Thread: thread}, nil)
	if err != nil || ans.Text != noticeUnreached || ans.Notice != "" {
		t.Errorf("without a model that can be reached: %q, %q, %v", ans.Text, ans.Notice, err)
	}
}

// TestAnswerTellsOnce asks on in a thread: beside what answers stands nothing that the
// thread has quoted, and what else is new is what it has not.
func TestAnswerTellsOnce(t *testing.T) {
	a := &Answerer{Search: clouds(), Log: slog.New(slog.DiscardHandler)}
	var thread []Turn
	said := map[string]int{}
	for _, text := range []string{"What's new?", "what else is new?", "Is it still so?", "And what of capacity?"} {
		ans, err := a.Answer(t.Context(), Question{Text: text, Thread: thread, Now: noonOf(6)}, nil)
		if err != nil || len(ans.Citations) == 0 {
			t.Fatal(text, ans.Text, err)
		}
		for i, c := range append(ans.Citations, ans.Earlier...) {
			if said[c.Quote]++; i > 0 && said[c.Quote] > 1 {
				t.Errorf("%q is told again %q beside what answers", text, c.Quote)
			}
		}
		thread = append(thread, Turn{Question: text, Answer: ans.Text, Citations: ans.Numbered()})
	}
}

// TestAnswerMore asks for more of what a thread is about, until there is no more.
func TestAnswerMore(t *testing.T) {
	a := &Answerer{Search: clouds(), Log: slog.New(slog.DiscardHandler)}
	thread := []Turn{{Question: still}}
	said := map[string]bool{}
	for range 9 {
		ans, err := a.Answer(t.Context(), Question{Text: "Tell me more about it", Thread: thread, Now: noonOf(6)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range ans.Citations {
			if said[c.Quote] {
				t.Errorf("%q is told again", c.Quote)
			}
			said[c.Quote] = true
		}
		if ans.Text == noticeNoMore && ans.Aside {
			return
		}
		thread = append(thread, Turn{Question: "Tell me more about it", Answer: ans.Text, Citations: ans.Numbered()})
	}
	t.Errorf("there is always more: %v", said)
}

// TestAnswerAboutLinks asks about an article by its link.
func TestAnswerAboutLinks(t *testing.T) {
	search := clouds()
	a := &Answerer{Search: search, Archive: books(), Log: slog.New(slog.DiscardHandler)}
	ans, err := a.Answer(t.Context(), Question{Text: "What does https://news.example/bridge say about tolls, and https://news.example/nowhere?", Now: noonOf(6)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := search.asked[len(search.asked)-1].Text, "What does “The Sorrel Bridge opens” say about tolls, and ?"; got != want {
		t.Errorf("searched for %q, want %q", got, want)
	}
	if !strings.Contains(ans.Text, "Not in the library: https://news.example/nowhere.") {
		t.Errorf("text %q", ans.Text)
	}
}

// TestAnswerOutside holds that a guest is not told whether the library holds anything.
func TestAnswerOutside(t *testing.T) {
	for _, text := range []string{still, "Summarise the merger"} {
		for reader, want := range map[article.Scope]string{article.Outside: noneOutside, "channel:C1": "holds no article"} {
			a := &Answerer{Search: &shelf{}, Log: slog.New(slog.DiscardHandler)}
			ans, err := a.Answer(t.Context(), Question{Text: text, Reader: article.Reader{"user:U1", reader}, Now: noonOf(6)}, nil)
			if err != nil || !strings.Contains(ans.Text, want) || ans.Outcome != NotFound {
				t.Errorf("%q for %s: %q, %v", text, reader, ans.Text, err)
			}
		}
	}
}
