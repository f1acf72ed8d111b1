package gate

import (
	"slices"
	"strings"
	"testing"

	"footnote/internal/prose"
)

// FuzzCheck holds any sentence against any passage: what passes rests on words that
// stand in a passage it cites, and its markers are not shown.
func FuzzCheck(f *testing.F) {
	for _, sentence := range []string{
		"Microsoft is no longer the exclusive cloud provider of OpenAI. [1]", "Revenue fell 0.5 % to $12.4m [1-2].", "It is (1, 2).",
		"As of 27 April 2026, it runs to 2032 [1][99999999999999999999].", "[2†L1-L3] “Azure” isn't the cloud.", "[1][", "\xff [1]",
	} {
		f.Add(wider, invests, sentence)
	}
	f.Add("Am 3. Mai wurde die Brücke eröffnet.\n- 5 €\n| a | b |", "", "Die Brücke wurde am 3. Mai eröffnet. [1]")
	f.Fuzz(func(t *testing.T, a, b, sentence string) {
		texts := []string{a, b}
		g := gateOf(t, a, b)
		found := g.Check(sentence)
		if found.Reason != "" && len(found.Rests) > 0 || found.Reason == "" && len(found.Rests) == 0 {
			t.Errorf("%q rests on %v and is held back because %q", sentence, found.Rests, found.Reason)
		}
		if prose.Marker.MatchString(found.Text) {
			t.Errorf("%q is shown as %q, with a marker", sentence, found.Text)
		}
		for _, r := range found.Rests {
			if r.Quote == "" || !strings.Contains(texts[r.Source], r.Quote) {
				t.Errorf("%q rests on %q, which is not in %q", sentence, r.Quote, texts[r.Source])
			}
		}
		for _, n := range found.Cited {
			if n < 0 || n >= len(texts) {
				t.Errorf("%q cites passage %d of %d", sentence, n, len(texts))
			}
		}
		if near, ok := g.Nearest(sentence); ok && !strings.Contains(texts[near.Source], near.Quote) {
			t.Errorf("nearest to %q is %q, which is not in %q", sentence, near.Quote, texts[near.Source])
		}
		g.Doubtful(found)
		g.Stated(found)
		g.Reckoned(found)
		for _, r := range g.RestsOn(sentence, []int{0, 1}) {
			if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, r.Quote) }) {
				t.Errorf("the lines %q name %q, which is in no passage", sentence, r.Quote)
			}
		}
	})
}
