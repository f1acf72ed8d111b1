package tokens

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCount(t *testing.T) {
	for text, want := range map[string]int{
		"":            0,
		"Hello world": 2,
		"Microsoft is no longer the exclusive cloud provider of OpenAI.": 12,
		"独占的ではない":      5,
		"\xff\x00\xfe": 3,
	} {
		if got := Count(text); got != want {
			t.Errorf("Count(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		text  string
		limit int
		want  string
	}{
		{"Hello world", 2, "Hello world"},
		{"Hello world", 1, "Hello"},
		{"Hello", 0, ""},
		{"", 0, ""},
		{"abc", 3, "abc"},
	} {
		got, cut := Cut(tt.text, tt.limit)
		if got != tt.want || cut != (got != tt.text) {
			t.Errorf("Cut(%q, %d) = %q, %v; want %q", tt.text, tt.limit, got, cut, tt.want)
		}
	}
}

// TestCutFits holds that what is cut fits, ends between runes, and that not
// much less is left than would fit.
func TestCutFits(t *testing.T) {
	text := strings.Repeat("The bridge opened in March. 橋は三月に開通した。 🌉 ", 40)
	for limit := range 300 {
		got, cut := Cut(text, limit)
		switch n := Count(got); {
		case n > limit:
			t.Errorf("Cut to %d leaves %d tokens", limit, n)
		case !utf8.ValidString(got) || !strings.HasPrefix(text, got):
			t.Errorf("Cut to %d ends within a rune: %q", limit, got)
		case cut && n < limit-8:
			t.Errorf("Cut to %d leaves only %d tokens", limit, n)
		}
	}
}

func BenchmarkCount(b *testing.B) {
	text := strings.Repeat("Microsoft is no longer the exclusive cloud provider of OpenAI. ", 100)
	Count("")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Count(text)
	}
}
