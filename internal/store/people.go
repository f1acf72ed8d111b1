package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// AnswersTo returns the last answers to a person, newest first.
func (s *Store) AnswersTo(ctx context.Context, person string, limit int) ([]Record, error) {
	all, err := collect(ctx, s.reader, scanRecord, `SELECT `+recordColumns+` FROM answers
		WHERE person = ? ORDER BY asked DESC, id DESC LIMIT ?`, person, limit)
	if err != nil {
		return nil, fmt.Errorf("read answers to a person: %w", err)
	}
	return all, nil
}

// AskedSince returns how many questions a person has asked since then, up to
// the one with an ID: in messages, by command, and by choosing what was
// suggested.
func (s *Store) AskedSince(ctx context.Context, person string, since time.Time, upTo int64) (n int, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT count(*) FROM questions
		WHERE person = ? AND asked >= ? AND id <= ? AND kind IN (?, ?, ?, ?, ?)`,
		person, stamp(since), upTo, KindMessage, KindAsk, KindSummary, KindNext, KindStanding).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count questions of a person: %w", err)
	}
	return n, nil
}

// Forget removes what a person asked, what was answered to them and what they
// thought of answers, and returns how many answers that were. What is being
// answered just now is not forgotten. That they asked is known until
// ForgetAskers, so that it still counts.
func (s *Store) Forget(ctx context.Context, person string) (int, error) {
	n, err := s.forget(ctx, `person = ?`, `person = ?`, person)
	if err == nil { // questions that stand, with their answers
		_, err = s.update(ctx, `DELETE FROM watches WHERE person = ?`, person)
	}
	if err != nil {
		return 0, fmt.Errorf("forget a person's questions: %w", err)
	}
	return n, nil
}

// Expire removes the questions asked before then, with their answers, and
// returns how many answers that were.
func (s *Store) Expire(ctx context.Context, before time.Time) (int, error) {
	n, err := s.forget(ctx, `asked < ?`, `at < ?`, stamp(before))
	if err != nil {
		return 0, fmt.Errorf("expire questions: %w", err)
	}
	return n, nil
}

// ForgetAskers removes who asked what was asked before then and is not kept.
func (s *Store) ForgetAskers(ctx context.Context, before time.Time) error {
	_, err := s.update(ctx, `UPDATE questions SET person = '', response_url = '' WHERE finished = 1 AND text = '' AND person != '' AND asked < ?`, stamp(before))
	if err != nil {
		return fmt.Errorf("forget askers: %w", err)
	}
	return nil
}

// forget removes answers and empties their questions, whose place stays so
// that an event that comes again is known again. The conditions, on one
// argument, say which questions and answers, and which opinions on answers.
func (s *Store) forget(ctx context.Context, which, opinions string, arg any) (n int, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		if err := keepUsage(ctx, tx, which, arg); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, `DELETE FROM answers WHERE `+which, arg)
		if err != nil {
			return err
		}
		gone, err := res.RowsAffected()
		if err != nil {
			return err
		}
		n = int(gone)
		for _, do := range []string{
			`UPDATE questions SET text = '', response_url = '' WHERE finished = 1 AND ` + which,
			`DELETE FROM feedback WHERE ` + opinions, `DELETE FROM reports WHERE ` + opinions,
		} {
			if _, err := tx.ExecContext(ctx, do, arg); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// NoteAdder records that a person added articles; those that are not there
// are passed over.
func (s *Store) NoteAdder(ctx context.Context, person string, articleIDs []string, at time.Time) error {
	_, err := s.update(ctx, `INSERT INTO adders (article_id, person, at)
		SELECT id, ?, ? FROM articles WHERE id IN (SELECT value FROM json_each(?)) ON CONFLICT DO NOTHING`,
		person, stamp(at), idList(articleIDs))
	if err != nil {
		return fmt.Errorf("note who added articles: %w", err)
	}
	return nil
}

// HasAdded reports whether a person added an article.
func (s *Store) HasAdded(ctx context.Context, person, articleID string) (has bool, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM adders WHERE article_id = ? AND person = ?)`,
		articleID, person).Scan(&has)
	if err != nil {
		return false, fmt.Errorf("look who added article %s: %w", articleID, err)
	}
	return has, nil
}

// Collect sets whether the links of a channel are added by themselves, as a
// person said.
func (s *Store) Collect(ctx context.Context, channel, person string, on bool, at time.Time) error {
	query, args := `DELETE FROM collecting WHERE channel = ?`, []any{channel}
	if on {
		query = `INSERT INTO collecting (channel, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
		args = append(args, person, stamp(at))
	}
	if _, err := s.update(ctx, query, args...); err != nil {
		return fmt.Errorf("set collecting in %s: %w", channel, err)
	}
	return nil
}

// Collects reports whether the links of a channel are added by themselves.
func (s *Store) Collects(ctx context.Context, channel string) (on bool, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM collecting WHERE channel = ?)`, channel).Scan(&on)
	if err != nil {
		return false, fmt.Errorf("look whether %s is collected: %w", channel, err)
	}
	return on, nil
}
