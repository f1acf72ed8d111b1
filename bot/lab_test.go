package bot

import (
	"cmp"
	"context"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"footnote/internal/answer"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// An answererFunc answers as a test says.
type answererFunc func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error)

func (f answererFunc) Answer(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
	return f(ctx, q, on)
}

// tell answers with an answer, sentence by sentence.
func tell(ans answer.Answer) answererFunc {
	return func(_ context.Context, _ answer.Question, on func(answer.Event) error) (answer.Answer, error) {
		if err := on(answer.Event{Status: "Reading 1,240 passages"}); err != nil {
			return answer.Answer{}, err
		}
		for i := range ans.Sentences {
			if err := on(answer.Event{Sentence: &ans.Sentences[i]}); err != nil {
				return answer.Answer{}, err
			}
		}
		return ans, nil
	}
}

// A lab is a workspace with a bot in it.
type lab struct {
	*slacksim.Sim
	t     testing.TB
	store *store.Store
	ada   string // a person
	news  string // a channel that ada and the bot are in

	mu    sync.Mutex
	asked []answer.Question
}

func newLab(t testing.TB, opts slacksim.Options) *lab {
	t.Helper()
	if opts.Scopes == nil { // what the manifest asks for, and no more
		opts.Scopes = botScopes
	}
	opts.Events = botEvents
	sim := slacksim.New(opts)
	if err := sim.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	st, err := store.Open(t.Context(), newData(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	l := &lab{Sim: sim, t: t, store: st, ada: sim.AddUser(slacksim.User{Name: "ada"})}
	l.news = sim.AddChannel(slacksim.Channel{Name: "news"}, l.ada, sim.Bot())
	return l
}

// emptyData is a data folder of an empty store, made once: to create its
// tables takes a good part of a short test with the race detector.
var emptyData = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "footnote-bot-test-")
	if err != nil {
		return "", err
	}
	st, err := store.Open(context.Background(), dir)
	if err != nil {
		return "", err
	}
	return dir, st.Close()
})

// newData returns a data folder of an empty store.
func newData(t testing.TB) string {
	t.Helper()
	empty, err := emptyData()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(empty)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// bot returns a bot of the lab that answers with a, at the pace of tests.
func (l *lab) bot(a answererFunc, change func(*Config)) *Bot {
	l.t.Helper()
	cfg := Config{
		BotToken: l.BotToken(), AppToken: l.AppToken(), APIURL: l.APIURL(), Store: l.store,
		Log: slog.New(slog.NewTextHandler(l.t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})),
		Answerer: answererFunc(func(ctx context.Context, q answer.Question, on func(answer.Event) error) (answer.Answer, error) {
			l.mu.Lock()
			l.asked = append(l.asked, q)
			l.mu.Unlock()
			return a(ctx, q, on)
		}),
	}
	if change != nil {
		change(&cfg)
	}
	b, err := New(cfg)
	if err != nil {
		l.t.Fatal(err)
	}
	b.api.backoff = time.Millisecond
	for _, l := range []*rate.Limiter{b.api.streams, b.api.appends, b.api.updates, b.api.reads} {
		l.SetLimit(rate.Inf)
	}
	b.api.posts.every = rate.Inf
	b.pace.appends, b.pace.updates, b.pace.dial = 0, 0, 20*time.Millisecond
	b.pace.takeOver = 20 * time.Millisecond
	return b
}

// run runs the bot until stop is called, or the test ends, and waits until it
// is connected.
func (l *lab) run(b *Bot) (stop func()) {
	l.t.Helper()
	ctx, cancel := context.WithCancel(l.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			l.t.Errorf("Run: %v", err)
		}
	})
	l.t.Cleanup(stop)
	l.eventually("its connections", func() bool {
		n, ok := b.Links()
		return n == sockets || !ok
	})
	return stop
}

func (l *lab) wait(what string, cond func(slacksim.View) bool) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), 3*time.Minute)
	defer cancel()
	if err := l.Wait(ctx, cond); err != nil {
		l.t.Fatalf("wait for %s: %v\n%s", what, err, l.Text(l.news))
	}
}

// eventually waits for what the workspace does not show.
func (l *lab) eventually(what string, cond func() bool) {
	l.t.Helper()
	for range 12000 {
		if cond() {
			return
		}
		if !pause(l.t.Context(), 5*time.Millisecond) {
			break
		}
	}
	l.t.Fatalf("wait for %s: it does not come", what)
}

// reply waits until the question has one finished answer and returns it.
func (l *lab) reply(channel, ts string) slacksim.Message {
	l.t.Helper()
	l.wait("a finished answer", func(v slacksim.View) bool {
		all := v.Replies(channel, ts)
		return len(all) > 0 && isDone(all[len(all)-1])
	})
	l.finished(channel, ts)
	all := l.Replies(channel, ts)
	if len(all) != 1 {
		l.t.Fatalf("%d answers, want one:\n%s", len(all), l.ThreadText(channel, ts))
	}
	return all[0]
}

// isDone reports whether nothing more comes to a message of the bot's.
func isDone(m slacksim.Message) bool {
	return m.Stream != slacksim.Streaming && len(m.Buttons()) > 0
}

// finished waits until the store holds n records of a thread, by default one.
func (l *lab) finished(channel, ts string, n ...int) []store.Record {
	l.t.Helper()
	want := cmp.Or(append(n, 1)...)
	var records []store.Record
	l.eventually("a finished question", func() bool {
		var err error
		if records, err = l.store.Thread(l.t.Context(), channel, ts); err != nil {
			l.t.Fatal(err)
		}
		return len(records) >= want
	})
	return records
}

func (l *lab) questions() []answer.Question {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]answer.Question(nil), l.asked...)
}

// simple is an answer of one sentence and one footnote.
func simple() answer.Answer {
	return answer.Answer{
		Outcome: answer.Answered, Text: "No: it ended in April. [1]", Model: "test/model", AsOf: "2026-04-28",
		Sentences: []answer.Sentence{{Text: "No: it ended in April.", Citations: []int{1}, Supported: true}},
		Citations: []answer.Citation{{
			N: 1, Title: "The deal", Source: "The Verge", Published: day("2026-04-28"), Quote: "ended in April",
			URL: "https://verge.example/deal", Link: "https://verge.example/deal#:~:text=ended",
		}},
	}
}

// long is an answer of n sentences of about 200 characters.
func long(n int) answer.Answer {
	ans := simple()
	ans.Sentences = nil
	for i := range n {
		s := answer.Sentence{Lead: " ", Text: "Sentence " + strings.Repeat("x", 180) + ".", Citations: []int{1}}
		if i == 0 {
			s.Lead = ""
		}
		ans.Sentences = append(ans.Sentences, s)
	}
	ans.Text = answer.Text(ans.Sentences)
	return ans
}

func calls(v slacksim.View, method string) int { return len(v.Calls(method)) }
