package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// guestOf is how the setting begins that says whether a person is a guest.
const guestOf = "guest "

// NoteGuest keeps whether a person is a guest, or of another company: Slack does not
// say it any more when they are deactivated.
func (s *Store) NoteGuest(ctx context.Context, person string, guest bool) error {
	if was, err := s.Guest(ctx, person); err == nil && was == guest {
		return nil
	}
	_, err := s.update(ctx, `INSERT INTO settings (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, guestOf+person, fmt.Sprint(guest))
	if err != nil {
		return fmt.Errorf("note whether a person is a guest: %w", err)
	}
	return nil
}

// Guest returns what was last noted of a person, or ErrNotFound.
func (s *Store) Guest(ctx context.Context, person string) (bool, error) {
	value, err := scanString(s.reader.QueryRowContext(ctx, selectSetting, guestOf+person))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, ErrNotFound
	case err != nil:
		return false, fmt.Errorf("read whether a person is a guest: %w", err)
	}
	return value == "true", nil
}
