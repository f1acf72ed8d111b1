package retrieval

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"footnote/internal/article"
)

// A Reranker reads a question and texts together, and returns for each text
// how relevant it is: higher is better, on any scale.
type Reranker interface {
	Rerank(ctx context.Context, query string, texts []string) ([]float64, error)
}

const (
	// rerankDepth is how many passages a Reranker orders at least.
	rerankDepth = 50
	// rerankTimeout is how long a question waits for it.
	rerankTimeout = 2 * time.Second
)

// reranked returns the k best passages as the Reranker orders them, or, if it
// fails, the first k. Of the first kept ones, whose order has a reason of its
// own (the newest first, sides in turn), those among the best stay in front,
// in that order.
func (ix *Index) reranked(ctx context.Context, query string, passages []article.Passage, kept, k int) []article.Passage {
	first := passages[:min(k, len(passages))]
	if ix.reranker == nil || kept >= len(passages) || len(passages) < 2 {
		return first
	}
	scores, err := ix.rerank(ctx, query, passages)
	if err != nil {
		if ctx.Err() == nil {
			ix.log.Warn("search without reranking", "passages", len(passages), "err", err)
		}
		return first
	}
	order := make([]int, len(passages))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	order = order[:len(first)]
	slices.SortStableFunc(order, func(a, b int) int { return min(a, kept) - min(b, kept) })
	best := make([]article.Passage, len(order))
	for i, from := range order {
		best[i] = passages[from]
		best[i].Score = 1 / float64(rrfK+i+1)
	}
	return best
}

// rerank asks the Reranker.
func (ix *Index) rerank(ctx context.Context, query string, passages []article.Passage) ([]float64, error) {
	ctx, cancel := context.WithTimeout(ctx, rerankTimeout)
	defer cancel()
	texts := make([]string, len(passages))
	for i, p := range passages {
		texts[i] = p.Article.Title + "\n" + p.Chunk.Text
	}
	scores, err := ix.reranker.Rerank(ctx, query, texts)
	switch {
	case err != nil:
		return nil, err
	case len(scores) != len(texts):
		return nil, fmt.Errorf("%d scores for %d texts", len(scores), len(texts))
	case slices.ContainsFunc(scores, math.IsNaN):
		return nil, fmt.Errorf("a score is no number")
	}
	return scores, nil
}
