package bot

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/slacksim"
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
