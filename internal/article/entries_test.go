package article

import (
	"fmt"
	"testing"
	"time"
)

func TestEntries(t *testing.T) {
	const body = "Above.\n20 Nov 2026, 17:31 UTC\nOpen.\n20 Nov 2026, 7:31 UTC\n20 Nov 2026, 07:10 UTC, it shut.\n21 Feb 2027, 07:10 UTC\n19 Nov 2026, 07:10 UTC\nShut."
	for _, tt := range []struct {
		date Date
		want string
	}{
		{Date{}, "7@17:31 91@07:10 114@07:10"},
		{Date{Time: time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC)}, "7@17:31 114@07:10"},
		{Date{Time: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), DayOnly: true}, ""},
	} {
		got := ""
		for _, e := range (Article{Body: body, Published: tt.date}).Entries() {
			if body[e.Start:e.Start+len(Stamp(e.At))] != Stamp(e.At) {
				t.Errorf("entry at %d begins with %q", e.Start, body[e.Start:])
			}
			got += fmt.Sprintf(" %d@%s", e.Start, e.At.Format("15:04"))
		}
		if got != "" {
			got = got[1:]
		}
		if got != tt.want {
			t.Errorf("entries of an article of %q = %q, want %q", tt.date, got, tt.want)
		}
	}
}
