package retrieval

import (
	"slices"

	"footnote/internal/analysis"
	"footnote/internal/article"
)

// A picked is a hit to show, with the records of the near-copies it stands for.
type picked struct {
	hit
	also []int32
}

// pick returns the best hits of the K best groups of near-copies, at most
// MaxPerArticle of an article.
func (l *library) pick(an *analysis.Analyzer, hits []hit, q Query) []picked {
	var all []picked
	taken := map[int32]int{} // record → places
	for _, group := range l.fold(an, hits) {
		own := l.chunks[group[0].slot].record
		if len(all) == q.K {
			break
		}
		if taken[own] == q.MaxPerArticle {
			continue
		}
		taken[own]++
		p := picked{hit: group[0]}
		for _, h := range group[1:] {
			if r := l.chunks[h.slot].record; r != own && !slices.Contains(p.also, r) {
				p.also = append(p.also, r)
			}
		}
		all = append(all, p)
	}
	return all
}

// passages returns what was picked as callers see it.
func (l *library) passages(all []picked) []article.Passage {
	passages := make([]article.Passage, len(all))
	for i, p := range all {
		c := &l.chunks[p.slot]
		passages[i] = article.Passage{Chunk: c.Chunk, Article: *l.records[c.record].article, Score: p.score}
		passages[i].Article.Published = l.date(p.slot)
		for _, r := range p.also {
			a := l.records[r].article
			passages[i].Also = append(passages[i].Also,
				article.Copy{ArticleID: a.ID, Outlet: a.Outlet, URL: a.URL, Published: a.Published, Scope: a.Scope})
		}
	}
	return passages
}
