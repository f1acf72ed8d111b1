package store

import (
	"context"
	"database/sql"
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

// Usage returns what all answers amount to, with those that were removed: it
// never falls.
func (s *Store) Usage(ctx context.Context) ([]Usage, error) {
	scan := func(row scanner) (u Usage, err error) {
		return u, row.Scan(&u.Outcome, &u.Currency, &u.Answers, &u.Took, &u.Input, &u.Output, &u.Cost)
	}
	all, err := collect(ctx, s.reader, scan, `SELECT outcome, currency, sum(answers), sum(took), sum(input), sum(output), sum(cost)
		FROM (SELECT outcome, currency, 1 AS answers, took, input, output, cost FROM answers UNION ALL SELECT * FROM usage_gone)
		GROUP BY outcome, currency ORDER BY outcome, currency`)
	if err != nil {
		return nil, fmt.Errorf("read usage: %w", err)
	}
	return all, nil
}

// keepUsage keeps what answers that are to be removed amount to.
func keepUsage(ctx context.Context, tx *sql.Tx, which string, arg any) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO usage_gone
		SELECT outcome, currency, count(*), sum(took), sum(input), sum(output), sum(cost) FROM answers WHERE `+which+`
		GROUP BY outcome, currency
		ON CONFLICT (outcome, currency) DO UPDATE SET answers = answers + excluded.answers, took = took + excluded.took,
			input = input + excluded.input, output = output + excluded.output, cost = cost + excluded.cost`, arg)
	return err
}
