package ingest

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"footnote/internal/article"
	"footnote/internal/extract"
	"footnote/internal/feed"
	"footnote/internal/fetch"
	"footnote/internal/media"
	"footnote/internal/store"
)

// When a source is polled: half as often as it moves, within bounds.
const (
	pollSoonest = 15 * time.Minute
	pollLatest  = 24 * time.Hour
	// movesSeen is how many of the newest items tell how often a source moves.
	movesSeen = 10
)

// A source that fails is polled ever less often, and no more once it has
// failed so often for so long. A server that is mended within two weeks loses
// no reader.
const (
	deadFailures = 10
	deadAfter    = 14 * 24 * time.Hour
)

// When an article is looked at again: each time it is twice as old as the last
// time, within bounds. Corrections come soon.
const (
	lookSoonest = time.Hour
	lookLatest  = 90 * 24 * time.Hour
)

// pollEvery returns how long to wait between two polls of a source whose
// newest items were published then, in any order. The wait is the mean gap
// between them, that since the newest one among them, halved: so a source that
// falls silent is polled less and less. Where no item has a date, the last
// wait grows by half when nothing was new, and halves when something was.
func pollEvery(published []time.Time, last time.Duration, moved bool, now time.Time) time.Duration {
	var times []time.Time
	for _, t := range published {
		if !t.IsZero() && !t.After(now) {
			times = append(times, t)
		}
	}
	if len(times) == 0 {
		switch {
		case last == 0:
			last = time.Hour
		case moved:
			last /= 2
		default:
			last += last / 2
		}
		return bound(last, pollSoonest, pollLatest)
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	n := min(len(times), movesSeen)
	return bound(now.Sub(times[n-1])/time.Duration(2*n), pollSoonest, pollLatest)
}

// pollAgain returns the wait after failures in a row.
func pollAgain(every time.Duration, failures int) time.Duration {
	return bound(every<<min(failures, 8), pollSoonest, pollLatest)
}

// isDead reports whether a source is given up.
func isDead(failures int, since, now time.Time) bool {
	return failures >= deadFailures && now.Sub(since) >= deadAfter
}

// nextLook returns when to look at an article again that was last looked at
// now.
func nextLook(a article.Article, now time.Time) time.Time {
	born := a.Added
	if a.Published.Known() && !a.Published.Time.After(now) {
		born = a.Published.Time
	}
	if born.IsZero() {
		born = now
	}
	return now.Add(jitter(bound(now.Sub(born), lookSoonest, lookLatest)))
}

func bound(d, least, most time.Duration) time.Duration { return min(max(d, least), most) }

// jitter returns d with up to a tenth more or less, so that what began
// together does not go on together.
func jitter(d time.Duration) time.Duration {
	return d + time.Duration((rand.Float64()-.5)*.2*float64(d))
}

// retries are the waits after each failure of a job that may yet succeed.
// Then it is set aside.
var retries = []time.Duration{2 * time.Second, 10 * time.Second, time.Minute, 10 * time.Minute, time.Hour}

// maxClaims is how often a job may be begun without coming to an end: each
// time its worker was killed, perhaps by what it read.
const maxClaims = 20

// How long one answer that asks for patience keeps us from a whole host: as long as
// it asks, within a bound, or else until its page is tried again, but not longer than
// a minute. It may be of that page alone, which is tried ever less often.
const (
	hostRests     = time.Hour
	hostRestsSome = time.Minute
)

// failed returns what becomes of a job that failed: to try again later what
// may pass, to set aside what will not.
func failed(j store.Job, err error, now time.Time) store.Settled {
	s := store.Settled{ID: j.ID, Failed: true, Problem: article.OneLine(err.Error(), article.MaxTitle)}
	_, passes := errors.AsType[storeError](err)
	if !passes && (isFinal(err) || j.Failures >= len(retries)) {
		s.Aside = true
		return s
	}
	wait := retries[min(j.Failures, len(retries)-1)]
	if status, ok := errors.AsType[*fetch.StatusError](err); ok && (status.Code == 429 || status.Code == 503) {
		rest := cmp.Or(min(status.RetryAfter, hostRests), min(wait, hostRestsSome))
		s.Host, s.Free = j.Host, now.Add(rest)
		wait = max(wait, status.RetryAfter)
	}
	s.Again = now.Add(wait)
	return s
}

// A storeError is a failure of our own store, as on a full disk: it says
// nothing of what the job is about, which is not set aside for it.
type storeError struct{ error }

func (e storeError) Unwrap() error { return e.error }

// isFinal reports whether trying again is in vain.
func isFinal(err error) bool {
	return fetch.IsFinal(err) || slices.ContainsFunc([]error{media.ErrTooLarge, media.ErrEmpty, media.ErrBinary, extract.ErrComplex, feed.ErrNoFeed, errUnread},
		func(e error) bool { return errors.Is(err, e) })
}

// errUnread: what was fetched is not what can be read as an article.
var errUnread = errors.New("no article")
