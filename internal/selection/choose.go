package selection

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// maxReasons is how many sentences are worth quoting beside the first.
const maxReasons = 2

// Shares of the most that any sentence says of what is asked, from which
// another is worth quoting beside it, and from which its article is taken to
// be earlier coverage of the matter. Of 124 questions about changed facts,
// ofMatter .4, .5 and .6 show all older articles to 115, 117 and 116, and 59,
// 24 and 20 others under Earlier.
const (
	enough   = .6
	ofMatter = .5
)

// nearlyAs is the share of what the verdict says of being the answer, from which
// another sentence of its article is quoted beside it. Of 203 newest articles of
// facts told as news, the best three sentences hold the answer in 202; of those
// that say .7 of the best, 1.8 on average, they do in 196.
const nearlyAs = .7

// fresh is how many days of news count as one moment: within them coverage
// adds to the newest, before them it is older coverage.
const fresh = 14

// Choose picks the sentence that answers what is asked of the present. Search
// has put the newest coverage of the matter first: it is the best sentence of
// that, though older ones share more words with the question. What is undated
// decides only if nothing of the matter is dated. Who somebody is, and what hardly ever changes, the
// newest says that does say it.
func Choose(found retrieval.Result, cs []Candidate) Candidate {
	if c, ok := described(cs); ok {
		return c
	}
	return lasting(found, holder(found, bestOfNewest(found, cs), cs), cs)
}

// asksLasting matches a question for what hardly ever changes, and nobody takes over.
var asksLasting = regexp.MustCompile(`(?i)\b(?:(?:co-?)?found(?:er|ers|ed|ing)|invent(?:or|ors|ed)|creat(?:or|ors|ed)|author|architect|discover(?:er|ed)|wrote|built|born|named after|stands? for)\b`)

// lasting returns, for a sentence that says nothing of what is asked though that hardly ever changes,
// the newest that has all the words of it, of its own article or with a name of the question; else the
// sentence itself.
func lasting(found retrieval.Result, c Candidate, cs []Candidate) Candidate {
	if c.signs.asks+c.signs.akin > 0 || !asksLasting.MatchString(ownText(found)) {
		return c
	}
	best, ok, a := c, false, newAsked(found)
	for _, o := range cs {
		newer, own := ByDate(o.Published(), best.Published()), o.ArticleID() == c.ArticleID()
		if (own || a.namedIn(o.Terms)) && o.signs.asks > allWords && (!ok || newer > 0) {
			best, ok = o, true
		}
	}
	return best
}

// allWords is the share that all words of what is asked have, but for rounding.
const allWords = .99

// bestOf returns the first of the candidates that is most likely to answer, against others of its
// article, of those that are admitted; and another where none is.
func bestOf(cs []Candidate, other Candidate, admitted func(Candidate) bool) Candidate {
	best, found := other, false
	for _, c := range cs {
		if admitted(c) && (!found || c.Within() > best.Within()) {
			best, found = c, true
		}
	}
	return best
}

// SaysOtherwise reports whether a title or a sentence found has a name of a question and all
// its other words, some of them as others of the lexicon: "dismissed" for "sacked". Of a question
// without names that must be a title.
func SaysOtherwise(found retrieval.Result) bool {
	a := newAsked(found)
	if a.named || len(a.names) == 0 && len(a.terms) < 2 {
		return false
	}
	return slices.ContainsFunc(found.Passages, func(p article.Passage) bool {
		says := func(text string) bool { return a.saidIn(prose.BaseForms(text, languageOf(p))) }
		return says(p.Article.Title) || len(a.names) > 0 && slices.ContainsFunc(prose.Statements(p), says)
	})
}

// saidIn reports whether terms hold a name of what is asked, and all else, some of it by
// another word.
func (a asked) saidIn(terms map[string]bool) bool {
	if len(a.names) > 0 && !a.namedIn(terms) {
		return false
	}
	otherwise := false
	for i, t := range a.terms {
		if a.asks[i] == 0 || a.among(terms, t) {
			continue
		}
		if !slices.ContainsFunc(a.kin[i], func(phrase []string) bool { return holdsAll(terms, phrase) }) {
			return false
		}
		otherwise = true
	}
	return otherwise
}

// bestOfNewest returns the best sentence of the article that search put first, and one that tells how
// things were only where it has no other.
func bestOfNewest(found retrieval.Result, cs []Candidate) Candidate {
	newest := firstDated(found, cs)
	ofNewest := func(c Candidate) bool { return c.ArticleID() == newest }
	best := bestOf(cs, cs[0], ofNewest)
	if !overtaken(best) {
		return best
	}
	return bestOf(cs, best, func(c Candidate) bool { return ofNewest(c) && !overtaken(c) })
}

// firstDated returns the ID of the article that search put first of those that
// are dated, if it did so at all, or that speak of the matter.
func firstDated(found retrieval.Result, cs []Candidate) string {
	if first := found.Passages[0].Article; first.Published.Sure() {
		return first.ID
	}
	about := OnMatter(cs)
	for _, p := range found.Passages {
		if p.Article.Published.Sure() && slices.ContainsFunc(about, func(c Candidate) bool { return c.ArticleID() == p.Article.ID }) {
			return p.Article.ID
		}
	}
	return ""
}

// TellsFirst reports whether the article that search put first of those that are
// dated tells anything of what is asked.
func TellsFirst(found retrieval.Result, cs []Candidate) bool {
	return articlesOf(cs)[firstDated(found, cs)]
}

// Reasons returns what else is worth quoting beside the verdict. Where the
// present is asked for that is the best of what others say that are as new, and
// what its own article says nearly as well.
func Reasons(found retrieval.Result, verdict Candidate, cs []Candidate) []Candidate {
	about := ofShare(cs, enough)
	if !found.Reading.Present {
		return Distinct([]Candidate{verdict}, about)
	}
	newest := verdict.Passage.Article
	ofNewest := func(c Candidate) bool { return newest.Published.Sure() && c.ArticleID() == newest.ID }
	var own, others []Candidate
	for _, c := range cs {
		if ofNewest(c) && !recalls(c) && c.Within() >= nearlyAs*verdict.Within() {
			own = append(own, c)
		}
	}
	slices.SortStableFunc(own, func(a, b Candidate) int { return cmp.Compare(b.Within(), a.Within()) })
	for _, c := range about {
		if !ofNewest(c) && AsFresh(c, verdict) && !recalls(c) {
			others = append(others, c)
		}
	}
	return Distinct([]Candidate{verdict}, slices.Concat(others[:min(1, len(others))], own, others))
}

// WithReason returns what is worth quoting beside a verdict where it is asked why something came to be, or
// how: if nothing of it says so, first the sentence of the verdict's article that is most likely to.
func WithReason(found retrieval.Result, verdict Candidate, more, cs []Candidate) []Candidate {
	tells := func(c Candidate) bool { return c.signs.kind > 0 }
	if kind := found.Reading.Kind(); kind != question.Reason && kind != question.Manner || tells(verdict) || slices.ContainsFunc(more, tells) {
		return more
	}
	best := bestOf(cs, Candidate{}, func(c Candidate) bool {
		return c.ArticleID() == verdict.ArticleID() && tells(c) && c.signs.asks+c.signs.akin+c.signs.before+c.signs.titled > 0 && !Repeats(c, []Candidate{verdict})
	})
	if best.Text == "" {
		return more
	}
	return append([]Candidate{best}, more[:min(len(more), maxReasons-1)]...)
}

// Unnamed returns the names in the question that neither the candidates shown, the sentences before
// them nor their articles' titles, outlets and authors have, as the question writes them: not those that may be ordinary
// words written large ("Living"), or have other forms ("US").
func Unnamed(found retrieval.Result, shown []Candidate) []string {
	a := newAsked(found)
	isWord := func(t string) bool { return gate.English().Knows(t) }
	var names []string
	for i, name := range a.names {
		says := func(c Candidate) bool {
			of := c.Passage.Article
			about := prose.BaseForms(strings.Join([]string{of.Title, of.Outlet, of.Author}, " "), languageOf(c.Passage))
			return a.amongAll(c.Terms, name) || a.amongAll(c.before, name) || a.amongAll(about, name)
		}
		if utf8.RuneCountInString(a.written[i]) >= leastUnnamed && !slices.ContainsFunc(name, isWord) && !slices.ContainsFunc(shown, says) {
			names = append(names, a.written[i])
		}
	}
	return names
}

// leastUnnamed is how many characters a name has at least that is said not to be mentioned.
const leastUnnamed = 4

// Distinct returns the first few candidates that say what neither those before
// them nor the given ones say.
func Distinct(given, cs []Candidate) []Candidate {
	said := slices.Clone(given)
	for _, c := range cs {
		if len(said) == len(given)+maxReasons {
			break
		}
		if !Repeats(c, said) {
			said = append(said, c)
		}
	}
	return said[len(given):]
}

// Fresher reports whether d is about as new as the newest, or newer.
func Fresher(d, newest article.Date) bool {
	return !d.Time.AddDate(0, 0, fresh).Before(newest.Time)
}

// AsFresh reports whether a candidate may stand beside the verdict: it is
// about as new, or nothing is dated.
func AsFresh(c, verdict Candidate) bool {
	d, newest := c.Published(), verdict.Published()
	return d.Sure() == newest.Sure() && Fresher(d, newest)
}

// NewestDate returns the newest sure date of the articles of candidates, unknown where
// there is none.
func NewestDate(cs []Candidate) (newest article.Date) {
	for _, c := range cs {
		if d := c.Published(); d.Sure() && d.Compare(newest) > 0 {
			newest = d
		}
	}
	return newest
}

// articlesOf returns the IDs of the articles that candidates are from.
func articlesOf(cs []Candidate) map[string]bool {
	ids := map[string]bool{}
	for _, c := range cs {
		ids[c.ArticleID()] = true
	}
	return ids
}

// ByDate compares by what is sure: a guess counts as unknown.
func ByDate(a, b article.Date) int {
	if !a.Sure() {
		a = article.Date{}
	}
	if !b.Sure() {
		b = article.Date{}
	}
	return a.Compare(b)
}

// OldestFirst orders articles by date, the undated last.
func OldestFirst(a, b article.Article) int {
	x, y := a.Published, b.Published
	if x.Sure() && y.Sure() {
		return x.Compare(y)
	}
	return ByDate(y, x) // which takes the unknown date for the oldest
}
