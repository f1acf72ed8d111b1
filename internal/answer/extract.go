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

// enough is the share of the best candidate's score from which another is
// taken to speak of the same matter.
const enough = 0.6

// fresh is how many days of news count as one moment: within them coverage
// adds to the newest, before them it is older coverage.
const fresh = 14

// extract answers with the best sentences of the passages, word for word,
// each with its date and outlet. Where the present is asked for, the newest
// article that speaks of it comes first and older ones go under Earlier.
func (w *writing) extract(found retrieval.Result) error {
	w.ans.Outcome = Extracted
	r, cs := found.Reading, candidates(found)
	if r.Bare && found.Dropped.IsZero() {
		r.Present, cs = false, leads(found)
	}
	if len(cs) == 0 {
		if !w.shown() {
			w.notFound(found)
		}
		return nil
	}
	verdict, rest := choose(found, cs)
	for i, c := range append([]candidate{verdict}, reasons(r, verdict, rest)...) {
		if w.cites.quoted(c.passage.Article.ID, c.text) {
			continue
		}
		lead := "\n- "
		if i == 0 {
			lead = "\n\n"
		}
		if err := w.show(lead, introduce(c, i == 0 && r.Present), []quoted{{c.passage, c.text}}); err != nil {
			return err
		}
	}
	if r.Present {
		w.ans.Earlier = w.earlier(verdict.passage.Article.Published, enough*verdict.score, rest)
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

// leads returns the first sentence of each passage, in their order: what
// there is to say where a question asks only what there is.
func leads(found retrieval.Result) []candidate {
	var cs []candidate
	for rank, p := range found.Passages {
		texts := sentencesOf(p)
		if i := slices.IndexFunc(texts, quotable); i >= 0 {
			cs = append(cs, candidate{p, texts[i], stems(texts[i], p.Article.Lang), lower(1, rank)})
		}
	}
	return cs
}

// choose picks the sentence that answers. Where the present is asked for,
// search has put the newest coverage of the matter first: it is the best
// sentence of that, though older ones share more words with the question.
// What is undated decides only if nothing is dated.
func choose(found retrieval.Result, cs []candidate) (verdict candidate, rest []candidate) {
	best := 0
	if newest := found.Passages[0].Article; found.Reading.Present && newest.Published.Sure() {
		best = max(0, slices.IndexFunc(cs, func(c candidate) bool { return c.passage.Article.ID == newest.ID }))
	}
	return cs[best], slices.Delete(slices.Clone(cs), best, best+1)
}

// reasons returns what else is worth quoting beside the verdict: as good, and
// where the present is asked for as new.
func reasons(r retrieval.Reading, verdict candidate, rest []candidate) []candidate {
	var out []candidate
	for _, c := range rest {
		if len(out) == maxReasons || c.score < enough*verdict.score {
			break
		}
		if r.Present && (!asFresh(c, verdict) || recalls(c)) || repeats(c, append(out, verdict)) {
			continue
		}
		out = append(out, c)
	}
	return out
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

// repeats reports whether a candidate says little that the others do not.
func repeats(c candidate, others []candidate) bool {
	return slices.ContainsFunc(others, func(o candidate) bool { return share(c.terms, o.terms) > 0.7 })
}
