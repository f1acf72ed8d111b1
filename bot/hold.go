package bot

import (
	"context"
	"errors"
	"sync"
	"time"

	"footnote/internal/store"
)

// hold keeps a question claimed until release, and ends the context it
// returns when the claim is lost or cannot be renewed for a whole lease.
func (b *Bot) hold(ctx context.Context, q store.Question) (held context.Context, release func()) {
	held, lose := context.WithCancelCause(ctx)
	var beat sync.WaitGroup
	beat.Go(func() { b.renew(held, q, lose) })
	return held, func() {
		cause := context.Cause(held)
		lose(nil)
		beat.Wait()
		if errors.Is(cause, errHandedOver) {
			b.handOver(ctx, q)
		}
	}
}

func (b *Bot) renew(ctx context.Context, q store.Question, lose context.CancelCauseFunc) {
	renewed := b.now()
	for pause(ctx, b.pace.lease/3) {
		ok, err := b.store.RenewQuestion(ctx, q.ID, b.owner, b.pace.lease, b.now())
		switch {
		case err == nil && ok:
			renewed = b.now()
		case err == nil, b.now().Sub(renewed) >= b.pace.lease:
			lose(errLost)
			return
		default:
			b.log.Warn("bot renew", "question", q.ID, "err", err)
		}
	}
}

// handOver ends the lease now, so that the next process need not wait for it.
func (b *Bot) handOver(ctx context.Context, q store.Question) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if _, err := b.store.RenewQuestion(ctx, q.ID, b.owner, 0, b.now()); err != nil {
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

// stop ends all answers that grow in a thread, because a person said so.
func (b *Bot) stop(channel, threadTS string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, a := range b.active {
		if a.q.Channel == channel && a.q.ThreadTS == threadTS {
			a.end(errStopped)
		}
	}
}
