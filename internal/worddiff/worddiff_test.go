package worddiff

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDiff(t *testing.T) {
	for _, test := range []struct {
		before, after string
		want          []Edit
	}{
		{"", "", nil},
		{"one two", "one two", []Edit{{Same, "one two"}}},
		{"", "new", []Edit{{Added, "new"}}},
		{"old", "", []Edit{{Removed, "old"}}},
		{"It opens on 15 March.", "It opens on 30 June.", []Edit{
			{Same, "It opens on "}, {Removed, "15"}, {Added, "30"}, {Same, " "}, {Removed, "March"}, {Added, "June"}, {Same, "."},
		}},
		{"a\nb", "a\nnew\nb", []Edit{{Same, "a\n"}, {Added, "new\n"}, {Same, "b"}}},
		{"5 %", "0.5 %", []Edit{{Added, "0."}, {Same, "5 %"}}},
	} {
		if diff := cmp.Diff(test.want, Diff(test.before, test.after)); diff != "" {
			t.Errorf("Diff(%q, %q) (-want +got):\n%s", test.before, test.after, diff)
		}
	}
}

// TestManyWords has more words than stand below the surrogates.
func TestManyWords(t *testing.T) {
	var b strings.Builder
	for i := range 70_000 {
		b.WriteString(strings.Repeat("x", i%7) + string(rune('一'+i%20_000)) + string(rune('a'+i%26)) + " ")
	}
	check(t, b.String(), "new "+b.String())
}

func FuzzDiff(f *testing.F) {
	f.Add("It opens on 15 March.", "It opened in June!\n")
	f.Add("\x00\xff é 漢字", "é\u0301 漢 字")
	f.Fuzz(check)
}

func check(t *testing.T, before, after string) {
	var old, now strings.Builder
	for _, e := range Diff(before, after) {
		if e.Op != Added {
			old.WriteString(e.Text)
		}
		if e.Op != Removed {
			now.WriteString(e.Text)
		}
	}
	if want := strings.ToValidUTF8(before, "\ufffd"); old.String() != want {
		t.Errorf("before is %q, want %q", old.String(), want)
	}
	if want := strings.ToValidUTF8(after, "\ufffd"); now.String() != want {
		t.Errorf("after is %q, want %q", now.String(), want)
	}
}
