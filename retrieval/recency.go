package retrieval

import (
	"math"
	"slices"
	"time"

	"footnote/internal/article"
)

// halfLife is how much older an article may be than the newest of the
// same matter to count half where a question asks for the present: so little
// that what is a day newer comes first even if it matches a quarter as well.
// On the questions of internal/eval/testdata/changed_facts.jsonl a half-life of
// one day puts the newest first 2 times fewer in 124, ninety days 3 times.
const halfLife = 12 * time.Hour

// newestDecides reports whether what is newest is to come first.
func (s seeker) newestDecides() bool {
	return s.r.Present && !s.r.Timeline && !s.r.Compares && len(s.r.Sides) == 0
}

// newestFirst puts what is about the matter of the best match first, a score
// halved for each half-life that its article is older than the newest; what is
// undated counts as old as the oldest. The rest keeps its order, however new.
// It returns how many are about the matter, too.
func (s seeker) newestFirst(hits []hit) ([]hit, int) {
	if oldest, newest := s.dates(hits); oldest.Equal(newest) {
		return hits, 0
	}
	about, rest := s.sameMatter(hits)
	oldest, newest := s.dates(about)
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

// dates returns the first and the last day of hits, zero where none is dated.
func (l *library) dates(hits []hit) (oldest, newest time.Time) {
	for _, h := range hits {
		d := l.published(h)
		if !d.Known() {
			continue
		}
		if newest.IsZero() || d.Time.After(newest) {
			newest = d.Time
		}
		if oldest.IsZero() || d.Time.Before(oldest) {
			oldest = d.Time
		}
	}
	return oldest, newest
}

func (l *library) published(h hit) article.Date { return l.date(h.slot) }

// date returns when what is in a slot was published: with its article, or at the time
// of its entry.
func (l *library) date(slot int32) article.Date {
	c := &l.chunks[slot]
	published := l.records[c.record].article.Published
	if !c.At.IsZero() {
		return article.Date{Time: c.At, Offset: published.Offset}
	}
	return published
}
