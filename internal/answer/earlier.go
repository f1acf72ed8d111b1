package answer

import (
	"slices"

	"footnote/internal/article"
	"footnote/internal/prose"
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
	return w.apart(slices.DeleteFunc(onMatter(cs, ofMatter), func(c candidate) bool {
		d := c.published()
		return d.Sure() && fresher(d, newest)
	}), maxEarlier)
}

// overtaken returns what earlier does, and what is as new as the verdict but
// gave other figures before it.
func (w *writing) overtaken(verdict candidate, cs []candidate) []Citation {
	newest := verdict.published()
	return w.apart(slices.DeleteFunc(onMatter(cs, ofMatter), func(c candidate) bool {
		d := c.published()
		return d.Sure() && fresher(d, newest) && (d.Compare(newest) >= 0 || !otherFigures(c, verdict))
	}), maxEarlier)
}

// otherFigures reports whether two sentences give other figures for the same
// thing.
func otherFigures(a, b candidate) bool {
	fa, fb := currentFigures(a.text), currentFigures(b.text)
	alike := max(prose.Share(a.terms, b.terms), prose.Share(b.terms, a.terms))
	return alike >= alikeWords && len(fa) > 0 && len(fb) > 0 && !shareFigure(fa, fb)
}

// newer returns the best words of each article on the matter that is newer than
// the verdict, though search did not take it to be about what is asked: without a
// model nobody has read whether it is.
func (w *writing) newer(verdict candidate, cs []candidate) []Citation {
	newest := verdict.published()
	if !newest.Sure() {
		return nil
	}
	return w.apart(slices.DeleteFunc(onMatter(cs, ofMatter), func(c candidate) bool {
		d := c.published()
		return !d.Sure() || d.Compare(newest) <= 0
	}), maxNewer)
}

// apart returns the best words of each article that is not cited, newest first,
// what is undated last, of at most so many articles.
func (w *writing) apart(cs []candidate, most int) []Citation {
	var out []Citation
	seen := map[string]bool{}
	for _, c := range cs {
		if id := c.articleID(); !seen[id] && !w.cites.cites(id) {
			seen[id] = true
			out = append(out, newCitation(c.passage, c.text))
		}
	}
	slices.SortStableFunc(out, func(a, b Citation) int { return byDate(b.Published, a.Published) })
	out = out[:min(most, len(out))]
	for i := range out {
		out[i].N = w.cites.number(out[i].ArticleID)
	}
	return out
}
