package gate

import (
	_ "embed"
	"strings"
	"sync"
)

// An operator is a word or phrase that takes what stands around it out of
// what is so: it denies it, ends it, or makes it possible, planned or alleged.
type operator struct {
	at    int
	sense sense
	open  bool  // it leaves for later what it bears on: yet to
	scope []int // tokens it bears on, nearest first
}

// A sense says what an operator makes of its scope.
type sense uint8

// The senses. Those from possible on are ordered by how much they claim.
const (
	denies   sense = iota + 1 // not, no, never, refused, rejected
	ends                      // ended, cancelled, former
	possible                  // may, whether, alleged
	planned                   // plans, expects, asked
	coming                    // will, must, is to
	fact                      // what no operator bears on
)

// A reach says which way an operator bears.
type reach uint8

const (
	ahead  reach = iota // on what follows
	around              // on what follows and what stands before
)

//go:embed operators.txt
var operatorText string

// operators are the entries of operators.txt, as they are written there but for
// accents; homographs are the words that are none in a language, and foreign those
// that are none but in one.
var operators, homographs, foreign = readOperators(operatorText)

type operatorKind struct {
	sense sense
	reach reach
}

func readOperators(text string) (table map[string]operatorKind, none map[string]map[string]bool, only map[string]string) {
	senses := map[string]sense{"denies": denies, "ends": ends, "possible": possible, "planned": planned, "coming": coming}
	table, none, only = map[string]operatorKind{}, map[string]map[string]bool{}, map[string]string{}
	var note func(entry string)
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if head, rest, ok := strings.Cut(line, ":"); ok {
			switch words := strings.Fields(head); words[0] {
			case "none":
				none[words[2]] = map[string]bool{}
				note = func(entry string) { none[words[2]][entry] = true }
			case "only":
				note = func(entry string) { only[entry] = words[2] }
			default:
				kind := operatorKind{sense: senses[words[0]]}
				if words[1] == "around" {
					kind.reach = around
				}
				note = func(entry string) { table[entry] = kind }
			}
			line = rest
		}
		for entry := range strings.SplitSeq(line, ",") {
			if entry = strings.TrimSpace(entry); entry != "" {
				note(unaccented(entry))
			}
		}
	}
	return table, none, only
}

// operatorStems are the operators by their stems, as the lexer finds them.
var operatorStems = sync.OnceValue(func() map[string]operatorKind {
	table := map[string]operatorKind{}
	for entry, kind := range operators {
		if strings.HasSuffix(entry, "ly") { // reportedly is not report
			table[entry] = kind
			continue
		}
		table[strings.Join(stemsIn(entry), " ")] = kind
	}
	return table
})

// Limits of what an operator bears on, in tokens that say something.
const (
	scopeAhead  = 4
	scopeBehind = 3
)

// findOperators notes the operators of a claim and what they bear on.
func (c *claim) findOperators() {
	table := operators
	if c.lang == "en" {
		table = operatorStems()
	}
	for i, t := range c.tokens {
		if t.kind == figure || t.kind == date || t.kind == name && t.upper && i > 0 {
			continue
		}
		k, ok := table[t.stem]
		if !ok {
			k, ok = table[t.low]
		}
		if c.noMore(i) {
			k, ok = operatorKind{denies, around}, true
		}
		if !ok || c.innocent(i) || homographs[c.lang][t.low] || foreign[t.low] != "" && foreign[t.low] != c.lang {
			continue
		}
		op := operator{at: i, sense: k.sense, open: undecided[t.stem]}
		op.scope = c.scope(i, k)
		c.ops = append(c.ops, op)
		if c.lang == "en" && baseBehind[t.low] {
			for _, deed := range c.joined(i) {
				c.ops = append(c.ops, operator{at: i, sense: k.sense, open: op.open, scope: []int{deed}})
			}
		}
	}
	for i, t := range c.tokens {
		if t.low == "too" && c.low(i+2) == "to" {
			c.ops = append(c.ops, operator{at: i, sense: denies, scope: c.ahead(i+2, scopeAhead)})
		}
		if t.low == "to" && c.inTime(i) {
			c.ops = append(c.ops, operator{at: i, sense: possible, scope: c.ahead(i, scopeAhead)})
		}
		if t.low == "tomorrow" || t.low == "next" && i+1 < len(c.tokens) && (c.tokens[i+1].kind == date || timesNext[c.tokens[i+1].low]) {
			c.comes(i)
		}
	}
}

// inTimeReach is how many tokens "to" stands behind who has the time.
const inTimeReach = 6

// inTime reports whether the "to" at token i leads to what somebody has time to do: has 30
// days to appeal, had until May to raise it.
func (c *claim) inTime(i int) bool {
	k := i - 1
	for k > 0 && !perfect[c.low(k)] && !c.divided(k) && i-k < inTimeReach {
		k--
	}
	return k >= 0 && perfect[c.low(k)] && (c.low(k+1) == "until" || i-k > 2 && timeUnits[c.tokens[i-1].stem])
}

// noMore reports whether a token is the French "plus" that denies: n'est plus fermé, but
// not plus de 40.
func (c *claim) noMore(i int) bool {
	if c.lang != "fr" || c.tokens[i].low != "plus" {
		return false
	}
	for k := max(0, i-noMoreReach); k < i; k++ {
		if low := c.tokens[k].low; low == "ne" || strings.HasPrefix(low, "n'") || strings.HasPrefix(low, "n’") || low == "n" {
			return c.tokens[k].clause == c.tokens[i].clause
		}
	}
	return false
}

// noMoreReach is within how many tokens behind "ne" its "plus" stands.
const noMoreReach = 3

// innocent reports whether a word that can be an operator is none here.
func (c *claim) innocent(i int) bool {
	t := c.tokens[i]
	next := func(k int) token {
		if i+k < len(c.tokens) {
			return c.tokens[i+k]
		}
		return token{}
	}
	if strings.HasSuffix(t.low, "al") || strings.HasSuffix(t.low, "ion") { // a right of first refusal
		return true
	}
	if i > 0 && articles[c.tokens[i-1].low] && strings.HasSuffix(t.low, "ed") && next(1).kind == content { // a suspended sentence
		return true
	}
	if t.stem == "have to" && strings.HasPrefix(strings.ToLower(c.text[t.start:]), "had") {
		return true
	}
	switch t.stem {
	case "no": // No. 5; no more than
		return next(1).kind == figure || next(1).low == "more" && next(2).low == "than" || next(1).low == "less" || next(1).low == "fewer"
	case "not":
		return next(1).low == "only" || (next(1).low == "more" || next(1).low == "less") && next(2).low == "than"
	case "end": // at the end, by the end of
		return i > 0 && (c.tokens[i-1].low == "the" || c.tokens[i-1].low == "an")
	case "tri", "try", "attempt", "seek", "ask", "urg", "recommend", "agre", "decid", "offer", "requir", "request", "demand":
		return !c.beforeTo(i)
	case "claim", "plan", "forecast", "talk", "project", "fear", "warn", "suspect":
		deed := strings.HasSuffix(t.low, "s") && (next(1).kind == figure || articles[next(1).low]) // the company plans 60 cuts
		return c.thing(i) && t.kind == content && next(1).low != "to" && !deed
	case "expect":
		return i > 0 && determiners[c.tokens[i-1].low] && !strings.HasSuffix(t.low, "ed")
	case "onc":
		return next(1).low == "more" || next(1).low == "again" || i > 0 && c.tokens[i-1].low == "at"
	case "may":
		return t.upper && i > 0
	case "go to": // goes to somebody
		return !strings.HasPrefix(strings.ToLower(c.text[t.start:]), "going")
	case "be to":
		return next(1).kind == figure || determiners[next(1).low] && next(1).low != "for"
	case "if":
		return i > 0 && c.tokens[i-1].low == "as"
	case "due":
		return next(1).low == "to" && (next(2).kind != content || c.thing(i+2))
	}
	return false
}

// beforeTo reports whether "to" and a deed follow a token in its clause: ask
// somebody to leave.
func (c *claim) beforeTo(i int) bool {
	for k := i + 1; k+1 < len(c.tokens) && k <= i+5 && c.tokens[k].clause == c.tokens[i].clause; k++ {
		if c.tokens[k].low == "to" && c.tokens[k+1].kind == content && !determiners[c.tokens[k+1].low] {
			return true
		}
	}
	return false
}

// timesNext are times that can be the next.
var timesNext = setOf(`week month quarter year spring summer autumn winter season weekend`)
