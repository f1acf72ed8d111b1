package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/store"
)

// patience is how long whoever waits for an order waits while nothing can be
// done: longer waits are left to the background.
const patience = 15 * time.Second

// addOrder adds the URLs to the queue as one order, works at it until it is
// done or has to wait for long, and adds to the report. An order that was cut
// off goes on where it was.
func (w *Worker) addOrder(ctx context.Context, jobs []store.Job, report *Report) error {
	if len(jobs) == 0 {
		return nil
	}
	name := orderName(jobs)
	if _, err := w.Store.PutOrder(ctx, name, jobs, jobLease, time.Now()); err != nil {
		return err
	}
	s := w.shift(name)
	s.report = *report
	err := s.work(ctx, (&waiting{shift: s}).over)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	if left, qErr := w.Store.Queue(last, name, time.Now()); qErr == nil && left.Jobs > 0 {
		s.report.Waiting, s.report.WaitUntil = left.Jobs, left.Next
		jobs, failedErr := w.Store.FailedJobs(last, name, maxNotes)
		err = cmp.Or(err, failedErr)
		for _, j := range jobs {
			s.report.Failed = append(s.report.Failed, Retry{URL: Subject(j), Problem: j.Problem, Again: j.Due})
		}
	}
	if ctx.Err() == nil {
		err = cmp.Or(err, w.Store.DropOrder(last, name))
	}
	*report = s.report
	return err
}

// orderName names an order by what is in it.
func orderName(jobs []store.Job) string {
	var keys []string
	for _, j := range jobs {
		keys = append(keys, j.Kind+" "+j.Key)
	}
	slices.Sort(keys)
	sum := sha256.Sum256([]byte(strings.Join(keys, "\n")))
	return hex.EncodeToString(sum[:12])
}

// addJobs returns jobs that add what was named.
func addJobs(scope article.Scope, all []named) ([]store.Job, error) {
	var jobs []store.Job
	for _, n := range all {
		j, err := spec{URL: n.url, Scope: scope, From: n.from}.job(addKind)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

// A waiting watches an order from whoever waits for it.
type waiting struct {
	*shift
	looked time.Time
	begun  time.Time
}

// over reports whether nothing is left to wait for, and tells how far it is.
func (w *waiting) over(ctx context.Context) (bool, error) {
	now := time.Now()
	if now.Sub(w.looked) < 2*idleLeast && !w.looked.IsZero() {
		return false, nil
	}
	w.looked = now
	q, err := w.Store.Queue(ctx, w.order, now)
	if err != nil {
		return false, err
	}
	if w.begun.IsZero() {
		w.begun = now
	}
	w.tellProgress(q, now)
	if q.Jobs == 0 {
		return true, nil
	}
	return len(w.busy) == 0 && q.Next.Sub(now) > patience, nil
}

// tellProgress tells how many articles are safe, how many jobs are left and
// how long they take: no host is asked more than once a second, so no less
// than one second for each job of the busiest.
func (w *waiting) tellProgress(q store.Queue, now time.Time) {
	if w.Progress == nil {
		return
	}
	w.mu.Lock()
	saved := w.report.Saved()
	w.mu.Unlock()
	left := time.Duration(q.Longest) * w.Client.Apart()
	if took := now.Sub(w.begun); saved > 0 && took > 5*time.Second {
		left = max(left, took*time.Duration(q.Jobs)/time.Duration(saved))
	}
	w.Progress(Progress{Read: saved + q.Jobs, Saved: saved, Left: left})
}
