package gate

import (
	"slices"
	"strings"
)

// join makes one token of each phrase that the lexicon knows.
func (l *lexer) join(c *claim) {
	if l.words == nil {
		return
	}
	l.gather(c)
	out := c.tokens[:0:0]
	for i := 0; i < len(c.tokens); i++ {
		t := c.tokens[i]
		n := l.phrase(c, i)
		if n > 1 {
			last := c.tokens[i+n-1]
			var stems []string
			for _, part := range c.tokens[i : i+n] {
				stems = append(stems, part.stem)
			}
			t.stem = strings.Join(stems, " ")
			t.low, t.end, t.owns, t.upper = t.stem, last.end, last.owns, false
			t.rows = l.words.Rows(t.stem)
			i += n - 1
		}
		out = append(out, t)
	}
	c.tokens = out
	l.spread(c)
}

// gather brings a verb and its particle together, or its "to": turn her down, give
// the painting back to the heirs.
func (l *lexer) gather(c *claim) {
	for i := 0; i+2 < len(c.tokens); i++ {
		verb := c.tokens[i]
		if verb.kind != function || len(l.words.Phrases(verb.stem)) == 0 {
			continue
		}
		k := c.particle(i)
		if k < 0 {
			k = c.toBehindDate(i)
		}
		if k < 0 || !l.isPhrase(verb.stem, c.tokens[k].stem) {
			continue
		}
		particle := c.tokens[k]
		particle.start, particle.end = verb.end, verb.end // tokens stay in order
		copy(c.tokens[i+2:k+1], c.tokens[i+1:k])
		c.tokens[i+1] = particle
	}
}

var particles = setOf(`up down off out away back over`)

// particleReach is how many tokens may stand between a verb and its particle.
const particleReach = 8

// particle returns the particle that may belong to the verb at token i: right
// behind a pronoun, or behind more words where what follows is no part of it.
// It returns -1 where there is none.
func (c *claim) particle(i int) int {
	for k := i + 2; k < len(c.tokens) && k <= i+1+particleReach; k++ {
		if c.divided(k-1) || c.divided(k) {
			return -1
		}
		if !particles[c.tokens[k].low] {
			continue
		}
		ends := k+1 >= len(c.tokens) || c.divided(k+1) || prepositions[c.tokens[k+1].low]
		if k == i+2 && pronouns[c.tokens[i+1].low] || ends && (determiners[c.tokens[i+1].low] || c.tokens[i+1].upper || c.tokens[i+1].kind == figure) {
			return k
		}
		return -1
	}
	return -1
}

// toBehindDate returns the "to" that only a date parts from the verb at token i:
// agreed on Monday to end it. It returns -1 where there is none.
func (c *claim) toBehindDate(i int) int {
	k := i + 1
	if c.low(k) == "on" {
		k++
	}
	if k+1 >= len(c.tokens) || c.tokens[k].kind != date || c.low(k+1) != "to" || c.divided(k) || c.divided(k+1) {
		return -1
	}
	return k + 1
}

// isPhrase reports whether the lexicon has a phrase of two words.
func (l *lexer) isPhrase(first, second string) bool {
	return slices.ContainsFunc(l.words.Phrases(first), func(p []string) bool { return len(p) == 2 && p[1] == second })
}

// spreadReach is how far the words of a phrase may stand apart.
const spreadReach = 3

// spread gives words that are a phrase with others between them the rows of
// the phrase: cut 120 jobs, take legal action.
func (l *lexer) spread(c *claim) {
	for i := range c.tokens {
		for _, p := range l.words.Phrases(c.tokens[i].stem) {
			if len(p) != 2 || len(l.words.Rows(p...)) == 0 {
				continue
			}
			for k := i + 2; k < len(c.tokens) && k <= i+spreadReach && !c.divided(k); k++ {
				if c.tokens[k].stem == p[1] && c.tokens[k].kind == function && !functionWords[c.tokens[k].low] {
					c.tokens[i].rows = slices.Concat(c.tokens[i].rows, l.words.Rows(p...))
					c.tokens[k].rows = slices.Concat(c.tokens[k].rows, l.words.Rows(p...))
				}
			}
		}
	}
}

// phrase returns how many tokens from i on are a phrase, or 1.
func (l *lexer) phrase(c *claim, i int) int {
	if c.tokens[i].kind != function {
		return 1
	}
next:
	for _, p := range l.words.Phrases(c.tokens[i].stem) {
		if i+len(p) > len(c.tokens) {
			continue
		}
		for k, stem := range p {
			t := c.tokens[i+k]
			if t.stem != stem || t.kind != function || k > 0 && c.divided(i+k) {
				continue next
			}
		}
		return len(p)
	}
	return 1
}
