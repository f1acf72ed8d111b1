package retrieval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"footnote/internal/article"
	"footnote/internal/question"
)

// mayUse says what Query.admits must say.
func mayUse(q Query, a article.Article) bool {
	switch {
	case !q.Reader.Sees(a.Scope):
		return false
	case !q.Since.IsZero() && (!a.Published.Known() || a.Published.Time.Before(q.Since)):
		return false
	case q.AsOf.IsZero():
		return true
	case !a.Published.Known():
		return !q.StrictDates
	}
	return !a.Published.After(q.AsOf)
}

// TestFiltersHold: where a filter is kept to, nothing else is found; where
// nothing of it is dropped, all of it is kept.
func TestFiltersHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st, q := rapidStore(t), drawQuery(t)
		for range rapid.IntRange(0, 8).Draw(t, "articles") {
			rapidAdd(t, st, drawArticle(t))
		}
		got := rapidSearch(t, rapidOpen(t, st), q)
		only := got.Reading.Only
		kept := question.Filter{Outlets: only.Outlets, Authors: only.Authors}
		if got.Dropped.Signed() {
			kept = question.Filter{}
		}
		if !got.Dropped.Dated() && len(got.Reading.Sides) == 0 {
			kept.Since, kept.Until = only.Since, only.Until
		}
		for _, p := range got.Passages {
			if !kept.Admits(&p.Article) {
				t.Fatalf("%+v got %s of %s", got.Reading, p.Article.Outlet, p.Article.Published)
			}
		}
	})
}

// TestCatalogIsEnough: what the index knows of names in a question is what the
// whole catalogue of its reader would tell.
func TestCatalogIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st, q := rapidStore(t), drawQuery(t)
		q.After = nil
		var whole question.Catalog
		for range rapid.IntRange(0, 8).Draw(t, "articles") {
			a := drawArticle(t)
			rapidAdd(t, st, a)
		}
		ix := rapidOpen(t, st)
		for _, r := range ix.lib.records {
			if q.admits(r.article) {
				whole.Outlets = appendNew(whole.Outlets, r.article.Outlet)
				if at := r.published.Time; at.After(whole.Newest) {
					whole.Newest = at
				}
				whole.Authors = appendNew(whole.Authors, r.article.Author)
			}
		}
		if d := cmp.Diff(question.Read(q.Text, whole, q.now()), ix.read(q), cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("%q with the whole catalogue and with the index's (-want +got):\n%s", q.Text, d)
		}
	})
}
