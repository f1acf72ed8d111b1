package prose

import "testing"

// BenchmarkForbidden measures what is looked for in a sentence that has none of it.
func BenchmarkForbidden(b *testing.B) {
	const text = "The commission said on Tuesday that the operator, which employs 1,150 people at three sites, would have to publish " +
		"its accounts by the end of March, although a court in Lyon had ruled earlier that it need not."
	for b.Loop() {
		if Forbidden(text) != "" || Instructs(text) {
			b.Fatal("an innocent sentence is taken for another")
		}
	}
}
