package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v3"
	"golang.org/x/sync/errgroup"

	"footnote/bot"
	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/nearcopy"
	"footnote/retrieval"
)

func (a *app) serveCommand() *cli.Command {
	return &cli.Command{
		Name: "serve", Usage: "answer questions in Slack until stopped",
		UsageText: `footnote serve

Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN, in the environment or in .env, or
SLACK_SIGNING_SECRET instead of the second, to be called by Slack over HTTP
(with both it is HTTP);
footnote manifest prints the app to create in Slack, and footnote doctor
says what is still missing. Articles may be added while it runs. It polls the
feeds that were added, and looks at articles again for what has changed.`,
		Action: func(ctx context.Context, _ *cli.Command) error {
			return a.serve(ctx)
		},
	}
}

func (a *app) serve(ctx context.Context) error {
	if err := a.needSlack(); err != nil {
		return setupError{err}
	}
	l, err := a.openLibrary(ctx, true)
	if err != nil {
		return err
	}
	defer l.Close()
	a.sayLibrary(l)
	events, err := a.listenEvents()
	if err != nil {
		return err
	}
	b, err := bot.New(a.botOf(l, events))
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return a.explain(ctx, b.Run(ctx)) })
	g.Go(func() error { a.answerer(l).Try(ctx); return nil })
	g.Go(func() error { a.digests(l, b).Run(ctx); return nil })
	g.Go(func() error { a.botWatches(l, b).Run(ctx); return nil })
	g.Go(func() error { return ended(ctx, l.index.Follow(ctx)) })
	g.Go(func() error { return a.keepComplete(ctx, l) })
	g.Go(func() error { a.worker(l.store, l.indexer).Run(ctx); return nil })
	g.Go(func() error { return a.serveAdmin(ctx, l, b) })
	return g.Wait()
}

// sayLibrary logs which library is served: in another folder than was meant it
// would be a new one, and the sample library would answer.
func (a *app) sayLibrary(l *library) {
	folder, err := filepath.Abs(a.cfg.Data)
	if err != nil {
		folder = a.cfg.Data
	}
	stats := l.index.Stats()
	if stats.Articles == 0 {
		a.log.Warn("serve library", "folder", folder, "articles", 0, "hint", "the sample library answers until one is added")
		return
	}
	a.log.Info("serve library", "folder", folder, "articles", stats.Articles, "chunks", stats.Chunks)
}

// explain adds to an error that ended the bot what doctor would say of Slack,
// whose own word is a code such as token_revoked.
func (a *app) explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	for _, p := range a.checkSlack(ctx).Problems {
		err = fmt.Errorf("%w; %s", err, p)
	}
	if errors.Is(err, bot.ErrTokens) {
		return setupError{err}
	}
	return err
}

// needSlack names the tokens that are missing.
func (a *app) needSlack() error {
	var missing []string
	if !a.cfg.Slack.BotToken.IsSet() {
		missing = append(missing, "SLACK_BOT_TOKEN (xoxb-…)")
	}
	if !a.cfg.Slack.AppToken.IsSet() && !a.cfg.Slack.SigningSecret.IsSet() {
		missing = append(missing, "SLACK_APP_TOKEN (xapp-…), or SLACK_SIGNING_SECRET to be called over HTTP,")
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("set %s in the environment or in .env; footnote manifest prints the Slack app to create", strings.Join(missing, " and "))
}

// listenEvents opens the port that Slack calls, unless it is Socket Mode.
func (a *app) listenEvents() (net.Listener, error) {
	if a.cfg.Slack.SocketMode() {
		a.log.Info("serve sockets")
		return nil, nil
	}
	if a.cfg.Slack.AppToken.IsSet() {
		a.log.Warn("serve events", "hint", bothWays)
	}
	ln, err := net.Listen("tcp", a.cfg.Slack.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen for Slack: %w; choose another address with SLACK_LISTEN", err)
	}
	a.log.Info("serve events", "address", ln.Addr().String())
	return ln, nil
}

// bothWays is what to know where an app token and a signing secret are set.
const bothWays = "SLACK_APP_TOKEN is not used, because SLACK_SIGNING_SECRET is set: remove SLACK_SIGNING_SECRET for Socket Mode"

// botOf is what the bot is made of; events is nil where it uses Socket Mode.
func (a *app) botOf(l *library, events net.Listener) bot.Config {
	model := ""
	if l.model != nil {
		model = l.model.Name()
	}
	return bot.Config{
		BotToken: a.cfg.Slack.BotToken.Reveal(), AppToken: a.cfg.Slack.AppToken.Reveal(), APIURL: a.cfg.Slack.APIURL,
		Events: events, SigningSecret: a.cfg.Slack.SigningSecret.Reveal(),
		Watches:  a.checker(l),
		Answerer: a.answerer(l), Suggester: a.answerer(l), Summarizer: a.answerer(l), Store: l.store, Log: a.log, Model: model, Answers: a.cfg.MaxAnswers,
		Library: func(ctx context.Context, r article.Reader) (answer.Library, error) {
			found, err := l.index.Search(ctx, retrieval.Query{Reader: r})
			return answer.Library{Articles: found.Articles, Newest: found.Newest}, err
		},
		Find: l.find, Adder: &slackAdder{app: a, l: l, queue: a.worker(l.store, l.indexer)}, Rules: rulesOf(a.cfg.Slack.Rules),
	}
}

// completeEvery is how often serve looks for chunks without terms or vectors,
// which an outage of the embedder leaves behind, and for copies of articles.
const completeEvery = time.Minute

func (a *app) keepComplete(ctx context.Context, l *library) error {
	tick := time.NewTicker(completeEvery)
	defer tick.Stop()
	said := "" // an outage is said once
	for {
		err := a.backfill(ctx, l, nil)
		switch {
		case err == nil:
			said = ""
		case ctx.Err() == nil && said != err.Error():
			said = err.Error()
			a.log.Warn("retrieval backfill", "err", err)
		}
		if _, err := nearcopy.Update(ctx, l.store); err != nil && ctx.Err() == nil {
			a.log.Warn("nearcopy update", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// ended drops the error of work that stopped because ctx did.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}
