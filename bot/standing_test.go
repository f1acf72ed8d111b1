package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/digest"
	"footnote/internal/slacksim"
	"footnote/internal/store"
	telling "footnote/internal/tell"
	"footnote/internal/watch"
)

func TestReadDigest(t *testing.T) {
	for text, want := range map[string]store.Digest{
		"weekdays at 8:30 Berlin": {Kind: store.Daily, Schedule: "weekdays at 08:30 Europe/Berlin"},
		"Mondays 9am London about energy, wind power from The Ledger most 3 language DE silent": {
			Kind: store.Daily, Schedule: "Mondays at 09:00 Europe/London", Topics: []string{"energy", "wind power"},
			Outlets: []string{"The Ledger"}, Most: 3, Lang: "de", Silent: true,
		},
		"weekly Fridays 16:00 UTC": {Kind: store.Weekly, Schedule: "Fridays at 16:00 UTC"},
		"daily 9:00 UTC most many": {},
		"daily 9:00 UTC most 99":   {},
		"daily":                    {},
		"about energy":             {},
	} {
		got, _, err := readDigest(text)
		if (err != nil) != (want.Kind == "") {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); err == nil && diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// checker answers every standing question with the simple answer.
func (l *lab) checker() *watch.Checker {
	return &watch.Checker{
		Ledger: l.store, Now: time.Now, Owner: "test",
		Answer: func(context.Context, answer.Searcher, answer.Question) (answer.Answer, error) { return simple(), nil },
	}
}

// TestStandingCommands gives the commands one after the other, in a channel.
func TestStandingCommands(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), func(c *Config) { c.Watches = l.checker() }))
	for _, c := range []struct{ command, text, want string }{
		{"/digest", "show", "No digest is set here."},
		{"/digest", "when it rains", "I cannot read that: a schedule cannot have “when”"},
		{"/digest", "weekdays at 8:30 Berlin about energy most 3", "The digest is set."},
		{"/digest", "show", "weekdays at 08:30 Europe/Berlin · energy"},
		{"/digest", "off", "There will be no more of it."},
		{"/digest", "weekly off", "No digest is set here."},
		{"/watch", "list", "Nothing is watched here."},
		{"/watch", "Is it still <!channel> exclusive?", "Question 1 is watched."},
		{"/watch", "list", "1 · Is it still"},
		{"/watch", "pause 1", "Done."},
		{"/watch", "list", "exclusive? · paused"},
		{"/watch", "quiet 1 always", "I cannot read that: quiet hours"},
		{"/watch", "quiet 1 22-7 Berlin", "Done."},
		{"/watch", "history 1", "No: it ended in April."},
		{"/watch", "remove 7", "Nothing with this number is watched here."},
		{"/watch", "remove 1", "Done."},
	} {
		n := l.whispers(c.want)
		l.Slash(l.news, l.ada, c.command, c.text)
		l.wait(c.command+" "+c.text+": "+c.want, func(slacksim.View) bool { return l.whispers(c.want) > n })
	}
	if got := l.Pings(); got != nil {
		t.Errorf("pings %v", got)
	}
}

// whispers counts what ada alone was shown of some words.
func (l *lab) whispers(words string) (n int) {
	for _, m := range l.As(l.ada).Messages(l.news) {
		if m.Ephemeral == l.ada && strings.Contains(l.loose(m), loose(words)) {
			n++
		}
	}
	return n
}

func (l *lab) loose(m slacksim.Message) string { return loose(l.Plain(m)) }

// loose leaves out what escaping adds, and the kind of quotation marks.
func loose(s string) string {
	return strings.NewReplacer(joiner, "", "*", "", `"`, "", "“", "", "”", "").Replace(s)
}

// TestStoryButtons clicks on what stands under a story of a digest.
func TestStoryButtons(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	l.run(b)
	a := l.put(article.Article{URL: "https://ledger.example/dam", Title: "Dam breaks", Outlet: "Ledger", Body: "The dam broke."})
	d, err := l.store.SetDigest(t.Context(), store.Digest{Channel: l.news, Kind: store.Daily, Schedule: "every day at 9:00 UTC"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	slot, _, err := l.store.ClaimSlot(t.Context(), d, []store.DueSlot{{Key: "k", Due: time.Now()}}, "w", time.Minute, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	slot.Content = []byte("x")
	if err := l.store.MadeSlot(t.Context(), slot, "w", []store.ToldStory{{Title: "Dam breaks", Articles: []string{a.ID}, N: 1}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	root, err := l.teller(b).Tell(t.Context(), telling.Message{Key: "head", Channel: l.news, Summary: "s", Parts: []telling.Part{{Text: "Digest"}}})
	if err != nil {
		t.Fatal(err)
	}
	m := telling.Message{Key: "story", Channel: l.news, Thread: root, Summary: "s", Parts: []telling.Part{{Title: "Dam breaks"}}}
	for action, text := range map[string]string{
		digest.ActionAsk: "Ask about this", digest.ActionMore: "More", digest.ActionLess: "Less of this", digest.ActionMute: "Mute this story",
	} {
		m.Parts[0].Buttons = append(m.Parts[0].Buttons, telling.Button{Action: action, Text: text, Value: "1.1"})
	}
	if _, err := l.teller(b).Tell(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	shown := l.Replies(l.news, root)[0]
	for button, want := range map[string]string{
		"More": "ledger.example/dam", "Less of this": "further down", "Mute this story": "will not hear", "Ask about this": "Ask in this thread",
	} {
		if err := l.Click(shown, button, l.ada); err != nil {
			t.Fatal(err)
		}
		l.wait(button, func(v slacksim.View) bool {
			for _, m := range v.As(l.ada).Thread(l.news, root) {
				if m.Ephemeral == l.ada && strings.Contains(l.Plain(m), want) {
					return true
				}
			}
			return false
		})
	}
	st, err := l.store.StoryTold(t.Context(), slot.ID, 1)
	if err != nil || !st.Muted || st.Less != 1 {
		t.Errorf("the story is %+v, %v", st, err)
	}
	// Now the thread is one in which the bot listens, about the story.
	l.Post(l.news, l.ada, "How many people live there?", slacksim.Say{ThreadTS: root})
	l.finished(l.news, root, 2)
	if q := l.questions(); len(q) != 1 || len(q[0].Thread) != 1 || q[0].Thread[0].Question != "Dam breaks" {
		t.Errorf("asked %+v", q)
	}
}
