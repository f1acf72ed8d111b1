package bot

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/slacksim"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// heardUntil notes that all that was said until then was heard.
func (l *lab) heardUntil(at time.Time) {
	l.t.Helper()
	if err := l.store.NoteHearing(l.t.Context(), store.Hearing{Owner: "before", Seen: at, Heard: at, Links: 2}); err != nil {
		l.t.Fatal(err)
	}
}

// runningClock is a clock that is set back, and runs until the test ends: what is
// sent to a connection that is about to close comes again on it.
func runningClock(t *testing.T, back time.Duration) *slacksim.Clock {
	clock := slacksim.NewClock(time.Now().Add(-back))
	ctx, stop := context.WithCancel(t.Context())
	var runs sync.WaitGroup
	runs.Go(func() {
		const tick = 20 * time.Millisecond
		for pause(ctx, tick) {
			clock.Advance(tick)
		}
	})
	t.Cleanup(func() { stop(); runs.Wait() })
	return clock
}

// caughtUp waits until a bot has heard more than those before it.
func (l *lab) caughtUp(b *Bot) {
	l.t.Helper()
	l.eventually("all heard", func() bool {
		all, err := l.store.Hearings(l.t.Context())
		if err != nil {
			l.t.Fatal(err)
		}
		var own, others time.Time
		for _, h := range all {
			if h.Owner == b.owner {
				own = h.Heard
			} else if h.Heard.After(others) {
				others = h.Heard
			}
		}
		return own.After(others)
	})
	l.idle(b)
}

// without are the scopes of the manifest but one.
func without(scope string) []string {
	return slices.DeleteFunc(slices.Clone(botScopes), func(s string) bool { return s == scope })
}

// TestMissed asks in every way while no process is connected.
func TestMissed(t *testing.T) {
	t.Parallel()
	for name, scopes := range map[string][]string{"": nil, "without im:read": without("im:read")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, slacksim.Options{Scopes: scopes, Clock: runningClock(t, time.Hour)})
			quiet := slacksim.Say{Quiet: true}
			old := l.Post(l.news, l.ada, "the bridge", quiet)
			l.Clock().Advance(time.Hour)
			dm := l.IM(l.ada)
			stop := l.run(l.bot(tell(simple()), nil))
			known := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
			l.reply(l.news, known)
			l.reply(dm, l.Post(dm, l.ada, "still exclusive?", slacksim.Say{}))
			stop()

			in := func(thread string) slacksim.Say { return slacksim.Say{ThreadTS: thread, Quiet: true} }
			root := l.Post(l.news, l.ada, "lunch?", quiet)
			type asked struct {
				channel, thread string
				answers         int
			}
			want := map[string]asked{"a mention": {l.news, l.Mention(l.news, l.ada, "one?", quiet), 1}}
			l.Mention(l.news, l.ada, "two?", in(root))
			want["a mention in a thread"] = asked{l.news, root, 1}
			l.Mention(l.news, l.ada, "what of the bridge?", in(old))
			want["a mention in a thread of before"] = asked{l.news, old, 1}
			l.Post(l.news, l.ada, "and who says so?", in(known))
			want["a further question"] = asked{l.news, known, 2}
			want["a direct message"] = asked{dm, l.Post(dm, l.ada, "three?", quiet), 1}
			bob := l.AddUser(slacksim.User{Name: "bob"})
			first := asked{l.IM(bob), l.Post(l.IM(bob), bob, "three?", quiet), 1}
			if scopes != nil {
				first.answers = 0
			}
			want["a first direct message"] = first
			want["a mention by /me"] = asked{l.news, l.Mention(l.news, l.ada, "wonders who?", slacksim.Say{Quiet: true, Subtype: "me_message"}), 1}
			want["talk"] = asked{l.news, l.Post(l.news, l.ada, "four?", quiet), 0}
			want["a greeting"] = asked{l.news, l.Mention(l.news, l.ada, "hello", quiet), 0}
			want["asked again"] = asked{l.news, l.Mention(l.news, l.ada, "five?", quiet), 0}
			want["asked the last time"] = asked{l.news, l.Mention(l.news, l.ada, "Five", quiet), 1}

			b := l.bot(tell(simple()), nil)
			stop = l.run(b)
			l.caughtUp(b)
			check := func() {
				t.Helper()
				for what, a := range want {
					got := 0
					for _, m := range l.Replies(a.channel, a.thread) {
						if text := l.Plain(m); strings.Contains(text, "ended in April") {
							got++
							if late := strings.Contains(text, textLate); late != (got == a.answers) {
								t.Errorf("%s says that it is late: %v\n%s", what, late, text)
							}
						}
					}
					if got != a.answers {
						t.Errorf("%s has %d answers, want %d:\n%s", what, got, a.answers, l.ThreadText(a.channel, a.thread))
					}
				}
			}
			check()
			stop()
			b = l.bot(tell(simple()), nil)
			l.run(b)
			l.caughtUp(b)
			check()
		})
	}
}

// TestMissedMark has messages added by an emoji that came while no process was
// connected: also one that was written before, and each once.
func TestMissedMark(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{Clock: runningClock(t, 30*time.Hour)})
	adder := &adderFake{store: l.store}
	start := func() (*Bot, func()) {
		b := l.bot(tell(simple()), func(c *Config) { c.Adder = adder })
		return b, l.run(b)
	}
	old := l.Post(l.news, l.ada, "<https://a.example/old>", slacksim.Say{Quiet: true})
	l.Clock().Advance(28 * time.Hour)
	before := l.Post(l.news, l.ada, "<https://a.example/before>", slacksim.Say{Quiet: true})
	l.heardUntil(time.Now().Add(-time.Hour))
	l.Clock().Advance(2 * time.Hour)
	now := l.Post(l.news, l.ada, "<https://a.example/now>", slacksim.Say{Quiet: true})
	broken := l.Post(l.news, l.ada, "<https://broken.example/>", slacksim.Say{Quiet: true})
	for _, ts := range []string{old, before, now, broken} {
		l.React(l.news, ts, l.ada, defaultMark)
	}
	for range 5 { // Slack gives up
		l.Clock().Advance(4 * time.Second)
	}
	for range 2 {
		b, stop := start()
		l.caughtUp(b)
		stop()
	}
	got := adder.added()
	slices.Sort(got)
	if diff := gocmp.Diff([]string{"https://a.example/before", "https://a.example/now", "https://broken.example/"}, got); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
}

// TestMissedUnread holds that nothing is read back where nothing was heard
// before, and of a long time only the last day, and not what was answered by
// another process of which the store does not know, as after a copy was put
// back.
func TestMissedUnread(t *testing.T) {
	t.Parallel()
	clock := slacksim.NewClock(time.Now().Add(-48 * time.Hour))
	l := newLab(t, slacksim.Options{Clock: clock})
	old := l.Mention(l.news, l.ada, "long ago?", slacksim.Say{Quiet: true})
	clock.Advance(47 * time.Hour)
	first := l.bot(tell(simple()), nil)
	stop := l.run(first)
	before := l.Mention(l.news, l.ada, "one?", slacksim.Say{})
	l.reply(l.news, before)
	l.caughtUp(first)
	stop()
	if n := calls(l.View, "conversations.history"); n > 0 {
		t.Errorf("the first process read back %d times", n)
	}

	l.store = newLab(t, slacksim.Options{}).store
	l.heardUntil(time.Now().Add(-47 * time.Hour))
	missed := l.Mention(l.news, l.ada, "two?", slacksim.Say{Quiet: true})
	b := l.bot(tell(simple()), nil)
	l.run(b)
	l.caughtUp(b)
	l.reply(l.news, missed)
	for ts, want := range map[string]int{old: 0, before: 1, missed: 1} {
		if got := l.Replies(l.news, ts); len(got) != want {
			t.Errorf("%d answers, want %d:\n%s", len(got), want, l.ThreadText(l.news, ts))
		}
	}
}

// TestMissedBounds holds that a rush that was missed is answered as far as the
// bounds go, the newest, and without more calls than Slack grants.
func TestMissedBounds(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	l.heardUntil(time.Now())
	var all []string
	for i := range missedMost + 2 {
		all = append(all, l.Mention(l.news, l.ada, fmt.Sprintf("question %d?", i), slacksim.Say{Quiet: true}))
	}
	b := l.bot(tell(simple()), nil)
	l.run(b)
	l.caughtUp(b)
	for i, ts := range all {
		want := 1
		if i < 2 {
			want = 0
		}
		if got := len(l.Replies(l.news, ts)); got != want {
			t.Errorf("question %d has %d answers, want %d", i, got, want)
		}
	}
}

// TestMissedNeverConnected holds that a process that ends without having heard
// anything leaves it to the next one.
func TestMissedNeverConnected(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	l.heardUntil(time.Now().Add(-3 * time.Hour))
	ts := l.Mention(l.news, l.ada, "one?", slacksim.Say{Quiet: true})
	l.Fault("apps.connections.open", slacksim.Fault{Status: 503, Count: -1})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.bot(tell(simple()), nil).Run(ctx) }()
	l.wait("a try to connect", func(v slacksim.View) bool { return calls(v, "apps.connections.open") > 0 })
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
	l.ClearFaults()
	l.run(l.bot(tell(simple()), nil))
	l.reply(l.news, ts)
}

// TestMissedOverHTTP holds that the same is done where it is Slack that calls.
func TestMissedOverHTTP(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	l.heardUntil(time.Now())
	ts := l.Mention(l.news, l.ada, "one?", slacksim.Say{Quiet: true})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := l.bot(tell(simple()), func(c *Config) { c.Events, c.SigningSecret = ln, "secret" })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	l.reply(l.news, ts)
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
}

// TestMissedAgain breaks the reading; it is done again.
func TestMissedAgain(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]slacksim.Fault{
		"down": {Status: 503, Count: maxAttempts}, "limited for long": {RateLimit: true, RetryAfter: 3600}, "limited": {RateLimit: true, RetryAfter: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, slacksim.Options{})
			l.heardUntil(time.Now())
			ts := l.Mention(l.news, l.ada, "one?", slacksim.Say{Quiet: true})
			l.Fault("conversations.history", f)
			b := l.bot(tell(simple()), nil)
			b.pace.hear = 20 * time.Millisecond
			l.run(b)
			l.reply(l.news, ts)
		})
	}
}

// TestMissedWhileUnlinked asks what no connection hears, and drops them all.
func TestMissedWhileUnlinked(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	l.run(b)
	l.caughtUp(b)
	ts := l.Mention(l.news, l.ada, "one?", slacksim.Say{Quiet: true}) // as if nobody were connected
	for _, s := range l.Sockets() {
		s.Drop()
	}
	l.reply(l.news, ts)
}

// TestMissedDropped asks while no delivery can be taken, to the last.
func TestMissedDropped(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	b.pace.hear = time.Second / 2
	l.run(b)
	l.caughtUp(b)
	ts := l.Mention(l.news, l.ada, "one?", slacksim.Say{Quiet: true})
	b.leave(slackwire.Envelope{Retry: lastRetry})
	l.reply(l.news, ts)
}

// TestMissedEdit changes questions while no process is connected: what asks for
// something else now is answered anew, once, and nothing else is.
func TestMissedEdit(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{Clock: runningClock(t, 90*time.Minute)})
	me := "<@" + l.Bot() + "> "
	late := l.Mention(l.news, l.ada, "long ago?", slacksim.Say{Quiet: true})
	l.Clock().Advance(70 * time.Minute)
	stop := l.run(l.bot(tell(simple()), nil))
	root := l.Mention(l.news, l.ada, "one?", slacksim.Say{})
	l.reply(l.news, root)
	reply := l.Post(l.news, l.ada, "and two?", slacksim.Say{ThreadTS: root})
	l.finished(l.news, root, 2)
	same := l.Mention(l.news, l.ada, "three?", slacksim.Say{})
	l.reply(l.news, same)
	heard := l.Mention(l.news, l.ada, "four?", slacksim.Say{})
	l.reply(l.news, heard)
	l.Edit(l.news, heard, me+"four and a half?")
	l.finished(l.news, heard, 2)
	talk := l.Post(l.news, l.ada, "five?", slacksim.Say{})
	thanks := l.Mention(l.news, l.ada, "six?", slacksim.Say{})
	l.reply(l.news, thanks)
	stop()

	l.Clock().Advance(20 * time.Minute)
	for ts, text := range map[string]string{
		root: "one and a half?", same: "THREE", talk: "five and a half?", thanks: "thanks!", late: "long ago and a half?",
	} {
		l.EditUnheard(l.news, ts, me+text)
	}
	l.EditUnheard(l.news, reply, "and two and a half?")
	unheard := l.Mention(l.news, l.ada, "seven?", slacksim.Say{Quiet: true})
	l.EditUnheard(l.news, unheard, me+"seven and a half?")
	l.mu.Lock()
	l.asked = nil
	l.mu.Unlock()
	for range 2 {
		b := l.bot(tell(simple()), nil)
		stop := l.run(b)
		l.caughtUp(b)
		stop()
	}
	var got []string
	for _, q := range l.questions() {
		got = append(got, q.Text)
	}
	slices.Sort(got)
	want := []string{"and two and a half?", "five and a half?", "one and a half?", "seven and a half?"}
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("asked after the outage (-want +got):\n%s", d)
	}
	if text := l.ThreadText(l.news, root); strings.Count(text, "To your question as you changed it:") != 2 {
		t.Errorf("shown:\n%s", text)
	}
}

// TestMissedEditTakenOver changes a question while no process is connected that one had
// begun to answer: the next answers what it asks now, and that alone.
func TestMissedEditTakenOver(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	begun := make(chan struct{}, 1)
	b := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		s := answer.Sentence{Text: "What was asked first."}
		err := on(answer.Event{Sentence: &s})
		begun <- struct{}{}
		<-ctx.Done()
		return answer.Answer{}, cmp.Or(err, ctx.Err())
	}, func(c *Config) { c.Leave = true })
	stop := l.run(b)
	l.caughtUp(b)
	ts := l.Mention(l.news, l.ada, "what is wrong?", slacksim.Say{})
	<-begun
	stop()
	l.EditUnheard(l.news, ts, "<@"+l.Bot()+"> what is right?")
	l.mu.Lock()
	l.asked = nil
	l.mu.Unlock()
	l.Fault("conversations.history", slacksim.Fault{Status: 503, Count: 3}) // the time is read back late
	after := l.bot(tell(simple()), nil)
	l.run(after)
	l.caughtUp(after)
	if asked := l.questions(); len(asked) != 1 || asked[0].Text != "what is right?" {
		t.Errorf("asked %+v", asked)
	}
	if text := l.Plain(l.reply(l.news, ts)); !strings.Contains(text, "as you changed it") || strings.Contains(text, "asked first") {
		t.Errorf("shown:\n%s", text)
	}
}

// TestMissedDelete deletes questions of which no answer stands yet while no process is
// connected, or while this one is not: what stood of the answer goes, none comes, and
// their words are not kept.
func TestMissedDelete(t *testing.T) {
	t.Parallel()
	for _, ends := range []bool{true, false} {
		l := newLab(t, slacksim.Options{})
		release := make(chan struct{})
		process := func() *Bot {
			return l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
				s := answer.Sentence{Text: "What was asked first."}
				if err := on(answer.Event{Sentence: &s}); err != nil {
					return answer.Answer{}, err
				}
				select {
				case <-release:
				case <-ctx.Done():
					return answer.Answer{}, ctx.Err()
				}
				return tell(simple())(ctx, q, on)
			}, func(c *Config) { c.Answers, c.Leave = 3, true })
		}
		b := process()
		stop := l.run(b)
		l.caughtUp(b)
		root := l.Post(l.news, l.ada, "lunch?", slacksim.Say{Quiet: true})
		kept := l.Mention(l.news, l.ada, "what is kept?", slacksim.Say{})
		deleted := l.Mention(l.news, l.ada, "what is deleted?", slacksim.Say{})
		reply := l.Mention(l.news, l.ada, "what is deleted in a thread?", slacksim.Say{ThreadTS: root})
		begun := func(ts string, n int) func(slacksim.View) bool {
			return func(v slacksim.View) bool { return strings.Count(v.ThreadText(l.news, ts), "asked first") == n }
		}
		for _, ts := range []string{kept, deleted, root} {
			l.wait("an answer begins", begun(ts, 1))
		}
		waiting := l.Mention(l.news, l.ada, "what is deleted while it waits?", slacksim.Say{})
		l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
		if ends {
			stop()
		}
		for _, ts := range []string{deleted, reply, waiting} {
			l.DeleteUnheard(l.news, ts)
		}
		if ends {
			l.run(process())
		} else {
			for _, s := range l.Sockets() {
				s.Drop()
			}
		}
		for _, ts := range []string{deleted, root} {
			l.wait("what stood of it goes", begun(ts, 0))
		}
		close(release)
		l.finished(l.news, kept, 1)
		l.eventually("no word of them is kept", func() bool {
			return !slices.ContainsFunc([]string{deleted, reply, waiting}, func(ts string) bool {
				all, err := l.store.QuestionsAt(t.Context(), l.news, ts, rewordMark)
				return err != nil || len(all) == 0 || all[0].Text != ""
			})
		})
		for ts, want := range map[string]int{kept: 1, deleted: 0, waiting: 0, root: 0} {
			if got := slices.DeleteFunc(l.Replies(l.news, ts), func(m slacksim.Message) bool { return m.BotID == "" }); len(got) != want {
				t.Errorf("ended %v: %d answers, want %d:\n%s", ends, len(got), want, l.ThreadText(l.news, ts))
			}
		}
	}
}
