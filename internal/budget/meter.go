package budget

import (
	"context"
	"sync"
	"time"

	"footnote/internal/llm"
	"footnote/internal/store"
	"footnote/internal/tokens"
)

// expectedReply is how many tokens a reply is taken for while it is on its
// way: five sentences with what models reason before them.
const expectedReply = 500

// closeTimeout bounds the closing of a spend, which must not be lost because
// nobody waits for the reply any more.
const closeTimeout = 5 * time.Second

// A Meter is a model whose requests are paid from a Purse, for one asker and
// purpose. It implements llm.Generator.
type Meter struct {
	llm.Generator
	purse         *Purse
	user, purpose string

	mu       sync.Mutex
	bill     Bill
	unpriced bool
}

// Meter returns the model as one person uses it; user is empty for nobody in
// Slack.
func (p *Purse) Meter(model llm.Generator, user, purpose string) *Meter {
	return &Meter{Generator: model, purse: p, user: user, purpose: purpose}
}

// Currency returns what the bill is in.
func (m *Meter) Currency() string { return m.purse.Limits.Currency }

// Bill returns what the requests so far took.
func (m *Meter) Bill() Bill {
	m.mu.Lock()
	defer m.mu.Unlock()
	b := m.bill
	b.Known = b.Requests > 0 && !m.unpriced
	return b
}

// Generate implements llm.Generator. It returns an error that wraps ErrSpent,
// and asks nobody, where a budget of the day is reached.
func (m *Meter) Generate(ctx context.Context, req llm.Request, onText func(string) error) (llm.Reply, error) {
	id, err := m.open(ctx, req)
	if err != nil {
		return llm.Reply{}, err
	}
	reply, err := m.Generator.Generate(ctx, req, onText)
	m.close(ctx, id, m.took(req, reply, err))
	return reply, err
}

func sizeOf(req llm.Request) (n int) {
	for _, msg := range req.Messages {
		n += tokens.Count(msg.Text)
	}
	return n
}

// open opens a spend. Where the store fails it is an error only if there is a
// limit that could be exceeded; the ID is 0 then.
func (m *Meter) open(ctx context.Context, req llm.Request) (int64, error) {
	p := m.purse
	var guess llm.Usage
	if p.limited(m.user) { // nobody else looks at it
		guess = llm.Usage{Input: sizeOf(req), Output: expectedReply}
	}
	var refused error
	id, _, err := p.Ledger.OpenSpend(ctx, store.Spend{
		At: p.Now(), User: m.user, Purpose: m.purpose, Input: guess.Input, Output: guess.Output,
		Cost: int64(p.dearest(guess)), Currency: p.Limits.Currency,
	}, p.today(), func(everyone, person store.Spent) bool {
		refused = p.refusal(everyone, person, m.user)
		return refused == nil
	})
	switch {
	case err == nil:
		return id, refused
	case ctx.Err() != nil || p.limited(m.user):
		return 0, err
	}
	p.Log.Warn("budget open spend", "err", err)
	return 0, nil
}

// took returns what a request took, and adds it to the bill. A model that said
// something and did not report its tokens took what we count, at an unknown
// cost; one that failed before it said anything took nothing.
func (m *Meter) took(req llm.Request, reply llm.Reply, err error) store.Spend {
	u, reported := reply.Usage, reply.Usage != llm.Usage{}
	if !reported && reply.Text == "" && err != nil {
		return store.Spend{Model: reply.Model, Currency: m.purse.Limits.Currency}
	}
	if !reported {
		u = llm.Usage{Input: sizeOf(req), Output: tokens.Count(reply.Text)}
	}
	sp := store.Spend{Model: reply.Model, Input: u.Input, Output: u.Output, Estimated: !reported}
	cost, known := m.purse.cost(reply.Model, u)
	if known {
		sp.Cost, sp.Currency = int64(cost), m.purse.Limits.Currency
	}
	if !reported {
		cost = 0 // a guess is for the limit alone
	}
	m.add(reply.Usage, cost, known && reported)
	return sp
}

// close closes a spend, if one was opened.
func (m *Meter) close(ctx context.Context, id int64, sp store.Spend) {
	if id == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer cancel()
	if err := m.purse.Ledger.CloseSpend(ctx, id, sp); err != nil {
		m.purse.Log.Warn("budget close spend", "err", err)
	}
}

// add adds a request to the bill.
func (m *Meter) add(u llm.Usage, cost Money, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bill.Requests++
	m.bill.Usage.Add(u)
	m.bill.Cost += cost
	m.unpriced = m.unpriced || !known
}
