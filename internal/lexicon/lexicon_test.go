package lexicon

import (
	"slices"
	"strings"
	"testing"
)

func whole(low string) string { return low }

func TestRead(t *testing.T) {
	l := Read(whole, "far from")
	has := func(list [][]string, phrase string) bool {
		return slices.ContainsFunc(list, func(p []string) bool { return strings.Join(p, " ") == phrase })
	}
	if a := l.Alternatives("approve"); !has(a, "ratify") || !has(a, "sign off") || has(a, "reject") || has(a, "approve") {
		t.Errorf("alternatives of approve: %v", a)
	}
	if a := l.Topics("approve"); !has(a, "ratify") || !has(a, "reject") || !has(a, "turn down") {
		t.Errorf("topics of approve: %v", a)
	}
	if len(l.Alternatives("zebra"))+len(l.Topics("zebra")) != 0 {
		t.Error("a word it does not know has alternatives")
	}
	if !has(l.Phrases("far"), "far from") || !has(l.Phrases("sign"), "sign off") {
		t.Errorf("phrases: %v, %v", l.Phrases("far"), l.Phrases("sign"))
	}
	if !l.Knows("ratify") || !l.Knows("sign") || l.Knows("zebra") || l.Knows("sign off") {
		t.Errorf("knows ratify %v, sign %v, zebra %v, sign off %v", l.Knows("ratify"), l.Knows("sign"), l.Knows("zebra"), l.Knows("sign off"))
	}
	less, ok := l.Against(Up)
	if !ok || !slices.Contains(l.Rows("rise"), Up) || !slices.Contains(l.Rows("go", "down"), less) {
		t.Errorf("the rows of more (%d) and less (%d) do not hold rise %v and go down %v", Up, less, l.Rows("rise"), l.Rows("go", "down"))
	}
}

func TestConverse(t *testing.T) {
	l := Read(whole)
	pairs := 0
	for row := range l.entries {
		other, receives, ok := l.Converse(row)
		if !ok {
			continue
		}
		pairs++
		back, others, ok := l.Converse(other)
		if !ok || back != row || receives == others {
			t.Errorf("row %v and its converse %v: %d, %v", l.entries[row], l.entries[other], back, ok)
		}
	}
	if pairs == 0 {
		t.Error("no deed is told from two sides")
	}
}

// TestWords holds words.txt to its form: words in lower case, each once a row.
func TestWords(t *testing.T) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if strings.ToLower(line) != line {
			t.Errorf("%q is not in lower case", line)
		}
		for _, side := range strings.FieldsFunc(strings.ReplaceAll(line, "<>", "><"), func(r rune) bool { return r == '<' || r == '>' }) {
			seen := map[string]bool{}
			for entry := range strings.SplitSeq(side, ",") {
				if entry = strings.TrimSpace(entry); entry == "" || seen[entry] {
					t.Errorf("%q: %q is empty or stands twice", line, entry)
				}
				seen[entry] = true
			}
		}
	}
}

func TestIrregular(t *testing.T) {
	for form, base := range map[string]string{"bought": "buy", "children": "child", "cut": "cut", "walked": ""} {
		if got := Irregular(form); got != base {
			t.Errorf("Irregular(%q) = %q, want %q", form, got, base)
		}
	}
}

func TestForms(t *testing.T) {
	for low, want := range map[string]string{
		"lost": "lose loses losing", "lose": "loses losing lost", "began": "begin begun", "child": "children", "cut": "", "zebra": "", "put": "",
	} {
		if got := strings.Join(Forms(low), " "); got != want {
			t.Errorf("Forms(%q) = %q, want %q", low, got, want)
		}
	}
}
