package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"

	"footnote/internal/article"
	"footnote/retrieval"
)

// How much is quoted.
const (
	maxReasons = 2 // quotes after the first
	maxEarlier = 5
)

// Shares of the most that any sentence says of what is asked, from which
// another is worth quoting beside it, and from which its article is taken to
// be earlier coverage of the matter. Of 124 questions about changed facts,
// ofMatter .4, .5 and .6 show all older articles to 115, 117 and 116, and 59,
// 24 and 20 others under Earlier.
const (
	enough   = .6
	ofMatter = .5
)

// fresh is how many days of news count as one moment: within them coverage
// adds to the newest, before them it is older coverage.
const fresh = 14

// extract answers with the best sentences of the passages, word for word,
// each with its date and outlet. Where the present is asked for, the newest
// article that speaks of it comes first and older ones go under Earlier.
func (w *writing) extract(found retrieval.Result) error {
	w.ans.Outcome = Extracted
	if w.ans.Kind == News {
		return w.news(found)
	}
	cs := candidates(found)
	if len(cs) == 0 {
		if !w.shown() {
			w.notFound(found)
		}
		return nil
	}
	if w.ans.Kind == Present {
		return w.present(found, cs)
	}
	return w.quote(cs[0], reasons(found, cs[0], cs))
}

// news tells how each article begins: what there is to say where a question
// asks only what there is.
func (w *writing) news(found retrieval.Result) error {
	cs := leads(found)
	if len(cs) == 0 {
		return nil
	}
	return w.quote(cs[0], distinct(cs[:1], cs[1:]))
}

// present lets the newest coverage of the matter decide.
func (w *writing) present(found retrieval.Result, cs []candidate) error {
	verdict := choose(found, cs)
	if err := w.quote(verdict, reasons(found, verdict, cs)); err != nil {
		return err
	}
	w.ans.Earlier = w.earlier(verdict.passage.Article.Published, cs)
	return nil
}

// quote shows a sentence that answers, and more that bears on it.
func (w *writing) quote(verdict candidate, more []candidate) error {
	for i, c := range append([]candidate{verdict}, more...) {
		if w.cites.quoted(c.passage.Article.ID, c.text) {
			continue
		}
		lead := "\n- "
		if i == 0 {
			lead = "\n\n"
		}
		if err := w.show(lead, introduce(c, i == 0 && w.ans.Kind == Present), []quoted{{c.passage, c.text}}); err != nil {
			return err
		}
	}
	return nil
}

// introduce writes a quote with who said it and when.
func introduce(c candidate, asOf bool) string {
	quote := Quoted(c.text)
	who := cmp.Or(c.passage.Article.Outlet, c.passage.Article.Name())
	when := c.passage.Article.Published
	if asOf && when.Sure() {
		return "As of " + when.Day() + ", " + who + ": " + quote
	}
	return who + ", " + when.Day() + ": " + quote
}

// choose picks the sentence that answers. Where the present is asked for,
// search has put the newest coverage of the matter first: it is the best
// sentence of that, though older ones share more words with the question.
// What is undated decides only if nothing is dated.
func choose(found retrieval.Result, cs []candidate) candidate {
	if newest := found.Passages[0].Article; newest.Published.Sure() {
		return cs[max(0, slices.IndexFunc(cs, func(c candidate) bool { return c.passage.Article.ID == newest.ID }))]
	}
	return cs[0]
}

// reasons returns what else is worth quoting beside the verdict: as good, and
// where the present is asked for as new.
func reasons(found retrieval.Result, verdict candidate, cs []candidate) []candidate {
	var fit []candidate
	for _, c := range onMatter(cs, enough) {
		if !found.Reading.Present || asFresh(c, verdict) && !recalls(c) {
			fit = append(fit, c)
		}
	}
	return distinct([]candidate{verdict}, fit)
}

// distinct returns the first few candidates that say what neither those before
// them nor the given ones say.
func distinct(given, cs []candidate) []candidate {
	said := slices.Clone(given)
	for _, c := range cs {
		if len(said) == len(given)+maxReasons {
			break
		}
		if !repeats(c, said) {
			said = append(said, c)
		}
	}
	return said[len(given):]
}

// fresher reports whether d is about as new as the newest, or newer.
func fresher(d, newest article.Date) bool {
	return !d.Time.AddDate(0, 0, fresh).Before(newest.Time)
}

var yearPattern = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// recalls reports whether a sentence tells of a year before its article's,
// and so of how things were.
func recalls(c candidate) bool {
	for _, y := range yearPattern.FindAllString(c.text, -1) {
		if year, _ := strconv.Atoi(y); year < c.passage.Article.Published.Time.Year() {
			return true
		}
	}
	return false
}

// asFresh reports whether a candidate may stand beside the verdict: it is
// about as new, or nothing is dated.
func asFresh(c, verdict candidate) bool {
	d, newest := c.passage.Article.Published, verdict.passage.Article.Published
	return d.Sure() == newest.Sure() && fresher(d, newest)
}
