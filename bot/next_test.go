package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// A suggesterFunc suggests as a test says.
type suggesterFunc func(q answer.Question) ([]answer.Suggestion, error)

func (f suggesterFunc) Suggest(_ context.Context, q answer.Question, _ answer.Answer, ask func(article.Article) string) ([]answer.Suggestion, error) {
	return f(q)
}

// dams are articles that may be asked about; the title of the last is longer
// than a button.
var dams = []article.Article{
	{ID: "a1", Outlet: "The Ledger", Title: `Dam "breaks"`, Published: article.Date{}},
	{ID: "a2", Title: "Dam " + strings.Repeat("breaks again ", 20)},
}

// suggesting suggests to ask about the dams.
func suggesting(c *Config) {
	c.Suggester = suggesterFunc(func(answer.Question) (out []answer.Suggestion, err error) {
		for _, a := range dams {
			out = append(out, answer.Suggestion{Text: lang("").askAbout(a), Title: a.Title, ArticleID: a.ID})
		}
		return out, nil
	})
}

const damQuestion = "What did The Ledger say about “Dam ‘breaks’”?"

// choose presses a suggestion under a message.
func (l *lab) choose(m slacksim.Message, n int, person string) {
	l.t.Helper()
	if err := l.Click(m, fmt.Sprintf("%s.%d", nextAction, n), person); err != nil {
		l.t.Fatal(err)
	}
}

// TestNext chooses what is suggested under an answer, again and again, as its
// asker and as a colleague: it is asked once, in the same thread, as who chose
// it first, and shown above its answer.
func TestNext(t *testing.T) {
	for _, place := range []string{"channel", "direct"} {
		t.Run(place, func(t *testing.T) {
			l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 2}})
			bob := l.AddUser(slacksim.User{Name: "bob"})
			b := l.bot(tell(simple()), suggesting)
			l.run(b)
			l.Join(l.news, bob)
			at, by := l.news, bob
			root := ""
			if place == "channel" {
				root = l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
			} else {
				at, by = l.IM(l.ada), l.ada
				root = l.DM(l.ada, "still exclusive?", slacksim.Say{})
			}
			m := l.reply(at, root)
			labels := l.Plain(m)
			if !strings.Contains(labels, "["+damQuestion+"]") || !strings.Contains(labels, "[About “Dam breaks again breaks") || !strings.Contains(labels, "You could ask next") {
				t.Fatalf("shown:\n%s", labels)
			}
			l.choose(m, 0, by)
			l.finished(at, root, 2)
			for range 2 {
				l.choose(m, 0, l.ada)
			}
			l.wait("word that it was asked", func(v slacksim.View) bool {
				return strings.Contains(v.As(l.ada).Text(at), "This was asked already")
			})
			l.idle(b)
			asked := l.questions()
			if len(asked) != 2 || asked[1].Text != damQuestion || asked[1].User != by || len(asked[1].Thread) != 1 {
				t.Fatalf("asked %+v", asked)
			}
			if want, err := b.ReaderOf(t.Context(), at, by); err != nil || !slices.Equal(asked[1].Reader, want) {
				t.Errorf("reader %v, want %v, %v", asked[1].Reader, want, err)
			}
			var text []string
			for _, r := range l.Replies(at, root) {
				if r.Ephemeral == "" {
					text = append(text, l.Plain(r))
				}
			}
			if want := l.Name(by) + " asked: “" + within(damQuestion) + "”"; len(text) != 2 || !strings.HasPrefix(text[1], want) || !strings.Contains(text[1], "ended in April") {
				t.Errorf("want %q above the second of two answers:\n%s", want, strings.Join(text, "\n---\n"))
			}
			if rec := l.finished(at, root, 2)[1]; rec.Question != damQuestion || rec.User != by || strings.Contains(rec.Text, "asked:") {
				t.Errorf("recorded %+v", rec)
			}
		})
	}
}

// TestNextAlone chooses what is suggested under an answer that one person is
// shown, and under the same answer when it is shared.
func TestNextAlone(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(l.citing(article.Workspace)), suggesting)
	l.run(b)
	l.Slash(l.news, l.ada, "/ask", "still exclusive?")
	own := l.shown(l.ada, l.news, "an answer", saying("You could ask next"))
	l.choose(own, 0, l.ada)
	l.choose(own, 0, l.ada)
	l.idle(b)
	if asked := l.questions(); len(asked) != 2 || asked[1].Text != damQuestion || !asked[1].Reader.Sees(article.UserScope(l.ada)) {
		t.Fatalf("asked %+v", asked)
	}
	seen := 0
	for _, m := range l.As(l.ada).Messages(l.news) {
		if strings.Contains(l.Plain(m), "[1] The deal") {
			seen++
			if m.Ephemeral != l.ada {
				t.Errorf("shown to %q", m.Ephemeral)
			}
		}
	}
	if seen != 2 {
		t.Errorf("%d answers, want 2:\n%s", seen, l.As(l.ada).Text(l.news))
	}
	if err := l.Click(own, shareAction, l.ada); err != nil {
		t.Fatal(err)
	}
	shared := l.shown(l.ada, l.news, "a shared answer", saying("ada asked: “still exclusive?”"))
	l.choose(shared, 0, l.ada)
	l.finished(l.news, shared.TS, 2)
	if got := l.Replies(l.news, shared.TS); len(got) != 1 || !strings.Contains(l.Plain(got[0]), "ada asked: “"+within(damQuestion)) {
		t.Errorf("the thread of the shared answer:\n%s", l.ThreadText(l.news, shared.TS))
	}
}

// TestNextShared holds that under a shared answer is suggested what its channel
// may read, and not what its asker may.
func TestNextShared(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(l.citing(article.Workspace)), func(c *Config) {
		c.Suggester = suggesterFunc(func(q answer.Question) ([]answer.Suggestion, error) {
			if q.Reader.Sees(article.UserScope(l.ada)) {
				return []answer.Suggestion{{Text: "what only ada sees"}}, nil
			}
			return []answer.Suggestion{{Text: "what all see"}}, nil
		})
	}))
	l.Slash(l.news, l.ada, "/ask", "still exclusive?")
	own := l.shown(l.ada, l.news, "an answer", saying("what only ada sees"))
	if err := l.Click(own, shareAction, l.ada); err != nil {
		t.Fatal(err)
	}
	if m := l.shown(l.ada, l.news, "a shared answer", saying("asked: “still")); !strings.Contains(l.Plain(m), "[what all see]") || strings.Contains(buttonValues(m), "only ada") {
		t.Errorf("shared:\n%s", l.Plain(m))
	}
}

// TestShareSuggested shares the answer to a question that was suggested: one that names
// an article of the asker's own is not asked aloud, whatever answers it.
func TestShareSuggested(t *testing.T) {
	for _, own := range []bool{true, false} {
		l := newLab(t, slacksim.Options{})
		bob := l.AddUser(slacksim.User{Name: "bob"})
		l.Join(l.news, bob)
		dam := dams[0]
		dam.Body, dam.URL = "It broke.", "https://ledger.example/dam"
		if own {
			dam.Scope = article.UserScope(l.ada)
		}
		dam = l.put(dam)
		l.run(l.bot(tell(l.citing(article.Workspace)), func(c *Config) {
			c.Suggester = suggesterFunc(func(q answer.Question) ([]answer.Suggestion, error) {
				if q.Text == damQuestion {
					return nil, nil
				}
				return []answer.Suggestion{{Text: damQuestion, Title: dam.Title, ArticleID: dam.ID}}, nil
			})
		}))
		l.Slash(l.news, l.ada, "/ask", "still exclusive?")
		l.choose(l.shown(l.ada, l.news, "an answer", saying("You could ask next")), 0, l.ada)
		asked := l.shown(l.ada, l.news, "its answer", func(text string, _ slacksim.Message) bool {
			return strings.Contains(text, "Share to channel") && !strings.Contains(text, "ask next")
		})
		if err := l.Click(asked, shareAction, l.ada); err != nil {
			t.Fatal(err)
		}
		if own {
			l.shown(l.ada, l.news, "a refusal", saying("Not shared"))
		} else {
			l.shown(l.ada, l.news, "the shared answer", saying("asked: “"+within(damQuestion)))
		}
		if text := l.As(bob).Text(l.news); own == strings.Contains(text, "Dam") {
			t.Errorf("bob reads:\n%s", text)
		}
	}
}

// TestNextAgain holds that what could not be answered may be chosen again, and
// that a process which takes over goes on in the message that is there.
func TestNextAgain(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	fails := true
	answers := func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		if q.Text == damQuestion && fails {
			return answer.Answer{}, errors.New("out of reach")
		}
		return tell(simple())(ctx, q, on)
	}
	stop := l.run(l.bot(answers, suggesting))
	root := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	m := l.reply(l.news, root)
	l.choose(m, 0, l.ada)
	l.wait("an apology", func(v slacksim.View) bool {
		return strings.Contains(v.ThreadText(l.news, root), "Sorry, something went wrong")
	})
	stop()

	dead := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		return stuck(answer.Sentence{Text: "What the dead one said."})(ctx, q, on)
	}, suggesting)
	dead.pace.shutdown = 0
	kill := l.run(dead)
	l.choose(m, 0, l.ada)
	l.wait("what the dead one says", func(v slacksim.View) bool { return strings.Contains(v.ThreadText(l.news, root), "dead one") })
	kill()
	fails = false
	l.run(l.bot(answers, suggesting))
	l.finished(l.news, root, 2)
	got := l.Replies(l.news, root)
	if len(got) != 3 || strings.Contains(l.Plain(got[2]), "dead one") || !strings.HasPrefix(l.Plain(got[2]), "ada asked: “"+within(damQuestion)) {
		t.Errorf("shown:\n%s", l.ThreadText(l.news, root))
	}
}

// TestSuggestLimits holds when nothing is suggested, and that what goes wrong
// there costs no answer.
func TestSuggestLimits(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	good := []answer.Suggestion{{Text: damQuestion}}
	tests := []struct {
		name  string
		ans   answer.Answer
		makes suggesterFunc
		waits bool
		want  int
	}{
		{name: "made", makes: func(answer.Question) ([]answer.Suggestion, error) { return good, nil }, want: 1},
		{name: "as far as it went", makes: func(answer.Question) ([]answer.Suggestion, error) { return good, context.DeadlineExceeded }, want: 1},
		{name: "a panic", makes: func(answer.Question) ([]answer.Suggestion, error) { panic("index") }},
		{name: "of a summary", ans: answer.Answer{Kind: answer.Summary}, makes: func(answer.Question) ([]answer.Suggestion, error) { return good, nil }},
		{name: "while others wait", waits: true, makes: func(answer.Question) ([]answer.Suggestion, error) { return good, nil }},
	}
	for _, tt := range tests {
		b := l.bot(stuck(), func(c *Config) { c.Suggester = tt.makes })
		if tt.waits {
			b.line.join(1, func(error) {})
		}
		if got := b.suggest(t.Context(), answer.Question{User: l.ada}, tt.ans); len(got) != tt.want {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

// TestNextLabel holds what stands on the button of a suggestion.
func TestNextLabel(t *testing.T) {
	long := strings.Repeat("The dam, again, ", 5) + "?"
	for _, tt := range []struct {
		l    lang
		of   answer.Suggestion
		want string
	}{
		{"", answer.Suggestion{Text: damQuestion, Title: "Dam"}, damQuestion},
		{"", answer.Suggestion{Text: long, Title: `The "new" dam`}, "About “The ‘new’ dam”"},
		{"de", answer.Suggestion{Text: long, Title: "The dam"}, "Über „The dam“"},
		{"", answer.Suggestion{Text: long, Title: long}, "About “The dam, again, The dam, again, The dam, again, The dam, again…”"},
		{"", answer.Suggestion{Text: "Why?"}, "Why?"},
	} {
		got := tt.l.nextLabel(tt.of)
		if got != tt.want || length(got) > maxLabel {
			t.Errorf("nextLabel(%q, %+v) = %q, want %q", tt.l, tt.of, got, tt.want)
		}
	}
}

// TestAskAbout holds the words of suggestions.
func TestAskAbout(t *testing.T) {
	dated := article.Article{Title: `The „new" dam`, Outlet: "The\nLedger", Published: day("2026-03-05")}
	undated := dated
	undated.Published = article.Date{}
	nameless := dated
	nameless.Outlet = ""
	bare := undated
	bare.Outlet = ""
	tests := []struct {
		l    lang
		of   article.Article
		want string
	}{
		{"", dated, "What did The Ledger say on 5 Mar 2026 about “The ‚new’ dam”?"},
		{"", undated, "What did The Ledger say about “The ‚new’ dam”?"},
		{"", nameless, "What was said on 5 Mar 2026 about “The ‚new’ dam”?"},
		{"", bare, "What was said about “The ‚new’ dam”?"},
		{"de", dated, "Was schrieb The Ledger am 5. März 2026 über „The ‚new’ dam“?"},
	}
	for _, tt := range tests {
		if got := tt.l.askAbout(tt.of); got != tt.want {
			t.Errorf("askAbout(%q, %+v) = %q, want %q", tt.l, tt.of, got, tt.want)
		}
	}
	if got := since(store.Question{TS: "1790000000.000100" + nextMark + nextAction + ".0"}); got != "1790000000.000100" {
		t.Errorf("since = %q", got)
	}
}
