package store

import (
	"context"
	"fmt"
	"time"

	"footnote/internal/article"
)

// A Stale is an answer in Slack that cites what is no longer so.
type Stale struct {
	AnswerID                int64
	Channel, ThreadTS, User string
	Question                string
	Cited                   article.Article // the first article cited that changed: its ID, and title and URL as they were cited
	Gone                    bool            // it is no longer held, or its page is gone; else the quoted words are no longer in it
}

// StaleAnswers returns the answers since then under which no note stands and
// that cite an article which was removed, whose page is gone, or which lost
// the quoted words in a later revision, oldest first. The sample library, which
// is in no store, never changes.
func (s *Store) StaleAnswers(ctx context.Context, since time.Time) ([]Stale, error) {
	scan := func(row scanner) (st Stale, err error) {
		return st, row.Scan(&st.AnswerID, &st.Channel, &st.ThreadTS, &st.User, &st.Question, &st.Cited.ID, &st.Cited.Title, &st.Cited.URL, &st.Gone)
	}
	all, err := collect(ctx, s.reader, scan, `
		SELECT an.id, an.channel, an.thread_ts, an.person, an.question, json_extract(c.value, '$.article_id'),
			coalesce(json_extract(c.value, '$.title'), ''), coalesce(json_extract(c.value, '$.url'), ''), a.id IS NULL OR a.gone > an.asked
		FROM answers an JOIN json_each(an.citations) c LEFT JOIN articles a ON a.id = json_extract(c.value, '$.article_id')
		WHERE an.channel <> '' AND an.reply_ts GLOB '[0-9]*' AND an.asked >= ? AND an.citations LIKE '[%'
			AND coalesce(json_extract(c.value, '$.article_id'), '') <> ''
			AND NOT EXISTS (SELECT 1 FROM stale_notes n WHERE n.answer_id = an.id AND n.told = 1)
			AND CASE WHEN an.shown LIKE '{%' THEN coalesce(json_extract(an.shown, '$.sample'), 0) ELSE 0 END = 0
			AND (a.id IS NULL OR a.gone > an.asked OR a.updated > an.asked AND instr(a.body, json_extract(c.value, '$.quote')) = 0)
		GROUP BY an.id ORDER BY an.id`, stamp(since))
	if err != nil {
		return nil, fmt.Errorf("read stale answers: %w", err)
	}
	return all, nil
}

// ClaimStale claims the note under an answer until the lease ends, and reports
// whether it could.
func (s *Store) ClaimStale(ctx context.Context, answerID int64, reason string, lease time.Duration, now time.Time) (bool, error) {
	n, err := s.update(ctx, `INSERT INTO stale_notes (answer_id, reason, at, told) VALUES (?, ?, ?, 0)
		ON CONFLICT (answer_id) DO UPDATE SET at = excluded.at WHERE told = 0 AND (at <= ? OR at > excluded.at)`,
		answerID, reason, stamp(now), stamp(now.Add(-lease)))
	if err != nil {
		return false, fmt.Errorf("claim note under answer %d: %w", answerID, err)
	}
	return n > 0, nil
}

// ToldStale notes that the note under an answer stands there.
func (s *Store) ToldStale(ctx context.Context, answerID int64) error {
	if _, err := s.update(ctx, `UPDATE stale_notes SET told = 1, message = '' WHERE answer_id = ?`, answerID); err != nil {
		return fmt.Errorf("note told under answer %d: %w", answerID, err)
	}
	return nil
}
