package answer

import (
	"slices"

	"footnote/internal/article"
	"footnote/retrieval"
)

// olderThanCited returns older coverage of the matter that a model's answer
// about the present does not cite.
func (w *writing) olderThanCited(found retrieval.Result) []Citation {
	newest := w.cites.newest()
	cs := candidates(found)
	if !found.Reading.Present || !newest.Known() || len(cs) == 0 {
		return nil
	}
	return w.earlier(newest, enough*cs[0].score, cs)
}

// earlier returns the best words of each article on the matter that is older
// than the newest, newest first, numbered on from the citations.
func (w *writing) earlier(newest article.Date, least float64, cs []candidate) []Citation {
	var c citer
	for _, x := range cs {
		a := x.passage.Article
		_, seen := c.numbers[a.ID]
		_, cited := w.cites.numbers[a.ID]
		if seen || cited || !a.Published.Sure() || fresher(a.Published, newest) || x.score < least {
			continue
		}
		c.cite(x.passage, x.text)
	}
	out := c.citations
	slices.SortStableFunc(out, func(a, b Citation) int { return b.Published.Compare(a.Published) })
	out = out[:min(maxEarlier, len(out))]
	for i := range out {
		out[i].N = len(w.cites.numbers) + i + 1
	}
	return out
}
