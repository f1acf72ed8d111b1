package retrieval

import (
	"slices"

	"footnote/internal/article"
)

// A picked is a hit to show, with the records of the near-copies it stands for.
type picked struct {
	hit
	also []int32
}

// fold adds an article as a near-copy, once.
func (p *picked) fold(own, record int32) {
	if record != own && !slices.Contains(p.also, record) {
		p.also = append(p.also, record)
	}
}

// pick returns the best K hits without their near-copies, at most
// MaxPerArticle of an article. Near-copies are chunks of the same text, and
// the same page held in two scopes.
func (l *library) pick(hits []hit, q Query) []picked {
	var all []picked
	texts := map[string]int{} // text → its place in all
	pages := map[string]int{} // canonical URL → the first place of that page
	taken := map[int32]int{}  // record → places
	for _, h := range hits {
		c := &l.chunks[h.slot]
		page := l.records[c.record].canonical
		i, copied := texts[c.Text]
		if !copied && page != "" {
			i, copied = pages[page]
			copied = copied && l.chunks[all[i].slot].record != c.record
		}
		switch {
		case copied:
			all[i].fold(l.chunks[all[i].slot].record, c.record)
			texts[c.Text] = i
		case len(all) < q.K && taken[c.record] < q.MaxPerArticle:
			texts[c.Text] = len(all)
			if _, ok := pages[page]; !ok {
				pages[page] = len(all)
			}
			taken[c.record]++
			all = append(all, picked{hit: h})
		}
	}
	return all
}

// passages returns what was picked as callers see it.
func (l *library) passages(all []picked) []article.Passage {
	passages := make([]article.Passage, len(all))
	for i, p := range all {
		c := &l.chunks[p.slot]
		passages[i] = article.Passage{Chunk: c.Chunk, Article: *l.records[c.record].article, Score: p.score}
		for _, r := range p.also {
			a := l.records[r].article
			passages[i].Also = append(passages[i].Also,
				article.Copy{ArticleID: a.ID, Outlet: a.Outlet, URL: a.URL, Published: a.Published})
		}
	}
	return passages
}
