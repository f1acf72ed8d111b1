package bot

import (
	"cmp"
	"context"
	"regexp"
	"strings"

	"footnote/internal/digest"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// An act is what is left to do for an event that is acknowledged.
type act func(ctx context.Context)

// An acceptance is what there is to say and to do about an envelope.
type acceptance struct {
	reply any // what goes back with the acknowledgement; nil for nothing
	act   act // nil for nothing
}

// accept records what an envelope brings, as far as it must not be lost, and
// returns what is left to do. After an error the envelope is to come again; not
// after a panic, which would come again with it.
func (b *Bot) accept(ctx context.Context, env slackwire.Envelope) (got acceptance, err error) {
	panicked := contained(func() error {
		got, err = b.read(ctx, env)
		return nil
	})
	if panicked != nil {
		b.log.Error("bot envelope", "type", env.Type, "err", panicked)
		return acceptance{}, nil
	}
	return got, err
}

// read is accept without its care for panics.
func (b *Bot) read(ctx context.Context, env slackwire.Envelope) (acceptance, error) {
	switch env.Type {
	case "events_api":
		e, err := slackwire.ReadEvent(env.Payload)
		if err != nil {
			b.log.Warn("bot unreadable event", "err", err) // it would not get better
			return acceptance{}, nil
		}
		e.Retry = env.Retry
		act, err := b.acceptEvent(ctx, e)
		return acceptance{act: act}, err
	case "interactive":
		in, err := slackwire.ReadInteraction(env.Payload)
		if err != nil {
			b.log.Warn("bot unreadable interaction", "err", err)
			return acceptance{}, nil
		}
		return b.acceptInteraction(ctx, in)
	case "slash_commands":
		c, err := slackwire.ReadCommand(env.Payload)
		if err != nil {
			b.log.Warn("bot unreadable command", "err", err)
			return acceptance{}, nil
		}
		return b.acceptCommand(ctx, c)
	}
	return acceptance{}, nil
}

// acceptInteraction takes clicks, choices in a message's menu, and forms.
func (b *Bot) acceptInteraction(ctx context.Context, in slackwire.Interaction) (acceptance, error) {
	switch in.Type {
	case "block_actions":
		return b.acceptClicks(ctx, in)
	case "message_action":
		act, err := b.acceptShortcut(ctx, in)
		return acceptance{act: act}, err
	case "view_submission":
		if in.CallbackID == whyForm {
			return b.acceptWhy(ctx, in)
		}
	}
	return acceptance{}, nil
}

// A clicked is what to do about a click on an element of ours.
type clicked func(b *Bot, ctx context.Context, in slackwire.Interaction, a slackwire.Action)

// claims are the elements whose click is claimed in the store before it is
// acknowledged, by action_id.
var claims = map[string]func(b *Bot, ctx context.Context, in slackwire.Interaction, a slackwire.Action) (act, error){
	shareAction: (*Bot).acceptShare,
	nextAction:  (*Bot).acceptNext,
}

// clicks are the elements that can be clicked on, by action_id, beside those
// that are claimed first.
var clicks = map[string]clicked{
	feedbackAction: (*Bot).judge,
	moreAction:     (*Bot).showMore,
	removeAction:   (*Bot).removeArticle,

	digest.ActionAsk:  onStory((*Bot).askOfStory),
	digest.ActionMore: onStory((*Bot).moreOfStory),
	digest.ActionLess: onStory((*Bot).lessOfStory),
	digest.ActionMute: onStory((*Bot).muteStory),
}

func (b *Bot) acceptClicks(ctx context.Context, in slackwire.Interaction) (acceptance, error) {
	var acts []act
	for _, a := range in.Actions {
		name, _, _ := strings.Cut(a.ID, ".") // several of one name are counted
		if claim := claims[name]; claim != nil {
			act, err := claim(b, ctx, in, a)
			if err != nil {
				return acceptance{}, err
			}
			acts = append(acts, act)
			continue
		}
		if do := clicks[a.ID]; do != nil {
			seen, err := b.store.SeenEvent(ctx, "click."+in.TriggerID+"."+a.ID, b.now())
			if err != nil {
				return acceptance{}, err
			}
			if seen {
				continue
			}
			acts = append(acts, func(ctx context.Context) {
				b.errand(ctx, a.ID, func(ctx context.Context) { do(b, ctx, in, a) })
			})
		}
	}
	return acceptance{act: func(ctx context.Context) {
		for _, act := range acts {
			if act != nil {
				act(ctx)
			}
		}
	}}, nil
}

func (b *Bot) acceptEvent(ctx context.Context, e slackwire.Event) (act, error) {
	intent := intentOf(e, b.me.UserID)
	if intent == ask || intent == talk {
		meant, err := b.meantBy(ctx, e)
		if err != nil {
			return nil, err
		}
		if meant != "" {
			intent, e.Text = ask, meant
		}
	}
	switch intent {
	case ask:
		return b.acceptBoth(ctx, e)
	case followUp:
		in, err := b.store.InThread(ctx, e.Channel, e.ThreadTS)
		switch {
		case err != nil:
			return nil, err
		case in:
			return b.acceptBoth(ctx, e)
		}
		return b.acceptCollected(ctx, e)
	case talk:
		return b.acceptCollected(ctx, e)
	case marked:
		return b.acceptMarked(ctx, e)
	case openHome, openPane:
		return b.acceptHome(ctx, e)
	case stop:
		return func(context.Context) { b.stop(e.Channel, e.ThreadTS) }, nil
	case takeBack:
		return b.acceptDeleted(ctx, e.Channel, e.Deleted(), e.Previous.ThreadTS, e.Previous.User)
	case reword:
		return b.acceptReworded(ctx, e)
	case moved:
		if e.User == b.me.UserID { // what stands there can be told again
			if err := b.store.WakeWatches(ctx, e.Channel); err != nil {
				return nil, err
			}
		}
		return func(context.Context) { b.memberships.drop(e.User) }, nil
	case reopened:
		return nil, b.store.WakeWatches(ctx, e.Channel)
	}
	return nil, nil
}

// acceptBoth claims a question, and the links that stand in it where they are
// collected, or lets its asker know that it cannot be claimed.
func (b *Bot) acceptBoth(ctx context.Context, e slackwire.Event) (act, error) {
	if b.unclaimed.has(placeOf(e), b.now()) {
		return nil, nil
	}
	act, err := b.claimBoth(ctx, e)
	if err != nil {
		return b.acceptUnclaimed(ctx, e, err)
	}
	return act, nil
}

func (b *Bot) claimBoth(ctx context.Context, e slackwire.Event) (act, error) {
	collect, err := b.acceptCollected(ctx, e)
	if err != nil {
		return nil, err
	}
	answer, err := b.acceptQuestion(ctx, e)
	switch {
	case err != nil || collect == nil:
		return answer, err
	case answer == nil:
		return collect, nil
	}
	return func(ctx context.Context) { answer(ctx); collect(ctx) }, nil
}

// acceptHome is the one place that goes by event ids: a Home that is not
// shown because the process was killed is shown when it is opened again.
func (b *Bot) acceptHome(ctx context.Context, e slackwire.Event) (act, error) {
	seen, err := b.store.SeenEvent(ctx, e.EventID, b.now())
	if err != nil || seen {
		return nil, err
	}
	return func(ctx context.Context) {
		b.errand(ctx, "home", func(ctx context.Context) {
			if e.Tab == "messages" {
				b.showPrompts(ctx, e.User, e.Channel)
				return
			}
			b.showHome(ctx, e.User)
		})
	}, nil
}

// acceptQuestion claims a question by the place of its message, which all
// events about it share: app_mention, message, and every copy of them.
func (b *Bot) acceptQuestion(ctx context.Context, e slackwire.Event) (act, error) {
	q, claimed, err := b.store.ClaimQuestion(ctx, b.questionIn(e), b.owner, b.pace.lease, b.now())
	if err != nil || !claimed {
		return nil, err
	}
	return func(ctx context.Context) { b.begin(ctx, q) }, nil
}

// unnamed is somebody who is mentioned by ID alone: no word of a question.
var unnamed = regexp.MustCompile(`<@[UW][A-Z0-9]+>`)

// questionIn returns the question in an event.
func (b *Bot) questionIn(e slackwire.Event) store.Question {
	q := store.Question{
		EventID: e.EventID, Team: cmp.Or(e.UserTeam, e.Team), Channel: e.Channel, TS: e.TS,
		ThreadTS: cmp.Or(e.ThreadTS, e.TS), User: e.User, Text: questionText(unnamed.ReplaceAllString(e.Text, " "), b.me.UserID),
		Asked: b.now(),
	}
	if isMissed(q) {
		q.Asked = timeOf(e.TS)
	}
	return q
}

// begin works on a claimed question, lets it wait, or says that it cannot now.
func (b *Bot) begin(ctx context.Context, q store.Question) {
	switch {
	case isForget(q):
		b.attend(ctx, "forget", q, b.forget)
	case b.isChat(q):
		b.attend(ctx, "chat", q, b.converse(ctx))
	case b.overLimit(ctx, q):
		b.attend(ctx, "refuse", q, b.refuse)
	case b.start(b.seats, func() { b.workOn(ctx, q) }), b.lineUp(ctx, q):
	default:
		b.attend(ctx, "busy", q, b.busy)
	}
}

// attend is an errand about a question.
func (b *Bot) attend(ctx context.Context, name string, q store.Question, do func(context.Context, store.Question)) {
	b.errand(ctx, name, func(ctx context.Context) { b.whileHeld(ctx, q, do) })
}

// whileHeld does something about a question, which is held meanwhile: Slack may put
// off what is said for longer than a lease.
func (b *Bot) whileHeld(ctx context.Context, q store.Question, do func(context.Context, store.Question)) {
	held, release := b.hold(ctx, q)
	defer release()
	do(held, q)
}

// workOn works on a question that this process holds, to the end.
func (b *Bot) workOn(ctx context.Context, q store.Question) {
	switch { // taken over
	case isForget(q):
		b.whileHeld(ctx, q, b.forget)
		return
	case b.isChat(q):
		b.whileHeld(ctx, q, b.converse(ctx))
		return
	case (q.Attempt > 1 || isMissed(q)) && b.overLimit(ctx, q):
		b.whileHeld(ctx, q, b.refuse)
		return
	}
	switch q.Kind {
	case store.KindAsk, store.KindSummary:
		if q.Kind == store.KindSummary && b.cfg.Summarizer == nil {
			b.whileHeld(ctx, q, func(ctx context.Context, q store.Question) {
				b.turnAway(ctx, q, b.langOf(ctx, q.User).say("Nothing can be summarised here."))
			})
			return
		}
		b.answerQuietly(ctx, q)
	case store.KindShare:
		b.share(ctx, q)
	case store.KindArticles:
		b.lookAfter(ctx, q, b.articlesCommand)
	case store.KindDigest:
		b.lookAfter(ctx, q, b.standing(b.digestCommand))
	case store.KindWatch, store.KindStanding:
		b.lookAfter(ctx, q, b.standing(b.watchCommand))
	case store.KindAdd:
		b.addGathered(ctx, q)
	default:
		b.answer(ctx, q)
	}
}

// isDirect reports whether a channel is a direct message. All that is written
// or clicked on in public is in one with the bot; a command or a choice in a
// message's menu may be in one between two people, and shows what it shows to
// its person alone.
func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }
