package retrieval

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"footnote/internal/article"
)

const (
	// fewRows is how many vectors are compared one by one. More get sketches:
	// below, those save less than the half millisecond that a search has to
	// spare (docs/scale.md).
	fewRows = 2000
	// regrowth is by how much a shelf grows until its sketches are made anew,
	// around the mean that it has by then.
	regrowth = 4
)

// train makes sketches of a shelf that has outgrown those it has, and returns
// nil for others. It changes nothing.
func (h *shelf) train(few int) *sketches {
	if len(h.rows) == 0 || len(h.rows[0].vector) < wordBits {
		return nil // so short ones are soon compared, and signs tell little of them
	}
	enough := few
	if h.sketches != nil {
		enough = regrowth * h.sketches.trained
	}
	if len(h.rows) <= enough {
		return nil
	}
	return newSketches(h.rows)
}

// A lens is what a query sees of the chunks.
type lens struct {
	slot    func(key string) (int32, bool) // of the chunk with a key
	visible []bool                         // by slot
	compare func(a, b hit) int
}

// nearest returns the n vectors of a scope nearest to the query, which has
// length 1, among those visible, of which about the given number is
// expected. Their scores are cosines, above 0.
func (v *vectors) nearest(ctx context.Context, scope article.Scope, query []float32, n, expected int, see lens) ([]hit, error) {
	h, ok := v.shelves[scope]
	switch {
	case !ok || len(h.rows) == 0:
		return nil, ctx.Err()
	case h.sketches == nil:
		return h.scan(ctx, query, n, expected, see)
	}
	s := sweep{shelf: h, query: query, see: see, found: newBest(n, see.compare)}
	if expected <= v.few {
		return s.all(ctx)
	}
	return s.sketched(ctx)
}

// tieSlack is how many vectors more than needed are asked for at first, so
// that ties at the end rarely need a second scan.
const tieSlack = 16

// scan has chromem-go compare the query with all vectors. It asks for more
// until the answer is certain: until enough are admitted and none that was left
// out ties with the last.
func (h *shelf) scan(ctx context.Context, query []float32, n, expected int, see lens) ([]hit, error) {
	share := float64(expected) / float64(len(h.rows))
	for ask := int(float64(n)/max(share, .001)) + tieSlack; ; ask *= 4 {
		ask = min(ask, len(h.rows))
		found, err := h.collection.QueryEmbedding(ctx, query, ask, nil, nil)
		if err = cmp.Or(ctx.Err(), err); err != nil {
			return nil, err // chromem-go gives what it has when its context ends, and no error
		}
		last := found[len(found)-1].Similarity
		var kept []hit
		for _, r := range found {
			if slot, ok := see.slot(r.ID); ok && r.Similarity > 0 && see.visible[slot] {
				kept = append(kept, hit{slot, float64(r.Similarity)})
			}
		}
		if ask == len(h.rows) || last <= 0 || len(kept) >= n && float64(last) < kept[n-1].score {
			slices.SortFunc(kept, see.compare)
			return kept[:min(n, len(kept))], nil
		}
	}
}

// rankVectors returns the visible chunks nearest to a vector.
func (l *library) rankVectors(ctx context.Context, values []float32, v *view, n int) ([]hit, error) {
	query, ok := normal(values)
	if !ok || len(query) != l.vectors.length {
		return nil, nil
	}
	see := lens{slot: l.slot, visible: v.visible, compare: l.compare}
	least := leastSimilarity(l.space)
	all := newBest(n, l.compare)
	for i, chunks := range v.byScope {
		if chunks == 0 {
			continue
		}
		found, err := l.vectors.nearest(ctx, l.scopes[i], query, n, chunks, see)
		if err != nil {
			return nil, err
		}
		for _, h := range found {
			if h.score >= least {
				all.add(h)
			}
		}
	}
	return all.sorted(), nil
}

// A sweep looks for the rows of a shelf nearest to a query.
type sweep struct {
	shelf *shelf
	query []float32 // of length 1
	see   lens
	found *best
}

// all compares the query with every row it may see.
func (s *sweep) all(ctx context.Context) ([]hit, error) {
	var rows []int32
	for i := range s.shelf.rows {
		if s.admits(i) {
			rows = append(rows, int32(i))
		}
	}
	s.compare(rows)
	return s.found.sorted(), ctx.Err()
}

func (s *sweep) admits(row int) bool { return s.see.visible[s.shelf.rows[row].slot] }

const (
	// firstLook is how many rows are compared at first for each wanted: the
	// better the last of the wanted is known, the fewer need be compared.
	firstLook = 2
	// furtherLook is how many times more are compared each time after that.
	furtherLook = 4
)

// sketched compares the query with the rows that are near by their sketches,
// the nearest first, until no other may be nearer than the last wanted.
func (s *sweep) sketched(ctx context.Context) ([]hit, error) {
	k := s.shelf.sketches
	p := k.probe(s.query)
	estimates := make([]float32, len(s.shelf.rows))
	split(len(estimates), func(from, to int) { k.estimate(p, from, s.admits, estimates[from:to]) })
	s.take(estimates, p.coarse, firstLook*s.found.n, refused)
	least := float32(s.found.least())
	split(len(estimates), func(from, to int) { k.refine(p, from, least, estimates[from:to]) })
	for look := firstLook * s.found.n; ; look *= furtherLook {
		if err := ctx.Err(); err != nil || !s.take(estimates, p.fine, look, float32(s.found.least())) {
			return s.found.sorted(), err
		}
	}
}

// take compares the query with rows whose cosine may be the least or more, at
// most n, those with the best estimates. It refuses them from then on, and
// reports whether there were any.
func (s *sweep) take(estimates []float32, r rounded, n int, least float32) bool {
	promising := newBest(n, byScore)
	for i, e := range estimates {
		if e != refused && e+s.shelf.sketches.traits[i].reach(r) >= least {
			promising.add(hit{int32(i), float64(e)})
		}
	}
	var rows []int32
	for _, h := range promising.sorted() {
		rows = append(rows, h.slot)
		estimates[h.slot] = refused
	}
	s.compare(rows)
	return len(rows) > 0
}

func byScore(a, b hit) int {
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	return cmp.Compare(a.slot, b.slot)
}

// compare adds the rows to what is found, with their cosines.
func (s *sweep) compare(rows []int32) {
	cosines := make([]float32, len(rows))
	split(len(rows), func(from, to int) { s.cosines(rows[from:to], cosines[from:to]) })
	for i, row := range rows {
		if cosines[i] > 0 {
			s.found.add(hit{s.shelf.rows[row].slot, float64(cosines[i])})
		}
	}
	s.found.sorted()
}

// cosines puts the cosine of each row with the query into out, the last bit
// as chromem-go computes it: each is summed in order. Four at a time, because
// one addition waits for the one before.
func (s *sweep) cosines(rows []int32, out []float32) {
	vector := func(i int) []float32 { return s.shelf.rows[rows[min(i, len(rows)-1)]].vector }
	for i := 0; i < len(rows); i += 4 {
		four := dot4(s.query, vector(i), vector(i+1), vector(i+2), vector(i+3))
		copy(out[i:], four[:])
	}
}

func dot4(query, a, b, c, d []float32) (sum [4]float32) {
	a, b, c, d = a[:len(query)], b[:len(query)], c[:len(query)], d[:len(query)]
	var s, t, u, v float32
	for i, x := range query {
		s += x * a[i]
		t += x * b[i]
		u += x * c[i]
		v += x * d[i]
	}
	return [4]float32{s, t, u, v}
}

// splitAt is how many rows are worth a goroutine of their own: 100 µs of work
// at 1536 numbers.
const splitAt = 256

// split calls f for the parts of 0 to n, one for each processor, at once, and
// returns when all have returned.
func split(n int, f func(from, to int)) {
	parts := max(1, min(runtime.GOMAXPROCS(0), n/splitAt))
	var wg sync.WaitGroup
	for i := 1; i < parts; i++ {
		wg.Go(func() { f(i*n/parts, (i+1)*n/parts) })
	}
	f(0, n/parts)
	wg.Wait()
}
