package bot

import (
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/digest"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// TestForgedFeedback has somebody judge an answer that another was shown, which
// would open a form with the titles of what it cites: the ID of the block under
// an answer is a number that can be guessed.
func TestForgedFeedback(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	bob := l.AddUser(slacksim.User{Name: "bob"})
	l.Join(l.news, bob)
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada, l.Bot())
	b := l.bot(tell(simple()), nil)
	l.run(b)
	l.Slash(l.news, l.ada, "/ask", "still exclusive?")
	quiet := l.shown(l.ada, l.news, "an answer", saying("[1] The deal"))
	open := l.reply(private, l.Mention(private, l.ada, "still exclusive?", slacksim.Say{}))
	l.idle(b)
	own := l.Post(l.news, bob, "lunch?", slacksim.Say{})
	at, _ := l.Message(l.news, own)
	refused := 0
	for _, m := range []slacksim.Message{quiet, open} {
		for _, button := range m.Buttons() {
			if button.ActionID != feedbackAction {
				continue
			}
			if err := l.Forge(at, button, bob); err != nil {
				t.Fatal(err)
			}
			refused++
			l.eventually("word of it", func() bool { return strings.Count(l.As(bob).Text(l.news), "could not be noted") == refused })
		}
	}
	if w, ok := l.Modal(bob); ok || refused != 4 {
		t.Errorf("%d clicks, shown %+v", refused, w)
	}
	if err := l.Click(quiet, valueDown, l.ada); err != nil {
		t.Fatal(err)
	}
	l.wait("the form, for who asked", func(v slacksim.View) bool { _, ok := v.Modal(l.ada); return ok })
}

// TestForgedStory has somebody press the buttons of a story that a private channel
// was told, in another channel.
func TestForgedStory(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	l.run(b)
	bob := l.AddUser(slacksim.User{Name: "bob"})
	l.Join(l.news, bob)
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada, l.Bot())
	told := []string{l.put(factory(channelSecret, article.ChannelScope(private), 0)).ID, l.put(factory("the valley", article.Workspace, 0)).ID}
	story := store.ToldStory{Title: "Brightmoor picks " + channelSecret, Articles: told, N: 1}
	slot := l.madeSlot(private, story)
	at, _ := l.Message(l.news, l.Post(l.news, bob, "lunch?", slacksim.Say{}))
	for n, action := range []string{digest.ActionMore, digest.ActionAsk, digest.ActionMute, digest.ActionLess} {
		if err := l.Forge(at, slacksim.Button{Type: "button", ActionID: action, Value: "1.1"}, bob); err != nil {
			t.Fatal(err)
		}
		l.eventually("word of it", func() bool { return strings.Count(l.As(bob).Text(l.news), "no longer kept") == n+1 })
	}
	l.OpenHome(bob, "home")
	l.wait("a home", func(v slacksim.View) bool { _, ok := v.Home(bob); return ok })
	if text := l.sees(bob, l.news); strings.Contains(text, channelSecret) {
		t.Errorf("who is not in the channel reads:\n%s", text)
	}
	st, err := l.store.StoryTold(t.Context(), private, slot, 1)
	if err != nil || st.Muted || st.Less != 0 {
		t.Errorf("the story is %+v, %v", st, err)
	}
}

// TestElsewhereAdmin holds that an admin of another company is none here.
func TestElsewhereAdmin(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	if err := b.introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	for team, want := range map[string]bool{"": true, "T0OTHER": false} {
		boss := l.AddUser(slacksim.User{Name: "boss" + team, Team: team, Admin: true})
		l.Join(l.news, boss)
		if is, err := b.isAdmin(t.Context(), boss); err != nil || is != want {
			t.Errorf("of team %q: admin %v, %v", team, is, err)
		}
	}
}

// TestHomeFeeds shows a feed that has no title yet, whose address only its readers
// were given: it is known by its host.
func TestHomeFeeds(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	_, _, err := l.store.Subscribe(t.Context(), store.Source{URL: "https://letters.example/private/k33pme/rss?token=s3cret"}, "letters.example", "", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	l.run(b)
	l.OpenHome(l.ada, "home")
	l.wait("a home", func(v slacksim.View) bool { _, ok := v.Home(l.ada); return ok })
	if text := l.sees(l.ada); !strings.Contains(text, "letters.example") || strings.Contains(text, "k33pme") || strings.Contains(text, "s3cret") {
		t.Errorf("shown:\n%s", text)
	}
}

// TestShareNamed shares what was asked of articles by their links, one of which the
// channel does not see: nothing of that stands in what is shared, nor above it.
func TestShareNamed(t *testing.T) {
	for name, command := range map[string][2]string{
		"a summary of two":   {"/summary", "<https://a.example/bare> <https://a.example/union>"},
		"two links":          {"/ask", "<https://a.example/bare> <https://a.example/union>"},
		"a question of both": {"/ask", "What does <https://a.example/bare> say about the jobs that the turbine factory of Brightmoor will cost?"},
	} {
		t.Run(name, func(t *testing.T) {
			l, private, b, _ := leaky(t)
			l.put(article.Article{URL: "https://a.example/bare", Title: "Brewery of " + channelSecret, Scope: article.ChannelScope(private), Body: ""})
			l.run(b)
			l.Slash(l.news, l.ada, command[0], command[1])
			own := l.shown(l.ada, l.news, "an answer", saying("Union fears"))
			if err := l.Click(own, shareAction, l.ada); err != nil {
				t.Fatal(err)
			}
			l.shown(l.ada, l.news, "word of sharing", saying("hared"))
			l.idle(b)
			for _, m := range l.Messages(l.news) {
				if text := l.Plain(m) + buttonValues(m); m.Ephemeral == "" && strings.Contains(text, channelSecret) {
					t.Errorf("the channel reads:\n%s", text)
				}
			}
		})
	}
}
