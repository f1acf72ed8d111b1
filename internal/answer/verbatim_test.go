package answer

import (
	"fmt"
	"testing"

	"footnote/internal/analysis"
	"footnote/internal/prose"
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
		for i, p := range o.passages {
			text := p.Chunk.Text
			for _, span := range analysis.Sentences(text) {
				quote := prose.OneLine(text[span.Start:span.End])
				if !prose.HasWord(quote) || prose.Forbidden(quote) != "" {
					continue
				}
				n++
				if f := o.gate.Check(fmt.Sprintf("%s [%d]", quote, i+1)); f.Reason != "" {
					back++
					t.Errorf("%s: %q is held back: %s", o.matter, quote, f.Reason)
				}
			}
		}
	}
	if n < 300/judgedStep {
		t.Errorf("%d sentences were held against their passages, want at least %d", n, 300/judgedStep)
	}
}
