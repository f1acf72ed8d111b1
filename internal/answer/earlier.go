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
	if !found.Reading.Present || !newest.Known() {
		return nil
	}
	return w.earlier(newest, candidates(found))
}

// earlier returns the best words of each article on the matter that is older
// than the newest, newest first, and then of those whose date nobody knows.
func (w *writing) earlier(newest article.Date, cs []candidate) []Citation {
	var out []Citation
	seen := map[string]bool{}
	for _, x := range onMatter(cs, ofMatter) {
		a := x.passage.Article
		recent := a.Published.Sure() && fresher(a.Published, newest)
		if seen[a.ID] || recent || w.cites.cites(a.ID) {
			continue
		}
		seen[a.ID] = true
		out = append(out, newCitation(x.passage, x.text))
	}
	slices.SortStableFunc(out, func(a, b Citation) int { return byDate(b.Published, a.Published) })
	out = out[:min(maxEarlier, len(out))]
	for i := range out {
		out[i].N = w.cites.number(out[i].ArticleID)
	}
	return out
}
