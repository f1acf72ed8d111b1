package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"footnote/internal/store"
)

// feedbackAction is the action_id of the buttons under an answer; a click
// brings one of the two values, which are those of store.Feedback.
const (
	feedbackAction = "footnote_feedback"
	valueUp        = "up"
	valueDown      = "down"
)

// A Judge stores what people think of answers.
type Judge interface {
	AnswerByReply(ctx context.Context, channel, replyTS string) (store.Record, error)
	SaveFeedback(ctx context.Context, f store.Feedback) error
}

// feedbackBlock returns the buttons under the answer of a question. The ID of
// the block names it, for an answer that its asker alone is shown has no
// message to be known by.
func feedbackBlock(id int64, l lang) slack.Block {
	button := func(label, value, told string) *slack.FeedbackButton {
		return slack.NewFeedbackButton(slack.NewTextBlockObject(slack.PlainTextType, label, false, false), value).
			WithAccessibilityLabel(told)
	}
	return slack.NewContextActionsBlock(fmt.Sprintf("%s%d", feedbackBlockID, id), slack.NewFeedbackButtonsBlockElement(feedbackAction,
		button(l.say("Good answer"), valueUp, l.say("This answer helped")),
		button(l.say("Bad answer"), valueDown, l.say("This answer did not help"))))
}

const feedbackBlockID = "feedback."

// judged returns the answer that a click on its buttons is about.
func (b *Bot) judged(ctx context.Context, in interaction, a action) (store.Record, error) {
	id, named := strings.CutPrefix(a.BlockID, feedbackBlockID)
	if n, err := strconv.ParseInt(id, 10, 64); named && err == nil && n > 0 {
		return b.stored(ctx, func() (store.Record, error) { return b.store.AnswerOf(ctx, n) })
	}
	return b.stored(ctx, func() (store.Record, error) { return b.store.AnswerByReply(ctx, in.Channel, in.MessageTS) })
}

// judge stores a click under an answer and thanks for it, seen by the one who
// clicked alone.
func (b *Bot) judge(ctx context.Context, in interaction, a action) {
	if a.Value != valueUp && a.Value != valueDown {
		return
	}
	l := b.langOf(ctx, in.User)
	said := l.say("Thank you. It is noted that this answer helped.")
	if a.Value == valueDown {
		said = l.say("Thank you. It is noted that this answer did not help.")
	}
	if err := b.saveFeedback(ctx, in, a); err != nil {
		b.log.Error("bot feedback", "channel", in.Channel, "reply", in.MessageTS, "err", err)
		said = l.say("Sorry, this could not be noted.")
	}
	if err := b.whisper(ctx, in.ear(), words(said)); err != nil {
		b.log.Warn("bot feedback thanks", "channel", in.Channel, "err", err)
	}
}

func (b *Bot) saveFeedback(ctx context.Context, in interaction, a action) error {
	rec, err := b.judged(ctx, in, a)
	if err != nil {
		return err
	}
	return b.store.SaveFeedback(ctx, store.Feedback{AnswerID: rec.ID, User: in.User, Value: a.Value, At: b.now()})
}

// inThread puts a message into a thread, where there is one.
func inThread(ts string) slack.MsgOption {
	if ts == "" {
		return slack.MsgOptionCompose()
	}
	return slack.MsgOptionTS(ts)
}
