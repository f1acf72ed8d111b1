package ingest

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"footnote/internal/article"
	"footnote/internal/extract"
	"footnote/internal/fetch"
	"footnote/internal/store"
)

// Bounds of a Worker.
const (
	parallelJobs = 8
	// jobLease is how long a job stays with a worker that says nothing, so how
	// long after a kill another takes it over.
	jobLease = 10 * time.Second
	// gatherFor is how long an article waits for others, to be embedded and
	// saved with them.
	gatherFor = 300 * time.Millisecond
	// A worker looks for work when it knows of some to be due, at least so
	// often, since other processes add some, and not more often.
	idleMost  = 5 * time.Second
	idleLeast = 200 * time.Millisecond
	// A worker whose store failed rests so long.
	failedLeast = 5 * time.Second
	failedMost  = time.Minute
	// asideFor is how long jobs that were set aside are kept to be named.
	asideFor = 30 * 24 * time.Hour
	// lastWords bounds how long a worker that is told to stop saves what it has.
	lastWords = 10 * time.Second
)

// A WorkIndexer is an Indexer that stores the work that articles come from
// with them.
type WorkIndexer interface {
	Indexer
	AddWork(ctx context.Context, articles []article.Article, work store.Work) ([]store.Saved, error)
}

// A Worker does the jobs of the queue: it adds what people name, polls
// sources, fetches the pages that they bring and looks at articles again. Any
// number may be at work on one store. Its fields are set once.
type Worker struct {
	Store    *store.Store
	Indexer  WorkIndexer
	Client   *fetch.Client
	PDF      extract.PDFReader // reads PDF files; nil where none are read
	Log      *slog.Logger      // nil for none
	Parallel int               // how many jobs at once; 0 for parallelJobs
	Saved    func([]Added)     // told of each batch once it is safe; may be nil
	Progress func(Progress)    // told how far an order has come; may be nil

	idle time.Duration // 0 for idleMost
}

// Run does what is due, and that nobody else is waiting for, until the context
// ends. While the store fails, as on a full disk, it begins anew ever less
// often: who asks is answered from what there is.
func (w *Worker) Run(ctx context.Context) {
	for wait := failedLeast; ; wait = min(2*wait, failedMost) {
		began := time.Now()
		err := w.run(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > failedMost {
			wait = failedLeast
		}
		if w.Log != nil {
			w.Log.Error("ingest worker", "err", err, "again", wait)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// run is Run until the store fails.
func (w *Worker) run(ctx context.Context) error {
	if _, err := w.Store.ForgetAside(ctx, time.Now().Add(-asideFor)); err != nil {
		return err
	}
	// A day more than schedules and sites may ask for.
	hastened, err := w.Store.Hasten(ctx, fetch.MaxRetryAfter+pollLatest, lookLatest+pollLatest, time.Hour, time.Now())
	if err != nil {
		return err
	}
	if hastened > 0 && w.Log != nil {
		w.Log.Warn("ingest clock", "jobs", hastened, "hint", "the clock was ahead when these were put off: they are due now")
	}
	s := w.shift("")
	return s.work(ctx, func(context.Context) (bool, error) { return false, nil })
}

func (w *Worker) parallel() int { return cmp.Or(w.Parallel, parallelJobs) }

// A shift is one run of a worker.
type shift struct {
	*Worker
	owner string
	order string

	done chan result
	ends chan string    // hosts whose jobs ended; room for all that run
	busy map[string]int // hosts whose jobs run; of the goroutine that claims
	over chan struct{}  // closed when nothing is held any more

	beats   sync.WaitGroup
	mu      sync.Mutex // guards what follows
	report  Report
	held    int // jobs claimed and not settled, and the order
	beating bool
}

// A result is what came of a job: articles, and the work stored with them.
type result struct {
	articles []article.Article
	source   string // where they came from
	work     store.Work
	note     func(*Report) // adds to the report once all is safe; may be nil
}

func (w *Worker) shift(order string) *shift {
	return &shift{
		Worker: w, owner: rand.Text(), order: order,
		done: make(chan result), ends: make(chan string, w.parallel()), busy: map[string]int{},
		over: make(chan struct{}),
	}
}

// work claims jobs and does them until finished says so, or the context ends.
// What is fetched by then is saved, what is not begun given back.
func (s *shift) work(ctx context.Context, finished func(context.Context) (bool, error)) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var saver, jobs sync.WaitGroup
	if s.order != "" {
		s.hold(ctx, 1)
	}
	saver.Go(func() {
		if err := s.save(ctx); err != nil {
			stop(err)
			for range s.done { // nobody may wait for us
			}
		}
	})
	err := s.claim(ctx, &jobs, finished)
	if err != nil {
		stop(err)
	}
	jobs.Wait()
	close(s.done)
	saver.Wait()
	close(s.over)
	s.beats.Wait()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	err = errors.Join(err, s.Store.ReleaseJobs(last, s.owner))
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// claim begins jobs as they become due.
func (s *shift) claim(ctx context.Context, jobs *sync.WaitGroup, finished func(context.Context) (bool, error)) error {
	most, running := s.parallel(), 0
	for {
		if over, err := finished(ctx); err != nil || over {
			return err
		}
		if running < most {
			claimed, err := s.Store.ClaimJobs(ctx, store.Claim{
				Owner: s.owner, Order: s.order, Busy: s.hosts(), Limit: most - running, Lease: jobLease, Apart: s.Client.Apart(),
			}, time.Now())
			if err != nil {
				return err
			}
			s.hold(ctx, len(claimed))
			for _, j := range claimed {
				running++
				s.busy[j.Host]++
				jobs.Go(func() { s.begin(ctx, j) })
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case host := <-s.ends:
			running--
			if s.busy[host]--; s.busy[host] == 0 {
				delete(s.busy, host)
			}
		case <-time.After(s.pause(ctx)):
		}
	}
}

// pause is how long to wait for work.
func (s *shift) pause(ctx context.Context) time.Duration {
	most := cmp.Or(s.idle, idleMost)
	if s.order != "" { // somebody is waiting
		most = idleLeast
	}
	next, err := s.Store.NextJob(ctx)
	if err != nil || next.IsZero() {
		return most
	}
	return bound(time.Until(next), idleLeast, most)
}

func (s *shift) hosts() []string {
	var hosts []string
	for h := range s.busy {
		hosts = append(hosts, h)
	}
	return hosts
}

// begin does a job and hands on what came of it.
func (s *shift) begin(ctx context.Context, j store.Job) {
	r := s.do(ctx, j)
	if ctx.Err() == nil || len(r.articles) > 0 {
		s.done <- r
	}
	s.ends <- j.Host
}

// do does a job, or says what became of it.
func (s *shift) do(ctx context.Context, j store.Job) result {
	r, err := s.guarded(ctx, j)
	if err == nil || ctx.Err() != nil {
		return r
	}
	settled := failed(j, err, time.Now())
	settled.Owner = s.owner
	r = result{work: store.Work{Settled: []store.Settled{settled}}}
	if j.Kind == addKind && settled.Aside { // whoever named it is told, and that is all
		settled.Aside, settled.Again = false, time.Time{}
		r.work.Settled[0] = settled
		if sp, specErr := readSpec(j); specErr == nil {
			r.note = func(report *Report) { report.problem(sp.URL, 0, err) }
		}
	}
	if j.Kind == fetchKind && settled.Aside {
		if sp, specErr := readSpec(j); specErr == nil {
			r.note = func(report *Report) { report.warn(sp.URL, 0, fmt.Errorf("%w; set aside", err)) }
		}
	}
	if s.Log != nil {
		s.Log.Info("ingest job failed", "kind", j.Kind, "host", j.Host, "failures", j.Failures+1, "aside", settled.Aside, "err", article.OneLine(err.Error(), article.MaxTitle))
	}
	return r
}

// guarded does a job. A panic is its failure.
func (s *shift) guarded(ctx context.Context, j store.Job) (r result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return s.kind(ctx, j)
}

func (s *shift) kind(ctx context.Context, j store.Job) (result, error) {
	if j.Claims > maxClaims {
		return result{}, fmt.Errorf("%w: begun %d times and never ended", errUnread, j.Claims-1)
	}
	sp, err := readSpec(j)
	if err != nil {
		return result{}, fmt.Errorf("%w: %w", errUnread, err)
	}
	done := store.Settled{ID: j.ID, Owner: s.owner}
	switch j.Kind {
	case addKind:
		return s.add(ctx, j, sp, done)
	case fetchKind:
		return s.fetch(ctx, sp, done)
	case refreshKind:
		return s.refresh(ctx, j, sp, done)
	case store.PollKind:
		return s.poll(ctx, j, done)
	}
	return result{}, fmt.Errorf("%w: a job of kind %q, of a newer version perhaps", errUnread, j.Kind)
}

// hold counts jobs that are held, and keeps the holds on them while there are
// any.
func (s *shift) hold(ctx context.Context, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held += n; s.held > 0 && !s.beating {
		s.beating = true
		s.beats.Go(func() { s.heartbeat(context.WithoutCancel(ctx)) })
	}
}

// heartbeat renews the holds until there are none, whatever is being stopped:
// what is held is held until it is settled.
func (s *shift) heartbeat(ctx context.Context) {
	for {
		select {
		case <-s.over:
			return
		case <-time.After(jobLease / 4):
		}
		s.mu.Lock()
		if s.held <= 0 {
			s.beating = false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		beat, cancel := context.WithTimeout(ctx, jobLease)
		err := s.Store.RenewJobs(beat, s.owner, jobLease, time.Now())
		if s.order != "" {
			err = errors.Join(err, s.Store.RenewOrder(beat, s.order, jobLease, time.Now()))
		}
		cancel()
		if err != nil && s.Log != nil {
			s.Log.Warn("ingest renew", "err", err)
		}
	}
}

// save saves results as they come, several at a time.
func (s *shift) save(ctx context.Context) error {
	for first := range s.done {
		batch, bytes := []result{first}, size(first)
		timer := time.NewTimer(gatherFor)
	gather:
		for len(batch) < batchArticles && bytes < batchBytes {
			select {
			case r, ok := <-s.done:
				if !ok {
					break gather
				}
				batch = append(batch, r)
				bytes += size(r)
			case <-timer.C:
				break gather
			}
		}
		timer.Stop()
		if err := s.saveBatch(ctx, batch); err != nil {
			return err
		}
		s.hold(ctx, -len(batch))
	}
	return nil
}

func size(r result) (n int) {
	for _, a := range r.articles {
		n += len(a.Body)
	}
	return n
}

// saveBatch saves results in one transaction and tells of them. An article
// that two of them hold is saved once for each.
func (s *shift) saveBatch(ctx context.Context, batch []result) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	var articles []article.Article
	var sources []string
	var work store.Work
	ids := map[string]bool{}
	for i, r := range batch {
		for _, a := range r.articles {
			if ids[a.NewID()] {
				if err := s.saveBatch(ctx, batch[:i]); err != nil {
					return err
				}
				return s.saveBatch(ctx, batch[i:])
			}
		}
		for _, a := range r.articles {
			ids[a.NewID()] = true
			articles = append(articles, a)
			sources = append(sources, r.source)
		}
		work.Settled = append(work.Settled, r.work.Settled...)
		work.Jobs = append(work.Jobs, r.work.Jobs...)
		work.Fetches = append(work.Fetches, r.work.Fetches...)
	}
	saved, err := s.Indexer.AddWork(ctx, articles, work)
	if len(saved) != len(articles) {
		return fmt.Errorf("save %d articles: %w", len(articles), err)
	}
	if err != nil && len(articles) == 0 {
		return err
	}
	s.tell(articles, sources, saved, err, batch)
	return nil
}

// tell tells of what is safe.
func (s *shift) tell(articles []article.Article, sources []string, saved []store.Saved, embedErr error, batch []result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := make([]Added, len(saved))
	for i, one := range saved {
		s.report.count(one.Effect)
		if embedErr != nil && one.Effect != store.Unchanged {
			s.report.NotEmbedded, s.report.EmbedErr = s.report.NotEmbedded+1, embedErr
		}
		a := articles[i]
		a.ID = one.ID
		added[i] = Added{ID: one.ID, Title: a.Name(), Source: sources[i], Effect: one.Effect}
	}
	for _, r := range batch {
		if r.note != nil {
			r.note(&s.report)
		}
	}
	if s.Saved != nil && len(added) > 0 {
		s.Saved(added)
	}
	if s.Log != nil && len(added) > 0 {
		s.Log.Info("ingest saved", "articles", len(added))
	}
}
