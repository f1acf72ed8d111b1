package answer

import (
	"cmp"
	"slices"

	"footnote/internal/article"
	"footnote/retrieval"
)

// How much is quoted.
const (
	maxReasons = 2 // quotes after the first
	maxEarlier = 5
	maxNewer   = 2
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

// nearlyAs is the share of what the verdict says of being the answer, from which
// another sentence of its article is quoted beside it. Of 203 newest articles of
// facts told as news, the best three sentences hold the answer in 202; of those
// that say .7 of the best, 1.8 on average, they do in 196.
const nearlyAs = .7

// fresh is how many days of news count as one moment: within them coverage
// adds to the newest, before them it is older coverage.
const fresh = 14

// extract answers with the best sentences of the passages, word for word,
// each with its date and outlet. Where the present is asked for, the newest
// article that speaks of it comes first and older ones go under Earlier; else only
// articles about all that is asked are quoted.
func (w *writing) extract(found retrieval.Result) error {
	w.ans.Outcome = Extracted
	if w.ans.Kind == News {
		return w.news(found)
	}
	if done, err := w.inShape(found); done || err != nil {
		return err
	}
	cs := candidates(found)
	// What holds now may be told in other words, if search's first tells anything.
	if w.ans.Kind == Fact || len(cs) > 0 && !articlesOf(cs)[firstDated(found, cs)] {
		cs = ofArticlesOn(cs)
	}
	if len(cs) == 0 && w.shown() {
		return nil
	}
	if len(cs) == 0 {
		return w.headline(found)
	}
	w.noteUnheld(found, cs)
	if w.ans.Kind == Present {
		return w.present(found, cs)
	}
	return w.quote(cs[0], reasons(found, cs[0], cs))
}

// inShape answers a question that asks for more than one statement. It reports
// false where that shape does not fit what was found.
func (w *writing) inShape(found retrieval.Result) (done bool, err error) {
	switch w.ans.Kind {
	case Timeline:
		done, err = w.timeline(ofArticlesOn(candidates(withoutAsking(found))))
	case Sides:
		done, err = w.sides(found, ofArticlesOn(candidates(found)))
	default:
		return w.answerParts(found)
	}
	if !done {
		w.ans.Kind = stateOf(found.Reading)
	}
	return done, err
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
	if other, ok := opposed(verdict, cs); ok {
		return w.disagreement(verdict, other, cs)
	}
	if err := w.quote(verdict, reasons(found, verdict, cs)); err != nil {
		return err
	}
	w.ans.Newer = w.newer(verdict, cs)
	w.ans.Earlier = w.overtaken(verdict, cs)
	return nil
}

// disagreement gives both sides of what outlets report at one time.
func (w *writing) disagreement(a, b candidate, cs []candidate) error {
	first, second := a.passage.Article, b.passage.Article
	says := "As of " + newestOf([]candidate{a, b}).Day() + ", " + publisher(first) + " and " + publisher(second) + " say different things."
	if err := w.show("\n\n", says, append(a.rests(), b.rests()...)); err != nil {
		return err
	}
	for _, c := range []candidate{a, b} {
		if err := w.showSide("\n- ", c); err != nil {
			return err
		}
	}
	w.ans.Earlier = w.earlier(newestOf([]candidate{a, b}), cs)
	return nil
}

// quote shows a sentence that answers, and more that bears on it. Where what is shown
// beside it is newer news, it is not said to hold as of its day.
func (w *writing) quote(verdict candidate, more []candidate) error {
	day := verdict.published()
	asOf := w.ans.Kind == Present && !slices.ContainsFunc(more, func(c candidate) bool { return !fresher(day, c.published()) })
	for i, c := range append([]candidate{verdict}, more...) {
		if w.cites.quoted(c.articleID(), c.text) {
			continue
		}
		lead := "\n- "
		if i == 0 {
			lead = "\n\n"
		}
		if err := w.show(lead, introduce(c, i == 0 && asOf), c.rests()); err != nil {
			return err
		}
	}
	return nil
}

// introduce writes a quote with who said it and when.
func introduce(c candidate, asOf bool) string {
	who, where := publisher(c.passage.Article), ""
	if c.headline {
		where = ", in a headline"
	}
	when := c.published()
	if asOf && when.Sure() {
		return "As of " + when.Day() + ", " + who + where + ": " + Quoted(c.text)
	}
	return begun(who) + ", " + when.Day() + where + ": " + Quoted(c.text)
}

// wholeQuestion is the share of a question's terms from which on a sentence holds
// all of them.
const wholeQuestion = .99

// choose picks the sentence that answers what is asked of the present. Search
// has put the newest coverage of the matter first: it is the best sentence of
// that, though older ones share more words with the question; or a newer one, of
// whatever article, that holds all that is asked where that does not. What is
// undated decides only if nothing of the matter is dated.
func choose(found retrieval.Result, cs []candidate) candidate {
	first := bestOfNewest(found, cs)
	best, known := first, first.published()
	for _, c := range cs {
		d := c.published()
		newer := d.Sure() && known.Sure() && d.Compare(known) > 0
		if newer && c.signs.covers >= wholeQuestion && first.signs.covers < wholeQuestion && (best.text == first.text || c.signs.within() > best.signs.within()) {
			best = c
		}
	}
	return best
}

// bestOfNewest returns the best sentence of the article that search put first.
func bestOfNewest(found retrieval.Result, cs []candidate) candidate {
	newest := firstDated(found, cs)
	best := cs[0]
	for _, c := range cs {
		if c.articleID() == newest && (best.articleID() != newest || c.signs.within() > best.signs.within()) {
			best = c
		}
	}
	return best
}

// firstDated returns the ID of the article that search put first of those that
// are dated, if it did so at all, or that speak of the matter.
func firstDated(found retrieval.Result, cs []candidate) string {
	if first := found.Passages[0].Article; first.Published.Sure() {
		return first.ID
	}
	about := onMatter(cs, ofMatter)
	for _, p := range found.Passages {
		if p.Article.Published.Sure() && slices.ContainsFunc(about, func(c candidate) bool { return c.articleID() == p.Article.ID }) {
			return p.Article.ID
		}
	}
	return ""
}

// reasons returns what else is worth quoting beside the verdict. Where the
// present is asked for that is the best of what others say that are as new, and
// what its own article says nearly as well.
func reasons(found retrieval.Result, verdict candidate, cs []candidate) []candidate {
	about := onMatter(cs, enough)
	if !found.Reading.Present {
		return distinct([]candidate{verdict}, about)
	}
	newest := verdict.passage.Article
	ofNewest := func(c candidate) bool { return newest.Published.Sure() && c.articleID() == newest.ID }
	var own, others []candidate
	for _, c := range cs {
		if ofNewest(c) && !recalls(c) && c.signs.within() >= nearlyAs*verdict.signs.within() {
			own = append(own, c)
		}
	}
	slices.SortStableFunc(own, func(a, b candidate) int { return cmp.Compare(b.signs.within(), a.signs.within()) })
	for _, c := range about {
		if !ofNewest(c) && asFresh(c, verdict) && !recalls(c) {
			others = append(others, c)
		}
	}
	return distinct([]candidate{verdict}, slices.Concat(others[:min(1, len(others))], own, others))
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

// asFresh reports whether a candidate may stand beside the verdict: it is
// about as new, or nothing is dated.
func asFresh(c, verdict candidate) bool {
	d, newest := c.published(), verdict.published()
	return d.Sure() == newest.Sure() && fresher(d, newest)
}
