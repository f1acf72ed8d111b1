package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/store"
)

// apology turns an error into the user's words. The id is in the log beside
// what the error says, which is not for users.
func (l lang) apology(err error, id string) string {
	switch {
	case errors.Is(err, errTooLong):
		return l.say("Sorry, this took too long and was ended. A narrower question may go better.")
	case errors.Is(err, errWornOut):
		return l.say("Sorry, this could not be answered: each of several attempts ended early. Please ask again later.")
	}
	return l.say("Sorry, something went wrong and this is not answered. Please ask again; "+
		"if it stays so, whoever runs Footnote finds the cause in its log under %s.", id)
}

// cause says of a command why it is not done, where its asker can mend that.
func (l lang) cause(err error) (text string, known bool) {
	if errors.Is(err, errNotInvited) || slices.Contains(uninvited, codeOf(err)) {
		return l.say("I cannot do that here, because I am not in this channel. Please invite me and try again."), true
	}
	return "", false
}

// uninvited are the refusals of a channel or direct message that the bot is not in.
var uninvited = []string{"not_in_channel", "channel_not_found"}

const textBusy = "I am busy with other questions just now. Please ask again in a minute."

// newID returns a short name for an error in words and in the log.
func newID() string { return strings.ToLower(rand.Text()[:8]) }

// busy says that there is neither a seat for a question nor room to wait, and
// finishes it.
func (b *Bot) busy(ctx context.Context, q store.Question) {
	switch q.Kind {
	case store.KindShare, store.KindAdd, store.KindNext: // it is done as soon as there is a seat
		b.handOver(ctx, q)
		return
	}
	b.log.Warn("bot busy", "question", q.ID, "waiting", b.Waiting())
	text := b.langOf(ctx, q.User).say(textBusy)
	if q.Kind != store.KindMessage {
		b.turnAway(ctx, q, text)
		return
	}
	said := []answer.Sentence{{Text: text}}
	b.tell(ctx, q, content{blocks: textBlocks(said), fallback: fallback(said)}, outcomeFailed)
}

// turnAway tells who gave a command why it is not done, and closes it. What was
// suggested may be chosen again.
func (b *Bot) turnAway(ctx context.Context, q store.Question, text string) {
	if err := b.whisper(ctx, earOf(q), words(text)); err != nil {
		b.log.Warn("bot turn away", "question", q.ID, "err", err)
	}
	end := b.store.CloseQuestion
	if q.Kind == store.KindNext {
		end = b.store.DropQuestion
	}
	if err := end(ctx, q.ID); err != nil {
		b.log.Error("bot close question", "question", q.ID, "err", err)
	}
}

// askToBeInvited tells the asker, directly, why a mention in a public channel
// that the bot is not in stays without an answer.
func (b *Bot) askToBeInvited(ctx context.Context, q store.Question) {
	l := b.langOf(ctx, q.User)
	c := words(l.say("I cannot answer in <#%s>, because I am not in that channel. Please invite me there and ask again.", q.Channel))
	c.fallback = l.say("Please invite me to the channel")
	_, _, err := b.api.slack.PostMessageContext(ctx, q.User, c.options()) // once: twice would be worse than not
	if err != nil {
		b.log.Warn("bot ask to be invited", "channel", q.Channel, "err", err)
	}
}

// help says what the bot can do.
func (b *Bot) help(ctx context.Context, q store.Question) {
	l := b.langOf(ctx, q.User)
	b.tell(ctx, q, content{blocks: b.helpBlocks(l), fallback: l.say("What Footnote can do")}, outcomeHelp)
}

// tell replies to a question with ready words and finishes it.
func (b *Bot) tell(ctx context.Context, q store.Question, c content, outcome string) {
	c.blocks = withID(c.blocks, blockID(q, 1))
	ts, err := b.tellOnce(ctx, q, c)
	if err != nil {
		b.log.Error("bot tell", "question", q.ID, "attempt", q.Attempt, "outcome", outcome, "err", err)
		if !isFinal(err) && q.Attempt <= maxTries {
			return // the next attempt begins when the lease ends
		}
	}
	b.log.Info("bot answer", "question", q.ID, "attempt", q.Attempt, "outcome", outcome, "took", b.now().Sub(q.Asked))
	b.settle(ctx, q, store.Record{Outcome: outcome, ReplyTS: ts})
}

// tellOnce posts the words, or puts them into the message that an earlier
// attempt left.
func (b *Bot) tellOnce(ctx context.Context, q store.Question, c content) (string, error) {
	if q.Attempt > 1 {
		first, _, err := b.leftBehind(ctx, q)
		if err != nil || first != "" {
			return first, errors.Join(err, b.updateIf(ctx, q, first, c))
		}
	}
	return b.post(ctx, q, 1, c)
}

func (b *Bot) updateIf(ctx context.Context, q store.Question, ts string, c content) error {
	if ts == "" {
		return nil
	}
	return b.update(ctx, q, ts, c)
}

// helpBlocks is the help, also shown in the Home.
func (b *Bot) helpBlocks(l lang) []slack.Block {
	model := l.say("No model writes the answers: they are quoted from the articles.")
	if b.cfg.Model != "" {
		model = l.say("Answers are written by %s, and each sentence is checked against the passage it cites.", mrkdwn(b.cfg.Model))
	}
	name := mrkdwn("@" + b.me.User) // a live mention would ping the bot itself
	list := func(lines ...string) slack.Block {
		return slack.NewSectionBlock(textObject(strings.Join(lines, "\n")), nil, nil)
	}
	return []slack.Block{
		list(l.say("*I answer questions about the articles this team reads, with footnotes.*")),
		list(
			l.say("• Ask in a channel: %s _Is the exclusive deal still on?_", name),
			l.say("• Go on in the thread; there I listen without my name."),
			l.say("• Or write to me directly: then I also use what only your channels see."),
			l.say("• Name a date, an outlet or an author, and I keep to it: _What did The Verge say last week?_"),
			l.say("• `/ask` and `/summary` answer for you alone, until you share it; `/articles` looks after the library."),
			l.say("• `/watch` a question, and I tell when its answer changes; `/digest` posts what is new at times that you set."),
		),
		list(
			l.say("*Good to know*"),
			l.say("• I can be wrong. The footnotes show the words an answer rests on; please read them before you rely on it."),
			l.say("• An answer is as of the newest article it cites. What is not in the library, I do not answer."),
			"• "+model,
			"• "+l.say(howToAdd),
			l.say("• I keep the questions I am asked, my answers, your votes on them and the articles you add, and nothing else that is said here."),
		),
	}
}
