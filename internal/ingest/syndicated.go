package ingest

import (
	"context"
	"errors"
	"io"
	"time"

	"footnote/internal/article"
	"footnote/internal/dateline"
	"footnote/internal/extract"
	"footnote/internal/feed"
	"footnote/internal/media"
	"footnote/internal/store"
)

// errNoQueue: what is to be polled needs the store.
var errNoQueue = errors.New("a feed: add it with footnote add")

// syndicated adds what a feed or an outline brings. One of the web is
// subscribed to. Of a file, which does not change by itself, the items are
// added.
func (r *run) syndicated(ctx context.Context, in input, src io.Reader) error {
	raw, err := io.ReadAll(io.LimitReader(src, media.MaxFeed))
	if err != nil {
		r.report.problem(in.name, 0, plain(err))
		return nil
	}
	switch {
	case media.IsOutline(raw):
		return r.outline(in, raw)
	case in.URL != "":
		return r.subscribe(ctx, in)
	}
	now := time.Now()
	_, err = feed.Read(raw, in.MIME, "", func(f feed.Feed, it feed.Item) error {
		if d, ok := extract.Item(f, it); ok {
			if err := d.Finish(r.Scope, now); err == nil {
				return r.keep(ctx, d.Article, in.name)
			}
		}
		return r.fetchLater(in, it, now)
	})
	if errors.Is(err, feed.ErrNoFeed) || errors.Is(err, media.ErrEmpty) {
		r.report.problem(in.name, 0, err)
		return nil
	}
	return err
}

// fetchLater puts the page of an item of a file into the queue.
func (r *run) fetchLater(in input, it feed.Item, now time.Time) error {
	switch {
	case it.URL == "":
		return nil
	case r.Queue == nil:
		r.report.problem(it.URL, 0, errors.New("fetching is switched off"))
		return nil
	}
	date := dateline.Believed(it.Published, now)
	j, err := spec{
		URL: it.URL, Scope: r.Scope, From: in.from(), Title: it.Title, Author: it.Author, Outlet: it.Outlet, Published: date, Estimated: date.Estimated,
	}.job(fetchKind)
	r.jobs = append(r.jobs, j)
	return err
}

// outline names every feed of an outline.
func (r *run) outline(in input, raw []byte) error {
	if r.Queue == nil {
		r.report.problem(in.name, 0, errNoQueue)
		return nil
	}
	outlines, err := feed.ReadOutlines(raw, in.MIME)
	if err != nil || len(outlines) == 0 {
		r.report.problem(in.name, 0, errors.New("an outline without feeds"))
		return nil
	}
	for _, o := range outlines {
		r.urls = append(r.urls, named{o.URL, in.from()})
	}
	return nil
}

// subscribe makes a source of a feed that was fetched, which the background
// polls.
func (r *run) subscribe(ctx context.Context, in input) error {
	if r.Queue == nil {
		r.report.problem(in.name, 0, errNoQueue)
		return nil
	}
	src, added, err := r.Queue.Store.Subscribe(ctx, store.Source{
		Scope: r.Scope, URL: in.name, Title: article.HostName(in.name), Every: time.Hour,
	}, hostOf(in.name), "", time.Now())
	if err != nil {
		return err
	}
	r.report.Sources = append(r.report.Sources, Subscription{Named: in.name, URL: src.URL, Title: src.Title, Every: src.Every, Added: added})
	return nil
}

// order works at what was put off until now.
func (r *run) order(ctx context.Context) error {
	jobs, err := addJobs(r.Scope, r.urls)
	if err != nil {
		return err
	}
	return r.Queue.addOrder(ctx, append(jobs, r.jobs...), &r.report)
}
