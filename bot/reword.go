package bot

import (
	"context"
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
	if asks, err := b.isForBot(ctx, e); err != nil || !asks {
		return nil, err
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

// isForBot reports whether a message asks the bot something.
func (b *Bot) isForBot(ctx context.Context, e slackwire.Event) (bool, error) {
	in := intentOf(e, b.me.UserID)
	if in == followUp {
		return b.store.InThread(ctx, e.Channel, e.ThreadTS)
	}
	return in == ask, nil
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
	all, err := b.store.QuestionsAt(ctx, q.Channel, q.TS, rewordMark)
	if err != nil || len(all) == 0 || all[0].Text == "" || b.isChat(q) { // its words are kept no longer
		return q, false, err
	}
	q, claimed, err := b.claimReworded(ctx, q, m.edited, all[0])
	if claimed {
		b.replace(q)
	}
	return q, claimed, err
}

// editedAt returns when its author changed a message, if that was soon enough to ask
// anew; else "".
func editedAt(m slack.Message) string {
	at := m.Edited
	if at == nil || at.User != m.User || timeOf(at.Timestamp).Sub(timeOf(m.Timestamp)) > rewordWithin {
		return ""
	}
	return at.Timestamp
}

// lookAgain does as acceptDeleted and acceptReworded where the message of a question
// was deleted or changed while nobody was connected. Where Slack does not say so, it
// stands as it was. working is for what is left to do then.
func (b *Bot) lookAgain(ctx, working context.Context, q store.Question) {
	if q.Kind != store.KindMessage {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, b.pace.status)
	defer cancel()
	m, stands, err := b.messageOf(ctx, q)
	switch {
	case err != nil:
	case !stands:
		var end act
		if end, err = b.acceptDeleted(ctx, q.Channel, since(q), q.ThreadTS, q.User); err == nil {
			end(working)
		}
	case editedAt(m) != "":
		err = b.lookAtEdited(ctx, working, missed{Event: b.eventOf(q.Channel, m), edited: editedAt(m)})
	}
	if err != nil {
		b.log.Warn("bot look for question", "question", q.ID, "err", err)
	}
}

// lookAtEdited begins what a message asks since it was changed, unless somebody did.
func (b *Bot) lookAtEdited(ctx, working context.Context, m missed) error {
	if asks, err := b.isForBot(ctx, m.Event); err != nil || !asks {
		return err
	}
	q, claimed, err := b.claimEdited(ctx, m)
	if claimed {
		b.begin(working, q)
	}
	return err
}

// replace ends the answering of what a message asked before it was changed.
func (b *Bot) replace(q store.Question) {
	b.endAll(errTakenBack, func(o store.Question) bool { return o.Channel == q.Channel && since(o) == since(q) && o.TS < q.TS })
}

// wasTakenBack reports whether the message of a question was deleted, or asks
// another now, whichever process heard of it.
func (b *Bot) wasTakenBack(ctx context.Context, q store.Question) bool {
	deleted, err := b.wasDeleted(ctx, q)
	if err != nil || deleted || q.Kind != store.KindMessage {
		return deleted
	}
	all, err := b.store.QuestionsAt(ctx, q.Channel, since(q), rewordMark)
	return err == nil && len(all) > 0 && all[0].TS > q.TS
}
