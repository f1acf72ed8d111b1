package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// eventsKept is how long an event is known again. Slack delivers one again
// within minutes: at once, after 1 and after 5 minutes.
const eventsKept = 24 * time.Hour

// SeenEvent records an event and reports whether it was recorded before. A
// process may be killed between this and its work: what must not be lost is
// guarded by a claim instead.
func (s *Store) SeenEvent(ctx context.Context, eventID string, at time.Time) (bool, error) {
	var seen bool
	err := s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO events (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING`, eventID, stamp(at))
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if seen = n == 0; err != nil || seen {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM events WHERE at < ?`, stamp(at.Add(-eventsKept)))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("record event %s: %w", eventID, err)
	}
	return seen, nil
}

// KnownEvent reports whether an event was recorded, and not too long ago.
func (s *Store) KnownEvent(ctx context.Context, eventID string) (known bool, err error) {
	if err = s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM events WHERE id = ?)`, eventID).Scan(&known); err != nil {
		return false, fmt.Errorf("look for event %s: %w", eventID, err)
	}
	return known, nil
}

const questionColumns = `id, event_id, team, channel, ts, thread_ts, person, text, reply_ts, attempt, asked,
	kind, response_url, of_question, finished`

func scanQuestion(row scanner) (q Question, err error) {
	err = row.Scan(&q.ID, &q.EventID, &q.Team, &q.Channel, &q.TS, &q.ThreadTS, &q.User, &q.Text, &q.ReplyTS, &q.Attempt,
		stampScanner{&q.Asked}, &q.Kind, &q.ResponseURL, &q.Of, &q.Finished)
	return q, err
}

// ClaimQuestion records a question, by its Channel and TS, as owner's until
// the lease ends, and returns it with its ID. If it is there already, it
// returns it as it is and false, whoever holds it: see TakeOver; false also
// where its event claimed what was dropped since. The owner must be one holder
// alone, not a name that two workers share.
func (s *Store) ClaimQuestion(ctx context.Context, q Question, owner string, lease time.Duration, now time.Time) (Question, bool, error) {
	var claimed bool
	err := s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO questions
			(event_id, team, channel, ts, thread_ts, person, text, reply_ts, kind, response_url, of_question,
				attempt, asked, owner, lease, finished)
			SELECT ?1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, 0 WHERE NOT EXISTS (SELECT 1 FROM events WHERE id = ?1)
			ON CONFLICT (channel, ts) DO NOTHING`,
			q.EventID, q.Team, q.Channel, q.TS, q.ThreadTS, q.User, q.Text, q.ReplyTS, q.Kind, q.ResponseURL, q.Of,
			stamp(orNow(q.Asked, now)), owner, stamp(now.Add(lease)))
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		claimed = n > 0
		held, err := scanQuestion(tx.QueryRowContext(ctx,
			`SELECT `+questionColumns+` FROM questions WHERE channel = ? AND ts = ?`, q.Channel, q.TS))
		if errors.Is(err, sql.ErrNoRows) { // dropped
			return nil
		}
		q = held
		return err
	})
	if err != nil {
		return Question{}, false, fmt.Errorf("claim question %s/%s: %w", q.Channel, q.TS, err)
	}
	return q, claimed, nil
}

// QuestionsAt returns what was claimed of a message: the questions of a channel whose
// TS is ts, or ts with mark and something behind it, the one with the last TS first.
func (s *Store) QuestionsAt(ctx context.Context, channel, ts, mark string) ([]Question, error) {
	all, err := collect(ctx, s.reader, scanQuestion, `SELECT `+questionColumns+` FROM questions
		WHERE channel = ? AND (ts = ? OR ts > ? AND ts < ?) ORDER BY ts DESC`, channel, ts, ts+mark, ts+mark+"\U0010ffff")
	if err != nil {
		return nil, fmt.Errorf("read questions of %s/%s: %w", channel, ts, err)
	}
	return all, nil
}

// Answered returns questions of messages that were asked since then and have a reply,
// the latest first.
func (s *Store) Answered(ctx context.Context, since time.Time, limit int) ([]Question, error) {
	all, err := collect(ctx, s.reader, scanQuestion, `SELECT `+questionColumns+` FROM questions
		WHERE kind = ? AND finished = 1 AND reply_ts != '' AND asked >= ? ORDER BY asked DESC, id DESC LIMIT ?`, KindMessage, stamp(since), limit)
	if err != nil {
		return nil, fmt.Errorf("read answered questions: %w", err)
	}
	return all, nil
}

// RenewQuestions makes owner's hold of questions last until the lease from now
// ends, in one statement, and returns those of which it did. The hold of others
// was lost: another took over, or they are finished.
func (s *Store) RenewQuestions(ctx context.Context, ids []int64, owner string, lease time.Duration, now time.Time) (held []int64, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		held = nil
		rows, err := tx.QueryContext(ctx, `UPDATE questions SET lease = ? WHERE owner = ? AND finished = 0
			AND id IN (SELECT value FROM json_each(?)) RETURNING id`, stamp(now.Add(lease)), owner, idList(ids))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			if err := rows.Scan(&id); err != nil {
				return err
			}
			held = append(held, id)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("renew %d questions: %w", len(ids), err)
	}
	return held, nil
}

// TakeOver claims the oldest unfinished question whose lease has ended, if
// there is one, and counts the attempt. A lease that ends later than any can,
// because a clock went back, has ended; another may have claimed while we waited
// to write.
func (s *Store) TakeOver(ctx context.Context, owner string, lease time.Duration, now time.Time) (Question, bool, error) {
	var q Question
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		q, err = scanQuestion(tx.QueryRowContext(ctx, `
			UPDATE questions SET owner = ?, lease = ?, attempt = attempt + 1
			WHERE id = (SELECT id FROM questions WHERE finished = 0 AND (lease <= ? OR lease > ?) ORDER BY asked, id LIMIT 1)
			RETURNING `+questionColumns, owner, stamp(now.Add(lease)), stamp(now), stamp(now.Add(busyTimeout+lease))))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return Question{}, false, nil
	}
	if err != nil {
		return Question{}, false, fmt.Errorf("take over a question: %w", err)
	}
	return q, true, nil
}

// CloseQuestion ends what leaves no answer behind: nobody takes it over, and
// its words are kept no longer. Its thread is not one that the bot takes part in
// because of it.
func (s *Store) CloseQuestion(ctx context.Context, id int64) error {
	n, err := s.update(ctx, `UPDATE questions SET finished = 1, text = '', thread_ts = '', response_url = '' WHERE id = ?`, id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("close question %d: %w", id, err)
	}
	return nil
}

// DropQuestion undoes the claim of a question that has no answer, so that it
// may be claimed anew, but not by the same event: Slack may deliver that once
// more. One that has an answer stays.
func (s *Store) DropQuestion(ctx context.Context, id int64) error {
	const unanswered = ` WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM answers WHERE question_id = ?1)`
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO events (id, at) SELECT event_id, asked FROM questions`+unanswered+`
			AND event_id != '' ON CONFLICT DO NOTHING`, id)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM questions`+unanswered, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("drop question %d: %w", id, err)
	}
	return nil
}

// RetractQuestion removes the answer of a question that was taken back, with what
// people thought of it, and ends the question as CloseQuestion does.
func (s *Store) RetractQuestion(ctx context.Context, id int64) error {
	const which = `question_id = ?`
	err := s.change(ctx, func(tx *sql.Tx) error {
		if err := keepUsage(ctx, tx, which, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM answers WHERE `+which, id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE questions SET finished = 1, text = '', thread_ts = '', reply_ts = '', response_url = '' WHERE id = ?`, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("retract question %d: %w", id, err)
	}
	return nil
}

// SetReply records the message that holds the answer of a question, or will.
// One that is asked in no thread begins its own with it.
func (s *Store) SetReply(ctx context.Context, id int64, replyTS string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `UPDATE questions SET reply_ts = ?1,
			thread_ts = CASE WHEN thread_ts = '' AND kind = ? THEN ?1 ELSE thread_ts END
			WHERE id = ? RETURNING id`, replyTS, KindShare, id).Scan(&id)
		if err != nil {
			return orNotFound(err)
		}
		_, err = tx.ExecContext(ctx, `UPDATE answers SET reply_ts = ? WHERE question_id = ?`, replyTS, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("set reply of question %d: %w", id, err)
	}
	return nil
}

// InThread reports whether a question was asked in the thread, finished or
// not.
func (s *Store) InThread(ctx context.Context, channel, threadTS string) (in bool, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM questions WHERE channel = ? AND thread_ts = ? AND thread_ts != '')`,
		channel, threadTS).Scan(&in)
	if err != nil {
		return false, fmt.Errorf("look for thread %s/%s: %w", channel, threadTS, err)
	}
	return in, nil
}

// update runs one statement in a transaction and returns how many rows it
// changed.
func (s *Store) update(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		n, err = res.RowsAffected()
		return err
	})
	return n, err
}
