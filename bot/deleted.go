package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"footnote/internal/store"
	telling "footnote/internal/tell"
	"footnote/internal/watch"
)

// acceptDeleted notes for all processes that a message of a thread was deleted, ends
// the answering of what it asks, and takes back the answer that stands. Who asked what
// is forgotten the store does not know: author is who wrote the message, empty where
// that is not known either.
func (b *Bot) acceptDeleted(ctx context.Context, channel, ts, threadTS, author string) (act, error) {
	if _, err := b.store.SeenEvent(ctx, deletion(channel, ts), b.now()); err != nil {
		return nil, err
	}
	asked, err := b.store.QuestionsAt(ctx, channel, ts, rewordMark)
	if err != nil {
		return nil, err
	}
	for i := range asked {
		asked[i].User = cmp.Or(asked[i].User, author)
	}
	answered := slices.DeleteFunc(asked, func(q store.Question) bool { return !q.Finished || q.ReplyTS == "" })
	return func(ctx context.Context) {
		b.endAll(errTakenBack, func(q store.Question) bool { return q.Channel == channel && since(q) == ts })
		if len(answered) > 0 {
			b.patientErrand(ctx, "withdraw", func(ctx context.Context) { b.withdraw(ctx, answered, threadTS) })
		}
	}, nil
}

// deletion names, among the events, that a message was deleted.
func deletion(channel, ts string) string { return "deleted." + channel + "/" + ts }

// wasDeleted reports whether some process heard that the message of a question was deleted.
func (b *Bot) wasDeleted(ctx context.Context, q store.Question) (bool, error) {
	return b.store.KnownEvent(ctx, deletion(q.Channel, since(q)))
}

// lookAtAnswered looks again at the questions that were answered in the time that is
// looked back at. Of what was read back is known whether it stands.
func (b *Bot) lookAtAnswered(ctx, working context.Context, stood map[string]bool) error {
	answered, err := b.store.Answered(ctx, b.now().Add(-missedFor), missedMost)
	if err != nil {
		return err
	}
	for _, q := range answered {
		if stood[q.Channel+"/"+since(q)] {
			continue
		}
		if err := b.api.reads.Wait(ctx); err != nil {
			return err
		}
		b.lookAgain(ctx, working, q)
	}
	return nil
}

// tombstone is the subtype of what Slack leaves of a deleted message that others answered.
const tombstone = "tombstone"

// messageOf returns the message of a question, if it is still there.
func (b *Bot) messageOf(ctx context.Context, q store.Question) (m slack.Message, stands bool, err error) {
	ts := since(q)
	params := &slack.GetConversationRepliesParameters{ChannelID: q.Channel, Timestamp: cmp.Or(q.ThreadTS, ts), Oldest: ts, Latest: ts, Inclusive: true, Limit: 2}
	var found []slack.Message
	err = b.api.retry(ctx, func(ctx context.Context) (err error) {
		found, _, _, err = b.api.slack.GetConversationRepliesContext(ctx, params)
		return err
	})
	if codeOf(err) == "thread_not_found" {
		return m, false, nil
	}
	i := slices.IndexFunc(found, func(m slack.Message) bool { return m.Timestamp == ts && m.SubType != tombstone })
	if err != nil || i < 0 {
		return m, false, err
	}
	return found[i], true, nil
}

// catchDeletion withdraws an answer whose question was deleted just when it was
// shown: who heard of that found it unfinished.
func (b *Bot) catchDeletion(ctx context.Context, r *reply) {
	if r.q.Kind != store.KindMessage || len(r.parts) == 0 {
		return
	}
	if deleted, err := b.wasDeleted(ctx, r.q); err == nil && deleted {
		q := r.q
		q.ReplyTS = r.parts[0].ts
		b.withdraw(ctx, []store.Question{q}, q.ThreadTS)
	}
}

// withdraw takes back the answers to what a deleted message asked, the latest first,
// and keeps none of it; where others went on from them, they stay.
func (b *Bot) withdraw(ctx context.Context, answered []store.Question, threadTS string) {
	first := answered[len(answered)-1]
	first.ThreadTS = cmp.Or(first.ThreadTS, threadTS, since(first)) // it is not kept of what nothing is
	others, err := b.othersWentOn(ctx, first)
	if err == nil && !others {
		var own []slack.Message
		if own, err = b.ownReplies(ctx, first); err == nil {
			for _, q := range answered {
				err = cmp.Or(err, b.unsay(ctx, q, own))
			}
		}
	}
	b.log.Info("bot question deleted", "question", first.ID, "kept", others)
	if err != nil {
		b.log.Warn("bot withdraw", "question", first.ID, "err", err)
	}
}

// othersWentOn reports whether anybody but its asker wrote or asked something in the
// thread of a question since it was answered.
func (b *Bot) othersWentOn(ctx context.Context, q store.Question) (bool, error) {
	records, err := b.store.Thread(ctx, q.Channel, q.ThreadTS)
	if err != nil || slices.ContainsFunc(records, func(r store.Record) bool { return r.User != q.User && r.ReplyTS > q.ReplyTS }) {
		return true, err
	}
	all, err := b.threadMessages(ctx, q.Channel, q.ThreadTS, timeOf(q.ReplyTS))
	if codeOf(err) == "thread_not_found" { // all of it was deleted
		return false, nil
	}
	return slices.ContainsFunc(all, func(m slack.Message) bool {
		return m.Timestamp > q.ReplyTS && m.User != q.User && !b.wrote(m) && slices.Contains(append(said, "bot_message"), m.SubType)
	}), err
}

// unsay removes what answers a question, of the messages that the bot wrote in its
// thread, with the note on it, and what answers what its asker chose under that.
func (b *Bot) unsay(ctx context.Context, q store.Question, own []slack.Message) error {
	note := ""
	rec, err := b.store.AnswerOf(ctx, q.ID)
	switch {
	case err == nil:
		note = tellingID(telling.Message{Key: watch.NoteKey(rec.ID)})
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	for _, m := range own {
		if id := firstBlockID(m); m.Timestamp != q.ReplyTS && !isOf(m, q) && (note == "" || id != note) {
			continue
		}
		if err := b.remove(ctx, q, m.Timestamp); err != nil && !isFinal(err) {
			return err // it is looked for again when what was missed is read back
		}
		chosen, err := b.store.QuestionsAt(ctx, q.Channel, m.Timestamp, nextMark)
		if err != nil {
			return err
		}
		for _, c := range chosen {
			if err := b.unsay(ctx, c, own); err != nil {
				return err
			}
		}
	}
	return b.store.RetractQuestion(ctx, q.ID)
}
