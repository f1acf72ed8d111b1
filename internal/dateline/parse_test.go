package dateline

import (
	"testing"
	"time"

	"footnote/internal/article"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "",
		"2026-04-27":                       "2026-04-27",
		"2026-04-27T10:00:00+02:00":        "2026-04-27T10:00:00+02:00",
		"27 April 2026":                    "2026-04-27",
		"April 27, 2026":                   "2026-04-27",
		"20260427233000-0500":              "2026-04-27T23:30:00-05:00",
		" Sept.  3, 2026 ":                 "2026-09-03",
		"Monday, 27 April 2026":            "2026-04-27",
		"Mon, 27 Apr 2026 10:00:00 +0200":  "2026-04-27T10:00:00+02:00",
		"Mon Apr 27 10:00:00 EDT 2026":     "2026-04-27T10:00:00-04:00",
		"Mon, 27-Apr-26 22:00:00 PDT":      "2026-04-27T22:00:00-07:00",
		"27. April 2026, 9:05 MESZ":        "2026-04-27T09:05:00+02:00",
		"April 27, 2026 at 12:05 a.m.":     "2026-04-27T00:05:00Z",
		"27 Apr 2026 10:00 GMT+0530 (IST)": "2026-04-27T10:00:00+05:30",
		"Mon Apr 27 23:30:00 IST 2026":     "2026-04-27", // India, Ireland or Israel
		"27 April 2026 and 10:00":          "error",
		"27 April 2026 13:00 pm":           "error",
		"2026/04/27":                       "2026-04-27",
		"04/03/2026":                       "error",
		"0001-01-01":                       "",
		"1066-10-14":                       "error",
		"1970-01-01T00:00:00Z":             "error",
		"yesterday":                        "error",
	} {
		d, err := Parse(in)
		got := d.String()
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("Parse(%q) = %s, want %s", in, got, want)
		}
	}
}

// FuzzParse: what is read as a date reads the same as it is written, on a clock of this world.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"Mon, 27 Apr 2026 10:00:00 +0200", "27 Apr 2026 9:05 p.m. (EST)", "20260427233000-0500", "Mon Apr 27 10:00:00 GMT+5 2026", "27-Apr-26 10:00 Z", "27. April 2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err != nil || d.Local().Year() > 9999 {
			return
		}
		back, err := article.ParseDate(d.String())
		if d.Time = d.Time.Truncate(time.Second); err != nil || back != d || d.Offset.Abs() > 14*time.Hour {
			t.Errorf("Parse(%q) = %+v, which reads as %+v, %v", s, d, back, err)
		}
	})
}
