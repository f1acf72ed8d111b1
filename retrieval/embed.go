package retrieval

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"

	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/store"
)

// embedBatch is how many texts an embedder gets at a time: at chunkTokens each
// a tenth of the 300,000 tokens that OpenAI takes in a request
// (platform.openai.com/docs/api-reference/embeddings).
const embedBatch = 128

// ErrVectorLength: an embedder gives vectors of another length than those that
// its space holds, so they cannot be compared.
var ErrVectorLength = errors.New("vectors of another length")

// embedded is what of a chunk is embedded: its text with title, outlet and
// date in front, which a question may name and the text leaves out.
func embedded(a *article.Article, c *article.Chunk) string {
	head := a.Title
	if a.Outlet != "" {
		head += "\n" + a.Outlet
	}
	if a.Published.Sure() {
		head += "\n" + a.Published.Local().Format("2 January 2006")
	}
	return head + "\n\n" + c.Text
}

// embedAll gives every chunk of the entries its vector. After an error some
// chunks have none.
func (x *Indexer) embedAll(ctx context.Context, entries []store.Entry) error {
	length, err := x.Store.VectorLength(ctx, x.Embedder.Name())
	if err != nil {
		return err
	}
	var texts []string
	var chunks []*store.Chunk
	for i := range entries {
		for n := range entries[i].Chunks {
			c := &entries[i].Chunks[n]
			chunks = append(chunks, c)
			texts = append(texts, embedded(&entries[i].Article, &c.Chunk))
		}
	}
	vectors, err := embedTexts(ctx, x.Embedder, texts, length)
	for i, v := range vectors {
		chunks[i].Vector = v
	}
	return err
}

// embedTexts returns a vector for each text, of that length unless it is 0,
// batch by batch. After an error those of some batches are nil.
func embedTexts(ctx context.Context, e llm.Embedder, texts []string, length int) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(texts); from += embedBatch {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err // another batch failed: don't wait for an outage again
			}
			to := min(from+embedBatch, len(texts))
			got, err := e.Embed(ctx, texts[from:to])
			if err != nil {
				return fmt.Errorf("embed with %s: %w", e.Name(), err)
			}
			if err := checkVectors(e.Name(), got, to-from, length); err != nil {
				return err
			}
			copy(vectors[from:], got)
			return nil
		})
	}
	err := g.Wait()
	return vectors, err
}

// checkVectors refuses what an embedder must not return, and makes a vector
// that holds no numbers to compare the zeros that mean nothing to embed.
func checkVectors(name string, vectors [][]float32, n, length int) error {
	if len(vectors) != n {
		return fmt.Errorf("embed with %s: %d vectors for %d texts", name, len(vectors), n)
	}
	for i, v := range vectors {
		if length == 0 {
			length = len(v)
		}
		if len(v) == 0 || len(v) != length {
			return fmt.Errorf("%w: %s gives %d numbers where its vectors have %d: "+
				"choose the model that made those, or one of another name to embed the library anew",
				ErrVectorLength, name, len(v), length)
		}
		sum := 0.0
		for _, x := range v {
			sum += float64(x) * float64(x)
		}
		if math.IsNaN(sum) || math.IsInf(sum, 0) {
			vectors[i] = make([]float32, len(v))
		}
	}
	return nil
}
