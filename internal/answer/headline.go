package answer

import (
	"slices"

	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/selection"
	"footnote/retrieval"
)

// headline answers by headlines, since no sentence does.
func (w *writing) headline(found retrieval.Result) error {
	cs := selection.Headlines(found)
	if len(cs) == 0 {
		w.notFound(found)
		return nil
	}
	if w.ans.Kind != Present {
		return w.quote(cs[0], selection.Distinct(cs[:1], cs[1:]))
	}
	asNew := slices.DeleteFunc(slices.Clone(cs), func(c selection.Candidate) bool { return !selection.AsFresh(c, cs[0]) })
	if err := w.quote(asNew[0], selection.Distinct(asNew[:1], asNew[1:])); err != nil {
		return err
	}
	w.ans.Earlier = w.earlier(selection.NewestDate(asNew), cs)
	return nil
}

// Headline returns the citation of an article by its title, and the title, where
// that says something and not only what the article is about.
func Headline(a article.Article) (c Citation, title string, ok bool) {
	if title = prose.OneLine(a.Title); !selection.SaysInTitle(title) {
		return Citation{}, "", false
	}
	return newCitation(article.Passage{Article: a}, title), title, true
}
