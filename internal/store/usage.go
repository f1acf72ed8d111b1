package store

import (
	"context"
	"fmt"
	"time"
)

// A Usage is what the answers of one outcome and currency amount to.
type Usage struct {
	Outcome       string
	Currency      string // empty where the cost is unknown
	Answers       int
	Took          time.Duration // all together
	Input, Output int64         // tokens
	Cost          int64         // billionths of the currency
}

// Usage returns what all answers amount to.
func (s *Store) Usage(ctx context.Context) ([]Usage, error) {
	scan := func(row scanner) (u Usage, err error) {
		return u, row.Scan(&u.Outcome, &u.Currency, &u.Answers, &u.Took, &u.Input, &u.Output, &u.Cost)
	}
	all, err := collect(ctx, s.reader, scan, `SELECT outcome, currency, count(*), sum(took), sum(input), sum(output), sum(cost)
		FROM answers GROUP BY outcome, currency ORDER BY outcome, currency`)
	if err != nil {
		return nil, fmt.Errorf("read usage: %w", err)
	}
	return all, nil
}
