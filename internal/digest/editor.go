package digest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/schedule"
	"footnote/internal/store"
	"footnote/internal/story"
	"footnote/internal/tell"
)

// An Editor makes editions of what is new.
type Editor struct {
	Shelf *store.Store // what is read
	// Writer writes stories in words of its own; nil where they are quoted.
	Writer Writer
	// Readers says what a channel sees.
	Readers tell.Readers
	Log     *slog.Logger
}

// Limits of an edition.
const (
	defaultMost = 5
	// MaxMost is the most stories a digest may have: each takes up to four
	// blocks of the 50 of a message.
	MaxMost = 10
	// memory is how long a story may go on after it was told last.
	memory = 30 * 24 * time.Hour
	// stale is how long before it was added an article may have been published
	// and still be news. Archives are added in bulk.
	stale = 5 * 24 * time.Hour
	// background is how many older articles are read beside, so that what is
	// rare among few new articles is not taken for rare in the news.
	background = 300
)

// Make implements Maker.
func (e *Editor) Make(ctx context.Context, d store.Digest, slot store.Slot, now time.Time) (Edition, error) {
	reader, err := e.Readers.Of(ctx, d.Channel, d.Person)
	if err != nil {
		return Edition{}, err
	}
	until, err := e.Shelf.LastChange(ctx)
	if err != nil {
		return Edition{}, err
	}
	fresh, err := e.Shelf.NewArticles(ctx, reader, slot.Since, until)
	if err != nil {
		return Edition{}, err
	}
	fresh = slices.DeleteFunc(fresh, isOld)
	ed, err := e.edit(ctx, d, reader, fresh, now)
	ed.Until = until
	return ed.keyed(slot), err
}

// Preview makes what a digest would tell of the articles published since then,
// of the undated those added since. It is for reading: its messages have no
// keys.
func (e *Editor) Preview(ctx context.Context, d store.Digest, since, now time.Time) (Edition, error) {
	reader, err := e.Readers.Of(ctx, d.Channel, d.Person)
	if err != nil {
		return Edition{}, err
	}
	var fresh []article.Article
	for a, err := range e.Shelf.Articles(ctx, store.Filter{Reader: &reader, WithBody: true}) {
		if err != nil {
			return Edition{}, err
		}
		before := a.Added.Before(since)
		if a.Published.Known() {
			before = a.Published.Before(article.SinceDay(since))
		}
		if !before {
			fresh = append(fresh, a)
		}
	}
	slices.SortStableFunc(fresh, func(a, b article.Article) int { return a.Added.Compare(b.Added) })
	return e.edit(ctx, d, reader, fresh, now)
}

// isOld reports whether an article was old when it was added. A day that is guessed counts, though it
// is not shown as sure: what a page of 2018 tells is no news.
func isOld(a article.Article) bool {
	return a.Published.Known() && a.Added.Sub(a.Published.Time) > stale
}

// edit makes an edition of new articles.
func (e *Editor) edit(ctx context.Context, d store.Digest, reader article.Reader, fresh []article.Article, now time.Time) (Edition, error) {
	desk, err := e.desk(ctx, d, reader, fresh, now)
	if err != nil {
		return Edition{}, err
	}
	chosen, rest, err := e.choose(ctx, desk)
	if err != nil {
		return Edition{}, err
	}
	return desk.page(chosen, rest), nil
}

// A desk is what lies before an editor.
type desk struct {
	digest   store.Digest
	now      time.Time // in the zone of the digest
	set      *story.Set
	articles []article.Article // as in the set
	fresh    map[int]bool      // places of what is new
	told     []store.ToldStory
	toldAt   map[int]int // place of a told article → place in told
	stories  []story.Story
}

// desk lays out the new articles that the digest wants, what the channel was
// told, and older articles to compare with, and makes stories of them.
func (e *Editor) desk(ctx context.Context, d store.Digest, reader article.Reader, fresh []article.Article, now time.Time) (*desk, error) {
	k := &desk{digest: d, now: now.In(zone(d)), fresh: map[int]bool{}, toldAt: map[int]int{}}
	fresh, err := e.wanted(ctx, d, fresh)
	if err != nil || len(fresh) == 0 {
		return k, err
	}
	held := map[string]bool{}
	put := func(a article.Article) int {
		held[a.ID] = true
		k.articles = append(k.articles, a)
		return len(k.articles) - 1
	}
	if d.Kind != store.Weekly {
		if err := e.recall(ctx, k, put); err != nil {
			return nil, err
		}
	}
	for _, a := range fresh {
		if !held[a.ID] {
			k.fresh[put(a)] = true
		}
	}
	if err := e.beside(ctx, reader, held, put); err != nil {
		return nil, err
	}
	return k, k.group(ctx)
}

// wanted leaves out what is not new or not asked for.
func (e *Editor) wanted(ctx context.Context, d store.Digest, fresh []article.Article) ([]article.Article, error) {
	ids := make([]string, len(fresh))
	for i, a := range fresh {
		ids[i] = a.ID
	}
	told := map[string]bool{}
	if d.Kind != store.Weekly {
		var err error
		if told, err = e.Shelf.ToldOf(ctx, d.Channel, ids); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(slices.Clone(fresh), func(a article.Article) bool {
		return told[a.ID] || d.Lang != "" && a.Lang != "" && !strings.EqualFold(d.Lang, a.Lang) || !hasOutlet(d.Outlets, a.Outlet)
	}), nil
}

func hasOutlet(wanted []string, outlet string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(strings.TrimSpace(w), outlet) })
}

// recall lays out what the channel was told lately.
func (e *Editor) recall(ctx context.Context, k *desk, put func(article.Article) int) error {
	var err error
	if k.told, err = e.Shelf.ToldStories(ctx, k.digest.Channel, k.now.Add(-memory)); err != nil {
		return err
	}
	for i, st := range k.told {
		for _, id := range st.Articles {
			a, err := e.Shelf.Article(ctx, id)
			if errors.Is(err, store.ErrNotFound) {
				continue // removed since
			}
			if err != nil {
				return err
			}
			k.toldAt[put(a)] = i
		}
	}
	return nil
}

// beside lays out older articles.
func (e *Editor) beside(ctx context.Context, reader article.Reader, held map[string]bool, put func(article.Article) int) error {
	for a, err := range e.Shelf.Articles(ctx, store.Filter{Reader: &reader, WithBody: true, Limit: background}) {
		if err != nil {
			return err
		}
		if !held[a.ID] {
			put(a)
		}
	}
	return nil
}

func (k *desk) group(ctx context.Context) error {
	docs := make([]story.Doc, len(k.articles))
	for i, a := range k.articles {
		at := a.Added
		if a.Published.Known() {
			at = a.Published.Time
		}
		docs[i] = story.Doc{ID: a.ID, Title: a.Title, Text: a.Body, Lang: a.Lang, At: at}
	}
	k.set = story.NewSet(docs)
	earlier := make([][]string, len(k.told))
	for i, st := range k.told {
		earlier[i] = st.Articles
	}
	var err error
	if k.stories, err = k.set.Group(ctx, earlier); err != nil {
		return fmt.Errorf("group articles: %w", err)
	}
	return nil
}

// zone returns the zone of a digest's schedule, UTC where it has none.
func zone(d store.Digest) *time.Location {
	s, err := schedule.Parse(d.Schedule, "UTC")
	if err != nil {
		return time.UTC
	}
	loc, err := time.LoadLocation(s.Zone())
	if err != nil {
		return time.UTC // unreachable: the schedule has loaded it
	}
	return loc
}
