package analysis

import "testing"

func TestMisspelt(t *testing.T) {
	for _, c := range []struct {
		word, as string
		want     bool
	}{
		{"whn", "when", true},
		{"mutch", "much", true},
		{"teh", "the", true},
		{"meny", "many", true},
		{"aprov", "approv", true},
		{"when", "when", false},
		{"hen", "when", false},
		{"sack", "back", false},
		{"band", "hand", false},
		{"aces", "ace", false},
		{"", "a", false},
	} {
		if got := Misspelt(c.word, c.as); got != c.want {
			t.Errorf("Misspelt(%q, %q) = %v, want %v", c.word, c.as, got, c.want)
		}
	}
}
