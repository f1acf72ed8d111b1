package ingest

import (
	"context"
	"errors"
	"net/url"
	"time"

	"footnote/internal/article"
	"footnote/internal/extract"
	"footnote/internal/feed"
	"footnote/internal/fetch"
	"footnote/internal/media"
	"footnote/internal/store"
)

// maxGuesses bounds what is asked of a site that names no feed.
const maxGuesses = 6

// usualFeeds are where feeds are that no page names.
var usualFeeds = []string{"/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/news-sitemap.xml", "/sitemap.xml"}

// add adds what a person named: the article of a page, the articles of a feed
// from now on, those of all the feeds of an outline, or those of a site whose
// front page it is.
func (s *shift) add(ctx context.Context, j store.Job, sp spec, done store.Settled) (result, error) {
	p, err := s.Client.Get(ctx, fetch.Request{URL: sp.URL, From: sp.From})
	if err != nil {
		return result{}, err
	}
	if media.FeedLike(p.Body, p.Type) {
		if media.IsOutline(p.Body) {
			return s.addOutline(j, sp, p, done)
		}
		return s.subscribe(ctx, j, sp, sp.URL, p, done)
	}
	if links, front := extract.SiteFeeds(p.URL, p.Body); front {
		at, brought, err := s.firstFeed(ctx, p, links)
		if err != nil {
			return result{}, err
		}
		if brought.Body != nil {
			return s.subscribe(ctx, j, sp, at, brought, done)
		}
	}
	articles, report, err := readFetched(ctx, s.PDF, p, sp.Scope)
	if err != nil {
		return result{}, err
	}
	r, err := s.fetched(articles, p, sp, done)
	r.note = func(total *Report) {
		for _, w := range report.Warnings {
			total.warn(sp.URL, w.Line, w.Err)
		}
		for _, w := range report.Problems {
			total.problem(sp.URL, w.Line, w.Err)
		}
	}
	return r, err
}

// addOutline adds each feed of an outline, as if it had been named.
func (s *shift) addOutline(j store.Job, sp spec, p fetch.Page, done store.Settled) (result, error) {
	outlines, err := feed.ReadOutlines(p.Body, p.Type)
	if err != nil {
		return result{}, err
	}
	if len(outlines) == 0 {
		return result{}, feed.ErrNoFeed
	}
	r := result{work: store.Work{Settled: []store.Settled{done}}}
	for _, o := range outlines {
		one, err := spec{URL: o.URL, Scope: sp.Scope, From: p.URL}.job(addKind)
		if err != nil {
			return result{}, err
		}
		one.Waiter = j.Waiter
		r.work.Jobs = append(r.work.Jobs, one)
	}
	return r, nil
}

// subscribe makes a source of a feed and takes what it has now.
func (s *shift) subscribe(ctx context.Context, j store.Job, sp spec, at string, p fetch.Page, done store.Settled) (result, error) {
	now := time.Now()
	src, added, err := s.Store.Subscribe(ctx, store.Source{
		Scope: sp.Scope, URL: at, Title: article.HostName(at), Every: time.Hour, Next: now.Add(pollSoonest),
	}, hostOf(at), "", now)
	if err != nil {
		return result{}, storeError{err}
	}
	note := func(src store.Source, t taking) func(*Report) {
		return func(r *Report) {
			r.Sources = append(r.Sources, Subscription{
				Named: sp.URL, URL: src.URL, Title: src.Title, Items: t.items, Every: src.Every, Added: added,
			})
			if src.Problem != "" {
				r.problem(sp.URL, 0, errors.New(src.Problem))
			}
		}
	}
	return s.polled(ctx, src, p, nil, j.Waiter, done, note)
}

// firstFeed returns the first feed that a site names and that can be read; of
// a site that names none, the first at one of the usual places. A page without
// a body means that there is none.
func (s *shift) firstFeed(ctx context.Context, front fetch.Page, links []string) (at string, p fetch.Page, err error) {
	if len(links) == 0 {
		base, err := url.Parse(front.URL)
		if err != nil {
			return "", fetch.Page{}, nil
		}
		for _, path := range usualFeeds {
			if ref, err := base.Parse(path); err == nil {
				links = append(links, ref.String())
			}
		}
	}
	for _, at := range links[:min(len(links), maxGuesses)] {
		p, err := s.Client.Get(ctx, fetch.Request{URL: at, From: front.URL})
		if ctx.Err() != nil {
			return "", fetch.Page{}, ctx.Err()
		}
		if err == nil && media.FeedLike(p.Body, p.Type) {
			return at, p, nil
		}
	}
	return "", fetch.Page{}, nil
}
