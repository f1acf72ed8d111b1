package openai

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	openai "github.com/sashabaranov/go-openai"
	"golang.org/x/sync/errgroup"

	"footnote/internal/config"
)

const (
	// maxTexts is how many texts go into one request: Google takes 100,
	// OpenAI 2048.
	maxTexts = 100
	// maxBatch bounds the bytes of a request. OpenAI takes 300,000 tokens,
	// and a token is never shorter than a byte.
	maxBatch = 250_000
	// maxText is the bytes of a text that are embedded: for the same reason
	// no more than the 8192 tokens that OpenAI takes. Chunks are far shorter.
	maxText = 8_000
	// maxParallel requests are under way at once; more gain little against
	// limits that count tokens.
	maxParallel = 3
)

// The limits of one request: batches wait at night for a rate limit to pass,
// and a server of one's own may embed a batch on a CPU. Who asks for a
// question gives a context with a shorter deadline.
const (
	embedLimit     = 2 * time.Minute
	embedRetries   = 4
	embedRetryWait = 20 * time.Second
)

// vendorHosts are those where a model's name alone says which model it is.
var vendorHosts = []string{"api.openai.com", "generativelanguage.googleapis.com"}

// An Embedder embeds at one provider. It implements llm.Embedder and is safe
// for use by many at once.
type Embedder struct {
	place
	api        *openai.Client
	dimensions int // asked for; 0 for the model's own
	limit      time.Duration
	seen       atomic.Int64 // how many the first vector had; 0 before it
}

// NewEmbedder returns an Embedder for e, which is set. Of the limits it looks
// at Whole, Retries and RetryWait.
func NewEmbedder(e config.Embedding, o Options) *Embedder {
	setDefault(&o.Whole, embedLimit)
	setDefault(&o.Retries, embedRetries)
	setDefault(&o.RetryWait, embedRetryWait)
	at := placeOf(e.Provider)
	return &Embedder{place: at, api: newAPI(at, o), dimensions: e.Dimensions, limit: o.Whole}
}

// Name implements llm.Embedder: "model", or "model/dimensions" where they are
// set, and "@host" where it is not the vendor's own.
func (e *Embedder) Name() string {
	name := e.Model
	if e.dimensions > 0 {
		name += fmt.Sprintf("/%d", e.dimensions)
	}
	if !slices.Contains(vendorHosts, e.host) {
		name += "@" + e.host
	}
	return name
}

// Check embeds a word and returns why it cannot.
func (e *Embedder) Check(ctx context.Context) error {
	_, err := e.Embed(ctx, []string{"OK"})
	return err
}

// Embed implements llm.Embedder. Its errors wrap llm.ErrUnavailable, but the
// context's own. Texts are cut at maxText bytes.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	group, inGroup := errgroup.WithContext(ctx)
	group.SetLimit(maxParallel)
	for _, batch := range batches(texts) {
		group.Go(func() error { return e.embed(inGroup, batch, vectors) })
	}
	if err := group.Wait(); err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, err
	}
	if err := e.fillEmpty(ctx, vectors); err != nil {
		return nil, err
	}
	return vectors, nil
}

// A batch is what one request asks for.
type batch struct {
	texts  []string
	places []int // of each text in the whole
}

// batches divides the texts, without those in which there is nothing to embed.
func batches(texts []string) (list []batch) {
	size := 0
	for i, text := range texts {
		text = cut(strings.TrimSpace(text))
		if text == "" {
			continue
		}
		last := len(list) - 1
		if last < 0 || len(list[last].texts) == maxTexts || size+len(text) > maxBatch {
			list, last, size = append(list, batch{}), last+1, 0
		}
		b := &list[last]
		b.texts, b.places = append(b.texts, text), append(b.places, i)
		size += len(text)
	}
	return list
}

// cut returns at most maxText bytes of a text, never half a rune.
func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// embed asks for a batch and puts its vectors in their places.
func (e *Embedder) embed(ctx context.Context, b batch, vectors [][]float32) error {
	limited, cancel := context.WithTimeout(ctx, e.limit)
	defer cancel()
	resp, err := e.api.CreateEmbeddings(limited, openai.EmbeddingRequest{
		Input: b.texts, Model: openai.EmbeddingModel(e.Model), Dimensions: e.dimensions,
	})
	if err != nil {
		return e.failure(limited, err)
	}
	ordered, err := e.check(resp.Data, len(b.texts))
	if err != nil {
		return err
	}
	for i, v := range ordered {
		vectors[b.places[i]] = v
	}
	return nil
}

func (e *Embedder) failure(ctx context.Context, err error) error {
	var f *failure
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &f):
		return f
	case ctx.Err() != nil:
		return e.fail("%s did not embed within %s", e.host, e.limit)
	case errors.As(err, &tooLarge):
		return e.fail("%s sent more than %d MB", e.host, tooLarge.Limit>>20)
	}
	return e.fail("%s did not answer as a model that embeds does: check %s", e.host, joinVars(e.ModelVar, e.URLVar))
}

// check returns the n vectors in order of the texts, at unit length. Vectors
// come in any order, by their index; of a server that numbers none, in order.
func (e *Embedder) check(data []openai.Embedding, n int) ([][]float32, error) {
	if len(data) != n {
		return nil, e.fail("model %s gave %d vectors for %d texts: check that it embeds", e.Model, len(data), n)
	}
	numbered := slices.ContainsFunc(data, func(d openai.Embedding) bool { return d.Index != 0 })
	ordered := make([][]float32, n)
	for i, d := range data {
		if numbered {
			i = d.Index
		}
		if i < 0 || i >= n || ordered[i] != nil {
			return nil, e.fail("model %s numbered its vectors wrongly", e.Model)
		}
		if err := e.checkLength(len(d.Embedding)); err != nil {
			return nil, err
		}
		if !normalize(d.Embedding) {
			return nil, e.fail("model %s gave a vector that is no direction", e.Model)
		}
		ordered[i] = d.Embedding
	}
	return ordered, nil
}

// checkLength holds every vector to the dimensions asked for, and to those of
// the first.
func (e *Embedder) checkLength(n int) error {
	want := int64(e.dimensions)
	if want == 0 {
		e.seen.CompareAndSwap(0, int64(n))
		want = e.seen.Load()
	}
	if n == 0 || int64(n) != want {
		f := e.fail("model %s gave a vector of %d dimensions instead of %d", e.Model, n, want)
		if e.dimensions > 0 {
			f.words += ": check EMBEDDING_DIMENSIONS"
		}
		return f
	}
	return nil
}

// normalize brings v to unit length and reports whether that can be done.
// Shortened vectors come longer or shorter (Google).
func normalize(v []float32) bool {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	length := math.Sqrt(sum)
	if length == 0 || math.IsNaN(length) || math.IsInf(length, 0) {
		return false
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / length)
	}
	return true
}

// fillEmpty gives the texts that were not asked for a vector of zeros. If no
// vector has been seen yet, it asks for one to learn its length.
func (e *Embedder) fillEmpty(ctx context.Context, vectors [][]float32) error {
	isEmpty := func(v []float32) bool { return v == nil }
	if !slices.ContainsFunc(vectors, isEmpty) {
		return nil
	}
	n := e.dimensions
	if n == 0 && e.seen.Load() == 0 {
		if err := e.Check(ctx); err != nil {
			return err
		}
	}
	if n == 0 {
		n = int(e.seen.Load())
	}
	for i, v := range vectors {
		if isEmpty(v) {
			vectors[i] = make([]float32, n)
		}
	}
	return nil
}
