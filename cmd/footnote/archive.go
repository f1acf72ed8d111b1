package main

import (
	"context"
	"errors"

	"footnote/internal/article"
	"footnote/internal/store"
)

// An archive reads whole articles: of the library, else of the samples that
// stand in for it. It implements answer.Archive.
type archive struct {
	library, samples *store.Store
}

// Article implements answer.Archive.
func (a archive) Article(ctx context.Context, id string, r article.Reader) (article.Article, bool, error) {
	for _, st := range []*store.Store{a.library, a.samples} {
		art, err := st.Article(ctx, id)
		switch {
		case err == nil:
			return art, r.Sees(art.Scope), nil
		case !errors.Is(err, store.ErrNotFound):
			return article.Article{}, false, err
		}
	}
	return article.Article{}, false, nil
}

// Find implements answer.Archive. The samples are looked at only while the
// library holds no article.
func (a archive) Find(ctx context.Context, ref string, r article.Reader) (article.Article, bool, error) {
	st := a.library
	n, err := st.CountArticles(ctx)
	if err != nil {
		return article.Article{}, false, err
	}
	if n == 0 {
		st = a.samples
	}
	art, err := find(ctx, st, ref, r)
	if errors.Is(err, store.ErrNotFound) {
		return article.Article{}, false, nil
	}
	return art, err == nil, err
}

// find finds an article for a reader. Where one page is held in several
// scopes, that of the workspace comes first, then that of their first scope.
func find(ctx context.Context, st *store.Store, ref string, r article.Reader) (article.Article, error) {
	art, err := st.FindArticleFor(ctx, r, ref)
	if !errors.Is(err, store.ErrAmbiguous) {
		return art, err
	}
	for n := range len(r) {
		if one, err := st.FindArticleFor(ctx, r[:n], ref); err == nil {
			return one, nil
		}
	}
	return art, err
}
