package reader

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/store"
)

// shownArticles is how many of the newest articles the page lists.
const shownArticles = 200

// A holding is what the page of the library shows.
type holding struct {
	Back                    string
	Count, Outlets, Undated int
	Newest                  string
	Chart                   *chart
	Sources                 []source
	Outlet                  string
	OutletNames             []string
	Articles                []article.Article // newest first
	Seen                    func(article.Scope) string
	More                    bool
}

func (s *Server) library(w http.ResponseWriter, r *http.Request) {
	h, err := s.holding(r.Context(), strings.TrimSpace(r.URL.Query().Get("outlet")))
	if err != nil {
		s.fail(w, err)
		return
	}
	s.write(w, "library.html", h)
}

func (s *Server) holding(ctx context.Context, outlet string) (holding, error) {
	h := holding{Back: s.Back, Outlet: outlet, Seen: s.seen}
	outlets, newest := map[string]int{}, article.Date{}
	var dates []time.Time
	for art, err := range s.Store.Articles(ctx, store.Filter{}) {
		if err != nil {
			return h, err
		}
		h.Count++
		outlets[cmp.Or(art.Outlet, "unknown")]++
		if art.Published.Known() {
			dates = append(dates, art.Published.Local())
		} else {
			h.Undated++
		}
		if art.Published.CompareDay(newest) > 0 {
			newest = art.Published
		}
		if outlet == "" || strings.EqualFold(art.Outlet, outlet) {
			h.Articles = append(h.Articles, art)
		}
	}
	h.Outlets, h.OutletNames = len(outlets), slices.Sorted(maps.Keys(outlets))
	if newest.Known() {
		h.Newest = newest.Day()
	}
	slices.SortStableFunc(h.Articles, func(a, b article.Article) int { return b.Published.Compare(a.Published) })
	if h.More = len(h.Articles) > shownArticles; h.More {
		h.Articles = h.Articles[:shownArticles]
	}
	h.Chart = newChart(dates)
	sources, err := s.Store.Sources(ctx)
	for _, src := range sources {
		h.Sources = append(h.Sources, newSource(src))
	}
	return h, err
}

// A source is a line of the table of sources.
type source struct {
	Name, URL     string
	Health, Class string
	Items         int
	Polled, Next  string
}

func newSource(src store.Source) source {
	x := source{Name: cmp.Or(src.Title, src.URL), URL: src.URL, Items: src.Items, Health: "well", Class: "good", Polled: when(src.Polled), Next: when(src.Next)}
	switch {
	case src.Ended:
		x.Health, x.Class = "ended: "+cmp.Or(src.Problem, "it is gone"), "bad"
	case src.Failures > 0:
		x.Health, x.Class = fmt.Sprintf("failing since %s: %s", when(src.Failing), src.Problem), "bad"
	case src.Polled.IsZero():
		x.Health, x.Class = "not yet looked at", ""
	}
	return x
}

// when writes an instant in the zone of the machine, or "–" where there is none.
func when(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.Local().Format("2 Jan 2006 15:04 MST")
}
