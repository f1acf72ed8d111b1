package bot

import (
	"context"

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

func feedbackBlock() slack.Block {
	button := func(label, value, told string) *slack.FeedbackButton {
		return slack.NewFeedbackButton(slack.NewTextBlockObject(slack.PlainTextType, label, false, false), value).
			WithAccessibilityLabel(told)
	}
	return slack.NewContextActionsBlock("", slack.NewFeedbackButtonsBlockElement(feedbackAction,
		button("Good answer", valueUp, "This answer helped"),
		button("Bad answer", valueDown, "This answer did not help")))
}

// judge stores a click under an answer and thanks for it, seen by the one who
// clicked alone.
func (b *Bot) judge(ctx context.Context, c click) {
	words := "Thank you. It is noted that this answer helped."
	if c.Value == valueDown {
		words = "Thank you. It is noted that this answer did not help."
	}
	if err := b.saveFeedback(ctx, c); err != nil {
		b.log.Error("bot feedback", "channel", c.Channel, "reply", c.MessageTS, "err", err)
		words = "Sorry, this could not be noted."
	}
	err := b.api.retry(ctx, func(ctx context.Context) error {
		_, err := b.api.slack.PostEphemeralContext(ctx, c.Channel, c.User,
			slack.MsgOptionText(mrkdwn(words), false), inThread(c.ThreadTS))
		return err
	})
	if err != nil {
		b.log.Warn("bot feedback thanks", "channel", c.Channel, "err", err)
	}
}

func (b *Bot) saveFeedback(ctx context.Context, c click) error {
	rec, err := b.store.AnswerByReply(ctx, c.Channel, c.MessageTS)
	if err != nil {
		return err
	}
	return b.store.SaveFeedback(ctx, store.Feedback{AnswerID: rec.ID, User: c.User, Value: c.Value, At: b.now()})
}

// inThread puts a message into a thread, where there is one.
func inThread(ts string) slack.MsgOption {
	if ts == "" {
		return slack.MsgOptionCompose()
	}
	return slack.MsgOptionTS(ts)
}
