package lexicon

import (
	"slices"
	"strings"
	"testing"
)

func TestDerived(t *testing.T) {
	l := Read(whole)
	for _, tt := range []struct {
		word  string
		opens bool
		want  []string // some of the family
		but   []string // none of these
	}{
		{"founded", false, []string{"founder"}, []string{"find", "found"}},
		{"growth", false, []string{"grow", "grew", "grown"}, nil},
		{"Sellers", false, nil, []string{"sale"}}, // whole is no stemmer
		{"seller", false, []string{"sale", "sell", "sold"}, nil},
		{"Seller", false, nil, []string{"sale"}}, // a name
		{"Seller", true, []string{"sale"}, nil},
		{"French", false, []string{"france"}, nil},
		{"french", false, []string{"france"}, nil},
		{"zebra", true, nil, []string{"zebra"}},
	} {
		got := l.Derived(tt.word, strings.ToLower(tt.word), tt.opens)
		for _, w := range tt.want {
			if !slices.Contains(got, w) {
				t.Errorf("Derived(%q, opens %v) = %v, without %q", tt.word, tt.opens, got, w)
			}
		}
		for _, w := range tt.but {
			if slices.Contains(got, w) {
				t.Errorf("Derived(%q, opens %v) = %v, with %q", tt.word, tt.opens, got, w)
			}
		}
	}
}

// TestDerivedText holds derived.txt to its form: two words a line or more, each once in
// its line, all with a capital or none.
func TestDerivedText(t *testing.T) {
	for line := range strings.Lines(derivedText) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		words := strings.Fields(line)
		seen := map[string]bool{}
		for _, w := range words {
			if seen[w] || capital(w) != capital(line) || strings.ToLower(w[1:]) != w[1:] {
				t.Errorf("%q: %q stands twice or is written otherwise than the first", line, w)
			}
			seen[w] = true
		}
		if len(words) < 2 {
			t.Errorf("%q is alone", line)
		}
	}
}
