package answer

import (
	"cmp"
	"slices"
	"strings"

	"footnote/internal/prose"
	"footnote/retrieval"
)

// maxMoments is how many dates a timeline has at most: a Slack message of
// quotes holds about a dozen.
const maxMoments = 8

// A milestone is a date of a timeline: the best words of that day.
type milestone struct {
	candidate
	said prose.Sentence
}

// timeline tells how a matter came about: the turning point first, then a
// line for each date, oldest to newest. It reports false where fewer than two
// dates are known.
func (w *writing) timeline(cs []candidate) (bool, error) {
	lines := milestonesOf(cs)
	if len(lines) < 2 {
		return false, nil
	}
	turn := turningPoint(lines)
	lines, turn = thin(lines, turn)
	if turn > 0 {
		m := lines[turn]
		if err := w.show("\n\n", "Turning point, "+introduce(m.candidate, false), m.rests()); err != nil {
			return true, err
		}
	}
	for i, m := range lines {
		lead, text := "\n- ", dated(m.candidate)
		if i == 0 && turn == 0 {
			lead = "\n\n- "
		}
		if i == turn && turn > 0 {
			text = m.published().Day() + ": the turning point."
		}
		if err := w.show(lead, text, m.rests()); err != nil {
			return true, err
		}
	}
	w.noteMoments(lines, turn)
	w.ans.Earlier = w.undated(cs)
	return true, nil
}

func (w *writing) noteMoments(lines []milestone, turn int) {
	for i, m := range lines {
		c := newCitation(m.passage, m.text)
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
func dated(c candidate) string {
	a := c.passage.Article
	return a.Published.Day() + ", " + publisher(a) + ": " + Quoted(c.text)
}

// milestonesOf returns the best words on the matter of each day, oldest first.
func milestonesOf(cs []candidate) []milestone {
	var lines []milestone
	seen := map[string]bool{}
	matter := onMatter(cs, ofMatter)
	slices.SortStableFunc(matter, func(a, b candidate) int { return cmp.Compare(b.signs.tells(), a.signs.tells()) })
	for _, c := range matter {
		day := c.published().Day()
		if c.published().Sure() && !seen[day] {
			seen[day] = true
			lines = append(lines, milestone{c, prose.NewSentence(c.text, languageOf(c.passage))})
		}
	}
	slices.SortStableFunc(lines, func(a, b milestone) int {
		return a.published().Compare(b.published())
	})
	return lines
}

// turningPoint returns the first of the last run of moments that tell of one
// state of things, 0 where all do.
func turningPoint(lines []milestone) int {
	now := len(lines) - 1
	turn := now
	for turn > 0 && lines[turn-1].agrees(lines[now]) {
		turn--
	}
	return turn
}

// agrees reports whether two moments tell of one state of things: they deny
// the same or both nothing, and where both state figures, they share one.
func (m milestone) agrees(o milestone) bool {
	if prose.Contradict(m.said, o.said) || m.said.Denial.Ends != o.said.Denial.Ends && !sharesHead(m.said, o.said) {
		return false
	}
	if (len(m.said.Denial.Heads) > 0) != (len(o.said.Denial.Heads) > 0) {
		return false
	}
	a, b := currentFigures(m.text), currentFigures(o.text)
	return len(a) == 0 || len(b) == 0 || shareFigure(a, b)
}

func sharesHead(a, b prose.Sentence) bool {
	for t := range a.Denial.Heads {
		if b.Denial.Heads[t] {
			return true
		}
	}
	return false
}

// thin leaves out moments above maxMoments: the first, the turning point and
// the last stay, and of the others those that answer best. It returns where
// the turning point is then.
func thin(lines []milestone, turn int) ([]milestone, int) {
	if len(lines) <= maxMoments {
		return lines, turn
	}
	order := make([]int, 0, len(lines))
	for i := range lines {
		if i != 0 && i != turn && i != len(lines)-1 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(lines[b].signs.score(), lines[a].signs.score())
	})
	kept := []int{0, turn, len(lines) - 1}
	slices.Sort(kept)
	kept = slices.Compact(kept)
	kept = append(kept, order[:maxMoments-len(kept)]...)
	slices.Sort(kept)
	var out []milestone
	for _, i := range kept {
		out = append(out, lines[i])
	}
	return out, slices.Index(kept, turn)
}

// undated returns what is said of the matter without a date, which has no
// place in a timeline.
func (w *writing) undated(cs []candidate) []Citation {
	return w.apart(slices.DeleteFunc(onMatter(cs, ofMatter), func(c candidate) bool { return c.published().Sure() }), maxEarlier)
}

// changeWords ask for a timeline and are not its matter.
var changeWords = prose.Stems(strings.Join([]string{
	"change changes changed evolve develop develops shift unfold progress history timeline chronology date dates years months weeks time",
}, " "), "en")

// withoutAsking returns what was found without the terms that only ask for a
// timeline, if others are left, and without asking for a time: each moment has one.
func withoutAsking(found retrieval.Result) retrieval.Result {
	found.Reading.Timed = false
	left := map[string]float64{}
	for t, idf := range found.Terms {
		if !changeWords[t] {
			left[t] = idf
		}
	}
	if len(left) > 0 {
		found.Terms = left
	}
	return found
}
