package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"footnote/internal/slackhttp"
	"footnote/internal/slackwire"
)

// Bounds of what Slack may send over HTTP.
const (
	eventsRead   = 10 * time.Second // a request
	eventsIdle   = 2 * time.Minute  // between two requests of a connection
	eventsHeader = 64 << 10         // bytes
)

// errNoHandler is why an envelope is to come again.
var errNoHandler = errors.New("all handlers are busy")

// serveEvents takes what Slack sends over HTTP until ctx ends. working
// outlives ctx, for what must be finished.
func (b *Bot) serveEvents(ctx, working context.Context) error {
	free := make(chan struct{}, maxHandlers)
	take := func(ctx context.Context, e slackwire.Envelope) (slackhttp.Taken, error) {
		if !sit(free) {
			return slackhttp.Taken{}, errNoHandler
		}
		defer func() { <-free }()
		got, err := b.accept(ctx, e)
		taken := slackhttp.Taken{Reply: got.reply}
		if got.act != nil {
			taken.Act = func() { got.act(working) }
		}
		return taken, err
	}
	server := &http.Server{
		Handler: slackhttp.New(b.cfg.SigningSecret, take, b.log), ReadTimeout: eventsRead, IdleTimeout: eventsIdle, MaxHeaderBytes: eventsHeader,
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		<-ctx.Done()
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.pace.leave)
		defer cancel()
		_ = server.Shutdown(closing) // what does not end is cut off; Slack sends it again
	}()
	err := server.Serve(b.cfg.Events)
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve Slack's events: %w", err)
	}
	<-ended
	return nil
}
