package gate

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"footnote/internal/prose"
)

// A reckoning is how a number of a sentence that stands in no passage follows from two
// that do.
type reckoning struct {
	terms [2]given
	how   string // 32,000: 412,000 (1.1) − 380,000 (1.1)
}

// A given is a number of a statement, or the year of a date.
type given struct {
	quantityAt
	in     *statement
	source int
	year   bool
}

// An outcome is what may be reckoned from two numbers.
type outcome struct {
	value float64
	how   string // with a place for each number, the greater one first
}

// Reckoned says how each number of a sentence that stands in no passage cited may follow
// from two that do, the statement of each behind it. A verifier says whether it is these
// that are meant.
func (g Gate) Reckoned(f Finding) []string {
	var out []string
	for _, ways := range g.reckonings(f) {
		for _, r := range ways {
			out = append(out, r.how)
		}
	}
	return out
}

// Unstated reports whether a sentence has a number that stands in no passage cited.
func (g Gate) Unstated(f Finding) bool {
	return len(f.Cited) > 0 && g.strange(g.claims(f.Text, f.Cited), f.Cited) == ReasonNumber
}

// mostWays is of how many reckonings of one number a verifier is told.
const mostWays = 3

// reckonings returns, for each number of a sentence that stands in no passage cited, how
// it may be reckoned, from numbers near each other first; nil where one cannot, or where
// a name stands nowhere as well.
func (g Gate) reckonings(f Finding) [][]reckoning {
	if len(f.Cited) == 0 {
		return nil
	}
	c := g.sources[f.Cited[0]].lexer.claim(f.Text)
	var out [][]reckoning
	var givens []given
	for i, t := range c.tokens {
		switch {
		case g.stands(c, i, f.Cited):
			continue
		case t.kind != figure || c.clock(i):
			return nil
		case givens == nil:
			givens = g.givens(c, f.Cited)
		}
		if t.low == "" && c.figures[t.n].word && c.figures[t.n].Value == 2 && c.low(i+1) != "times" {
			continue // the two that are added up
		}
		var ways []reckoning
		for n, b := range givens {
			for _, a := range givens[:n] {
				how := c.reckoned(i, a, b)
				if how != "" && !g.tellsElsewhere(c, i, f.Cited, a, b) && !slices.ContainsFunc(ways, func(r reckoning) bool { return r.how == how }) {
					ways = append(ways, reckoning{[2]given{a, b}, how})
				}
			}
		}
		if len(ways) == 0 {
			return nil
		}
		slices.SortStableFunc(ways, func(a, b reckoning) int {
			return cmp.Compare(apart(a.terms[0], a.terms[1]), apart(b.terms[0], b.terms[1]))
		})
		out = append(out, ways[:min(len(ways), mostWays)])
	}
	return out
}

// tellsElsewhere reports whether the clause of the number at token i has a word for a
// thing or a deed that the passages have, and neither their titles nor the statements of
// two numbers: exports of maize are no part of the wheat.
func (g Gate) tellsElsewhere(c *claim, i int, cited []int, a, b given) bool {
	from, to := c.clauseOf(i)
	for k := from; k < to; k++ {
		t := c.tokens[k]
		if t.kind != content || lightWords[t.low] || standIns[t.low] || bounding[t.low] || c.wayOf(k) != 0 || a.in.find(t) != nil || b.in.find(t) != nil {
			continue
		}
		has := func(s *statement) bool { return s.find(t) != nil }
		told := slices.ContainsFunc(cited, func(n int) bool { return slices.ContainsFunc(g.sources[n].statements, has) })
		if told && !slices.ContainsFunc(cited, func(n int) bool { return g.sources[n].title.find(t) != nil }) {
			return true
		}
	}
	return false
}

// apart is how many statements two numbers stand apart.
func apart(a, b given) int {
	if a.source != b.source {
		return math.MaxInt
	}
	return max(a.in.n-b.in.n, b.in.n-a.in.n)
}

// restsOn reports whether the numbers of a reckoning stand in the statements named.
func (r reckoning) restsOn(rests []Rest) bool {
	return !slices.ContainsFunc(r.terms[:], func(x given) bool { return !slices.Contains(rests, Rest{x.source, x.in.text}) })
}

var ordinal = regexp.MustCompile(`\d(?:st|nd|rd|th)$`)

// givens returns the numbers and years of the statements cited that have a word of a
// sentence.
func (g Gate) givens(c *claim, cited []int) []given {
	var out []given
	for _, n := range cited {
		for _, s := range g.sources[n].statements {
			if s.instructs || !slices.ContainsFunc(c.tokens, func(t token) bool { return (t.kind == name || t.kind == content) && s.find(t) != nil }) {
				continue
			}
			for i, t := range s.tokens {
				switch {
				case t.kind == figure && !s.clock(i) && !ordinal.MatchString(s.text[t.start:t.end]) && s.figures[t.n].Value > 0:
					out = append(out, given{quantityAt: s.figures[t.n], in: s, source: n})
				case t.kind == date && s.dates[t.n].Year > 0:
					year := quantityAt{Number: prose.Number{Value: float64(s.dates[t.n].Year)}, at: i, of: -1}
					out = append(out, given{year, s, n, true})
				}
			}
		}
	}
	return out
}

// clock reports whether a number is part of a time of day: 13:40.
func (c *claim) clock(i int) bool {
	t := c.tokens[i]
	return strings.HasPrefix(c.text[t.end:], ":") || strings.HasSuffix(c.text[:t.start], ":")
}

// words are those of a number in its statement, with where that stands.
func (x given) words() string {
	t := x.in.tokens[x.at]
	return fmt.Sprintf("%s (%d.%d)", strings.TrimSpace(x.in.text[t.start:t.end]), x.source+1, x.in.n+1)
}

// reckoned says how the number at token i follows from two others, or "".
func (c *claim) reckoned(i int, a, b given) string {
	if a.Value < b.Value {
		a, b = b, a
	}
	if a.year != b.year || a.equal(b.quantityAt) {
		return ""
	}
	said, t := c.figures[c.tokens[i].n], c.tokens[i]
	for _, o := range c.outcomes(i, a, b) {
		if said.reckonedTo(o.value) {
			return strings.TrimSpace(c.text[t.start:t.end]) + ": " + fmt.Sprintf(o.how, a.words(), b.words())
		}
	}
	return ""
}

// outcomes returns what the number at token i may be, of two numbers of which a is the
// greater.
func (c *claim) outcomes(i int, a, b given) []outcome {
	said := c.figures[c.tokens[i].n]
	counted := !a.shares() && !b.shares() && (a.same(b.quantityAt, b.in.claim) || apart(a, b) < 2 && a.like(b.quantityAt, b.in.claim))
	switch times := c.low(i) == "twice" || c.low(i+1) == "times"; {
	case a.year:
		if c.counted(i)["year"] && c.keepsTo(i, a, b) {
			return []outcome{{a.Value - b.Value, "%s − %s"}}
		}
		return nil
	case said.Unit == "points":
		if a.Unit == "%" && b.Unit == "%" {
			return []outcome{{a.Value - b.Value, "%s − %s"}}
		}
		return nil
	case (said.shares() || times) && (!counted || !c.keepsTo(i, a, b)):
		return nil
	case times:
		return []outcome{{a.Value / b.Value, "%s ÷ %s"}}
	case said.shares():
		return c.parts(i, a, b)
	case counted && said.pair < 0 && (a.same(said, c) || b.same(said, c) || len(c.counted(i)) == 0 && a.like(said, c)):
		return c.sums(i, a, b)
	}
	return append(a.partly(b, said, c), b.partly(a, said, c)...)
}

// parts returns the share and the change that a share of a sentence may be.
func (c *claim) parts(i int, a, b given) (out []outcome) {
	way := c.way(i)
	if way == 0 || c.low(i+1) == "of" {
		out = append(out, outcome{b.Value / a.Value, "%[2]s as a share of %[1]s"})
	}
	if way > 0 {
		out = append(out, outcome{a.Value/b.Value - 1, "the rise from %[2]s to %[1]s"})
	} else if way < 0 {
		out = append(out, outcome{1 - b.Value/a.Value, "the fall from %[1]s to %[2]s"})
	}
	return out
}

// sums returns the sum and the difference that the number at token i may be of two numbers
// of like things. What is so many more than another is no part of a sum, no part is added
// to its whole, and what is told of a part is not told of the rest.
func (c *claim) sums(i int, a, b given) (out []outcome) {
	than, parted := a.than()+b.than(), a.wholeOf(b) || a.part() || b.part()
	if than <= 0 && !parted {
		out = append(out, outcome{a.Value + b.Value, "%s + %s"})
	}
	if than >= 0 && !(parted && c.saysOf(i, a, b)) {
		out = append(out, outcome{a.Value - b.Value, "%s − %s"})
	}
	return out
}

// saysOf reports whether the sentence says of the number at token i what a statement says
// of a part of a whole: six are women, eleven are women.
func (c *claim) saysOf(i int, whole, x given) bool {
	from, to := x.in.clauseOf(x.at)
	first, end := c.clauseOf(i)
	for k := first; k < end; k++ {
		t := c.tokens[k]
		if t.kind != content || lightWords[t.low] || x.in.counted(x.at)[t.stem] || whole.in.counted(whole.at)[t.stem] {
			continue
		}
		_, denied := c.over(k)
		if slices.ContainsFunc(x.in.find(t), func(at int) bool {
			_, other := x.in.over(at)
			return at >= from && at < to && other == denied
		}) {
			return true
		}
	}
	return false
}

// partly returns what a number is of which y is the share that the statement names, and
// what it was before it changed by that share.
func (x given) partly(y given, said quantityAt, c *claim) (out []outcome) {
	if !y.shares() || x.in != y.in || x.shares() || !x.like(said, c) {
		return nil
	}
	share := y.Value
	if y.Unit == "%" {
		share /= 100
	}
	if x.at > y.at && x.at <= y.at+4 && y.in.low(y.at+1) == "of" {
		return []outcome{{x.Value * share, "%[2]s of %[1]s"}}
	}
	if way := y.in.way(y.at); way != 0 {
		return []outcome{{x.Value / (1 + float64(way)*share), "what %[1]s was before it changed by %[2]s"}}
	}
	return nil
}

// shares reports whether a number says which part of something, and not how much.
func (q quantityAt) shares() bool { return q.fraction || q.Unit == "%" || q.Unit == "points" }

// like reports whether two numbers, each of a claim, may be of like things: of one unit,
// and not of what is counted in two words.
func (x given) like(other quantityAt, c *claim) bool {
	if x.Unit != other.Unit || x.frozen || other.frozen || x.year {
		return false
	}
	mine, theirs := x.in.counted(x.at), c.counted(other.at)
	return len(mine) == 0 || len(theirs) == 0 || prose.Share(mine, theirs) > 0
}

// same is like where what both count, or their unit, is told of both.
func (x given) same(other quantityAt, c *claim) bool {
	return x.like(other, c) && (x.Unit != "" || prose.Share(x.in.counted(x.at), c.counted(other.at)) > 0)
}

// counted returns the stems of what the figure at token i counts: of 32,000 young people,
// both words; of 61 of 84 lots, the lots.
func (c *claim) counted(i int) map[string]bool {
	out := map[string]bool{}
	k := i + 1
	if c.low(k) == "of" {
		for k++; k < len(c.tokens) && (articles[c.low(k)] || c.tokens[k].kind == figure); k++ {
		}
	}
	for ; k < len(c.tokens) && !c.divided(k) && c.tokens[k].kind == content && !c.tells(k) && !ordered[c.low(k)]; k++ {
		out[c.tokens[k].stem] = true
	}
	return out
}

// keepsTo reports whether the sentence names no other number of the kind of two than
// these, or one of them: it fell by a quarter from 80 is of the 80.
func (c *claim) keepsTo(i int, a, b given) bool {
	others := false
	for k, t := range c.tokens {
		var q quantityAt
		switch {
		case t.kind == figure && !a.year:
			if q = c.figures[t.n]; k == i || q.shares() || !a.same(q, c) && !b.same(q, c) {
				continue
			}
		case t.kind == date && a.year && c.dates[t.n].Year > 0:
			q.Value = float64(c.dates[t.n].Year)
		default:
			continue
		}
		if prose.Near(q.Value, a.Value) || prose.Near(q.Value, b.Value) {
			return true
		}
		others = true
	}
	return !others
}

// wholeOf reports whether y is so many of x: 14 of 62; of 62 days, 14.
func (x given) wholeOf(y given) bool {
	from, to := x.in.clauseOf(x.at)
	return x.in == y.in && (x.of == y.in.tokens[y.at].n || x.at == from+1 && x.in.low(from) == "of" && y.at > x.at && y.at < to)
}

// than returns 1 for a number of which something is more than another, -1 for one of
// which it is less, else 0.
func (x given) than() int {
	for k := x.at + 1; k < len(x.in.tokens) && k <= x.at+thanReach && x.in.tokens[k].kind != figure; k++ {
		if x.in.low(k) == "than" {
			return x.in.way(x.at)
		}
	}
	return 0
}

// thanReach is how far behind a number stands what it compares.
const thanReach = 5

// ofThem are words for those that were counted.
var ofThem = setOf(`them whom which those these that it`)

// part reports whether the statement calls a number one of those, or of that, which was
// told before.
func (x given) part() bool {
	from, to := x.in.clauseOf(x.at)
	for k := max(0, from-1); k+1 < to; k++ {
		if x.in.low(k) == "of" && ofThem[x.in.low(k+1)] {
			return true
		}
	}
	return false
}

// way returns 1 where the word nearest to token i that tells of more or less tells of
// more, -1 where it tells of less, 0 where its clause has none.
func (c *claim) way(i int) int {
	from, to := c.clauseOf(i)
	way, near := 0, len(c.tokens)
	for k := from; k < to; k++ {
		bounds := k < i && c.low(k+1) == "than" // more than a third
		if far := max(k-i, i-k); far < near && !bounds && c.wayOf(k) != 0 {
			way, near = c.wayOf(k), far
		}
	}
	return way
}

// wayOf is way of one word.
func (c *claim) wayOf(k int) int {
	if g, ok := c.gaugeAt(k); ok && strings.HasSuffix(c.low(k), "er") {
		return map[bool]int{true: 1, false: -1}[g.up]
	}
	switch low := c.low(k); {
	case low == "more" || low == "up" || low == "higher":
		return 1
	case low == "less" || low == "fewer" || low == "down" || low == "lower" || c.tokens[k].stem == "lose":
		return -1
	}
	return direction(c.tokens[k])
}

// looseShare is how far a number may be from what is reckoned, as a share of it, where the
// sentence bounds it by nothing.
const looseShare = 0.015

// reckonedTo reports whether a sentence may say the number of what is reckoned, rounded
// to as many decimals as it has.
func (q quantityAt) reckonedTo(exact float64) bool {
	loose := looseShare * q.Value
	if q.Unit == "%" {
		exact, loose = exact*100, 0.5
	}
	switch off := math.Abs(exact - q.Value); {
	case prose.Near(q.Value, exact):
		return true
	case off <= mostRounded*q.Value && (q.bound == "about" || q.bound == "at least" && exact > q.Value || q.bound == "at most" && exact < q.Value):
		return true
	case q.bound != "" || off > loose:
		return false
	}
	return q.fraction || prose.Near(roundedTo(exact, q.Value), q.Value)
}

// roundedTo rounds a number to as many decimals as another has, three at most.
func roundedTo(exact, to float64) float64 {
	p := 1.
	for p < 1e3 && !prose.Near(math.Round(to*p), to*p) {
		p *= 10
	}
	return math.Round(exact*p) / p
}
