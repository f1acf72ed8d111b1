// Package budget keeps what asking models costs, and to what may be spent in
// a day. Purse.Meter is its entry point: it returns a model that opens a spend
// in the store before each request and closes it with what the request took.
// The store's sums decide, so several processes keep to one budget.
//
// A day begins at midnight in UTC. What a price is not known for has no known
// cost; nothing is guessed.
package budget

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"time"

	"footnote/internal/config"
	"footnote/internal/llm"
	"footnote/internal/store"
)

// A Ledger is where spends are kept; *store.Store is one.
type Ledger interface {
	OpenSpend(ctx context.Context, sp store.Spend, since time.Time, admit func(everyone, person store.Spent) bool) (int64, bool, error)
	CloseSpend(ctx context.Context, id int64, sp store.Spend) error
	SpentSince(ctx context.Context, since time.Time, currency, user string) (store.Spent, error)
}

// A Purse is what models are paid from. It is safe for concurrent use.
type Purse struct {
	Ledger Ledger
	Prices map[string]config.Price // by "provider/model", as a Reply names it
	Limits config.Budget
	Log    *slog.Logger
	Now    func() time.Time
}

// New returns the purse that the configuration describes.
func New(l Ledger, c config.Config, log *slog.Logger) *Purse {
	p := &Purse{Ledger: l, Prices: map[string]config.Price{}, Limits: c.Budget, Log: log, Now: time.Now}
	for _, provider := range c.Providers {
		p.Prices[provider.Name+"/"+provider.Model] = provider.Price
	}
	return p
}

// Errors of a Meter; they say whose budget of the day is spent.
var (
	ErrSpent       = errors.New("the budget of the day is spent")
	ErrPersonSpent = fmt.Errorf("of this person, %w", ErrSpent)
)

// A Money is an amount in billionths of a currency, so that a token's price
// is a whole number of them.
type Money int64

const unit = 1e9

// Float returns the amount in the currency.
func (m Money) Float() float64 { return float64(m) / unit }

// A Bill is what several requests took together.
type Bill struct {
	Requests int
	Usage    llm.Usage // as the models report it
	Cost     Money
	Known    bool // Cost is all of it; false too where nothing was asked
}

// cost returns what a model asks for these tokens, and whether that is known.
func (p *Purse) cost(model string, u llm.Usage) (Money, bool) {
	price := p.Prices[model]
	if !price.Known {
		return 0, false
	}
	// A price for a million tokens is one of millionths for a token.
	perToken := func(perMillion float64, tokens int) float64 { return perMillion * unit / 1e6 * float64(tokens) }
	return Money(math.Round(perToken(price.Input, u.Input) + perToken(price.Output, u.Output))), true
}

// dearest returns the most that any model asks for these tokens.
func (p *Purse) dearest(u llm.Usage) (most Money) {
	for model := range p.Prices {
		if c, ok := p.cost(model, u); ok {
			most = max(most, c)
		}
	}
	return most
}

// limited reports whether there is anything to keep to for one who asks.
func (p *Purse) limited(user string) bool {
	return p.Limits.Everyone.IsSet() || user != "" && p.Limits.PerPerson.IsSet()
}

// refusal returns why no more may be asked for, or nil. The request that
// reaches a limit is still made, those that find it reached are not.
func (p *Purse) refusal(everyone, person store.Spent, user string) error {
	switch {
	case reached(p.Limits.Everyone, everyone):
		return ErrSpent
	case user != "" && reached(p.Limits.PerPerson, person):
		return ErrPersonSpent
	}
	return nil
}

func reached(l config.Limit, s store.Spent) bool {
	return l.Tokens > 0 && s.Tokens >= l.Tokens || l.Money > 0 && Money(s.Cost).Float() >= l.Money
}

// today returns when the day began.
func (p *Purse) today() time.Time { return p.Now().UTC().Truncate(24 * time.Hour) }

// Today returns what was spent today: by one person, or by all where user is
// empty.
func (p *Purse) Today(ctx context.Context, user string) (store.Spent, error) {
	return p.Ledger.SpentSince(ctx, p.today(), p.Limits.Currency, user)
}
