package answer

import (
	"slices"
	"strings"

	"footnote/internal/prose"
	"footnote/retrieval"
)

// headlines returns the titles of the articles found that hold what is asked, with
// each of its names, for where no sentence does: of short feeds the headline often
// tells what the text leaves out. The best come first, or the newest where the
// present is asked for.
func headlines(found retrieval.Result) []candidate {
	a := newAsked(found)
	var all []candidate
	for _, p := range found.Passages {
		title := prose.OneLine(p.Article.Title)
		c := candidate{passage: p, text: title, terms: prose.BaseForms(title, languageOf(p)), headline: true}
		for i, t := range a.terms {
			if a.among(c.terms, t) {
				c.holds += a.even[i]
			}
		}
		lacks := func(name []string) bool {
			return slices.ContainsFunc(name, func(t string) bool { return !a.among(c.terms, t) })
		}
		other := func(o candidate) bool { return o.articleID() == p.Article.ID || o.text == title }
		if c.holds >= wholly && !slices.ContainsFunc(a.names, lacks) && states(title) && a.allows(title) && !slices.ContainsFunc(all, other) {
			all = append(all, c)
		}
	}
	if found.Reading.Present {
		slices.SortStableFunc(all, func(a, b candidate) int { return byDate(b.published(), a.published()) })
	}
	return all
}

// headline answers by headlines, since no sentence does.
func (w *writing) headline(found retrieval.Result) error {
	cs := headlines(found)
	if len(cs) == 0 {
		w.notFound(found)
		return nil
	}
	if w.ans.Kind != Present {
		return w.quote(cs[0], distinct(cs[:1], cs[1:]))
	}
	asNew := slices.DeleteFunc(slices.Clone(cs), func(c candidate) bool { return !asFresh(c, cs[0]) })
	if err := w.quote(asNew[0], distinct(asNew[:1], asNew[1:])); err != nil {
		return err
	}
	w.ans.Earlier = w.earlier(newestOf(asNew), cs)
	return nil
}

// allows reports whether a headline may answer: a number or a reason that is asked
// for stands in it. A name cannot be told where all words are written large, and
// the time is that of publication.
func (a asked) allows(headline string) bool {
	return !a.kind.counts() && a.kind != reasonAnswer || a.answers(headline)
}

// states reports whether a title says something, and not only what the article is
// about, and may be shown.
func states(title string) bool {
	shown := prose.Forbidden(title) == "" && !prose.Instructs(title) && title == prose.VisibleOnly(title) && title == prose.Plain(title)
	announces := asksInHeading.MatchString(title) || strings.HasSuffix(title, "?") || strings.HasSuffix(title, ":")
	return shown && !announces && len(strings.Fields(title)) >= leastHeadline
}

// leastHeadline is how many words a title has at least that says something.
const leastHeadline = 4
