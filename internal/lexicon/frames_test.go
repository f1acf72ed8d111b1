package lexicon

import (
	"strings"
	"testing"
)

// plural takes the s off, for the tests.
func plural(word string) string { return strings.TrimSuffix(word, "s") }

func TestFrames(t *testing.T) {
	f := ReadFrames(plural)
	for _, tt := range []struct{ question, tells, not string }{
		{"who owns the mill", "the keys changed hands and a new owner moved in", "the mill won a prize for its bread"},
		{"how much is a ticket", "the fare rises and a single now costs more", "the ferry struck the pier"},
		{"is the pool still closed", "the doors reopen after a year", "a trainer retires"},
	} {
		asked := f.Asked(Stems(tt.question, plural))
		yes, no := f.Told(Stems(tt.tells, plural), asked, nil), f.Told(Stems(tt.not, plural), asked, nil)
		if yes <= no {
			t.Errorf("%q: %q tells %.2f, %q %.2f", tt.question, tt.tells, yes, tt.not, no)
		}
	}
	if asked := f.Asked(Stems("who is she", plural)); f.Told(nil, asked, nil) != 0 {
		t.Error("no words tell something")
	}
}

// TestFramesOnce counts a phrase once, and none that is of the names alone.
func TestFramesOnce(t *testing.T) {
	f := ReadFrames(plural)
	asked := f.Asked(Stems("who owns it", plural))
	one := f.Told(Stems("owner", plural), asked, nil)
	if one <= 0 {
		t.Fatal("an owner tells nothing of who owns it")
	}
	if twice := f.Told(Stems("owner owner", plural), asked, nil); twice != one {
		t.Errorf("told twice: %.2f, once %.2f", twice, one)
	}
	if named := f.Told(Stems("owner", plural), asked, map[string]bool{"owner": true}); named != 0 {
		t.Errorf("a name tells %.2f", named)
	}
}

// TestFramesText holds frames.txt to its form: of each frame a name and three lists
// without a phrase twice, in small letters, of four words at most, divided as articles are:
// "play-off" is two words there.
func TestFramesText(t *testing.T) {
	lists := []string{"asked", "told", "maybe"}
	for block := range strings.SplitSeq(strings.TrimSpace(framesText), "\n\n") {
		if block[0] == '#' {
			continue
		}
		lines := strings.Split(block, "\n")
		if len(lines) != 1+len(lists) {
			t.Errorf("%q has %d lines", lines[0], len(lines))
			continue
		}
		seen := map[string]bool{}
		for i, want := range lists {
			kind, list, _ := strings.Cut(lines[i+1], ": ")
			if kind != want {
				t.Errorf("%q: line %d is %q, not %q", lines[0], i+1, kind, want)
			}
			for p := range strings.SplitSeq(list, ", ") {
				key := p
				if kind == "asked" {
					key = "? " + p
				}
				if p != strings.ToLower(strings.TrimSpace(p)) || p == "" || len(strings.Fields(p)) > longestPhrase || strings.ContainsAny(p, "-/.") || seen[key] {
					t.Errorf("%q: %s %q", lines[0], kind, p)
				}
				seen[key] = true
			}
		}
	}
}
