package answer

import (
	"slices"

	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// sides lets each outlet or time that a question compares speak, the newest
// words of each. It reports false where fewer than two have anything to say.
func (w *writing) sides(found retrieval.Result, cs []candidate) (bool, error) {
	var quotes []candidate
	var silent []string
	for _, side := range found.Reading.Sides {
		c, ok := speaks(side.Filter, cs)
		switch {
		case ok && !slices.ContainsFunc(quotes, func(o candidate) bool { return o.text == c.text }):
			quotes = append(quotes, c)
		case !ok:
			silent = append(silent, nameOf(side.Filter))
		}
	}
	if len(quotes)+len(silent) < 2 || len(quotes) == 0 {
		return false, nil
	}
	for i, c := range quotes {
		lead := "\n- "
		if i == 0 {
			lead = "\n\n- "
		}
		if err := w.showSide(lead, c); err != nil {
			return true, err
		}
	}
	for _, name := range silent {
		w.ans.Missing = append(w.ans.Missing, "this"+name)
	}
	return true, nil
}

// showSide quotes one of several that are set against each other.
func (w *writing) showSide(lead string, c candidate) error {
	if err := w.show(lead, introduce(c, false), c.rests()); err != nil {
		return err
	}
	cite := newCitation(c.passage, c.text)
	cite.N = w.cites.number(cite.ArticleID)
	w.ans.Sides = append(w.ans.Sides, cite)
	return nil
}

func nameOf(f question.Filter) string {
	where := ""
	if len(f.Outlets) > 0 {
		where = " by " + f.Outlets[0]
	}
	return where + spanWords(f.Since, f.Until)
}

// speaks returns what a side says of the matter: the best words of its newest
// article that says nearly as much as any of its own.
func speaks(f question.Filter, cs []candidate) (best candidate, ok bool) {
	own := slices.DeleteFunc(slices.Clone(cs), func(c candidate) bool { return !f.Admits(&c.passage.Article) })
	for _, c := range onMatter(own, enough) {
		d := byDate(c.published(), best.published())
		if !ok || d > 0 || c.articleID() == best.articleID() && c.signs.within() > best.signs.within() {
			best, ok = c, true
		}
	}
	return best, ok
}

// sure is the share of the verdict's words on the matter that another outlet
// must have to contradict it: less may be about something else.
const sure = .75

// opposed returns who contradicts a verdict at the same time: another outlet,
// within the days that count as one moment, on the same matter.
func opposed(verdict candidate, cs []candidate) (candidate, bool) {
	for _, c := range cs {
		v, a := verdict.passage.Article, c.passage.Article
		if a.Outlet == v.Outlet || !a.Published.Sure() || !v.Published.Sure() || !fresher(a.Published, v.Published) || !fresher(v.Published, a.Published) {
			continue
		}
		if c.signs.matter >= sure*verdict.signs.matter && differ(verdict, c) {
			return c, true
		}
	}
	return candidate{}, false
}

// alikeWords is the share of words that two statements must have in common for
// their figures to be of the same thing.
const alikeWords = .5

// differ reports whether two sentences cannot both hold: one denies the other,
// or they give other figures for the same thing.
func differ(a, b candidate) bool {
	sa, sb := prose.NewSentence(a.text, languageOf(a.passage)), prose.NewSentence(b.text, languageOf(b.passage))
	alike := max(prose.Share(sa.Terms, sb.Terms), prose.Share(sb.Terms, sa.Terms))
	if alike < alikeWords {
		return false
	}
	if opposes(sa, sb) || opposes(sb, sa) {
		return true
	}
	fa, fb := figures(a.text), figures(b.text)
	return len(fa) > 0 && len(fb) > 0 && !shareFigure(fa, fb)
}

// opposes reports whether a sentence denies what the other affirms: all that
// its words of denial reach, which is a stricter test than contradicts.
func opposes(s, o prose.Sentence) bool {
	if len(s.Denial.Heads) == 0 || len(o.Denial.Heads) > 0 || o.Denial.Ends {
		return false
	}
	for t := range s.Denial.Heads {
		if !o.Terms[t] {
			return false
		}
	}
	return true
}
