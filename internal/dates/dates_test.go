package dates

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/internal/article"
)

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []Moment
	}{
		{"It opens on 3 May 2026.", []Moment{{Year: 2026, Month: 5, Day: 3}}},
		{"It opened on Sept. 3, 2026, before June.", []Moment{{Year: 2026, Month: 9, Day: 3}, {Month: 6, Rel: "before"}}},
		{"Until 2026-05-03 it may march.", []Moment{{Year: 2026, Month: 5, Day: 3, Rel: "until"}}},
		{"On Sundays, in the second quarter of 2026", []Moment{{Quarter: 2, Year: 2026}, {Weekday: 7, Recurs: true}}},
		{"Some 2026 people and 2,026 units", nil},
		{"May I? In May.", []Moment{{Month: 5}}},
	} {
		if diff := cmp.Diff(tt.want, Find(tt.text), cmpopts.IgnoreFields(Moment{}, "From", "To")); diff != "" {
			t.Errorf("Find(%q) (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestResolve(t *testing.T) {
	on, err := article.ParseDate("2026-04-29") // a Wednesday
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"on Tuesday": "2026-04-28", "in May": "2025-05-01", "on 1 March": "2026-03-01", "in the first quarter": "2026-01-01",
	} {
		got := Find(text)[0].Resolve(on, false)[0]
		if from, _, ok := got.Span(); !ok || from.Format(time.DateOnly) != want {
			t.Errorf("%q of that day begins on %v, %v, want %s", text, from, ok, want)
		}
	}
}
