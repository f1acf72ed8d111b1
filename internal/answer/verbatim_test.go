package answer

import (
	"fmt"
	"testing"

	"footnote/retrieval"
)

// TestVerbatim holds every sentence of the judged passages against its own
// passage: what is said word for word is supported.
func TestVerbatim(t *testing.T) {
	seen := map[string]bool{}
	n, back := 0, 0
	for _, o := range judgedOutputs(t) {
		if seen[o.matter] {
			continue
		}
		seen[o.matter] = true
		for i, src := range o.gate.sources {
			text := src.passage.Chunk.Text
			for _, span := range retrieval.Sentences(text) {
				quote := oneLine(text[span.Start:span.End])
				if !hasWord(quote) || forbidden(quote) != "" {
					continue
				}
				n++
				if f := o.gate.check(fmt.Sprintf("%s [%d]", quote, i+1)); f.reason != "" {
					back++
					t.Errorf("%s: %q is held back: %s", o.matter, quote, f.reason)
				}
			}
		}
	}
	if n < 300/judgedStep {
		t.Errorf("%d sentences were held against their passages, want at least %d", n, 300/judgedStep)
	}
}
