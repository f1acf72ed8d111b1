package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"footnote/internal/store"
)

// takeOverLoop answers what dead processes left, now and from time to time.
func (b *Bot) takeOverLoop(ctx, working context.Context) {
	for {
		for b.takeOver(ctx, working) {
		}
		if !pause(ctx, b.pace.takeOver) {
			return
		}
	}
}

// takeOver begins one question that a dead process left, and reports whether
// there may be more. It waits for a seat as questions do, so that a rush of
// them does not keep it from one.
func (b *Bot) takeOver(ctx, working context.Context) bool {
	if b.api.refused.Load() { // nothing can be said: it waits for another token
		return false
	}
	if !b.awaitSeat(ctx) {
		return false
	}
	q, ok, err := b.store.TakeOver(ctx, b.owner, b.pace.lease, b.now())
	if err != nil && ctx.Err() == nil {
		b.log.Error("bot take over", "err", err)
	}
	if err != nil || !ok {
		<-b.seats
		return false
	}
	if b.held.has(q.ID) { // the clock jumped past its lease, which is renewed by this
		b.log.Warn("bot take over of its own", "question", q.ID)
		<-b.seats
		return true
	}
	b.log.Warn("bot take over", "question", q.ID, "attempt", q.Attempt)
	b.seated(b.seats, func() { b.workOn(working, q) })
	return true
}

// awaitSeat waits for a seat and reports whether it has one.
func (b *Bot) awaitSeat(ctx context.Context) bool {
	select {
	case b.seats <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	if ctx.Err() != nil {
		<-b.seats
		return false
	}
	return true
}

// errWornOut is why a question is given up.
var errWornOut = errors.New("every attempt ended early")

// resume finds what earlier attempts at a question left in Slack, so that the
// answer comes into the same message. The error is errWornOut, or says why
// that cannot be known: then another message would be one too many.
func (b *Bot) resume(ctx context.Context, r *reply) error {
	if r.q.Attempt <= 1 {
		return nil
	}
	first, others, err := b.leftBehind(ctx, r.q)
	switch {
	case err != nil && r.q.ReplyTS == "":
		r.astray = true
		return err
	case err != nil:
		b.log.Warn("bot read thread back", "question", r.q.ID, "err", err)
		first = r.q.ReplyTS
	}
	if first != "" {
		r.took(ctx, &part{ts: first})
	}
	for _, ts := range others {
		_ = b.remove(ctx, r.q, ts) // as is logged
	}
	if r.q.Attempt > maxTries {
		return errWornOut
	}
	return nil
}

// find looks for a message that may hold the reply, though the call that
// posted it failed.
func (b *Bot) find(ctx context.Context, r *reply) error {
	ts, err := b.findReply(ctx, r.q)
	if err != nil {
		return err
	}
	if r.astray = false; ts != "" && len(r.parts) == 0 {
		r.took(ctx, &part{ts: ts})
	}
	return nil
}

// leftBehind returns the first message of a question's reply, and the further
// ones.
func (b *Bot) leftBehind(ctx context.Context, q store.Question) (first string, others []string, err error) {
	own, err := b.ownReplies(ctx, q)
	if err != nil {
		return "", nil, err
	}
	first = q.ReplyTS
	if first == "" {
		if first, err = b.pick(ctx, q, own); err != nil {
			return "", nil, err
		}
	}
	for _, m := range own {
		if m.Timestamp != first && isOf(m, q) {
			others = append(others, m.Timestamp)
		}
	}
	return first, others, nil
}

// findReply returns the message that holds a question's answer though that
// was never recorded, or "".
func (b *Bot) findReply(ctx context.Context, q store.Question) (string, error) {
	own, err := b.ownReplies(ctx, q)
	if err != nil {
		return "", err
	}
	return b.pick(ctx, q, own)
}

// pick chooses among the bot's messages after a question: the first that
// bears its ID, else the first that is nobody's. A stream bears none while it
// is open.
func (b *Bot) pick(ctx context.Context, q store.Question, own []slack.Message) (string, error) {
	for _, m := range own {
		if isOf(m, q) {
			return m.Timestamp, nil
		}
	}
	records, err := b.store.Thread(ctx, q.Channel, q.ThreadTS)
	if err != nil {
		return "", err
	}
	if q.Kind == store.KindShare {
		return "", nil // is no stream
	}
	for _, m := range own {
		recorded := slices.ContainsFunc(records, func(r store.Record) bool { return r.ReplyTS == m.Timestamp })
		if firstBlockID(m) == "" && !recorded && !b.isHeld(q, m.Timestamp) {
			return m.Timestamp, nil
		}
	}
	return "", nil
}

// remove deletes a message of a reply that is written anew, or taken back. A stream
// that a dead process left open is ended first.
func (b *Bot) remove(ctx context.Context, q store.Question, ts string) error {
	once := func(ctx context.Context) error {
		_, _, err := b.api.slack.DeleteMessageContext(ctx, q.Channel, ts)
		return err
	}
	err := b.api.retry(ctx, once)
	if code := codeOf(err); code == "cant_delete_message" || code == "streaming_state_conflict" {
		if b.endStream(ctx, q, ts, nil) == nil {
			err = b.api.retry(ctx, once)
		}
	}
	if err == nil || codeOf(err) == "message_not_found" {
		return nil
	}
	b.log.Warn("bot remove", "question", q.ID, "err", err)
	return err
}
