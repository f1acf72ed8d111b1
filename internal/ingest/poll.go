package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"footnote/internal/article"
	"footnote/internal/dateline"
	"footnote/internal/extract"
	"footnote/internal/feed"
	"footnote/internal/fetch"
	"footnote/internal/media"
	"footnote/internal/store"
)

// Bounds of one poll.
const (
	takeAtATime = 64 // items saved in one transaction
	// maxPlain is how many pages are taken of a sitemap that names pages and
	// not news: the newest.
	maxPlain = 1000
	// maxParts is how many sitemaps are read of one that names sitemaps: the
	// newest.
	maxParts = 10
)

// poll polls a source. However it goes, the source is polled again, unless it
// has ended.
func (s *shift) poll(ctx context.Context, j store.Job, done store.Settled) (result, error) {
	id, err := strconv.ParseInt(j.Key, 10, 64)
	if err != nil {
		return result{}, fmt.Errorf("%w: %w", errUnread, err)
	}
	src, err := s.Store.Source(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return result{work: store.Work{Settled: []store.Settled{done}}}, nil
	}
	if err != nil {
		return result{}, storeError{err}
	}
	p, err := s.Client.Get(ctx, fetch.Request{URL: src.URL, ETag: src.ETag, LastModified: src.LastModified})
	if ctx.Err() != nil {
		return result{}, ctx.Err()
	}
	done.Again = time.Now().Add(pollSoonest) // until the source's Next is known
	return s.polled(ctx, src, p, err, j.Waiter, done, nil)
}

// polled takes what a poll brought and stores how the source is. Its errors
// are of the store.
func (s *shift) polled(ctx context.Context, src store.Source, p fetch.Page, err error, waiter string, done store.Settled, note func(store.Source, taking) func(*Report)) (result, error) {
	now := time.Now()
	var t taking
	switch {
	case err == nil && p.NotModified:
		src.Every = bound(max(src.Every, now.Sub(src.Moved)/(2*movesSeen)), pollSoonest, pollLatest)
	case err == nil:
		if t, err = s.take(ctx, src, p, waiter); isStoreError(err) {
			return result{}, storeError{err}
		}
		src = t.learn(src, p, now)
	}
	src.Polled = now
	if err != nil {
		src = unwell(src, err, now)
	} else {
		src.Failures, src.Failing, src.Problem, src.Ended = 0, time.Time{}, "", false
		src.Next = now.Add(jitter(src.Every))
	}
	if src.Problem != "" && s.Log != nil {
		s.Log.Warn("ingest poll", "source", src.ID, "failures", src.Failures, "ended", src.Ended, "err", src.Problem)
	}
	var r result
	if note != nil {
		r.note = note(src, t)
	}
	if err := s.Store.FinishPoll(ctx, src, done); err != nil {
		return r, storeError{err}
	}
	return r, nil
}

// isStoreError reports whether an error is not of the feed, but ours.
func isStoreError(err error) bool {
	return err != nil && !errors.Is(err, feed.ErrNoFeed) && !errors.Is(err, media.ErrEmpty)
}

// unwell returns a source as it is after another failure.
func unwell(src store.Source, err error, now time.Time) store.Source {
	if src.Failures++; src.Failures == 1 {
		src.Failing = now
	}
	src.Problem = article.OneLine(err.Error(), article.MaxTitle)
	wait := pollAgain(max(src.Every, pollSoonest), src.Failures-1)
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		wait = max(wait, status.RetryAfter)
		src.Ended = status.Code == http.StatusGone
	}
	if isDead(src.Failures, src.Failing, now) {
		src.Ended = true
		src.Problem = fmt.Sprintf("given up after %d failures since %s: %s", src.Failures, src.Failing.Format("2 Jan 2006"), src.Problem)
	}
	src.Next = now.Add(jitter(wait))
	return src
}

// A taking is what a poll brought.
type taking struct {
	feed      feed.Feed
	items     int
	fresh     int         // of them, unseen so far
	published []time.Time // of the newest items
}

// learn returns a source with what a poll found out.
func (t taking) learn(src store.Source, p fetch.Page, now time.Time) store.Source {
	if t.feed.Title != "" {
		src.Title = t.feed.Title
	}
	if t.feed.Site != "" {
		src.Site = t.feed.Site
	}
	if p.Moved != "" {
		src.URL = p.Moved
	}
	src.ETag, src.LastModified = p.ETag, p.LastModified
	if t.fresh > 0 {
		src.Moved = now
	}
	src.Every = pollEvery(t.published, src.Every, t.fresh > 0, now)
	return src
}

// take takes the items of a feed: those whose text it has are saved, the
// pages of the others put into the queue. Items that were seen are passed
// over.
func (s *shift) take(ctx context.Context, src store.Source, p fetch.Page, waiter string) (taking, error) {
	var t taking
	var batch, plain, parts []feed.Item
	flush := func() error {
		items := batch
		batch = nil
		return s.takeItems(ctx, src, &t, items, waiter)
	}
	var err error
	t.feed, err = feed.Read(p.Body, p.Type, p.URL, func(f feed.Feed, it feed.Item) error {
		t.feed = f
		switch {
		case f.Index:
			parts = append(parts, it)
			return nil
		case f.Plain:
			plain = append(plain, it)
			return nil
		}
		if batch = append(batch, it); len(batch) < takeAtATime {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	for some := range slices.Chunk(newest(plain, maxPlain), takeAtATime) {
		if err == nil {
			err = s.takeItems(ctx, src, &t, some, waiter)
		}
	}
	if err == nil {
		err = s.takeParts(ctx, src, &t, parts, waiter)
	}
	return t, err
}

// takeParts takes the newest of the sitemaps that a sitemap names. One that
// cannot be read is left out until the next poll.
func (s *shift) takeParts(ctx context.Context, src store.Source, t *taking, parts []feed.Item, waiter string) error {
	for _, part := range newest(parts, maxParts) {
		if !part.Updated.IsZero() && !src.Polled.IsZero() && part.Updated.Before(src.Polled.Add(-pollLatest)) {
			continue
		}
		p, err := s.Client.Get(ctx, fetch.Request{URL: part.URL, From: src.URL})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			continue
		}
		var items []feed.Item
		if _, err := feed.Read(p.Body, p.Type, p.URL, func(f feed.Feed, it feed.Item) error {
			if !f.Index {
				items = append(items, it)
			}
			return nil
		}); err != nil {
			continue
		}
		for some := range slices.Chunk(newest(items, maxPlain), takeAtATime) {
			if err := s.takeItems(ctx, src, t, some, waiter); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeItems takes some items. What is saved before they are recorded as seen
// is found again as it is if we are killed between.
func (s *shift) takeItems(ctx context.Context, src store.Source, t *taking, items []feed.Item, waiter string) error {
	keys := make([][]int64, len(items))
	for i, it := range items {
		keys[i] = itemKeys(it)
		t.published = append(t.published, it.Published.Time)
	}
	t.items += len(items)
	if len(t.published) > takeAtATime*2 {
		slices.SortFunc(t.published, func(a, b time.Time) int { return b.Compare(a) })
		t.published = t.published[:movesSeen]
	}
	unseen, err := s.Store.UnseenItems(ctx, src.ID, keys)
	if err != nil {
		return err
	}
	b := takeBatch{shift: s, src: src, feed: t.feed, waiter: waiter, texts: map[string]bool{}, now: time.Now()}
	for i, it := range items {
		if unseen[i] {
			t.fresh++
		}
		if err := b.take(ctx, it, keys[i], unseen[i]); err != nil {
			return err
		}
	}
	return b.save(ctx)
}

// A takeBatch is what is to be stored of some items.
type takeBatch struct {
	*shift
	src    store.Source
	feed   feed.Feed
	waiter string
	now    time.Time

	articles []article.Article
	work     store.Work
	seen     []store.Item
	texts    map[string]bool // keys of the texts of articles
}

// take decides what is to be done with an item.
func (b *takeBatch) take(ctx context.Context, it feed.Item, keys []int64, unseen bool) error {
	if d, ok := extract.Item(b.feed, it); ok {
		if err := d.Finish(b.src.Scope, b.now); err == nil {
			return b.takeText(ctx, d.Article, keys, unseen)
		}
	}
	if !unseen {
		return nil
	}
	one := store.Item{Keys: keys}
	if it.URL != "" {
		held, err := b.Store.ArticleAt(ctx, b.src.Scope, it.URL)
		if err != nil {
			return err
		}
		if held == "" {
			j, err := b.fetchJob(it)
			if err != nil {
				return err
			}
			one.Job = &j
		}
	}
	b.seen = append(b.seen, one)
	return nil
}

// fetchJob returns the job that fetches the page of an item.
func (b *takeBatch) fetchJob(it feed.Item) (store.Job, error) {
	date := dateline.Believed(it.Published, b.now)
	j, err := spec{
		URL: it.URL, Scope: b.src.Scope, From: b.src.URL, Source: b.src.ID, Title: it.Title, Author: it.Author,
		Outlet: it.Outlet, Published: date, Estimated: date.Estimated,
	}.job(fetchKind)
	j.Waiter = b.waiter
	return j, err
}

// takeText takes an article that the feed has all of. One that was seen is
// taken again only if it has changed and came from a feed before.
func (b *takeBatch) takeText(ctx context.Context, a article.Article, keys []int64, unseen bool) error {
	id := a.NewID()
	if unseen {
		b.seen = append(b.seen, store.Item{Keys: keys})
	}
	f, err := b.Store.Fetch(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound) && !unseen:
		return nil // removed, or never kept
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return err
	case err == nil && f.Via != store.ViaFeed:
		return nil // its page has been read
	case err != nil: // new
		known, err := b.known(ctx, a)
		if err != nil || known {
			return err
		}
		if a.URL != "" {
			look, err := lookAgain(a, a.URL, b.src.URL, b.now)
			if err != nil {
				return err
			}
			b.work.Jobs = append(b.work.Jobs, look)
		}
		f = store.Fetch{ArticleID: id, URL: a.URL, Via: store.ViaFeed}
	}
	f.TextKey = textKey(a)
	if b.texts[f.TextKey] {
		return nil
	}
	b.texts[f.TextKey] = f.TextKey != ""
	b.articles = append(b.articles, a)
	b.work.Fetches = append(b.work.Fetches, f)
	return nil
}

// known reports whether the library has an article already: at its URL, or
// its words on the same site.
func (b *takeBatch) known(ctx context.Context, a article.Article) (bool, error) {
	if a.URL != "" {
		if held, err := b.Store.ArticleAt(ctx, b.src.Scope, a.URL); err != nil || held != "" {
			return true, err
		}
	}
	same, err := b.Store.SameText(ctx, b.src.Scope, textKey(a))
	return same != "", err
}

func (b *takeBatch) save(ctx context.Context) error {
	if len(b.articles) > 0 {
		r := result{articles: b.articles, source: b.src.URL, work: b.work}
		if err := b.saveBatch(ctx, []result{r}); err != nil {
			return err
		}
	}
	if len(b.seen) == 0 {
		return nil
	}
	return b.Store.SeeItems(ctx, b.src.ID, b.seen)
}

// newest returns at most n items, the newest first, those without a date last.
func newest(items []feed.Item, n int) []feed.Item {
	slices.SortStableFunc(items, func(a, b feed.Item) int {
		return cmp.Or(b.Published.Time, b.Updated).Compare(cmp.Or(a.Published.Time, a.Updated))
	})
	return items[:min(n, len(items))]
}
