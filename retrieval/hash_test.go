package retrieval

import (
	"context"
	"errors"
	"math"
	"testing"
)

func embedOne(t *testing.T, text string) []float32 {
	t.Helper()
	v, err := NewHashEmbedder().Embed(t.Context(), []string{text})
	if err != nil || len(v) != 1 || len(v[0]) != hashDims {
		t.Fatalf("Embed(%q) = %d vectors, %v", text, len(v), err)
	}
	return v[0]
}

func cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestHashEmbedder(t *testing.T) {
	query := embedOne(t, "Microsoft's exclusive partnership")
	order := []string{ // nearest first
		"The exclusive partnership of Microsoft",
		"Microsofts exclusiv partnershp",
		"Microsoft sold a game",
		"Rain fell on the hills",
	}
	last := 1.01
	for _, text := range order {
		v := embedOne(t, text)
		if n := cosine(v, v); math.Abs(n-1) > 1e-6 {
			t.Errorf("%q: squared length %v", text, n)
		}
		near := cosine(query, v)
		if near >= last {
			t.Errorf("%q: similarity %.3f, not below %.3f", text, near, last)
		}
		last = near
	}
	if len(embedOne(t, "人工智能公司")) != hashDims {
		t.Error("no vector for ideographs")
	}
}

func TestHashEmbedderNothing(t *testing.T) {
	for _, text := range []string{"", " \x00\xff", "the of", "🎉"} {
		if _, ok := normal(embedOne(t, text)); ok {
			t.Errorf("Embed(%q) is not zero", text)
		}
	}
}

// TestHashEmbedderStays pins the vector space to its name: a change here needs
// another name, or old vectors are compared with new ones.
func TestHashEmbedderStays(t *testing.T) {
	v := embedOne(t, "OpenAI and Microsoft changed their partnership in 2026; the partnership lasts.")
	h := hashSeed
	for _, x := range v {
		h = (h ^ uint64(math.Round(1e4*float64(x)))) * hashPrime
	}
	if want := uint64(0x37d7bce2c95d835b); h != want {
		t.Errorf("vector hashes to %#x, want %#x", h, want)
	}
}

func TestHashEmbedderCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewHashEmbedder().Embed(ctx, []string{"a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want canceled", err)
	}
}

func BenchmarkHashEmbedder(b *testing.B) {
	texts := newsTexts(128)
	e := NewHashEmbedder()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Embed(b.Context(), texts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(texts)), "µs/chunk")
}
