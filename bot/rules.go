package bot

import (
	"context"
	"slices"
	"time"

	"footnote/internal/store"
)

// Rules are who may do what, and what is kept. The zero Rules let everybody
// add and ask, and keep everything.
type Rules struct {
	Mark      string        // the emoji by which people have a message added; empty for bookmark
	Admins    []string      // user IDs; empty for the workspace's own admins
	AdminsAdd bool          // only admins add articles
	PerHour   int           // questions of one person; 0 for no limit
	Keep      time.Duration // how long questions and answers are kept; 0 for ever
}

// isAdmin reports whether a person is one of the bot's admins.
func (b *Bot) isAdmin(ctx context.Context, user string) (bool, error) {
	if len(b.cfg.Rules.Admins) > 0 {
		return slices.Contains(b.cfg.Rules.Admins, user), nil
	}
	p, err := b.person(ctx, user)
	return p.admin, err
}

// mayAdd reports whether a person may add articles.
func (b *Bot) mayAdd(ctx context.Context, user string) (bool, error) {
	if !b.cfg.Rules.AdminsAdd {
		return true, nil
	}
	return b.isAdmin(ctx, user)
}

// textAdminsAdd is said to who may not add.
const textAdminsAdd = "Only admins of Footnote add articles here."

// limitSpan is how far back questions count to a limit.
const limitSpan = time.Hour

// overLimit reports whether a question is one more than its asker may ask in
// an hour: the same at every attempt, for only those before it count.
func (b *Bot) overLimit(ctx context.Context, q store.Question) bool {
	most := b.cfg.Rules.PerHour
	if most <= 0 || !isAsked(q) {
		return false
	}
	n, err := b.store.AskedSince(ctx, q.User, q.Asked.Add(-limitSpan), q.ID)
	if err != nil {
		b.log.Warn("bot limit", "question", q.ID, "err", err)
		return false
	}
	return n > most // with this one
}

// isOpen reports whether a question is answered in its thread, for all to see
// who are there.
func isOpen(q store.Question) bool { return q.Kind == store.KindMessage || q.Kind == store.KindNext }

// isAsked reports whether something is a question, and not another thing that
// is claimed as one.
func isAsked(q store.Question) bool {
	return isOpen(q) || slices.Contains([]string{store.KindAsk, store.KindSummary, store.KindStanding}, q.Kind)
}

// refuse says that a question is one too many.
func (b *Bot) refuse(ctx context.Context, q store.Question) {
	b.log.Info("bot over limit", "question", q.ID)
	text := b.langOf(ctx, q.User).count(b.cfg.Rules.PerHour, "You have asked 1 question in the last hour, which is the limit here. Please ask again later.",
		"You have asked %d questions in the last hour, which is the limit here. Please ask again later.")
	b.turnAway(ctx, q, text)
}

// forgets are the words by which a person has their questions forgotten.
var forgets = []string{"forget me", "forget my questions", "vergiss mich", "vergiss meine fragen"}

func isForget(q store.Question) bool { return isAsked(q) && slices.Contains(forgets, normal(q.Text)) }

// forget removes what is kept of a person's questions, and tells them.
func (b *Bot) forget(ctx context.Context, q store.Question) {
	l := b.langOf(ctx, q.User)
	n, err := b.store.Forget(ctx, q.User)
	if err == nil {
		err = b.store.ForgetAskers(ctx, b.uncounted())
	}
	if err != nil {
		id := newID()
		b.log.Error("bot forget", "question", q.ID, "id", id, "err", err)
		b.turnAway(ctx, q, mrkdwn(l.apology(err, id)))
		return
	}
	b.log.Info("bot forget", "question", q.ID, "answers", n)
	b.turnAway(ctx, q, l.count(n, "Forgotten: 1 question of yours, with its answer. What stands in Slack stays there until you delete it.",
		"Forgotten: %d questions of yours, with their answers. What stands in Slack stays there until you delete it."))
}

// uncounted returns the time before which questions count to no limit.
func (b *Bot) uncounted() time.Time {
	if b.cfg.Rules.PerHour <= 0 {
		return b.now()
	}
	return b.now().Add(-limitSpan)
}

// expireEvery is how often it is looked what is kept too long.
const expireEvery = time.Hour

// expireLoop removes what is older than is to be kept, until ctx ends.
func (b *Bot) expireLoop(ctx context.Context) {
	for {
		n, err := b.expire(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			b.log.Error("bot expire", "err", err)
		case n > 0:
			b.log.Info("bot expire", "answers", n)
		}
		if !pause(ctx, expireEvery) {
			return
		}
	}
}

func (b *Bot) expire(ctx context.Context) (n int, err error) {
	if keep := b.cfg.Rules.Keep; keep > 0 {
		if n, err = b.store.Expire(ctx, b.now().Add(-keep)); err != nil {
			return n, err
		}
	}
	return n, b.store.ForgetAskers(ctx, b.uncounted())
}
