package answer

import (
	"slices"

	"footnote/internal/selection"
	"footnote/retrieval"
)

// ofTimeline returns what may be told in a timeline: of articles about all that is asked, and where the
// changes of a number are asked for, what gives one, if that is of more days than one.
func ofTimeline(found retrieval.Result) []selection.Candidate {
	found = selection.WithoutAsking(found)
	cs := selection.OfArticlesOn(selection.Candidates(found))
	tells := selection.TellsNumber(found)
	if tells == nil {
		return cs
	}
	counted := slices.DeleteFunc(slices.Clone(cs), func(c selection.Candidate) bool { return !tells(c) })
	if len(selection.Milestones(counted)) > 1 {
		return counted
	}
	return cs
}

// timeline tells how a matter came about: the turning point first, then a
// line for each date, oldest to newest. It reports false where fewer than two
// dates are known.
func (w *writing) timeline(cs []selection.Candidate) (bool, error) {
	lines := selection.Milestones(cs)
	if len(lines) < 2 {
		return false, nil
	}
	turn := selection.TurningPoint(lines)
	lines, turn = selection.Thin(lines, turn)
	if turn > 0 {
		m := lines[turn]
		if err := w.show("\n\n", "Turning point, "+introduce(m.Candidate, false), restsOn(m.Candidate)); err != nil {
			return true, err
		}
	}
	for i, m := range lines {
		lead, text := "\n- ", dated(m.Candidate)
		if i == 0 && turn == 0 {
			lead = "\n\n- "
		}
		if i == turn && turn > 0 {
			text = m.Published().Day() + ": the turning point."
		}
		if err := w.show(lead, text, restsOn(m.Candidate)); err != nil {
			return true, err
		}
	}
	w.noteMoments(lines, turn)
	w.ans.Earlier = w.undated(cs)
	return true, nil
}

func (w *writing) noteMoments(lines []selection.Milestone, turn int) {
	for i, m := range lines {
		c := newCitation(m.Passage, m.Text)
		c.N = w.cites.number(c.ArticleID)
		w.ans.Timeline = append(w.ans.Timeline, Moment{Citation: c, TurningPoint: i == turn && turn > 0})
	}
}

// noteWritten notes the dates of a timeline that a model wrote: those it
// cites, the turning point being what its first sentence rests on.
func (w *writing) noteWritten() {
	if w.ans.Kind != Timeline {
		return
	}
	turn := w.ans.Sentences[0].Citations
	for _, c := range w.cites.citations {
		known := slices.ContainsFunc(w.ans.Timeline, func(m Moment) bool { return m.ArticleID == c.ArticleID })
		if c.Published.Sure() && !known {
			w.ans.Timeline = append(w.ans.Timeline, Moment{Citation: c, TurningPoint: len(turn) == 1 && turn[0] == c.N})
		}
	}
	slices.SortStableFunc(w.ans.Timeline, func(a, b Moment) int { return a.Published.Compare(b.Published) })
}

// dated writes a quote behind its date and outlet.
func dated(c selection.Candidate) string {
	a := c.Passage.Article
	return a.Published.Day() + ", " + publisher(a) + ": " + Quoted(c.Text)
}

// undated returns what is said of the matter without a date, which has no
// place in a timeline.
func (w *writing) undated(cs []selection.Candidate) []Citation {
	return w.apart(slices.DeleteFunc(selection.OnMatter(cs), func(c selection.Candidate) bool { return c.Published().Sure() }), maxEarlier)
}
