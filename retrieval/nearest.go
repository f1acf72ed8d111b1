package retrieval

import (
	"cmp"
	"context"
	"slices"

	"footnote/internal/article"
)

const (
	// fewRows is how many vectors are all compared with a query: at 1536 numbers
	// some 2 ms of work. More get sketches (docs/scale.md).
	fewRows = 2000
	// regrowth is by how much a shelf grows until its sketches are made anew,
	// around the mean that it has by then.
	regrowth = 4
)

// train makes sketches of a shelf that has outgrown those it has, and returns
// nil for others. It changes nothing.
func (h *shelf) train(few int) *sketches {
	if len(h.rows) == 0 || len(h.rows[0].vector) < wordBits {
		return nil // signs tell little of vectors so short, and they are soon compared
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

// rankVectors returns the visible chunks nearest to a vector. The scope that
// has most of them comes first: what is found there says what is near enough.
func (l *library) rankVectors(ctx context.Context, values []float32, v *view, n int) ([]hit, error) {
	query, ok := normal(values)
	if !ok || len(query) != l.vectors.length {
		return nil, nil
	}
	var scopes []int
	for i, chunks := range v.byScope {
		if chunks > 0 {
			scopes = append(scopes, i)
		}
	}
	slices.SortStableFunc(scopes, func(a, b int) int { return v.byScope[b] - v.byScope[a] })
	s := sweep{query: query, slot: l.slot, visible: v.visible, found: newBest(n, l.compare)}
	for _, i := range scopes {
		if err := l.vectors.nearest(ctx, l.scopes[i], s, v.byScope[i]); err != nil {
			return nil, err
		}
	}
	least := leastSimilarity(l.space)
	hits := s.found.sorted()
	for len(hits) > 0 && hits[len(hits)-1].score < least {
		hits = hits[:len(hits)-1]
	}
	return hits, nil
}

// A sweep looks for the vectors nearest to a query.
type sweep struct {
	query   []float32                      // of length 1
	slot    func(key string) (int32, bool) // of the chunk with a key
	visible []bool                         // by slot: what the query may see
	found   *best                          // with cosines, above 0
	*shelf                                 // where it looks
}

// nearest adds the vectors of a scope that are near to what a sweep has found.
// About as many of them are visible as expected.
func (v *vectors) nearest(ctx context.Context, scope article.Scope, s sweep, expected int) error {
	var ok bool
	if s.shelf, ok = v.shelves[scope]; !ok || len(s.rows) == 0 {
		return ctx.Err()
	}
	switch {
	case s.sketches == nil:
		return s.scan(ctx, expected)
	case expected <= v.few:
		return s.all(ctx)
	}
	return s.sketched(ctx)
}

// tieSlack is how many vectors more than needed are asked for at first, so
// that ties at the end rarely need a second scan.
const tieSlack = 16

// scan has chromem-go compare the query with all vectors. It asks for more
// until the answer is certain: until enough are visible and none that was left
// out ties with the last.
func (s *sweep) scan(ctx context.Context, expected int) error {
	share := float64(expected) / float64(len(s.rows))
	for ask := int(float64(s.found.n)/max(share, .001)) + tieSlack; ; ask *= 4 {
		ask = min(ask, len(s.rows))
		near, err := s.collection.QueryEmbedding(ctx, s.query, ask, nil, nil)
		if err = cmp.Or(ctx.Err(), err); err != nil {
			return err // chromem-go gives what it has when its context ends, and no error
		}
		last := float64(near[len(near)-1].Similarity)
		var kept []hit
		for _, r := range near {
			if slot, ok := s.slot(r.ID); ok && r.Similarity > 0 && s.visible[slot] {
				kept = append(kept, hit{slot, float64(r.Similarity)})
			}
		}
		if n := s.found.n; ask == len(s.rows) || last <= 0 || len(kept) >= n && last < kept[n-1].score {
			for _, h := range kept {
				s.found.add(h)
			}
			return nil
		}
	}
}

// all compares the query with every row it may see.
func (s *sweep) all(ctx context.Context) error {
	var rows []int32
	for i := range s.rows {
		if s.admits(i) {
			rows = append(rows, int32(i))
		}
	}
	s.compare(rows)
	return ctx.Err()
}

func (s *sweep) admits(row int) bool { return s.visible[s.rows[row].slot] }

const (
	// firstLook is how many rows are compared at first for each wanted: the
	// better the last of the wanted is known, the fewer need be compared.
	firstLook = 2
	// furtherLook is how many times more are compared each time after that.
	furtherLook = 4
)

// sketched compares the query with the rows that are near by their sketches,
// the nearest first, until no other may be nearer than the last wanted.
func (s *sweep) sketched(ctx context.Context) error {
	k := s.sketches
	p := k.probe(s.query)
	estimates := make([]float32, len(s.rows))
	split(len(estimates), func(from, to int) { k.estimate(p, from, s.admits, estimates[from:to]) })
	least := refused // so that few are all compared
	if s.found.full() {
		least = s.least()
	}
	s.take(estimates, p.coarse, firstLook*s.found.n, least)
	least = s.least()
	split(len(estimates), func(from, to int) { k.refine(p, from, least, estimates[from:to]) })
	for look := firstLook * furtherLook * s.found.n; ; look *= furtherLook {
		if err := ctx.Err(); err != nil || !s.take(estimates, p.fine, look, s.least()) {
			return err
		}
	}
}

// least is the cosine of the last wanted, so far.
func (s *sweep) least() float32 { return float32(s.found.least()) }

// take compares the query with rows whose cosine may be the least or more, at
// most n, those with the best estimates. It refuses them from then on, and
// reports whether there were any.
func (s *sweep) take(estimates []float32, r rounded, n int, least float32) bool {
	promising := newBest(n, byScore)
	for i, e := range estimates {
		if e != refused && e+s.sketches.traits[i].reach(r) >= least {
			promising.add(hit{int32(i), float64(e)})
		}
	}
	var rows []int32
	for _, h := range promising.hits {
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
			s.found.add(hit{s.rows[row].slot, float64(cosines[i])})
		}
	}
}

// cosines puts the cosine of each row with the query into out, the last bit
// as chromem-go computes it: each is summed in order. Four at a time, because
// one addition waits for the one before.
func (s *sweep) cosines(rows []int32, out []float32) {
	vector := func(i int) []float32 { return s.rows[rows[min(i, len(rows)-1)]].vector }
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
