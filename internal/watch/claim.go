package watch

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/prose"
)

// A kind is what decides whether two answers to a question differ.
type kind int

const (
	state  kind = iota // is it so or not: "Is the bridge open?"
	amount             // how many, how much, what it costs
	moment             // when
	name               // who, which, where
)

var kinds = []struct {
	pattern *regexp.Regexp
	kind    kind
}{
	{regexp.MustCompile(`(?i)^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|must|should)\b`), state},
	{regexp.MustCompile(`(?i)^(?:when|since when|until when|what (?:day|date|time|year))\b`), moment},
	{regexp.MustCompile(`(?i)^(?:who|whom|whose|where|which|what (?:company|firm|country|city|person))\b`), name},
}

// kindOf returns the kind of a question; what is none of the others is an
// amount, of which there may be none.
func kindOf(question string) kind {
	for _, k := range kinds {
		if k.pattern.MatchString(strings.TrimSpace(question)) {
			return k.kind
		}
	}
	return amount
}

// A word is one of a sentence.
type word struct {
	written, low, stem string
	name               bool // capitalised within the sentence
	first              bool
	stopped            bool // something ends before it: a comma, a colon, a dash
}

// wordPattern finds words, numbers with their sign, and what divides a sentence.
var wordPattern = regexp.MustCompile(`[$€£¥]?\d+(?:[.,:]\d+)*[%€]?|[\pL\pM]+(?:['’-][\pL\pM]+)*|[,;:()–—“”"]`)

// read divides a sentence into words.
func read(text string) []word {
	var out []word
	stopped := false
	for _, w := range wordPattern.FindAllString(text, -1) {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsLetter(r) && !strings.ContainsAny(w, "0123456789") {
			stopped = true
			continue
		}
		low := strings.ToLower(w)
		out = append(out, word{
			written: w, low: low, stem: stemOf(low), name: unicode.IsUpper(r) && len(out) > 0, first: len(out) == 0, stopped: stopped,
		})
		stopped = false
	}
	return out
}

// stemOf returns a word's stem, which all of its forms share, or the word itself
// where it is a stop word.
func stemOf(low string) string {
	if terms := analysis.Terms(low, "en"); len(terms) == 1 {
		return prose.Base(terms[0])
	}
	return low
}

// A matter is a question as answers to it are compared.
type matter struct {
	kind  kind
	stems map[string]bool // of its words that carry content
	says  map[string]bool // of those that name nothing: what it asks of whom it names
	names map[string]bool // in lower case, the words of the names in it
	yes   map[string]bool // of a state: the stems that tell whether it is so
}

// particles are stop words that carry what a question asks: "is it over?".
var particles = set("over off out up down on")

// asking are words that say what kind of thing is asked for and nothing of it.
var asking = set("still now yet current currently many much long often company firm person people which who where when what how does do is are was were has have had can")

func set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

func newMatter(question string) matter {
	m := matter{kind: kindOf(question), stems: map[string]bool{}, says: map[string]bool{}, names: map[string]bool{}}
	words := read(question)
	for i, w := range words {
		last := i == len(words)-1
		content := len(analysis.Terms(w.low, "en")) > 0 || particles[w.low] && last
		if !content || asking[w.low] {
			continue
		}
		m.stems[w.stem] = true
		if w.name {
			m.names[w.low] = true
		} else {
			m.says[w.stem] = true
		}
	}
	m.yes = m.predicate(words)
	return m
}

// predicate returns the stems that tell whether a state holds: those that have
// a contrary; else those that are not of the subject, nor behind a preposition;
// else all.
func (m matter) predicate(words []word) map[string]bool {
	contrary, own := map[string]bool{}, map[string]bool{}
	subject, behind := len(words) > 2 && !words[1].name, false
	for _, w := range words[min(1, len(words)):] {
		switch {
		case prepositions[w.low]:
			behind = true
		case m.says[w.stem] && subject:
			subject = false
		case m.says[w.stem] && !behind:
			own[w.stem] = true
		}
		if w.name {
			subject = false
		}
		if m.says[w.stem] && hasContrary(w.stem) {
			contrary[w.stem] = true
		}
	}
	switch {
	case len(contrary) > 0:
		return contrary
	case len(own) > 0:
		return own
	}
	return m.says
}

var prepositions = set("at of in on to for from by with under into off")

func hasContrary(stem string) bool {
	return slices.ContainsFunc(contraries, func(c [2][]string) bool { return slices.Contains(c[0], stem) || slices.Contains(c[1], stem) })
}

// Shares of a question's words that a sentence must have to answer it.
const (
	leastSaid    = 0.5 // of those that name nothing
	leastSpoken  = 0.5 // of all
	leastOfState = 0.5 // as leastSaid where the sentence says yes or no, or the contrary
)

// A claim is what a sentence says in answer to a question.
type claim struct {
	bears   bool // it speaks of what is asked
	stance  int  // 1 it is so, -1 it is not; 0 where it does not say
	amounts []quantity
	moments []string
	names   []string // in lower case
}

// A quantity is a number and what it counts.
type quantity struct {
	value float64
	unit  string
}

// claim reads a sentence as an answer.
func (m matter) claim(text string) claim { return m.claimOf(read(text)) }

func (m matter) claimOf(words []word) claim {
	c := claim{stance: m.stance(words)}
	have, said := 0, 0
	for stem := range m.stems {
		if slices.ContainsFunc(words, func(w word) bool { return w.stem == stem || contrary(stem, w.stem) }) {
			have++
			if m.says[stem] {
				said++
			}
		}
	}
	least := leastSaid
	if m.kind == state && c.stance != 0 {
		least = leastOfState
	}
	c.bears = len(m.stems) > 0 && float64(have) >= leastSpoken*float64(len(m.stems)) && float64(said) >= least*float64(len(m.says))
	c.amounts, c.moments, c.names = amounts(words), moments(words), m.namesIn(words)
	return c
}

// differs reports whether a claim is another answer than those before it, the
// last one last. What does not answer is no other answer.
func (m matter) differs(c claim, before []claim) bool {
	if !c.bears || len(before) == 0 {
		return false
	}
	switch m.kind {
	case state:
		for _, old := range slices.Backward(before) {
			if old.stance != 0 {
				return c.stance != 0 && c.stance != old.stance
			}
		}
		return false
	case moment:
		return news(c.moments, before, func(o claim) []string { return o.moments }, sameMoment)
	case name:
		return news(c.names, before, func(o claim) []string { return o.names }, func(a, b string) bool { return a == b })
	}
	return newAmounts(c.amounts, before)
}

// news reports whether there is something in an answer that no answer before
// had, or nothing that the last one had. Where either has nothing, it is not.
func news(now []string, before []claim, of func(claim) []string, same func(a, b string) bool) bool {
	var known, last []string
	for _, o := range before {
		if all := of(o); len(all) > 0 {
			known, last = append(known, all...), all
		}
	}
	if len(now) == 0 || len(known) == 0 {
		return false
	}
	fresh := slices.ContainsFunc(now, func(v string) bool { return !slices.ContainsFunc(known, func(o string) bool { return same(v, o) }) })
	shared := slices.ContainsFunc(now, func(v string) bool { return slices.ContainsFunc(last, func(o string) bool { return same(v, o) }) })
	return fresh || !shared
}

// newAmounts compares what counts the same thing.
func newAmounts(now []quantity, before []claim) bool {
	for _, q := range now {
		var known, last []float64
		for _, o := range before {
			var of []float64
			for _, old := range o.amounts {
				if old.unit == q.unit {
					of = append(of, old.value)
				}
			}
			if len(of) > 0 {
				known, last = append(known, of...), of
			}
		}
		if len(known) > 0 && (!slices.Contains(known, q.value) || !sharesUnit(now, q.unit, last)) {
			return true
		}
	}
	return false
}

// sharesUnit reports whether one of the numbers of a unit is among those.
func sharesUnit(now []quantity, unit string, last []float64) bool {
	return slices.ContainsFunc(now, func(q quantity) bool { return q.unit == unit && slices.Contains(last, q.value) })
}

// scales multiply the number before them.
var scales = map[string]float64{"dozen": 12, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}

// amounts returns the numbers of a sentence with what they count.
func amounts(words []word) (out []quantity) {
	for i, w := range words {
		value, sign, ok := number(w.low)
		if !ok || isDate(words, i) {
			continue
		}
		behind := words[i+1 : min(len(words), i+4)]
		for len(behind) > 0 && scales[behind[0].low] > 0 {
			value *= scales[behind[0].low]
			behind = behind[1:]
		}
		out = append(out, quantity{value, cmp.Or(sign, unit(behind))})
	}
	return out
}

// number reads a word as a number, in digits or words, and the sign of what it
// counts.
func number(low string) (value float64, sign string, ok bool) {
	digits := strings.Trim(low, "$€£¥%")
	if value, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64); err == nil {
		return value, strings.Replace(low, digits, "", 1), true
	}
	tens, ones, both := strings.Cut(low, "-")
	value, ok = numeral(tens)
	if both && ok { // twenty-five
		more, is := numeral(ones)
		value, ok = value+more, is && value >= 20 && more < 10
	}
	return value, "", ok
}

// numeral reads a number of one word. What multiplies another is none, nor is a
// part of one.
func numeral(low string) (float64, bool) {
	v, ok := prose.Numerals[low]
	return v, ok && v >= 2 && scales[low] == 0
}

// unit returns what the words behind a number say it counts: a currency or per
// cent; else the first word in the plural before any that carries no content, since
// other words may stand between ("40 tall wind turbines"); else the first word.
func unit(behind []word) string {
	if len(behind) > 1 && behind[0].low == "per" {
		if u := prose.Units["per "+behind[1].low]; u != "" {
			return u
		}
		behind = behind[1:]
	}
	for i, w := range behind {
		switch u := prose.Units[w.low]; {
		case u != "":
			return u
		case len(analysis.Terms(w.low, "en")) == 0 || w.stopped && i > 0:
			return behind[0].stem
		case isPlural(w.low):
			return w.stem
		}
	}
	if len(behind) == 0 {
		return ""
	}
	return behind[0].stem
}

// plurals are common ones that do not end in s.
var plurals = set("people men women children feet")

// isPlural reports whether a word has the form of a plural. It may be a verb's, too.
func isPlural(low string) bool {
	return plurals[low] || strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss") && !strings.HasSuffix(low, "us") && !strings.HasSuffix(low, "is")
}

var months = set("january february march april may june july august september october november december")

// isDate reports whether a number is part of a date: a year, or a day beside
// its month.
func isDate(words []word, i int) bool {
	near := func(j int) bool { return j >= 0 && j < len(words) && isMonth(words[j]) }
	year := len(words[i].low) == 4 && (words[i].low[:2] == "19" || words[i].low[:2] == "20")
	return near(i-1) || near(i+1) || year
}

func isMonth(w word) bool { return months[w.low] && unicode.IsUpper(rune(w.written[0])) }

// moments returns the dates and hours of a sentence: "june", "7 june", "14:00",
// "2027".
func moments(words []word) (out []string) {
	for i, w := range words {
		switch {
		case isMonth(w):
			day := ""
			for _, j := range []int{i - 1, i + 1} {
				if j >= 0 && j < len(words) && len(words[j].low) <= 2 {
					if _, err := strconv.Atoi(words[j].low); err == nil {
						day = words[j].low + " "
					}
				}
			}
			out = append(out, day+w.low)
		case strings.Contains(w.low, ":"):
			out = append(out, w.low)
		case len(w.low) == 4 && (w.low[:2] == "19" || w.low[:2] == "20"):
			if _, err := strconv.Atoi(w.low); err == nil {
				out = append(out, w.low)
			}
		}
	}
	return out
}

// sameMoment reports whether one of two is the other, or only less precise.
func sameMoment(a, b string) bool {
	if a == b {
		return true
	}
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	return months[short] && strings.HasSuffix(long, " "+short)
}

// namesIn returns the names of a sentence that the question does not name,
// each a run of capitalised words. A day of the week or a month is none.
func (m matter) namesIn(words []word) (out []string) {
	var run []string
	flush := func() {
		if len(run) > 0 {
			out = append(out, strings.Join(run, " "))
		}
		run = nil
	}
	for _, w := range words {
		capital := unicode.IsUpper([]rune(w.written)[0])
		plain := w.first && (len(analysis.Terms(w.low, "en")) == 0) || calendar[w.low] || m.names[w.low] || m.stems[w.stem]
		if !capital || plain || w.stopped && len(run) > 0 {
			flush()
		}
		if capital && !plain {
			run = append(run, w.low)
		}
	}
	flush()
	return out
}

var calendar = func() map[string]bool {
	m := set("monday tuesday wednesday thursday friday saturday sunday yes no")
	for w := range months {
		m[w] = true
	}
	return m
}()

// contraries are stems that deny one another.
var contraries = [][2][]string{
	{stems("open opened reopen reopened"), stems("close closed shut shuts")},
	{stems("allow allowed permit permitted legal"), stems("ban banned forbid forbidden prohibit prohibited illegal")},
	{stems("over ended finished"), stems("begin began begun start started continue continues goes")},
	{stems("approve approved allow"), stems("reject rejected block blocked refuse refused")},
	{stems("sale sell sold sells"), stems("recall recalled withdrawn")},
	{stems("safe"), stems("unsafe dangerous")},
	{stems("force effect"), stems("repealed suspended")},
}

func stems(list string) []string {
	var out []string
	for w := range strings.FieldsSeq(list) {
		out = append(out, stemOf(w))
	}
	return out
}

func contrary(a, b string) bool {
	for _, c := range contraries {
		if slices.Contains(c[0], a) && slices.Contains(c[1], b) || slices.Contains(c[1], a) && slices.Contains(c[0], b) {
			return true
		}
	}
	return false
}

// denying turn around what comes within reach behind them.
var denying = set("not no never neither nor cannot without isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't won't stop stops stopped stopping cease ceased quit quits former")

// reach is how many words a word of denial denies.
const reach = 5

// stance returns what a sentence says of what is asked: whether one of its
// words, or the contrary of one, stands there, denied or not.
func (m matter) stance(words []word) int {
	if len(words) > 0 {
		switch words[0].low {
		case "yes":
			return 1
		case "no":
			if len(words) > 1 && words[1].stopped {
				return -1
			}
		}
	}
	found, negative := false, false
	for i, w := range words {
		hit, against := m.yes[w.stem], false
		for stem := range m.yes {
			against = against || contrary(stem, w.stem)
		}
		if hit || against {
			found = true
			negative = negative || denied(words, i) != against
		}
	}
	switch {
	case !found:
		return 0
	case negative:
		return -1
	}
	return 1
}

// denied reports whether a word is within reach of a word of denial.
func denied(words []word, i int) bool {
	for j := i; j > max(0, i-reach); j-- {
		if words[j].stopped && j < i {
			break
		}
		low := words[j-1].low
		if j-1 != i && (denying[low] || (low == "gave" || low == "gives") && words[j].low == "up") {
			return true
		}
		if words[j].stopped {
			break
		}
	}
	return false
}
