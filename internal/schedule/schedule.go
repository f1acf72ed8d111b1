// Package schedule says at which local times of which days something is due:
// Parse reads plain words ("weekdays at 8:30 Berlin") into a Schedule, whose
// Between and Next give its slots. A slot is known by its local date and
// time, of which there is one each, whatever the clocks do:
//
//	a time that spring skips    → the instant the clocks go forward
//	a time that autumn repeats  → its first instant
package schedule

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // zones are known wherever the binary runs
)

// Days is a set of weekdays: bit n is time.Weekday(n).
type Days uint8

// Sets of days.
const (
	Weekdays Days = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	Weekends Days = 1<<time.Saturday | 1<<time.Sunday
	EveryDay Days = Weekdays | Weekends
)

// Has reports whether a day is in the set.
func (d Days) Has(w time.Weekday) bool { return d&(1<<w) != 0 }

// Single reports whether the set is one day.
func (d Days) Single() bool { return d != 0 && d&(d-1) == 0 }

// A Clock is a time of day, in minutes from midnight, below 24 h.
type Clock int

// String returns the time as 08:30.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// A Schedule is the times of the days of one zone; see Parse.
type Schedule struct {
	Days  Days
	Times []Clock // ascending, each once
	zone  *time.Location
}

// Zone returns the name of the zone: "Europe/Berlin".
func (s Schedule) Zone() string {
	if s.zone == nil {
		return "UTC"
	}
	return s.zone.String()
}

// location never is nil: the zero Schedule is in UTC.
func (s Schedule) location() *time.Location {
	if s.zone == nil {
		return time.UTC
	}
	return s.zone
}

// String returns the schedule in words that Parse reads:
// "weekdays at 08:30 and 17:00 Europe/Berlin".
func (s Schedule) String() string {
	times := make([]string, len(s.Times))
	for i, c := range s.Times {
		times[i] = c.String()
	}
	return s.Days.String() + " at " + list(times) + " " + s.Zone()
}

// String returns the days in words that Parse reads, from Monday on.
func (d Days) String() string {
	switch d {
	case EveryDay:
		return "every day"
	case Weekdays:
		return "weekdays"
	case Weekends:
		return "weekends"
	}
	var names []string
	for i := range 7 {
		if w := time.Weekday((i + 1) % 7); d.Has(w) {
			names = append(names, w.String()+"s")
		}
	}
	return list(names)
}

func list(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// A Slot is one time that a schedule is due.
type Slot struct {
	Date  string    // local, 2006-01-02
	Clock Clock     // local
	At    time.Time // in the schedule's zone
}

// Key names the slot within its schedule: "2006-01-02 08:30".
func (s Slot) Key() string { return s.Date + " " + s.Clock.String() }

// Between returns the slots after one instant and up to another, in order. It
// looks at no more than maxDays before the latter.
func (s Schedule) Between(after, until time.Time) []Slot {
	if from := until.AddDate(0, 0, -maxDays); after.Before(from) {
		after = from
	}
	var out []Slot
	// A slot may lie hours off its own local date where the clocks change.
	last := day(until.In(s.location()), 1)
	for d := day(after.In(s.location()), -1); !d.After(last); d = d.AddDate(0, 0, 1) {
		for _, slot := range s.on(d) {
			if slot.At.After(after) && !slot.At.After(until) {
				out = append(out, slot)
			}
		}
	}
	return out
}

// maxDays bounds how far slots are looked for: every week has one.
const maxDays = 60

// Next returns the n slots after an instant, in order.
func (s Schedule) Next(after time.Time, n int) []Slot {
	var out []Slot
	for d := day(after.In(s.location()), -1); len(out) < n && s.Days != 0 && len(s.Times) > 0; d = d.AddDate(0, 0, 1) {
		for _, slot := range s.on(d) {
			if slot.At.After(after) && len(out) < n {
				out = append(out, slot)
			}
		}
	}
	return out
}

// day returns the date of t, plus a number of days, at noon UTC: a date as
// such, whose days are all of one length.
func day(t time.Time, plus int) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+plus, 12, 0, 0, 0, time.UTC)
}

// on returns the slots of a date, in order.
func (s Schedule) on(date time.Time) []Slot {
	if !s.Days.Has(date.Weekday()) {
		return nil
	}
	out := make([]Slot, len(s.Times))
	for i, c := range s.Times {
		out[i] = Slot{date.Format(time.DateOnly), c, instant(date, c, s.location())}
	}
	return out
}

// instant returns when a local time of a date is: its first instant where
// there are two, the end of the gap where there is none.
func instant(date time.Time, c Clock, zone *time.Location) time.Time {
	y, m, d := date.Date()
	t := time.Date(y, m, d, int(c/60), int(c%60), 0, 0, zone)
	if t.Hour() != int(c/60) || t.Minute() != int(c%60) || t.Day() != d {
		return gapEnd(t)
	}
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		return t
	}
	_, before := start.Add(-time.Second).Zone()
	earlier := time.Date(y, m, d, int(c/60), int(c%60), 0, 0, time.UTC).Add(-time.Duration(before) * time.Second)
	if earlier.Before(start) {
		return earlier.In(zone)
	}
	return t
}

// gapEnd returns the change of clocks that is nearest: time.Date gives an
// instant on one side of it, and does not say on which.
func gapEnd(t time.Time) time.Time {
	start, end := t.ZoneBounds()
	if end.IsZero() || !start.IsZero() && t.Sub(start) < end.Sub(t) {
		return start
	}
	return end
}
