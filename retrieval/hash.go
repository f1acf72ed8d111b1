package retrieval

import (
	"context"
	"math"
	"sync"

	"footnote/internal/analysis"
	"footnote/internal/llm"
)

// BuiltinEmbedder is the name of the vector space of NewHashEmbedder.
const BuiltinEmbedder = "builtin-v1-384"

// hashDims is the length of a built-in vector: what the smallest embedding
// models in use have (all-MiniLM-L6-v2), and 15 MB for 10,000 chunks.
const hashDims = 384

// What a feature weighs in a built-in vector. Alone, on the SQuAD questions of
// fieldWeights, recall@1 is .521 with words only, .572 with all three.
const (
	wordWeight = 1.0
	pairWeight = 0.5
	gramWeight = 0.6 // all character n-grams of a word together
	gramLength = 4
)

// NewHashEmbedder returns the embedder that needs no model: a text's terms,
// pairs of neighbouring terms and character n-grams are hashed into hashDims
// coordinates with a sign (Weinberger et al., ICML 2009, arXiv 0902.2206). It
// finds other forms and spellings of a word, not other words for a thing. It
// may be used from several goroutines.
func NewHashEmbedder() llm.Embedder {
	return &hashEmbedder{analyzers: sync.Pool{New: func() any { return analysis.NewAnalyzer() }}}
}

type hashEmbedder struct {
	analyzers sync.Pool // of *analysis.Analyzer
}

// Name implements llm.Embedder.
func (*hashEmbedder) Name() string { return BuiltinEmbedder }

// Embed implements llm.Embedder. Its only error is that of the context.
func (h *hashEmbedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	an := h.analyzers.Get().(*analysis.Analyzer)
	defer h.analyzers.Put(an)
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		// One language for all, so that a short question, whose language is
		// hard to tell, meets its articles.
		vectors[i] = hashVector(an.Terms(text, analysis.English))
	}
	return vectors, nil
}

// hashVector returns the unit vector of a text's terms, or zeros for none.
func hashVector(terms []string) []float32 {
	var v [hashDims]float64
	counts := make(map[string]int, len(terms))
	for _, term := range terms {
		counts[term]++
	}
	for i, term := range terms {
		if i > 0 {
			pair := hashBytes(hashBytes(hashBytes(hashSeed, terms[i-1]), " "), term)
			put(&v, pair, pairWeight)
		}
		if n := counts[term]; n > 0 { // its first place
			w := 1 + math.Log(float64(n))
			put(&v, hashBytes(hashSeed, term), wordWeight*w)
			putGrams(&v, term, gramWeight*w)
			delete(counts, term)
		}
	}
	return unit(v[:])
}

// putGrams adds the character n-grams of a term, its ends marked.
func putGrams(v *[hashDims]float64, term string, weight float64) {
	padded := "^" + term + "$"
	n := len(padded) - gramLength + 1
	if n < 1 {
		return
	}
	weight /= math.Sqrt(float64(n))
	for i := range n {
		put(v, hashBytes(^hashSeed, padded[i:i+gramLength]), weight)
	}
}

// put adds a feature at the coordinate and with the sign that its hash says.
func put(v *[hashDims]float64, h uint64, weight float64) {
	h = mix(h)
	if h&1 == 1 {
		weight = -weight
	}
	v[(h>>1)%hashDims] += weight
}

// hashSeed and hashPrime are those of the 64-bit FNV-1a hash.
const (
	hashSeed  uint64 = 14695981039346656037
	hashPrime uint64 = 1099511628211
)

// hashBytes goes on with an FNV-1a hash.
func hashBytes[T string | []byte](h uint64, s T) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * hashPrime
	}
	return h
}

// mix spreads a hash over all its bits, as MurmurHash3 ends: FNV leaves those
// of short strings alike.
func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// unit scales a vector to length 1; zeros stay zeros.
func unit(v []float64) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x * x) // not fused, so that every machine gets the same
	}
	out := make([]float32, len(v))
	if sum == 0 {
		return out
	}
	for i, x := range v {
		out[i] = float32(x / math.Sqrt(sum))
	}
	return out
}
