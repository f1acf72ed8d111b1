package article

import (
	"fmt"
	"strings"
	"time"
)

// A Date is when an article was published, as precisely and as surely as it
// is known. The zero Date is unknown.
type Date struct {
	Time      time.Time // UTC; midnight where DayOnly
	DayOnly   bool      // the day is known, the hour is not
	Estimated bool      // guessed from the page; never shown as a fact
}

// ParseDate reads RFC 3339, or a day as 2006-01-02, or nothing for unknown.
func ParseDate(s string) (Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Date{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return Date{Time: t, DayOnly: true}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime, "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Date{Time: t.UTC()}, nil
		}
	}
	return Date{}, fmt.Errorf("date %q is neither 2006-01-02 nor RFC 3339", s)
}

// Known reports whether there is a date at all.
func (d Date) Known() bool { return !d.Time.IsZero() }

// Sure reports whether the date is known and not a guess.
func (d Date) Sure() bool { return d.Known() && !d.Estimated }

// String returns the date in the form ParseDate reads, or "" if unknown.
func (d Date) String() string {
	switch {
	case !d.Known():
		return ""
	case d.DayOnly:
		return d.Time.Format(time.DateOnly)
	}
	return d.Time.Format(time.RFC3339)
}

// Day returns the day as people write it, "27 Apr 2026", or "undated". An
// estimate says so.
func (d Date) Day() string {
	switch {
	case !d.Known():
		return "undated"
	case d.Estimated:
		return "about " + d.Time.Format("2 Jan 2006")
	}
	return d.Time.Format("2 Jan 2006")
}

// After reports whether the date lies after t. An unknown date does not.
func (d Date) After(t time.Time) bool { return d.Known() && d.Time.After(t) }

// Compare orders dates oldest first, unknown dates before all others.
func (d Date) Compare(o Date) int { return d.Time.Compare(o.Time) }

// MarshalText implements encoding.TextMarshaler with String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler with ParseDate.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// ParseAsOf reads an as-of date: an RFC 3339 instant, or a day, which means
// its last instant in UTC. Nothing means the zero time: no limit.
func ParseAsOf(s string) (time.Time, error) {
	d, err := ParseDate(s)
	if err != nil || !d.Known() {
		return time.Time{}, err
	}
	if d.DayOnly {
		return d.Time.AddDate(0, 0, 1).Add(-time.Nanosecond), nil
	}
	return d.Time, nil
}
