package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// A Spend is one request to a model and what it took.
type Spend struct {
	At        time.Time
	User      string // who asked; empty for nobody in Slack
	Purpose   string // answer, summary, digest …
	Model     string // "provider/model"; empty before one answered
	Input     int    // tokens
	Output    int    // tokens
	Cost      int64  // billionths of the currency
	Currency  string // empty where the cost is unknown
	Estimated bool   // the model did not report its tokens
}

// Spent is what several requests took together, those that are on their way
// with what was guessed.
type Spent struct {
	Requests int
	Tokens   int64
	Cost     int64 // billionths of the currency asked for
	Unpriced int   // requests whose cost is unknown or in another currency
}

// OpenSpend records a request that is about to be made, with what it may
// take, if admit agrees to what everybody and the one who asks spent since
// then. No other process opens one in between. It reports whether it did. Who
// spent what was spent before then is forgotten.
func (s *Store) OpenSpend(ctx context.Context, sp Spend, since time.Time, admit func(everyone, person Spent) bool) (id int64, ok bool, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE spends SET person = '' WHERE person <> '' AND at < ?`, stamp(since))
		if err != nil {
			return err
		}
		everyone, err := sumSpends(ctx, tx, since, sp.Currency, "")
		if err != nil {
			return err
		}
		person, err := sumSpends(ctx, tx, since, sp.Currency, sp.User)
		if err != nil {
			return err
		}
		if ok = admit(everyone, person); !ok {
			return nil
		}
		res, err := tx.ExecContext(ctx, `INSERT INTO spends
			(at, person, purpose, model, input, output, cost, currency, open, estimated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 1)`,
			stamp(sp.At), sp.User, sp.Purpose, sp.Model, sp.Input, sp.Output, sp.Cost, sp.Currency)
		if err != nil {
			return err
		}
		id, err = res.LastInsertId()
		return err
	})
	if err != nil {
		return 0, false, fmt.Errorf("open spend: %w", err)
	}
	return id, ok, nil
}

// CloseSpend puts what a request took in place of what was guessed. The time,
// the person and the purpose stay. It returns ErrNotFound if there is no such
// spend.
func (s *Store) CloseSpend(ctx context.Context, id int64, sp Spend) error {
	n, err := s.update(ctx, `UPDATE spends SET model = ?, input = ?, output = ?, cost = ?, currency = ?, estimated = ?, open = 0
		WHERE id = ?`, sp.Model, sp.Input, sp.Output, sp.Cost, sp.Currency, sp.Estimated, id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("close spend %d: %w", id, err)
	}
	return nil
}

// SpentSince returns what was spent since then: by one person, or by all
// where user is empty.
func (s *Store) SpentSince(ctx context.Context, since time.Time, currency, user string) (Spent, error) {
	sum, err := sumSpends(ctx, s.reader, since, currency, user)
	if err != nil {
		return Spent{}, fmt.Errorf("sum spends: %w", err)
	}
	return sum, nil
}

// rowQuerier is a *sql.DB or a *sql.Tx.
type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func sumSpends(ctx context.Context, q rowQuerier, since time.Time, currency, user string) (sum Spent, err error) {
	err = q.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(input + output), 0),
			coalesce(sum(cost) FILTER (WHERE currency = ?1 AND currency <> ''), 0),
			count(*) FILTER (WHERE currency <> ?1 OR currency = '')
		FROM spends WHERE at >= ?2 AND (?3 = '' OR person = ?3)`, currency, stamp(since), user).
		Scan(&sum.Requests, &sum.Tokens, &sum.Cost, &sum.Unpriced)
	return sum, err
}

// Recall returns the newest answer given to the same question, by its key,
// when the library was as it is after that change, and that nobody judged
// bad. It returns ErrNotFound if there is none.
func (s *Store) Recall(ctx context.Context, key string, seq int64) (Record, error) {
	r, err := scanRecord(s.reader.QueryRowContext(ctx, `SELECT `+recordColumns+` FROM answers
		WHERE key = ? AND key <> '' AND seq = ? AND shown <> ''
			AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.answer_id = answers.id AND f.value = 'down')
		ORDER BY id DESC LIMIT 1`, key, seq))
	if err != nil {
		return Record{}, fmt.Errorf("recall answer: %w", orNotFound(err))
	}
	return r, nil
}
