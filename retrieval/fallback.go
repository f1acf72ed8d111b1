package retrieval

import "context"

// A Fallback searches a sample library while the main one is empty, so that a
// first question gets an answer.
type Fallback struct {
	Main, Sample *Index
}

// Search searches Main, or Sample if Main holds no article at all, in which
// case it marks the result.
func (f Fallback) Search(ctx context.Context, q Query) (Result, error) {
	if _, articles := f.Main.Len(); articles > 0 {
		return f.Main.Search(ctx, q)
	}
	r, err := f.Sample.Search(ctx, q)
	r.Sample = err == nil
	return r, err
}
