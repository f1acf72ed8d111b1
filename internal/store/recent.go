package store

import (
	"context"
	"fmt"
)

// Recent returns the newest answers, newest first, at most limit.
func (s *Store) Recent(ctx context.Context, limit int) ([]Record, error) {
	all, err := collect(ctx, s.reader, scanRecord, `SELECT `+recordColumns+` FROM answers ORDER BY asked DESC, id DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("read recent answers: %w", err)
	}
	return all, nil
}
