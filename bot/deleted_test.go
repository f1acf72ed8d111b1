package bot

import (
	"context"
	"slices"
	"strings"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// TestAnsweredDeleted deletes questions whose answers stand, while the bot hears it
// and while no process is connected: the answers go, with what their asker chose under
// them, and nothing of both is kept, unless somebody else went on from them.
func TestAnsweredDeleted(t *testing.T) {
	t.Parallel()
	for _, heard := range []bool{true, false} {
		l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 2}})
		bob := l.AddUser(slacksim.User{Name: "bob"})
		l.Join(l.news, bob)
		dm := l.IM(l.ada)
		me := "<@" + l.Bot() + "> "
		process := func() *Bot {
			return l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
				if strings.HasPrefix(q.Text, "tell all") {
					return tell(long(60))(ctx, q, on)
				}
				return tell(simple())(ctx, q, on)
			}, func(c *Config) {
				suggesting(c)
				c.Summarizer = summarizerFunc(func(answer.Target, article.Reader) answer.Answer { return simple() })
			})
		}
		b := process()
		stop := l.run(b)
		l.caughtUp(b)
		ask := func(channel, text, threadTS string) string {
			ts := l.Post(channel, l.ada, me+text, slacksim.Say{ThreadTS: threadTS})
			l.answered(b, channel, ts)
			return ts
		}
		lunch := l.Post(l.news, bob, "lunch?", slacksim.Say{})
		type deletion struct {
			name, channel, ts, root string
			left                    int // messages of the bot's in its thread
		}
		all := []deletion{
			{name: "alone", channel: l.news, ts: ask(l.news, "who?", "")},
			{name: "directly", channel: dm, ts: ask(dm, "who directly?", "")},
			{name: "in a thread", channel: l.news, ts: ask(l.news, "who at lunch?", lunch), root: lunch},
			{name: "a summary of what was said", channel: l.news, ts: ask(l.news, "summarise this channel", "")},
			{name: "long", channel: l.news, ts: ask(l.news, "tell all", "")},
			{name: "help", channel: l.news, ts: ask(l.news, "help", "")},
		}
		changed := ask(l.news, "who was it?", "")
		l.Edit(l.news, changed, me+"who is it?")
		l.finished(l.news, changed, 2)
		all = append(all, deletion{name: "changed", channel: l.news, ts: changed})

		chosen := ask(l.news, "who chooses?", "")
		l.choose(last(l.ownIn(l.news, chosen)), 0, l.ada)
		l.finished(l.news, chosen, 2)
		all = append(all, deletion{name: "chosen", channel: l.news, ts: chosen})

		goesOn := ask(l.news, "who goes on?", "")
		next := ask(l.news, "and then?", goesOn)
		all = append(all, deletion{name: "gone on by its asker", channel: l.news, ts: goesOn, left: len(l.ownIn(l.news, goesOn)) / 2})

		others := ask(l.news, "who answers?", "")
		l.Post(l.news, bob, "That is not so.", slacksim.Say{ThreadTS: others})
		all = append(all, deletion{name: "answered by another", channel: l.news, ts: others, left: len(l.ownIn(l.news, others))})

		theirs := ask(l.news, "who chooses, too?", "")
		l.choose(last(l.ownIn(l.news, theirs)), 0, bob)
		l.finished(l.news, theirs, 2)
		all = append(all, deletion{name: "chosen by another", channel: l.news, ts: theirs, left: len(l.ownIn(l.news, theirs))})

		kept := ask(l.news, "who stays?", "")
		l.idle(b)
		if !heard {
			stop()
		}
		for _, d := range all {
			if heard {
				l.Delete(d.channel, d.ts)
			} else {
				l.DeleteUnheard(d.channel, d.ts)
			}
		}
		if heard {
			l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
			l.idle(b)
		} else {
			after := process()
			l.run(after)
			l.caughtUp(after)
		}
		for _, d := range all {
			root := d.root
			if root == "" {
				root = d.ts
			}
			if got := l.ownIn(d.channel, root); len(got) != d.left {
				t.Errorf("heard %v, %s: %d messages of the bot's, want %d:\n%s", heard, d.name, len(got), d.left, l.ThreadText(d.channel, root))
			}
			asked, err := l.store.QuestionsAt(t.Context(), d.channel, d.ts, rewordMark)
			if err != nil || len(asked) == 0 {
				t.Fatalf("%s: %+v, %v", d.name, asked, err)
			}
			gone := d.left == 0 || d.ts == goesOn
			for _, q := range asked {
				if _, err := l.store.AnswerOf(t.Context(), q.ID); (err != nil) != gone || (q.Text == "") != gone {
					t.Errorf("heard %v, %s: kept %+v, %v", heard, d.name, q, err)
				}
			}
		}
		if left, err := l.store.Thread(t.Context(), l.news, goesOn); err != nil || len(left) != 1 || left[0].Question != "and then?" {
			t.Errorf("left of %s: %+v, %v", next, left, err)
		}
		if len(l.ownIn(l.news, kept)) == 0 {
			t.Error("an answer is gone whose question stands")
		}
	}
}

// TestForgottenDeleted deletes questions that their asker had forgotten: the answer goes,
// though they went on from it themselves, and stays where a colleague did.
func TestForgottenDeleted(t *testing.T) {
	t.Parallel()
	for _, other := range []bool{false, true} {
		l := newLab(t, slacksim.Options{})
		by := l.ada
		if other {
			by = l.AddUser(slacksim.User{Name: "bob"})
			l.Join(l.news, by)
		}
		b := l.bot(tell(simple()), nil)
		l.run(b)
		root := l.Mention(l.news, l.ada, "who?", slacksim.Say{})
		l.answered(b, l.news, root)
		l.answered(b, l.news, l.Mention(l.news, by, "and then?", slacksim.Say{ThreadTS: root}))
		l.DM(l.ada, "forget my questions", slacksim.Say{})
		l.eventually("that they are forgotten", func() bool {
			all, err := l.store.AnswersTo(t.Context(), l.ada, 9)
			return err == nil && len(all) == 0
		})
		l.idle(b)
		l.Delete(l.news, root)
		l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
		l.idle(b)
		if got, want := len(l.ownIn(l.news, root)), map[bool]int{false: 1, true: 2}[other]; got != want {
			t.Errorf("went on by another: %v; %d messages of the bot's, want %d:\n%s", other, got, want, l.ThreadText(l.news, root))
		}
	}
}

// A lateStore does something before it finishes a question.
type lateStore struct {
	*store.Store
	before func(id int64)
}

func (s lateStore) FinishQuestion(ctx context.Context, id int64, r store.Record) error {
	s.before(id)
	return s.Store.FinishQuestion(ctx, id, r)
}

// TestDeletedAtTheEnd deletes a question when its answer stands and is not recorded yet.
func TestDeletedAtTheEnd(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	var ts string
	b := l.bot(tell(simple()), func(c *Config) {
		c.Store = lateStore{l.store, func(int64) {
			ts = l.Messages(l.news)[0].TS
			l.Delete(l.news, ts)
			l.eventually("word of the deletion", func() bool {
				known, err := l.store.KnownEvent(t.Context(), deletion(l.news, ts))
				return err == nil && known
			})
		}}
	})
	l.run(b)
	l.Mention(l.news, l.ada, "who?", slacksim.Say{})
	l.wait("an answer", func(v slacksim.View) bool { return len(v.Calls("chat.stopStream")) > 0 })
	l.idle(b)
	if got, err := l.store.Thread(t.Context(), l.news, ts); err != nil || len(got) != 0 || len(l.ownIn(l.news, ts)) != 0 {
		t.Errorf("kept %+v, %v:\n%s", got, err, l.ThreadText(l.news, ts))
	}
}

// TestWithdrawnLater deletes a question while Slack deletes nothing: its answer goes
// when what was missed is read back.
func TestWithdrawnLater(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	stop := l.run(b)
	l.caughtUp(b)
	ts := l.Mention(l.news, l.ada, "who?", slacksim.Say{})
	l.reply(l.news, ts)
	l.Fault("chat.delete", slacksim.Fault{Status: 503, Count: -1})
	l.Delete(l.news, ts)
	l.idle(b)
	if got := l.finished(l.news, ts); len(l.ownIn(l.news, ts)) != 1 || len(got) != 1 {
		t.Errorf("kept %+v:\n%s", got, l.ThreadText(l.news, ts))
	}
	stop()
	l.ClearFaults()
	after := l.bot(tell(simple()), nil)
	l.run(after)
	l.caughtUp(after)
	if got, err := l.store.Thread(t.Context(), l.news, ts); err != nil || len(got) != 0 || len(l.ownIn(l.news, ts)) != 0 {
		t.Errorf("kept %+v, %v:\n%s", got, err, l.ThreadText(l.news, ts))
	}
}

// ownIn returns the messages of the bot's in a thread that all see.
func (l *lab) ownIn(channel, root string) []slacksim.Message {
	return slices.DeleteFunc(l.Replies(channel, root), func(m slacksim.Message) bool { return m.BotID == "" || m.Ephemeral != "" })
}

// answered waits until the bot is done with a question.
func (l *lab) answered(b *Bot, channel, ts string) {
	l.t.Helper()
	l.eventually("an answer", func() bool {
		all, err := l.store.QuestionsAt(l.t.Context(), channel, ts, rewordMark)
		return err == nil && len(all) > 0 && all[0].Finished
	})
	l.idle(b)
}
