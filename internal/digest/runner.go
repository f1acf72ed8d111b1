package digest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"footnote/internal/schedule"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// A Ledger keeps slots; package store has one.
type Ledger interface {
	Digests(ctx context.Context) ([]store.Digest, error)
	ClaimSlot(ctx context.Context, d store.Digest, due []store.DueSlot, owner string, lease time.Duration, now time.Time) (store.Slot, bool, error)
	ResumeSlot(ctx context.Context, owner string, lease, longest time.Duration, now time.Time) (slot store.Slot, before string, resumed bool, err error)
	HoldSlot(ctx context.Context, id int64, owner string, lease time.Duration, now time.Time) error
	MadeSlot(ctx context.Context, slot store.Slot, owner string, stories []store.ToldStory, now time.Time) error
	UnmakeSlot(ctx context.Context, id int64, owner string) (store.Slot, error)
	FinishSlot(ctx context.Context, id int64, owner, state string) error
	Post(ctx context.Context, key string) (ts string, begun bool, err error)
}

// How long things take.
const (
	// catchUp is how late a slot may still be told. One that is later is left
	// to the next.
	catchUp = 6 * time.Hour
	// lease is how long a slot is held without a word. It outlasts several
	// calls to Slack.
	lease = 2 * time.Minute
	// A slot that could not be told is tried again after firstRetry, twice as
	// long from then on, up to lastRetry.
	firstRetry = 10 * time.Second
	lastRetry  = 20 * time.Minute
	// noSeat is how long a slot waits where all seats are taken.
	noSeat = 2 * time.Second
	// look is how often schedules are read: one that another process set, or
	// a clock that jumped, is noticed then.
	look = 30 * time.Second
)

// seats is how many slots one process delivers at once.
const seats = 4

// A Runner tells every channel its digests when they are due. Several may run
// on one store.
type Runner struct {
	Ledger Ledger
	Maker  Maker
	Teller *tell.Teller
	Log    *slog.Logger
	Now    func() time.Time
	Owner  string        // names this process, and no other
	Look   time.Duration // between two readings of the schedules; 0 for 30 s

	kick chan struct{} // a slot was put off; made by Run

	mu     sync.Mutex
	retry  time.Time                    // when the first of those put off is due; zero for none
	count  int                          // of workers, to name them
	parsed map[string]schedule.Schedule // by words
	seen   map[int64]string             // digest → the last slot that needs no claim
}

// Run works until ctx ends, and then until what it began is told or given up.
func (r *Runner) Run(ctx context.Context) {
	var work sync.WaitGroup
	defer work.Wait()
	free := make(chan struct{}, seats)
	r.kick = make(chan struct{}, 1)
	for {
		wait := r.tick(ctx, func(f func()) bool {
			select {
			case free <- struct{}{}:
			default:
				return false
			}
			work.Go(func() { defer func() { <-free }(); f() })
			return true
		})
		if !r.sleep(ctx, wait) {
			return
		}
	}
}

// sleep waits until there may be more to do, and reports whether to go on.
func (r *Runner) sleep(ctx context.Context, wait time.Duration) bool {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.kick: // the next tick knows how long to wait
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// putOff notes that a slot is to be tried again.
func (r *Runner) putOff(after time.Duration) {
	r.mu.Lock()
	if at := r.Now().Add(after); r.retry.IsZero() || at.Before(r.retry) {
		r.retry = at
	}
	r.mu.Unlock()
	select {
	case r.kick <- struct{}{}:
	default:
	}
}

// untilRetry returns how long it is until a slot that was put off is due, at
// most wait, and forgets those that are due.
func (r *Runner) untilRetry(wait time.Duration) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.retry.IsZero() {
		return wait
	}
	left := r.retry.Sub(r.Now())
	if left <= 0 {
		r.retry = time.Time{}
		return wait
	}
	return min(wait, left)
}

// tick starts all that is due, as far as start takes it, and returns how long
// to wait until there may be more.
func (r *Runner) tick(ctx context.Context, start func(func()) bool) time.Duration {
	wait := r.untilRetry(r.look())
	digests, err := r.Ledger.Digests(ctx)
	if err != nil {
		r.warn(ctx, "digest read schedules", err)
		return wait
	}
	for started := true; started; {
		if started, err = r.resume(ctx, digests, start); err != nil {
			r.warn(ctx, "digest resume", err)
		}
	}
	for _, d := range digests {
		next, err := r.begin(ctx, d, start)
		if err != nil {
			r.warn(ctx, "digest begin", err)
			continue
		}
		wait = min(wait, next)
	}
	return max(wait, min(time.Second, r.look()))
}

func (r *Runner) look() time.Duration {
	if r.Look > 0 {
		return r.Look
	}
	return look
}

func (r *Runner) warn(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		r.Log.Warn(what, "err", err)
	}
}

// begin claims the slot of a digest that is due, if there is one, and returns
// how long it is until the next.
func (r *Runner) begin(ctx context.Context, d store.Digest, start func(func()) bool) (time.Duration, error) {
	if d.Paused {
		return r.look(), nil
	}
	s, err := r.schedule(d.Schedule)
	if err != nil {
		return r.look(), fmt.Errorf("digest %d: %w", d.ID, err)
	}
	now := r.Now()
	wait := r.look()
	if next := s.Next(now, 1); len(next) > 0 {
		wait = next[0].At.Sub(now)
	}
	since := now.Add(-catchUp)
	if d.Set.After(since) {
		since = d.Set
	}
	var due []store.DueSlot
	for _, slot := range s.Between(since, now) {
		due = append(due, store.DueSlot{Key: slot.Key(), Due: slot.At})
	}
	if len(due) == 0 || r.saw(d.ID, due[len(due)-1].Key) {
		return wait, nil
	}
	return wait, r.claim(ctx, d, due, start)
}

func (r *Runner) claim(ctx context.Context, d store.Digest, due []store.DueSlot, start func(func()) bool) error {
	owner := r.worker()
	slot, claimed, err := r.Ledger.ClaimSlot(ctx, d, due, owner, lease, r.Now())
	if err != nil {
		return err
	}
	if slot.ID != 0 {
		r.see(d.ID, slot.Key)
	}
	if !claimed {
		return nil
	}
	if !start(func() { r.deliver(ctx, slot, d, owner) }) {
		return r.leave(ctx, slot, owner)
	}
	return nil
}

// leave leaves a slot for which there is no seat.
func (r *Runner) leave(ctx context.Context, slot store.Slot, owner string) error {
	r.putOff(noSeat)
	return r.Ledger.HoldSlot(ctx, slot.ID, owner, noSeat, r.Now())
}

// resume goes on with one slot that was left, and reports whether there was
// one for which there is a seat.
func (r *Runner) resume(ctx context.Context, digests []store.Digest, start func(func()) bool) (bool, error) {
	owner := r.worker()
	slot, before, ok, err := r.Ledger.ResumeSlot(ctx, owner, lease, max(lease, lastRetry), r.Now())
	if err != nil || !ok {
		return false, err
	}
	var d store.Digest
	for _, one := range digests {
		if one.ID == slot.DigestID {
			d = one
		}
	}
	started := start(func() {
		// The worker before may still be in a call to Slack, whatever the clock
		// says of its lease.
		if before != "" && !pause(ctx, r.Teller.Patience()) {
			return
		}
		r.deliver(ctx, slot, d, owner)
	})
	if !started {
		return false, r.leave(ctx, slot, owner)
	}
	return true, nil
}

// worker names a new worker of this process.
func (r *Runner) worker() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count++
	return fmt.Sprintf("%s-%d", r.Owner, r.count)
}

func (r *Runner) saw(digest int64, key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[digest] == key
}

func (r *Runner) see(digest int64, key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen == nil {
		r.seen = map[int64]string{}
	}
	r.seen[digest] = key
}

func (r *Runner) schedule(words string) (schedule.Schedule, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := r.parsed[words]
	if ok {
		return s, nil
	}
	s, err := schedule.Parse(words, "UTC")
	if err == nil {
		if r.parsed == nil {
			r.parsed = map[string]schedule.Schedule{}
		}
		r.parsed[words] = s
	}
	return s, err
}

// deliver tells a slot, or leaves it to be tried again.
func (r *Runner) deliver(ctx context.Context, slot store.Slot, d store.Digest, owner string) {
	held, release := r.hold(ctx, slot, owner)
	state, err := r.tellSlot(held, &slot, d, owner)
	release()
	if err == nil {
		err = r.Ledger.FinishSlot(ctx, slot.ID, owner, state)
	}
	switch {
	case err == nil:
		r.Log.Info("digest told", "channel", slot.Channel, "slot", slot.Key, "attempt", slot.Attempt, "state", state)
	case errors.Is(err, store.ErrLost), ctx.Err() != nil:
	default:
		r.Log.Warn("digest put off", "channel", slot.Channel, "slot", slot.Key, "attempt", slot.Attempt, "err", err)
		after := retryAfter(slot.Attempt)
		if err := r.Ledger.HoldSlot(ctx, slot.ID, owner, after, r.Now()); err != nil {
			r.warn(ctx, "digest put off", err)
		}
		r.putOff(after)
	}
}

// TellNow tells a channel at once what is new, as a slot of its own, and
// returns what stands in the channel then. What Slack does not take is left
// for a Runner to go on with.
func (r *Runner) TellNow(ctx context.Context, d store.Digest) (string, error) {
	now := r.Now()
	owner := r.worker()
	due := []store.DueSlot{{Key: "now " + now.UTC().Format(time.DateTime), Due: now}}
	slot, claimed, err := r.Ledger.ClaimSlot(ctx, d, due, owner, lease, now)
	if err != nil {
		return "", err
	}
	if !claimed {
		return "", fmt.Errorf("another digest is being told in %s; try again in a minute", d.Channel)
	}
	held, release := r.hold(ctx, slot, owner)
	state, err := r.tellSlot(held, &slot, d, owner)
	release()
	if err == nil {
		err = r.Ledger.FinishSlot(ctx, slot.ID, owner, state)
	}
	if err != nil {
		return "", fmt.Errorf("%w; footnote serve will try again", err)
	}
	if state == store.SlotSilent {
		return "Nothing new, and the digest of this channel is silent then.", nil
	}
	e, err := decode(slot.Content)
	return e.Head.Plain(), err
}

// retryAfter is how long to wait after the nth attempt.
func retryAfter(attempt int) time.Duration {
	return min(lastRetry, firstRetry<<min(attempt-1, 10))
}

// hold keeps a slot held until release, and ends the context it returns when
// the hold is lost.
func (r *Runner) hold(ctx context.Context, slot store.Slot, owner string) (held context.Context, release func()) {
	held, lose := context.WithCancelCause(ctx)
	var beat sync.WaitGroup
	beat.Go(func() {
		for pause(held, lease/4) {
			if err := r.Ledger.HoldSlot(held, slot.ID, owner, lease, r.Now()); errors.Is(err, store.ErrLost) {
				lose(err)
			}
		}
	})
	return held, func() { lose(nil); beat.Wait() }
}

// tellSlot makes what a slot tells, unless it is made, and posts what of it
// does not stand there yet. It returns the state that the slot ends in.
func (r *Runner) tellSlot(ctx context.Context, slot *store.Slot, d store.Digest, owner string) (string, error) {
	late := r.Now().Sub(slot.Due) > catchUp
	if slot.State == store.SlotMade && !late {
		if err := r.reconsider(ctx, slot, owner); err != nil {
			return "", err
		}
	}
	if slot.State == store.SlotClaimed {
		if d.ID == 0 || late { // without an ID, the digest was removed meanwhile
			return store.SlotFailed, nil
		}
		nothing, err := r.makeSlot(ctx, slot, d, owner)
		if err != nil {
			return "", err
		}
		if nothing {
			return store.SlotSilent, nil
		}
	}
	e, err := decode(slot.Content)
	if err != nil {
		return "", err
	}
	if late {
		if untold, err := r.isUntold(ctx, e.Head); err != nil || untold {
			return store.SlotFailed, err // the next one tells it
		}
	}
	return store.SlotDone, r.post(ctx, *slot, e, owner)
}

// makeSlot makes and keeps what a slot tells.
func (r *Runner) makeSlot(ctx context.Context, slot *store.Slot, d store.Digest, owner string) (nothing bool, err error) {
	now := r.Now()
	e, err := r.Maker.Make(ctx, d, *slot, now)
	if err != nil {
		return false, fmt.Errorf("make digest: %w", err)
	}
	if slot.Content, err = e.encode(); err != nil {
		return false, err
	}
	slot.Until = e.Until
	return e.Nothing && d.Silent, r.Ledger.MadeSlot(ctx, *slot, owner, e.Stories, now)
}

// reconsider has a slot made anew where what it was to tell rests on what is not
// seen any more: somebody left, an article was removed, the channel was shared
// with another company. Once it stands in the channel it is as it is.
func (r *Runner) reconsider(ctx context.Context, slot *store.Slot, owner string) error {
	e, err := decode(slot.Content)
	if err != nil {
		return err
	}
	seen, err := r.Teller.Seen(ctx, e.whole())
	if err != nil || seen {
		return err
	}
	untold, err := r.isUntold(ctx, e.Head)
	if err != nil || !untold {
		return err
	}
	r.Log.Info("digest made anew", "channel", slot.Channel, "slot", slot.Key)
	*slot, err = r.Ledger.UnmakeSlot(ctx, slot.ID, owner)
	return err
}

// isUntold reports whether a message does not stand in its channel, or in one that is
// closed, where nobody can look.
func (r *Runner) isUntold(ctx context.Context, head tell.Message) (bool, error) {
	ts, begun, err := r.Ledger.Post(ctx, head.Key)
	if err != nil || ts != "" || !begun {
		return ts == "", err
	}
	ts, err = r.Teller.Poster.Find(ctx, head)
	if errors.Is(err, tell.ErrClosed) {
		return true, nil
	}
	return ts == "", err
}

// post posts the messages of an edition, in order.
func (r *Runner) post(ctx context.Context, slot store.Slot, e Edition, owner string) error {
	if err := r.Ledger.HoldSlot(ctx, slot.ID, owner, lease, r.Now()); err != nil {
		return err
	}
	ts, err := r.Teller.Tell(ctx, e.Head)
	for i := 0; err == nil && i < len(e.Replies); i++ {
		if err = r.Ledger.HoldSlot(ctx, slot.ID, owner, lease, r.Now()); err != nil {
			return err
		}
		m := e.Replies[i]
		m.Thread = ts
		if _, err = r.Teller.Tell(ctx, m); errors.Is(err, tell.ErrUnseen) {
			err = nil // its headline stands already
		}
	}
	return err
}

// pause waits and reports whether it could to the end.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
