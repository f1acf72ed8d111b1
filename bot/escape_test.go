package bot

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"footnote/internal/answer"
)

func TestEscape(t *testing.T) {
	tests := []struct{ name, in, mrkdwn, markdown string }{
		{"plain", "The U.S. deal, signed at 9 a.m., is worth $1.5bn.", "The U.S. deal, signed at 9 a.m., is worth $1.5bn.", "The U.S. deal, signed at 9 a.m., is worth $1.5bn."},
		{"entities", "AT&T <b> 3>2", "AT&amp;T &lt;b&gt; 3&gt;2", "AT&amp;T &lt;b&gt; 3&gt;2"},
		{"mention", "<@U123> hi", "&lt;@|U123&gt; hi", "&lt;@|U123&gt; hi"},
		{"broadcast", "<!channel> @here", "&lt;!channel&gt; @|here", "&lt;!channel&gt; @|here"},
		{"entity in the source", "&lt;@U1&gt;", "&amp;lt;@|U1&amp;gt;", "&amp;lt;@|U1&amp;gt;"},
		{"bare URL", "see https://evil.example/?q=1", "see https:|//evil.example/?q=1", "see https:|//evil.|example/?q=1"},
		{"bare host", "see evil.example now", "see evil.example now", "see evil.|example now"},
		{"markdown link", "[a](https://evil.example)", "[a](https:|//evil.example)", "[a]|(https:|//evil.|example)"},
		{"reference link", "[a][b] [b]: x", "[a][b] [b]: x", "[a]|[b] [b]|: x"},
		{"bold", "*bold* 2 * 3", "|*bold* 2 * 3", `\*bold\* 2 \* 3`},
		{"code", "use `npm` in a`b", "use ˋnpmˋ in aˋb", "use \\`npm\\` in a\\`b"},
		{"snake case", "a_b _c_", "a_b |_c_", `a_b \_c\_`},
		{"heading", "# Title", "|# Title", "|# Title"},
		{"quote", "> said", "|&gt; said", "|&gt; said"},
		{"list", "1. first", "|1. first", "|1. first"},
		{"lines", "one\n\n# two\tthree", "one # two three", "one # two three"},
		{"control marks", "a\x00b\u202ec\u2066d", "abcd", "abcd"},
		{"not UTF-8", "a\xffb", "ab", "ab"},
		{"colon at the end", "as follows:", "as follows:|", "as follows:|"},
	}
	visible := strings.NewReplacer(joiner, "|")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := visible.Replace(mrkdwn(tt.in)); got != tt.mrkdwn {
				t.Errorf("mrkdwn(%q) = %q, want %q", tt.in, got, tt.mrkdwn)
			}
			if got := visible.Replace(markdown(tt.in)); got != tt.markdown {
				t.Errorf("markdown(%q) = %q, want %q", tt.in, got, tt.markdown)
			}
		})
	}
}

// live matches what Slack would act on in either syntax.
var (
	live         = regexp.MustCompile(`<|>|@[^\x{2060}]|@$|://|&(?:[^alg]|$)`)
	liveMarkdown = regexp.MustCompile(live.String() + `|\][(\[:]|[\pL\pN]\.\pL\pL|(?:^|[^\\])[*~` + "`" + `]|(?m)^[#|=+]`)
)

// hostile generates text out of pieces of marks.
func hostile() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"<", ">", "&", "@", "!", "#", "U123", "here", "channel", "http", "https", ":", "/", "//", "evil", ".", "com", "[", "]", "(", ")",
		"*", "_", "~", "`", "\\", " ", "\n", "-", "1", "|", "=", "é", "\u2060", "\u202e", "\xff", "&lt;", "mailto:",
	})
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 14).Draw(t, "pieces"), "") })
}

// TestEscapeHostile holds that nothing in a text is live, whatever stands in
// it, and that the text is still there.
func TestEscapeHostile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := hostile().Draw(t, "text")
		if m := live.FindString(mrkdwn(in)); m != "" || strings.Contains(mrkdwn(in), "`") {
			t.Errorf("mrkdwn(%q) = %q: %q is live", in, mrkdwn(in), m)
		}
		out := markdown(in)
		if m := liveMarkdown.FindString(strings.ReplaceAll(out, `\\`, "%")); m != "" {
			t.Errorf("markdown(%q) = %q: %q is live", in, out, m)
		}
		if got := strings.NewReplacer(joiner, "", string(grave), "`").Replace(unescape.Replace(mrkdwn(in))); got != inline(in) {
			t.Errorf("mrkdwn(%q) reads %q", in, got)
		}
	})
}

// TestSentencesHostile holds the same for sentences that come one by one.
func TestSentencesHostile(t *testing.T) {
	markers := regexp.MustCompile(` (\[\d+\])+`)
	rapid.Check(t, func(t *rapid.T) {
		var streamed, posted string
		for i, n := 0, rapid.IntRange(1, 4).Draw(t, "n"); i < n; i++ {
			s := answer.Sentence{Text: hostile().Draw(t, "text"), Lead: rapid.SampledFrom([]string{"", " ", "\n", "\n\n", "\n- ", "x"}).Draw(t, "lead")}
			if rapid.Bool().Draw(t, "cites") {
				s.Citations = []int{1, 2}
			}
			streamed += inMarkdown.sentence(s, i == 0)
			posted += inMrkdwn.sentence(s, i == 0)
		}
		if m := live.FindString(posted); m != "" {
			t.Errorf("posted %q: %q is live", posted, m)
		}
		bare := markers.ReplaceAllString(strings.ReplaceAll(streamed, `\\`, "%"), "")
		if m := liveMarkdown.FindString(bare); m != "" {
			t.Errorf("streamed %q: %q is live", streamed, m)
		}
		if m := regexp.MustCompile(`\d\][(:]`).FindString(streamed); m != "" {
			t.Errorf("streamed %q: the marker in %q is a link", streamed, m)
		}
	})
}

func TestCut(t *testing.T) {
	tests := []struct {
		in    string
		limit int
		want  string
	}{
		{"short", 10, "short"},
		{"exactly so", 10, "exactly so"},
		{"some longer words, here", 18, "some longer words…"},
		{"abcdefghij", 5, "abcd…"},
		{"äöüß und so", 6, "äöüß…"},
		{"x", 0, ""},
	}
	for _, tt := range tests {
		if got := cut(tt.in, tt.limit); got != tt.want {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
}

func TestCutEscaped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, limit := hostile().Draw(t, "text"), rapid.IntRange(1, 40).Draw(t, "limit")
		if got := cutEscaped(in, limit, markdown); length(got) > limit {
			t.Errorf("cutEscaped(%q, %d) = %q, of %d characters", in, limit, got, length(got))
		}
	})
}
