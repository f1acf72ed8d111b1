package config

import (
	"regexp"
	"strconv"
	"strings"
)

// A Price is what a provider asks for a million tokens, in the currency of
// the Budget. The zero Price is unknown; Known tells it from what costs nothing.
type Price struct {
	Input, Output float64
	Known         bool
}

// A Budget is what may be spent on models in a day, which begins at midnight
// in UTC.
type Budget struct {
	Currency  string // of prices and limits, three capital letters
	Everyone  Limit
	PerPerson Limit
}

// A Limit is an amount of tokens or of money; the zero Limit is none.
type Limit struct {
	Tokens int64
	Money  float64
}

// IsSet reports whether there is a limit.
func (l Limit) IsSet() bool { return l.Tokens > 0 || l.Money > 0 }

// Context sizes that are assumed where none is set. Every model that the
// vendors recommend reads 128,000 tokens and more; a server of one's own may
// read no more than Ollama's default, and leaves out the beginning of a longer
// prompt without a word.
const (
	vendorContext = 32_000
	ownContext    = 4096
	leastContext  = 2048
	mostContext   = 10_000_000
)

// terms reads what a provider asks for tokens, and how many it reads.
func (e *env) terms(c *candidate) {
	prefix := map[string]string{
		OpenAI: "OPENAI", Azure: "AZURE_OPENAI", Bedrock: "BEDROCK", Gemini: "GEMINI", Compatible: "COMPATIBLE",
	}[c.Name]
	size := vendorContext
	if c.Name == Compatible {
		size = ownContext
	}
	c.PriceVar = prefix + "_PRICE"
	c.Price = e.price(c.PriceVar)
	c.Context = e.number(prefix+"_CONTEXT", size, leastContext, mostContext)
}

// price reads "INPUT/OUTPUT".
func (e *env) price(name string) Price {
	s := e.text(name)
	if s == "" {
		return Price{}
	}
	in, out, both := strings.Cut(s, "/")
	input, ok := amount(in)
	output, okToo := amount(out)
	if !both || !ok || !okToo {
		e.problem("%s is not two prices for a million tokens, such as 0.25/2.00", name)
		return Price{}
	}
	return Price{Input: input, Output: output, Known: true}
}

// amount reads a sum of money, 0 or more.
func amount(s string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return v, err == nil && v >= 0 && v < 1e9
}

var (
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
	tokensForm   = regexp.MustCompile(`^([0-9]{1,15})\s*tokens?$`)
)

// budget reads the limits. One in money needs the price of every provider
// that is asked: what is not known cannot be counted.
func (e *env) budget(providers []Provider) Budget {
	b := Budget{
		Currency:  strings.ToUpper(e.textOr("FOOTNOTE_CURRENCY", "USD")),
		Everyone:  e.limit("FOOTNOTE_DAILY_BUDGET"),
		PerPerson: e.limit("FOOTNOTE_DAILY_BUDGET_PER_PERSON"),
	}
	if !currencyForm.MatchString(b.Currency) {
		e.problem("FOOTNOTE_CURRENCY is not three letters, such as EUR")
	}
	if b.Everyone.Money == 0 && b.PerPerson.Money == 0 {
		return b
	}
	for _, p := range providers {
		if !p.Price.Known {
			e.problem("%s is not set, and a daily budget in money needs it: set it, or give the budget in tokens", p.PriceVar)
		}
	}
	return b
}

// limit reads "N tokens" or an amount of money.
func (e *env) limit(name string) Limit {
	s := e.text(name)
	if s == "" {
		return Limit{}
	}
	if m := tokensForm.FindStringSubmatch(strings.ToLower(s)); m != nil {
		n, _ := strconv.ParseInt(m[1], 10, 64) // the pattern admits nothing else
		if n > 0 {
			return Limit{Tokens: n}
		}
	}
	if v, ok := amount(s); ok && v > 0 {
		return Limit{Money: v}
	}
	e.problem("%s is neither an amount of money, such as 5.00, nor of tokens, such as 2000000 tokens", name)
	return Limit{}
}
