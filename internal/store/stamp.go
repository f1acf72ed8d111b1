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

// A zoneScanner reads a stored number of minutes into d.
type zoneScanner struct{ d *time.Duration }

func (s zoneScanner) Scan(v any) error {
	minutes, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a zone of type %T", v)
	}
	*s.d = time.Duration(minutes) * time.Minute
	return nil
}

// checkDate refuses a year that would not sort as text.
func checkDate(d article.Date) error {
	for _, t := range []time.Time{d.Time.UTC(), d.Local()} {
		if y := t.Year(); y < 0 || y > 9999 {
			return fmt.Errorf("published in the year %d", y)
		}
	}
	return nil
}
