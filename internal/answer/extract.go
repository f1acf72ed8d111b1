package answer

import (
	"slices"
	"strings"

	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/selection"
	"footnote/retrieval"
)

// How many articles are quoted apart from the answer.
const (
	maxEarlier = 5
	maxNewer   = 2
)

// extract answers with the best sentences of the passages, word for word,
// each with its date and outlet. Where the present is asked for, the newest
// article that speaks of it comes first and older ones go under Earlier; else only
// articles about all that is asked are quoted.
func (w *writing) extract(found retrieval.Result) error {
	w.ans.Outcome = Extracted
	if w.ans.Kind == News {
		return w.news(found)
	}
	done, err := w.inShape(found)
	if done || err != nil {
		return err
	}
	if found.Reading.Timeline {
		found = selection.WithoutChange(found)
	}
	cs := selection.Candidates(found)
	// What holds now may be told in other words, if search's first tells anything.
	if w.ans.Kind == Fact || len(cs) > 0 && !selection.TellsFirst(found, cs) {
		cs = selection.OfArticlesOn(cs)
	}
	if len(cs) == 0 && w.shown() {
		return nil
	}
	if len(cs) == 0 {
		return w.headline(found)
	}
	if part := selection.UnheldPart(found, cs); part != "" {
		w.ans.Missing = []string{part}
	}
	if w.ans.Kind == Present {
		err = w.present(found, selection.LastTold(cs))
	} else {
		var first selection.Candidate
		first, w.turned = selection.Told(found, selection.Predecessor(found, cs[0], cs), cs)
		first, more := w.withNumber(found, first, cs)
		w.notePassed(found, first, more)
		err = w.quote(first, more)
	}
	return err
}

// withNumber returns a verdict and what is worth quoting beside it; where a number is asked for that
// none of these tells, what does, and notes it where nothing does.
func (w *writing) withNumber(found retrieval.Result, verdict selection.Candidate, cs []selection.Candidate) (first selection.Candidate, more []selection.Candidate) {
	more = selection.Reasons(found, verdict, cs)
	first, ok := selection.WithNumber(found, verdict, more, cs)
	if w.numberless = !ok; first.Text != verdict.Text {
		verdict, more = first, selection.Reasons(found, first, cs)
	}
	more = selection.WithReason(found, verdict, more, cs)
	w.noteUnnamed(found, selection.Unnamed(found, append([]selection.Candidate{verdict}, more...)))
	return verdict, more
}

// noteUnnamed says which names in the question nothing that is quoted has, so that what is told may
// be told of others; of those that no article has at all another line tells.
func (w *writing) noteUnnamed(found retrieval.Result, names []string) {
	names = slices.DeleteFunc(names, func(name string) bool {
		return slices.ContainsFunc(found.Unheld, func(u retrieval.Unheld) bool { return strings.Contains(name, u.Name) })
	})
	if len(names) > 0 {
		w.ans.Notice = joinText(w.ans.Notice, "What is quoted does not mention "+anyOf(names)+".")
	}
}

// inShape answers a question that asks for more than one statement. It reports
// false where that shape does not fit what was found.
func (w *writing) inShape(found retrieval.Result) (done bool, err error) {
	switch w.ans.Kind {
	case Timeline:
		done, err = w.timeline(ofTimeline(found))
	case Sides:
		done, err = w.sides(found, selection.OfArticlesOn(selection.Candidates(found)))
	default:
		return w.compare(found)
	}
	if !done {
		w.ans.Kind = stateOf(found.Reading)
	}
	return done, err
}

// news tells how each article begins: what there is to say where a question
// asks only what there is.
func (w *writing) news(found retrieval.Result) error {
	cs := selection.Leads(found)
	if fresh := slices.DeleteFunc(slices.Clone(cs), w.cites.toldBefore); len(fresh) > 0 {
		cs = fresh // what else there is
	}
	if len(cs) == 0 {
		return nil
	}
	return w.quote(cs[0], selection.Distinct(cs[:1], cs[1:]))
}

// present lets the newest coverage of the matter decide.
func (w *writing) present(found retrieval.Result, cs []selection.Candidate) error {
	var verdict selection.Candidate
	verdict, w.turned = selection.Told(found, selection.Predecessor(found, selection.Choose(found, cs), cs), cs)
	if other, ok := selection.Opposed(found, verdict, cs); ok {
		return w.disagreement(verdict, other, cs)
	}
	verdict, more := w.withNumber(found, verdict, cs)
	w.notePassed(found, verdict, more)
	if err := w.quote(verdict, more); err != nil {
		return err
	}
	cs = selection.OfStory(verdict, cs)
	w.ans.Newer = w.newer(verdict, cs)
	w.ans.Earlier = w.overtaken(verdict, cs)
	return nil
}

// notePassed says that a day has passed for which something is only announced, where it is asked when it
// comes or whether it has.
func (w *writing) notePassed(found retrieval.Result, verdict selection.Candidate, more []selection.Candidate) {
	if day, ok := selection.Announced(found, verdict, more, w.day); ok {
		w.ans.Notice = joinText(w.ans.Notice, "That was announced for "+day.Day()+", which has passed since; nothing that was found tells whether it came to be.")
	}
}

// disagreement gives both sides of what outlets report at one time.
func (w *writing) disagreement(a, b selection.Candidate, cs []selection.Candidate) error {
	first, second := a.Passage.Article, b.Passage.Article
	says := "As of " + slices.MaxFunc([]article.Date{a.Published(), b.Published()}, article.Date.CompareDay).Day() + ", " + publisher(first) + " and " + publisher(second) + " say different things."
	if err := w.show("\n\n", says, append(restsOn(a), restsOn(b)...)); err != nil {
		return err
	}
	for _, c := range []selection.Candidate{a, b} {
		if err := w.showSide("\n- ", c); err != nil {
			return err
		}
	}
	w.ans.Earlier = w.earlier(selection.NewestDate([]selection.Candidate{a, b}), cs)
	return nil
}

// quote shows a sentence that answers, and more that bears on it and that the thread
// does not say yet. Where what is shown
// beside it is newer news, it is not said to hold as of its day.
func (w *writing) quote(verdict selection.Candidate, more []selection.Candidate) error {
	more = slices.DeleteFunc(slices.Clone(more), w.cites.toldBefore)
	day := verdict.Published()
	if w.numberless {
		if err := w.add(Sentence{Text: numberless}, nil); err != nil {
			return err
		}
	}
	asOf := !w.numberless && w.ans.Kind == Present && !slices.ContainsFunc(more, func(c selection.Candidate) bool { return !selection.Fresher(day, c.Published()) })
	if w.turned != "" {
		if err := w.show("\n\n", otherWay+w.turned, restsOn(verdict)); err != nil {
			return err
		}
		of := prose.Stems(w.turned, "")
		more = slices.DeleteFunc(more, func(c selection.Candidate) bool { return prose.Share(of, prose.Stems(c.Text, "")) <= .5 })
	}
	for i, c := range append([]selection.Candidate{verdict}, more...) {
		isFirst := i == 0 && w.turned == "" && !w.numberless
		if (i > 0 || isFirst || w.numberless) && w.cites.quoted(c.ArticleID(), c.Text) {
			continue
		}
		lead := "\n- "
		if isFirst {
			lead = "\n\n"
		}
		if err := w.show(lead, introduce(c, i == 0 && asOf), restsOn(c)); err != nil {
			return err
		}
	}
	return nil
}

// otherWay is said before what one did to another, where the other way round was asked;
// only what tells of both is quoted beside it.
const otherWay = "It is told the other way round: "

// says writes a quote, with what it stands under where it says little by itself.
func says(c selection.Candidate) string {
	if c.Under == "" {
		return Quoted(c.Text)
	}
	return Quoted(c.Text) + " under " + Quoted(c.Under)
}

// introduce writes a quote with who said it and when.
func introduce(c selection.Candidate, asOf bool) string {
	who, where := publisher(c.Passage.Article), ""
	if c.Headline {
		where = ", in a headline"
	}
	when := c.Published()
	if asOf && when.Sure() {
		return "As of " + toldOn(c.Passage) + ", " + who + where + ": " + says(c)
	}
	return begun(who) + ", " + toldOn(c.Passage) + where + ": " + says(c)
}
