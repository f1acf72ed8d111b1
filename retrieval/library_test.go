package retrieval

import (
	"fmt"
	"testing"
	"time"

	"footnote/internal/article"
)

// TestViewsAreKept: who sees the same of the same day gets the same view, and
// nobody one from before a change.
func TestViewsAreKept(t *testing.T) {
	st := newStore(t)
	private := articleOf(t, "2026-02-01", "private", "Two.")
	private.Scope = article.ChannelScope("C1")
	add(t, st, NewHashEmbedder(), articleOf(t, "2026-01-01", "public", "One."), private)
	ix := openIndex(t, st, NewHashEmbedder())
	member := Query{Reader: article.Reader{article.ChannelScope("C1")}}
	day := time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)
	for i, tt := range []struct {
		q     Query
		as    Query // has the same view
		other Query // has another
		want  int   // articles
	}{
		{Query{}, Query{Reader: article.Reader{article.ChannelScope("C2")}}, member, 1},
		{member, member, Query{}, 2},
		{Query{Reader: member.Reader, AsOf: day}, Query{Reader: member.Reader, AsOf: day.In(time.FixedZone("", 3600))}, member, 1},
		{Query{AsOf: day, StrictDates: true}, Query{AsOf: day, StrictDates: true}, Query{AsOf: day}, 1},
		{Query{AsOf: day}, Query{AsOf: day}, Query{AsOf: day.Add(1)}, 1},
		{Query{AsOf: day}, Query{AsOf: day}, Query{AsOf: day.In(time.FixedZone("", -3600))}, 1}, // the day before
	} {
		v := ix.lib.view(tt.q)
		if v.articles != tt.want || ix.lib.view(tt.as) != v || ix.lib.view(tt.other) == v || ix.lib.view(tt.q) != v {
			t.Errorf("view %d has %d articles, want %d; or is not kept apart", i, v.articles, tt.want)
		}
	}
	first := ix.lib.view(Query{})
	for i := range keptViews {
		ix.lib.view(Query{AsOf: day.AddDate(0, 0, i)})
	}
	if ix.lib.view(Query{}) == first {
		t.Errorf("a view is kept after %d others", keptViews)
	}
	for i, want := range []int{2, 3, 2} {
		old := ix.lib.view(Query{})
		if i < 2 {
			add(t, st, NewHashEmbedder(), articleOf(t, "2026-03-01", fmt.Sprint("more ", i), "Three."))
		} else if err := st.Remove(t.Context(), ix.lib.records[0].article.ID); err != nil {
			t.Fatal(err)
		}
		if err := ix.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		if v := ix.lib.view(Query{}); v == old || v.articles != want {
			t.Errorf("after change %d: %d articles, want %d", i, v.articles, want)
		}
	}
}
