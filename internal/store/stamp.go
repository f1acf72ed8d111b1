package store

import (
	"fmt"
	"time"

	"footnote/internal/article"
)

// stampLayout has one width, so that times sort as text.
const stampLayout = "2006-01-02T15:04:05.000000000Z"

// stamp returns t as it is stored, "" for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(stampLayout)
}

// A stampScanner reads a stored time into t.
type stampScanner struct{ t *time.Time }

func (s stampScanner) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		return fmt.Errorf("a time of type %T", v)
	}
	*s.t = time.Time{}
	if text == "" {
		return nil
	}
	t, err := time.Parse(stampLayout, text)
	*s.t = t
	return err
}

// checkDate refuses a year that would not sort as text.
func checkDate(d article.Date) error {
	if y := d.Time.UTC().Year(); y < 0 || y > 9999 {
		return fmt.Errorf("published in the year %d", y)
	}
	return nil
}
