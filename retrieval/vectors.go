package retrieval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/philippgille/chromem-go"

	"footnote/internal/article"
)

// vectors is the index of vectors: one chromem-go collection per scope, so
// that no search of one reader looks at another's, of documents key → vector.
type vectors struct {
	db     *chromem.DB
	scopes map[article.Scope]*chromem.Collection
	length int // of every vector; 0 while there is none
}

func newVectors() *vectors {
	return &vectors{db: chromem.NewDB(), scopes: map[article.Scope]*chromem.Collection{}}
}

// errLength: a vector has another length than those held.
var errLength = errors.New("vector of another length")

// put holds a vector under a key, in place of any before. A vector of zeros,
// of which chromem-go would make NaN, and one of no finite length are passed
// over: such a chunk is found by its words.
func (v *vectors) put(ctx context.Context, scope article.Scope, key string, values []float32) error {
	if !usable(values) {
		return nil
	}
	if v.length == 0 {
		v.length = len(values)
	}
	if len(values) != v.length {
		return fmt.Errorf("chunk %s: %w: %d numbers, not %d", key, errLength, len(values), v.length)
	}
	c, ok := v.scopes[scope]
	if !ok {
		var err error
		if c, err = v.db.CreateCollection(scope.String(), nil, noEmbedding); err != nil {
			return fmt.Errorf("open vectors of %s: %v", scope, err)
		}
		v.scopes[scope] = c
	}
	return c.AddDocument(ctx, chromem.Document{ID: key, Embedding: values})
}

// noEmbedding stands where chromem-go would otherwise call OpenAI.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("chromem-go is given vectors only")
}

// usable reports whether a vector points anywhere.
func usable(values []float32) bool {
	sum := 0.0
	for _, x := range values {
		sum += float64(x) * float64(x)
	}
	return sum > 0 && !math.IsInf(sum, 0) && !math.IsNaN(sum)
}

// remove forgets the vectors under these keys, if there are any.
func (v *vectors) remove(scope article.Scope, keys []string) {
	c, ok := v.scopes[scope]
	if !ok || len(keys) == 0 {
		return // no keys would mean all
	}
	if err := c.Delete(context.Background(), nil, nil, keys...); err != nil {
		panic(fmt.Sprintf("delete vectors: %v", err)) // unreachable: it needs files or filters to fail
	}
}

// count returns how many vectors a scope has.
func (v *vectors) count(scope article.Scope) int {
	if c, ok := v.scopes[scope]; ok {
		return c.Count()
	}
	return 0
}

// A near is a vector near a query's.
type near struct {
	key        string
	similarity float32 // cosine, above 0
}

// tieSlack is how many vectors more than needed are asked for at first, so
// that ties at the end rarely need a second scan.
const tieSlack = 16

// nearest returns the n vectors of a scope nearest to the query among those
// that keep admits, of which about the given share is expected. It asks for
// more until the answer is certain: until enough are admitted and none that
// was left out ties with the last.
func (v *vectors) nearest(ctx context.Context, scope article.Scope, query []float32, n int, share float64, keep func(key string) bool) ([]near, error) {
	all := v.count(scope)
	for ask := int(float64(n)/max(share, .001)) + tieSlack; all > 0; ask *= 4 {
		ask = min(ask, all)
		found, err := v.scopes[scope].QueryEmbedding(ctx, query, ask, nil, nil)
		if err = cmp.Or(ctx.Err(), err); err != nil {
			return nil, err // chromem-go gives what it has when its context ends, and no error
		}
		last := found[len(found)-1].Similarity
		var kept []near
		for _, r := range found {
			if r.Similarity > 0 && keep(r.ID) {
				kept = append(kept, near{r.ID, r.Similarity})
			}
		}
		if ask == all || last <= 0 || len(kept) >= n && last < kept[n-1].similarity {
			slices.SortFunc(kept, compareNear)
			return kept[:min(n, len(kept))], nil
		}
	}
	return nil, nil
}

// compareNear orders the nearest first, ties by key.
func compareNear(a, b near) int {
	return cmp.Or(cmp.Compare(b.similarity, a.similarity), cmp.Compare(a.key, b.key))
}
