package gate

import (
	"slices"
	"strings"

	"footnote/internal/lexicon"
)

// joined returns the deeds in their base form that "and" joins to the one that
// the operator at i bears on: it will close the plant and hand the work to Lintex.
func (c *claim) joined(i int) (deeds []int) {
	for k := i + 2; k+2 < len(c.tokens); k++ {
		t := c.tokens[k]
		if finite[t.low] || t.low == "but" || concessive[t.low] || strings.Contains(c.gap(k), ";") {
			break
		}
		next := c.tokens[k+1]
		if joining[t.low] && next.kind == content && !next.upper && c.inBaseForm(k+1) {
			deeds = append(deeds, k+1)
		}
	}
	return deeds
}

// inBaseForm reports whether a token looks like a deed in its base form, with
// what it is done to: hand the work.
func (c *claim) inBaseForm(i int) bool {
	low := c.firstWord(i)
	if strings.HasSuffix(low, "s") || strings.HasSuffix(low, "ed") || strings.HasSuffix(low, "ing") || strings.HasSuffix(low, "ly") || pastForm(low) {
		return false
	}
	return articles[c.low(i+1)] || verbForms[low]
}

// comes notes that a deed in the present, in the clause of the time to come at
// token i, is to come as well: he leaves next summer.
func (c *claim) comes(i int) {
	from, _ := c.clauseOf(i)
	for k := i - 1; k > from; k-- {
		t := c.tokens[k]
		if t.kind != content || determiners[c.low(k-1)] || c.tokens[k-1].owns || prepositions[c.tokens[k-1].low] || !c.inPresent(k) {
			continue
		}
		c.ops = append(c.ops, operator{at: i, sense: coming, scope: []int{k}})
		return
	}
}

// scope returns what the operator at i bears on. A deed that is told from the
// side of who suffers it, or that nothing follows, bears on what stands before.
func (c *claim) scope(i int, k operatorKind) []int {
	switch {
	case c.lang != "en":
		return append(c.ahead(i, scopeAhead), c.behind(i)...)
	case whole[c.tokens[i].stem] || c.tokens[i].stem == "no one":
		return c.ahead(i, 2*scopeAhead)
	case k.sense == planned && c.behindBe(i):
		return append(c.ahead(i, scopeAhead), c.behind(i)...)
	case asking[c.tokens[i].stem]:
		return c.ahead(c.infinitive(i), scopeAhead)
	case k.reach == ahead:
		return c.ahead(i, scopeAhead)
	case c.behindBe(i):
		return c.behind(i)
	}
	if scope := c.ahead(i, scopeAhead); len(scope) > 0 && c.takesObject(i) {
		return scope
	}
	return c.behind(i)
}

// asking are the stems of verbs that bear on what somebody is asked to do.
var asking = setOf(`ask urg request order tell demand requir recommend advis`)

// infinitive returns the "to" behind a token, or the token.
func (c *claim) infinitive(i int) int {
	for k := i + 1; k < len(c.tokens) && k <= i+5; k++ {
		if c.tokens[k].low == "to" {
			return k
		}
	}
	return i
}

// whole are the stems of operators that deny all of a sentence.
var whole = setOf(`nobodi none neither`)

// takesObject reports whether a thing follows a token at once: ended the
// strike, not ended on Thursday.
func (c *claim) takesObject(i int) bool {
	if i+1 >= len(c.tokens) {
		return false
	}
	next := c.tokens[i+1]
	return next.clause == c.tokens[i].clause && next.kind != date && (next.kind != function || articles[next.low])
}

// articles lead to a thing.
var articles = setOf(`having being that to who a an the its his her their our your this that these those all any some`)

// inPresent reports whether a token is a deed in the present: it ends in "s", or
// is one that is told by the clock, behind a subject.
func (c *claim) inPresent(i int) bool {
	low := c.firstWord(i)
	if strings.HasSuffix(low, "s") {
		return !strings.HasSuffix(low, "ss")
	}
	return byTheClock[low] && c.tokens[i-1].kind != function
}

// byTheClock are deeds that are told in the present though they are to come.
var byTheClock = setOf(`begin start open reopen close end leave return resume launch expire arrive depart move join retire vote meet`)

// behindBe reports whether an operator stands behind "is" or the like, and so behind
// what it bears on: 60,000 visitors are expected.
func (c *claim) behindBe(i int) bool { return toBe[c.low(i-1)] }

var toBe = setOf(`be is are was were been being`)

// concessive words begin what an operator before them does not bear on.
var concessive = setOf(`although though whereas yet`)

// ahead returns the tokens behind i that it bears on: those of its clause, up
// to "but", or to "and" where another verb may follow.
func (c *claim) ahead(i, most int) []int {
	var out []int
	be := false // should be, ought to be
	for k := i + 1; k < len(c.tokens) && len(out) < most; k++ {
		t := c.tokens[k]
		if t.clause != c.tokens[i].clause && most == scopeAhead && (len(out) > 0 || be && c.divided(k)) || strings.Contains(c.gap(k), ";") {
			break
		}
		be = be || t.low == "be"
		if t.low == "but" || concessive[t.low] && k > i+1 || joining[t.low] && c.anew(i, k+1) {
			break
		}
		if t.kind == content || t.kind == name || t.kind == figure {
			out = append(out, k)
		}
	}
	return out
}

// anew reports whether the token at k, behind "and", begins what an operator at
// i does not bear on: it has a verb of its own. What "did not" denies is in its
// base form, so a form of the past is not denied.
func (c *claim) anew(i, k int) bool {
	low := c.low(k)
	if finite[low] {
		return true
	}
	if pastForm(low) && (baseBehind[c.low(i-1)] && c.tokens[i].low == "not" || pastForm(c.firstWord(i)) && c.takesObject(i)) {
		return true
	}
	for n := k; n < len(c.tokens) && n < k+longestTitleOf && !c.divided(n); n++ { // and the panel said
		if speaking[c.tokens[n].stem] {
			return pastForm(c.firstWord(n))
		}
	}
	return false
}

// pastForm reports whether a word is a form of the past, by its looks.
func pastForm(low string) bool {
	return strings.HasSuffix(low, "ed") || lexicon.Irregular(low) != "" && lexicon.Irregular(low) != low && !strings.HasSuffix(low, "s")
}

var (
	finite     = setOf(`is are was were has have had will would can could may might must shall should`)
	baseBehind = setOf(`do does did will would can could may might must shall should`)
)

// behind returns the tokens before i that it bears on, nearest first.
func (c *claim) behind(i int) []int {
	var out []int
	for k := i - 1; k >= 0 && len(out) < scopeBehind && c.tokens[k].clause == c.tokens[i].clause; k-- {
		t := c.tokens[k]
		if t.low == "and" || t.low == "that" {
			break
		}
		if t.kind == content || t.kind == name {
			out = append(out, k)
		}
	}
	return out
}

// opened reports whether an operator leaves for later what a token says.
func (c *claim) opened(i int) bool {
	return slices.ContainsFunc(c.ops, func(op operator) bool { return op.open && slices.Contains(op.scope, i) })
}

// over returns how much the claim says of a token: the least of what its
// operators leave, and whether an operator denies or ends it.
func (c *claim) over(i int) (least sense, negated bool) {
	least = fact
	for _, op := range c.ops {
		for _, k := range op.scope {
			if k != i {
				continue
			}
			if op.sense <= ends {
				negated = true
			} else {
				least = min(least, op.sense)
			}
		}
	}
	return least, negated
}
