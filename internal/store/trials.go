package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A Trial is how a model did in verifying sentences of which is known whether they
// are right.
type Trial struct {
	Model     string    `json:"-"` // as llm.Generator names it
	Wrong, Of int       // sentences judged wrongly, of all
	At        time.Time // when
}

// trialOf is how the setting of a model's trial begins.
const trialOf = "trial of "

// Trial returns how a model did when it was last tried; ErrNotFound where it never
// was.
func (s *Store) Trial(ctx context.Context, model string) (Trial, error) {
	raw, err := scanString(s.reader.QueryRowContext(ctx, selectSetting, trialOf+model))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Trial{}, ErrNotFound
	case err != nil:
		return Trial{}, fmt.Errorf("read trial: %w", err)
	}
	t := Trial{Model: model}
	if err := json.Unmarshal([]byte(raw), &t); err != nil {
		return Trial{}, fmt.Errorf("read trial: %w", err)
	}
	return t, nil
}

// SaveTrial keeps how a model did, in place of how it did before.
func (s *Store) SaveTrial(ctx context.Context, t Trial) error {
	raw, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("save trial: %w", err)
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, trialOf+t.Model, string(raw))
		return err
	})
	if err != nil {
		return fmt.Errorf("save trial: %w", err)
	}
	return nil
}
