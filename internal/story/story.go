// Package story groups articles that tell of one event into stories, by what
// they say and when. NewSet reads the articles, Set.Group makes the stories:
//
//	article → terms with weights, a vector of unit length
//	story   → sum of the vectors of its articles, and the span of their times
//
// Two stories are as near as their articles are on average (average link,
// UPGMA), a little less for each day between them. The nearest two become one
// until none are nearer than the threshold. Because the mean of all cosines
// between two groups of unit vectors is the product of their sums over the
// product of their sizes, a sum is all that is kept of a story, and stories of
// before take new articles in without being made anew. docs/stories.md has
// the figures.
package story

import (
	"context"
	"time"
)

// A Doc is an article as it is grouped.
type Doc struct {
	ID          string
	Title, Text string
	Lang        string    // ISO 639-1; empty where unknown
	At          time.Time // when it was published, else when it was added
}

// A Story is articles that tell of one event.
type Story struct {
	Docs []int // places in the set, the most central first; at least one
	// Earlier holds the places of the earlier stories that it goes on, in
	// ascending order; several where new articles showed them to be one.
	Earlier []int
}

// Threshold is the average cosine below which two stories are two; see
// docs/stories.md: chosen on half of the topics of a set of 367 news texts,
// and what it gives on the other half.
const Threshold = 0.24

// Group makes stories of the set. Each of the earlier stories is a list of
// IDs, whose articles stay together; IDs that the set does not hold are
// passed over, and so is an article's second mention. Stories come in the
// order of their first articles in the set. The only errors are the context's.
func (s *Set) Group(ctx context.Context, earlier [][]string) ([]Story, error) {
	return s.GroupAt(ctx, earlier, Threshold)
}

// GroupAt is Group with another threshold, to measure it.
func (s *Set) GroupAt(ctx context.Context, earlier [][]string, threshold float64) ([]Story, error) {
	l := newLinkage(s, threshold)
	l.seed(earlier)
	if err := l.pair(ctx); err != nil {
		return nil, err
	}
	if err := l.merge(ctx); err != nil {
		return nil, err
	}
	return l.stories(), nil
}

// Time between two stories up to freeGap costs nothing: coverage of an event
// comes in the days after it. Beyond it, likeness halves with every gapHalf.
// No labelled set with dates was at hand; the two are set so that a matter
// that rests for a month comes back as a new story unless it is told in the
// same words.
const (
	freeGap = 3 * 24 * time.Hour
	gapHalf = 10 * 24 * time.Hour
)
