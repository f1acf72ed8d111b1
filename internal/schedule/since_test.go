package schedule

import (
	"testing"
	"time"
)

func TestSince(t *testing.T) {
	now := time.Date(2026, 5, 15, 0, 30, 0, 0, time.FixedZone("", 2*60*60)) // a Friday; in UTC it is Thursday
	tests := []struct{ in, want string }{
		{"2026-05-01", "2026-05-01T00:00:00+02:00"},
		{"2026-05-01T08:00:00+02:00", "2026-05-01T08:00:00+02:00"},
		{"today", "2026-05-15T00:00:00+02:00"},
		{"Gestern", "2026-05-14T00:00:00+02:00"},
		{"Friday", "2026-05-15T00:00:00+02:00"},
		{"saturday", "2026-05-09T00:00:00+02:00"},
		{"12h", "2026-05-14T12:30:00+02:00"},
		{"7d", "2026-05-08T00:00:00+02:00"},
		{" 2 W ", "2026-05-01T00:00:00+02:00"},
		{"1m", "2026-04-15T00:00:00+02:00"},
		{"2y", "2024-05-15T00:00:00+02:00"},
		{"", ""},
		{"0d", ""},
		{"7", ""},
		{"d", ""},
		{"99999d", ""},
		{"7 fortnights", ""},
		{"2026-13-01", ""},
	}
	for _, tt := range tests {
		got := ""
		if since, ok := Since(tt.in, now); ok {
			got = since.Format(time.RFC3339)
		}
		if got != tt.want {
			t.Errorf("Since(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
