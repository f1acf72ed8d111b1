package selection

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/prose"
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

// wholeQuestion is the share of a question's terms from which on a sentence holds
// all of them.
const wholeQuestion = .99

// Choose picks the sentence that answers what is asked of the present. Search
// has put the newest coverage of the matter first: it is the best sentence of
// that, though older ones share more words with the question; or a newer one, of
// whatever article, that holds all that is asked where that does not. What is
// undated decides only if nothing of the matter is dated.
func Choose(found retrieval.Result, cs []Candidate) Candidate {
	first := holder(found, bestOfNewest(found, cs), cs)
	best, known := first, first.Published()
	for _, c := range cs {
		d := c.Published()
		newer := d.Sure() && known.Sure() && d.Compare(known) > 0
		if newer && c.signs.covers >= wholeQuestion && first.signs.covers < wholeQuestion && (best.Text == first.Text || c.Within() > best.Within()) {
			best = c
		}
	}
	return best
}

// SaysOtherwise reports whether a title or a sentence found has a name of a question and all
// its other words, some of them as others of the lexicon: "dismissed" for "sacked".
func SaysOtherwise(found retrieval.Result) bool {
	a := newAsked(found)
	if len(a.names) == 0 || a.named {
		return false
	}
	return slices.ContainsFunc(found.Passages, func(p article.Passage) bool {
		says := func(text string) bool { return a.saidIn(prose.BaseForms(text, languageOf(p))) }
		return says(p.Article.Title) || slices.ContainsFunc(prose.Statements(p), says)
	})
}

// saidIn reports whether terms hold a name of what is asked, and all else, some of it by
// another word.
func (a asked) saidIn(terms map[string]bool) bool {
	if !a.namedIn(terms) {
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

// withNumber is the share of what the best sentence says of being the answer, from which
// one of its article that has the number asked for is the answer, where that has none.
const withNumber = .75

// First returns the sentence that answers what is asked of no time: the best, or where
// that lacks the number asked for, the best of its article that has one.
func First(found retrieval.Result, cs []Candidate) Candidate {
	return orNumber(found, cs[0], cs, func(c Candidate) float64 { return c.signs.score() })
}

// orNumber returns a candidate, or the best of its article that has the number that it
// lacks, if one is asked for.
func orNumber(found retrieval.Result, lacks Candidate, cs []Candidate, says func(Candidate) float64) Candidate {
	best := lacks
	if !found.Reading.Kind().Counts() || lacks.signs.kind > 0 {
		return lacks
	}
	for _, c := range cs {
		if c.ArticleID() == lacks.ArticleID() && c.signs.kind > 0 && !tellsPast(c) && says(c) >= withNumber*says(lacks) && (best.Text == lacks.Text || says(c) > says(best)) {
			best = c
		}
	}
	return best
}

// bestOfNewest returns the best sentence of the article that search put first.
func bestOfNewest(found retrieval.Result, cs []Candidate) Candidate {
	newest := firstDated(found, cs)
	best := cs[0]
	for _, c := range cs {
		if c.ArticleID() == newest && (best.ArticleID() != newest || c.Within() > best.Within()) {
			best = c
		}
	}
	best = orNumber(found, best, cs, Candidate.Within)
	if !tellsPast(best) {
		return best
	}
	was := best
	for _, c := range cs { // how things were is only told where nothing else is
		if c.ArticleID() == newest && !tellsPast(c) && (best.Text == was.Text || c.Within() > best.Within()) {
			best = c
		}
	}
	return best
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

// Lacking returns the newest of the candidates that speak of what nothing shown does, a name in
// the question or all the rest of it, and false where there is none: of those with a name, one
// that has a word of the rest. The newest coverage may not say whether, and older may.
func Lacking(found retrieval.Result, shown, cs []Candidate) (best Candidate, ok bool) {
	a := newAsked(found)
	unnamed, silent := a.unsaid(shown)
	if !silent && len(unnamed) == 0 {
		return best, false
	}
	for _, c := range cs {
		names := slices.ContainsFunc(unnamed, func(i int) bool { return holdsAll(c.Terms, a.names[i]) })
		tells := silent && c.signs.asks >= wholeQuestion && (c.named || len(a.names) == 0)
		if !names && !tells || Repeats(c, shown) {
			continue
		}
		if !ok || cmp.Or(cmp.Compare(spokenOf(c), spokenOf(best)), ByDate(c.Published(), best.Published())) > 0 {
			best, ok = c, true
		}
	}
	return best, ok
}

// spokenOf returns 1 for a candidate that has a word of what is asked beside the names, or another
// for it, else 0.
func spokenOf(c Candidate) int {
	if c.signs.asks+c.signs.akin > 0 {
		return 1
	}
	return 0
}

// unsaid returns the places of the names in the question that nothing shown has, where it stands, and
// whether nothing shown has a word of the rest, or another for it.
func (a asked) unsaid(shown []Candidate) (unnamed []int, silent bool) {
	silent = !a.named
	for _, c := range shown {
		silent = silent && spokenOf(c) == 0
	}
	for i, name := range a.names {
		says := func(c Candidate) bool {
			of := c.Passage.Article
			about := prose.BaseForms(strings.Join([]string{of.Title, of.Outlet, of.Author}, " "), languageOf(c.Passage))
			return a.amongAll(c.Terms, name) || a.amongAll(c.before, name) || a.amongAll(about, name)
		}
		if !slices.ContainsFunc(shown, says) {
			unnamed = append(unnamed, i)
		}
	}
	return unnamed, silent
}

// Unnamed returns the names in the question that neither the candidates shown, the sentences before
// them nor their articles' titles, outlets and authors have, as the question writes them: not those that may be ordinary
// words written large ("Living"), or have other forms ("US").
func Unnamed(found retrieval.Result, shown []Candidate) []string {
	a := newAsked(found)
	unnamed, _ := a.unsaid(shown)
	var names []string
	for _, i := range unnamed {
		isWord := func(t string) bool { return gate.English().Knows(t) }
		if utf8.RuneCountInString(a.written[i]) >= leastUnnamed && !slices.ContainsFunc(a.names[i], isWord) {
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
