package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// A summarizerFunc summarises as a test says.
type summarizerFunc func(t answer.Target, r article.Reader) answer.Answer

func (f summarizerFunc) Summarize(_ context.Context, t answer.Target, r article.Reader, _ func(answer.Event) error) (answer.Answer, error) {
	return f(t, r), nil
}

func TestReadWish(t *testing.T) {
	now := time.Date(2026, 5, 15, 12, 0, 0, 0, time.UTC)
	week := now.Truncate(24*time.Hour).AddDate(0, 0, -7)
	const base = "http://127.0.0.1:1/"
	tests := []struct {
		in   string
		want wish
	}{
		{"channel", wish{channel: "C1"}},
		{"this channel since 7d", wish{channel: "C1", since: week}},
		{"channel since yesterday", wish{channel: "C1", since: now.Truncate(24*time.Hour).AddDate(0, 0, -1)}},
		{"channel since last week", wish{channel: "C1", since: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)}},
		{"channel since the last meeting", wish{channel: "C1", unread: true}},
		{"the bridge since last month", wish{target: answer.Target{Topic: "the bridge", Since: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}}},
		{"the bridge since March", wish{target: answer.Target{Topic: "the bridge", Since: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}}},
		{"the war since Brexit", wish{target: answer.Target{Topic: "the war since Brexit"}}},
		{"<#C2|news> since 7d", wish{channel: "C2", since: week}},
		{"<https://team.slack.com/archives/C3/p1777370400000100>", wish{channel: "C3", threadTS: "1777370400.000100"}},
		{"<https://team.slack.com/archives/C3/p1777370400000200?thread_ts=1777370400.000100&amp;cid=C3>", wish{channel: "C3", threadTS: "1777370400.000100"}},
		{"<" + base + "archives/C3/p1777370400000100>", wish{channel: "C3", threadTS: "1777370400.000100"}},
		{"<https://evil.example/archives/C3/p1777370400000100>", wish{target: answer.Target{Articles: []string{"https://evil.example/archives/C3/p1777370400000100"}}}},
		{"<https://a.example/1> <https://a.example/2>", wish{target: answer.Target{Articles: []string{"https://a.example/1", "https://a.example/2"}}}},
		{"1a2b3c4d", wish{target: answer.Target{Articles: []string{"1a2b3c4d"}}}},
		{"the merger since 7d", wish{target: answer.Target{Topic: "the merger", Since: week}}},
		{"channel tunnels", wish{target: answer.Target{Topic: "channel tunnels"}}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, readWish(tt.in, "C1", base, now), cmp.AllowUnexported(wish{})); diff != "" {
			t.Errorf("readWish(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

// TestSummary summarises a topic, which is kept and shared as an answer is.
func TestSummary(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ans := l.citing(article.Workspace)
	ans.Kind, ans.Question = answer.Summary, "Summary of the deal"
	targets := make(chan answer.Target, 9)
	l.run(l.bot(tell(simple()), func(c *Config) {
		c.Summarizer = summarizerFunc(func(t answer.Target, _ article.Reader) answer.Answer {
			targets <- t
			return ans
		})
	}))
	l.Slash(l.news, l.ada, "/summary", "")
	l.shown(l.ada, l.news, "help", saying("/summary summarises"))
	l.Slash(l.news, l.ada, "/summary", "the deal since 7d")
	m := l.shown(l.ada, l.news, "a summary", saying("[1] The deal"))
	if got := <-targets; got.Topic != "the deal" || time.Since(got.Since) < 6*24*time.Hour || got.User != l.ada {
		t.Errorf("target %+v", got)
	}
	if err := l.Click(m, shareAction, l.ada); err != nil {
		t.Fatal(err)
	}
	l.shown(l.ada, l.news, "the shared summary", saying("ada asked: “Summary of the deal”"))
}

// TestSummaryOfTalk summarises what was said, and keeps nothing of it.
func TestSummaryOfTalk(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	bob := l.AddUser(slacksim.User{Name: "bob"})
	guest := l.AddUser(slacksim.User{Name: "guest", Guest: true})
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, bob, l.Bot())
	other := l.AddChannel(slacksim.Channel{Name: "other"}, l.ada, guest)
	l.run(l.bot(tell(simple()), func(c *Config) {
		c.Summarizer = summarizerFunc(func(t answer.Target, _ article.Reader) answer.Answer {
			ans := answer.Answer{Outcome: answer.Extracted, Kind: answer.Summary}
			for i, m := range t.Messages {
				ans.Sentences = append(ans.Sentences, answer.Sentence{Lead: "\n", Text: m.Body, Citations: []int{i + 1}})
				ans.Citations = append(ans.Citations, answer.Citation{N: i + 1, ArticleID: m.ID, Title: m.Author + " in " + m.Place, URL: m.URL, Quote: m.Body})
			}
			return ans
		})
	}))
	l.Join(l.news, bob)
	root := l.Post(private, bob, "The secret ends in April.", slacksim.Say{})
	l.Post(private, bob, "Or in May, <@"+bob+">.", slacksim.Say{ThreadTS: root})
	l.Post(l.news, l.ada, "Lunch at noon?", slacksim.Say{})
	link := func(channel, ts string) string {
		return fmt.Sprintf("<%s/archives/%s/p%s>", l.URL(), channel, strings.Replace(ts, ".", "", 1))
	}
	ask := func(person, channel, text, want string) string {
		t.Helper()
		l.Slash(channel, person, "/summary", text)
		return l.Plain(l.shown(person, channel, want, saying(want)))
	}
	text := ask(bob, l.news, link(private, root), "Or in May")
	if !strings.Contains(text, "The secret ends in April. [1]") || !strings.Contains(text, "bob in #private ("+l.URL()+"/archives/"+private) ||
		!strings.Contains(text, "Nothing is kept") || strings.Contains(text, "[Share to channel]") {
		t.Errorf("of a thread:\n%s", text)
	}
	if text = ask(bob, private, "channel", "The secret ends in April."); strings.Contains(text, "in May") {
		t.Errorf("of a channel, replies are not of it:\n%s", text)
	}
	ask(l.ada, l.news, "channel since 1d", "Lunch at noon?")
	const refused = "I summarise channels that you are in."
	ask(l.ada, l.news, link(private, root), refused)
	ask(l.ada, l.IM(l.ada), "<#"+private+"|private>", refused)
	ask(guest, other, "<#"+l.news+"|news>", refused)
	ask(l.ada, other, "channel", "I cannot read there")
	ask(l.ada, l.news, "channel since the last meeting", "I cannot read since when.")
	if text := l.As(l.ada).Text(l.news) + l.As(l.ada).Text(l.IM(l.ada)); strings.Contains(text, "secret") {
		t.Errorf("ada sees:\n%s", text)
	}
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	for _, who := range []string{l.ada, bob} {
		if got, err := l.store.AnswersTo(t.Context(), who, 9); err != nil || len(got) != 0 {
			t.Errorf("kept %+v, %v", got, err)
		}
	}
	l.eventually("nothing kept of the commands", func() bool {
		_, left, err := l.store.TakeOver(t.Context(), "test", time.Minute, time.Now().Add(time.Hour))
		return err == nil && !left
	})
	l.Leave(private, bob)
	ask(bob, l.news, link(private, root), refused)
}

// TestLongTalk reads the last messages of a thread and of a channel that have
// more than are summarised.
func TestLongTalk(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	root := l.Post(l.news, l.ada, "the root", slacksim.Say{Quiet: true})
	const said = maxMessages + 1
	for i := range said {
		for _, in := range []string{"", root} {
			l.Post(l.news, l.ada, fmt.Sprintf("message %d", i+1), slacksim.Say{ThreadTS: in, Quiet: true})
		}
	}
	for _, w := range []wish{{channel: l.news}, {channel: l.news, threadTS: root}} {
		got, err := b.conversation(t.Context(), store.Question{User: l.ada, Channel: l.news}, w)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != maxMessages || got[0].Body != fmt.Sprintf("message %d", said-maxMessages+1) || got[maxMessages-1].Body != fmt.Sprintf("message %d", said) {
			t.Errorf("thread %q: %d messages, from %q to %q", w.threadTS, len(got), got[0].Body, got[len(got)-1].Body)
		}
	}
}

// TestSummaryInThread asks by mention for a summary of what is said in a thread and
// in its channel: it stands there for all, nothing of it is kept, and the thread
// does not become one that the bot listens in.
func TestSummaryInThread(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), func(c *Config) {
		c.Summarizer = summarizerFunc(func(t answer.Target, _ article.Reader) answer.Answer {
			ans := answer.Answer{Outcome: answer.Extracted, Kind: answer.Summary}
			for i, m := range t.Messages {
				ans.Sentences = append(ans.Sentences, answer.Sentence{Lead: "\n", Text: m.Body, Citations: []int{i + 1}})
			}
			return ans
		})
	})
	l.run(b)
	root := l.Post(l.news, l.ada, "Lunch at noon?", slacksim.Say{})
	l.Post(l.news, l.ada, "Better at one.", slacksim.Say{ThreadTS: root})
	l.Mention(l.news, l.ada, "can you summarise this thread?", slacksim.Say{ThreadTS: root})
	l.wait("a summary", func(v slacksim.View) bool { return strings.Contains(v.ThreadText(l.news, root), "Nothing is kept") })
	text := l.ThreadText(l.news, root)
	for words, want := range map[string]bool{
		"Lunch at noon? [1]": true, "Better at one. [2]": true, "summarise this thread? [": false, "Good answer": false, "Quoted from what was said": true,
	} {
		if strings.Contains(text, words) != want {
			t.Errorf("%q is shown: %v\n%s", words, !want, text)
		}
	}
	l.idle(b)
	l.Post(l.news, l.ada, "And who books the table?", slacksim.Say{ThreadTS: root})
	ts := l.Mention(l.news, l.ada, "summarise this channel since yesterday", slacksim.Say{})
	l.wait("a summary", func(v slacksim.View) bool { return strings.Contains(v.ThreadText(l.news, ts), "Nothing is kept") })
	if text := l.ThreadText(l.news, ts); !strings.Contains(text, "Lunch at noon? [1]") || strings.Contains(text, "[2]") {
		t.Errorf("of the channel:\n%s", text)
	}
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	l.idle(b)
	if got := l.questions(); len(got) != 0 {
		t.Errorf("asked %+v", got)
	}
	other := l.AddChannel(slacksim.Channel{Name: "other"}, l.ada, l.Bot())
	link := fmt.Sprintf("<%s/archives/%s/p%s>", l.URL(), l.news, strings.Replace(root, ".", "", 1))
	here := l.Mention(l.news, l.ada, "summarise "+link, slacksim.Say{})
	l.wait("a summary", func(v slacksim.View) bool { return strings.Contains(v.ThreadText(l.news, here), "Better at one. [2]") })
	away := l.Mention(other, l.ada, "summarise "+link, slacksim.Say{})
	l.finished(other, away)
	if text := l.ThreadText(other, away); strings.Contains(text, "Lunch") {
		t.Errorf("in another channel:\n%s", text)
	}
	l.idle(b)
	asked := len(l.questions())
	l.Slash(l.news, l.ada, "/ask", "summarise this channel")
	m := l.shown(l.ada, l.news, "a summary for ada alone", saying("Nothing is kept"))
	if text := l.As(l.ada).Plain(m); m.Ephemeral != l.ada || !strings.Contains(text, "Lunch at noon? [1]") || strings.Contains(text, "Share to channel") {
		t.Errorf("by command:\n%s", text)
	}
	l.idle(b)
	if got, err := l.store.AnswersTo(t.Context(), l.ada, 9); err != nil || len(got) != 1 || len(l.questions()) != asked { // that of the other channel
		t.Errorf("kept %+v, %v", got, err)
	}
}

// TestSummaryOfQuestions asks for a summary of a channel in which nothing was stated.
func TestSummaryOfQuestions(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	l.Post(l.news, l.ada, "Lunch at noon?", slacksim.Say{})
	l.run(l.bot(tell(simple()), func(c *Config) {
		c.Summarizer = summarizerFunc(func(answer.Target, article.Reader) answer.Answer {
			return answer.Answer{Outcome: answer.Extracted, Kind: answer.Summary}
		})
	}))
	l.Slash(l.news, l.ada, "/summary", "channel")
	m := l.shown(l.ada, l.news, "word of it", saying("has nothing to summarise"))
	if text := l.Plain(m); strings.Contains(text, "library") || strings.Contains(text, "dated") {
		t.Errorf("shown:\n%s", text)
	}
}

// TestSummaryInThreadRefused asks where the bot cannot look who reads.
func TestSummaryInThreadRefused(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), func(c *Config) {
		c.Summarizer = summarizerFunc(func(answer.Target, article.Reader) answer.Answer { return simple() })
	})
	l.run(b)
	root := l.Post(l.news, l.ada, "<@"+l.Bot()+">", slacksim.Say{Quiet: true})
	l.Mention(l.news, l.ada, "summarise this thread", slacksim.Say{ThreadTS: root})
	l.wait("word of it", func(v slacksim.View) bool {
		return strings.Contains(v.ThreadText(l.news, root), "Nothing was said there")
	})
	l.idle(b)
	if got := l.Replies(l.news, root); len(got) != 1 {
		t.Errorf("the thread:\n%s", l.ThreadText(l.news, root))
	}
}
