package question

import (
	"testing"
	"time"
)

func TestTimes(t *testing.T) {
	now := time.Date(2026, 4, 29, 12, 0, 0, 0, time.UTC) // a Wednesday
	tests := []struct{ text, rest, since, until string }{
		{"Norwind since Monday", "Norwind", "2026-04-27", ""},
		{"the strike at Norwind in the last 10 days", "the strike at Norwind", "2026-04-19", ""},
		{"last week's strike", "strike", "2026-04-20", "2026-04-26"},
		{"this week", "", "2026-04-27", ""},
		{"Norwind in March and this week", "Norwind and", "2026-03-01", ""},
		{"the 2019 merger", "the 2019 merger", "", ""},
		{"", "", "", ""},
	}
	for _, tt := range tests {
		rest, since, until := Times(tt.text, now)
		if rest != tt.rest || dayIn(since) != tt.since || dayIn(until) != tt.until {
			t.Errorf("Times(%q) = %q, %s, %s; want %q, %s, %s", tt.text, rest, dayIn(since), dayIn(until), tt.rest, tt.since, tt.until)
		}
	}
}

func dayIn(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
