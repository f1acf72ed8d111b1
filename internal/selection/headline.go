package selection

import (
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// Headlines returns the titles of the articles found that hold what is asked, with
// each of its names, for where no sentence does: of short feeds the headline often
// tells what the text leaves out. The best come first, or the newest where the
// present is asked for.
func Headlines(found retrieval.Result) []Candidate {
	a := newAsked(found)
	var all []Candidate
	for _, p := range found.Passages {
		title := prose.OneLine(p.Article.Title)
		c := Candidate{Passage: p, Text: title, Terms: prose.BaseForms(title, languageOf(p)), Headline: true}
		c.holds = a.heldIn(c.Terms)
		lacks := func(name []string) bool { return !a.amongAll(c.Terms, name) }
		other := func(o Candidate) bool { return o.ArticleID() == p.Article.ID || o.Text == title }
		if c.holds >= wholly && !slices.ContainsFunc(a.names, lacks) && SaysInTitle(title) && a.allows(title) && !slices.ContainsFunc(all, other) {
			all = append(all, c)
		}
	}
	if found.Reading.Present {
		slices.SortStableFunc(all, func(a, b Candidate) int { return ByDate(b.Published(), a.Published()) })
	}
	return all
}

// InTitle reports whether the title of an article found has all that is asked: it is about that.
func InTitle(found retrieval.Result) bool {
	a := newAsked(found)
	return len(a.terms) > 0 && slices.ContainsFunc(found.Passages, func(p article.Passage) bool {
		return a.amongAll(prose.BaseForms(p.Article.Title, languageOf(p)), a.terms)
	})
}

// allows reports whether a headline may answer: a number or a reason that is asked
// for stands in it. A name cannot be told where all words are written large, and
// the time is that of publication.
func (a asked) allows(headline string) bool {
	return !a.kind.Counts() && a.kind != question.Reason || a.answers(headline)
}

// SaysInTitle reports whether a title says something, and not only what the article is
// about, and may be shown.
func SaysInTitle(title string) bool {
	shown := prose.Forbidden(title) == "" && !prose.Instructs(title) && title == prose.VisibleOnly(title) && title == prose.Plain(title)
	announces := prose.AsksInHeading.MatchString(title) || strings.HasSuffix(title, "?") || strings.HasSuffix(title, ":")
	return shown && !announces && len(strings.Fields(title)) >= leastHeadline
}

// leastHeadline is how many words a title has at least that says something.
const leastHeadline = 4
