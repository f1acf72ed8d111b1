package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/goldentest"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

func TestMention(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(full()), nil))
	ts := l.Mention(l.news, l.ada, "Is it *still* exclusive?", slacksim.Say{})
	m := l.reply(l.news, ts)
	if m.Stream != slacksim.Stopped || m.Recipient != l.ada || m.ThreadTS != ts {
		t.Errorf("the answer is %q for %q in thread %q, want a stopped stream for the asker in the question's", m.Stream, m.Recipient, m.ThreadTS)
	}
	goldentest.Check(t, "shown.txt", []byte(l.Plain(m)+"\n"))
	if got := l.Pings(); got != nil {
		t.Errorf("pings: %v", got)
	}
	if q := l.questions()[0]; q.Text != "Is it still exclusive?" || len(q.Reader) != 1 || q.Reader[0].String() != "channel:"+l.news {
		t.Errorf("asked %+v", q)
	}
	rec := l.finished(l.news, ts)[0]
	if rec.ReplyTS != m.TS || rec.Outcome != "answered" || rec.Model != "openai/gpt-5" || len(rec.Citations) == 0 {
		t.Errorf("recorded %+v", rec)
	}
	status := l.Calls("assistant.threads.setStatus")
	if len(status) == 0 || status[0].Args["status"] != "is searching the library …" || strings.Contains(status[0].Args["loading_messages"], ",") {
		t.Errorf("status calls: %+v", status)
	}
}

// TestMe asks in messages that are written as /me.
func TestMe(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), nil))
	me := slacksim.Say{Subtype: "me_message"}
	root := l.Mention(l.news, l.ada, "wonders: is it still exclusive?", me)
	l.reply(l.news, root)
	l.reply(l.IM(l.ada), l.DM(l.ada, "still exclusive?", me))
	me.ThreadTS = root
	l.Post(l.news, l.ada, "and since when?", me)
	l.finished(l.news, root, 2)
}

// TestOnce sends every envelope three times, with both events of the mention
// in both orders.
func TestOnce(t *testing.T) {
	for name, order := range map[string]slacksim.Order{"mention first": slacksim.MentionFirst, "message first": slacksim.MessageFirst} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Order: order, Copies: 3}})
			l.run(l.bot(tell(simple()), nil))
			root := l.Mention(l.news, l.ada, "first?", slacksim.Say{})
			l.reply(l.news, root)
			l.Mention(l.news, l.ada, "second, in the thread?", slacksim.Say{ThreadTS: root})
			l.finished(l.news, root, 2)
			for _, d := range l.Deliveries() {
				l.Redeliver(d.EventID)
			}
			l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
			if got := len(l.questions()); got != 2 {
				t.Errorf("%d questions were answered, want 2", got)
			}
			if got := l.Replies(l.news, root); len(got) != 2 {
				t.Errorf("%d answers, want 2:\n%s", len(got), l.ThreadText(l.news, root))
			}
		})
	}
}

// TestClickOnce sends every click three times: what it does is done, and said,
// once.
func TestClickOnce(t *testing.T) {
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 3}})
	b := l.bot(tell(l.longCiting(article.Workspace)), func(c *Config) { c.Adder = &adderFake{store: l.store} })
	l.run(b)
	l.Slash(l.news, l.ada, "/ask", "tell me all")
	l.Slash(l.news, l.ada, "/articles", "add https://a.example/1")
	l.shown(l.ada, l.news, "word of it", saying("• Added"))
	l.Slash(l.news, l.ada, "/articles", "remove https://a.example/1")
	for _, c := range []struct{ label, want string }{
		{"Show more", "Sentence x"}, {"Show more", "Sentence x"}, {"Good answer", "this answer helped"}, {"Remove", "Removed: Title of"},
	} {
		l.eventually(c.label, func() bool { return len(l.saying("["+c.label+"]")) > 0 })
		before := len(l.saying(c.want))
		if err := l.Click(last(l.saying("["+c.label+"]")), c.label, l.ada); err != nil {
			t.Fatal(err)
		}
		l.eventually(c.want, func() bool { return len(l.saying(c.want)) > before })
		l.idle(b)
		if got := l.saying(c.want); len(got) != before+1 {
			t.Errorf("a click on %s shows %d messages:\n%s", c.label, len(got)-before, l.As(l.ada).Text(l.news))
		}
	}
}

func last(all []slacksim.Message) slacksim.Message { return all[len(all)-1] }

// saying returns the messages of the bot that ada sees and that have words.
func (l *lab) saying(words string) (out []slacksim.Message) {
	v := l.As(l.ada)
	for _, root := range v.Messages(l.news) {
		for _, m := range v.Thread(l.news, root.TS) {
			if m.BotID != "" && strings.Contains(v.Plain(m), words) {
				out = append(out, m)
			}
		}
	}
	return out
}

func TestFollowUp(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(full()), nil))
	root := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	l.reply(l.news, root)
	l.Post(l.news, l.ada, "Thanks!", slacksim.Say{ThreadTS: root})
	l.Post(l.news, l.ada, "talk of other things", slacksim.Say{})
	l.Post(l.news, l.ada, "and since when?", slacksim.Say{ThreadTS: root})
	l.finished(l.news, root, 2)
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	asked := l.questions()
	if len(asked) != 2 || asked[1].Text != "and since when?" || len(asked[1].Thread) != 1 || asked[1].Thread[0].Question != "still exclusive?" {
		t.Fatalf("asked %+v", asked)
	}
	if d := cmp.Diff(full().Numbered(), asked[1].Thread[0].Citations); d != "" {
		t.Errorf("citations of the thread (-want +got):\n%s", d)
	}
}

func TestDirectMessage(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	secret := l.AddChannel(slacksim.Channel{Name: "secret", Private: true}, l.ada, l.Bot())
	l.AddChannel(slacksim.Channel{Name: "other"}, l.Bot())
	l.run(l.bot(tell(simple()), nil))
	ts := l.DM(l.ada, "still exclusive?", slacksim.Say{})
	l.reply(l.IM(l.ada), ts)
	var got []string
	for _, s := range l.questions()[0].Reader {
		got = append(got, s.String())
	}
	want := []string{"user:" + l.ada, "channel:" + l.news, "channel:" + secret}
	if len(got) != len(want) || got[0] != want[0] || !slices.Contains(got, want[1]) || !slices.Contains(got, want[2]) {
		t.Errorf("reader %v, want %v", got, want)
	}
	if c := l.Calls("chat.startStream")[0]; c.Args["recipient_user_id"] != "" {
		t.Errorf("a stream in a direct message has a recipient: %v", c.Args)
	}
}

// TestDirectMessageGoesOn writes directly, each message for itself: what leans on the
// one before is read after it, with numbers of its own, and nothing else is.
func TestDirectMessageGoesOn(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), nil))
	l.reply(l.news, l.Mention(l.news, l.ada, "What was said in the channel?", slacksim.Say{}))
	for _, text := range []string{"Is Microsoft still exclusive?", "and since when?", "shorter please", "What does the Sorrel Bridge cost?"} {
		l.reply(l.IM(l.ada), l.DM(l.ada, text, slacksim.Say{}))
	}
	var got []int
	for _, q := range l.questions() {
		got = append(got, len(q.Thread))
		for _, turn := range q.Thread {
			if len(turn.Citations) == 0 || turn.Citations[0].N != 0 {
				t.Errorf("%q comes after %+v", q.Text, turn)
			}
		}
	}
	if want := []int{0, 0, 1, 2, 0}; !slices.Equal(got, want) {
		t.Errorf("turns before each question: %v, want %v", got, want)
	}
}

// TestDirectMessageNarrow holds that who cannot be looked up sees less.
func TestDirectMessageNarrow(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.Fault("users.conversations", slacksim.Fault{Error: "missing_scope", Count: -1})
	l.run(l.bot(tell(simple()), nil))
	l.reply(l.IM(l.ada), l.DM(l.ada, "still exclusive?", slacksim.Say{}))
	if r := l.questions()[0].Reader; len(r) != 1 || r[0].String() != "user:"+l.ada {
		t.Errorf("reader %v, want the asker alone", r)
	}
}

func TestHelp(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), func(c *Config) { c.Model = "openai/gpt-5" }))
	for _, text := range []string{"help", ""} {
		ts := l.Mention(l.news, l.ada, text, slacksim.Say{})
		if rec := l.finished(l.news, ts)[0]; rec.Outcome != outcomeHelp {
			t.Errorf("recorded %+v", rec)
		}
		got := l.Replies(l.news, ts)
		if len(got) != 1 || !strings.Contains(l.Plain(got[0]), "I can be wrong") || !strings.Contains(l.Plain(got[0]), "openai/gpt-5") {
			t.Errorf("help shows:\n%s", l.ThreadText(l.news, ts))
		}
	}
	if len(l.questions()) != 0 || len(l.Pings()) != 0 {
		t.Errorf("asked %v, pinged %v", l.questions(), l.Pings())
	}
}

func TestFeedback(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(simple()), nil))
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	m := l.reply(l.news, ts)
	for _, value := range []string{valueUp, valueDown} {
		if err := l.Click(m, value, l.ada); err != nil {
			t.Fatal(err)
		}
		want, reason := "this answer helped", ""
		if value == valueDown {
			want, reason = "did not help", "It says otherwise."
			l.wait("a form", func(v slacksim.View) bool { _, open := v.Modal(l.ada); return open })
			if err := l.Submit(l.ada, map[string]string{whyReason: reason, whyNote: "1"}); err != nil {
				t.Fatal(err)
			}
		}
		l.wait("thanks", func(v slacksim.View) bool {
			got := v.As(l.ada).Thread(l.news, ts)
			last := got[len(got)-1]
			return last.Ephemeral == l.ada && strings.Contains(last.Text, want)
		})
		rec := l.finished(l.news, ts)[0]
		got, err := l.store.Feedback(t.Context(), rec.ID)
		if err != nil || len(got) != 1 || got[0].Value != value || got[0].User != l.ada || got[0].Reason != reason {
			t.Errorf("feedback %+v, %v, want one %s", got, err, value)
		}
		reports, err := l.store.Reports(t.Context(), rec.ID)
		if err != nil || len(reports) > 0 != (value == valueDown) {
			t.Errorf("reports %+v, %v", reports, err)
		}
	}
}

// TestFeedbackFormLate is a form that Slack no longer opens.
func TestFeedbackFormLate(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.Fault("views.open", slacksim.Fault{Error: "expired_trigger_id"})
	l.run(l.bot(tell(simple()), nil))
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	if err := l.Click(l.reply(l.news, ts), valueDown, l.ada); err != nil {
		t.Fatal(err)
	}
	l.wait("thanks", func(v slacksim.View) bool {
		return strings.Contains(v.As(l.ada).ThreadText(l.news, ts), "It is noted that this answer did not help.")
	})
	if got, err := l.store.Feedback(t.Context(), l.finished(l.news, ts)[0].ID); err != nil || len(got) != 1 {
		t.Errorf("feedback %+v, %v", got, err)
	}
}

// TestFeedbackForm holds that Slack takes the form of any answer.
func TestFeedbackForm(t *testing.T) {
	ans := simple()
	for i := range 130 {
		c := ans.Citations[0]
		c.N, c.Title = i/2+1, strings.Repeat("A title of many words ", 9)
		ans.Citations = append(ans.Citations, c)
	}
	var rec store.Record
	fill(&rec, ans)
	for _, l := range []lang{"", "de"} {
		for _, r := range []store.Record{rec, {}} {
			v := whyView(r, l, "{}")
			valid(t, slacksim.OnView, v.Blocks.BlockSet)
			for _, label := range []*slack.TextBlockObject{v.Title, v.Submit, v.Close} {
				if length(label.Text) > 24 {
					t.Errorf("%q is longer than 24 characters", label.Text)
				}
			}
		}
	}
}

func TestHome(t *testing.T) {
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 3}})
	l.run(l.bot(tell(simple()), nil))
	l.OpenHome(l.ada, "home")
	l.wait("a home", func(v slacksim.View) bool {
		_, ok := v.Home(l.ada)
		return ok && v.Settled()
	})
	l.eventually("the call", func() bool { return calls(l.View, "views.publish") > 0 }) // it is counted when it ends
	if got := calls(l.View, "views.publish"); got != 1 {
		t.Errorf("%d homes were published, want 1", got)
	}
}

// TestHomeFacts holds that a Home shows what its person sees, and no more.
func TestHomeFacts(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	bob := l.AddUser(slacksim.User{Name: "bob", Admin: true})
	l.Join(l.news, bob)
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, bob, l.Bot())
	l.put(article.Article{URL: "https://a.example/1", Title: "For all", Body: "one"})
	l.put(article.Article{URL: "https://a.example/2", Title: "A secret", Body: "two", Scope: article.ChannelScope(private)})
	if _, _, err := l.store.Subscribe(t.Context(), store.Source{URL: "https://a.example/feed", Title: "Secret feed", Scope: article.ChannelScope(private)}, "a.example", "", time.Now()); err != nil {
		t.Fatal(err)
	}
	for channel, topic := range map[string]string{l.news: "trams", private: "secret plans"} {
		d := store.Digest{Channel: channel, Kind: store.Daily, Schedule: "every day at 9:00 UTC", Topics: []string{topic}}
		if _, err := l.store.SetDigest(t.Context(), d, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	for channel, question := range map[string]string{l.news: "When do the trams run?", private: "Who gets the secret?", l.IM(l.ada): "What am I told?"} {
		if _, err := l.store.AddWatch(t.Context(), store.Watch{Channel: channel, User: l.ada, Question: question}, nil, 9, 9, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	l.run(l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		if q.Text == "shorter" {
			return answer.Answer{Outcome: answer.NotFound, Text: "I cannot shorten that.", Aside: true}, nil
		}
		return tell(simple())(ctx, q, on)
	}, func(c *Config) {
		c.Library = func(context.Context, article.Reader) (answer.Library, error) { return answer.Library{Articles: 2}, nil }
	}))
	asked := l.DM(l.ada, "still exclusive?", slacksim.Say{})
	answered := l.reply(l.IM(l.ada), asked)
	for range homeQuestions {
		l.finished(l.IM(l.ada), l.DM(l.ada, "help", slacksim.Say{}))
	}
	l.finished(l.IM(l.ada), l.DM(l.ada, "shorter", slacksim.Say{}))
	opens := fmt.Sprintf("%s/archives/%s/p%s?thread_ts=%s", l.URL(), l.IM(l.ada), strings.Replace(answered.TS, ".", "", 1), asked)
	for _, who := range []string{l.ada, bob} {
		l.OpenHome(who, "home")
		l.wait("a home", func(v slacksim.View) bool { _, ok := v.Home(who); return ok })
		w, _ := l.Home(who)
		text := l.Plain(slacksim.Message{Blocks: w.Blocks})
		for words, want := range map[string]bool{
			"For all": true, "A secret": who == bob, "Secret feed": who == bob, "still exclusive?": who == l.ada, opens: who == l.ada, "For admins": who == bob,
			"#news · every day at 9:00 UTC · trams": true, "secret plans": who == bob,
			"When do the trams run? · #news": true, "Who gets the secret?": who == bob, "What am I told? · to you": who == l.ada, "shorter": false,
		} {
			if strings.Contains(text, words) != want {
				t.Errorf("%s is shown %q: %v, want %v:\n%s", l.Name(who), words, !want, want, text)
			}
		}
	}
}

// TestPane is a person opening the conversation with the bot, and asking.
func TestPane(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.put(article.Article{URL: "https://a.example/1", Title: "The deal is over", Body: "one", Published: day("2026-04-28")})
	l.run(l.bot(tell(simple()), func(c *Config) {
		c.Library = func(context.Context, article.Reader) (answer.Library, error) {
			return answer.Library{Articles: 1240}, nil
		}
	}))
	l.OpenHome(l.ada, "messages")
	l.wait("prompts", func(v slacksim.View) bool { return len(v.Status(l.IM(l.ada), "").Prompts) == 2 })
	prompt := l.Status(l.IM(l.ada), "").Prompts[0]
	if prompt.Title != "The deal is over" || prompt.Message != "What does “The deal is over” say?" {
		t.Errorf("prompt %+v", prompt)
	}
	ts := l.DM(l.ada, prompt.Message, slacksim.Say{})
	l.reply(l.IM(l.ada), ts)
	l.wait("a title", func(v slacksim.View) bool { return v.Status(l.IM(l.ada), ts).Title == prompt.Message })
	if status := l.Calls("assistant.threads.setStatus"); len(status) < 2 || status[1].Args["status"] != "is searching 1240 articles …" {
		t.Errorf("status calls: %+v", status)
	}
}

func TestStreamingRefused(t *testing.T) {
	for _, code := range []string{"unknown_method", "missing_scope", "feature_not_enabled"} {
		t.Run(code, func(t *testing.T) {
			l := newLab(t, slacksim.Options{})
			for _, method := range []string{"chat.startStream", "assistant.threads.setStatus"} {
				l.Fault(method, slacksim.Fault{Error: code, Count: -1})
			}
			l.run(l.bot(tell(long(3)), nil))
			m := l.reply(l.news, l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{}))
			if m.Stream != slacksim.NotStreamed || !strings.Contains(l.Plain(m), "[1] The deal") {
				t.Errorf("the answer is %q:\n%s", m.Stream, l.Plain(m))
			}
			if strings.Contains(l.Plain(m), "Still writing") || calls(l.View, "chat.postMessage") != 1 {
				t.Errorf("shown by %d posts:\n%s", calls(l.View, "chat.postMessage"), l.Plain(m))
			}
			if got := l.Unfurls(); got != nil {
				t.Errorf("unfurled %v", got)
			}
		})
	}
}

// TestFaults breaks one call in one way, and expects one whole answer.
func TestFaults(t *testing.T) {
	t.Parallel()
	faults := map[string]slacksim.Fault{
		"rate limit":              {RateLimit: true, RetryAfter: 1},
		"rate limit without time": {RateLimit: true},
		"ratelimited with 200":    {Error: "ratelimited"},
		"server error":            {Status: 503},
		"cut":                     {Cut: true},
		"reset after it was done": {Reset: true},
		"fatal":                   {Error: "fatal_error"},
		"stream expired":          {Error: "message_not_in_streaming_state"},
	}
	for _, method := range []string{"chat.startStream", "chat.appendStream", "chat.stopStream", "chat.postMessage", "chat.update"} {
		posted := method == "chat.postMessage" || method == "chat.update"
		for name, fault := range faults {
			if posted && name == "stream expired" {
				continue
			}
			t.Run(method+"/"+name, func(t *testing.T) {
				t.Parallel()
				l := newLab(t, slacksim.Options{})
				l.Fault(method, fault)
				if posted {
					l.Fault("chat.startStream", slacksim.Fault{Error: "unknown_method"})
				}
				l.run(l.bot(tell(long(4)), nil))
				m := l.reply(l.news, l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{}))
				if got := strings.Count(l.Plain(m), "Sentence x"); got != 4 {
					t.Errorf("%d sentences are shown, want 4:\n%s", got, l.Plain(m))
				}
				if !strings.Contains(l.Plain(m), "[1] The deal") || len(m.Buttons()) != 2 {
					t.Errorf("no footnotes, or no buttons:\n%s", l.Plain(m))
				}
			})
		}
	}
}

// TestBlocksRefused holds that an answer is shown more plainly where Slack
// does not take its blocks.
func TestBlocksRefused(t *testing.T) {
	for _, streams := range []bool{true, false} {
		l := newLab(t, slacksim.Options{})
		if !streams {
			l.Fault("chat.startStream", slacksim.Fault{Error: "unknown_method"})
			l.Fault("chat.postMessage", slacksim.Fault{Error: "invalid_blocks"})
		}
		l.Fault("chat.stopStream", slacksim.Fault{Error: "invalid_blocks"})
		l.Fault("chat.update", slacksim.Fault{Error: "invalid_blocks"})
		l.run(l.bot(tell(simple()), nil))
		ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
		l.finished(l.news, ts)
		got := l.Replies(l.news, ts)
		if len(got) != 1 || !strings.Contains(l.Plain(got[0]), "[1] The deal") || len(got[0].Buttons()) != 0 {
			t.Errorf("streams %v:\n%s", streams, l.ThreadText(l.news, ts))
		}
	}
}

// TestAstray loses the message that was begun, and cannot look for it at
// once.
func TestAstray(t *testing.T) {
	for _, method := range []string{"chat.startStream", "chat.postMessage"} {
		t.Run(method, func(t *testing.T) {
			l := newLab(t, slacksim.Options{})
			if method == "chat.postMessage" {
				l.Fault("chat.startStream", slacksim.Fault{Error: "unknown_method"})
			}
			l.Fault(method, slacksim.Fault{Reset: true})
			l.Fault("conversations.replies", slacksim.Fault{Status: 503, Count: maxAttempts})
			l.run(l.bot(tell(simple()), nil))
			ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
			l.finished(l.news, ts)
			if got := l.Replies(l.news, ts); len(got) != 1 || got[0].Stream == slacksim.Streaming {
				t.Errorf("shown:\n%s", l.ThreadText(l.news, ts))
			}
		})
	}
}

// TestReplyDeleted is somebody deleting the message in which the answer
// grows.
func TestReplyDeleted(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.Fault("chat.startStream", slacksim.Fault{Error: "unknown_method"})
	release := make(chan struct{})
	l.run(l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		ans, err := tell(simple())(ctx, q, on)
		<-release
		return ans, err
	}, nil))
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	l.wait("a reply", func(v slacksim.View) bool { return len(v.Replies(l.news, ts)) == 1 })
	first := l.Replies(l.news, ts)[0].TS
	l.Delete(l.news, first)
	close(release)
	m := l.reply(l.news, ts)
	if rec := l.finished(l.news, ts)[0]; m.TS == first || rec.ReplyTS != m.TS {
		t.Errorf("recorded %s, shown %s", rec.ReplyTS, m.TS)
	}
}

// TestQuestionDeleted is the asker deleting the question while it is answered, before
// and after the answer begins, and while it waits: no answer stays or comes.
func TestQuestionDeleted(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	begin := make(chan struct{})
	b := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		if q.Text == "still exclusive?" {
			s := simple().Sentences[0]
			if err := on(answer.Event{Sentence: &s}); err != nil {
				return answer.Answer{}, err
			}
		}
		begin <- struct{}{}
		<-ctx.Done()
		return answer.Answer{}, ctx.Err()
	}, func(c *Config) { c.Answers = 1 })
	l.run(b)
	for _, text := range []string{"still exclusive?", "since when?"} {
		ts := l.Mention(l.news, l.ada, text, slacksim.Say{})
		<-begin
		waiting := l.Mention(l.news, l.ada, "who waits?", slacksim.Say{})
		l.waiting(b, 1)
		l.Delete(l.news, waiting)
		l.wait("both deletions", func(v slacksim.View) bool { return v.Settled() })
		l.Delete(l.news, ts)
		l.idle(b)
		for _, ts := range []string{ts, waiting} {
			if got := l.Replies(l.news, ts); len(got) != 0 {
				t.Errorf("%q has an answer:\n%s", text, l.ThreadText(l.news, ts))
			}
		}
	}
	if got := len(l.questions()); got != 2 {
		t.Errorf("%d questions were answered, want 2", got)
	}
}

// TestQuestionChanged is the asker changing the question while it is answered, while
// it waits and after: the answer is to the question as it is now.
func TestQuestionChanged(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 2}})
	begin := make(chan string)
	b := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		begin <- q.Text
		if strings.Contains(q.Text, "wrong") {
			s := simple().Sentences[0]
			if err := on(answer.Event{Sentence: &s}); err != nil {
				return answer.Answer{}, err
			}
			<-ctx.Done()
			return answer.Answer{}, ctx.Err()
		}
		return tell(simple())(ctx, q, on)
	}, func(c *Config) { c.Answers = 1 })
	l.run(b)
	me := "<@" + l.Bot() + "> "
	ts := l.Mention(l.news, l.ada, "what is wrong?", slacksim.Say{})
	<-begin
	waiting := l.Mention(l.news, l.ada, "what else is wrong?", slacksim.Say{})
	l.waiting(b, 1)
	l.Edit(l.news, waiting, me+"what else is right?")
	l.wait("the first change", func(v slacksim.View) bool { return v.Settled() })
	l.Edit(l.news, ts, me+"what is right?")
	for range 2 {
		if got := <-begin; strings.Contains(got, "wrong") {
			t.Errorf("asked %q", got)
		}
	}
	for _, ts := range []string{ts, waiting} {
		m := l.reply(l.news, ts)
		if text := l.Plain(m); !strings.Contains(text, "as you changed it") || strings.Count(text, "ended in April.") != 1 {
			t.Errorf("shown:\n%s", text)
		}
	}
	l.Edit(l.news, ts, me+"What is RIGHT!") // the same words
	l.Edit(l.news, ts, me+"what is right now?")
	if got := <-begin; got != "what is right now?" {
		t.Errorf("asked %q", got)
	}
	l.finished(l.news, ts, 2)
	l.Edit(l.news, ts, me+"thanks")
	talk := l.Post(l.news, l.ada, "what is right?", slacksim.Say{})
	l.Edit(l.news, talk, me+"what is right?")
	<-begin
	l.reply(l.news, talk)
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	l.idle(b)
	if got := len(l.Replies(l.news, ts)); got != 2 {
		t.Errorf("%d answers, want 2:\n%s", got, l.ThreadText(l.news, ts))
	}
	if got := len(l.questions()); got != 5 {
		t.Errorf("%d questions were answered, want 5", got)
	}
}

// TestAskedInTheirThread asks in a thread of colleagues what leans on what they said
// there: that is told as what was asked before, and kept nowhere.
func TestAskedInTheirThread(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	bob := l.AddUser(slacksim.User{Name: "bob"})
	l.Join(l.news, bob)
	b := l.bot(tell(simple()), nil)
	l.run(b)
	root := l.Post(l.news, bob, "The Sorrel Bridge opens in March", slacksim.Say{})
	for _, text := range []string{"Nice", "I read that it is June"} {
		l.Post(l.news, bob, text, slacksim.Say{ThreadTS: root})
	}
	for i, text := range []string{"What did Norwind buy?", "is that true?"} { // the second leans on the first
		l.Mention(l.news, l.ada, text, slacksim.Say{ThreadTS: root})
		l.finished(l.news, root, i+1)
	}
	other := l.Post(l.news, bob, "The Sorrel Bridge opens in March", slacksim.Say{})
	l.Post(l.news, bob, "Nice", slacksim.Say{ThreadTS: other})
	l.Post(l.news, bob, "I read that it is June", slacksim.Say{ThreadTS: other})
	for i, text := range []string{"is that true?", "and when does it open?"} {
		l.Mention(l.news, l.ada, text, slacksim.Say{ThreadTS: other})
		l.finished(l.news, other, i+1)
	}
	var got [][]string
	for _, q := range l.questions() {
		var before []string
		for _, turn := range q.Thread {
			before = append(before, turn.Question)
		}
		got = append(got, before)
	}
	want := [][]string{
		nil,
		{"What did Norwind buy?"},
		{"The Sorrel Bridge opens in March", "I read that it is June"},
		{"is that true?"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("asked before (-want +got):\n%s", diff)
	}
}

// TestLong rolls a long answer over to further messages, streamed and posted.
func TestLong(t *testing.T) {
	for _, streams := range []bool{true, false} {
		l := newLab(t, slacksim.Options{})
		if !streams {
			l.Fault("chat.startStream", slacksim.Fault{Error: "unknown_method"})
		}
		l.run(l.bot(tell(long(90)), nil))
		ts := l.Mention(l.news, l.ada, "tell me all", slacksim.Say{})
		rec := l.finished(l.news, ts)[0]
		all := l.Replies(l.news, ts)
		var shown string
		for _, m := range all {
			shown += l.Plain(m)
		}
		if got := strings.Count(shown, "Sentence x"); got != 90 || len(all) != 3 {
			t.Errorf("streams %v: %d sentences in %d messages, want 90 in 3", streams, got, len(all))
		}
		if last := all[len(all)-1]; !isDone(last) || rec.ReplyTS != last.TS || strings.Contains(shown, "Still writing") {
			t.Errorf("streams %v: the last message is\n%s", streams, l.Plain(last))
		}
		if (all[0].Stream == slacksim.Stopped) != streams {
			t.Errorf("streams %v: the first message is %q", streams, all[0].Stream)
		}
	}
}

// TestLongRefused is a further message that Slack refuses once: what was said
// stays, and the apology comes after it.
func TestLongRefused(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.Fault("chat.postMessage", slacksim.Fault{Error: "restricted_action"})
	l.run(l.bot(tell(long(90)), nil))
	ts := l.Mention(l.news, l.ada, "tell me all", slacksim.Say{})
	if rec := l.finished(l.news, ts)[0]; rec.Outcome != outcomeFailed {
		t.Errorf("recorded %+v", rec)
	}
	all := l.Replies(l.news, ts)
	if len(all) != 2 || !strings.Contains(l.Plain(all[0]), "Continued") || !strings.Contains(l.Plain(all[1]), "Sorry") {
		t.Errorf("shown:\n%s", l.ThreadText(l.news, ts))
	}
}

// TestStreamTooOld rolls over an answer that takes longer than a stream lives.
func TestStreamTooOld(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(long(4)), nil)
	b.pace.streamLife = -1
	l.run(b)
	ts := l.Mention(l.news, l.ada, "tell me all", slacksim.Say{})
	l.finished(l.news, ts)
	all := l.Replies(l.news, ts)
	if len(all) != 2 || all[0].Stream != slacksim.Stopped || all[1].Stream != slacksim.NotStreamed || !isDone(all[1]) {
		t.Errorf("the answer is:\n%s", l.ThreadText(l.news, ts))
	}
	if got := strings.Count(l.ThreadText(l.news, ts), "Sentence x"); got != 4 {
		t.Errorf("%d sentences are shown, want 4", got)
	}
}

// TestStop is a person pressing stop, or saying so, while an answer grows.
func TestStop(t *testing.T) {
	t.Run("pressed", func(t *testing.T) {
		testStop(t, slacksim.StoppedByUser, func(l *lab, ts string) { l.StopStream(l.news, l.Replies(l.news, ts)[0].TS, l.ada) })
	})
	t.Run("said", func(t *testing.T) {
		testStop(t, slacksim.Stopped, func(l *lab, ts string) { l.Mention(l.news, l.ada, "stop", slacksim.Say{ThreadTS: ts}) })
	})
}

func testStop(t *testing.T, want slacksim.StreamState, stop func(l *lab, ts string)) {
	l := newLab(t, slacksim.Options{})
	ended := make(chan error, 1)
	l.run(l.bot(func(ctx context.Context, _ answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		s := simple().Sentences[0]
		if err := on(answer.Event{Sentence: &s}); err != nil {
			return answer.Answer{}, err
		}
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return answer.Answer{}, ctx.Err()
	}, nil))
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	l.wait("a stream", func(v slacksim.View) bool { return len(v.Replies(l.news, ts)) == 1 })
	stop(l, ts)
	rec := l.finished(l.news, ts)[0]
	if err := <-ended; !errors.Is(err, errStopped) {
		t.Errorf("the answer ended because %v", err)
	}
	if got := l.Replies(l.news, ts); len(got) != 1 || got[0].Stream != want || rec.Text != "No: it ended in April. [1]" {
		t.Errorf("recorded %q, shown:\n%s", rec.Text, l.ThreadText(l.news, ts))
	}
}

// TestStopUnheard is the same where only the next append tells of it.
func TestStopUnheard(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.Fault("chat.appendStream", slacksim.Fault{Error: "stopped_by_user"})
	l.run(l.bot(tell(long(3)), nil))
	ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
	if rec := l.finished(l.news, ts)[0]; rec.Outcome != "answered" {
		t.Errorf("recorded %+v", rec)
	}
	if got := l.ThreadText(l.news, ts); strings.Contains(got, "Sorry") || calls(l.View, "chat.update") > 0 {
		t.Errorf("shown:\n%s", got)
	}
}

func TestBusy(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	release := make(chan struct{})
	b := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		<-release
		return tell(simple())(ctx, q, on)
	}, func(c *Config) { c.Answers, c.Waiting = 1, 1 })
	l.run(b)
	first := l.Mention(l.news, l.ada, "first?", slacksim.Say{})
	l.eventually("the first question", func() bool { return len(l.questions()) == 1 })
	second := l.Mention(l.news, l.ada, "second?", slacksim.Say{})
	l.waiting(b, 1)
	third := l.Mention(l.news, l.ada, "third?", slacksim.Say{})
	if rec := l.finished(l.news, third)[0]; rec.Outcome != outcomeFailed {
		t.Errorf("recorded %+v", rec)
	}
	if got := l.Replies(l.news, third); len(got) != 1 || got[0].Text != mrkdwn(textBusy) {
		t.Errorf("shown:\n%s", l.ThreadText(l.news, third))
	}
	close(release)
	l.reply(l.news, first)
	l.reply(l.news, second)
}

var errPanic = errors.New("panic instead")

func TestAnswererFails(t *testing.T) {
	tests := []struct {
		name  string
		after int // sentences before it fails
		err   error
		want  string
	}{
		{"at once", 0, errors.New("secret cause"), "something went wrong"},
		{"midway", 1, errors.New("secret cause"), "something went wrong"},
		{"panics", 1, errPanic, "something went wrong"},
		{"too long", 0, context.DeadlineExceeded, "took too long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLab(t, slacksim.Options{})
			l.run(l.bot(func(ctx context.Context, _ answer.Question, on func(answer.Event) error) (answer.Answer, error) {
				if tt.after > 0 {
					s := simple().Sentences[0]
					if err := on(answer.Event{Sentence: &s}); err != nil {
						return answer.Answer{}, err
					}
				}
				if errors.Is(tt.err, context.DeadlineExceeded) {
					<-ctx.Done()
					return answer.Answer{}, ctx.Err()
				}
				if errors.Is(tt.err, errPanic) {
					panic("secret cause")
				}
				return answer.Answer{}, tt.err
			}, func(c *Config) {
				if errors.Is(tt.err, context.DeadlineExceeded) {
					c.AnswerTimeout = 50 * time.Millisecond
				}
			}))
			ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
			if rec := l.finished(l.news, ts)[0]; rec.Outcome != outcomeFailed {
				t.Errorf("recorded %+v", rec)
			}
			got := l.Replies(l.news, ts)
			if len(got) != 1 || got[0].Stream == slacksim.Streaming {
				t.Fatalf("shown:\n%s", l.ThreadText(l.news, ts))
			}
			text := l.Plain(got[0])
			if !strings.Contains(text, tt.want) || strings.Contains(text, "secret") || strings.Contains(text, "ended in April") != (tt.after > 0) {
				t.Errorf("shown:\n%s", text)
			}
		})
	}
}

// TestRetracted is an answer that is not what was shown as it grew.
func TestRetracted(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		if _, err := tell(long(80))(ctx, q, on); err != nil {
			return answer.Answer{}, err
		}
		return simple(), nil
	}, nil))
	m := l.reply(l.news, l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{}))
	if got := l.Plain(m); strings.Contains(got, "Sentence x") || !strings.Contains(got, "ended in April") {
		t.Errorf("shown:\n%s", got)
	}
}

// TestHostile holds that nothing an article or a model says is live in Slack.
func TestHostile(t *testing.T) {
	ans := simple()
	bad := "<!channel> <@U0000001> <!subteam^S1> @here ![x](https://evil.example/?q=1) [y](https://evil.example/2) https://evil.example/3 <https://evil.example/4|z>"
	ans.Sentences = []answer.Sentence{{Text: bad, Citations: []int{1}}, {Lead: " ", Text: "<!chan"}, {Text: "nel> [a]"}, {Text: "(https://evil.example/5)"}}
	ans.Citations[0].Title, ans.Citations[0].Quote, ans.Citations[0].Source, ans.Notice, ans.Model = bad, bad, bad, bad, bad
	for name, fault := range map[string]slacksim.Fault{"stream": {}, "post": {Error: "unknown_method"}} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, slacksim.Options{})
			if fault.Error != "" {
				l.Fault("chat.startStream", fault)
			}
			l.run(l.bot(tell(ans), nil))
			m := l.reply(l.news, l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{}))
			if got := l.Pings(); got != nil {
				t.Errorf("pings: %v", got)
			}
			for _, u := range l.Unfurls() {
				if !strings.HasPrefix(u.URL, "https://verge.example/deal") { // streams have no argument against it
					t.Errorf("unfurled %+v", u)
				}
			}
			if got := l.Plain(m); !strings.Contains(strings.ReplaceAll(got, joiner, ""), "<!channel> <@U0000001>") {
				t.Errorf("the words are gone:\n%s", got)
			}
		})
	}
}
