package dates

import (
	"testing"

	"footnote/internal/article"
)

// FuzzFind holds that what is found in a text stands there, is found once, names
// days that there are, and can be resolved.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		"It opened on 3 May 2026 and closes by the end of June.", "as of Q3 2026", "on Monday, 31 February", "every 4th of July; 2026-13-45", "Sept. '26",
		"May 5-9, 2026 until March", "le 3 mai 2026, am 5. Oktober", "\xff 1999/2000 \x00 in 2000",
	} {
		f.Add(seed)
	}
	on, err := article.ParseDate("2026-02-28")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		taken := make([]bool, len(text))
		for _, m := range Find(text) {
			if m.From < 0 || m.To <= m.From || m.To > len(text) {
				t.Fatalf("%+v is not in %q", m, text)
			}
			for i := m.From; i < m.To; i++ {
				if taken[i] {
					t.Fatalf("%q is a date twice, at %d", text, i)
				}
				taken[i] = true
			}
			if m.Month < 0 || m.Month > 12 || m.Day < 0 || m.Day > 31 || m.Quarter < 0 || m.Quarter > 4 {
				t.Errorf("%q names %+v", text, m)
			}
			for _, future := range []bool{false, true} {
				for _, r := range m.Resolve(on, future) {
					if from, end, ok := r.Span(); ok && !from.Before(end) {
						t.Errorf("%q ends on %v, before %v", text[m.From:m.To], end, from)
					}
				}
			}
		}
	})
}
