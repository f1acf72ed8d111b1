package answer

import (
	"slices"

	"footnote/internal/article"
	"footnote/internal/selection"
	"footnote/retrieval"
)

// olderThanCited returns older coverage of the matter that a model's answer
// about the present does not cite.
func (w *writing) olderThanCited(found retrieval.Result) []Citation {
	newest := w.cites.newest()
	if !found.Reading.Present || !newest.Known() {
		return nil
	}
	return w.earlier(newest, selection.Candidates(found))
}

// earlier returns the best words of each article on the matter that is older
// than the newest, newest first, and then of those whose date nobody knows.
func (w *writing) earlier(newest article.Date, cs []selection.Candidate) []Citation {
	return w.apart(slices.DeleteFunc(selection.OnMatter(cs), func(c selection.Candidate) bool {
		d := c.Published()
		return d.Sure() && selection.Fresher(d, newest)
	}), maxEarlier)
}

// overtaken returns what earlier does, and what is as new as the verdict but
// gave other figures before it.
func (w *writing) overtaken(verdict selection.Candidate, cs []selection.Candidate) []Citation {
	newest := verdict.Published()
	return w.apart(slices.DeleteFunc(selection.OnMatter(cs), func(c selection.Candidate) bool {
		d := c.Published()
		return d.Sure() && selection.Fresher(d, newest) && (d.Compare(newest) >= 0 || !selection.OtherFigures(c, verdict))
	}), maxEarlier)
}

// newer returns the best words of each article on the matter that is newer than
// the verdict, though search did not take it to be about what is asked: without a
// model nobody has read whether it is.
func (w *writing) newer(verdict selection.Candidate, cs []selection.Candidate) []Citation {
	newest := verdict.Published()
	if !newest.Sure() {
		return nil
	}
	return w.apart(slices.DeleteFunc(selection.OnMatter(cs), func(c selection.Candidate) bool {
		d := c.Published()
		return !d.Sure() || d.Compare(newest) <= 0
	}), maxNewer)
}

// apart returns the best words of each article that is not cited, newest first,
// what is undated last, of at most so many articles. What the thread quoted already
// is not told again.
func (w *writing) apart(cs []selection.Candidate, most int) []Citation {
	var out []Citation
	seen := map[string]bool{}
	for _, c := range cs {
		if id := c.ArticleID(); !seen[id] && !w.cites.cites(id) && !w.cites.toldBefore(c) {
			seen[id] = true
			out = append(out, newCitation(c.Passage, c.Text))
		}
	}
	slices.SortStableFunc(out, func(a, b Citation) int { return selection.ByDate(b.Published, a.Published) })
	out = out[:min(most, len(out))]
	for i := range out {
		out[i].N = w.cites.number(out[i].ArticleID)
	}
	return out
}
