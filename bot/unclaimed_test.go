package bot

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"footnote/internal/slacksim"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// fullStore is a store that claims nothing while it is full.
type fullStore struct {
	*store.Store
	full *atomic.Bool
}

func (s fullStore) ClaimQuestion(ctx context.Context, q store.Question, owner string, lease time.Duration, now time.Time) (store.Question, bool, error) {
	if s.full.Load() {
		return store.Question{}, false, errors.New("the disk is full")
	}
	return s.Store.ClaimQuestion(ctx, q, owner, lease, now)
}

// TestUnclaimed holds that who asks what cannot be claimed is told so, once,
// whatever is delivered of it, and also where there is room again before Slack
// gives up.
func TestUnclaimed(t *testing.T) {
	for name, order := range map[string]slacksim.Order{"mention first": slacksim.MentionFirst, "message first": slacksim.MessageFirst} {
		t.Run(name, func(t *testing.T) {
			clock := slacksim.NewClock(time.Now())
			l := newLab(t, slacksim.Options{Clock: clock, Delivery: slacksim.Delivery{Order: order, Copies: 3}})
			var full atomic.Bool
			b := l.bot(tell(simple()), func(c *Config) { c.Store = fullStore{l.store, &full} })
			l.run(b)
			root := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
			l.finished(l.news, root)
			full.Store(true)
			asked := map[string]string{ // the ts of each by its channel
				l.news:       l.Mention(l.news, l.ada, "and now?", slacksim.Say{}),
				l.IM(l.ada):  l.DM(l.ada, "and here?", slacksim.Say{}),
				"the thread": l.Post(l.news, l.ada, "and since when?", slacksim.Say{ThreadTS: root}),
			}
			sorry := func(v slacksim.View, channel, ts string) int {
				return strings.Count(v.ThreadText(channel, ts), "something went wrong and this is not answered")
			}
			threads := map[string][2]string{"mention": {l.news, asked[l.news]}, "direct": {l.IM(l.ada), asked[l.IM(l.ada)]}, "follow-up": {l.news, root}}
			for what, at := range threads {
				l.wait("an apology to a "+what, func(v slacksim.View) bool { return sorry(v, at[0], at[1]) > 0 })
			}
			full.Store(false)
			l.eventually("the end of all deliveries", func() bool {
				clock.Advance(4 * time.Second)
				return isIdle(b) && !slices.ContainsFunc(l.Deliveries(), func(d slacksim.Delivered) bool { return !d.Acked && !d.Lost })
			})
			for what, at := range threads {
				if n := sorry(l.View, at[0], at[1]); n != 1 || len(l.questions()) != 1 {
					t.Errorf("a %s: %d apologies, %d questions answered, want 1 and the first:\n%s", what, n, len(l.questions()), l.ThreadText(at[0], at[1]))
				}
			}
			l.finished(l.news, l.Mention(l.news, l.ada, "and now, again?", slacksim.Say{}))
		})
	}
}

// tardyStore is a store that claims, and says that it did not.
type tardyStore struct {
	*store.Store
	told *atomic.Int64
}

func (s tardyStore) ClaimQuestion(ctx context.Context, q store.Question, owner string, lease time.Duration, now time.Time) (store.Question, bool, error) {
	_, _, _ = s.Store.ClaimQuestion(ctx, q, owner, time.Nanosecond, now)
	s.told.Add(1)
	return store.Question{}, false, errors.New("the answer is late")
}

// TestUnclaimedLate holds that nobody hears that their question is not answered
// where it is.
func TestUnclaimedLate(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	var told atomic.Int64
	b := l.bot(tell(simple()), func(c *Config) { c.Store = tardyStore{l.store, &told} })
	l.run(b)
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	l.finished(l.news, ts)
	l.eventually("the end of all deliveries", func() bool { return isIdle(b) && l.Settled() })
	if n := len(l.Replies(l.news, ts)); n != 1 || told.Load() == 0 {
		t.Errorf("%d replies, want the answer alone:\n%s", n, l.ThreadText(l.news, ts))
	}
}

// slowStore is a store that claims nothing in time.
type slowStore struct{ *store.Store }

func (slowStore) ClaimQuestion(ctx context.Context, _ store.Question, _ string, _ time.Duration, _ time.Time) (store.Question, bool, error) {
	<-ctx.Done()
	return store.Question{}, false, ctx.Err()
}

// TestUnclaimedSlowly holds that a store that is slow is given every delivery
// before its asker hears of it, and that a question which comes as the process
// stops is left to the next one.
func TestUnclaimedSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &Bot{store: slowStore{}, pace: normalPace(), now: time.Now, log: discard(t)}
		env := slackwire.Envelope{Type: "events_api", Payload: json.RawMessage(`{"event":{"type":"app_mention","user":"U1","channel":"C1","ts":"1.2","text":"why?"}}`)}
		deliver := func(ctx context.Context, retry int) (bool, error) {
			ctx, cancel := context.WithTimeout(ctx, b.pace.record)
			defer cancel()
			env.Retry = retry
			got, err := b.accept(ctx, env)
			return got.act != nil, err
		}
		stopped, stop := context.WithCancel(t.Context())
		stop()
		if said, err := deliver(stopped, lastRetry); said || err == nil {
			t.Errorf("as the process stops: said %v, %v; want it left", said, err)
		}
		for retry := range lastRetry + 1 {
			said, err := deliver(t.Context(), retry)
			if last := retry == lastRetry; said != last || (err == nil) != last {
				t.Errorf("delivery %d: said %v, %v", retry, said, err)
			}
		}
		if said, err := deliver(t.Context(), lastRetry); said || err != nil {
			t.Errorf("a copy: said %v, %v; want it acknowledged", said, err)
		}
	})
}

// TestRecent holds that a recent forgets.
func TestRecent(t *testing.T) {
	var r recent
	now := time.Now()
	if r.has("a", now) || !r.add("a", now) || r.add("a", now.Add(recently)) || !r.has("a", now.Add(recently)) {
		t.Error("a name is not remembered")
	}
	if later := now.Add(recently + time.Second); r.has("a", later) || !r.add("b", later) || len(r.at) != 1 {
		t.Errorf("a name is not forgotten: %v", r.at)
	}
}
