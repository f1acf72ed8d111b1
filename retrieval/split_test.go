package retrieval

import (
	"slices"
	"testing"
)

// TestSplit: every number falls in one part.
func TestSplit(t *testing.T) {
	for _, n := range []int{0, 1, splitAt, 2*splitAt - 1, 2 * splitAt, 1000, 5000} {
		seen := make([]int, n)
		split(n, func(from, to int) {
			for i := from; i < to; i++ {
				seen[i]++
			}
		})
		if slices.ContainsFunc(seen, func(times int) bool { return times != 1 }) {
			t.Errorf("split(%d): %v", n, seen)
		}
	}
}
