package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"

	"footnote/internal/answer"
	"footnote/internal/slacksim"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// stuck shows sentences and then waits until it is ended.
func stuck(sentences ...answer.Sentence) answererFunc {
	return func(ctx context.Context, _ answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		for _, s := range sentences {
			if err := on(answer.Event{Sentence: &s}); err != nil {
				return answer.Answer{}, err
			}
		}
		<-ctx.Done()
		return answer.Answer{}, context.Cause(ctx)
	}
}

// forgetful is a store that is killed before it records a reply.
type forgetful struct{ *store.Store }

func (forgetful) SetReply(context.Context, int64, string) error { return errors.New("killed") }

// TestTakeOver kills a bot in the middle of an answer and lets another one
// finish it, into the same message.
func TestTakeOver(t *testing.T) {
	t.Parallel()
	first := answer.Sentence{Text: "What the dead one said."}
	tests := []struct {
		name    string
		shown   []answer.Sentence
		posts   bool // streams are refused
		forgets bool // the reply is not recorded
	}{
		{name: "before a message"},
		{name: "while it streams", shown: []answer.Sentence{first}},
		{name: "while it streams unrecorded", shown: []answer.Sentence{first}, forgets: true},
		{name: "while it is posted", shown: []answer.Sentence{first}, posts: true},
		{name: "while it is posted unrecorded", shown: []answer.Sentence{first}, posts: true, forgets: true},
		{name: "in a third message", shown: long(90).Sentences},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, slacksim.Options{})
			if tt.posts {
				l.Fault("chat.startStream", slacksim.Fault{Error: "unknown_method"})
			}
			dead := l.bot(stuck(tt.shown...), func(c *Config) {
				if tt.forgets {
					c.Store = forgetful{l.store}
				}
			})
			dead.pace.shutdown = 0
			kill := l.run(dead)
			ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
			l.eventually("an answer", func() bool { return len(l.questions()) == 1 })
			l.wait("what it shows", func(v slacksim.View) bool {
				shown := 0
				for _, m := range v.Replies(l.news, ts) {
					text := v.Plain(m)
					shown += strings.Count(text, "dead one") + strings.Count(text, "Sentence x")
				}
				return shown == len(tt.shown)
			})
			kill()
			if records, _ := l.store.Thread(t.Context(), l.news, ts); len(records) != 0 {
				t.Fatalf("the dead bot finished: %+v", records)
			}
			l.run(l.bot(tell(simple()), nil))
			m := l.reply(l.news, ts)
			if got := l.Plain(m); strings.Contains(got, "dead one") || strings.Contains(got, "Sentence x") || !strings.Contains(got, "ended in April") {
				t.Errorf("shown:\n%s", got)
			}
		})
	}
}

// TestClockJumps holds that a question that is being answered is not begun
// anew by its own process when the clock jumps past its lease.
func TestClockJumps(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	release := make(chan struct{})
	b := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		<-release
		return tell(simple())(ctx, q, on)
	}, nil)
	b.pace.takeOver = time.Hour // it is done below
	var jump atomic.Int64
	b.now = func() time.Time { return time.Now().Add(time.Duration(jump.Load())) }
	l.run(b)
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	l.eventually("the question", func() bool { return len(l.questions()) == 1 })
	jump.Store(int64(time.Hour))
	if !b.takeOver(t.Context(), t.Context()) {
		t.Error("the lease has not ended")
	}
	close(release)
	l.reply(l.news, ts)
	l.idle(b)
	if n := len(l.questions()); n != 1 {
		t.Errorf("answered %d times, want once", n)
	}
}

// TestTakeOverHelp is the same for words that are ready.
func TestTakeOverHelp(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.Mention(l.news, l.ada, "help", slacksim.Say{Quiet: true})
	q, _, err := l.store.ClaimQuestion(t.Context(), store.Question{Channel: l.news, TS: ts, ThreadTS: ts, User: l.ada}, "dead", 0, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	dead := l.bot(stuck(), nil)
	if _, err := dead.post(t.Context(), q, 1, content{blocks: withID(dead.helpBlocks(""), blockID(q, 1)), fallback: "help"}); err != nil {
		t.Fatal(err)
	}
	l.run(l.bot(stuck(), nil))
	l.finished(l.news, ts)
	if got := l.Replies(l.news, ts); len(got) != 1 {
		t.Errorf("shown:\n%s", l.ThreadText(l.news, ts))
	}
}

// TestWornOut is a question that killed every process that began it.
func TestWornOut(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{Quiet: true})
	past := time.Now().Add(-time.Hour)
	_, _, err := l.store.ClaimQuestion(t.Context(), store.Question{
		Channel: l.news, TS: ts, ThreadTS: ts, User: l.ada, Team: l.TeamID(), Text: "still exclusive?",
	}, "dead", 0, past)
	for range maxTries - 1 {
		if err == nil {
			_, _, err = l.store.TakeOver(t.Context(), "dead", 0, past)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	l.run(l.bot(tell(simple()), nil))
	if rec := l.finished(l.news, ts)[0]; rec.Outcome != outcomeFailed {
		t.Errorf("recorded %+v", rec)
	}
	if got := l.ThreadText(l.news, ts); !strings.Contains(got, "each of several attempts ended early") || len(l.questions()) != 0 {
		t.Errorf("shown:\n%s", got)
	}
}

// TestShutdown holds that what is being answered is finished first.
func TestShutdown(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	release := make(chan struct{})
	stop := l.run(l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		<-release
		return tell(simple())(ctx, q, on)
	}, nil))
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	l.eventually("the question", func() bool { return len(l.questions()) == 1 })
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	l.wait("no socket", func(v slacksim.View) bool { return len(v.Sockets()) == 0 })
	close(release)
	<-stopped
	if got := l.Replies(l.news, ts); len(got) != 1 || !isDone(got[0]) {
		t.Errorf("shown:\n%s", l.ThreadText(l.news, ts))
	}
}

// TestSockets breaks every connection, in each way, while a question is
// answered; then it sends all events again.
func TestSockets(t *testing.T) {
	t.Parallel()
	breaks := map[string]func(slacksim.Socket){
		"dropped":    func(s slacksim.Socket) { s.Drop() },
		"refreshed":  func(s slacksim.Socket) { s.Disconnect("refresh_requested") },
		"one silent": func(s slacksim.Socket) { s.Silence() },
	}
	for name, hurt := range breaks {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // a silent socket is found out by Slack's 3 s
			l := newLab(t, slacksim.Options{})
			release := make(chan struct{})
			l.run(l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
				<-release
				return tell(simple())(ctx, q, on)
			}, nil))
			ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
			l.eventually("the question", func() bool { return len(l.questions()) == 1 })
			old := l.Sockets()
			if name == "one silent" {
				old = old[:1]
			}
			for _, s := range old {
				hurt(s)
			}
			close(release)
			l.reply(l.news, ts)
			l.wait("two sockets", func(v slacksim.View) bool { return len(v.Sockets()) >= sockets })
			for _, d := range l.Deliveries() {
				l.Redeliver(d.EventID)
			}
			l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
			if got := len(l.questions()); got != 1 {
				t.Errorf("%d questions were answered, want 1", got)
			}
			// A new question goes through, also where one socket is deaf.
			l.reply(l.news, l.Mention(l.news, l.ada, "and now?", slacksim.Say{}))
		})
	}
}

// TestMalformed holds that every envelope is acknowledged, and a mention that
// slack-go cannot read is answered.
func TestMalformed(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), nil))
	for _, bad := range []string{`{}`, `7`, `{"type":"message","ts":5}`, `{"type":"not_known_to_anybody"}`, `{"type":"channel_created","channel":{"id":"C1"}}`} {
		l.Event(bad)
	}
	l.Envelope("interactive", `[]`)
	l.Envelope("slash_commands", `7`)
	l.Envelope("of_the_future", `{}`)
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	for _, d := range l.Deliveries() {
		if !d.Acked {
			t.Errorf("never acknowledged: %+v", d)
		}
	}
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{Quiet: true})
	l.Event(`{"type":"app_mention","user":"` + l.ada + `","channel":"` + l.news + `","ts":"` + ts + `","text":"still exclusive?","files":{"odd":true}}`)
	l.reply(l.news, ts)
}

// TestNotInChannel holds that who mentions the bot where it may not write
// learns why nothing comes.
func TestNotInChannel(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	other := l.AddChannel(slacksim.Channel{Name: "other"}, l.ada)
	l.run(l.bot(tell(simple()), nil))
	ts := l.Mention(other, l.ada, "still exclusive?", slacksim.Say{})
	l.finished(other, ts)
	l.wait("word to the asker", func(v slacksim.View) bool {
		got := v.Messages(l.IM(l.ada))
		return len(got) == 1 && strings.Contains(v.Plain(got[0]), "not in that channel")
	})
}

func TestRunRefused(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	for method, want := range map[string]string{"auth.test": "sign in to Slack", "apps.connections.open": "connect to Slack"} {
		for _, code := range []string{"invalid_auth", "not_allowed_token_type"} {
			l.Fault(method, slacksim.Fault{Error: code, Count: -1})
			if err := l.bot(stuck(), nil).Run(t.Context()); !errors.Is(err, ErrTokens) || !strings.Contains(err.Error(), want+": "+code) {
				t.Errorf("Run with %s refused: %v", method, err)
			}
			l.ClearFaults()
		}
	}
	if _, err := New(Config{}); err == nil || !strings.Contains(err.Error(), "no store") {
		t.Errorf("New of nothing: %v", err)
	}
}

// TestTakeOverLate holds that what is taken over long after it was asked says
// so.
func TestTakeOverLate(t *testing.T) {
	t.Parallel()
	for ago, want := range map[time.Duration]bool{lateAfter / 2: false, 2 * lateAfter: true} {
		l := newLab(t, slacksim.Options{})
		ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{Quiet: true})
		asked := time.Now().Add(-ago)
		_, _, err := l.store.ClaimQuestion(t.Context(), store.Question{
			Channel: l.news, TS: ts, ThreadTS: ts, User: l.ada, Team: l.TeamID(), Text: "still exclusive?", Asked: asked,
		}, "dead", time.Second, asked)
		if err != nil {
			t.Fatal(err)
		}
		l.run(l.bot(tell(simple()), nil))
		if got := l.Plain(l.reply(l.news, ts)); strings.Contains(got, textLate) != want {
			t.Errorf("after %v:\n%s", ago, got)
		}
	}
}

// TestRunUnreached holds that a bot that starts before its network waits for it.
func TestRunUnreached(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	l.Fault("auth.test", slacksim.Fault{Status: 503, Count: maxAttempts + 1})
	b := l.bot(tell(simple()), nil)
	b.pace.redial = 20 * time.Millisecond
	l.run(b)
	l.reply(l.news, l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{}))
}

// TestTokenRevoked revokes the token while a question is answered: the bot ends
// once that lasts, and what it could not show is answered with another token.
func TestTokenRevoked(t *testing.T) {
	t.Parallel()
	for name, lasts := range map[string]bool{"for good": true, "for a moment": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, slacksim.Options{})
			methods := []string{"auth.test", "chat.postMessage", "chat.startStream", "chat.update", "conversations.replies", "assistant.threads.setStatus"}
			revoke := func() {
				for _, m := range methods {
					l.Fault(m, slacksim.Fault{Error: "token_revoked", Count: -1})
				}
			}
			b := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
				if len(l.questions()) == 1 {
					revoke()
				}
				return tell(simple())(ctx, q, on)
			}, nil)
			b.pace.redial, b.pace.lease = 20*time.Millisecond, 100*time.Millisecond
			if lasts {
				b.pace.refused = 100 * time.Millisecond
			}
			ended := make(chan error, 1)
			go func() { ended <- b.Run(t.Context()) }()
			l.wait("two sockets", func(v slacksim.View) bool { return len(v.Sockets()) == sockets })
			ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
			if lasts {
				if err := <-ended; !errors.Is(err, ErrTokens) || b.Trouble() == nil {
					t.Errorf("Run ends with %v, want %v, and there is no trouble", err, ErrTokens)
				}
				l.ClearFaults()
				l.run(l.bot(tell(simple()), nil))
			} else {
				l.wait("the token tried twice", func(v slacksim.View) bool { return calls(v, "auth.test") > 2 })
				l.ClearFaults()
			}
			if m := l.reply(l.news, ts); !strings.Contains(l.Plain(m), "ended in April") {
				t.Errorf("shown:\n%s", l.Plain(m))
			}
		})
	}
}

// roundTripper answers at once.
type roundTripper struct{}

func (roundTripper) RoundTrip(*http.Request) (*http.Response, error) { return &http.Response{}, nil }

// TestDialLimit holds that a server that closes every connection at once is
// not dialled without an end.
func TestDialLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := dialLimit{roundTripper{}, rate.NewLimiter(rate.Every(10*time.Second), dialBurst)}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for _, tt := range []struct {
			method string
			most   int
		}{{"apps.connections.open", dialBurst + 6}, {"auth.test", 1000}} {
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://slack.example/api/"+tt.method, nil)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for n < 1000 {
				if _, err := limit.RoundTrip(req); err != nil {
					break
				}
				n++
			}
			if n > tt.most || n < min(tt.most, 5) {
				t.Errorf("%d calls of %s in a minute, want at most %d", n, tt.method, tt.most)
			}
		}
	})
}

// ledger is a store whose lease is renewed as the test says.
type ledger struct {
	Store
	renew func() (bool, error)
	calls *atomic.Int64
}

func (l ledger) RenewQuestions(_ context.Context, ids []int64, _ string, _ time.Duration, _ time.Time) ([]int64, error) {
	l.calls.Add(1)
	ok, err := l.renew()
	if !ok {
		ids = nil
	}
	return ids, err
}

// TestHoldTogether holds that many questions are renewed at once, and that
// nothing is renewed when none is held.
func TestHoldTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		b := &Bot{store: ledger{renew: func() (bool, error) { return true, nil }, calls: &calls}, pace: normalPace(), now: time.Now, log: discard(t)}
		for range 3 {
			calls.Store(0)
			var releases []func()
			for id := range int64(200) {
				held, release := b.hold(t.Context(), store.Question{ID: id})
				releases = append(releases, release)
				time.AfterFunc(time.Minute, func() {
					if held.Err() != nil {
						t.Error("a question was lost")
					}
				})
			}
			time.Sleep(61 * time.Second)
			if got := calls.Load(); got != 15 {
				t.Errorf("%d renewals in a minute, want one in 4 s", got)
			}
			for _, release := range releases {
				release()
			}
			calls.Store(0)
			if time.Sleep(time.Minute); calls.Load() != 0 {
				t.Errorf("%d renewals of nothing", calls.Load())
			}
		}
	})
}

func TestHold(t *testing.T) {
	tests := []struct {
		name  string
		renew func() (bool, error)
		lost  time.Duration // 0 for never
	}{
		{"renewed", func() (bool, error) { return true, nil }, 0},
		{"taken over", func() (bool, error) { return false, nil }, 4 * time.Second},
		{"no store for a lease", func() (bool, error) { return false, errors.New("disk full") }, 12 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := &Bot{store: ledger{renew: tt.renew, calls: new(atomic.Int64)}, pace: normalPace(), now: time.Now, log: discard(t)}
				began := time.Now()
				held, release := b.hold(t.Context(), store.Question{})
				defer release()
				time.AfterFunc(time.Hour, release)
				<-held.Done()
				took := time.Since(began)
				if lost := errors.Is(context.Cause(held), errLost); lost != (tt.lost > 0) || lost && took != tt.lost {
					t.Errorf("ended after %v because %v", took, context.Cause(held))
				}
			})
		})
	}
}

// TestAttempt holds the number, the pauses and the end of attempts at a call.
func TestAttempt(t *testing.T) {
	reset := errors.New("connection reset")
	tests := []struct {
		name  string
		errs  []error
		done  bool // what a look after an unsure attempt says
		calls int
		most  time.Duration
		fails bool
	}{
		{name: "at once", errs: []error{nil}, calls: 1},
		{name: "refused", errs: []error{refusal("not_in_channel")}, calls: 1, fails: true},
		{name: "limited", errs: []error{rateLimited(3), nil}, calls: 2, most: 3200 * time.Millisecond},
		{name: "limited for too long", errs: []error{rateLimited(600), nil}, calls: 1, fails: true},
		{name: "limited with 200", errs: []error{refusal("ratelimited"), nil}, calls: 2, most: 1200 * time.Millisecond},
		{name: "reset, not done", errs: []error{reset, nil}, calls: 2, most: time.Second},
		{name: "reset, done", errs: []error{reset}, done: true, calls: 1, most: time.Second},
		{name: "broken for good", errs: []error{reset, reset, reset, reset}, calls: maxAttempts, most: 5 * time.Second, fails: true},
		{name: "limited again and again", errs: slices.Repeat([]error{rateLimited(1)}, maxLimited), calls: maxLimited, most: 12 * time.Second, fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, calls, began := newAPI("xoxb-1", ""), 0, time.Now()
				err := a.attempt(t.Context(), func(context.Context) error {
					calls++
					return tt.errs[calls-1]
				}, func(context.Context) (bool, error) { return tt.done, nil })
				if calls != tt.calls || (err != nil) != tt.fails || time.Since(began) > tt.most {
					t.Errorf("%d calls in %v, %v; want %d", calls, time.Since(began), err, tt.calls)
				}
			})
		})
	}
}

// TestAttemptCancelled holds that a pause ends with its context.
func TestAttemptCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		err := newAPI("xoxb-1", "").retry(ctx, func(context.Context) error { return rateLimited(30) })
		if err == nil || time.Since(began) > time.Second {
			t.Errorf("retry ended after %v with %v", time.Since(began), err)
		}
	})
}

// TestPick finds a question's answer among the bot's messages: the one that bears its
// ID, else one that is nobody's, and not one in which another answer grows.
func TestPick(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	q := store.Question{ID: 1, Channel: l.news, ThreadTS: "1.0"}
	open := slack.Message{Msg: slack.Msg{Timestamp: "2.0"}}
	own := slack.Message{Msg: slack.Msg{Timestamp: "3.0", Blocks: slack.Blocks{BlockSet: []slack.Block{
		slack.NewSectionBlock(nil, nil, nil, slack.SectionBlockOptionBlockID(blockPrefix(q)+"0")),
	}}}}
	pick := func(q store.Question, messages ...slack.Message) string {
		t.Helper()
		ts, err := b.pick(t.Context(), q, messages)
		if err != nil {
			t.Fatal(err)
		}
		return ts
	}
	if got := pick(q, open, own); got != "3.0" {
		t.Errorf("its own is picked as %q", got)
	}
	if got := pick(q, open); got != "2.0" {
		t.Errorf("one that is nobody's is picked as %q", got)
	}
	if got := pick(store.Question{ID: 1, Channel: l.news, ThreadTS: "1.0", Kind: store.KindShare}, open); got != "" {
		t.Errorf("what is shared takes %q, and is no stream", got)
	}
	other := store.Question{ID: 2, Channel: l.news, ThreadTS: "1.0"}
	defer b.activate(other, func(error) {})()
	b.holds(other.ID, "2.0")
	if got := pick(q, open); got != "" {
		t.Errorf("picked %q, in which another answer grows", got)
	}
}

// TestTakenBackElsewhere changes and deletes questions that one process answers, of
// which another hears: the first does not go on, and takes back what it shows.
func TestTakenBackElsewhere(t *testing.T) {
	for _, deleted := range []bool{false, true} {
		l := newLab(t, slacksim.Options{})
		b := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
			s := answer.Sentence{Text: "What was asked first."}
			if err := on(answer.Event{Sentence: &s}); err != nil {
				return answer.Answer{}, err
			}
			<-ctx.Done()
			return answer.Answer{}, ctx.Err()
		}, nil)
		b.pace.lease = 3 * time.Second
		l.run(b)
		ts := l.Mention(l.news, l.ada, "what is wrong?", slacksim.Say{})
		l.wait("what was asked first", func(v slacksim.View) bool { return strings.Contains(v.ThreadText(l.news, ts), "asked first") })
		l.EditUnheard(l.news, ts, "<@"+l.Bot()+"> what is right?")

		other := l.bot(tell(simple()), nil)
		if err := other.introduce(t.Context()); err != nil {
			t.Fatal(err)
		}
		e := slackwire.Event{Type: "message", Subtype: "message_changed", Channel: l.news}
		e.Message.User, e.Message.TS, e.Message.Text = l.ada, ts, "<@"+l.Bot()+"> what is right?"
		e.Message.Edited.User, e.Message.Edited.TS = l.ada, "9"+ts
		e.Previous.Text = "what is wrong?"
		if deleted {
			e = slackwire.Event{Type: "message", Subtype: "message_deleted", Channel: l.news, DeletedTS: ts}
		}
		act, err := other.acceptEvent(t.Context(), e)
		if err != nil || act == nil {
			t.Fatal(err)
		}
		act(t.Context())
		other.work.Wait()
		l.wait("what was asked first is gone", func(v slacksim.View) bool { return !strings.Contains(v.ThreadText(l.news, ts), "asked first") })
		want := 1
		if deleted {
			want = 0
		}
		l.eventually("an end", func() bool {
			_, ok, err := l.store.TakeOver(t.Context(), "after", time.Second, time.Now().Add(time.Minute))
			return err == nil && !ok
		})
		if got := l.Replies(l.news, ts); len(got) != want || want == 1 && !strings.Contains(l.Plain(got[0]), "as you changed it") {
			t.Errorf("deleted: %v, %d messages:\n%s", deleted, len(got), l.ThreadText(l.news, ts))
		}
	}
}

// TestTwoProcesses changes and deletes questions while two processes answer them, of
// which either may hear of it, and one ends before it is done: each question that is
// left has one answer, to what it asks now.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	for _, ends := range []bool{false, true} {
		l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 2}})
		const n = 6
		release := make(chan struct{})
		process := func() *Bot {
			return l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
				if !strings.Contains(q.Text, "now") {
					s := answer.Sentence{Text: "What was asked first."}
					if err := on(answer.Event{Sentence: &s}); err != nil {
						return answer.Answer{}, err
					}
					select {
					case <-release:
					case <-ctx.Done():
						return answer.Answer{}, ctx.Err()
					}
				}
				return tell(simple())(ctx, q, on)
			}, func(c *Config) { c.Answers, c.Leave = n, true })
		}
		stop := l.run(process())
		l.run(process())
		var asked []string
		for i := range n {
			asked = append(asked, l.Mention(l.news, l.ada, fmt.Sprintf("what %d?", i), slacksim.Say{}))
		}
		l.wait("all begun", func(v slacksim.View) bool {
			return !slices.ContainsFunc(asked, func(ts string) bool { return !strings.Contains(v.ThreadText(l.news, ts), "asked first") })
		})
		for i, ts := range asked {
			switch i % 3 {
			case 1:
				l.Edit(l.news, ts, fmt.Sprintf("<@%s> what now %d?", l.Bot(), i))
			case 2:
				l.Delete(l.news, ts)
			}
		}
		l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
		if ends {
			stop()
		}
		close(release)
		for i, ts := range asked {
			want, headed := 1, i%3 == 1
			if i%3 == 2 {
				want = 0
			}
			l.eventually("the answers", func() bool {
				all := l.Replies(l.news, ts)
				return len(all) == want && !slices.ContainsFunc(all, func(m slacksim.Message) bool { return !isDone(m) })
			})
			for _, m := range l.Replies(l.news, ts) {
				if text := l.Plain(m); strings.Contains(text, "as you changed it") != headed || strings.Count(text, "ended in April.") != 1 {
					t.Errorf("question %d is answered:\n%s", i, text)
				}
			}
		}
	}
}
