package store

import (
	"context"
	"database/sql"
	"fmt"
)

// SaveFeedback stores a person's judgement of an answer in place of an
// earlier one, by At, which is now where it is zero. It returns ErrNotFound
// if there is no such answer.
func (s *Store) SaveFeedback(ctx context.Context, f Feedback) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT id FROM answers WHERE id = ?`, f.AnswerID).Scan(&f.AnswerID)
		if err != nil {
			return orNotFound(err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO feedback (answer_id, person, value, at, reason) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (answer_id, person) DO UPDATE SET value = excluded.value, at = excluded.at, reason = excluded.reason
			WHERE excluded.at >= feedback.at`,
			f.AnswerID, f.User, f.Value, stamp(orNow(f.At, s.Now())), f.Reason)
		return err
	})
	if err != nil {
		return fmt.Errorf("save feedback on answer %d: %w", f.AnswerID, err)
	}
	return nil
}

// Feedback returns what people think of an answer, oldest first.
func (s *Store) Feedback(ctx context.Context, answerID int64) ([]Feedback, error) {
	scan := func(row scanner) (f Feedback, err error) {
		return f, row.Scan(&f.AnswerID, &f.User, &f.Value, stampScanner{&f.At}, &f.Reason)
	}
	all, err := collect(ctx, s.reader, scan, `SELECT answer_id, person, value, at, reason FROM feedback
		WHERE answer_id = ? ORDER BY at, person`, answerID)
	if err != nil {
		return nil, fmt.Errorf("read feedback on answer %d: %w", answerID, err)
	}
	return all, nil
}

// SaveReport stores that a footnote does not bear its sentence, in place of
// what the same person said of it before. It returns ErrNotFound if there is
// no such answer.
func (s *Store) SaveReport(ctx context.Context, r Report) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT id FROM answers WHERE id = ?`, r.AnswerID).Scan(&r.AnswerID)
		if err != nil {
			return orNotFound(err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO reports (answer_id, person, n, reason, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (answer_id, person, n) DO UPDATE SET reason = excluded.reason, at = excluded.at`,
			r.AnswerID, r.User, r.N, r.Reason, stamp(orNow(r.At, s.Now())))
		return err
	})
	if err != nil {
		return fmt.Errorf("save report on answer %d: %w", r.AnswerID, err)
	}
	return nil
}

// Reports returns the footnotes of an answer that people reported, by number.
func (s *Store) Reports(ctx context.Context, answerID int64) ([]Report, error) {
	scan := func(row scanner) (r Report, err error) {
		return r, row.Scan(&r.AnswerID, &r.User, &r.N, &r.Reason, stampScanner{&r.At})
	}
	all, err := collect(ctx, s.reader, scan, `SELECT answer_id, person, n, reason, at FROM reports
		WHERE answer_id = ? ORDER BY n, at, person`, answerID)
	if err != nil {
		return nil, fmt.Errorf("read reports on answer %d: %w", answerID, err)
	}
	return all, nil
}

// Judged returns the answers that people judged or whose footnotes they
// reported, oldest first.
func (s *Store) Judged(ctx context.Context) ([]Record, error) {
	all, err := collect(ctx, s.reader, scanRecord, `SELECT `+recordColumns+` FROM answers
		WHERE id IN (SELECT answer_id FROM feedback UNION SELECT answer_id FROM reports) ORDER BY asked, id`)
	if err != nil {
		return nil, fmt.Errorf("read judged answers: %w", err)
	}
	return all, nil
}
