package question

import (
	"regexp"
	"strings"
)

// A Kind is the kind of thing that a question asks for.
type Kind int

// The kinds.
const (
	Any Kind = iota
	Time
	Number
	Money
	Count // how many: no share, no price and no year
	Name
	Reason
	Span   // how long
	Manner // how something was done
)

// Timed reports whether the kind is a time, or how long something takes.
func (k Kind) Timed() bool { return k == Time || k == Span }

// Counts reports whether the kind is a number.
func (k Kind) Counts() bool { return k == Number || k == Money || k == Count }

// Questions that ask for a kind in words that no field of a Reading tells.
var (
	asksCount    = regexp.MustCompile(`(?i)\b(?:how many|wie ?viele)\b`)
	asksReason   = regexp.MustCompile(`(?i)\b(?:why|for what reasons?|what (?:caused|triggered|led to|went wrong|(?:is|was|were) the (?:causes?|reasons?))|how come|how (?:did|could) .{3,60} happen|warum|wieso|weshalb)\b`)
	asksSpan     = regexp.MustCompile(`(?i)\bhow long(?: ago)?\b`)
	asksManner   = regexp.MustCompile(`(?i)^(?:(?:and|so|but)[, ]+)*how (?:did|do|does|was|were|can) \pL`)
	asksMeasure  = regexp.MustCompile(`(?i)\b(?:how (?:old|long|far|tall|deep|wide|often|heavy|fast|large|big)|(?:what|which) age)\b`)
	asksQuantity = regexp.MustCompile(`(?i)\b(?:costs?|price|fees?|fares?|rate|wages?|salary|limit|budget|deposit|turnover|population|kostet|kosten)\b`)
	asksMoney    = regexp.MustCompile(`(?i)\b(?:costs?|priced?|fees?|fares?|wages?|salary|budget|deposit|turnover|rent|fined?|worth|pay|paid|earn|earns|earned|charged?|kostet|kosten|teuer|(?:be|ge)?zahl(?:t|te|ten|en)|gekauft|verkauft|übernommen)\b|\bhow much (?:is|are)\b|preis\b`)
)

// Kind returns the kind of thing that a sentence must have to answer: of one
// that leans on others its own, if it is a whole question.
func (r Reading) Kind() Kind {
	text := r.Text[strings.LastIndex(r.Text, "\n")+1:]
	if !asksItself(text) {
		text = r.Text
	}
	switch {
	case asksSpan.FindString(strings.ToLower(text)) == "how long":
		return Span
	case r.Timed:
		return Time
	case asksReason.MatchString(text) && !r.Named:
		return Reason
	case r.Counted && asksCount.MatchString(text):
		return Count
	case (r.Counted || asksQuantity.MatchString(text)) && !r.Named && asksMoney.MatchString(text) && !asksMeasure.MatchString(text):
		return Money
	case r.Counted:
		return Number
	case r.Named:
		return Name
	case asksQuantity.MatchString(text):
		return Number
	case asksManner.MatchString(text) && !r.Compares:
		return Manner
	}
	return Any
}

var wordKinds = []struct {
	pattern *regexp.Regexp
	kind    Kind
}{
	{regexp.MustCompile(`(?i)\b(?:when|(?:what|which) (?:year|date|day|month|decade|century|time)|how long ago)\b`), Time},
	{regexp.MustCompile(`(?i)\b(?:how (?:many|much|large|big|long|far|old|high|tall|often|wide|deep|fast|heavy)|what (?:percent|percentage|number|share|price|amount|size))\b`), Number},
	{regexp.MustCompile(`(?i)\b(?:who|whom|whose|where|(?:what|which) (?:country|city|state|place|region|county|continent))\b`), Name},
}

// WordKind returns the kind that a question in English asks for, of those that the
// shape of one word tells: Time, Number, Name, else Any. It is coarser than
// Reading.Kind and goes its own ways: the weights of the ranking were fitted with it.
func WordKind(question string) Kind {
	for _, k := range wordKinds {
		if k.pattern.MatchString(question) {
			return k.kind
		}
	}
	return Any
}
