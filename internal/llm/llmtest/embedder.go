package llmtest

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"unicode"
)

// A HashEmbedder embeds a text as the bag of its words, each hashed to one of
// the given number of coordinates, at unit length. Texts that share words are
// near each other, so that retrieval can be tested for real, offline.
type HashEmbedder int

// Name implements llm.Embedder.
func (n HashEmbedder) Name() string { return fmt.Sprintf("test/hash-%d", n) }

// Embed implements llm.Embedder.
func (n HashEmbedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		vectors[i] = n.Vector(text)
	}
	return vectors, ctx.Err()
}

// Vector returns the embedding of one text.
func (n HashEmbedder) Vector(text string) []float32 {
	v := make([]float32, n)
	sum := 0.0
	for _, word := range strings.FieldsFunc(strings.ToLower(text), notOfWord) {
		h := fnv.New32a()
		h.Write([]byte(word))
		at := h.Sum32() % uint32(n)
		sum += float64(2*v[at] + 1) // (x+1)² - x²
		v[at]++
	}
	if sum == 0 {
		return v
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(sum))
	}
	return v
}

func notOfWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
