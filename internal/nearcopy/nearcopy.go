// Package nearcopy tells which articles say the same in nearly the same words:
// what an agency wrote and many outlets printed, each a little changed. Update
// is its entry point; it follows the store's log of changes:
//
//	changed article → shingles of its words → prints → articles that share some
//	                → those that overlap enough → one family, kept in the store
//
// Prints are the least hashes of all shingles (a bottom-k sketch: Cohen and
// Kaplan, PODC 2007), so that two texts share about as large a part of their
// prints as they do of their shingles, whatever their lengths.
// docs/copies.md has the figures.
package nearcopy

import (
	"context"
	"slices"

	"footnote/internal/article"
	"footnote/internal/store"
)

const (
	// shingleWords is how many words in a row are compared: with one word in
	// seven changed, three in a row are whole in six places of ten.
	shingleWords = 3
	// printCount is how many prints an article has.
	printCount = 16
	// atATime is how many changes are followed in one transaction.
	atATime = 128
)

// Update brings the families up to date with the articles, and returns how
// many articles it looked at. It may run in several processes at once.
func Update(ctx context.Context, st *store.Store) (int, error) {
	done := 0
	for {
		from, err := st.SketchedTo(ctx)
		if err != nil {
			return done, err
		}
		changes, err := st.Changes(ctx, from, atATime)
		if err != nil || len(changes) == 0 {
			return done, err
		}
		c := comparer{}
		sketches, err := c.sketch(ctx, st, changes)
		if err != nil {
			return done, err
		}
		saved, err := st.SaveSketches(ctx, from, changes[len(changes)-1].Seq, sketches, c.alike)
		if err != nil {
			return done, err
		}
		if saved {
			done += len(sketches)
		}
	}
}

// A comparer compares articles, by id. It remembers those it has read, which
// are compared with several others.
type comparer map[string]text

// sketch returns the sketches of the articles that changed. One that is there
// no more has no prints.
func (c comparer) sketch(ctx context.Context, st *store.Store, changes []store.Change) ([]store.Sketch, error) {
	var sketches []store.Sketch
	var ids []string
	for _, change := range changes {
		if (change.Kind == store.ArticleSaved || change.Kind == store.ArticleRemoved) && !slices.Contains(ids, change.ArticleID) {
			ids = append(ids, change.ArticleID)
		}
	}
	entries, err := st.EntriesOf(ctx, "", ids)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		c[e.Article.ID] = newText(e.Article.Body)
	}
	for _, id := range ids {
		sketches = append(sketches, store.Sketch{ArticleID: id, Prints: c[id].prints()})
	}
	return sketches, nil
}

// alike reports whether the article with the id, which was sketched, and
// another are copies.
func (c comparer) alike(id string, o article.Article) bool {
	t, ok := c[o.ID]
	if !ok {
		t = newText(o.Body)
		c[o.ID] = t
	}
	return c[id].like(t)
}
