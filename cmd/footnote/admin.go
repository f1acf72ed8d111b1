package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"footnote/bot"
	"footnote/internal/admin"
	"footnote/internal/reader"
	"footnote/internal/store"
)

// serveAdmin serves health, metrics and the pages of the library until ctx
// ends, where an address is set for it.
func (a *app) serveAdmin(ctx context.Context, l *library, b *bot.Bot) error {
	if a.cfg.Admin.Listen == "" {
		return nil
	}
	ln, err := net.Listen("tcp", a.cfg.Admin.Listen)
	if err != nil {
		return fmt.Errorf("listen for operators: %w; choose another address with FOOTNOTE_ADMIN_LISTEN", err)
	}
	var work sync.WaitGroup
	defer work.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pulse := &admin.Pulse{Try: l.store.TryWrite, Log: a.log}
	server := &http.Server{
		Handler: admin.New(admin.Config{
			Token: a.cfg.Admin.Token.Reveal(), Pages: (&reader.Server{Store: l.store, Log: a.log}).Handler(),
			Ready: func(ctx context.Context) error { return cmp.Or(pulse.Err(), l.ready(ctx), heardOf(b), b.Trouble()) },
			Figures: func(ctx context.Context) (admin.Figures, error) {
				f, err := l.figures(ctx)
				f.Writable = pulse.Err() == nil
				f.Links, f.Sockets = b.Links()
				f.Waiting = b.Waiting()
				return f, err
			},
			Log: a.log,
		}),
		ReadTimeout: 10 * time.Second,
	}
	a.log.Info("serve admin", "address", ln.Addr().String())
	work.Go(func() { pulse.Run(ctx) })
	work.Go(func() {
		<-ctx.Done()
		_ = server.Close() // nothing of it must be finished
	})
	if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve operators: %w", err)
	}
	return nil
}

// ready says why nothing can be answered now, or nil.
func (l *library) ready(ctx context.Context) error {
	if _, err := l.store.LastChange(ctx); err != nil {
		return fmt.Errorf("the library cannot be read: %w", err)
	}
	return nil
}

// heardOf says why no question arrives, or nil.
func heardOf(b *bot.Bot) error {
	if n, sockets := b.Links(); sockets && n == 0 {
		return errors.New("there is no connection to Slack; the log says why")
	}
	return nil
}

// figures reads what the library and its use amount to.
func (l *library) figures(ctx context.Context) (admin.Figures, error) {
	stats := l.index.Stats()
	f := admin.Figures{
		Chunks: stats.Chunks, Answers: map[string]int{}, Cost: map[string]float64{}, Sources: map[string]int{}, Jobs: map[string]int{},
	}
	last, err := l.store.LastChange(ctx)
	if err != nil {
		return f, err
	}
	f.Behind = last - stats.Change
	if f.Articles, err = l.store.CountArticles(ctx); err != nil {
		return f, err
	}
	usage, err := l.store.Usage(ctx)
	if err != nil {
		return f, err
	}
	for _, u := range usage {
		f.Answers[u.Outcome] += u.Answers
		f.AnswerSeconds += u.Took.Seconds()
		f.InputTokens += u.Input
		f.OutputTokens += u.Output
		if u.Currency != "" {
			f.Cost[u.Currency] += float64(u.Cost) / 1e9
		}
	}
	queue, err := l.store.Queue(ctx, "", time.Now())
	if err != nil {
		return f, err
	}
	f.Jobs["due"], f.Jobs["aside"] = queue.Jobs, queue.Aside
	sources, err := l.store.Sources(ctx)
	for _, s := range sources {
		f.Sources[sourceState(s)]++
	}
	return f, err
}

func sourceState(s store.Source) string {
	switch {
	case s.Ended:
		return "ended"
	case s.Failures > 0:
		return "failing"
	}
	return "well"
}
