package answer

import (
	"slices"

	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/prose"
	"footnote/internal/selection"
	"footnote/prompts"
	"footnote/retrieval"
)

// A newest holds what the newest coverage says where a question asks for the
// present, or a summary is of a topic, so that what a model writes from older passages does not stand as
// the answer.
type newest struct {
	question string
	rivals   []selection.Candidate // the best sentence of each article on the matter that is dated: what search puts first, then the newest first
	verifier *verifier             // says which of them tell of what is asked; may be nil
	passed   bool                  // the answer began
	quoted   string                // what was quoted before it
	since    article.Date
}

// noticeNewest is said where the newest coverage was put before a model's
// words.
const noticeNewest = "The model began with older coverage, so the newest is quoted first."

// maxRivals is how many articles may be newer than what a model begins with, to be
// asked about.
const maxRivals = 5

// newestOn returns the newest coverage of what is asked, if the present is
// asked for and any is dated.
func newestOn(found retrieval.Result) *newest {
	if !found.Reading.Present || found.Reading.Timeline || len(found.Reading.Sides) > 1 {
		return nil
	}
	cs := selection.LastTold(selection.Candidates(found))
	if len(cs) == 0 {
		return nil
	}
	return newestOf(found.Reading.Text, selection.Choose(found, cs), selection.OnMatter(cs))
}

// newestTold returns the newest coverage of the topic of a summary, if any is dated.
func newestTold(m matter) *newest {
	about := selection.OnMatter(selection.Candidates(m.found))
	said := selection.Moments(about, false)
	if m.kind != prompts.OfTopic || m.more || len(said) == 0 {
		return nil
	}
	return newestOf(m.topic, said[lastSaid(said)], about)
}

// newestOf returns the newest coverage of a question: first, what is taken for it,
// if that is about the matter and dated, and what else is.
func newestOf(question string, first selection.Candidate, about []selection.Candidate) *newest {
	n := &newest{question: question, since: first.Published()}
	ofFirst := func(c selection.Candidate) bool { return c.ArticleID() == first.ArticleID() }
	if !slices.ContainsFunc(about, ofFirst) || !first.Published().Sure() {
		return nil
	}
	at := map[string]int{} // place in rivals, by article
	for _, c := range about {
		i, known := at[c.ArticleID()]
		switch {
		case !c.Published().Sure() || ofFirst(c):
		case !known:
			at[c.ArticleID()] = len(n.rivals)
			n.rivals = append(n.rivals, c)
		case c.Within() > n.rivals[i].Within():
			n.rivals[i] = c
		}
	}
	slices.SortStableFunc(n.rivals, func(a, b selection.Candidate) int { return selection.ByDate(b.Published(), a.Published()) })
	n.rivals = append([]selection.Candidate{first}, n.rivals...)
	return n
}

// say shows a model's sentence about the present. The first must rest on the
// newest coverage: where its own passages are older, but the newest supports
// it as well, that is cited too; else the newest is quoted before it. A later
// one that rests on older passages says as of when, unless it names a time.
func (w *writing) say(lead, text string, rests []quoted) error {
	n := w.newest
	if n == nil {
		return w.show(lead, text, rests)
	}
	first := !n.passed
	n.passed = true
	if n.quoted != "" && !slices.ContainsFunc(rests, func(r quoted) bool { return r.quote != n.quoted }) {
		return nil // it says no more than that
	}
	switch {
	case n.current(rests):
		return w.show(lead, text, rests)
	case first:
		g := gate.New([]article.Passage{n.rivals[0].Passage})
		more, reason := g.Support(text, []int{0})
		if reason == "" {
			return w.show(lead, text, append([]quoted{{n.rivals[0].Passage, more[0].Quote}}, rests...))
		}
		c, ok := n.overtaking(w, rests)
		if !ok {
			last := lastOf(rests).Article.Published
			if !last.Sure() || laterPiece(n.rivals[0], rests) {
				break // what is undated, or told over, is marked, also where nothing newer tells of it
			}
			n.since = last
			return w.show(lead, text, rests)
		}
		n.since, n.quoted = c.Published(), c.Text
		w.ans.Notice = noticeNewest
		if err := w.show("\n\n", introduce(c, true), restsOn(c)); err != nil {
			return err
		}
		lead, text = "\n\n", prose.OpeningVerdict.ReplaceAllString(text, "")
	}
	return w.show(lead, asOfThen(text, rests), rests)
}

// current reports whether a sentence rests on coverage as new as the newest.
func (n *newest) current(rests []quoted) bool {
	d := lastOf(rests).Article.Published
	return d.Sure() && selection.Fresher(d, n.since) && !laterPiece(n.rivals[0], rests)
}

// overtaking returns the newest coverage of what is asked that is newer than what a
// sentence rests on. The verifier says what is: words alone take a recall of fish
// cakes for news of who runs the firm that made them. Without one it is what
// search puts first, if it holds enough of what is asked beside the names.
func (n *newest) overtaking(w *writing, rests []quoted) (selection.Candidate, bool) {
	last := lastOf(rests).Article.Published
	var newer []selection.Candidate
	for _, c := range n.rivals {
		if len(newer) < maxRivals && (!selection.Fresher(last, c.Published()) || laterPiece(c, rests)) {
			newer = append(newer, c)
		}
	}
	var texts []string
	for _, c := range newer {
		texts = append(texts, c.Passage.Article.Title+"\n"+c.Passage.Chunk.Text)
	}
	for _, r := range rests {
		texts = append(texts, r.passage.Article.Title+"\n"+r.passage.Chunk.Text)
	}
	places, ok := n.verifier.matters(n.question, texts, &w.ans.Usage)
	if !ok {
		return n.rivals[0], n.holds(n.rivals[0])
	}
	var best selection.Candidate
	for _, at := range places {
		if at < len(newer) && (best.Text == "" || newer[at].Published().Compare(best.Published()) > 0) {
			best = newer[at]
		}
	}
	return best, best.Text != ""
}

// leastHeld is the share of a question's words, but for names, that one sentence of
// an article must have, by itself or another of the lexicon, to be about them;
// docs/answers.md has what it does.
const leastHeld = .3

// holds reports whether the article of a candidate tells of what is asked, by its
// words.
func (n *newest) holds(c selection.Candidate) bool {
	return gate.MostHeld(c.Passage, n.question) >= leastHeld
}

// lastOf returns the newest passage that a sentence rests on.
func lastOf(rests []quoted) article.Passage {
	return slices.MaxFunc(rests, func(a, b quoted) int {
		return selection.ByDate(a.published(), b.published())
	}).passage
}

// asOfThen writes a sentence that rests on older coverage with its date,
// unless its own words do.
func asOfThen(text string, rests []quoted) string {
	last := lastOf(rests)
	switch published := last.Article.Published; {
	case !published.Sure():
		return begun(publisher(last.Article)) + ", undated: " + text
	case selection.NamesTime(text, published):
		return text
	}
	return "As of " + toldOn(last) + ": " + text
}
