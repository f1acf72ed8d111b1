package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"footnote/internal/article"
)

// guestOf is how the setting begins that says whether a person is a guest.
const guestOf = "guest "

// NoteGuest keeps whether a person is a guest, or of another company: Slack does not
// say it any more when they are deactivated.
func (s *Store) NoteGuest(ctx context.Context, person string, guest bool) error {
	if was, known, err := s.notedGuest(ctx, person); err == nil && known && was == guest {
		return nil
	}
	_, err := s.update(ctx, `INSERT INTO settings (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, guestOf+person, fmt.Sprint(guest))
	if err != nil {
		return fmt.Errorf("note whether a person is a guest: %w", err)
	}
	return nil
}

// Guest returns what was last noted of a person. Of whom nothing was, as of who was
// deactivated before that was noted, it returns false where they did what only members
// can, else ErrNotFound.
func (s *Store) Guest(ctx context.Context, person string) (guest bool, err error) {
	guest, known, err := s.notedGuest(ctx, person)
	if err == nil && !known {
		known, err = s.wasMember(ctx, person)
	}
	switch {
	case err != nil:
		return false, fmt.Errorf("read whether a person is a guest: %w", err)
	case !known:
		return false, ErrNotFound
	}
	return guest, nil
}

func (s *Store) notedGuest(ctx context.Context, person string) (guest, known bool, err error) {
	value, err := scanString(s.reader.QueryRowContext(ctx, selectSetting, guestOf+person))
	if errors.Is(err, sql.ErrNoRows) {
		return false, false, nil
	}
	return value == "true", err == nil, err
}

// wasMember reports whether a person did what no guest can in Slack: they had links
// collected, added an article for everyone, or were answered from one when they asked.
func (s *Store) wasMember(ctx context.Context, person string) (was bool, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM collecting WHERE person = ?1)
		OR EXISTS (SELECT 1 FROM adders d JOIN articles a ON a.id = d.article_id WHERE d.person = ?1 AND a.scope = ?2)
		OR EXISTS (SELECT 1 FROM answers n, json_each(n.citations) c JOIN articles a ON a.id = c.value ->> 'article_id'
			WHERE n.person = ?1 AND n.channel <> '' AND n.citations LIKE '[%' AND a.scope = ?2)`,
		person, string(article.Workspace)).Scan(&was)
	return was, err
}
