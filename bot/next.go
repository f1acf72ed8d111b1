package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// A Suggester says what may be asked after an answer; package answer has one.
type Suggester interface {
	Suggest(ctx context.Context, q answer.Question, ans answer.Answer, ask func(article.Article) string) ([]answer.Suggestion, error)
}

// nextAction is the action_id of a button that asks what is suggested under
// an answer, before a dot and its number: IDs are unique in a block. Its value
// is the question; the ID of its block names the question that was answered.
const (
	nextAction  = "footnote_next"
	nextBlockID = "next."
)

// Bounds of what is suggested: buttons, and the value of one, in characters,
// docs.slack.dev/reference/block-kit/block-elements/button-element.
const (
	maxNext  = 3
	maxValue = 2000
)

// suggest returns what may be asked after an answer. While questions wait,
// these come first.
func (b *Bot) suggest(ctx context.Context, q answer.Question, ans answer.Answer) []answer.Suggestion {
	if b.cfg.Suggester == nil || ans.Kind == answer.Summary || b.Waiting() > 0 {
		return nil
	}
	l := b.langOf(ctx, q.User)
	ctx, cancel := context.WithTimeout(ctx, b.pace.suggest)
	defer cancel()
	var out []answer.Suggestion
	err := contained(func() (err error) {
		out, err = b.cfg.Suggester.Suggest(ctx, q, ans, l.askAbout)
		return err
	})
	switch {
	case errors.Is(err, context.DeadlineExceeded): // as many as the time sufficed for
		b.log.Debug("bot suggest", "found", len(out), "err", err)
	case err != nil:
		b.log.Warn("bot suggest", "found", len(out), "err", err)
	}
	return out
}

// askAbout asks about an article, so that outlet and day say where to look.
func (l lang) askAbout(a article.Article) string {
	outlet, title := inline(a.Outlet), within(inline(a.Title))
	switch dated := a.Published.Sure(); {
	case dated && outlet != "":
		return l.say("What did %s say on %s about “%s”?", outlet, l.plainDay(a.Published), title)
	case outlet != "":
		return l.say("What did %s say about “%s”?", outlet, title)
	case dated:
		return l.say("What was said on %s about “%s”?", l.plainDay(a.Published), title)
	}
	return l.say("What was said about “%s”?", title)
}

// within returns words as they stand between quotation marks.
func within(words string) string {
	return strings.TrimSuffix(strings.TrimPrefix(answer.Quoted(strings.ReplaceAll(words, "„", "‚")), "“"), "”")
}

// nextBlocks shows what may be asked after the answer of a question, as
// buttons, and how many characters that takes.
func nextBlocks(suggestions []answer.Suggestion, id int64, l lang) (blocks []slack.Block, room int) {
	var buttons []slack.BlockElement
	for _, s := range suggestions {
		if len(buttons) == maxNext || strings.TrimSpace(s.Text) == "" || length(s.Text) > maxValue {
			continue
		}
		next := button(fmt.Sprintf("%s.%d", nextAction, len(buttons)), s.Text, l.nextLabel(s))
		buttons = append(buttons, next)
		room += length(next.Text.Text) + length(next.Value)
	}
	if buttons == nil {
		return nil, 0
	}
	title := l.say("*You could ask next*")
	return []slack.Block{contextBlock(title), slack.NewActionBlock(fmt.Sprintf("%s%d", nextBlockID, id), buttons...)}, room + length(title)
}

// nextLabel is what the button of a suggestion says: the question, or where
// that is too long for a button, what it is about.
func (l lang) nextLabel(s answer.Suggestion) string {
	title := within(inline(s.Title))
	if length(s.Text) <= maxLabel || title == "" {
		return s.Text
	}
	return l.say("About “%s”", cut(title, maxLabel-length(l.say("About “%s”", ""))))
}

// nextMark divides the ts of an answer from the button under it that was
// chosen, in the TS of the question that this asks.
const nextMark = ".next."

// acceptNext claims what somebody chose to ask next: once for each button,
// whoever sees it. Under an answer that one person was shown it is answered as
// that was; else in its thread, as theirs.
func (b *Bot) acceptNext(ctx context.Context, in slackwire.Interaction, a slackwire.Action) (act, error) {
	q := store.Question{
		EventID: in.TriggerID, Team: in.Team, Channel: in.Channel, User: in.User, Text: cut(strings.TrimSpace(a.Value), maxValue), Asked: b.now(),
		Kind: store.KindNext, TS: in.MessageTS + nextMark + a.ID, ThreadTS: cmp.Or(in.ThreadTS, in.MessageTS),
	}
	if id, err := strconv.ParseInt(strings.TrimPrefix(a.BlockID, nextBlockID), 10, 64); err == nil {
		q.Of = id
	}
	if in.Ephemeral {
		q.Kind, q.TS, q.ThreadTS, q.ResponseURL = store.KindAsk, beside(a.BlockID+nextMark+a.ID, in.ThreadTS), "", in.ResponseURL
	}
	q, claimed, err := b.store.ClaimQuestion(ctx, q, b.owner, b.pace.lease, b.now())
	switch {
	case err != nil:
		return nil, err
	case claimed:
		return func(ctx context.Context) { b.begin(ctx, q) }, nil
	case q.EventID == in.TriggerID: // delivered again
		return nil, nil
	}
	return b.sayOf(in, "This was asked already. The answer stands in this conversation."), nil
}

// since returns the ts after which the reply to a question stands.
func since(q store.Question) string {
	ts, _, _ := strings.Cut(q.TS, nextMark)
	ts, _, _ = strings.Cut(ts, rewordMark)
	return ts
}

// heading returns what stands above the answer to a question: the question,
// where no message holds it, and that it comes late.
func (b *Bot) heading(ctx context.Context, q store.Question) string {
	switch {
	case q.Kind == store.KindNext:
		return b.asked(ctx, q.User, q.Text)
	case isReworded(q):
		return b.langOf(ctx, q.User).say("To your question as you changed it:")
	case b.isLate(q):
		return b.langOf(ctx, q.User).say(textLate)
	}
	return ""
}
