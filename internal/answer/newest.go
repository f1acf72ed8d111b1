package answer

import (
	"slices"

	"footnote/internal/article"
	"footnote/retrieval"
)

// A newest holds what the newest coverage says where a question asks for the
// present, so that what a model writes from older passages does not stand as
// the answer.
type newest struct {
	candidate
	gate   gate // of its passage alone
	passed bool // the answer began, and rests on it or on what is as new
}

// noticeNewest is said where the newest coverage was put before a model's
// words.
const noticeNewest = "The model began with older coverage, so the newest is quoted first."

// newestOn returns the newest coverage of what is asked, if the present is
// asked for and any is dated.
func newestOn(found retrieval.Result) *newest {
	if !found.Reading.Present || found.Reading.Timeline || len(found.Reading.Sides) > 1 {
		return nil
	}
	cs := candidates(found)
	if len(cs) == 0 {
		return nil
	}
	c := choose(found, cs)
	about := slices.ContainsFunc(onMatter(cs, ofMatter), func(o candidate) bool { return o.passage.Article.ID == c.passage.Article.ID })
	if !about || !c.passage.Article.Published.Sure() {
		return nil
	}
	return &newest{candidate: c, gate: newGate([]article.Passage{c.passage})}
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
	switch {
	case n.current(rests):
		return w.show(lead, text, rests)
	case first:
		more, reason := n.gate.support(text, []int{0})
		if reason == "" {
			return w.show(lead, text, append([]quoted{{n.passage, more[0].quote}}, rests...))
		}
		w.ans.Notice = noticeNewest
		if err := w.show("\n\n", introduce(n.candidate, true), []quoted{{n.passage, n.text}}); err != nil {
			return err
		}
		lead, text = "\n\n", openingVerdict.ReplaceAllString(text, "")
	}
	return w.show(lead, asOfThen(text, rests), rests)
}

// current reports whether a sentence rests on coverage as new as the newest.
func (n *newest) current(rests []quoted) bool {
	return slices.ContainsFunc(rests, func(r quoted) bool {
		d := r.passage.Article.Published
		return d.Sure() && fresher(d, n.passage.Article.Published)
	})
}

// asOfThen writes a sentence that rests on older coverage with its date,
// unless its own words do.
func asOfThen(text string, rests []quoted) string {
	last := slices.MaxFunc(rests, func(a, b quoted) int {
		return byDate(a.passage.Article.Published, b.passage.Article.Published)
	}).passage.Article
	switch {
	case !last.Published.Sure():
		return begun(publisher(last)) + ", undated: " + text
	case dates(text, last.Published):
		return text
	}
	return "As of " + last.Published.Day() + ": " + text
}
