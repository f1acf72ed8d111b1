package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"footnote/internal/article"
)

// A FreshArticle is one that was saved for the first time in that line of the
// log.
type FreshArticle struct {
	Seq     int64
	Article article.Article
}

// comparedSoFar names the setting that holds up to which line of the log
// articles were compared with earlier answers.
const comparedSoFar = "answers compared with"

// ArticlesToCompare returns, in order of the log, up to limit articles of all
// scopes that are new since ComparedArticles, and up to which line of the log
// they are all there are. Asked for the first time, none is new.
func (s *Store) ArticlesToCompare(ctx context.Context, limit int) (fresh []FreshArticle, until int64, err error) {
	if until, err = s.LastChange(ctx); err != nil {
		return nil, 0, err
	}
	var after int64
	err = s.reader.QueryRowContext(ctx, selectSetting, comparedSoFar).Scan(&after)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, until, s.ComparedArticles(ctx, until)
	}
	if err == nil {
		fresh, err = collect(ctx, s.reader, scanFresh, `SELECT c.seq, `+articleColumns+`, body FROM articles
			JOIN (SELECT article_id, min(seq) AS seq FROM changes
				WHERE seq > ? AND seq <= ? AND kind = ? GROUP BY article_id) c ON c.article_id = id
			WHERE NOT EXISTS (SELECT 1 FROM changes p WHERE p.article_id = id AND p.seq <= ? AND p.kind = ?)
			ORDER BY c.seq LIMIT ?`, after, until, ArticleSaved, after, ArticleSaved, limit)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read articles to compare: %w", err)
	}
	if len(fresh) == limit {
		until = fresh[limit-1].Seq
	}
	return fresh, until, nil
}

func scanFresh(row scanner) (f FreshArticle, err error) {
	f.Article, err = scanArticle(behind{row, &f.Seq})
	return f, err
}

// A behind is a row whose first column is read into first.
type behind struct {
	row   scanner
	first any
}

// Scan implements scanner.
func (b behind) Scan(dest ...any) error { return b.row.Scan(append([]any{b.first}, dest...)...) }

// ComparedArticles notes up to which line of the log articles were compared
// with earlier answers; it never goes back.
func (s *Store) ComparedArticles(ctx context.Context, until int64) error {
	_, err := s.update(ctx, `INSERT INTO settings (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE CAST(value AS INTEGER) < CAST(excluded.value AS INTEGER)`,
		comparedSoFar, fmt.Sprint(until))
	if err != nil {
		return fmt.Errorf("note articles compared: %w", err)
	}
	return nil
}

// A PresentAnswer is an answer in Slack about what held when it was given.
type PresentAnswer struct {
	ID                      int64
	Channel, ThreadTS, User string
	Question                string // as it was understood
	Seq                     int64  // the last change of the library that the answer saw
}

// PresentAnswers returns the answers about a present state that were given
// since then as the first of their thread and have no note, oldest first.
// Later ones of a thread lean on it: they cannot be read alone.
func (s *Store) PresentAnswers(ctx context.Context, since time.Time) ([]PresentAnswer, error) {
	scan := func(row scanner) (a PresentAnswer, err error) {
		return a, row.Scan(&a.ID, &a.Channel, &a.ThreadTS, &a.User, &a.Question, &a.Seq)
	}
	all, err := collect(ctx, s.reader, scan, `
		SELECT an.id, an.channel, an.thread_ts, an.person, json_extract(an.shown, '$.question'), an.seq FROM answers an
		WHERE an.asked >= ? AND an.channel <> '' AND an.reply_ts GLOB '[0-9]*'
			AND an.shown LIKE '{%' AND json_extract(an.shown, '$.kind') = 'present'
			AND NOT EXISTS (SELECT 1 FROM stale_notes n WHERE n.answer_id = an.id)
			AND NOT EXISTS (SELECT 1 FROM answers e
				WHERE e.channel = an.channel AND e.thread_ts = an.thread_ts AND e.id < an.id AND e.shown <> '')
		ORDER BY an.id`, stamp(since))
	if err != nil {
		return nil, fmt.Errorf("read answers about the present: %w", err)
	}
	return all, nil
}

// ShownAnswer returns an answer as it was shown, or ErrNotFound.
func (s *Store) ShownAnswer(ctx context.Context, id int64) (json.RawMessage, error) {
	var shown string
	if err := s.reader.QueryRowContext(ctx, `SELECT shown FROM answers WHERE id = ? AND shown <> ''`, id).Scan(&shown); err != nil {
		return nil, fmt.Errorf("read answer %d: %w", id, orNotFound(err))
	}
	return json.RawMessage(shown), nil
}

// SavedAfter returns those of the articles that were saved for the first time
// after that line of the log.
func (s *Store) SavedAfter(ctx context.Context, ids []string, seq int64) ([]string, error) {
	scan := func(row scanner) (id string, err error) { return id, row.Scan(&id) }
	all, err := collect(ctx, s.reader, scan, `SELECT value FROM json_each(?)
		WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.article_id = value AND c.seq <= ? AND c.kind = ?)`, idList(ids), seq, ArticleSaved)
	if err != nil {
		return nil, fmt.Errorf("read articles saved after %d: %w", seq, err)
	}
	return all, nil
}

// Contradict keeps what is to be posted under an answer that an article
// contradicts. Where a note is under it, or is to be, that one stays.
func (s *Store) Contradict(ctx context.Context, answerID int64, articleID string, message json.RawMessage) error {
	_, err := s.update(ctx, `INSERT INTO stale_notes (answer_id, reason, at, told, article_id, message)
		VALUES (?, 'contradicted', '', 0, ?, ?) ON CONFLICT (answer_id) DO NOTHING`, answerID, articleID, string(message))
	if err != nil {
		return fmt.Errorf("keep note under answer %d: %w", answerID, err)
	}
	return nil
}

// A Contradiction is what is still to be posted under an answer.
type Contradiction struct {
	AnswerID int64
	Message  json.RawMessage
}

// Contradictions returns what is to be posted under answers given since then,
// as long as the article that contradicts them is held.
func (s *Store) Contradictions(ctx context.Context, since time.Time) ([]Contradiction, error) {
	scan := func(row scanner) (c Contradiction, err error) {
		var message string
		err = row.Scan(&c.AnswerID, &message)
		c.Message = json.RawMessage(message)
		return c, err
	}
	all, err := collect(ctx, s.reader, scan, `SELECT n.answer_id, n.message FROM stale_notes n
		JOIN answers an ON an.id = n.answer_id JOIN articles a ON a.id = n.article_id
		WHERE n.told = 0 AND n.message <> '' AND an.asked >= ? ORDER BY n.answer_id`, stamp(since))
	if err != nil {
		return nil, fmt.Errorf("read notes to post: %w", err)
	}
	return all, nil
}
