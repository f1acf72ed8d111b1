package retrieval

import "slices"

// A best keeps the n best hits of many, in a heap with the worst of them on top.
type best struct {
	n       int
	compare func(a, b hit) int // negative if a is better; a higher score always is
	hits    []hit
}

func newBest(n int, compare func(a, b hit) int) *best {
	return &best{n: n, compare: compare, hits: make([]hit, 0, n)}
}

func (b *best) add(h hit) {
	switch {
	case !b.full():
		b.hits = append(b.hits, h)
		b.lift(len(b.hits) - 1)
	case b.n > 0 && b.worse(b.hits[0], h):
		b.hits[0] = h
		b.sink()
	}
}

// lift moves a hit up to below a worse one.
func (b *best) lift(i int) {
	for up := (i - 1) / 2; i > 0 && b.worse(b.hits[i], b.hits[up]); i, up = up, (up-1)/2 {
		b.hits[i], b.hits[up] = b.hits[up], b.hits[i]
	}
}

// sink moves the hit on top down to above better ones.
func (b *best) sink() {
	for i, down := 0, 1; down < len(b.hits); i, down = down, 2*down+1 {
		if right := down + 1; right < len(b.hits) && b.worse(b.hits[right], b.hits[down]) {
			down = right
		}
		if !b.worse(b.hits[down], b.hits[i]) {
			return
		}
		b.hits[i], b.hits[down] = b.hits[down], b.hits[i]
	}
}

// full reports whether a further hit takes the place of one that is kept.
func (b *best) full() bool { return len(b.hits) == b.n }

// least returns the score that a hit needs to be kept, 0 while any is.
func (b *best) least() float64 {
	if !b.full() || b.n == 0 {
		return 0
	}
	return b.hits[0].score
}

// sorted returns the hits kept, best first.
func (b *best) sorted() []hit {
	hits := slices.Clone(b.hits)
	slices.SortFunc(hits, b.compare)
	return hits
}

func (b *best) worse(x, y hit) bool {
	return x.score < y.score || x.score == y.score && b.compare(x, y) > 0
}
