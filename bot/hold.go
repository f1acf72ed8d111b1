package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"footnote/internal/store"
)

// holdings are the questions that this process holds, which it renews together:
// one statement for each would keep a rush from the store.
type holdings struct {
	mu  sync.Mutex
	all map[int64]*holding
	end func() // ends the renewing, and waits for it; nil where nothing is held
}

// A holding is a question that is held.
type holding struct {
	lose    context.CancelCauseFunc
	renewed time.Time
}

// hold keeps a question claimed until release, and ends the context it
// returns when the claim is lost or cannot be renewed for a whole lease.
func (b *Bot) hold(ctx context.Context, q store.Question) (held context.Context, release func()) {
	held, lose := context.WithCancelCause(ctx)
	own := &holding{lose: lose, renewed: b.now()}
	b.held.add(q.ID, own, func() func() { return b.beat(context.WithoutCancel(ctx)) })
	return held, func() {
		cause := context.Cause(held)
		lose(nil)
		b.held.remove(q.ID, own)
		if errors.Is(cause, errHandedOver) {
			b.handOver(ctx, q)
		}
	}
}

// engage holds a question while it is answered, until done: held ends where the
// claim is lost, asking also where a person stops the answer.
func (b *Bot) engage(ctx context.Context, q store.Question) (held, asking context.Context, done func()) {
	held, release := b.hold(ctx, q)
	asking, end := context.WithCancelCause(held)
	forget := b.activate(q, end)
	return held, asking, func() { forget(); end(nil); release() }
}

// add adds a question; begin begins the renewing where it is the first.
func (h *holdings) add(id int64, own *holding, begin func() (end func())) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil {
		h.all = map[int64]*holding{}
	}
	h.all[id] = own
	if h.end == nil {
		h.end = begin()
	}
}

// remove removes a question, and ends the renewing where it was the last.
func (h *holdings) remove(id int64, own *holding) {
	h.mu.Lock()
	if h.all[id] == own {
		delete(h.all, id)
	}
	var end func()
	if len(h.all) == 0 {
		end, h.end = h.end, nil
	}
	h.mu.Unlock()
	if end != nil {
		end()
	}
}

// has reports whether a question is held.
func (h *holdings) has(id int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.all[id] != nil
}

// list returns what is held now.
func (h *holdings) list() map[int64]*holding {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.all)
}

// beat renews what is held until end is called.
func (b *Bot) beat(ctx context.Context) (end func()) {
	ctx, stop := context.WithCancel(ctx)
	var beats sync.WaitGroup
	beats.Go(func() {
		for pause(ctx, b.pace.lease/3) {
			b.renew(ctx, b.held.list())
			b.endTakenBack(ctx)
		}
	})
	return func() { stop(); beats.Wait() }
}

// renew renews claims. Only this goroutine writes when they were.
func (b *Bot) renew(ctx context.Context, all map[int64]*holding) {
	ids := slices.Sorted(maps.Keys(all))
	now := b.now()
	renewed, err := b.store.RenewQuestions(ctx, ids, b.owner, b.pace.lease, now)
	if err != nil && ctx.Err() == nil {
		b.log.Warn("bot renew", "questions", len(ids), "err", err)
	}
	for id, h := range all {
		switch {
		case slices.Contains(renewed, id):
			h.renewed = now
		case err == nil, now.Sub(h.renewed) >= b.pace.lease:
			h.lose(errLost)
		}
	}
}

// handOver ends the lease now, so that the next process need not wait for it.
func (b *Bot) handOver(ctx context.Context, q store.Question) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if _, err := b.store.RenewQuestions(ctx, []int64{q.ID}, b.owner, 0, b.now()); err != nil {
		b.log.Warn("bot hand over", "question", q.ID, "err", err)
	}
}

// activate notes a question that is being answered here, until the function
// that it returns is called.
func (b *Bot) activate(q store.Question, end context.CancelCauseFunc) func() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.active[q.ID] = &activity{q: q, reply: q.ReplyTS, end: end}
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.active, q.ID)
	}
}

// holds notes the message in which a question's answer grows.
func (b *Bot) holds(id int64, replyTS string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if a := b.active[id]; a != nil {
		a.reply = replyTS
	}
}

// isHeld reports whether a message holds the answer of another question that
// is being answered here.
func (b *Bot) isHeld(q store.Question, replyTS string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, a := range b.active {
		if id != q.ID && a.q.Channel == q.Channel && a.reply == replyTS {
			return true
		}
	}
	return false
}

// answering returns the questions that are being answered here, without those that
// wait.
func (b *Bot) answering() (all []store.Question) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, a := range b.active {
		if !b.line.has(id) {
			all = append(all, a.q)
		}
	}
	return all
}

// stop ends all answers that grow in a thread, because a person said so.
func (b *Bot) stop(channel, threadTS string) {
	b.endAll(errStopped, func(q store.Question) bool { return q.Channel == channel && q.ThreadTS == threadTS })
}

// endTakenBack ends the answering here of what another process heard to be taken back.
func (b *Bot) endTakenBack(ctx context.Context) {
	for _, q := range b.answering() {
		if b.wasTakenBack(ctx, q) {
			b.endAll(errTakenBack, func(o store.Question) bool { return o.ID == q.ID })
		}
	}
}

// endAll ends the answering here of some questions.
func (b *Bot) endAll(cause error, which func(store.Question) bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, a := range b.active {
		if which(a.q) {
			a.end(cause)
		}
	}
}
