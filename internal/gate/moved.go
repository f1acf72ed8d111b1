package gate

import (
	"slices"
	"strings"
)

// leastAlike is the share of a part's words that stand in the statement, in its
// order, from which on the part counts as taken from it, word by word. Then its
// other words stand in that order as well, but for what may be moved.
const leastAlike = 0.7

// moved checks the order of a part that is taken from the statement: what
// stands elsewhere is a whole clause, or stands behind the same preposition.
// "Planned two weeks ahead rather than eight" has the words of "planned eight
// weeks ahead rather than two".
func (m *match) moved() string {
	chain, all := m.chain()
	if len(all) < 3 || !m.takenFrom() || m.otherVoice(all) {
		return ""
	}
	for n := 0; n < len(all); {
		if chain[all[n]] >= 0 {
			n++
			continue
		}
		end := n + 1
		for end < len(all) && chain[all[end]] < 0 {
			end++
		}
		if !m.movable(all[n:end]) {
			if slices.ContainsFunc(all[n:end], func(i int) bool { return m.said.tokens[i].kind == figure || m.said.tokens[i].kind == date }) {
				return reasonBinding
			}
			return ReasonRoles
		}
		n = end
	}
	return ""
}

// ordered are function words whose place decides what a sentence compares.
var ordered = setOf(`more less fewer than`)

// places returns the tokens of the statement that are the token i itself: the
// same word, not another for it.
func (m *match) places(i int) []int {
	t := m.said.tokens[i]
	switch {
	case ordered[t.low]:
		var out []int
		for k, h := range m.have.tokens {
			if h.low == t.low {
				out = append(out, k)
			}
		}
		return out
	case t.kind == date:
		if m.said.countDates(m.from, m.to) > 1 {
			if same := m.sameWords(i); same != nil {
				return same
			}
			return m.when[i]
		}
		return nil
	case t.kind == function || m.oppo[i] || reports[t.stem] && !m.said.thing(i) || lightWords[t.low] || lightPhrases[t.stem]:
		return nil
	case t.kind == figure:
		return m.at[i]
	}
	var out []int
	for _, k := range m.at[i] {
		if h := m.have.tokens[k].stem; h == t.stem || strings.HasPrefix(h, t.stem+" ") { // asked for
			out = append(out, k)
		}
	}
	return out
}

// sameWords returns the dates of the statement that stand there in the words of
// the one at token i: two days of a sentence may be Wednesdays.
func (m *match) sameWords(i int) []int {
	words := func(c *claim, k int) string { return c.text[c.tokens[k].start:c.tokens[k].end] }
	var out []int
	for k, t := range m.have.tokens {
		if t.kind == date && words(m.have.claim, k) == words(m.said, i) {
			out = append(out, k)
		}
	}
	return out
}

// countDates counts the dates among tokens: one may stand anywhere.
func (c *claim) countDates(from, to int) int {
	n := 0
	for _, t := range c.tokens[from:to] {
		if t.kind == date {
			n++
		}
	}
	return n
}

// chain returns the tokens of the part that the statement has, and for each its
// place in the longest row of them that stands in the statement's order, or
// -1.
func (m *match) chain() (chain map[int]int, all []int) {
	type link struct{ token, place, length, before int }
	var links []link
	best := -1
	for i := m.from; i < m.to; i++ {
		places := m.places(i)
		if len(places) == 0 {
			continue
		}
		all = append(all, i)
		for _, p := range places {
			l := link{i, p, 1, -1}
			for n, b := range links {
				if b.token < i && b.place < p && b.length+1 > l.length {
					l.length, l.before = b.length+1, n
				}
			}
			links = append(links, l)
			if best < 0 || l.length > links[best].length {
				best = len(links) - 1
			}
		}
	}
	chain = map[int]int{}
	for _, i := range all {
		chain[i] = -1
	}
	for n := best; n >= 0; n = links[n].before {
		chain[links[n].token] = links[n].place
	}
	return chain, all
}

// otherVoice reports whether a deed of the part is told from the other side
// than in the statement, so that who does it stands elsewhere.
func (m *match) otherVoice(all []int) bool {
	return slices.ContainsFunc(all, func(i int) bool {
		return m.said.tokens[i].kind == content && m.said.verbal(i) && !m.said.thing(i) &&
			slices.ContainsFunc(m.places(i), func(p int) bool { return (m.said.voice(i) == active) != (m.have.voice(p) == active) })
	})
}

// takenFrom reports whether the part is the statement's own words, by the
// longest common subsequence of both.
func (m *match) takenFrom() bool {
	var before, row []int
	before = make([]int, len(m.have.tokens)+1)
	row = make([]int, len(m.have.tokens)+1)
	n := 0
	for i := m.from; i < m.to; i++ {
		t := m.said.tokens[i]
		if t.kind == date || m.carry[i] {
			continue
		}
		n++
		for k, h := range m.have.tokens {
			if same := t.low == h.low && t.kind != figure || t.kind == figure && h.kind == figure && slices.Contains(m.at[i], k); same {
				row[k+1] = before[k] + 1
			} else {
				row[k+1] = max(before[k+1], row[k])
			}
		}
		before, row = row, before
	}
	return float64(before[len(before)-1]) >= leastAlike*float64(n)
}

// movable reports whether a run of tokens may stand elsewhere than in the
// statement: behind the preposition that it stands behind there, as a clause of
// its own in both, for a pronoun, or as what the statement goes on to tell of:
// the nucleus, which radar had shown.
func (m *match) movable(run []int) bool {
	first, last := run[0], run[len(run)-1]
	var places []int
	for _, i := range run {
		places = append(places, m.places(i)...)
	}
	said := m.said.leading(first)
	for _, p := range places {
		if have := m.have.leading(p); said != "" && said == have || m.compounds(first, p) {
			return true
		}
		if kind := m.said.tokens[first].kind; restricts[m.have.low(p+1)] && kind != figure && kind != date && m.touchesClause(p+1) {
			return true
		}
	}
	if m.turnedPart(run) || m.ascribes(run, places) || m.meant(run) || m.pronounFor(last) || m.opensWithPronoun() && m.said.solid(m.from, first) == 0 && m.toldBefore(run) || m.beside(run, places) {
		return true
	}
	if from, to := m.said.clauseOf(first); m.said.says(from, to, sequels) {
		return false
	}
	return slices.ContainsFunc(places, func(p int) bool {
		from, to := m.have.clauseOf(p)
		if slices.ContainsFunc(places, func(o int) bool { return o >= to }) {
			return false
		}
		for k := from; k < to; k++ {
			t := m.have.tokens[k]
			said := t.kind == function || t.kind == date && m.said.countDates(m.from, m.to) == 0 || slices.Contains(places, k) || reports[t.stem] || plainOperators[t.low]
			if !said && (t.kind != name || m.have.leading(k) == "") {
				return false
			}
		}
		return true
	})
}

// compounds reports whether token i ends a compound that the statement has the
// other way round: Google clouds, the clouds of Google.
func (m *match) compounds(i, p int) bool {
	if m.have.low(p+1) != "of" || i == m.from {
		return false
	}
	return slices.ContainsFunc(m.places(i-1), func(before int) bool { return before > p+1 })
}

// meant reports whether a run stands where the statement has a pronoun for what
// it names itself: the building stands, of the building that "it stands" is of.
// Of names only the one that the statement begins with is taken to be meant.
func (m *match) meant(run []int) bool {
	last := run[len(run)-1]
	first := slices.IndexFunc(m.have.tokens, func(t token) bool { return t.kind == name })
	for _, i := range run {
		if m.said.tokens[i].kind == name && (first < 0 || !slices.ContainsFunc(m.places(i), func(p int) bool { return p >= first && p <= first+2 })) {
			return false
		}
	}
	for next := last + 1; next < m.to && next <= last+2; next++ {
		if slices.ContainsFunc(m.places(next), func(p int) bool {
			return pronouns[m.have.low(p-1)] || m.have.low(p-1) != "" && finite[m.have.low(p-1)] && pronouns[m.have.low(p-2)]
		}) {
			return true
		}
		if m.said.tokens[next].kind != function {
			break
		}
	}
	return false
}

// turnedPart reports whether a run is of a share and what it is a share of, which
// the statement has the other way round: 71% of the phones, "of the phones, 71%".
func (m *match) turnedPart(run []int) bool {
	for i := m.from; i+2 < m.to; i++ {
		if m.said.tokens[i].kind != figure || m.said.low(i+1) != "of" {
			continue
		}
		whole := m.wholeBehind(i + 2)
		inside := !slices.ContainsFunc(run, func(k int) bool { return k != i && !slices.Contains(whole, k) })
		if inside && len(whole) > 0 && slices.ContainsFunc(m.places(i), func(p int) bool { return m.opensWithPart(whole, p) }) {
			return true
		}
	}
	return false
}

// wholeBehind returns the tokens of the noun phrase that begins at token i, as far
// as the statement has them.
func (m *match) wholeBehind(i int) []int {
	var whole []int
	for ; i < m.to && !m.said.divided(i); i++ {
		switch function := m.said.tokens[i].kind == function; {
		case function && determiners[m.said.low(i)]:
		case function, len(m.places(i)) == 0:
			return whole
		default:
			whole = append(whole, i)
		}
	}
	return whole
}

// opensWithPart reports whether the statement has "of" and the first of some tokens
// right before its token p.
func (m *match) opensWithPart(whole []int, p int) bool {
	of := p - 1
	for of >= 0 && m.have.low(of) != "of" {
		if t := m.have.tokens[of]; t.kind != function && !slices.ContainsFunc(whole, func(k int) bool { return slices.Contains(m.places(k), of) }) {
			return false
		}
		of--
	}
	return of >= 0 && (of == 0 || m.have.divided(of)) && p-of > 1
}

// ascribes reports whether a run says who says the rest, and does so in the
// statement.
func (m *match) ascribes(run, places []int) bool {
	tells := func(c *claim, i int) bool { return i >= 0 && i < len(c.tokens) && speaking[c.tokens[i].stem] }
	if !slices.ContainsFunc(run, func(i int) bool {
		return m.said.tokens[i].kind == name
	}) {
		return false
	}
	if first, last := run[0], run[len(run)-1]; !tells(m.said, first-1) && !tells(m.said, first-2) && !tells(m.said, last+1) {
		return false
	}
	return slices.ContainsFunc(places, func(p int) bool { return tells(m.have.claim, p-1) || tells(m.have.claim, p+1) })
}

// isDone reports whether token i of the sentence is what is done, and no thing.
// What has an article behind it is no thing: the club informed the canton.
func (m *match) isDone(i int) bool {
	return m.said.tokens[i].kind == content && m.said.verbal(i) && (!m.said.thing(i) || i > m.from && determiners[m.said.low(i+1)])
}

// beside reports whether a run without a figure stands in the statement right
// beside what it stands beside in the sentence: the keeper, Dana Whitlock.
func (m *match) beside(run, places []int) bool {
	if slices.ContainsFunc(run, func(i int) bool {
		t := m.said.tokens[i]
		return t.kind == figure || t.kind == date || ordered[t.low] || m.isDone(i)
	}) {
		return false
	}
	for _, n := range []int{run[0] - 1, run[0] - 2, run[len(run)-1] + 1, run[len(run)-1] + 2} {
		if n < m.from || n >= m.to || ordered[m.said.tokens[n].low] || m.isDone(n) {
			continue
		}
		for _, a := range m.places(n) {
			if slices.ContainsFunc(places, func(p int) bool { return p-a <= 2 && a-p <= 2 && p != a }) {
				return true
			}
		}
	}
	return false
}

// opensWithPronoun reports whether the statement begins with a word for what
// was told before.
func (m *match) opensWithPronoun() bool {
	return len(m.have.tokens) > 0 && (anaphors[m.have.tokens[0].low] || pronouns[m.have.tokens[0].low])
}

// toldBefore reports whether the sentences before the statement have what the
// tokens of a run say.
func (m *match) toldBefore(run []int) bool {
	return slices.ContainsFunc(m.before(), func(s *statement) bool {
		return !slices.ContainsFunc(run, func(i int) bool { return s.find(m.said.tokens[i]) == nil })
	})
}

// sequels say that one thing came after another.
var sequels = setOf(`then before after until`)

// leading returns the preposition before a token, with nothing but articles and
// describing words between, or "".
func (c *claim) leading(i int) string {
	for k := i - 1; k >= 0 && k >= i-4 && !c.divided(k+1); k-- {
		t := c.tokens[k]
		if prepositions[t.low] || leading[t.low] {
			return t.low
		}
		if t.kind == function && !determiners[t.low] || t.kind == content && c.verbal(k) && !c.thing(k) {
			return ""
		}
	}
	return ""
}

// leading are further words before what may be moved with them.
var leading = setOf(`on between or as under during within among after before since until through across per`)
