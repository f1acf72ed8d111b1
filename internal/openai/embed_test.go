package openai

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/config"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/openai/openaitest"
)

func newTestEmbedder(t *testing.T, s *openaitest.Server, dimensions int) *Embedder {
	p := provider(s.URL())
	p.Model, p.ModelVar = "test-embedding", "EMBEDDING_MODEL"
	return NewEmbedder(config.Embedding{Provider: p, Dimensions: dimensions}, quick(t))
}

// vectors returns what openaitest.Embed gives for texts.
func vectors(t *testing.T, n int, texts ...string) [][]float32 {
	t.Helper()
	v, err := llmtest.HashEmbedder(n).Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEmbed(t *testing.T) {
	var many []string
	for i := range 350 {
		many = append(many, fmt.Sprintf("text number %d", i))
	}
	tests := []struct {
		name     string
		texts    []string
		requests int
	}{
		{"none", nil, 0},
		{"one", []string{"It ended."}, 1},
		{"empty ones between", []string{"", "a b", " \n", "c d", ""}, 1},
		{"more than a request holds", many, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, nil)
			s.Embeddings(openaitest.Unordered)
			got, err := newTestEmbedder(t, s, 32).Embed(t.Context(), tt.texts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(vectors(t, 32, tt.texts...), got, cmp.Comparer(near)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := len(s.Requests()); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
			for _, r := range s.Requests() {
				if r.Dimensions != 32 || len(r.Input) > maxTexts {
					t.Errorf("asked for %d dimensions of %d texts", r.Dimensions, len(r.Input))
				}
			}
		})
	}
}

func near(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-6 }

// TestEmbedOnlyEmpty holds that zeros have the length of the other vectors,
// even before there are any.
func TestEmbedOnlyEmpty(t *testing.T) {
	s := serve(t, nil)
	for _, e := range []*Embedder{newTestEmbedder(t, s, 0), newTestEmbedder(t, s, 256)} {
		got, err := e.Embed(t.Context(), []string{"", " "})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([][]float32{make([]float32, 256), make([]float32, 256)}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if n := len(s.Requests()); n != 1 {
		t.Errorf("%d requests, want 1: to learn the length where it is not set", n)
	}
	if _, ok := s.Requests()[0].Body["dimensions"]; ok {
		t.Error("dimensions were asked for, but none are set")
	}
}

// TestBatches holds that batches keep to their bounds and lose no text.
func TestBatches(t *testing.T) {
	var texts []string
	for i := range 500 {
		texts = append(texts, strings.Repeat("é", i*25))
	}
	next := 1 // texts[0] is empty
	for _, b := range batches(texts) {
		size := 0
		for i, text := range b.texts {
			size += len(text)
			if b.places[i] != next || !strings.HasPrefix(texts[next], text) || len(text) > maxText || !utf8.ValidString(text) {
				t.Fatalf("text %d has place %d and %d bytes", next, b.places[i], len(text))
			}
			next++
		}
		if len(b.texts) > maxTexts || size > maxBatch || size == 0 {
			t.Errorf("a batch of %d texts, %d bytes", len(b.texts), size)
		}
	}
	if next != len(texts) {
		t.Errorf("batches hold %d texts, want %d", next, len(texts))
	}
	if got := cut(strings.Repeat("x", maxText-1) + "é"); len(got) != maxText-1 {
		t.Errorf("cut to %d bytes, within a rune", len(got))
	}
}

func TestEmbedFailures(t *testing.T) {
	give := func(v ...[]float32) openaitest.Reply { return openaitest.Reply{Vectors: v} }
	nan := openaitest.Reply{Body: `{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":["x"]}]}`}
	tests := []struct {
		name       string
		dimensions int
		reply      openaitest.Reply
		words      string
	}{
		{"key", 0, openaitest.Status(401, ""), "OPENAI_API_KEY was refused"},
		{"model", 0, openaitest.Status(404, ""), "model test-embedding is unknown at HOST: check EMBEDDING_MODEL and OPENAI_BASE_URL"},
		{"rate", 0, openaitest.RateLimited(""), "rate limited by HOST"},
		{"page", 0, openaitest.Page(502), "HOST is down or overloaded (HTTP 502)"},
		{"page as 200", 0, openaitest.Page(200), "HOST did not answer as a model that embeds does: check EMBEDDING_MODEL and OPENAI_BASE_URL"},
		{"error body as 200", 0, openaitest.ErrorBody("rate_limit_exceeded"), "rate limited by HOST"},
		{"cut JSON", 0, openaitest.Reply{Vectors: [][]float32{}, Fault: openaitest.CutJSON}, "HOST did not answer as a model that embeds does"},
		{"no number", 0, nan, "HOST did not answer as a model that embeds does"},
		{"too few", 0, give([]float32{1, 0}), "model test-embedding gave 1 vectors for 2 texts"},
		{"none", 0, give(), "model test-embedding gave 0 vectors for 2 texts"},
		{"wrong dimensions", 3, give([]float32{1, 0}, []float32{0, 1}), "a vector of 2 dimensions instead of 3: check EMBEDDING_DIMENSIONS"},
		{"two lengths", 0, give([]float32{1, 0}, []float32{0, 1, 0}), "a vector of 3 dimensions instead of 2"},
		{"no dimensions", 0, give([]float32{}, []float32{}), "a vector of 0 dimensions"},
		{"zeros", 0, give([]float32{1, 0}, []float32{0, 0}), "a vector that is no direction"},
		{"one number twice", 0, openaitest.Reply{Body: `{"data":[{"index":1,"embedding":[1]},{"index":1,"embedding":[1]}]}`}, "numbered its vectors wrongly"},
		{"a number too high", 0, openaitest.Reply{Body: `{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}`}, "numbered its vectors wrongly"},
		{"broken connection", 0, openaitest.Reply{Vectors: [][]float32{}, Fault: openaitest.Break}, "cannot reach HOST: it closed the connection"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, nil)
			s.Embeddings(openaitest.Always(tt.reply))
			e := newTestEmbedder(t, s, tt.dimensions)
			got, err := e.Embed(t.Context(), []string{"one", "two"})
			if err == nil || got != nil {
				t.Fatalf("%d vectors, %v", len(got), err)
			}
			checkWords(t, err)
			if words := strings.ReplaceAll(tt.words, "HOST", e.host); !errors.Is(err, llm.ErrUnavailable) || !strings.Contains(err.Error(), words) {
				t.Errorf("error %v, want %q", err, words)
			}
			if err := e.Check(t.Context()); tt.name == "key" && err == nil {
				t.Error("check passes with a key that is refused")
			}
		})
	}
}

// TestEmbedUnnumbered holds that a server that numbers no vector is read in
// order, and that vectors come to unit length.
func TestEmbedUnnumbered(t *testing.T) {
	s := serve(t, nil)
	s.Embeddings(openaitest.Always(openaitest.Reply{Body: `{"data":[{"embedding":[3,4]},{"embedding":[0,0.5]}]}`}))
	got, err := newTestEmbedder(t, s, 0).Embed(t.Context(), []string{"one", "two"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]float32{{0.6, 0.8}, {0, 1}}, got, cmp.Comparer(near)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestEmbedStall holds that the caller's end and our own limit both end a
// request that nobody answers.
func TestEmbedStall(t *testing.T) {
	s := serve(t, nil)
	s.Embeddings(openaitest.Always(openaitest.Reply{Vectors: [][]float32{}, Fault: openaitest.Stall}))
	e := newTestEmbedder(t, s, 0)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errTest)
	if _, err := e.Embed(ctx, []string{"a"}); !errors.Is(err, errTest) {
		t.Errorf("error %v, want the caller's cause", err)
	}
	e.limit = impatient(t).Whole
	_, err := e.Embed(t.Context(), []string{"a"})
	if !errors.Is(err, llm.ErrUnavailable) || !strings.Contains(err.Error(), "did not embed within 400ms") {
		t.Errorf("error %v", err)
	}
}

func TestEmbedderName(t *testing.T) {
	tests := []struct {
		url        string
		dimensions int
		want       string
	}{
		{"https://api.openai.com/v1", 0, "m"},
		{"https://api.openai.com/v1", 256, "m/256"},
		{"https://generativelanguage.googleapis.com/v1beta/openai", 768, "m/768"},
		{"http://localhost:11434/v1", 0, "m@localhost:11434"},
		{"https://r.openai.azure.com/openai/v1", 256, "m/256@r.openai.azure.com"},
	}
	for _, tt := range tests {
		p := provider(tt.url)
		p.Model = "m"
		e := NewEmbedder(config.Embedding{Provider: p, Dimensions: tt.dimensions}, Options{})
		if got := e.Name(); got != tt.want {
			t.Errorf("name at %s with %d is %q, want %q", tt.url, tt.dimensions, got, tt.want)
		}
	}
}
