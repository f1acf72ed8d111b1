package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"footnote/internal/store"
)

// maxWaiting is how many questions wait for a seat where nothing is set. With
// pace.waiting it bounds what a rush costs: 8 seats work off a full line in
// time where an answer takes up to 12 s.
const maxWaiting = 200

// errFull is why a question is not waited with any longer.
var errFull = errors.New("no seat became free in time")

// A line is the questions that wait for a seat, in the order in which they
// came.
type line struct {
	mu     sync.Mutex
	most   int
	closed bool
	all    []waiting
}

type waiting struct {
	id  int64
	end context.CancelCauseFunc
}

// join adds a question at the end, and reports whether there was room. To a
// line that is closed nothing is added, and end is called.
func (l *line) join(id int64, end context.CancelCauseFunc) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		end(errHandedOver)
	case len(l.all) >= l.most:
		return false
	default:
		l.all = append(l.all, waiting{id, end})
	}
	return true
}

// leave takes a question out of the line, if it is in it.
func (l *line) leave(id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = slices.DeleteFunc(l.all, func(w waiting) bool { return w.id == id })
}

// waiting returns how many questions wait.
func (l *line) waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.all)
}

// Waiting returns how many questions wait for their turn in this process.
func (b *Bot) Waiting() int { return b.line.waiting() }

// has reports whether a question waits.
func (l *line) has(id int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.all, func(w waiting) bool { return w.id == id })
}

// before returns how many wait before a question.
func (l *line) before(id int64) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(0, slices.IndexFunc(l.all, func(w waiting) bool { return w.id == id }))
}

// close hands over all that wait, to the next process.
func (l *line) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for _, w := range l.all {
		w.end(errHandedOver)
	}
}

// lineUp lets a question wait for a seat and then works on it, and reports
// whether there was room in the line.
func (b *Bot) lineUp(ctx context.Context, q store.Question) bool {
	waiting, end := context.WithCancelCause(ctx)
	done := b.activate(q, end)
	if !b.line.join(q.ID, end) {
		done()
		end(nil)
		return false
	}
	b.work.Go(func() {
		defer end(nil)
		err := b.await(waiting, q)
		done()
		switch {
		case err == nil:
			b.seated(b.seats, func() { b.workOn(ctx, q) })
		case errors.Is(err, errFull):
			b.attend(ctx, "busy", q, b.busy)
		case errors.Is(err, errStopped):
			b.settle(ctx, q, store.Record{Outcome: outcomeFailed})
		default:
			b.log.Warn("bot question left", "question", q.ID, "cause", err)
		}
	})
	return true
}

// await takes a seat for a question when its turn has come; the error says
// why it does not come. Until then the question is held, and its asker told
// how many are before it.
func (b *Bot) await(ctx context.Context, q store.Question) error {
	var told sync.WaitGroup
	defer told.Wait() // a word that arrives after the answer would stay
	held, release := b.hold(ctx, q)
	defer release()
	defer b.line.leave(q.ID)
	told.Go(func() { b.tellPlace(held, q) })
	limit := time.NewTimer(b.pace.waiting)
	defer limit.Stop()
	select { // once: whoever sends anew to a channel stands at the end of those that do
	case b.seats <- struct{}{}:
		if held.Err() != nil {
			<-b.seats
			return context.Cause(held)
		}
		return nil
	case <-limit.C:
		return errFull
	case <-held.Done():
		return context.Cause(held)
	}
}

// tellPlace says under a message, until ctx ends, how many questions are
// before it. A command was acknowledged with a word.
func (b *Bot) tellPlace(ctx context.Context, q store.Question) {
	if !isOpen(q) {
		return
	}
	for wait := b.pace.status / 3; pause(ctx, wait); wait = b.pace.place {
		if b.api.places.Allow() {
			b.sayPlace(context.WithoutCancel(ctx), q, b.line.before(q.ID))
		}
	}
}

func (b *Bot) sayPlace(ctx context.Context, q store.Question, before int) {
	words := fmt.Sprintf("Waiting: %d questions are before yours", before)
	switch before {
	case 0:
		words = "Waiting: yours is the next question"
	case 1:
		words = "Waiting: 1 question is before yours"
	}
	ctx, cancel := context.WithTimeout(ctx, b.pace.status)
	defer cancel()
	if err := b.api.slack.SetAssistantThreadsStatusContext(ctx, statusOf(q, words)); err != nil {
		b.log.Debug("bot status", "question", q.ID, "err", err)
	}
}
