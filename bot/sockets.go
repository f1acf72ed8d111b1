package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"footnote/internal/slackwire"
)

// Bounds of one socket.
const (
	ackTimeout  = 2 * time.Second
	maxFrame    = 1 << 20 // bytes; Slack's payloads are some KB
	maxHandlers = 16      // events handled at once
	dialBurst   = 4       // connections without a pause
)

// listen holds one connection and handles what comes over it until ctx ends.
// working outlives ctx, for what must be finished.
func (b *Bot) listen(ctx, working context.Context, n int) error {
	turn := dialLimit{b.api.http.Transport, rate.NewLimiter(rate.Every(b.pace.dial), dialBurst)}
	hc := &http.Client{Timeout: callTimeout + b.pace.dial, Transport: turn} // the wait is part of the call
	socket := socketmode.New(newClient(hc, b.cfg.BotToken, b.cfg.AppToken, b.cfg.APIURL), socketmode.OptionReadLimit(maxFrame))
	defer b.linked[n].Store(false)
	g, ctx := errgroup.WithContext(ctx)
	long := make(chan error, 1)
	g.Go(func() error { return b.connect(ctx, socket, long) })
	g.Go(func() error { b.drain(ctx, working, socket, n, long); return nil })
	return g.Wait()
}

// connect keeps a socket connected until ctx ends, or Slack refuses the token
// for good.
func (b *Bot) connect(ctx context.Context, socket *socketmode.Client, long <-chan error) error {
	for {
		err := b.connected(ctx, socket, long)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
		case !refusedByName(err):
			return fmt.Errorf("connect to Slack: %w", err)
		case b.appToken.refused(b.now(), b.pace.refused):
			return tokenError{fmt.Errorf("connect to Slack: %w", err)}
		default:
			b.log.Error("bot socket", "err", err, "hint", "Footnote ends if this lasts")
			pause(ctx, b.pace.redial)
		}
	}
}

// connected connects a socket, anew where that ends, until it is refused. Between
// two attempts slack-go waits ever longer, up to five minutes, and what is said
// while nobody is connected comes to nobody: a long wait, of which it hears, is
// cut short.
func (b *Bot) connected(ctx context.Context, socket *socketmode.Client, long <-chan error) error {
	running, cut := context.WithCancel(ctx)
	defer cut()
	ended := make(chan error, 1)
	go func() { ended <- socket.RunContext(running) }()
	select {
	case err := <-ended:
		return err
	case err := <-long:
		if err == nil {
			pause(ctx, b.pace.redial)
		}
		cut()
		<-ended
		return err
	case <-b.count.again:
		cut()
		<-ended
		return nil
	}
}

// A count is how many connections Slack counts beside those of the processes on
// this store: of another installation with the same tokens, which is sent a part
// of what is asked. Slack says the number when a socket is connected.
type count struct {
	said      atomic.Int64 // by Slack; 0 once it is read
	elsewhere atomic.Int64 // with those that it saw twice
	again     chan struct{}

	// Of hearLoop.
	seen int64     // at the last count
	told time.Time // when that was
	at   time.Time // when it was, or was asked for anew
}

// recount is how long after a count that was too high a socket is connected anew
// for another: Slack counts those of a machine that is gone for a while.
const recount = 5 * time.Minute

// take notes what Slack counted beside a number of connections that are known.
func (c *count) take(known int, now time.Time, log *slog.Logger) {
	said := c.said.Swap(0)
	if said == 0 {
		if c.seen > 0 && now.Sub(c.at) >= recount {
			c.at = now
			select {
			case c.again <- struct{}{}:
			default: // it waits already
			}
		}
		return
	}
	more := said - int64(known)
	if more < sockets { // while one is connected anew, it is counted twice
		more = 0
	}
	twice := min(more, c.seen)
	if now.Sub(c.told) < oneLook { // the other socket was told, too
		twice = min(twice, c.elsewhere.Load())
	}
	if twice != c.elsewhere.Swap(twice) && twice > 0 {
		log.Warn("bot connections elsewhere", "connections", twice, "hint", textElsewhere)
	}
	c.seen, c.told, c.at = more, now, now
}

// oneLook is how far apart Slack tells the sockets of one process how many it has.
const oneLook = 5 * time.Second

const textElsewhere = "another installation uses the same tokens and is sent a part of what is asked: stop it, or give it an app of its own"

// Trouble says why questions are not answered, or not all of them by this
// library, though there are connections to Slack; nil where they are.
func (b *Bot) Trouble() error {
	if b.api.refused.Load() {
		return errors.New("the bot token is refused by Slack; footnote doctor says what to do")
	}
	if n := b.count.elsewhere.Load(); n > 0 {
		return ElsewhereError(n)
	}
	return nil
}

// An ElsewhereError is how many connections another installation has.
type ElsewhereError int

func (n ElsewhereError) Error() string {
	return fmt.Sprintf("Slack counts %d more connections of this app: %s", int(n), textElsewhere)
}

// join notes that a socket is connected, and tells of the first one that is, and of one
// that had broken off: another may have, too, of which nobody has heard yet.
func (b *Bot) join(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	others, _ := b.Links()
	if others == 0 {
		b.log.Info("bot connected")
	}
	if b.broken[n].Swap(false) || others == 0 {
		select {
		case b.rejoined <- struct{}{}:
		default: // it is told already
		}
	}
	b.linked[n].Store(true)
}

// Links returns how many connections to Slack there are now, and false where it
// is Slack that calls.
func (b *Bot) Links() (n int, ok bool) {
	for i := range b.linked {
		if b.linked[i].Load() {
			n++
		}
	}
	return n, b.cfg.Events == nil
}

// dialLimit makes the opening of connections wait its turn: slack-go's pause
// between attempts begins anew with every connection that succeeds, so that a
// server that closes at once would be dialled without an end.
type dialLimit struct {
	next  http.RoundTripper
	limit *rate.Limiter
}

func (t dialLimit) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "apps.connections.open") {
		if err := t.limit.Wait(r.Context()); err != nil {
			return nil, err
		}
	}
	return t.next.RoundTrip(r)
}

// drain takes events off a socket as they come. One for which no handler is
// free is not acknowledged: Slack sends it again.
func (b *Bot) drain(ctx, working context.Context, socket *socketmode.Client, n int, long chan<- error) {
	handlers := new(errgroup.Group)
	handlers.SetLimit(maxHandlers)
	defer handlers.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-socket.Events:
			b.watchLink(e, n, long)
			env, ok := open(e)
			if !ok {
				continue
			}
			receive := func() error {
				defer b.work.begin()()
				b.receive(ctx, working, socket, env)
				return nil
			}
			if !handlers.TryGo(receive) {
				b.log.Warn("bot event put off", "socket", n, "type", env.Type, "retry", env.Retry)
				b.leave(env)
			}
		}
	}
}

// leave is for an event that was not taken. Slack sends it again; what it sent for
// the last time is read back, as after a time away.
func (b *Bot) leave(env slackwire.Envelope) {
	if env.Retry >= lastRetry {
		b.dropped.Store(true)
	}
}

// watchLink notes and logs what an event says of the connection itself, and
// tells of a refusal, and of a wait that is long but asked for by nobody.
func (b *Bot) watchLink(e socketmode.Event, n int, long chan<- error) {
	if e.Type == socketmode.EventTypeHello && e.Request != nil {
		b.count.said.Store(int64(e.Request.NumConnections))
	}
	var err error
	switch data := e.Data.(type) {
	case *slack.ConnectingEvent:
		b.linked[n].Store(false)
	case *socketmode.ConnectedEvent:
		b.appToken.taken()
		b.join(n)
	case *slack.ConnectionErrorEvent:
		err = data.ErrorObj
		refusal := err
		if !refusedByName(err) {
			refusal = nil
		}
		if how, _ := fateOf(err); refusal != nil || data.Backoff > b.pace.redial && how != limited {
			select {
			case long <- refusal:
			default: // it is told already
			}
		}
	case *slack.IncomingEventError:
		b.broken[n].Store(true)
		err = data.ErrorObj
	case *socketmode.ErrorWriteFailed:
		err = data.Cause
	}
	if err != nil {
		level := slog.LevelWarn
		if !b.linkErrs.add(err.Error(), b.now()) { // an outage says so every few seconds
			level = slog.LevelDebug
		}
		b.log.Log(context.Background(), level, "bot socket", "socket", n, "event", string(e.Type), "err", err)
	}
}

// open returns the envelope in an event of a socket's, if there is one.
func open(e socketmode.Event) (env slackwire.Envelope, ok bool) {
	switch e.Type {
	case socketmode.EventTypeErrorBadMessage: // slack-go could not read it, and does not acknowledge it
		if bad, isBad := e.Data.(*socketmode.ErrorBadMessage); isBad {
			ok = json.Unmarshal(bad.Message, &env) == nil
		}
	default:
		if e.Request != nil {
			env = slackwire.Envelope{ID: e.Request.EnvelopeID, Type: e.Request.Type, Payload: e.Request.Payload, Retry: e.Request.RetryAttempt}
			ok = true
		}
	}
	return env, ok && env.ID != ""
}

// receive handles an envelope: it records what must not be lost,
// acknowledges, and then acts. What could not be recorded is not
// acknowledged, so that it comes again.
func (b *Bot) receive(ctx, working context.Context, socket *socketmode.Client, env slackwire.Envelope) {
	recording, cancel := context.WithTimeout(ctx, b.pace.record)
	got, err := b.accept(recording, env)
	cancel()
	if err != nil {
		b.log.Error("bot event", "type", env.Type, "retry", env.Retry, "err", err)
		b.leave(env)
		return
	}
	acking, cancel := context.WithTimeout(ctx, ackTimeout)
	defer cancel()
	if err := socket.AckCtx(acking, env.ID, got.reply); err != nil {
		b.log.Warn("bot acknowledge", "type", env.Type, "err", err) // it comes again and is known again
	}
	if got.act != nil {
		got.act(working)
	}
}
