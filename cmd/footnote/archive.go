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
