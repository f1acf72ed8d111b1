package lexicon

import (
	"maps"
	"strings"
	"testing"
)

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		words string
		want  string // names divided by "; "
		n     int
	}{
		{"CEO of Brackenfell", "chief executive; chief executive officer", 1},
		{"ceo", "chief executive; chief executive officer", 1},
		{"Chief executive of Brackenfell", "ceo; chief executive officer", 2},
		{"chief executive officer", "ceo; chief executive", 3},
		{"chief of staff", "", 0},
		{"US tariffs", "usa; united states; u.s", 1},
		{"us", "", 0},
		{"licence fee", "license", 1},
		{"organised crime", "organized", 1},
		{"organization", "organisation", 1},
		{"rise", "", 0},
		{"", "", 0},
	} {
		others, n := Same(strings.Fields(tt.words))
		var got []string
		for _, o := range others {
			got = append(got, strings.Join(o, " "))
		}
		if strings.Join(got, "; ") != tt.want || n != tt.n {
			t.Errorf("Same(%q) = %q, %d, want %q, %d", tt.words, got, n, tt.want, tt.n)
		}
	}
}

// TestSameText holds same.txt to its form: each name once, in lower case or in capitals.
func TestSameText(t *testing.T) {
	seen := map[string]bool{}
	for _, of := range names() {
		for _, o := range of {
			name := strings.Join(o.name, " ")
			if len(o.others) == 0 || seen[name] || name != strings.ToLower(name) && name != strings.ToUpper(name) {
				t.Errorf("%q stands alone, twice, or in mixed case", name)
			}
			seen[name] = true
		}
	}
}

func TestSpellings(t *testing.T) {
	got := maps.Collect(Spellings())
	for word, first := range map[string]string{"license": "licence", "bicycle": "bike", "licence": "", "ceo": "", "usa": "", "PM": ""} {
		if got[word] != first {
			t.Errorf("the first spelling of %q is %q, want %q", word, got[word], first)
		}
	}
}
