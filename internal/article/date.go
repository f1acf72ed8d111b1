package article

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// A Date is when an article was published, as precisely and as surely as it
// is known. The zero Date is unknown. Its day is the one its outlet printed:
// the day of Time on a clock that is Offset ahead of UTC.
type Date struct {
	Time      time.Time     // UTC; midnight where DayOnly
	Offset    time.Duration // whole minutes; 0 where unknown or DayOnly
	DayOnly   bool          // the day is known, the hour is not
	Estimated bool          // guessed from the page; never shown as a fact
}

// The clocks of the world are at most so much behind UTC, and ahead of it.
const (
	mostBehind = 12 * time.Hour
	mostAhead  = 14 * time.Hour
)

// At returns the date of an instant, on the clock of its location.
func At(t time.Time) Date {
	_, east := t.Zone()
	d := Date{Time: t.UTC(), Offset: (time.Duration(east) * time.Second).Truncate(time.Minute)}
	if d.Offset < -mostBehind || d.Offset > mostAhead { // no clock of this world
		d.Offset = 0
	}
	return d
}

// DayOf returns the day of an instant, on the clock of its location.
func DayOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), DayOnly: true}
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
			return At(t), nil
		}
	}
	return Date{}, fmt.Errorf("%q is neither a day, as 2026-04-28, nor an instant, as 2026-04-28T09:30:00Z", s)
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
	return d.Zoned().Format(time.RFC3339)
}

// Zoned returns the instant on the outlet's clock.
func (d Date) Zoned() time.Time { return d.Time.In(time.FixedZone("", int(d.Offset/time.Second))) }

// Local returns the day and the hour that the outlet's clock showed, as if
// they were of UTC.
func (d Date) Local() time.Time { return d.Time.Add(d.Offset) }

// On returns an instant of which no offset is known with the day that its
// outlet gives it, where some clock showed that day then: with the fewest whole
// hours that make it so. Any other date is returned as it is.
func (d Date) On(day Date) Date {
	if !d.Known() || d.DayOnly || d.Offset != 0 || !day.DayOnly {
		return d
	}
	begun := d.Time.Sub(DayOf(d.Time).Time)
	switch day.Time.Sub(d.Time.Add(-begun)) {
	case -24 * time.Hour:
		if back := begun.Truncate(time.Hour) + time.Hour; back <= mostBehind {
			d.Offset = -back
		}
	case 24 * time.Hour:
		if left := 24*time.Hour - begun.Truncate(time.Hour); left <= mostAhead {
			d.Offset = left
		}
	}
	return d
}

// Day returns the day as people write it, "27 Apr 2026", or "undated". An
// estimate says so.
func (d Date) Day() string {
	switch {
	case !d.Known():
		return "undated"
	case d.Estimated:
		return "about " + d.Local().Format("2 Jan 2006")
	}
	return d.Local().Format("2 Jan 2006")
}

// Before reports whether the date lies before a limit. The first instant of a
// day of UTC stands for that day wherever it is printed. An unknown date is
// before none.
func (d Date) Before(t time.Time) bool {
	if StartsDay(t) {
		return d.Known() && d.Local().Before(t)
	}
	return d.Known() && d.Time.Before(t)
}

// After reports whether the date lies after a limit. The last instant of a day
// of UTC, as ParseAsOf has it, stands for that day wherever it is printed. An
// unknown date is after none.
func (d Date) After(t time.Time) bool {
	switch {
	case !d.Known():
		return false
	case d.DayOnly:
		return d.Time.After(DayOf(t).Time)
	case StartsDay(t.Add(time.Nanosecond)):
		return d.Local().After(t)
	}
	return d.Time.After(t)
}

// SinceDay returns the limit that stands for the day that begins at t, where t is
// told; any other instant is one already.
func SinceDay(t time.Time) time.Time {
	if y, m, d := t.Date(); t.Equal(time.Date(y, m, d, 0, 0, 0, 0, t.Location())) {
		return DayOf(t).Time
	}
	return t
}

// StartsDay reports whether t is the first instant of a day of UTC.
func StartsDay(t time.Time) bool { return t.Equal(t.Truncate(24 * time.Hour)) }

// Compare orders dates by instant, oldest first, unknown dates before all
// others.
func (d Date) Compare(o Date) int { return d.Time.Compare(o.Time) }

// CompareDay orders dates as they are shown: by the day that was printed, those of
// one day as Compare does.
func (d Date) CompareDay(o Date) int {
	return cmp.Or(DayOf(d.Local()).Time.Compare(DayOf(o.Local()).Time), d.Compare(o))
}

// MarshalText implements encoding.TextMarshaler with String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler with ParseDate.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// ParseAsOf reads an as-of date: an RFC 3339 instant, or a day, which means
// its last instant in UTC: see Date.After. Nothing means the zero time: no
// limit.
func ParseAsOf(s string) (time.Time, error) {
	d, err := ParseDate(s)
	if err != nil || !d.Known() {
		return time.Time{}, err
	}
	if d.DayOnly {
		return d.Time.AddDate(0, 0, 1).Add(-time.Nanosecond), nil
	}
	return d.Zoned(), nil
}
