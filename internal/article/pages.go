package article

import (
	"slices"
	"sort"
)

// Pages are the byte offsets in a body at which the pages of a paged document
// begin, one a page, in order. A page without text begins where the next one
// does.
type Pages []int

// At returns the number of the page, counted from 1, that the byte at an
// offset stands on, or 0 where there are no pages.
func (p Pages) At(offset int) int {
	if len(p) == 0 {
		return 0
	}
	return max(1, sort.SearchInts(p, offset+1))
}

// Valid reports whether these can be the pages of a body of so many bytes.
func (p Pages) Valid(body int) bool {
	return slices.IsSorted(p) && (len(p) == 0 || p[0] >= 0 && p[len(p)-1] <= body)
}
