package selection

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

// A Milestone is a date of a timeline: the best words of that day.
type Milestone struct {
	Candidate
	said prose.Sentence
}

// Milestones returns the best words on the matter of each day, oldest first.
func Milestones(cs []Candidate) []Milestone {
	var lines []Milestone
	seen := map[string]bool{}
	matter := ofShare(cs, enough)
	slices.SortStableFunc(matter, func(a, b Candidate) int { return cmp.Compare(b.signs.tells(), a.signs.tells()) })
	for _, c := range matter {
		day := c.Published().Day()
		if c.Published().Sure() && !seen[day] {
			seen[day] = true
			lines = append(lines, Milestone{c, prose.NewSentence(c.Text, languageOf(c.Passage))})
		}
	}
	slices.SortStableFunc(lines, func(a, b Milestone) int {
		return a.Published().Compare(b.Published())
	})
	return lines
}

// TurningPoint returns the first of the last run of moments that tell of one
// state of things, 0 where all do.
func TurningPoint(lines []Milestone) int {
	now := len(lines) - 1
	turn := now
	for turn > 0 && lines[turn-1].agrees(lines[now]) {
		turn--
	}
	return turn
}

// agrees reports whether two moments tell of one state of things: they deny
// the same or both nothing, and where both state figures, they share one.
func (m Milestone) agrees(o Milestone) bool {
	if prose.Contradict(m.said, o.said) || m.said.Denial.Ends != o.said.Denial.Ends && !sharesHead(m.said, o.said) {
		return false
	}
	if (len(m.said.Denial.Heads) > 0) != (len(o.said.Denial.Heads) > 0) {
		return false
	}
	a, b := currentFigures(m.Text), currentFigures(o.Text)
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

// Thin leaves out moments above maxMoments: the first, the turning point and
// the last stay, and of the others those that answer best. It returns where
// the turning point is then.
func Thin(lines []Milestone, turn int) ([]Milestone, int) {
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
	var out []Milestone
	for _, i := range kept {
		out = append(out, lines[i])
	}
	return out, slices.Index(kept, turn)
}

// changeWords ask for a timeline and are not its matter.
var changeWords = prose.Stems(strings.Join([]string{
	"change changes changed evolve develop develops shift unfold progress history timeline chronology date dates years months weeks time",
}, " "), "en")

// WithoutAsking returns what was found without the terms that only ask for a
// timeline, if others are left, and without asking for a time: each moment has one.
func WithoutAsking(found retrieval.Result) retrieval.Result {
	found = WithoutChange(found)
	found.Reading.Timed = false
	return found
}

// WithoutChange returns what was found without the terms that only ask for a timeline, if others are
// left.
func WithoutChange(found retrieval.Result) retrieval.Result {
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
