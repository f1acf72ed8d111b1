package watch

import (
	"fmt"
	"regexp"
	"time"

	"footnote/internal/schedule"
)

// Quiet is the hours of each day in which nothing is posted; the zero Quiet
// has none.
type Quiet struct {
	from, to schedule.Clock
	zone     *time.Location
}

var quietPattern = regexp.MustCompile(`^\s*(\d{1,2}(?::\d\d)?)\s*[-–]\s*(\d{1,2}(?::\d\d)?)(?:\s+(.+))?$`)

// ParseQuiet reads hours and their zone: "22-7 Berlin", "18:30-8:00 UTC".
// Nothing is no quiet hours, and without a zone it is that of the argument, a name
// as schedule.Schedule's Zone returns it. Errors are schedule.Problems.
func ParseQuiet(text, zone string) (Quiet, error) {
	if text == "" {
		return Quiet{}, nil
	}
	m := quietPattern.FindStringSubmatch(text)
	if m == nil {
		return Quiet{}, schedule.Problemf("quiet hours are written as %q", "22-7 Berlin")
	}
	var q Quiet
	for i, c := range []*schedule.Clock{&q.from, &q.to} {
		s, err := schedule.Parse("every day at "+m[i+1]+" "+m[3], zone)
		if err != nil || len(s.Times) != 1 || s.Days != schedule.EveryDay {
			return Quiet{}, schedule.Problemf("quiet hours are written as %q", "22-7 Berlin")
		}
		*c = s.Times[0]
		if q.zone, err = time.LoadLocation(s.Zone()); err != nil {
			return Quiet{}, err // unreachable: the schedule has loaded it
		}
	}
	return q, nil
}

// String returns the hours as ParseQuiet reads them.
func (q Quiet) String() string {
	if q.zone == nil {
		return ""
	}
	return fmt.Sprintf("%s-%s %s", q.from, q.to, q.zone)
}

// At reports whether it is quiet at an instant.
func (q Quiet) At(t time.Time) bool {
	if q.zone == nil {
		return false
	}
	t = t.In(q.zone)
	c := schedule.Clock(t.Hour()*60 + t.Minute())
	if q.from <= q.to {
		return c >= q.from && c < q.to
	}
	return c >= q.from || c < q.to
}
