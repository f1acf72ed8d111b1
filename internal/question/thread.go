package question

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/analysis"
)

// Following returns the reading of a question that leans on an earlier one:
// what it does not name or ask itself it takes from there.
func (r Reading) Following(earlier Reading) Reading {
	f := r
	f.Asked = earlier.Asked + "\n" + r.Asked
	f.Text = earlier.replaced(r) + "\n" + r.Text
	f.Only, f.Prefer = r.Only.over(earlier.Only), r.Prefer.over(earlier.Prefer)
	if r.Bare && earlier.Only.IsZero() { // "And in 2019?" asks about that year, "And Wired?" about Wired
		f.Only, f.Prefer = Filter{}, r.Only.over(f.Prefer)
		f.Text = earlier.replaced(r) + "\n" + r.Asked
	}
	f.Sides = r.sidesAfter(earlier)
	f.Bare = r.Bare && earlier.Bare
	f.Names = addNames(slices.Clone(r.Names), earlier.namesLeft(r))
	f.Present = r.Present && !Parse(r.Asked).keywords() || earlier.Present // "the ferry to Orrin" has the tense of what went before
	asks := r.Timed || r.Counted || r.Named || asksItself(r.Asked)
	if !asks {
		f.Timed, f.Counted, f.Named = earlier.Timed, earlier.Counted, earlier.Named
	}
	if adds(r.Asked) && !asks { // "And who approved it?" wants no timeline again
		f.Timeline, f.Compares = r.Timeline || earlier.Timeline, r.Compares || earlier.Compares
	}
	return f
}

// adds reports whether a question only adds to one before: "And Wired?"
func adds(text string) bool {
	q := Parse(text)
	first := q.low(0)
	return first == "and" || first == "or" || first == "but" || (first == "what" || first == "how") && q.low(1) == "about"
}

// asksItself reports whether a question begins as a whole one does: "And what will
// it cost?", but not "And in Sweden?" and "What about Sweden?"
func asksItself(text string) bool {
	q := Parse(text)
	i := 0
	for conjunctions[q.low(i)] {
		i++
	}
	return questionOpeners[q.low(i)] && q.low(i+1) != "about" && q.low(i+1) != ""
}

var (
	conjunctions    = analysis.Set("and but or so then also")
	questionOpeners = analysis.Set(`what which who whose whom where why how when is are was were do does did has have had can could
		will would should may must`)
)

// sidesAfter returns the sides to hear after an earlier question: its own, or
// the earlier ones, at the time it names.
func (r Reading) sidesAfter(earlier Reading) []Side {
	if len(r.Sides) > 0 || r.Only.Signed() {
		return r.Sides
	}
	sides := slices.Clone(earlier.Sides)
	for i := range sides {
		if r.Only.Dated() {
			sides[i].Since, sides[i].Until = r.Only.Since, r.Only.Until
		}
	}
	return sides
}

// ellipsis reports whether a question is only a name put in the place of
// another: "And Google?", "What about the Sorrel Bridge?"
func (r Reading) ellipsis() bool {
	if len(r.Names) == 0 {
		return false
	}
	q := Parse(r.Text)
	named := 0
	for _, n := range r.Names {
		named += len(Parse(n).Words)
	}
	for _, w := range q.Words {
		if !small[w.Low] {
			named--
		}
	}
	return named >= 0
}

// namesLeft returns the names of an earlier question but for one that an ellipsis
// replaced.
func (r Reading) namesLeft(by Reading) []string {
	if !by.ellipsis() || len(r.Names) == 0 {
		return r.Names
	}
	return r.Names[1:]
}

// replaced returns the text of an earlier question with its first name, which
// tends to be its subject, replaced by that of an ellipsis.
func (r Reading) replaced(by Reading) string {
	if !by.ellipsis() || len(r.Names) == 0 {
		return r.Text
	}
	return strings.Replace(r.Text, r.Names[0], by.Names[0], 1)
}

// saysSo are words that ask, or ask whether what was said holds.
var saysSo = regexp.MustCompile(`(?i)\b(?:who|whom|whose|what|when|where|why|how|which|since|until|long|many|much|still|now|yet|already|true|right|correct|case|sure|again|means?)\b`)

// OwnWords counts the words of a question that carry content, beside those: none in
// "Is that still true?", which asks of what it leans on.
func OwnWords(text string) int { return len(analysis.Terms(saysSo.ReplaceAllString(text, " "), "")) }
