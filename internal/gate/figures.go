package gate

import (
	"regexp"
	"strings"

	"footnote/internal/prose"
)

// A quantityAt is a number where it stands in a claim, with what bears on it.
type quantityAt struct {
	prose.Number
	at       int    // its token
	bound    string // "at least", "at most", "all but", "about" or ""
	rate     string // the stem behind "a" or "per": a day, per share
	compared bool   // it is a difference: 410 crowns more
	of       int    // the figure it is the whole of, in "14 of 62"; -1 for none
	pair     int    // the figure behind "to" or a dash: a range, a change or a score; -1 for none
	change   bool   // the pair is introduced by "from"
	between  bool   // the pair is a range
	fraction bool   // a third, half: a share that may be said in per cent
	word     bool   // written in words
	frozen   bool   // degrees below zero
}

// findFigures returns the quantities in digits that a text states beside what
// is taken, and all tokens taken.
func findFigures(text, lang string, taken []token) ([]quantityAt, []token) {
	rest := []byte(text)
	for _, t := range taken {
		for i := t.start; i < t.end; i++ {
			rest[i] = 0
		}
	}
	var out []quantityAt
	for _, m := range prose.Quantities(string(rest)) {
		n, ok := prose.ParseNumber(text, m, lang)
		if !ok {
			continue
		}
		start := m[4]
		if m[2] >= 0 {
			start = m[2]
		}
		end := m[1]
		taken = append(taken, token{kind: figure, start: start, end: end, n: len(out)})
		out = append(out, quantityAt{Number: n, of: -1, pair: -1, frozen: isFrozen(text[:start], text[end:])})
	}
	return out, taken
}

// minus matches what stands before a figure below zero, and degrees what it is of behind it.
var (
	minus   = regexp.MustCompile(`(?i)(?:^|[\s(])(?:[-−–]|(?:minus|negative|moins|menos|meno|min) )$`)
	degrees = regexp.MustCompile(`(?i)^\s?(?:°|º|degrees?\b|grad\b|degrés?\b|grados?\b|gradi\b|graus?\b|graden\b|градус)`)
)

// isFrozen reports whether a figure is of degrees below zero.
func isFrozen(before, behind string) bool {
	of := degrees.FindString(behind)
	return of != "" && (minus.MatchString(before) || belowZero.MatchString(behind[len(of):]))
}

var belowZero = regexp.MustCompile(`(?i)^\s?(?:[cf]\b|celsius|fahrenheit)?\s?(?:below (?:zero|freezing)|unter null|sous (?:le )?zéro|bajo cero|sotto (?:lo )?zero|abaixo de zero|onder nul|ниже нуля)`)

// fractions are the shares that words name.
var fractions = map[string]float64{
	"half": 1. / 2, "halve": 1. / 2, "third": 1. / 3, "thirds": 1. / 3, "quarter": 1. / 4, "quarters": 1. / 4, "fifth": 1. / 5, "fifths": 1. / 5,
	"sixth": 1. / 6, "seventh": 1. / 7, "eighth": 1. / 8, "tenth": 1. / 10, "tenths": 1. / 10,
}

// wordNumbers makes figures of the numbers that are written in words.
func (c *claim) wordNumbers() {
	if c.lang != "en" {
		return
	}
	out := c.tokens[:0:0]
	for i := 0; i < len(c.tokens); i++ {
		t := c.tokens[i]
		if t.kind != function {
			out = append(out, t)
			continue
		}
		q, used := c.wordNumber(i)
		if used == 0 {
			out = append(out, t)
			continue
		}
		q.n(&t, len(c.figures))
		t.end = c.tokens[i+used-1].end
		c.figures = append(c.figures, q)
		out = append(out, t)
		i += used - 1
	}
	c.tokens = out
}

func (q *quantityAt) n(t *token, n int) { t.kind, t.n, t.stem, t.low, t.rows = figure, n, "", "", nil }

// wordNumber reads a number in words from token i on, and how many tokens it
// takes; 0 for none.
func (c *claim) wordNumber(i int) (quantityAt, int) {
	q := quantityAt{of: -1, pair: -1, word: true}
	low := c.tokens[i].low
	if f, ok := fractions[low]; ok && i > 0 {
		prev := c.tokens[i-1].low
		if low == "half" || prev == "a" || prev == "one" || low != "third" && prev == "" {
			q.Value, q.fraction = f, true
			return q, 1
		}
	}
	if v, ok := prose.Numerals[low]; ok && low != "half" && low != "quarter" {
		used, total := 1, v
		for i+used < len(c.tokens) && c.tokens[i+used].kind == function {
			next := c.tokens[i+used].low
			if f, ok := fractions[next]; ok && next != "half" {
				q.Value, q.fraction = total*f, true
				return q, used + 1
			}
			n, ok := prose.Numerals[next]
			switch {
			case ok && n >= 100 && next != "dozen":
				total *= n
			case ok && n < 10 && total >= 20 && total < 100:
				total += n
			default:
				n = 0
			}
			if n == 0 {
				break
			}
			used++
		}
		q.Value = total
		if u, ok := c.unitBehind(i + used); ok {
			q.Unit = u
			used++
		}
		return q, used
	}
	if low == "twice" {
		q.Value = 2
		return q, 1
	}
	return q, 0
}

// unitBehind returns the unit that the token at i names.
func (c *claim) unitBehind(i int) (string, bool) {
	if i >= len(c.tokens) || c.tokens[i].kind != function {
		return "", false
	}
	if c.tokens[i].low == "percentage" {
		return "points", true
	}
	u, ok := prose.Units[strings.ReplaceAll(strings.ToLower(c.text[c.tokens[i].start:c.tokens[i].end]), "-", " ")]
	return u, ok
}

// Words around a number that bound it, in the order they are looked for.
var bounds = []struct{ words, bound string }{
	{"at least", "at least"},
	{"no less than", "at least"},
	{"no fewer than", "at least"},
	{"not less than", "at least"},
	{"no more than", "at most"},
	{"not more than", "at most"},
	{"more than", "at least"},
	{"minimum of", "at least"},
	{"at most", "at most"},
	{"up to", "at most"},
	{"less than", "at most"},
	{"fewer than", "at most"},
	{"maximum of", "at most"},
	{"all but", "all but"},
	{"over", "at least"},
	{"above", "at least"},
	{"exceeding", "at least"},
	{"exceed", "at least"},
	{"under", "at most"},
	{"below", "at most"},
	{"nearly", "at most"},
	{"almost", "at most"},
	{"as many as", "at most"},
	{"as much as", "at most"},
	{"about", "about"},
	{"around", "about"},
	{"some", "about"},
	{"roughly", "about"},
	{"approximately", "about"},
}

// boundsElsewhere are those of other languages.
var boundsElsewhere = map[string][]struct{ words, bound string }{
	"de": boundTable(`nicht mehr als:at most, nicht weniger als:at least, mindestens:at least, wenigstens:at least, mehr als:at least, über:at least,
		höchstens:at most, maximal:at most, bis zu:at most, weniger als:at most, unter:at most, fast:at most, knapp:at most, beinahe:at most,
		rund:about, etwa:about, ungefähr:about, circa:about, gut:at least`),
	"fr": boundTable(`pas plus de:at most, pas moins de:at least, au moins:at least, plus de:at least, plus d':at least, au plus:at most, au maximum:at most,
		jusqu'à:at most, moins de:at most, moins d':at most, près de:at most, presque:at most, environ:about, quelque:about`),
	"es": boundTable(`no más de:at most, no menos de:at least, al menos:at least, por lo menos:at least, más de:at least, como máximo:at most, hasta:at most,
		menos de:at most, casi:at most, unos:about, unas:about, alrededor de:about, cerca de:about, aproximadamente:about`),
	"it": boundTable(`non più di:at most, non meno di:at least, almeno:at least, più di:at least, oltre:at least, al massimo:at most, fino a:at most,
		meno di:at most, quasi:at most, circa:about`),
	"pt": boundTable(`não mais de:at most, pelo menos:at least, no mínimo:at least, mais de:at least, no máximo:at most, até:at most, menos de:at most,
		quase:at most, cerca de:about, aproximadamente:about`),
	"nl": boundTable(`niet meer dan:at most, minstens:at least, minimaal:at least, ten minste:at least, meer dan:at least, ruim:at least, hoogstens:at most,
		maximaal:at most, minder dan:at most, bijna:at most, ongeveer:about, circa:about, zo'n:about`),
	"ru": boundTable(`не более:at most, не менее:at least, как минимум:at least, более:at least, больше:at least, свыше:at least, максимум:at most,
		менее:at most, меньше:at most, почти:at most, около:about, примерно:about`),
}

// boundTable reads words with the bound that each stands for.
func boundTable(text string) []struct{ words, bound string } {
	var table []struct{ words, bound string }
	for entry := range strings.SplitSeq(text, ",") {
		words, bound, _ := strings.Cut(strings.TrimSpace(entry), ":")
		table = append(table, struct{ words, bound string }{words, bound})
	}
	return table
}

// bounds returns the words that bound a number in the language of the claim.
func (c *claim) bounds() []struct{ words, bound string } {
	if c.lang == "en" {
		return bounds
	}
	return boundsElsewhere[c.lang]
}

var (
	rates    = setOf(`a an per each every`)
	rateUnit = setOf(`day week month year hour share tonne ton head person minute second night visit dose unit piece
		litre liter gallon barrel bottle gram kilo kilogram pound ounce kilometre kilometer mile metre meter hectare acre head pupil child household passenger`)

	compares = setOf(`more less fewer higher lower greater smaller larger longer shorter later earlier dearer cheaper faster slower warmer cooler up down above below`)
	spans    = setOf(`from than in after within over`)
	another  = setOf(`another additional further extra`)
)

// findRoles says of each figure what bears on it.
func (c *claim) findRoles() {
	for i, t := range c.tokens {
		if t.kind == figure {
			c.figures[t.n].at = i
		}
	}
	for k := range c.figures {
		q := &c.figures[k]
		i := q.at
		before := strings.ToLower(c.text[c.start(c.sinceFigure(i)):c.tokens[i].start])
		after := strings.ToLower(c.text[c.tokens[i].end:c.end(c.untilFigure(i))])
		for _, b := range c.bounds() {
			if hasPhrase(tailOf(before, len(b.words)+8), b.words) {
				q.bound = b.bound
				break
			}
		}
		switch {
		case i > 0 && c.tokens[i-1].low == "the": // below the 5 percent of last year
			q.bound = ""
		case hasPhrase(after, "or more"), hasPhrase(after, "or higher"), hasPhrase(after, "at least"):
			q.bound = "at least"
		case hasPhrase(after, "or less"), hasPhrase(after, "or fewer"), hasPhrase(after, "at most"):
			q.bound = "at most"
		}
		c.findRate(q)
		c.findPair(k)
	}
}

// sinceFigure returns the first of the four tokens before i that stands behind
// another figure.
func (c *claim) sinceFigure(i int) int {
	k := i
	for k > 0 && k > i-4 && c.tokens[k-1].kind != figure {
		k--
	}
	return k
}

// untilFigure returns the last of the six tokens behind i, in its clause, that
// stands before another figure.
func (c *claim) untilFigure(i int) int {
	k := i
	for k+1 < len(c.tokens) && k < i+6 && c.tokens[k+1].kind != figure && c.tokens[k+1].clause == c.tokens[i].clause {
		k++
	}
	return k
}

// tailOf returns at most the last n bytes of s.
func tailOf(s string, n int) string { return s[max(0, len(s)-n):] }

// hasPhrase reports whether a text in lower case holds these words.
func hasPhrase(text, words string) bool {
	i := strings.LastIndex(text, words)
	if i < 0 || i > 0 && isLetter(text[i-1]) {
		return false
	}
	end := i + len(words)
	return end == len(text) || !isLetter(text[end])
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' || b >= 0x80 }

// start returns where the token i begins, end where it ends, each within the
// sentence.
func (c *claim) start(i int) int { return c.tokens[max(0, i)].start }

func (c *claim) end(i int) int { return c.tokens[min(i, len(c.tokens)-1)].end }

// findRate notes what a figure is measured by, and whether it is a difference.
func (c *claim) findRate(q *quantityAt) {
	i := q.at
	if i > 0 && another[c.tokens[i-1].low] {
		q.compared = true
	}
	for k := i + 1; k < len(c.tokens) && k <= i+4 && c.tokens[k].clause == c.tokens[i].clause && c.tokens[k].kind != figure; k++ {
		if compares[c.tokens[k].low] {
			q.compared = true
		}
		if (c.tokens[k-1].low == "per" && c.tokens[k].kind == content || rates[c.tokens[k-1].low] && rateUnit[c.tokens[k].low]) && !spans[c.low(k-2)] {
			q.rate = c.tokens[k].stem
		}
	}
}

// wholes lead, behind "of", to a thing that a figure behind it counts.
var wholes = setOf(`a an the its his her their our`)

// findPair notes the figure that stands behind one: the whole in "14 of 62",
// the other end in "5 to 7".
func (c *claim) findPair(k int) {
	q := &c.figures[k]
	i := q.at
	reach := i + 3
	if i+3 < len(c.tokens) && c.low(i+1) == "of" && (wholes[c.low(i+2)] || c.tokens[i+2].owns) && !c.tells(i+3) {
		reach++ // 14 of a planned 62
	}
	for j := i + 1; j < len(c.tokens) && j <= reach; j++ {
		if c.tokens[j].kind != figure {
			continue
		}
		gap := strings.ToLower(c.text[c.tokens[i].end:c.tokens[j].start])
		next := &c.figures[c.tokens[j].n]
		switch trimmed := strings.TrimSpace(gap); {
		case strings.HasPrefix(trimmed, "of") || strings.HasPrefix(trimmed, "out of"):
			next.of = k
		case q.Unit != "" && q.Unit != next.Unit:
		case trimmed == "-" || trimmed == "–" || trimmed == ":" || isTo(trimmed) || i > 0 && fromElsewhere[c.tokens[i-1].low] && isBecomes(trimmed):
			q.pair = c.tokens[j].n
			q.change = i > 0 && (c.tokens[i-1].low == "from" || fromElsewhere[c.tokens[i-1].low] && isBecomes(trimmed))
			q.between = !q.change && !strings.Contains(gap, "vote") && trimmed != ":"
			scale(q, next)
		case trimmed == "and" && i > 0 && c.tokens[i-1].low == "between":
			q.pair, q.between = c.tokens[j].n, true
			scale(q, next)
		}
		return
	}
}

// isTo reports whether a gap between figures is "to", maybe behind a noun.
func isTo(gap string) bool {
	words := strings.Fields(gap)
	n := len(words)
	return n > 0 && n <= 2 && (words[n-1] == "to" || words[n-1] == "zu" || words[n-1] == "against" || words[n-1] == "bis")
}

// What stands before and between two figures of which the second takes the place of the
// first, in other languages: von 15 auf 18, de 15 à 18.
var (
	fromElsewhere = setOf(`von de da van с от`)
	becomes       = setOf(`auf à a para naar до`)
)

// isBecomes reports whether a gap between figures is such a word, maybe behind a noun.
func isBecomes(gap string) bool {
	words := strings.Fields(gap)
	return len(words) > 0 && len(words) <= 2 && becomes[words[len(words)-1]]
}

// scale gives the first of two figures the magnitude and unit that stand
// behind the second: 5.1 to 5.3 billion euros.
func scale(q, next *quantityAt) {
	bare := q.Unit == ""
	if bare {
		q.Unit = next.Unit
	}
	if bare && q.Value < 1000 && next.Value >= 1e6 && !q.word {
		f := 1e6
		if next.Value >= 1e9 {
			f = 1e9
		}
		q.Value *= f
	}
}
