package retrieval

import (
	"math"
	"slices"
	"time"

	"footnote/internal/article"
)

// presentHalfLife is how much older an article may be than the newest of the
// same matter to count half where a question asks for the present: so little
// that what is a day newer comes first even if it matches somewhat only,
// somewhat being 1/4. On the questions of
// internal/eval/testdata/changed_facts.jsonl a half-life of one day puts the
// newest first 2 times fewer in 124, ninety days 3 times.
const presentHalfLife = 12 * time.Hour

// What is about the same matter: chunks that match a question about as well as
// the best one, and those that match it somewhat and speak like one of these.
// The shares are of the best score. Half of the questions about changed facts
// puts the newest first as often as the other: alike .16 to .20 and
// somewhat .2 to .3 differ by 2 in 124.
const (
	asWell   = .8
	somewhat = .25
	alike    = .18 // cosine of the terms of two chunks, weighted by idf
)

// halfLife returns the half-life of what the query is about, 0 for none.
func (s seeker) halfLife() time.Duration {
	present := s.r.Present && !s.r.Timeline && !s.r.Compares && len(s.r.Sides) == 0
	switch {
	case !present || s.q.HalfLife < 0:
		return 0
	case s.q.HalfLife > 0:
		return s.q.HalfLife
	}
	return presentHalfLife
}

// newestFirst puts what is about the matter of the best match first, a score
// halved for each half-life that its article is older than the newest; what is
// undated counts as old as the oldest. The rest keeps its order, however new.
// It returns how many are about the matter, too.
func (s seeker) newestFirst(hits []hit, halfLife time.Duration) ([]hit, int) {
	about, rest := s.sameMatter(hits)
	newest, oldest := time.Time{}, time.Time{}
	for _, h := range about {
		if d := s.published(h); d.Known() {
			if newest.IsZero() || d.Time.After(newest) {
				newest = d.Time
			}
			if oldest.IsZero() || d.Time.Before(oldest) {
				oldest = d.Time
			}
		}
	}
	if oldest.Equal(newest) {
		return hits, 0
	}
	for i, h := range about {
		at := oldest
		if d := s.published(h); d.Known() {
			at = d.Time
		}
		// The logarithm: a score of years ago would be 0.
		about[i].score = math.Log2(s.scores[h.slot]) - float64(newest.Sub(at))/float64(halfLife)
	}
	slices.SortFunc(about, s.compare)
	return ranked(append(about, rest...)), len(about)
}

func (l *library) published(h hit) article.Date {
	return l.records[l.chunks[h.slot].record].article.Published
}
