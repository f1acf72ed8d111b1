package retrieval

import (
	"context"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strings"
)

// topics makes vectors like those of text embedding models: all share a
// direction, a few hundred topics of very different sizes have each their own,
// an article departs from its topic and a chunk from its article, and all of
// that mostly in a few coordinates. Cosines are about .15 for any two chunks,
// .45 in a topic, .7 in an article.
type topics struct {
	common   []float32
	of       [][]float32
	spectrum []float32 // the standard deviation of each coordinate; together 1
}

const numTopics = 400

func newTopics(length int) *topics {
	t := &topics{spectrum: make([]float32, length)}
	for i := range t.spectrum {
		t.spectrum[i] = float32(math.Pow(1+float64(i)/8, -.5))
	}
	t.spectrum, _ = normal(t.spectrum)
	rng := rand.New(rand.NewPCG(1, uint64(length)))
	t.common = uniform(rng, length)
	for i := range t.common {
		t.common[i] *= .4
	}
	for range numTopics {
		t.of = append(t.of, t.stray(rng, t.common, .55))
	}
	return t
}

// uniform returns a vector of length 1 that points anywhere.
func uniform(rng *rand.Rand, length int) []float32 {
	values := make([]float32, length)
	for i := range values {
		values[i] = float32(rng.NormFloat64())
	}
	values, _ = normal(values)
	return values
}

// stray returns a point about that far from another.
func (t *topics) stray(rng *rand.Rand, from []float32, distance float32) []float32 {
	values := make([]float32, len(from))
	for i, s := range t.spectrum {
		values[i] = from[i] + distance*s*float32(rng.NormFloat64())
	}
	return values
}

// topic returns one of the topics, the k-th about 1/k as often as the first.
func (t *topics) topic(rng *rand.Rand) []float32 {
	return t.of[int(math.Pow(float64(len(t.of)+1), rng.Float64()))-1]
}

func (t *topics) article(rng *rand.Rand) []float32 { return t.stray(rng, t.topic(rng), .45) }

// near returns a vector of length 1 about that far from another.
func (t *topics) near(rng *rand.Rand, from []float32, distance float32) []float32 {
	values, _ := normal(t.stray(rng, from, distance))
	return values
}

// chunks makes the vectors of n chunks, five an article. One article in 20
// hardly differs from the one before.
func (t *topics) chunks(n int) [][]float32 {
	rng := rand.New(rand.NewPCG(2, uint64(n)))
	all := make([][]float32, 0, n+5)
	for len(all) < n {
		a, copied := t.article(rng), len(all) >= 5 && rng.IntN(20) == 0
		for range 5 {
			if copied {
				all = append(all, t.near(rng, all[len(all)-5], .05))
			} else {
				all = append(all, t.near(rng, a, .5))
			}
		}
	}
	return all[:n]
}

// queries makes n queries: in turn near a chunk, between two topics, and in a
// topic.
func (t *topics) queries(chunks [][]float32, n int) [][]float32 {
	rng := rand.New(rand.NewPCG(3, uint64(n)))
	all := make([][]float32, n)
	for i := range all {
		var from []float32
		switch i % 3 {
		case 0:
			from = chunks[rng.IntN(len(chunks))]
		case 1:
			a, b := t.topic(rng), t.topic(rng)
			from = make([]float32, len(a))
			for j := range from {
				from[j] = (a[j] + b[j]) / 2
			}
		case 2:
			from = t.topic(rng)
		}
		all[i] = t.near(rng, from, .6)
	}
	return all
}

// uniforms makes n vectors that have nothing in common, the hardest to search.
func uniforms(n, length int, seed uint64) [][]float32 {
	rng := rand.New(rand.NewPCG(4, seed))
	all := make([][]float32, n)
	for i := range all {
		all[i] = uniform(rng, length)
	}
	return all
}

// topicEmbedder gives a text a vector of topics by its hash, and texts that
// begin with the same line, as chunks do with their title, the same article.
type topicEmbedder struct{ *topics }

func (topicEmbedder) Name() string { return "topics" }

func (e topicEmbedder) Embed(_ context.Context, texts []string) ([][]float32, error) {
	all := make([][]float32, len(texts))
	for i, text := range texts {
		title, _, _ := strings.Cut(text, "\n")
		all[i] = e.near(hashed(text), e.article(hashed(title)), .5)
	}
	return all, nil
}

func hashed(s string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(s))
	return rand.New(rand.NewPCG(h.Sum64(), 0))
}
