package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"footnote/internal/article"
	"footnote/internal/dateline"
	"footnote/internal/extract"
	"footnote/internal/fetch"
	"footnote/internal/media"
	"footnote/internal/store"
)

// A gathering is an Indexer that only gathers what is read.
type gathering struct{ articles []article.Article }

// Add gathers the articles.
func (g *gathering) Add(_ context.Context, articles []article.Article) ([]store.Saved, error) {
	g.articles = append(g.articles, articles...)
	return make([]store.Saved, len(articles)), nil
}

// readFetched returns the articles of what was fetched. The report has what
// is wrong with it.
func readFetched(ctx context.Context, pdf extract.PDFReader, p fetch.Page, scope article.Scope) ([]article.Article, Report, error) {
	var g gathering
	r := &run{Adder: &Adder{Indexer: &g, PDF: pdf, Scope: scope}}
	if err := r.read(ctx, input{name: p.URL, Origin: media.Origin{URL: p.URL, MIME: p.Type}, r: bytes.NewReader(p.Body)}); err != nil {
		return nil, r.report, err
	}
	if err := r.flush(ctx); err != nil {
		return nil, r.report, err
	}
	if len(g.articles) == 0 {
		err := errUnread
		for _, problem := range r.report.Problems {
			err = problem.Err
			if !isFinal(err) {
				err = fmt.Errorf("%w: %w", errUnread, err)
			}
		}
		return nil, r.report, err
	}
	return g.articles, r.report, nil
}

// fetch fetches the page of an item that a feed has only the beginning of.
func (s *shift) fetch(ctx context.Context, sp spec, done store.Settled) (result, error) {
	over := result{work: store.Work{Settled: []store.Settled{done}}}
	held, err := s.Store.ArticleAt(ctx, sp.Scope, sp.URL)
	if err != nil {
		return result{}, storeError{err}
	}
	if held != "" {
		return over, nil
	}
	p, err := s.Client.Get(ctx, fetch.Request{URL: sp.URL, From: sp.From})
	if err != nil {
		return result{}, err
	}
	if media.FeedLike(p.Body, p.Type) {
		return result{}, fmt.Errorf("%w but a feed", errUnread)
	}
	articles, _, err := readFetched(ctx, s.PDF, p, sp.Scope)
	if err != nil {
		return result{}, err
	}
	if len(articles) == 1 {
		sp.complete(&articles[0])
		same, err := s.Store.SameText(ctx, sp.Scope, textKey(articles[0]))
		if err != nil {
			return result{}, storeError{err}
		}
		if same != "" && same != articles[0].NewID() {
			return over, nil // the site shows it under another URL already
		}
	}
	return s.fetched(articles, p, sp, done)
}

// fetched returns articles with how they were fetched, and when each is looked
// at again.
func (s *shift) fetched(articles []article.Article, p fetch.Page, sp spec, done store.Settled) (result, error) {
	r := result{articles: articles, source: sp.URL, work: store.Work{Settled: []store.Settled{done}}}
	for _, a := range articles {
		f := store.Fetch{ArticleID: a.NewID(), URL: sp.URL, Via: store.ViaPage, TextKey: textKey(a)}
		if len(articles) == 1 {
			f.Also = []string{sp.URL, p.URL}
			f.ETag, f.LastModified = p.ETag, p.LastModified
			look, err := lookAgain(a, sp.URL, sp.From, time.Now())
			if err != nil {
				return result{}, err
			}
			r.work.Jobs = append(r.work.Jobs, look)
		}
		r.work.Fetches = append(r.work.Fetches, f)
	}
	return r, nil
}

// complete adds what the feed says of an article and its page does not: its hour, too, where
// the page has only the day, which stays the article's.
func (sp spec) complete(a *article.Article) {
	switch has, said := a.Published, sp.Published; {
	case !has.Sure() && said.Known() && (said.Sure() || !has.Known()):
		a.Published = said.On(dateline.InURL(a.URL))
	case has.Sure() && has.DayOnly && said.Sure() && said.On(has).Day() == has.Day():
		a.Published = said.On(has)
	}
	if a.Title == "" {
		a.Title = article.OneLine(sp.Title, article.MaxTitle)
	}
	if a.Author == "" {
		a.Author = article.OneLine(sp.Author, article.MaxName)
	}
	if sp.Outlet != "" && a.Outlet == article.HostName(a.URL) {
		a.Outlet = sp.Outlet
	}
}

// lookAgain returns the job that looks at an article again, at a URL as it was named by
// from.
func lookAgain(a article.Article, url, from string, now time.Time) (store.Job, error) {
	j, err := spec{URL: url, From: from, Article: a.NewID()}.job(refreshKind)
	j.Due = nextLook(a, now)
	return j, err
}

// refresh looks at an article again. A changed text is a new revision; a page
// that is gone is marked.
func (s *shift) refresh(ctx context.Context, j store.Job, sp spec, done store.Settled) (result, error) {
	a, err := s.Store.Article(ctx, sp.Article)
	if errors.Is(err, store.ErrNotFound) {
		return result{work: store.Work{Settled: []store.Settled{done}}}, nil
	}
	if err != nil {
		return result{}, storeError{err}
	}
	f, err := s.Store.Fetch(ctx, a.ID)
	if err != nil {
		return result{}, storeError{err}
	}
	p, err := s.Client.Get(ctx, fetch.Request{URL: f.URL, From: sp.From, ETag: f.ETag, LastModified: f.LastModified})
	if ctx.Err() != nil {
		return result{}, ctx.Err()
	}
	return s.looked(ctx, j, a, f, p, err, done)
}

// looked returns what a look at an article found out. It never sets the job
// aside: what fails now is looked at again.
func (s *shift) looked(ctx context.Context, j store.Job, a article.Article, f store.Fetch, p fetch.Page, err error, done store.Settled) (result, error) {
	now := time.Now()
	f.Checked, f.Problem = now, ""
	done.Again = nextLook(a, now)
	r := result{source: f.URL}
	switch {
	case errors.Is(err, fetch.ErrNotFound):
		f.Gone, f.Problem = true, article.OneLine(err.Error(), article.MaxTitle)
	case err != nil:
		f.Problem = article.OneLine(err.Error(), article.MaxTitle)
		if again := failed(j, err, now); !again.Aside {
			again.Owner, again.Again = s.owner, now.Add(max(again.Again.Sub(now), lookSoonest))
			done = again
		}
	case p.NotModified:
		f.Gone = false
	default:
		f.Gone, f.ETag, f.LastModified = false, p.ETag, p.LastModified
		if f.Via == store.ViaPage {
			r.articles, f.Problem = revised(ctx, s.PDF, a, p)
		}
	}
	for _, n := range r.articles {
		f.TextKey = textKey(n)
	}
	r.work = store.Work{Settled: []store.Settled{done}, Fetches: []store.Fetch{f}}
	return r, nil
}

// revised returns the article as its page has it now, if its text or title
// has changed or it turns out to be of another day, as one may that was read as
// of UTC, or what is wrong with the page. Of one of which less can be read now,
// what was read stays.
func revised(ctx context.Context, pdf extract.PDFReader, a article.Article, p fetch.Page) (changed []article.Article, problem string) {
	articles, report, err := readFetched(ctx, pdf, p, a.Scope)
	if err != nil {
		return nil, article.OneLine(err.Error(), article.MaxTitle)
	}
	if len(articles) != 1 || articles[0].NewID() != a.ID {
		return nil, "the URL leads to something else now"
	}
	n := articles[0]
	for _, w := range report.Warnings {
		if errors.Is(w.Err, extract.ErrPart) && len(n.Body) < len(a.Body) { // as behind a paywall that was not there
			return nil, article.OneLine(w.Err.Error(), article.MaxTitle)
		}
	}
	spec{Published: dateline.Believed(a.Published, time.Now()), Author: a.Author, Outlet: a.Outlet}.complete(&n)
	otherDay := dateline.SameInstant(n.Published, a.Published) && n.Published.Day() != a.Published.Day()
	if n.Body == a.Body && n.Title == a.Title && !otherDay {
		return nil, ""
	}
	return []article.Article{n}, ""
}
