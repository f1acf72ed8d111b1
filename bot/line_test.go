package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"footnote/internal/answer"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// waiting waits until n questions wait for a seat.
func (l *lab) waiting(b *Bot, n int) {
	l.t.Helper()
	l.eventually("a line", func() bool {
		b.line.mu.Lock()
		defer b.line.mu.Unlock()
		return len(b.line.all) == n
	})
}

// until answers when a channel is closed, or its context ends.
func until(release chan struct{}) answererFunc {
	return func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		select {
		case <-release:
			return tell(simple())(ctx, q, on)
		case <-ctx.Done():
			return answer.Answer{}, context.Cause(ctx)
		}
	}
}

// TestRush asks more than there are seats and room to wait.
func TestRush(t *testing.T) {
	const answers, room, asked = 4, 20, 30
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 2}})
	release := make(chan struct{})
	b := l.bot(until(release), func(c *Config) { c.Answers, c.Waiting = answers, room })
	l.run(b)
	var all []string
	for i := range asked {
		all = append(all, l.Mention(l.news, l.ada, fmt.Sprintf("question %d?", i), slacksim.Say{}))
		if i%4 == 3 { // what finds no handler comes again after seconds
			l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
		}
	}
	l.wait("busy words", func(v slacksim.View) bool { return calls(v, "chat.postMessage") >= asked-answers-room })
	if n := b.Waiting(); n < room-1 || n > room { // one may have got a seat since
		t.Errorf("%d questions wait, want %d", n, room)
	}
	close(release)
	busy, seen := 0, map[string]bool{}
	for _, ts := range all {
		l.finished(l.news, ts)
		got := l.Replies(l.news, ts)
		if len(got) != 1 {
			t.Fatalf("%d replies, want one:\n%s", len(got), l.ThreadText(l.news, ts))
		}
		if got[0].Text == mrkdwn(textBusy) {
			busy++
		} else if !isDone(got[0]) {
			t.Errorf("not finished:\n%s", l.ThreadText(l.news, ts))
		}
	}
	for _, q := range l.questions() {
		if seen[q.Text] {
			t.Errorf("answered twice: %s", q.Text)
		}
		seen[q.Text] = true
	}
	if n := b.Waiting(); n != 0 {
		t.Errorf("%d questions wait in the end", n)
	}
	// A seat may have been taken, for a moment, to look for what a dead process left.
	if len(seen)+busy != asked || len(seen) < room || len(seen) > answers+room {
		t.Errorf("%d answers and %d busy words to %d questions", len(seen), busy, asked)
	}
}

// TestLineInOrder lets questions wait and be answered as they came.
func TestLineInOrder(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	release := make(chan struct{})
	b := l.bot(until(release), func(c *Config) { c.Answers = 1 })
	l.run(b)
	var last string
	for i := range 5 {
		last = l.Mention(l.news, l.ada, fmt.Sprintf("question %d?", i), slacksim.Say{})
		if i == 0 {
			l.eventually("the first question", func() bool { return len(l.questions()) == 1 })
			continue
		}
		l.waiting(b, i)
	}
	close(release)
	l.finished(l.news, last)
	for i, q := range l.questions() {
		if q.Text != fmt.Sprintf("question %d?", i) {
			t.Errorf("%s was answered as number %d", q.Text, i)
		}
	}
}

// TestLinePlace tells who waits how many are before them.
func TestLinePlace(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	release := make(chan struct{})
	b := l.bot(until(release), func(c *Config) { c.Answers = 1 })
	b.pace.place, b.api.places = time.Millisecond, rate.NewLimiter(rate.Inf, 1)
	l.run(b)
	l.Mention(l.news, l.ada, "first?", slacksim.Say{})
	l.eventually("the first question", func() bool { return len(l.questions()) == 1 })
	second := l.Mention(l.news, l.ada, "second?", slacksim.Say{})
	l.waiting(b, 1)
	third := l.Mention(l.news, l.ada, "third?", slacksim.Say{})
	told := func(ts, words string) func(slacksim.View) bool {
		return func(v slacksim.View) bool {
			return slices.ContainsFunc(v.Calls("assistant.threads.setStatus"), func(c slacksim.Call) bool {
				return c.Args["thread_ts"] == ts && c.Args["status"] == words
			})
		}
	}
	l.wait("the second's place", told(second, "is waiting: yours is the next question …"))
	l.wait("the third's place", told(third, "is waiting: 1 question is before yours …"))
	close(release)
	l.reply(l.news, third)
	calls := l.Calls("assistant.threads.setStatus")
	if last := calls[len(calls)-1].Args["status"]; strings.Contains(fmt.Sprint(last), "waiting") {
		t.Errorf("the last status is %q", last)
	}
}

// TestLineEnds is a question whose turn does not come.
func TestLineEnds(t *testing.T) {
	t.Run("in time", func(t *testing.T) {
		l := newLab(t, slacksim.Options{})
		release := make(chan struct{})
		b := l.bot(until(release), func(c *Config) { c.Answers = 1 })
		b.pace.waiting = 3 * time.Second // the first has its seat long before
		l.run(b)
		first := l.Mention(l.news, l.ada, "first?", slacksim.Say{})
		l.eventually("the first question", func() bool { return len(l.questions()) == 1 })
		second := l.Mention(l.news, l.ada, "second?", slacksim.Say{})
		l.finished(l.news, second)
		if got := l.Replies(l.news, second); len(got) != 1 || got[0].Text != mrkdwn(textBusy) {
			t.Errorf("shown:\n%s", l.ThreadText(l.news, second))
		}
		close(release)
		l.reply(l.news, first)
	})
	t.Run("stopped by its asker", func(t *testing.T) {
		l := newLab(t, slacksim.Options{})
		release := make(chan struct{})
		b := l.bot(until(release), func(c *Config) { c.Answers = 1 })
		l.run(b)
		first := l.Mention(l.news, l.ada, "first?", slacksim.Say{})
		l.eventually("the first question", func() bool { return len(l.questions()) == 1 })
		second := l.Mention(l.news, l.ada, "second?", slacksim.Say{})
		l.waiting(b, 1)
		b.stop(l.news, second)
		if rec := l.finished(l.news, second)[0]; rec.Outcome != outcomeFailed || rec.Text != "" {
			t.Errorf("recorded %+v", rec)
		}
		close(release)
		l.reply(l.news, first)
		if got := l.Replies(l.news, second); len(got) != 0 || len(l.questions()) != 1 {
			t.Errorf("shown:\n%s", l.ThreadText(l.news, second))
		}
	})
	t.Run("handed over", func(t *testing.T) {
		l := newLab(t, slacksim.Options{})
		b := l.bot(stuck(), func(c *Config) { c.Answers = 1 })
		b.pace.shutdown = 0
		stop := l.run(b)
		all := []string{l.Mention(l.news, l.ada, "first?", slacksim.Say{})}
		l.eventually("the first question", func() bool { return len(l.questions()) == 1 })
		for i := 1; i <= 3; i++ {
			all = append(all, l.Mention(l.news, l.ada, fmt.Sprintf("question %d?", i), slacksim.Say{}))
			l.waiting(b, i)
		}
		stop()
		var left []store.Question
		for range all {
			q, ok, err := l.store.TakeOver(t.Context(), "next", time.Hour, time.Now())
			if err != nil || !ok {
				t.Fatalf("nothing to take over: %v", err)
			}
			left = append(left, q)
		}
		for _, q := range left {
			if _, err := l.store.RenewQuestions(t.Context(), []int64{q.ID}, "next", 0, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		l.run(l.bot(tell(simple()), nil))
		for _, ts := range all {
			l.reply(l.news, ts)
		}
	})
}

// TestScarceUpdates posts an answer whole where the updates that would end it
// are needed by others.
func TestScarceUpdates(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.Fault("chat.startStream", slacksim.Fault{Error: "unknown_method", Count: -1})
	b := l.bot(tell(long(5)), nil)
	b.api.updates = rate.NewLimiter(rate.Every(time.Hour), 1)
	l.run(b)
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	m := l.reply(l.news, ts)
	if n := strings.Count(l.Plain(m), "Sentence x"); n != 5 {
		t.Errorf("%d sentences are shown, want 5:\n%s", n, l.Plain(m))
	}
	if posts, updates, streams := calls(l.View, "chat.postMessage"), calls(l.View, "chat.update"), calls(l.View, "chat.startStream"); posts != 1 || updates != 0 || streams != 1 {
		t.Errorf("%d posts, %d updates and %d streams, want one post and one stream that was refused", posts, updates, streams)
	}
}

// TestHelpOnce holds that words which Slack puts off for longer than a question is
// claimed are said once.
func TestHelpOnce(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	l.Fault("chat.postMessage", slacksim.Fault{RateLimit: true, RetryAfter: 3})
	b := l.bot(tell(simple()), nil)
	b.pace.lease = 2 * time.Second
	l.run(b)
	ts := l.Mention(l.news, l.ada, "help", slacksim.Say{})
	l.finished(l.news, ts)
	l.idle(b)
	if got := l.Replies(l.news, ts); len(got) != 1 {
		t.Errorf("help has %d replies:\n%s", len(got), l.ThreadText(l.news, ts))
	}
}
