package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/worddiff"
)

func TestHunks(t *testing.T) {
	long := strings.Repeat("and so on ", 10)
	for _, tt := range []struct {
		name, old, now string
		want           []string
	}{
		{"all new", "", "one two", []string{"{+one two+}"}},
		{"all gone", "one two", "", []string{"[-one two-]"}},
		{"words", "The bridge opens on 30 June 2026.", "The bridge opens on 14 July 2026.", []string{"The bridge opens on [-30-]{+14+} [-June-]{+July+} 2026."}},
		{"at the end", long + "one", long + "two", []string{"… so on and so on and so on [-one-]{+two+}"}},
		{"far apart", "one " + long + "two", "1 " + long + "2", []string{
			"[-one-]{+1+} and so on and so on and so …", "… so on and so on and so on [-two-]{+2+}",
		}},
		{"near", "one and two", "1 and 2", []string{"[-one-]{+1+} and [-two-]{+2+}"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, hunks(worddiff.Diff(tt.old, tt.now))); d != "" {
				t.Errorf("hunks (-want +got):\n%s", d)
			}
		})
	}
}
