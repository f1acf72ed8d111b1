package selection

import (
	"slices"

	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// Best returns what a side says of the matter: the best words of its newest
// article that says nearly as much as any of its own.
func Best(f question.Filter, cs []Candidate) (best Candidate, ok bool) {
	own := slices.DeleteFunc(slices.Clone(cs), func(c Candidate) bool { return !f.Admits(&c.Passage.Article) })
	for _, c := range ofShare(own, enough) {
		d := ByDate(c.Published(), best.Published())
		if !ok || d > 0 || c.ArticleID() == best.ArticleID() && c.Within() > best.Within() {
			best, ok = c, true
		}
	}
	return best, ok
}

// sure is the share of the verdict's words on the matter that another outlet
// must have to contradict it: less may be about something else.
const sure = .75

// Opposed returns who contradicts a verdict at the same time: another outlet,
// within the days that count as one moment, on the same matter. Where a name is asked for, figures and
// denials are of something else; where a number is, both give it.
func Opposed(found retrieval.Result, verdict Candidate, cs []Candidate) (Candidate, bool) {
	if found.Reading.Kind() == question.Name {
		return Candidate{}, false
	}
	tells := TellsNumber(found)
	for _, c := range cs {
		v, a := verdict.Passage.Article, c.Passage.Article
		if a.Outlet == v.Outlet || !a.Published.Sure() || !v.Published.Sure() || !Fresher(a.Published, v.Published) || !Fresher(v.Published, a.Published) {
			continue
		}
		if c.signs.matter >= sure*verdict.signs.matter && differ(verdict, c) && (tells == nil || tells(verdict) && tells(c)) {
			return c, true
		}
	}
	return Candidate{}, false
}

// alikeWords is the share of words that two statements must have in common for
// their figures to be of the same thing.
const alikeWords = .5

// differ reports whether two sentences cannot both hold: one denies the other,
// or they give other figures for the same thing.
func differ(a, b Candidate) bool {
	sa, sb := prose.NewSentence(a.Text, languageOf(a.Passage)), prose.NewSentence(b.Text, languageOf(b.Passage))
	alike := max(prose.Share(sa.Terms, sb.Terms), prose.Share(sb.Terms, sa.Terms))
	if alike < alikeWords {
		return false
	}
	if opposes(sa, sb) || opposes(sb, sa) {
		return true
	}
	fa, fb := figures(a.Text), figures(b.Text)
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

// OtherFigures reports whether two sentences give other figures for the same
// thing.
func OtherFigures(a, b Candidate) bool {
	fa, fb := currentFigures(a.Text), currentFigures(b.Text)
	alike := max(prose.Share(a.Terms, b.Terms), prose.Share(b.Terms, a.Terms))
	return alike >= alikeWords && len(fa) > 0 && len(fb) > 0 && !shareFigure(fa, fb)
}
