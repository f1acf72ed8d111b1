package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
)

const recordColumns = `id, question, channel, thread_ts, person, text, outcome, citations, model, input, output, took, asked, reply_ts, shown, cost, currency, key, seq,
	coalesce((SELECT of_question FROM questions WHERE questions.id = answers.question_id), 0)`

func scanRecord(row scanner) (r Record, err error) {
	var citations, shown string
	err = row.Scan(&r.ID, &r.Question, &r.Channel, &r.ThreadTS, &r.User, &r.Text, &r.Outcome, &citations,
		&r.Model, &r.Input, &r.Output, &r.Took, stampScanner{&r.Asked}, &r.ReplyTS, &shown, &r.Cost, &r.Currency, &r.Key, &r.Seq, &r.Of)
	if citations != "" {
		r.Citations = []byte(citations)
	}
	if shown != "" {
		r.Shown = []byte(shown)
	}
	return r, err
}

// FinishQuestion stores the answer of a question; nobody takes the question
// over any more. The first answer stays: finishing again changes nothing.
// What r leaves empty of Question, Channel, ThreadTS, User, Asked and ReplyTS
// is the question's.
func (s *Store) FinishQuestion(ctx context.Context, id int64, r Record) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		q, err := scanQuestion(tx.QueryRowContext(ctx,
			`UPDATE questions SET finished = 1, response_url = '', reply_ts = CASE reply_ts WHEN '' THEN ? ELSE reply_ts END
			WHERE id = ? RETURNING `+questionColumns, r.ReplyTS, id))
		if err != nil {
			return orNotFound(err)
		}
		r.Question = cmp.Or(r.Question, q.Text)
		r.Channel = cmp.Or(r.Channel, q.Channel)
		r.ThreadTS = cmp.Or(r.ThreadTS, q.ThreadTS)
		r.User = cmp.Or(r.User, q.User)
		r.Asked = orNow(r.Asked, q.Asked)
		r.ReplyTS = cmp.Or(r.ReplyTS, q.ReplyTS)
		_, err = putAnswer(ctx, tx, &id, r)
		return err
	})
	if err != nil {
		return fmt.Errorf("finish question %d: %w", id, err)
	}
	return nil
}

// SaveAnswer stores an answer given in a terminal and returns its ID.
func (s *Store) SaveAnswer(ctx context.Context, r Record) (id int64, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		id, err = putAnswer(ctx, tx, nil, r)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("save answer: %w", err)
	}
	return id, nil
}

// putAnswer inserts an answer unless its question has one.
func putAnswer(ctx context.Context, tx *sql.Tx, question *int64, r Record) (int64, error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO answers
		(question_id, question, channel, thread_ts, person, text, outcome, citations, model, input, output, took, asked, reply_ts, shown,
			cost, currency, key, seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (question_id) DO NOTHING`,
		question, r.Question, r.Channel, r.ThreadTS, r.User, r.Text, r.Outcome, string(r.Citations),
		r.Model, r.Input, r.Output, int64(r.Took), stamp(r.Asked), r.ReplyTS, string(r.Shown),
		r.Cost, r.Currency, r.Key, r.Seq)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// Thread returns the answers given in a thread, oldest first.
func (s *Store) Thread(ctx context.Context, channel, threadTS string) ([]Record, error) {
	all, err := collect(ctx, s.reader, scanRecord, `SELECT `+recordColumns+` FROM answers
		WHERE channel = ? AND thread_ts = ? ORDER BY asked, id`, channel, threadTS)
	if err != nil {
		return nil, fmt.Errorf("read thread %s/%s: %w", channel, threadTS, err)
	}
	return all, nil
}

// AnswerByReply returns the answer that a message holds, or ErrNotFound.
func (s *Store) AnswerByReply(ctx context.Context, channel, replyTS string) (Record, error) {
	r, err := scanRecord(s.reader.QueryRowContext(ctx, `SELECT `+recordColumns+` FROM answers
		WHERE channel = ? AND reply_ts = ? AND reply_ts <> '' ORDER BY id DESC LIMIT 1`, channel, replyTS))
	if err != nil {
		return Record{}, fmt.Errorf("read answer in %s/%s: %w", channel, replyTS, orNotFound(err))
	}
	return r, nil
}

// AnswerOf returns the answer of a question, or ErrNotFound.
func (s *Store) AnswerOf(ctx context.Context, questionID int64) (Record, error) {
	r, err := scanRecord(s.reader.QueryRowContext(ctx, `SELECT `+recordColumns+` FROM answers WHERE question_id = ?`, questionID))
	if err != nil {
		return Record{}, fmt.Errorf("read answer of question %d: %w", questionID, orNotFound(err))
	}
	return r, nil
}

// Recent returns the newest answers, newest first, at most limit.
func (s *Store) Recent(ctx context.Context, limit int) ([]Record, error) {
	all, err := collect(ctx, s.reader, scanRecord, `SELECT `+recordColumns+` FROM answers ORDER BY asked DESC, id DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("read recent answers: %w", err)
	}
	return all, nil
}
