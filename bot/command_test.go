package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// An adderFake adds articles to a store without fetching anything: the body
// is the address.
type adderFake struct {
	store *store.Store

	mu    sync.Mutex
	urls  []string
	guest []string          // of these, those that somebody named who is outside
	files map[string]string // content by name
}

func (a *adderFake) AddURLs(ctx context.Context, urls []string, scope article.Scope, outside bool) ([]Added, error) {
	a.mu.Lock()
	a.urls = append(a.urls, urls...)
	if outside {
		a.guest = append(a.guest, urls...)
	}
	a.mu.Unlock()
	var out []Added
	for _, u := range urls {
		if strings.Contains(u, "explode") {
			panic("what nobody foresaw")
		}
		if strings.Contains(u, "broken") {
			out = append(out, Added{Source: u, Problem: "the site answers 404"})
			continue
		}
		if strings.Contains(u, "paywall") {
			out = append(out, Added{Source: u, Problem: "behind a paywall (402)", Closed: true})
			continue
		}
		added, err := a.save(ctx, article.Article{URL: u, Title: "Title of " + u, Body: u, Scope: scope})
		if err != nil {
			return nil, err
		}
		out = append(out, added)
	}
	return out, nil
}

func (a *adderFake) AddFile(ctx context.Context, name, mime string, content io.Reader, scope article.Scope) ([]Added, error) {
	raw, err := io.ReadAll(content)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	if a.files == nil {
		a.files = map[string]string{}
	}
	a.files[name] = mime + ": " + string(raw)
	a.mu.Unlock()
	added, err := a.save(ctx, article.Article{File: name, Title: "File " + name, Body: string(raw), Scope: scope})
	return []Added{added}, err
}

func (a *adderFake) save(ctx context.Context, art article.Article) (Added, error) {
	art.ID = art.NewID()
	saved, err := a.store.Save(ctx, store.Batch{Entries: []store.Entry{{Article: art}}})
	if err != nil {
		return Added{}, err
	}
	return Added{Source: art.URL, ID: saved[0].ID, Title: art.Title, Effect: saved[0].Effect}, nil
}

// put adds an article to the lab's library and returns it.
func (l *lab) put(a article.Article) article.Article {
	l.t.Helper()
	a.ID = a.NewID()
	if _, err := l.store.Save(l.t.Context(), store.Batch{Entries: []store.Entry{{Article: a}}}); err != nil {
		l.t.Fatal(err)
	}
	return a
}

// citing adds an answerer's article of a scope, and an answer that cites it.
func (l *lab) citing(scope article.Scope) answer.Answer {
	ans := simple()
	a := l.put(article.Article{URL: ans.Citations[0].URL, Title: ans.Citations[0].Title, Body: "it ended in April", Scope: scope})
	ans.Citations[0].ArticleID = a.ID
	return ans
}

// shown waits for a message that a person sees in a channel and keep holds
// for, and returns the last such.
func (l *lab) shown(person, channel, what string, keep func(text string, m slacksim.Message) bool) slacksim.Message {
	l.t.Helper()
	var found slacksim.Message
	l.wait(what, func(v slacksim.View) bool {
		for _, m := range slices.Backward(v.As(person).Messages(channel)) {
			if m.BotID != "" && keep(v.Plain(m), m) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func saying(words string) func(string, slacksim.Message) bool {
	return func(text string, _ slacksim.Message) bool { return strings.Contains(text, words) }
}

func TestAskCommand(t *testing.T) {
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 3}})
	bob := l.AddUser(slacksim.User{Name: "bob"})
	l.run(l.bot(tell(l.citing(article.Workspace)), nil))
	l.Join(l.news, bob)
	l.Slash(l.news, l.ada, "/ask", "Is it still exclusive?")
	m := l.shown(l.ada, l.news, "an answer", saying("[1] The deal"))
	if m.Ephemeral != l.ada || !strings.Contains(l.Plain(m), "[Share to channel]") || !strings.Contains(l.Plain(m), "[Good answer]") {
		t.Errorf("shown to %q:\n%s", m.Ephemeral, l.Plain(m))
	}
	if got := l.As(bob).Text(l.news); strings.Contains(got, "ended in April") || strings.Contains(got, "Searching") {
		t.Errorf("bob sees:\n%s", got)
	}
	l.shown(l.ada, l.news, "a word at once", saying("Searching the library …"))
	l.eventually("a kept answer", func() bool {
		got, err := l.store.AnswersTo(t.Context(), l.ada, 9)
		return err == nil && len(got) == 1 && got[0].Outcome == "answered"
	})
	if q := l.questions(); len(q) != 1 || q[0].Text != "Is it still exclusive?" || !q[0].Reader.Sees(article.UserScope(l.ada)) {
		t.Errorf("asked %+v", q)
	}

	for range 3 { // a person who clicks and clicks
		if err := l.Click(m, shareAction, l.ada); err != nil {
			t.Fatal(err)
		}
	}
	shared := l.shown(bob, l.news, "a shared answer", saying("ada asked: “Is it still exclusive?”"))
	l.shown(l.ada, l.news, "word of it", saying("Shared with the channel."))
	l.finished(l.news, shared.TS)
	l.wait("all acknowledged", func(v slacksim.View) bool { return v.Settled() })
	if got := strings.Count(l.As(bob).Text(l.news), "ended in April"); got != 2 || shared.ThreadTS != "" { // sentence and quote
		t.Errorf("shared in thread %q, shown:\n%s", shared.ThreadTS, l.As(bob).Text(l.news))
	}
	l.Post(l.news, bob, "and since when?", slacksim.Say{ThreadTS: shared.TS})
	l.finished(l.news, shared.TS, 2)
	if q := l.questions(); len(q) != 2 || len(q[1].Thread) != 1 || q[1].Thread[0].Question != "Is it still exclusive?" {
		t.Errorf("asked in the shared thread: %+v", q)
	}
}

func TestCommandWords(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	hans := l.AddUser(slacksim.User{Name: "hans", Locale: "de-DE"})
	l.Join(l.news, hans)
	l.run(l.bot(tell(simple()), func(c *Config) { c.Adder = &adderFake{store: l.store} }))
	for _, c := range []struct{ person, command, text, want string }{
		{l.ada, "/ask", "", "/ask QUESTION answers"},
		{l.ada, "/ask", " help ", "/ask QUESTION answers"},
		{hans, "/ask", "", "/ask FRAGE antwortet"},
		{l.ada, "/summary", "<@" + l.Bot() + "|footnote>", "/summary summarises"},
		{l.ada, "/watch", "<@" + l.Bot() + ">", "/watch QUESTION asks"},
		{l.ada, "/digest", ":thinking_face:", "/digest tells this channel"},
		{l.ada, "/articles", "help", "/articles add URL"},
		{l.ada, "/articles", "frobnicate <!channel>", "I do not know what to do with “frobnicate”"},
		{l.ada, "/articles", "add nothing", "Which page?"},
		{l.ada, "/articles", "find", "Find what?"},
		{l.ada, "/articles", "history", "Which article?"},
		{l.ada, "/articles", "collect maybe", "collect on"},
		{hans, "/digest", "werktags um 8 Uhr Atlantis", `Das verstehe ich nicht: "Atlantis" ist weder Tag noch Uhrzeit noch Stadt`},
		{hans, "/digest", "werktags um 8 Uhr Wien most 99", "Das verstehe ich nicht: hinter most steht eine Zahl von 1 bis 10."},
		{hans, "/articles", "add <https://a.example/paywall>", "paywall: hinter einer Bezahlschranke (402)"},
		{l.ada, "/nonsense", "x", "I do not know this command"},
	} {
		l.Slash(l.news, c.person, c.command, c.text)
		if m := l.shown(c.person, l.news, c.want, saying(c.want)); m.Ephemeral != c.person {
			t.Errorf("%s %s: shown to %q", c.command, c.text, m.Ephemeral)
		}
	}
	if got := l.Pings(); got != nil || len(l.questions()) != 0 {
		t.Errorf("pings %v, asked %v", got, l.questions())
	}
}

// TestCommandBegins holds that a word is said at once of what takes a moment.
func TestCommandBegins(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	release := make(chan struct{})
	checker := l.checker()
	checker.Answer = func(context.Context, answer.Searcher, answer.Question) (answer.Answer, error) {
		<-release
		return simple(), nil
	}
	b := l.bot(tell(simple()), func(c *Config) { c.Watches, c.Adder = checker, slowAdder{&adderFake{store: l.store}, release} })
	l.run(b)
	for _, c := range []struct{ command, text, begins, ends string }{
		{"/watch", "Is it still exclusive?", "Searching the library …", "Question 1 is watched."},
		{"/articles", "add\n<https://a.example/1>", "Fetching …", "• Added: Title of"},
	} {
		l.Slash(l.news, l.ada, c.command, c.text)
		l.shown(l.ada, l.news, c.begins, saying(c.begins))
		if l.whispers(c.ends) != 0 {
			t.Errorf("%s %s: it is done too soon", c.command, c.text)
		}
		release <- struct{}{}
		l.shown(l.ada, l.news, c.ends, saying(c.ends))
	}
	for _, c := range [][2]string{{"/watch", "list"}, {"/articles", "list"}, {"/articles", "add"}} {
		begun := l.whispers("…")
		l.Slash(l.news, l.ada, c[0], c[1])
		l.idle(b)
		if n := l.whispers("…"); n != begun {
			t.Errorf("%s: it begins with a word", c)
		}
	}
}

// A slowAdder adds when it is let.
type slowAdder struct {
	*adderFake
	release chan struct{}
}

func (a slowAdder) AddURLs(ctx context.Context, urls []string, scope article.Scope, outside bool) ([]Added, error) {
	<-a.release
	return a.adderFake.AddURLs(ctx, urls, scope, outside)
}

// TestWhisper is an answer whose response_url, and then whose channel, does
// not take it.
func TestWhisper(t *testing.T) {
	tests := []struct {
		name    string
		faults  map[string]slacksim.Fault
		direct  bool // it comes as a direct message
		again   bool // with a word that it may come twice
		channel bool // the bot is not in the channel
	}{
		{name: "used up", faults: map[string]slacksim.Fault{"response_url": {Status: 404, Count: -1}}},
		{name: "rate limit", faults: map[string]slacksim.Fault{"response_url": {RateLimit: true, RetryAfter: 1}}},
		{name: "too long a limit", faults: map[string]slacksim.Fault{"response_url": {RateLimit: true, RetryAfter: 600, Count: -1}}},
		{name: "down", faults: map[string]slacksim.Fault{"response_url": {Status: 503}}, again: true},
		{name: "down for long", faults: map[string]slacksim.Fault{"response_url": {Status: 503, Count: -1}}},
		{name: "reset after it was shown", faults: map[string]slacksim.Fault{"response_url": {Reset: true}}, again: true},
		{name: "cut", faults: map[string]slacksim.Fault{"response_url": {Cut: true}}},
		{name: "blocks refused", faults: map[string]slacksim.Fault{
			"response_url": {Status: 404, Count: -1}, "chat.postEphemeral": {Error: "invalid_blocks"},
		}},
		{name: "ephemeral down", faults: map[string]slacksim.Fault{
			"response_url": {Status: 404, Count: -1}, "chat.postEphemeral": {Status: 503},
		}, again: true},
		{name: "not in channel", faults: map[string]slacksim.Fault{"response_url": {Status: 404, Count: -1}}, channel: true, direct: true},
		{name: "direct message down", faults: map[string]slacksim.Fault{
			"response_url": {Status: 404, Count: -1}, "chat.postMessage": {Status: 503},
		}, channel: true, direct: true, again: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, slacksim.Options{})
			for method, f := range tt.faults {
				l.Fault(method, f)
			}
			channel := l.news
			if tt.channel {
				channel = l.AddChannel(slacksim.Channel{Name: "other"}, l.ada)
			}
			l.run(l.bot(tell(simple()), nil))
			l.Slash(channel, l.ada, "/ask", "still exclusive?")
			at := channel
			if tt.direct {
				at = l.IM(l.ada)
			}
			m := l.shown(l.ada, at, "an answer", func(text string, m slacksim.Message) bool {
				return strings.Contains(text, "[1] The deal") && strings.Contains(text, "Sent once more") == tt.again
			})
			if (m.Ephemeral == l.ada) == tt.direct {
				t.Errorf("shown to %q:\n%s", m.Ephemeral, l.Plain(m))
			}
			l.eventually("a kept answer", func() bool {
				got, err := l.store.AnswersTo(t.Context(), l.ada, 9)
				return err == nil && len(got) == 1 && got[0].Outcome == "answered"
			})
		})
	}
}

// TestWhisperBare is a content whose blocks Slack takes in no form: one line
// is said.
func TestWhisperBare(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.Fault("response_url", slacksim.Fault{Status: 404, Count: -1})
	l.Fault("chat.postEphemeral", slacksim.Fault{Error: "msg_blocks_too_long", Count: 2})
	l.run(l.bot(tell(simple()), nil))
	l.Slash(l.news, l.ada, "/ask", "still exclusive?")
	m := l.shown(l.ada, l.news, "one line", saying("No: it ended in April."))
	if m.Ephemeral != l.ada || len(m.Blocks) != 0 {
		t.Errorf("shown to %q:\n%s", m.Ephemeral, l.Plain(m))
	}
}

// TestResponseURL holds that only Slack's addresses are called.
func TestResponseURL(t *testing.T) {
	for _, tt := range []struct {
		api, url string
		want     bool
	}{
		{"", "https://hooks.slack.com/commands/T/1/x", true},
		{"", "http://hooks.slack.com/commands/T/1/x", false},
		{"", "https://hooks.slack.com.evil.example/x", false},
		{"", "https://evil.example/hooks.slack.com", false},
		{"", "https://hooks.slack.com@evil.example/", false},
		{"", "http://169.254.169.254/", false},
		{"", "", false},
		{"http://127.0.0.1:80/api/", "http://127.0.0.1:80/response/1", true},
		{"http://127.0.0.1:80/api/", "https://evil.example/response/1", false},
	} {
		b := &Bot{cfg: Config{APIURL: tt.api}}
		if got := b.answerable(tt.url); got != tt.want {
			t.Errorf("with %q, answerable(%q) = %v", tt.api, tt.url, got)
		}
	}
}

// TestAskKilled is a command whose process dies before, and after, its answer
// was shown.
func TestAskKilled(t *testing.T) {
	for name, reply := range map[string]string{"before": "", "after": whispered} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, slacksim.Options{})
			q, _, err := l.store.ClaimQuestion(t.Context(), store.Question{
				Channel: l.news, TS: "command.1", User: l.ada, Text: "still exclusive?", Kind: store.KindAsk, Asked: time.Now(),
			}, "dead", -time.Second, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if reply != "" {
				if err := l.store.SetReply(t.Context(), q.ID, reply); err != nil {
					t.Fatal(err)
				}
			}
			l.run(l.bot(tell(simple()), nil))
			m := l.shown(l.ada, l.news, "an answer", saying("[1] The deal"))
			if got := strings.Contains(l.Plain(m), "You may have seen this before"); got != (reply != "") {
				t.Errorf("shown:\n%s", l.Plain(m))
			}
		})
	}
}

func TestAskFails(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(func(context.Context, answer.Question, func(answer.Event) error) (answer.Answer, error) {
		return answer.Answer{}, errors.New("secret cause")
	}, nil))
	l.Slash(l.news, l.ada, "/ask", "still exclusive?")
	if m := l.shown(l.ada, l.news, "an apology", saying("Sorry")); strings.Contains(l.Plain(m), "secret") {
		t.Errorf("shown:\n%s", l.Plain(m))
	}
}

func TestAskBusy(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	release := make(chan struct{})
	b := l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		<-release
		return tell(simple())(ctx, q, on)
	}, func(c *Config) { c.Answers, c.Waiting = 1, 1 })
	l.run(b)
	l.Slash(l.news, l.ada, "/ask", "first?")
	l.eventually("the first question", func() bool { return len(l.questions()) == 1 })
	l.Slash(l.news, l.ada, "/ask", "second?")
	l.waiting(b, 1)
	l.Slash(l.news, l.ada, "/ask", "third?")
	l.shown(l.ada, l.news, "a busy word", saying(textBusy))
	close(release)
	l.shown(l.ada, l.news, "the first answer", saying("[1] The deal"))
}

// longCiting is an answer in three parts that cites an article of a scope.
func (l *lab) longCiting(scope article.Scope) answer.Answer {
	ans := long(90)
	ans.Citations = l.citing(scope).Citations
	return ans
}

// TestAskLong shows a long answer in parts.
func TestAskLong(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.run(l.bot(tell(l.longCiting(article.Workspace)), nil))
	l.Slash(l.news, l.ada, "/ask", "tell me all")
	seen, last := 0, ""
	for part := 1; ; part++ {
		m := l.shown(l.ada, l.news, "a part", func(text string, m slacksim.Message) bool {
			return m.TS > last && strings.Contains(text, "Sentence x")
		})
		last = m.TS
		seen += strings.Count(l.Plain(m), "Sentence x")
		if !strings.Contains(l.Plain(m), "[Show more]") {
			if seen != 90 || part != 3 || !strings.Contains(l.Plain(m), "[1] The deal") {
				t.Errorf("%d sentences in %d parts, want 90 in 3; the last:\n%s", seen, part, l.Plain(m))
			}
			return
		}
		if err := l.Click(m, moreAction, l.ada); err != nil {
			t.Fatal(err)
		}
	}
}

// TestShareScope shares an answer whose articles the channel may not see.
func TestShareScope(t *testing.T) {
	tests := []struct {
		name   string
		scope  func(l *lab, private string) article.Scope
		beside bool // it stands beside what is cited, as newer
		shared bool // with another company
		found  bool // by the channel's own articles
		want   string
		asked  int
	}{
		{name: "of the workspace", scope: func(*lab, string) article.Scope { return article.Workspace }, want: "Shared with the channel.", asked: 1},
		{
			name: "of the channel", scope: func(l *lab, _ string) article.Scope { return article.ChannelScope(l.news) },
			want: "Shared with the channel.", asked: 1,
		},
		{
			name: "of a private channel", scope: func(_ *lab, private string) article.Scope { return article.ChannelScope(private) },
			want: "Not shared: this answer rests on", asked: 2,
		},
		{
			name: "of the asker", scope: func(l *lab, _ string) article.Scope { return article.UserScope(l.ada) },
			found: true, want: "it was answered anew", asked: 2,
		},
		{
			name: "of the asker, beside what is cited", scope: func(l *lab, _ string) article.Scope { return article.UserScope(l.ada) },
			beside: true, found: true, want: "it was answered anew", asked: 2,
		},
		{
			name: "of the workspace, to another company", scope: func(*lab, string) article.Scope { return article.Workspace },
			shared: true, want: "Not shared: this answer rests on", asked: 2,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLab(t, slacksim.Options{})
			private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada, l.Bot())
			l.SetChannel(slacksim.Channel{ID: l.news, Name: "news", Shared: tt.shared})
			scope := tt.scope(l, private)
			ans := l.citing(scope)
			if tt.beside {
				a := l.put(article.Article{URL: "https://news.example/open", Title: "The deal", Body: "it ended in April", Scope: article.Workspace})
				ans.Newer = slices.Clone(ans.Citations)
				ans.Newer[0].N = 2
				ans.Citations[0].ArticleID = a.ID
			}
			other := simple()
			other.Sentences[0].Text, other.Citations[0].Quote, other.Citations[0].Title = "Nobody knows.", "nobody knows", "Another"
			l.run(l.bot(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
				switch {
				case q.Reader.Sees(scope):
					out := ans
					out.Question = q.Text
					return tell(out)(ctx, q, on)
				case tt.found:
					out := other
					out.Question = q.Text
					return tell(out)(ctx, q, on)
				}
				return answer.Answer{Outcome: answer.NotFound, Question: q.Text, Text: "Not in the library."}, nil
			}, nil))
			l.Slash(l.news, l.ada, "/ask", "still exclusive?")
			m := l.shown(l.ada, l.news, "an answer", saying("[1] The deal"))
			l.eventually("a kept answer", func() bool {
				got, err := l.store.AnswersTo(t.Context(), l.ada, 9)
				return err == nil && len(got) == 1
			})
			if err := l.Click(m, shareAction, l.ada); err != nil {
				t.Fatal(err)
			}
			l.shown(l.ada, l.news, tt.want, saying(tt.want))
			public := 0
			for _, m := range l.Messages(l.news) {
				if m.Ephemeral == "" && m.BotID != "" {
					public++
					if text := l.Plain(m); strings.Contains(text, "ended in April") != (tt.asked == 1) {
						t.Errorf("the channel sees:\n%s", text)
					}
				}
			}
			if want := !strings.HasPrefix(tt.want, "Not"); (public == 1) != want || public > 1 {
				t.Errorf("%d messages to the channel", public)
			}
			if got := len(l.questions()); got != tt.asked {
				t.Errorf("asked %d times, want %d", got, tt.asked)
			}
		})
	}
}

// TestShareFaults breaks the posting of a shared answer.
func TestShareFaults(t *testing.T) {
	for name, fault := range map[string]slacksim.Fault{
		"rate limit": {RateLimit: true, RetryAfter: 1}, "ratelimited with 200": {Error: "ratelimited"}, "server error": {Status: 503},
		"cut": {Cut: true}, "reset after it was done": {Reset: true}, "fatal": {Error: "fatal_error"}, "blocks": {Error: "invalid_blocks"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, slacksim.Options{})
			l.Fault("chat.postMessage", fault)
			l.run(l.bot(tell(l.citing(article.Workspace)), nil))
			l.Slash(l.news, l.ada, "/ask", "still exclusive?")
			m := l.shown(l.ada, l.news, "an answer", saying("[1] The deal"))
			if err := l.Click(m, shareAction, l.ada); err != nil {
				t.Fatal(err)
			}
			l.shown(l.ada, l.news, "word of it", saying("Shared with the channel."))
			public := slices.DeleteFunc(l.Messages(l.news), func(m slacksim.Message) bool { return m.Ephemeral != "" || m.BotID == "" })
			if len(public) != 1 || !strings.Contains(l.Plain(public[0]), "[1] The deal") {
				t.Errorf("the channel sees:\n%s", l.Text(l.news))
			}
		})
	}
}

// TestShareKilled is a process that dies after it posted what is shared.
func TestShareKilled(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(l.citing(article.Workspace)), nil)
	b.pace.lease = 100 * time.Millisecond
	stop := l.run(b)
	l.Slash(l.news, l.ada, "/ask", "still exclusive?")
	m := l.shown(l.ada, l.news, "an answer", saying("[1] The deal"))
	l.eventually("a kept answer", func() bool {
		got, err := l.store.AnswersTo(t.Context(), l.ada, 9)
		return err == nil && len(got) == 1
	})
	stop()
	// What the dead process left: the claim, and the message.
	kept, err := l.store.AnswersTo(t.Context(), l.ada, 9)
	if err != nil {
		t.Fatal(err)
	}
	var id int64
	for _, button := range m.Buttons() {
		if button.ActionID == shareAction {
			if id, err = strconv.ParseInt(button.Value, 10, 64); err != nil {
				t.Fatal(err)
			}
		}
	}
	q, _, err := l.store.ClaimQuestion(t.Context(), store.Question{
		Channel: l.news, TS: fmt.Sprint("share.", id), User: l.ada, Kind: store.KindShare, Of: id,
		Asked: time.Now(),
	}, "dead", -time.Second, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	dead := l.bot(tell(simple()), nil)
	if err := dead.introduce(t.Context()); err != nil {
		t.Fatal(err)
	}
	ans, err := answer.Decode(kept[0].Shown)
	if err != nil {
		t.Fatal(err)
	}
	if err := dead.postShare(t.Context(), &reply{b: dead, q: q}, ans, ""); err != nil {
		t.Fatal(err)
	}
	l.run(l.bot(tell(simple()), nil))
	l.eventually("a finished share", func() bool {
		_, err := l.store.AnswerOf(t.Context(), q.ID)
		return err == nil
	})
	public := slices.DeleteFunc(l.Messages(l.news), func(m slacksim.Message) bool { return m.Ephemeral != "" || m.BotID == "" })
	if len(public) != 1 {
		t.Errorf("the channel sees:\n%s", l.Text(l.news))
	}
}

func TestShareUninvited(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	other := l.AddChannel(slacksim.Channel{Name: "other"}, l.ada)
	l.run(l.bot(tell(l.citing(article.Workspace)), nil))
	l.Slash(other, l.ada, "/ask", "still exclusive?")
	m := l.shown(l.ada, other, "an answer", saying("[1] The deal"))
	if err := l.Click(m, shareAction, l.ada); err != nil {
		t.Fatal(err)
	}
	l.shown(l.ada, other, "a request", saying("Please invite me and share it again"))
	l.Join(other, l.Bot())
	if err := l.Click(m, shareAction, l.ada); err != nil {
		t.Fatal(err)
	}
	l.shown(l.ada, other, "the shared answer", saying("ada asked:"))
}

func TestArticlesCommand(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	adder := &adderFake{store: l.store}
	boss := l.AddUser(slacksim.User{Name: "boss", Admin: true})
	bob := l.AddUser(slacksim.User{Name: "bob"})
	private := l.AddChannel(slacksim.Channel{Name: "private", Private: true}, l.ada, boss, l.Bot())
	guest := l.AddUser(slacksim.User{Name: "guest", Guest: true})
	for _, who := range []string{boss, bob, guest} {
		l.Join(l.news, who)
	}
	l.run(l.bot(tell(simple()), func(c *Config) {
		c.Adder = adder
		c.Find = func(ctx context.Context, r article.Reader, query string, n int) ([]article.Passage, error) {
			var out []article.Passage
			for a, err := range l.store.Articles(ctx, store.Filter{Reader: &r, Limit: n}) {
				if err != nil {
					return nil, err
				}
				if strings.Contains(a.Title, query) {
					out = append(out, article.Passage{Article: a}, article.Passage{Article: a})
				}
			}
			return out, nil
		}
	}))
	say := func(channel, person, text, want string) slacksim.Message {
		t.Helper()
		l.Slash(channel, person, "/articles", text)
		m := l.shown(person, channel, want, saying(want))
		if m.Ephemeral != person {
			t.Errorf("%s: shown to %q", text, m.Ephemeral)
		}
		return m
	}
	say(l.news, l.ada, "list", "Your library holds no article yet.")
	m := say(l.news, l.ada, "add <https://a.example/one> https://broken.example/x", "• Added: Title of https")
	if text := l.Plain(m); !strings.Contains(text, "Not added") || !strings.Contains(text, "404") || !strings.Contains(text, "Everybody in the workspace") {
		t.Errorf("adding shows:\n%s", text)
	}
	if text := l.Plain(say(l.news, l.ada, "add https://broken.example/y", "example/y: the site")); strings.Contains(text, "Everybody") {
		t.Errorf("adding nothing shows:\n%s", text)
	}
	say(l.news, l.ada, "add <https://a.example/one>", "Already there")
	if text := l.Plain(say(l.news, l.ada, "add <https://a.example/paywall>", "behind a paywall (402)")); !strings.Contains(text, "save the page in your browser") {
		t.Errorf("a page that a program is not shown shows:\n%s", text)
	}
	say(private, l.ada, "add <https://a.example/secret>", "Only this channel can ask about it")
	say(l.IM(l.ada), l.ada, "add <https://a.example/own>", "Only you can ask about it")
	say(private, l.ada, "add <https://a.example/told> for everyone", "Everybody in the workspace")
	say(private, l.ada, "add "+strings.Repeat("Ⱥ", 20)+" <https://a.example/told> FOR EVERYONE", "Already there") // Ⱥ is longer in small letters
	say(private, l.ada, "add <https://a.example/explode>", "something went wrong")
	say(l.news, guest, "add <https://a.example/guests> for everyone", "Only members of the workspace can add for everyone")
	say(l.news, guest, "remove <https://a.example/one>", "There is no such article")
	say(private, l.ada, "add <https://a.example/told> for everyone", "Already there")

	if text := l.Plain(say(l.news, l.ada, "find a", "Found")); strings.Count(text, "•") != 4 {
		t.Errorf("ada finds:\n%s", text)
	}
	say(l.news, l.ada, "find nothing", "No article fits that. /articles list shows the newest ones.")
	if text := l.Plain(say(l.news, bob, "list", "The newest articles")); strings.Count(text, "•") != 2 || strings.Contains(text, "secret") || strings.Contains(text, "own") {
		t.Errorf("bob is shown:\n%s", text)
	}
	say(l.news, bob, "list the ledger", "No outlet is named “the ledger”.")
	say(l.news, bob, "list since 2020-01-01", "No article fits that")
	say(l.news, bob, "list since springtime", "I cannot read since when.")
	say(l.news, bob, "history <https://a.example/secret>", "There is no such article")
	say(l.news, bob, "history <https://a.example/one>", "Revision 1")
	say(l.news, bob, "remove <https://a.example/one>", "Only who added an article")

	remove := say(l.news, l.ada, "remove <https://a.example/one>", "Remove this article")
	if err := l.Click(remove, removeAction, l.ada); err != nil {
		t.Fatal(err)
	}
	l.shown(l.ada, l.news, "word of it", saying("Removed: Title of"))
	remove = say(l.news, boss, "remove <https://a.example/told>", "Remove this article")
	if err := l.Click(remove, removeAction, bob); err != nil { // a click that nobody could make
		t.Fatal(err)
	}
	l.shown(boss, l.news, "a refusal", saying("Only who added an article")) // in the place of what was clicked
	remove = say(l.news, boss, "remove <https://a.example/told>", "Remove this article")
	if err := l.Click(remove, removeAction, boss); err != nil {
		t.Fatal(err)
	}
	l.shown(boss, l.news, "word of it", saying("Removed: Title of"))
	if n, err := l.store.CountArticles(t.Context()); err != nil || n != 2 {
		t.Errorf("%d articles are left, %v, want 2", n, err)
	}
}

func TestOutletsNamed(t *testing.T) {
	all := []string{"The Ledger", "Ledger & Sons", "The Harbor Ledger", "TechCrunch", "Die Zeit", "The"}
	for name, want := range map[string]string{
		"the ledger": "The Ledger", "LEDGER": "The Ledger", "from The Ledger": "The Ledger", "led": "The Ledger, Ledger & Sons",
		"harbor": "The Harbor Ledger", "the harbor ledger": "The Harbor Ledger", "zeit": "Die Zeit", "tech": "TechCrunch",
		"sons": "Ledger & Sons", "crunch": "", "ledger and sons": "", "the": "The", "?": "",
	} {
		if got := strings.Join(outletsNamed(all, name), ", "); got != want {
			t.Errorf("outletsNamed(%q) = %q, want %q", name, got, want)
		}
	}
}
