package retrieval

import "sync"

// A semantics tells how near chunks are in meaning to the models of a matter, by the vectors that
// a model made of them: it knows "the corner office" beside "chief executive", where
// how they speak tells nothing. The built-in embedder's vectors know no more than the words.
type semantics struct {
	usual float64    // the cosine of two chunks that have nothing in common
	near  []*telling // the models that have a vector
	sum   []float64  // of their vectors
}

// What a chunk's meaning adds to how much it tells of a matter: meantWeight for each of meant above
// meantUsual, and aloneMeant in place of alone where no other article matches as well. Chosen on 430
// facts that changed, with all-MiniLM-L6-v2; docs/ranking.md has the figures.
const (
	meantWeight = 1
	meantUsual  = .55
	aloneMeant  = -.3
)

// newSemantics returns that of a search, nil where no model made the vectors.
func (s seeker) newSemantics() *semantics {
	if s.space == BuiltinEmbedder || s.q.Indexes == WordsOnly || s.vectors.length == 0 {
		return nil
	}
	return &semantics{usual: s.usualCosine(s.v), sum: make([]float64, s.vectors.length)}
}

// hear takes note of a model.
func (m *semantics) hear(t *telling) {
	if m == nil || t.vector == nil {
		return
	}
	m.near = append(m.near, t)
	for i, x := range t.vector {
		m.sum[i] += float64(x)
	}
}

// of returns the mean cosine of a chunk with the models of other articles, 0 for what is usual and 1 for
// the same; false where there are none, or it has no vector.
func (m *semantics) of(t *telling) (meant float64, ok bool) {
	if m == nil || t.vector == nil {
		return 0, false
	}
	sum, n := 0.0, len(m.near)
	for i, x := range t.vector {
		sum += m.sum[i] * float64(x)
	}
	for _, o := range m.near {
		if o.record == t.record {
			sum -= float64(dot4(t.vector, o.vector, o.vector, o.vector, o.vector)[0])
			n--
		}
	}
	if n == 0 {
		return 0, false
	}
	return (sum/float64(n) - m.usual) / (1 - m.usual), true
}

// vectorOf returns the vector of a slot, nil where it has none.
func (l *library) vectorOf(slot int32) []float32 {
	v := l.vectors
	if int(slot) >= len(v.rows) || v.rows[slot] == noRow {
		return nil
	}
	return v.shelves[l.scopes[l.records[l.chunks[slot].record].scope]].rows[v.rows[slot]].vector
}

// A usualCosine is what a view knows of it, once it is asked.
type usualCosine struct {
	once   sync.Once
	cosine float64
}

const (
	// usualOf is of how many chunks of a view the usual cosine is taken.
	usualOf = 256
	// unlike is how many more are taken to stand beside them, with a cosine of 0: a few chunks may all
	// tell of one matter.
	unlike = 8
	// maxUsual bounds it, and so what is divided by, where all chunks are nearly the same.
	maxUsual = .9
)

// usualCosine returns the mean cosine of two chunks of a view: models spread their cosines differently.
func (l *library) usualCosine(v *view) float64 {
	v.usual.once.Do(func() {
		sum := make([]float64, l.vectors.length)
		n, seen, step := 0, 0, max(1, v.chunks/usualOf)
		for slot, visible := range v.visible {
			if !visible {
				continue
			}
			if seen++; seen%step != 0 {
				continue
			}
			if vector := l.vectorOf(int32(slot)); vector != nil {
				n++
				for i, x := range vector {
					sum[i] += float64(x)
				}
			}
		}
		square := -float64(n) // each with itself has 1
		for _, x := range sum {
			square += x * x
		}
		all := float64(n + unlike)
		v.usual.cosine = min(maxUsual, max(0, square/(all*(all-1))))
	})
	return v.usual.cosine
}
