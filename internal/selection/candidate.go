// Package selection chooses, of the passages that a search found, the sentences that
// answer a question, without a model: Candidates reads them, and the other functions
// say which of them are the answer, stand beside it, or are older coverage. How they
// are shown is for package answer. docs/answers.md has the rules and their figures.
package selection

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// A Candidate is a sentence of a passage that may answer.
type Candidate struct {
	Passage article.Passage
	Text    string
	Terms   map[string]bool
	Under   string // what a line that says little by itself stands under
	// Headline is whether the text is the article's title; then holds is what that
	// has of what is asked.
	Headline bool

	signs  signs
	before map[string]bool // the terms of the sentence before it, on which it may lean
	named  bool            // the passage or its title has a name that the question has
	itself bool            // the passage itself has
	own    float64         // how much of what is asked a line that says little by itself holds
	holds  float64         // how much of what is asked its article holds, of the most that any found does
}

// Published returns when the article of a candidate was published.
func (c Candidate) Published() article.Date { return c.Passage.Article.Published }

// ArticleID returns the ID of its article.
func (c Candidate) ArticleID() string { return c.Passage.Article.ID }

// Within says how likely a candidate is to answer, against others of its article.
func (c Candidate) Within() float64 { return c.signs.within() }

// newTerms is how many terms a candidate must have that another has not, to be
// worth quoting beside it.
const newTerms = 3

// mostShared is the share of what another says from which on a candidate says it again.
const mostShared = .7

// Repeats reports whether a candidate says little that one of the others does not.
func Repeats(c Candidate, others []Candidate) bool {
	return slices.ContainsFunc(others, func(o Candidate) bool {
		own := 0
		for t := range c.Terms {
			if !o.Terms[t] {
				own++
			}
		}
		return own < newTerms || prose.Share(c.Terms, o.Terms) > mostShared
	})
}

// Candidates returns the sentences of the passages that may answer, best
// first: those that speak of the question, by themselves or with the sentence
// before them, and those with the number, the time or the reason that is asked
// for where the title of their article speaks of it.
func Candidates(found retrieval.Result) []Candidate {
	var cs []Candidate
	a := newAsked(found)
	seen := map[string]bool{} // texts
	holds := a.heldBy(found.Passages)
	for rank, p := range found.Passages {
		r := newReader(a, rank, p)
		for _, c := range r.candidates() {
			key := strings.Join(strings.Fields(strings.ToLower(c.Text)), " ")
			if !seen[key] {
				seen[key] = true
				c.holds = holds[p.Article.ID]
				cs = append(cs, c)
			}
		}
	}
	cs = bestBriefs(cs)
	slices.SortStableFunc(cs, func(a, b Candidate) int { return cmp.Compare(b.signs.score(), a.signs.score()) })
	return cs
}

// candidates returns the sentences of the passage that may answer, in order.
func (r *reader) candidates() []Candidate {
	var cs []Candidate
	spoken := map[string]bool{} // terms
	texts := prose.Statements(r.passage)
	for i, text := range texts {
		c := Candidate{Passage: r.passage, Text: text, Terms: prose.BaseForms(text, r.lang)}
		says := func() bool { return !isRow(text) && prose.Quotable(text) } // asked last: it costs most
		if b, ok := briefAt(texts, i, r.passage.Chunk.N == 0); ok {
			r.before = prose.BaseForms(b.under, r.lang)
			says = func() bool { return r.answersBriefly(b, text, c.Terms) }
			c.Under, c.own = b.under, r.heldIn(c.Terms)
		}
		c.before = r.before
		c.signs = r.next(text, c.Terms)
		maps.Copy(spoken, c.Terms)
		speaks := c.signs.covers+c.signs.before > 0
		tells := c.signs.titled > 0 && c.signs.kind > 0 && r.kind != question.Name
		if (speaks || tells) && !r.ofOther(text, c) && says() {
			cs = append(cs, c)
		}
	}
	itself := r.namedIn(spoken)
	maps.Copy(spoken, r.title)
	maps.Copy(spoken, prose.BaseForms(r.passage.Article.Outlet, r.lang)) // the Harwick Gazette seldom says where
	named := r.namedIn(spoken)
	for i := range cs {
		cs[i].named, cs[i].itself = named, itself
	}
	return cs
}

// ofOther reports whether a sentence tells of what something else has that the sentence before it and the
// title name, and not of what the question names, where a name is asked for: "Its founder …" behind "Oatfield's future is unclear."
func (r *reader) ofOther(text string, c Candidate) bool {
	if r.kind != question.Name || len(r.names) == 0 || !possessive.MatchString(text) || r.namedIn(c.Terms) || r.namedIn(c.before) {
		return false
	}
	for t := range c.before {
		if r.title[t] && !slices.Contains(r.terms, t) && !gate.English().Knows(t) && strings.ContainsFunc(t, unicode.IsLetter) {
			return true
		}
	}
	return false
}

// possessive matches a word for what something has that was named before.
var possessive = regexp.MustCompile(`(?i)\b(?:its|their|whose)\b`)

// languageOf returns the language of a passage, as analysis.Terms takes it: a sentence alone is
// too short to tell it.
func languageOf(p article.Passage) string { return analysis.Language(p.Article.Lang, p.Chunk.Text) }

func holdsAll(have map[string]bool, terms []string) bool {
	return !slices.ContainsFunc(terms, func(t string) bool { return !have[t] })
}

// wholly is the share of the most that any article holds of what is asked, from
// which an article is about all of it and not of something in it alone: what a
// kitchen costs is no moment of what the tram costs, and the best buy of a shop is
// not what it bought.
const wholly = .7

// OfArticlesOn returns the candidates whose articles are about all that is asked.
func OfArticlesOn(cs []Candidate) []Candidate {
	return slices.DeleteFunc(slices.Clone(cs), func(c Candidate) bool { return c.holds < wholly })
}

// OnMatter returns the candidates that speak of the matter.
func OnMatter(cs []Candidate) []Candidate { return ofShare(cs, ofMatter) }

// mainly is the share of the most that any article on the matter has from which another is about a
// topic and does not only mention it; docs/answers.md has the figures.
const mainly = .65

// OnTopic returns the candidates that speak of a topic, of articles that are about it: all they hold of
// it counts, and as much what their title and first two sentences do. News says there what it is about.
func OnTopic(found retrieval.Result, cs []Candidate) []Candidate {
	cs = OnMatter(cs)
	a := newAsked(found)
	holds, opens := a.heldBy(found.Passages), a.heldBy(openings(found.Passages))
	about := func(c Candidate) float64 { return holds[c.ArticleID()] + opens[c.ArticleID()] }
	most := 0.0
	for _, c := range cs {
		most = max(most, about(c))
	}
	return slices.DeleteFunc(slices.Clone(cs), func(c Candidate) bool { return about(c) < mainly*most })
}

// openings returns of each passage the sentences that open its article, none where it stands further on.
func openings(passages []article.Passage) []article.Passage {
	opens := slices.Clone(passages)
	for i, p := range opens {
		texts := prose.Statements(p)
		if p.Chunk.N > 0 {
			texts = nil
		}
		opens[i].Chunk.Text = strings.Join(texts[:min(2, len(texts))], " ")
	}
	return opens
}

// ofShare returns the candidates that have the least share of the most that any says
// of what is asked, and one of the names in the question, if any has.
func ofShare(cs []Candidate, least float64) []Candidate {
	most, named := 0.0, false
	for _, c := range cs {
		most, named = max(most, c.signs.matter), named || c.named
	}
	var out []Candidate
	for _, c := range cs {
		if c.signs.matter >= least*most && (c.named || !named) {
			out = append(out, c)
		}
	}
	return out
}

// Leads returns the first sentence of each passage, in their order.
func Leads(found retrieval.Result) []Candidate {
	var cs []Candidate
	for _, p := range found.Passages {
		texts := prose.Statements(p)
		if i := slices.IndexFunc(texts, prose.Quotable); i >= 0 {
			cs = append(cs, Candidate{Passage: p, Text: texts[i], Terms: prose.Stems(texts[i], languageOf(p))})
		}
	}
	return cs
}
