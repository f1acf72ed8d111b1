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

// A ranking says why passages have the order that they have before a Reranker
// is asked.
type ranking struct {
	kept    int       // of the first ones, for a reason that it does not know
	matches []float64 // the score of each
}

// matches returns the scores of picks, none lower than one behind it: what was
// lifted past others counts as much as they do.
func (s seeker) matches(picks []picked) []float64 {
	scores := make([]float64, len(picks))
	best := 0.0
	for i, p := range slices.Backward(picks) {
		best = max(best, s.scores[p.slot])
		scores[i] = best
	}
	return scores
}

// rerankWeight is what the most relevant passage gains on the least, for a
// Reranker. A score of ours lies between 0 and about 2.
const rerankWeight = 1

// reranked returns the k best passages by
//
//	score + rerankWeight · (relevance - least) / (most - least)
//
// or, if the Reranker fails, the first k. Of the first kept ones, whose order
// has a reason of its own (the newest first, sides in turn), those among the
// best stay in front, in that order.
func (ix *Index) reranked(ctx context.Context, query string, passages []article.Passage, r ranking, k int) []article.Passage {
	first := passages[:min(k, len(passages))]
	if ix.reranker == nil || r.kept >= len(passages) || len(passages) < 2 {
		return first
	}
	scores, err := ix.rerank(ctx, query, passages)
	if err != nil {
		if ctx.Err() == nil {
			ix.log.Warn("search without reranking", "passages", len(passages), "err", err)
		}
		return first
	}
	least, most := slices.Min(scores), slices.Max(scores)
	order := make([]int, len(passages))
	for i := range order {
		order[i] = i
		if most > least {
			scores[i] = r.matches[i] + rerankWeight*(scores[i]-least)/(most-least)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	order = order[:len(first)]
	slices.SortStableFunc(order, func(a, b int) int { return min(a, r.kept) - min(b, r.kept) })
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
