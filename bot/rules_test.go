package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

func TestLimit(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	bob := l.AddUser(slacksim.User{Name: "bob"})
	l.Join(l.news, bob)
	l.run(l.bot(tell(simple()), func(c *Config) { c.Rules.PerHour = 2 }))
	l.reply(l.news, l.Mention(l.news, l.ada, "first?", slacksim.Say{}))
	l.Slash(l.news, l.ada, "/ask", "second?")
	l.shown(l.ada, l.news, "an answer", saying("[1] The deal"))
	third := l.Mention(l.news, l.ada, "third?", slacksim.Say{})
	l.wait("a refusal", func(v slacksim.View) bool {
		return strings.Contains(v.As(l.ada).ThreadText(l.news, third), "You have asked 2 questions in the last hour")
	})
	l.Slash(l.news, l.ada, "/ask", "fourth?")
	l.shown(l.ada, l.news, "a refusal", saying("You have asked 2 questions"))
	l.Slash(l.news, l.ada, "/articles", "list") // is no question
	l.shown(l.ada, l.news, "a list", saying("holds no article"))
	l.reply(l.news, l.Mention(l.news, bob, "and I?", slacksim.Say{}))
	if got := len(l.questions()); got != 3 {
		t.Errorf("%d questions were answered, want 3", got)
	}
}

// TestLimitForgotten holds that who has their questions forgotten has asked
// them all the same.
func TestLimitForgotten(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), func(c *Config) { c.Rules.PerHour = 2 }))
	for range 2 {
		l.reply(l.IM(l.ada), l.DM(l.ada, "still exclusive?", slacksim.Say{}))
	}
	l.DM(l.ada, "forget my questions", slacksim.Say{})
	l.shown(l.ada, l.IM(l.ada), "word of it", saying("Forgotten: 2 questions"))
	l.DM(l.ada, "still exclusive?", slacksim.Say{})
	l.shown(l.ada, l.IM(l.ada), "a refusal", saying("You have asked 2 questions"))
	if n := len(l.questions()); n != 2 {
		t.Errorf("%d questions were answered, want 2", n)
	}
}

// TestLimitTakenOver is a process that dies before it refuses what is beyond
// the limit.
func TestLimitTakenOver(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.Post(l.news, l.ada, "a thread", slacksim.Say{Quiet: true})
	for range 3 {
		asked := l.Post(l.news, l.ada, "still?", slacksim.Say{ThreadTS: ts, Quiet: true})
		q := store.Question{Channel: l.news, TS: asked, ThreadTS: ts, User: l.ada, Text: "still?", Asked: time.Now()}
		if _, _, err := l.store.ClaimQuestion(t.Context(), q, "dead", 0, time.Now().Add(-time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	l.run(l.bot(tell(simple()), func(c *Config) { c.Rules.PerHour = 1 }))
	l.finished(l.news, ts)
	l.wait("two refusals", func(v slacksim.View) bool {
		return strings.Count(v.As(l.ada).ThreadText(l.news, ts), "You have asked 1 question") == 2
	})
	if n := len(l.questions()); n != 1 {
		t.Errorf("%d questions were answered, want 1", n)
	}
}

// TestLimitWatch holds that a question to watch is one of those of an hour,
// that other commands about watches are none, and whose money it is.
func TestLimitWatch(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	var asked []string
	checker := l.checker()
	checker.Answer = func(_ context.Context, _ answer.Searcher, q answer.Question) (answer.Answer, error) {
		asked = append(asked, q.User)
		return simple(), nil
	}
	l.run(l.bot(tell(simple()), func(c *Config) { c.Watches, c.Rules.PerHour = checker, 1 }))
	for _, c := range []struct{ text, want string }{
		{"list", "Nothing is watched here. /watch QUESTION begins it."},
		{"Is it still exclusive?", "Question 1 is watched."},
		{"Is it still exclusive?", "You have asked 1 question"},
		{"list", "1 · Is it still exclusive?"},
	} {
		l.Slash(l.news, l.ada, "/watch", c.text)
		l.shown(l.ada, l.news, c.want, saying(c.want))
	}
	if diff := cmp.Diff([]string{l.ada}, asked); diff != "" {
		t.Errorf("asked by (-want +got):\n%s", diff)
	}
}

func TestAdminsAdd(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	adder := &adderFake{store: l.store}
	boss := l.AddUser(slacksim.User{Name: "boss", Admin: true})
	b := l.bot(tell(simple()), func(c *Config) { c.Adder, c.Rules.AdminsAdd = adder, true })
	l.run(b)
	l.Join(l.news, boss)
	for _, text := range []string{"add <https://a.example/1>", "collect on"} {
		l.Slash(l.news, l.ada, "/articles", text)
		l.shown(l.ada, l.news, "a refusal", saying("Only admins of Footnote add articles here."))
	}
	m, _ := l.Message(l.news, l.Post(l.news, l.ada, "<https://a.example/2>", slacksim.Say{}))
	l.React(l.news, m.TS, l.ada, defaultMark)
	l.idle(b)
	l.Slash(l.news, boss, "/articles", "add <https://a.example/3>")
	l.shown(boss, l.news, "word of it", saying("• Added"))
	if got := adder.added(); len(got) != 1 {
		t.Errorf("added %q", got)
	}
	b = l.bot(tell(simple()), func(c *Config) { c.Rules.Admins = []string{l.ada} })
	for user, want := range map[string]bool{l.ada: true, boss: false} {
		if is, err := b.isAdmin(t.Context(), user); err != nil || is != want {
			t.Errorf("with a list, isAdmin(%s) = %v, %v", l.Name(user), is, err)
		}
	}
}

func TestForget(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), nil))
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	l.reply(l.news, ts)
	l.Slash(l.news, l.ada, "/ask", "and since when?")
	l.shown(l.ada, l.news, "an answer", saying("[1] The deal"))
	l.eventually("two kept answers", func() bool {
		got, err := l.store.AnswersTo(t.Context(), l.ada, 9)
		return err == nil && len(got) == 2
	})
	at := l.DM(l.ada, "Forget my questions!", slacksim.Say{})
	l.wait("word of it", func(v slacksim.View) bool {
		return strings.Contains(v.As(l.ada).Text(l.IM(l.ada)), "Forgotten: 2 questions of yours")
	})
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	got, err := l.store.AnswersTo(t.Context(), l.ada, 9)
	if err != nil || len(got) != 0 || len(l.questions()) != 2 {
		t.Errorf("kept %+v, %v, after asking %d times", got, err, len(l.questions()))
	}
	if records, err := l.store.Thread(t.Context(), l.IM(l.ada), at); err != nil || len(records) != 0 {
		t.Errorf("the request was kept: %+v, %v", records, err)
	}
}

func TestExpire(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	for at, ts := range map[time.Duration]string{-48 * time.Hour: "1.1", -time.Hour: "1.2"} {
		q, _, err := l.store.ClaimQuestion(t.Context(), store.Question{Channel: l.news, TS: ts, User: l.ada, Asked: time.Now().Add(at)}, "a", time.Minute, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := l.store.FinishQuestion(t.Context(), q.ID, store.Record{Text: ts}); err != nil {
			t.Fatal(err)
		}
	}
	l.run(l.bot(tell(simple()), func(c *Config) { c.Rules.Keep = 24 * time.Hour }))
	l.eventually("what is old to be gone", func() bool {
		got, err := l.store.AnswersTo(t.Context(), l.ada, 9)
		return err == nil && len(got) == 1 && got[0].Text == "1.2"
	})
}
