package main

import (
	"context"
	"io"
	"time"

	"footnote/bot"
	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/config"
	"footnote/internal/fetch"
	"footnote/internal/ingest"
	"footnote/internal/store"
	"footnote/internal/tell"
	"footnote/retrieval"
)

// readers says, for the terminal, what is read in channels: what Slack says
// where there is a token. Without one nothing is told from here, and serve looks
// anew at who reads before it tells what was kept.
func (a *app) readers(l *library) tell.Readers {
	if !a.cfg.Slack.BotToken.IsSet() {
		return func(_ context.Context, channel, _ string) (article.Reader, error) {
			return article.Reader{article.ChannelScope(channel)}, nil
		}
	}
	return bot.NewReaders(a.cfg.Slack.BotToken.Reveal(), a.cfg.Slack.APIURL, l.store, a.log)
}

// A slackAdder adds what people name in Slack, who may not read this
// machine's files.
type slackAdder struct {
	app   *app
	l     *library
	queue *ingest.Worker
}

func (s *slackAdder) AddURLs(ctx context.Context, urls []string, scope article.Scope, outside bool) ([]bot.Added, error) {
	var added []bot.Added
	a := s.adder(scope, &added)
	a.Outside = outside
	report, err := a.AddURLs(ctx, urls)
	return withProblems(added, report), err
}

func (s *slackAdder) AddFile(ctx context.Context, name, mime string, content io.Reader, scope article.Scope) ([]bot.Added, error) {
	var added []bot.Added
	a := s.adder(scope, &added)
	report, err := a.AddUpload(ctx, name, mime, content)
	return withProblems(added, report), err
}

// adder returns an Adder that notes what it added.
func (s *slackAdder) adder(scope article.Scope, added *[]bot.Added) *ingest.Adder {
	return &ingest.Adder{
		Indexer: s.l.indexer, Client: s.queue.Client, PDF: s.queue.PDF, Queue: s.queue, Scope: scope, Log: s.app.log,
		Saved: func(batch []ingest.Added) {
			for _, x := range batch {
				*added = append(*added, bot.Added{Source: x.Source, ID: x.ID, Title: x.Title, Effect: x.Effect})
			}
		},
	}
}

func withProblems(added []bot.Added, r ingest.Report) []bot.Added {
	for _, src := range r.Sources { // serve polls it from now on
		x := bot.Added{Source: src.Named, Title: src.Title + " (" + src.URL + ")", Effect: store.Created}
		if !src.Added {
			x.Effect = store.Unchanged
		}
		added = append(added, x)
	}
	for _, p := range r.Problems {
		added = append(added, bot.Added{Source: p.Source, Problem: p.Err.Error(), Closed: fetch.IsClosed(p.Err)})
	}
	return added
}

// find ranks passages for people in Slack; none where they do not hold what is looked
// for.
func (l *library) find(ctx context.Context, r article.Reader, query string, n int) ([]article.Passage, error) {
	found, err := l.index.Search(ctx, retrieval.Query{Text: query, Reader: r, K: n, MaxPerArticle: 1})
	if err != nil || found.Evidence < answer.LeastEvidence {
		return nil, err
	}
	return found.Passages, nil
}

func rulesOf(r config.Rules) bot.Rules {
	return bot.Rules{
		Mark: r.Mark, Admins: r.Admins, AdminsAdd: r.AdminsAdd, PerHour: r.PerHour,
		Keep: time.Duration(r.KeepDays) * 24 * time.Hour,
	}
}
