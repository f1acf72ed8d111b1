package answer

import (
	"context"

	"footnote/internal/article"
)

// An Archive reads whole articles, of which a passage is a piece.
type Archive interface {
	// Article returns an article with its body. It reports false where the
	// library holds none of this ID that the reader may see.
	Article(ctx context.Context, id string, r article.Reader) (article.Article, bool, error)
	// Find is Article by what people call one: its ID or the start of it, its
	// URL in any form, or its file.
	Find(ctx context.Context, ref string, r article.Reader) (article.Article, bool, error)
}

// relink makes links anew from whole articles: only these show whether a quote
// is the first of its kind on its page. Where an article cannot be read, or
// was revised since, the links made from the passages stay.
func (a *Answerer) relink(ctx context.Context, r article.Reader, ans *Answer) {
	if a.Archive == nil {
		return
	}
	read := map[string]article.Article{}
	for _, c := range ans.all() {
		if c.Link == "" || c.Quote == "" {
			continue
		}
		whole, ok := read[c.ArticleID]
		if !ok {
			whole = a.whole(ctx, c.ArticleID, r)
			read[c.ArticleID] = whole
		}
		if c.End <= len(whole.Body) && whole.Body[c.Start:c.End] == c.Quote {
			c.Link = c.linkIn(whole.Title, whole.Body, c.Start)
		}
	}
}

// all returns every citation of an answer.
func (ans *Answer) all() (all []*Citation) {
	for _, list := range [][]Citation{ans.Citations, ans.Newer, ans.Earlier, ans.Sides, ans.Nearest} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	for i := range ans.Timeline {
		all = append(all, &ans.Timeline[i].Citation)
	}
	return all
}

// whole returns an article with its body, or none.
func (a *Answerer) whole(ctx context.Context, id string, r article.Reader) article.Article {
	whole, _, err := a.Archive.Article(ctx, id, r)
	if err != nil && ctx.Err() == nil {
		a.Log.Warn("answer read article", "article", id, "err", err)
	}
	return whole
}
