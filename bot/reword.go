package bot

import (
	"context"
	"strings"
	"time"

	"footnote/internal/store"
)

// rewordMark divides the ts of a message from when it was changed, in the TS of the
// question that it asks since.
const rewordMark = ".edited."

// isReworded reports whether a question is of a message that was changed.
func isReworded(q store.Question) bool { return strings.Contains(q.TS, rewordMark) }

// rewordWithin is for how long a message that is changed asks anew: what is mended
// later is for its readers.
const rewordWithin = time.Hour

// acceptReworded claims what a message asks since its author changed it, in other
// words than before, and ends the answering of what it asked.
func (b *Bot) acceptReworded(ctx context.Context, changed event) (act, error) {
	e, ok := changed.reworded()
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
	case before.Kind != store.KindMessage, normal(questionText(changed.Previous.Text, b.me.UserID)) == normal(q.Text):
		return nil, nil
	}
	q.TS += rewordMark + changed.Message.Edited.TS
	if q, claimed, err = b.store.ClaimQuestion(ctx, q, b.owner, b.pace.lease, b.now()); err != nil || !claimed {
		return nil, err
	}
	return func(ctx context.Context) { b.replace(q); b.begin(ctx, q) }, nil
}
