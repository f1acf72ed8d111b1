package answer

import (
	"fmt"
	"strings"
	"testing"
)

// TestThreadOf holds what a model is shown of a thread: the last two turns as they
// were, of those before the first sentence, and of a long one no more than fits.
func TestThreadOf(t *testing.T) {
	turn := func(q string) Turn { return Turn{Question: q, Answer: "It opened in May. [1] It cost 3 million. [2]"} }
	long := Turn{Question: "long", Answer: strings.Repeat("word ", 2*turnTokens)}
	for _, tt := range []struct {
		thread []Turn
		want   string
	}{
		{nil, ""},
		{[]Turn{turn("a"), turn("b")}, "a: It opened in May. It cost 3 million. b: It opened in May. It cost 3 million. "},
		{[]Turn{turn("a"), turn("b"), turn("c")}, "a: It opened in May. b: It opened in May. It cost 3 million. c: It opened in May. It cost 3 million. "},
		{[]Turn{turn("a"), long, turn("b"), long, long}, "b: It opened in May. long: … long: … "},
	} {
		got := ""
		for _, p := range threadOf(tt.thread) {
			if p.Question == "long" {
				p.Answer = strings.TrimLeft(p.Answer, "word ")
			}
			got += fmt.Sprintf("%s: %s ", p.Question, strings.Join(strings.Fields(p.Answer), " "))
		}
		if got != tt.want {
			t.Errorf("%d turns: %q, want %q", len(tt.thread), got, tt.want)
		}
	}
}
