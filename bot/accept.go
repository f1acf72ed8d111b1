package bot

import (
	"cmp"
	"context"
	"strings"

	"footnote/internal/store"
)

// An act is what is left to do for an event that is acknowledged.
type act func(ctx context.Context)

// accept records what an envelope brings, as far as it must not be lost, and
// returns what is left to do, nil for nothing. After an error the envelope is
// to come again.
func (b *Bot) accept(ctx context.Context, env envelope) (act, error) {
	switch env.Type {
	case "events_api":
		e, err := readEvent(env.Payload)
		if err != nil {
			b.log.Warn("bot unreadable event", "err", err) // it would not get better
			return nil, nil
		}
		return b.acceptEvent(ctx, e)
	case "interactive":
		clicks, err := readClicks(env.Payload)
		if err != nil {
			b.log.Warn("bot unreadable click", "err", err)
			return nil, nil
		}
		return b.acceptClicks(clicks), nil
	}
	return nil, nil
}

func (b *Bot) acceptClicks(clicks []click) act {
	return func(ctx context.Context) {
		for _, c := range clicks {
			if c.Action == feedbackAction && (c.Value == valueUp || c.Value == valueDown) {
				b.errand(ctx, "feedback", func(ctx context.Context) { b.judge(ctx, c) })
			}
		}
	}
}

func (b *Bot) acceptEvent(ctx context.Context, e event) (act, error) {
	switch intentOf(e, b.me.UserID) {
	case ask:
		return b.acceptQuestion(ctx, e)
	case followUp:
		in, err := b.store.InThread(ctx, e.Channel, e.ThreadTS)
		if err != nil || !in {
			return nil, err
		}
		return b.acceptQuestion(ctx, e)
	case openHome:
		return b.acceptHome(ctx, e)
	case stop:
		return func(context.Context) { b.stop(e.Channel, e.ThreadTS) }, nil
	}
	return nil, nil
}

// acceptHome is the one place that goes by event ids: a Home that is not
// shown because the process was killed is shown when it is opened again.
func (b *Bot) acceptHome(ctx context.Context, e event) (act, error) {
	seen, err := b.store.SeenEvent(ctx, e.EventID, b.now())
	if err != nil || seen {
		return nil, err
	}
	return func(ctx context.Context) {
		b.errand(ctx, "home", func(ctx context.Context) { b.showHome(ctx, e.User) })
	}, nil
}

// acceptQuestion claims a question by the place of its message, which all
// events about it share: app_mention, message, and every copy of them.
func (b *Bot) acceptQuestion(ctx context.Context, e event) (act, error) {
	q, claimed, err := b.store.ClaimQuestion(ctx, store.Question{
		EventID: e.EventID, Team: cmp.Or(e.UserTeam, e.Team), Channel: e.Channel, TS: e.TS,
		ThreadTS: cmp.Or(e.ThreadTS, e.TS), User: e.User, Text: questionText(e.Text, b.me.UserID), Asked: b.now(),
	}, b.owner, b.pace.lease, b.now())
	if err != nil || !claimed {
		return nil, err
	}
	return func(ctx context.Context) { b.begin(ctx, q) }, nil
}

// begin answers a claimed question, or says that it cannot now.
func (b *Bot) begin(ctx context.Context, q store.Question) {
	switch {
	case isHelp(q.Text):
		b.errand(ctx, "help", func(ctx context.Context) { b.help(ctx, q) })
	case b.start(b.seats, func() { b.answer(ctx, q) }):
	default:
		b.errand(ctx, "busy", func(ctx context.Context) { b.busy(ctx, q) })
	}
}

// isDirect reports whether a channel is a direct message with the bot.
func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }
