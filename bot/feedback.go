package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/slackwire"
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
	SaveReport(ctx context.Context, r store.Report) error
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

// judged returns the answer that a click on its buttons is about: one that was given
// to who clicked, or to all where they did.
func (b *Bot) judged(ctx context.Context, in slackwire.Interaction, a slackwire.Action) (store.Record, error) {
	id, named := strings.CutPrefix(a.BlockID, feedbackBlockID)
	if n, err := strconv.ParseInt(id, 10, 64); named && err == nil && n > 0 {
		rec, err := b.stored(ctx, func() (store.Record, error) { return b.store.AnswerOf(ctx, n) })
		if err == nil && rec.User != in.User && (rec.Channel != in.Channel || rec.ReplyTS == whispered) {
			return store.Record{}, errNotTheirs
		}
		return rec, err
	}
	return b.stored(ctx, func() (store.Record, error) { return b.store.AnswerByReply(ctx, in.Channel, in.MessageTS) })
}

// judge stores a click under an answer. For a bad one it opens a form that
// asks why, which need not be filled in; else it thanks, seen by the one who
// clicked alone.
func (b *Bot) judge(ctx context.Context, in slackwire.Interaction, a slackwire.Action) {
	if a.Value != valueUp && a.Value != valueDown {
		return
	}
	l := b.langOf(ctx, in.User)
	rec, err := b.judged(ctx, in, a)
	if err == nil {
		err = b.store.SaveFeedback(ctx, store.Feedback{AnswerID: rec.ID, User: in.User, Value: a.Value, At: b.now()})
	}
	said := l.say("Thank you. It is noted that this answer helped.")
	switch {
	case err != nil:
		b.log.Error("bot feedback", "channel", in.Channel, "reply", in.MessageTS, "err", err)
		said = l.say("Sorry, this could not be noted.")
	case a.Value == valueDown:
		if err = b.askWhy(ctx, in, rec, l); err == nil {
			return
		}
		b.log.Warn("bot feedback form", "channel", in.Channel, "err", err) // a trigger lives 3 s
		said = l.say("Thank you. It is noted that this answer did not help.")
	}
	if err := b.whisper(ctx, earIn(in), words(said)); err != nil {
		b.log.Warn("bot feedback thanks", "channel", in.Channel, "err", err)
	}
}

// The form that asks why an answer is bad: its callback_id, and the action_ids
// of its fields.
const (
	whyForm   = "footnote_why"
	whyReason = "reason"
	whyNote   = "note"
)

// Bounds of the form.
const (
	maxReason = 1000 // characters
	maxNotes  = 100  // options of a choice, docs.slack.dev/reference/block-kit/block-elements
)

// A whyMeta is what the form carries to say what it is about.
type whyMeta struct {
	Answer  int64  `json:"answer"`
	Channel string `json:"channel"`
	Thread  string `json:"thread,omitempty"`
}

// askWhy opens the form, once: a trigger can be used once only.
func (b *Bot) askWhy(ctx context.Context, in slackwire.Interaction, rec store.Record, l lang) error {
	meta, err := json.Marshal(whyMeta{Answer: rec.ID, Channel: in.Channel, Thread: in.ThreadTS})
	if err != nil {
		return err // unreachable: numbers and strings
	}
	_, err = b.api.slack.OpenViewContext(ctx, in.TriggerID, whyView(rec, l, string(meta)))
	return err
}

func whyView(rec store.Record, l lang, meta string) slack.ModalViewRequest {
	plain := func(s string) *slack.TextBlockObject {
		return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
	}
	reason := slack.NewPlainTextInputBlockElement(nil, whyReason)
	reason.Multiline, reason.MaxLength = true, maxReason
	blocks := []slack.Block{
		slack.NewSectionBlock(textObject(l.say("It is noted that this answer did not help. If you like, say why; it makes the next ones better.")), nil, nil),
		optional(slack.NewInputBlock("", plain(l.say("What was wrong?")), nil, reason)),
	}
	if options := noteOptions(rec); len(options) > 0 {
		choice := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(l.say("None in particular")), whyNote, options...)
		blocks = append(blocks, optional(slack.NewInputBlock("", plain(l.say("Which footnote does not bear its sentence?")), nil, choice)))
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: whyForm, Title: plain(l.say("Thank you")), Submit: plain(l.say("Send")), Close: plain(l.say("Skip")),
		Blocks: slack.Blocks{BlockSet: blocks}, PrivateMetadata: meta,
	}
}

func optional(b *slack.InputBlock) *slack.InputBlock {
	b.Optional = true
	return b
}

// noteOptions are the footnotes of an answer, each once.
func noteOptions(rec store.Record) []*slack.OptionBlockObject {
	var cited []answer.Citation
	if len(rec.Citations) > 0 && json.Unmarshal(rec.Citations, &cited) != nil {
		return nil
	}
	var out []*slack.OptionBlockObject
	seen := map[int]bool{}
	for _, c := range cited {
		if !seen[c.N] && len(out) < maxNotes {
			seen[c.N] = true
			label := cut(inline(fmt.Sprintf("[%d] %s", c.N, c.Title)), maxLabel)
			out = append(out, slack.NewOptionBlockObject(strconv.Itoa(c.N), slack.NewTextBlockObject(slack.PlainTextType, label, false, false), nil))
		}
	}
	return out
}

// acceptWhy takes the filled-in form: it is stored before it is closed.
func (b *Bot) acceptWhy(ctx context.Context, in slackwire.Interaction) (acceptance, error) {
	var meta whyMeta
	if err := json.Unmarshal([]byte(in.Metadata), &meta); err != nil {
		b.log.Warn("bot unreadable form", "err", err)
		return acceptance{}, nil
	}
	reason := cut(strings.TrimSpace(in.Values[whyReason]), maxReason)
	n, err := strconv.Atoi(in.Values[whyNote])
	if err != nil {
		n = 0
	}
	err = b.store.SaveFeedback(ctx, store.Feedback{AnswerID: meta.Answer, User: in.User, Value: valueDown, Reason: reason, At: b.now()})
	if err == nil && n > 0 {
		err = b.store.SaveReport(ctx, store.Report{AnswerID: meta.Answer, User: in.User, N: n, Reason: reason, At: b.now()})
	}
	said := "Thank you. It is noted that this answer did not help."
	if err != nil {
		b.log.Error("bot feedback form", "answer", meta.Answer, "err", err)
		said = "Sorry, this could not be noted."
	}
	in.Channel, in.ThreadTS = meta.Channel, meta.Thread
	return acceptance{act: b.sayOf(in, said)}, nil
}

// inThread puts a message into a thread, where there is one.
func inThread(ts string) slack.MsgOption {
	if ts == "" {
		return slack.MsgOptionCompose()
	}
	return slack.MsgOptionTS(ts)
}
