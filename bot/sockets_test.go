package bot

import (
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"footnote/internal/slacksim"
	"footnote/internal/slackwire"
)

// A logbook is a log that is read while it is written.
type logbook struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestRedial holds that after a long outage of Slack a connection is tried again
// before slack-go would, that the log says what is wrong with it, and that Links
// counts.
func TestRedial(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	log := &logbook{}
	b := l.bot(tell(simple()), func(c *Config) { c.Log = slog.New(slog.NewTextHandler(log, nil)) })
	b.pace.redial = 200 * time.Millisecond
	l.run(b)
	links := func(want int) func() bool {
		return func() bool { n, ok := b.Links(); return ok && n == want }
	}
	l.eventually("both links", links(sockets))
	// At its own pace slack-go would try twelve times in seven minutes.
	l.Fault("apps.connections.open", slacksim.Fault{Status: 503, Count: 12 * sockets})
	for _, s := range l.Sockets() {
		s.Drop()
	}
	l.eventually("no link", links(0))
	l.eventually("both links again", links(sockets))
	if got := log.String(); !strings.Contains(got, "connection_error") || !strings.Contains(got, "503") {
		t.Errorf("the log does not say why:\n%s", got)
	}
}

// TestElsewhere holds that another installation with the same tokens is noticed
// at the second look, and that another process on the same library is none.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	begin := func(now func() time.Time) *Bot {
		b := l.bot(tell(simple()), nil)
		b.now, b.pace.hear = now, 20*time.Millisecond
		l.run(b)
		return b
	}
	begin(time.Now)
	second := begin(time.Now)
	l.eventually("the count", func() bool { return second.count.said.Load() == 0 })
	if err := second.Trouble(); err != nil {
		t.Errorf("with two processes on a library: %v", err)
	}

	l.store = newLab(t, slacksim.Options{}).store
	var ahead atomic.Int64
	other := begin(func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })
	l.eventually("the count", func() bool { return other.count.said.Load() == 0 })
	if err := other.Trouble(); err != nil {
		t.Errorf("after one look: %v", err)
	}
	l.eventually("another look", func() bool {
		ahead.Add(int64(time.Second))
		return other.Trouble() != nil
	})
	if err := other.Trouble(); !strings.Contains(err.Error(), "more connections of this app: another installation") {
		t.Errorf("after the second look: %v", err)
	}
}

// TestOneLook: what Slack tells the sockets of one process right after one another is one
// look, however often it is read between.
func TestOneLook(t *testing.T) {
	c := count{again: make(chan struct{}, 1)}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, look := range []struct {
		after time.Duration
		said  int64
		want  int64
	}{{0, 9, 0}, {time.Second, 9, 0}, {recount, 9, 7}, {time.Second, 9, 7}, {time.Second, 2, 0}} {
		at = at.Add(look.after)
		c.said.Store(look.said)
		c.take(2, at, slog.New(slog.DiscardHandler))
		if got := c.elsewhere.Load(); got != look.want {
			t.Errorf("at %s: %d connections elsewhere, want %d", at.Format(time.TimeOnly), got, look.want)
		}
	}
}

// TestWithoutAddress holds that no error, and so no line of the log, has the
// address that Slack gave for an answer or a file.
func TestWithoutAddress(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	b := l.bot(tell(simple()), nil)
	url := l.URL() + "/files/F1/secret.pdf"
	l.Close() // so that nothing answers
	said := b.api.webhook(t.Context(), url, aloud("hello"))
	_, got := b.download(t.Context(), slackwire.File{ID: "F1", URL: url})
	for what, err := range map[string]error{"response_url": said, "file": got} {
		if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "refused") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
