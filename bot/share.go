package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// acceptShare claims the sharing of an answer with the channel that it was
// given in. The claim is by channel and question, so that two clicks, and a
// click that comes again, share it once.
func (b *Bot) acceptShare(ctx context.Context, in slackwire.Interaction, a slackwire.Action) (act, error) {
	id, err := strconv.ParseInt(a.Value, 10, 64)
	if err != nil || isDirect(in.Channel) {
		b.log.Warn("bot unreadable share", "err", err)
		return nil, nil
	}
	q, claimed, err := b.store.ClaimQuestion(ctx, store.Question{
		EventID: in.TriggerID, Team: in.Team, Channel: in.Channel, TS: fmt.Sprintf("share.%d", id), User: in.User, Kind: store.KindShare, Of: id,
		ResponseURL: in.ResponseURL, Asked: b.now(),
	}, b.owner, b.pace.lease, b.now())
	if err != nil || !claimed {
		return nil, err
	}
	return func(ctx context.Context) { b.begin(ctx, q) }, nil
}

// Why an answer is not shared.
var (
	errNotForChannel = errors.New("nothing left that the channel may see")
	errNotKept       = errors.New("answer is not kept")
)

// share posts an answer in its channel, as the beginning of a thread of its
// own, and tells who shared it how it went. ctx outlives the Bot's.
func (b *Bot) share(ctx context.Context, q store.Question) {
	began := b.now()
	held, asking, done := b.engage(ctx, q)
	defer done()

	r := &reply{b: b, q: q}
	err := b.resume(held, r)
	var ans answer.Answer
	anew := false
	if err == nil {
		ans, anew, err = b.forChannel(asking, q)
	}
	rec := store.Record{Outcome: outcomeFailed}
	l := b.langOf(held, q.User)
	if err == nil {
		fill(&rec, ans)
		rec.Question = ans.Question
		err = b.postShare(held, r, ans, l)
	}
	if held.Err() != nil {
		b.log.Warn("bot share left", "question", q.ID, "attempt", q.Attempt, "cause", context.Cause(held))
		return
	}
	rec.Took = b.now().Sub(began)
	if len(r.parts) > 0 {
		rec.ReplyTS, rec.ThreadTS = r.parts[0].ts, r.parts[0].ts
	}
	id := newID()
	expected := errors.Is(err, errNotForChannel) || errors.Is(err, errNotKept)
	if expected {
		b.report(r, ans, rec, id, nil)
	} else {
		b.report(r, ans, rec, id, err)
	}
	switch {
	case err == nil:
		b.tellShared(held, q, shareWords(l, err, anew, id), true)
		b.settle(held, q, rec)
	case !expected && !isFinal(err) && q.Attempt <= maxTries: // the next attempt begins when the lease ends
	default:
		if err := b.store.DropQuestion(held, q.ID); err != nil { // so that it can be tried again
			b.log.Error("bot drop share", "question", q.ID, "err", err)
		}
		b.tellShared(held, q, shareWords(l, err, anew, id), false)
	}
}

// forChannel returns the answer as its channel may see it: the one that was
// given, if all that it shows, and all that is named in the question, is of
// articles that the channel sees, else the question answered anew from those;
// anew says which.
func (b *Bot) forChannel(ctx context.Context, q store.Question) (ans answer.Answer, anew bool, err error) {
	reader := b.reading(ctx, q).reader
	rec, ans, err := b.answerOf(ctx, q.Of, q.User, reader)
	if err == nil {
		err = b.seesNamed(ctx, rec, reader)
	}
	if anew = errors.Is(err, errUnseen); err == nil || anew {
		err = cmp.Or(b.mayAsk(ctx, rec, reader), err)
	}
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, errNotTheirs):
		return ans, false, errNotKept
	case err != nil && !errors.Is(err, errUnseen):
		return ans, false, err
	}
	if ans.Kind != answer.Summary { // whose question is in the words of package answer
		ans.Question = rec.Question
	}
	q.Text = rec.Question
	question, err := b.question(ctx, q)
	if err != nil {
		return ans, false, err
	}
	if !anew {
		ans.Suggestions = b.suggest(ctx, question.Question, ans) // of what the channel sees
		return ans, false, nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, b.cfg.AnswerTimeout, errTooLong)
	defer cancel()
	if ans.Kind == answer.Summary {
		ans, err = b.summarise(ctx, q, question.Reader)
		ans = withNotice(ans, question.notice)
	} else {
		ans, err = b.inquire(ctx, question, func(answer.Event) error { return context.Cause(ctx) })
		ans.Question = rec.Question
	}
	if err == nil && ans.Outcome == answer.NotFound {
		err = errNotForChannel
	}
	return ans, true, err
}

// seesNamed returns errUnseen where the asker of a question names an article in it, by
// a link or its ID, that they see and a reader does not: the answer may have its title
// and cite others alone.
func (b *Bot) seesNamed(ctx context.Context, asked store.Record, r article.Reader) error {
	refs := linksIn(asked.Question)
	if id := strings.TrimSpace(asked.Question); articleID.MatchString(id) {
		refs = append(refs, id)
	}
	for _, ref := range refs {
		_, err := b.store.FindArticleFor(ctx, r, ref)
		if errors.Is(err, store.ErrNotFound) {
			if _, err = b.store.FindArticleFor(ctx, b.alone(ctx, asked.User).reader, ref); err == nil {
				return errUnseen
			}
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ErrAmbiguous) {
			return err
		}
	}
	return nil
}

// mayAsk returns an error where a question is not to be asked aloud: it was suggested, and
// names an article that the reader does not see.
func (b *Bot) mayAsk(ctx context.Context, asked store.Record, r article.Reader) error {
	if asked.Of == 0 {
		return nil
	}
	_, before, err := b.answerOf(ctx, asked.Of, asked.User, r)
	if err != nil && !errors.Is(err, errUnseen) {
		return err
	}
	if !slices.ContainsFunc(before.Suggestions, func(s answer.Suggestion) bool { return s.Text == asked.Question }) {
		return errNotForChannel
	}
	return nil
}

// postShare posts the question, as who asked it, and the answer under it; a
// long one goes on in the thread.
func (b *Bot) postShare(ctx context.Context, r *reply, ans answer.Answer, l lang) error {
	ctx, cancel := context.WithTimeout(ctx, b.pace.closing)
	defer cancel()
	r.head = b.asked(ctx, r.q.User, ans.Question)
	return r.end(ctx, r.headed(sentencesOf(ans)), func(room int) []slack.Block { return tailBlocks(ans, room, l, r.q.ID) })
}

// maxAsked is the longest question shown above its answer.
const maxAsked = 300

// asked says who asked what.
func (b *Bot) asked(ctx context.Context, user, question string) string {
	l := b.langOf(ctx, user)
	who := l.say("A colleague")
	if p, err := b.person(ctx, user); err == nil && p.name != "" {
		who = p.name
	}
	return l.say("%s asked: “%s”", who, within(cut(question, maxAsked)))
}

// shareWords says how sharing went.
func shareWords(l lang, err error, anew bool, id string) string {
	switch {
	case err == nil && anew:
		return l.say("Shared with the channel. Your answer used articles that this channel may not see, so it was answered anew from those that it may.")
	case err == nil:
		return l.say("Shared with the channel.")
	case errors.Is(err, errNotForChannel):
		return l.say("Not shared: this answer rests on articles that this channel may not see, and without them the library does not answer.")
	case errors.Is(err, errNotKept):
		return l.say("Sorry, this answer is no longer kept. Please ask again.")
	case slices.Contains(uninvited, codeOf(err)):
		return l.say("Not shared, because I am not in this channel. Please invite me and share it again.")
	}
	return mrkdwn(l.apology(err, id))
}

// tellShared tells who shared an answer how it went; where it was shared, in
// place of the answer that only they saw, so that it is not shared again.
func (b *Bot) tellShared(ctx context.Context, q store.Question, text string, shared bool) {
	ctx, cancel := context.WithTimeout(ctx, b.pace.errand)
	defer cancel()
	to := earOf(q)
	to.threadTS, to.replace = "", shared
	if err := b.whisper(ctx, to, words(text)); err != nil {
		b.log.Warn("bot share told", "question", q.ID, "err", err)
	}
}

// historySkew is how far Slack's clock and ours may be apart.
const historySkew = 10 * time.Minute
