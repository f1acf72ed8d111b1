package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// rewordMark divides the ts of a message from when it was changed, in the TS of the
// question that it asks since: a later one sorts behind those before it.
const rewordMark = ".edited."

// isReworded reports whether a question is of a message that was changed.
func isReworded(q store.Question) bool { return strings.Contains(q.TS, rewordMark) }

// rewordWithin is for how long a message that is changed asks anew: what is mended
// later is for its readers.
const rewordWithin = time.Hour

// acceptReworded claims what a message asks since its author changed it, in other
// words than before, and ends the answering of what it asked.
func (b *Bot) acceptReworded(ctx context.Context, changed slackwire.Event) (act, error) {
	e, ok := changed.Reworded()
	if !ok || b.now().Sub(timeOf(e.TS)) > rewordWithin {
		return nil, nil
	}
	switch intentOf(e, b.me.UserID) {
	case ask:
	case followUp:
		if in, err := b.store.InThread(ctx, e.Channel, e.ThreadTS); err != nil || !in {
			return nil, err
		}
	default:
		return nil, nil
	}
	q := b.questionIn(e)
	if b.isChat(q) {
		return nil, nil
	}
	before, claimed, err := b.store.ClaimQuestion(ctx, q, b.owner, b.pace.lease, b.now())
	switch {
	case err != nil:
		return nil, err
	case claimed: // it asks for the first time
		return func(ctx context.Context) { b.begin(ctx, before) }, nil
	}
	before.Text = questionText(changed.Previous.Text, b.me.UserID)
	q, claimed, err = b.claimReworded(ctx, q, changed.Message.Edited.TS, before)
	if err != nil || !claimed {
		return nil, err
	}
	return func(ctx context.Context) { b.replace(q); b.begin(ctx, q) }, nil
}

// claimReworded claims what a message asks since it was changed then, in other words
// than those of the question that it was before.
func (b *Bot) claimReworded(ctx context.Context, q store.Question, at string, before store.Question) (store.Question, bool, error) {
	if before.Kind != store.KindMessage || normal(before.Text) == normal(q.Text) {
		return q, false, nil
	}
	q.TS += rewordMark + at
	return b.store.ClaimQuestion(ctx, q, b.owner, b.pace.lease, b.now())
}

// claimEdited is claimReworded for a message that was changed while nobody was
// connected.
func (b *Bot) claimEdited(ctx context.Context, m missed) (store.Question, bool, error) {
	q := b.questionIn(m.Event)
	before, err := b.store.NewestQuestion(ctx, q.Channel, q.TS, rewordMark)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return q, false, nil
	case err != nil:
		return q, false, err
	case before.Text == "" || b.isChat(q): // its words are kept no longer
		return q, false, nil
	}
	q, claimed, err := b.claimReworded(ctx, q, m.edited, before)
	if claimed {
		b.replace(q)
	}
	return q, claimed, err
}

// replace ends the answering of what a message asked before it was changed.
func (b *Bot) replace(q store.Question) {
	b.endAll(errTakenBack, func(o store.Question) bool { return o.Channel == q.Channel && since(o) == since(q) && o.TS < q.TS })
}

// acceptDeleted notes for all processes that a message was deleted, and ends the
// answering of what it asks.
func (b *Bot) acceptDeleted(ctx context.Context, channel, ts string) (act, error) {
	if _, err := b.store.SeenEvent(ctx, deletion(channel, ts), b.now()); err != nil {
		return nil, err
	}
	return func(context.Context) {
		b.endAll(errTakenBack, func(q store.Question) bool { return q.Channel == channel && since(q) == ts })
	}, nil
}

// noteDeleted does as acceptDeleted where the message of a question was deleted while
// nobody was connected. Where Slack does not say so, it stands.
func (b *Bot) noteDeleted(ctx context.Context, q store.Question) {
	if q.Kind != store.KindMessage {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, b.pace.status)
	defer cancel()
	stands, err := b.stands(ctx, q)
	if err == nil && !stands {
		var end act
		if end, err = b.acceptDeleted(ctx, q.Channel, since(q)); err == nil {
			end(ctx)
		}
	}
	if err != nil {
		b.log.Warn("bot look for question", "question", q.ID, "err", err)
	}
}

// stands reports whether the message of a question is still there. Of one that others
// answered Slack leaves a tombstone.
func (b *Bot) stands(ctx context.Context, q store.Question) (bool, error) {
	ts := since(q)
	params := &slack.GetConversationRepliesParameters{ChannelID: q.Channel, Timestamp: cmp.Or(q.ThreadTS, ts), Oldest: ts, Latest: ts, Inclusive: true, Limit: 2}
	var found []slack.Message
	err := b.api.retry(ctx, func(ctx context.Context) (err error) {
		found, _, _, err = b.api.slack.GetConversationRepliesContext(ctx, params)
		return err
	})
	if codeOf(err) == "thread_not_found" {
		return false, nil
	}
	return slices.ContainsFunc(found, func(m slack.Message) bool { return m.Timestamp == ts && m.SubType != "tombstone" }), err
}

// deletion names, among the events, that a message was deleted.
func deletion(channel, ts string) string { return "deleted." + channel + "/" + ts }

// wasTakenBack reports whether the message of a question was deleted, or asks
// another now, whichever process heard of it.
func (b *Bot) wasTakenBack(ctx context.Context, q store.Question) bool {
	deleted, err := b.store.KnownEvent(ctx, deletion(q.Channel, since(q)))
	if err != nil || deleted || q.Kind != store.KindMessage {
		return deleted
	}
	newest, err := b.store.NewestQuestion(ctx, q.Channel, since(q), rewordMark)
	return err == nil && newest.TS > q.TS
}
