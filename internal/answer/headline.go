package answer

import (
	"slices"

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
