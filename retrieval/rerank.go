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

// A Judge is a Reranker that tells texts of what is asked from others: those that
// it gives more than 0. Where the newest is to come first, it comes first of these.
type Judge interface {
	Reranker
	// Reads returns how many texts it reads at most, and how long a question waits
	// for it.
	Reads() (texts int, wait time.Duration)
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
	newest  bool      // what tells of the matter comes by date, the newest first
	matches []float64 // the score of each
}

// reads returns how many passages the Reranker orders, and how long a question
// waits for it.
func (ix *Index) reads() (texts int, wait time.Duration) {
	if j, ok := ix.reranker.(Judge); ok {
		return j.Reads()
	}
	return rerankDepth, rerankTimeout
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
// best stay in front, in that order; but a Judge says itself of which the newest
// comes first.
func (ix *Index) reranked(ctx context.Context, query string, passages []article.Passage, r ranking, k int) []article.Passage {
	first := passages[:min(k, len(passages))]
	_, judges := ix.reranker.(Judge)
	judges = judges && r.newest
	if ix.reranker == nil || r.kept >= len(passages) && !judges || len(passages) < 2 {
		return first
	}
	scores, err := ix.rerank(ctx, query, passages)
	if err != nil {
		if ctx.Err() == nil {
			ix.log.Warn("search without reranking", "passages", len(passages), "err", err)
		}
		return first
	}
	if judges {
		return newestJudged(passages, scores)[:len(first)]
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
	return inOrder(passages, order)
}

// inOrder returns the passages of these places, in this order, with the scores of
// their ranks.
func inOrder(passages []article.Passage, order []int) []article.Passage {
	best := make([]article.Passage, len(order))
	for i, from := range order {
		best[i] = passages[from]
		best[i].Score = rankScore(i)
	}
	return best
}

// newestJudged returns passages with those in front that a Judge gives more than 0,
// the newest first; those of one day by its order, and what is undated last. The
// others keep theirs.
func newestJudged(passages []article.Passage, judged []float64) []article.Passage {
	order := make([]int, len(passages))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if judged[a] <= 0 || judged[b] <= 0 {
			return cmp.Compare(min(1, math.Ceil(judged[b])), min(1, math.Ceil(judged[a])))
		}
		x, y := passages[a].Article.Published, passages[b].Article.Published
		if x.Known() && y.Known() && article.DayOf(x.Time) == article.DayOf(y.Time) {
			return cmp.Compare(judged[b], judged[a])
		}
		return y.Compare(x)
	})
	return inOrder(passages, order)
}

// rerank asks the Reranker.
func (ix *Index) rerank(ctx context.Context, query string, passages []article.Passage) ([]float64, error) {
	_, wait := ix.reads()
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	_, judges := ix.reranker.(Judge)
	texts := make([]string, len(passages))
	for i, p := range passages {
		texts[i] = p.Article.Title + "\n" + p.Chunk.Text
		if judges {
			texts[i] = p.Article.Published.Day() + " | " + p.Article.Outlet + " | " + texts[i]
		}
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
