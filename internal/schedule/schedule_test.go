package schedule

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"weekdays at 8:30 Berlin":                     "weekdays at 08:30 Europe/Berlin",
		"Mondays 9am":                                 "Mondays at 09:00 Europe/Vienna",
		"every day 18:00 Europe/London":               "every day at 18:00 Europe/London",
		"daily 6pm New York":                          "every day at 18:00 America/New_York",
		"Mon, Wed and Fri at 12:15 p.m., UTC":         "Mondays, Wednesdays and Fridays at 12:15 UTC",
		"mon-fri 9:00 and 17:00 PT":                   "weekdays at 09:00 and 17:00 America/Los_Angeles",
		"Friday to Monday at noon in Tokyo":           "Mondays, Fridays, Saturdays and Sundays at 12:00 Asia/Tokyo",
		"every day except Sundays at 7 Sydney":        "Mondays, Tuesdays, Wednesdays, Thursdays, Fridays and Saturdays at 07:00 Australia/Sydney",
		"weekends at midnight Sao Paulo":              "weekends at 00:00 America/Sao_Paulo",
		"werktags um 8 Uhr 30":                        "weekdays at 08:30 Europe/Vienna",
		"jeden Montag und Donnerstag um 18 Uhr, Wien": "Mondays and Thursdays at 18:00 Europe/Vienna",
		"montags 9.15 Zürich":                         "Mondays at 09:15 Europe/Zurich",
		"um 9 am Montag":                              "Mondays at 09:00 Europe/Vienna",
		"täglich mittags MEZ":                         "every day at 12:00 Europe/Berlin",
		"um 8 Uhr Mo":                                 "Mondays at 08:00 Europe/Vienna",
		"every day 24:00":                             "every day at 00:00 Europe/Vienna",
		"every day 24":                                "",
		"9am not Mondays":                             "",
		"9am, but not Mondays and not Sundays":        "Tuesdays, Wednesdays, Thursdays, Fridays and Saturdays at 09:00 Europe/Vienna",
		"9am Local":                                   "every day at 09:00 Europe/Vienna",
		"0830 Kolkata":                                "every day at 08:30 Asia/Kolkata",
		"12am, 12pm Denver":                           "every day at 00:00 and 12:00 America/Denver",
		"9 9:00 09:00 Port-au-Prince":                 "",
		"every workday at 8 o'clock":                  "weekdays at 08:00 Europe/Vienna",
		"":                                            "",
		"weekdays Berlin":                             "",
		"25:00":                                       "",
		"8:61":                                        "",
		"13pm":                                        "",
		"at 99 Berlin":                                "",
		"9am Berlin London":                           "",
		"every day except every day at 9":             "",
		"9am whenever":                                "",
		"9am local time":                              "every day at 09:00 Europe/Vienna",
		"9am ../etc/passwd":                           "",
		"9:00 UTC+2":                                  "",
		"9:00 +02:00":                                 "",
		"9:00 Etc/GMT-2":                              "every day at 09:00 Etc/GMT-2",
		"1 2 3 4 5 6 7":                               "",
		strings.Repeat("9", 300):                      "",
	} {
		s, err := Parse(text, "Europe/Vienna")
		if want == "" {
			if err == nil {
				t.Errorf("Parse(%q) = %v, want an error", text, s)
			}
			continue
		}
		if err != nil || s.String() != want {
			t.Errorf("Parse(%q) = %v, %v, want %s", text, s, err, want)
		}
	}
	for _, zone := range []string{"", "Local"} {
		if s, err := Parse("9am", zone); err == nil {
			t.Errorf("in zone %q: %v, want an error", zone, s)
		}
	}
}

func TestWeekday(t *testing.T) {
	for word, want := range map[string]time.Weekday{"Sunday": time.Sunday, "wed": time.Wednesday, "samstag": time.Saturday, "weekdays": -1, "noon": -1} {
		if got, ok := weekday(word); ok != (want >= 0) || ok && got != want {
			t.Errorf("weekday(%q) = %v, %v, want %v", word, got, ok, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"weekdays at 8:30 Berlin", "Mo-Fr 9 Uhr 15 Wien", "every day except sun 12 am a.m. et", "fr to mo 0830 Europe/London"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text, "UTC")
		if err != nil {
			return
		}
		again, err := Parse(s.String(), "")
		if err != nil || s.Days != again.Days || !slices.Equal(s.Times, again.Times) || s.Zone() != again.Zone() {
			t.Fatalf("%q is %v, and that is %v, %v", text, s, again, err)
		}
		now := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
		if next := s.Next(now, 3); len(next) != 3 || next[0].At.Before(now) || next[2].At.Before(next[0].At) {
			t.Fatalf("the next slots of %v are %v", s, next)
		}
	})
}

// slots writes slots with the instants in UTC.
func slots(ss []Slot) (out []string) {
	for _, s := range ss {
		out = append(out, s.Key()+" = "+s.At.UTC().Format("02T15:04Z"))
	}
	return out
}

// TestClockChanges looks at the slots around both changes of clocks.
func TestClockChanges(t *testing.T) {
	for _, test := range []struct {
		schedule, after string
		want            []string
	}{
		{"every day 2:30 3:30 Berlin", "2026-03-28T12:00:00Z", []string{
			"2026-03-29 02:30 = 29T01:00Z", "2026-03-29 03:30 = 29T01:30Z", "2026-03-30 02:30 = 30T00:30Z",
		}},
		{"every day 1:30 2:30 Berlin", "2026-10-24T12:00:00Z", []string{
			"2026-10-25 01:30 = 24T23:30Z", "2026-10-25 02:30 = 25T00:30Z", "2026-10-26 01:30 = 26T00:30Z",
		}},
		{"every day 1:30 New York", "2026-10-31T12:00:00Z", []string{
			"2026-11-01 01:30 = 01T05:30Z", "2026-11-02 01:30 = 02T06:30Z",
		}},
		{"Sundays 2:15 Chicago", "2026-03-07T12:00:00Z", []string{"2026-03-08 02:15 = 08T08:00Z", "2026-03-15 02:15 = 15T07:15Z"}},
		// Half an hour is skipped, and repeated.
		{"every day 2:15 Australia/Lord_Howe", "2026-10-03T00:00:00Z", []string{"2026-10-04 02:15 = 03T15:30Z", "2026-10-05 02:15 = 04T15:15Z"}},
		{"every day 1:45 Australia/Lord_Howe", "2026-04-04T00:00:00Z", []string{"2026-04-05 01:45 = 04T14:45Z", "2026-04-06 01:45 = 05T15:15Z"}},
		// Midnight is skipped.
		{"every day 0:00 Africa/Cairo", "2026-04-23T12:00:00Z", []string{"2026-04-24 00:00 = 23T22:00Z", "2026-04-25 00:00 = 24T21:00Z"}},
		{"Mondays 9am Kathmandu", "2026-04-27T03:15:00Z", []string{"2026-05-04 09:00 = 04T03:15Z"}},
	} {
		s, err := Parse(test.schedule, "")
		if err != nil {
			t.Fatal(err)
		}
		after, _ := time.Parse(time.RFC3339, test.after)
		if diff := cmp.Diff(test.want, slots(s.Next(after, len(test.want)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.schedule, diff)
		}
	}
}

// TestYear holds that each slot of a year has one date, in order, and that
// Between, asked for minute after minute, gives each once.
func TestYear(t *testing.T) {
	for _, text := range []string{"every day 0:00 1:30 2:30 23:59 Berlin", "every day 2:00 Lord Howe", "weekdays 0:30 Santiago", "every day 1:00 Casablanca"} {
		s, err := Parse(strings.Replace(text, "Lord Howe", "Australia/Lord_Howe", 1), "")
		if err != nil {
			t.Fatal(err)
		}
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		seen := map[string]bool{}
		for at := start; at.Before(start.AddDate(1, 0, 0)); at = at.Add(97 * time.Minute) {
			for _, slot := range s.Between(at, at.Add(97*time.Minute)) {
				if seen[slot.Key()] {
					t.Errorf("%s: slot %s comes twice", text, slot.Key())
				}
				seen[slot.Key()] = true
			}
		}
		days := 365
		if s.Days == Weekdays {
			days = 261
		}
		if want := days * len(s.Times); len(seen) < want-len(s.Times) || len(seen) > want+len(s.Times) {
			t.Errorf("%s: %d slots in a year, want about %d", text, len(seen), want)
		}
	}
}
