package prose

import (
	"strings"
	"testing"

	"footnote/internal/racetest"

	"github.com/google/go-cmp/cmp"
)

var splitCases = []struct {
	name, text string
	want       []Piece
}{
	{"one", "It opened in May. [1]", []Piece{{"", "It opened in May. [1]"}}},
	{"marker before the stop", "It opened [1]. It closed [2].", []Piece{{"", "It opened [1]."}, {" ", "It closed [2]."}}},
	{"marker after the stop", "It opened. [1] It closed. [2][3]", []Piece{{"", "It opened. [1]"}, {" ", "It closed. [2][3]"}}},
	{"marker at the stop", "It opened.[1] It closed.[2]", []Piece{{"", "It opened.[1]"}, {" ", "It closed.[2]"}}},
	{"wide marker", "It opened.【1†L2】 It closed.【2】", []Piece{{"", "It opened.【1†L2】"}, {" ", "It closed.【2】"}}},
	{"list", "Two things:\n- it opened [1]\n- it closed [2]\n", []Piece{{"", "Two things:"}, {"\n- ", "it opened [1]"}, {"\n- ", "it closed [2]"}}},
	{"numbered list", "1. It opened [1].\n2. It closed [2].", []Piece{{"- ", "It opened [1]."}, {"\n- ", "It closed [2]."}}},
	{"paragraphs", "It opened. [1]\n\nIt closed. [2]", []Piece{{"", "It opened. [1]"}, {"\n\n", "It closed. [2]"}}},
	{"heading", "## Now\nIt opened. [1]", []Piece{{"", "It opened. [1]"}}},
	{"heading that cites", "It closed. [2]\n## It opened [1]\n### Then\nIt rained. [1]", []Piece{{"", "It closed. [2]"}, {"\n", "It opened [1]"}, {"\n\n", "It rained. [1]"}}},
	{"decimals and abbreviations", "Mr. Hale of the U.S. office paid $1.5 billion. [1] It grew 3.4 percent. [1]", []Piece{
		{"", "Mr. Hale of the U.S. office paid $1.5 billion. [1]"}, {" ", "It grew 3.4 percent. [1]"},
	}},
	{"a figure behind the marker", "It ran [1]. 11 came [2]. it too [3].", []Piece{{"", "It ran [1]."}, {" ", "11 came [2]."}, {" ", "it too [3]."}}},
	{"a price behind the marker", "It ran [1]. €388,000 was paid [2]. $4 came. [3] £5 went. [4]", []Piece{{"", "It ran [1]."}, {" ", "€388,000 was paid [2]."}, {" ", "$4 came. [3]"}, {" ", "£5 went. [4]"}}},
	{"one quotation", `"I go. I do," he said. [1] It ran. [2]`, []Piece{{"", `"I go. I do," he said. [1]`}, {" ", "It ran. [2]"}}},
	{"a quotation in German", "„Es geht. So ist es“, sagt er. [1] Ja. [2]", []Piece{{"", "„Es geht. So ist es“, sagt er. [1]"}, {" ", "Ja. [2]"}}},
	{"marks the other way round", "»Es geht. So ist es«, sagt er. [1] »Nein«, sagt sie. [2] Er geht. »Ja.« [2]", []Piece{{"", "»Es geht. So ist es«, sagt er. [1]"}, {" ", "»Nein«, sagt sie. [2]"}, {" ", "Er geht."}, {" ", "»Ja.« [2]"}}},
	{"a quotation in French", "« Nous partons. Vite. » Il part. [1] Fin. [2]", []Piece{{"", "« Nous partons. Vite. »"}, {" ", "Il part. [1]"}, {" ", "Fin. [2]"}}},
	{"a quotation in Japanese", "「準備はできた。安全だ。」と市長は述べた。[1] 橋は開く。[2]", []Piece{{"", "「準備はできた。安全だ。」と市長は述べた。[1]"}, {" ", "橋は開く。[2]"}}},
	{"a quotation in Chinese", "“很好。很安全。”市长说。[1] “走吧。”工程开始。[2]", []Piece{{"", "“很好。很安全。”市长说。[1]"}, {" ", "“走吧。”"}, {" ", "工程开始。[2]"}}},
	{"a mark that nothing closes", "\"It opened. It closed. [1]\nIt rained. [2]", []Piece{{"", `"It opened.`}, {" ", "It closed. [1]"}, {"\n", "It rained. [2]"}}},
	{"no stop", "It opened", []Piece{{"", "It opened"}}},
	{"nothing", " \n ", nil},
	{"only marks", "---\n***\n", nil},
}

func TestSplit(t *testing.T) {
	for _, tt := range splitCases {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, split(tt.text), cmp.AllowUnexported(Piece{})); diff != "" {
				t.Errorf("split(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// TestSplitAnyDeltas holds that where a model cuts its text into deltas makes
// no difference: every case, cut at every byte and at every pair of bytes.
func TestSplitAnyDeltas(t *testing.T) {
	racetest.Skip(t)
	for _, tt := range splitCases {
		for i := range len(tt.text) + 1 {
			for j := i; j <= len(tt.text); j++ {
				got := split(tt.text[:i], tt.text[i:j], tt.text[j:])
				if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(Piece{})); diff != "" {
					t.Fatalf("%s: split(%q, %q, %q) (-want +got):\n%s", tt.name, tt.text[:i], tt.text[i:j], tt.text[j:], diff)
				}
			}
		}
	}
}

// TestSplitBounded holds that a text without an end is not gathered forever.
func TestSplitBounded(t *testing.T) {
	racetest.Skip(t)
	var s Splitter
	n := 0
	for range 3 * maxSentence / 4 {
		n += len(s.Write("word"))
	}
	if n != 2 || len(s.buf) > maxSentence+len("word") {
		t.Errorf("%d pieces given and %d bytes kept back, want 2 and at most %d", n, len(s.buf), maxSentence)
	}
}

func split(deltas ...string) []Piece {
	var s Splitter
	var out []Piece
	for _, d := range deltas {
		out = append(out, s.Write(d)...)
	}
	return append(out, s.Close()...)
}

func FuzzSplit(f *testing.F) {
	for _, tt := range splitCases {
		f.Add(tt.text, 3)
	}
	f.Fuzz(func(t *testing.T, text string, cut int) {
		cut = max(0, min(cut, len(text)))
		var words, got strings.Builder
		for _, p := range split(text[:cut], text[cut:]) {
			if !HasWord(p.Text) {
				t.Errorf("a piece without words: %q", p.Text)
			}
			got.WriteString(p.Text + " ") // bytes of two pieces make no letter
		}
		words.WriteString(text)
		if l := letters(got.String()); len(l) > len(letters(words.String())) {
			t.Errorf("split(%q) made letters: %q", text, l)
		}
	})
}

// letters returns the letters and digits of a text.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if HasWord(string(r)) {
			return r
		}
		return -1
	}, s)
}
