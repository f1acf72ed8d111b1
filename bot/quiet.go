package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slackwire"
	"footnote/internal/store"
	telling "footnote/internal/tell"
)

// Actions of the buttons under what one person is shown alone. Their values
// name the question, and the first sentence that is not shown yet.
const (
	shareAction = "footnote_share"
	moreAction  = "footnote_more"
)

// whispered is the ReplyTS of a question whose answer may have been shown to
// its asker alone, where no message can be read back.
const whispered = "whispered"

// answerQuietly answers a question for its asker alone, to the end. ctx
// outlives the Bot's.
func (b *Bot) answerQuietly(ctx context.Context, q store.Question) {
	began := b.now()
	held, asking, done := b.engage(ctx, q)
	defer done()

	ans, err := answer.Answer{}, errWornOut
	if q.Attempt <= maxTries {
		ans, err = b.askQuietly(asking, q)
	}
	if held.Err() != nil {
		b.log.Warn("bot answer left", "question", q.ID, "attempt", q.Attempt, "cause", context.Cause(held))
		return
	}
	rec, id := store.Record{Took: b.now().Sub(began), Outcome: outcomeFailed}, ""
	l := b.langOf(held, q.User)
	var shown content
	unkept := b.ofConversation(q)
	text, expected := summaryWords(l, err)
	switch {
	case err == nil:
		fill(&rec, ans)
		shown = b.quietAnswer(q, ans, 0, l)
		if unkept {
			shown = unkeptAnswer(ans, l)
		}
	case expected:
		shown, err = words(text), nil
	default:
		id = newID()
		shown = words(mrkdwn(l.apology(err, id)))
	}
	told := b.tellQuietly(held, q, shown, l)
	b.report(&reply{q: q, sentences: ans.Sentences, whispered: told == nil}, ans, rec, id, errors.Join(err, told))
	switch {
	case told != nil && !isFinal(told) && q.Attempt <= maxTries: // the next attempt begins when the lease ends
	case unkept || expected:
		if err := b.store.CloseQuestion(held, q.ID); err != nil {
			b.log.Error("bot close question", "question", q.ID, "err", err)
		}
	default:
		b.settle(held, q, rec)
	}
}

// unkeptAnswer shows an answer of which nothing is kept, and so as much of it
// as one message holds, without buttons.
func unkeptAnswer(ans answer.Answer, l lang) content {
	sentences := sentencesOf(ans)
	r := &reply{sentences: sentences}
	to := r.fit(&part{})
	c := content{blocks: textBlocks(sentences[:to]), fallback: fallback(sentences[:to])}
	return c.with(unkeptTail(ans, r.room(0, to), l)...)
}

// unkeptTail is tailBlocks under an answer of which nothing is kept.
func unkeptTail(ans answer.Answer, room int, l lang) []slack.Block {
	return append(tailBlocks(ans, room, l, 0), contextBlock(l.say("Nothing is kept of what was said, or of this.")))
}

// askQuietly has a question answered as a whole.
func (b *Bot) askQuietly(ctx context.Context, q store.Question) (answer.Answer, error) {
	asking, cancel := context.WithTimeoutCause(ctx, b.cfg.AnswerTimeout, errTooLong)
	defer cancel()
	if w, ok := b.conversationIn(q, b.nowOf(ctx, q.User)); ok {
		ans, err := b.fulfil(asking, q, w, nil, func(answer.Event) error { return context.Cause(asking) })
		return ans, causeOf(asking, err)
	}
	if q.Kind == store.KindSummary {
		read := b.reading(asking, q)
		ans, err := b.summarise(asking, q, read.reader)
		return withNotice(ans, read.notice), causeOf(asking, err)
	}
	question, err := b.question(asking, q)
	if err != nil {
		return answer.Answer{}, causeOf(asking, err)
	}
	return b.inquire(asking, question, func(answer.Event) error { return context.Cause(asking) })
}

// tellQuietly shows a content to the asker. That it may be about to be shown
// is recorded first, so that a process which takes over says so.
func (b *Bot) tellQuietly(ctx context.Context, q store.Question, c content, l lang) error {
	ctx, cancel := context.WithTimeout(ctx, b.pace.closing)
	defer cancel()
	if q.ReplyTS == whispered {
		c = c.with(contextBlock(l.say("You may have seen this before: Footnote was restarted meanwhile.")))
	} else if err := b.store.SetReply(ctx, q.ID, whispered); err != nil {
		b.log.Warn("bot set reply", "question", q.ID, "err", err)
	}
	return b.whisper(ctx, earOf(q), c)
}

// quietAnswer shows an answer to its asker alone, from a sentence on, as much
// of it as one message holds; a button shows the rest.
func (b *Bot) quietAnswer(q store.Question, ans answer.Answer, from int, l lang) content {
	sentences := sentencesOf(ans)
	r := &reply{sentences: sentences}
	from = min(max(from, 0), len(sentences))
	to := r.fit(&part{from: from})
	c := content{blocks: textBlocks(sentences[from:to]), fallback: fallback(sentences[from:to])}
	if to < len(sentences) {
		more := button(moreAction, fmt.Sprintf("%d:%d", q.ID, to), l.say("Show more"))
		c.blocks = append(c.blocks, slack.NewActionBlock("", more))
		return c
	}
	var own []slack.Block
	if ans.Outcome != answer.NotFound && !isDirect(q.Channel) && q.Kind != store.KindShare {
		own = append(own, slack.NewActionBlock("", button(shareAction, strconv.FormatInt(q.ID, 10), l.say("Share to channel"))))
	}
	return c.with(tailBlocks(ans, r.room(from, to), l, q.ID, own...)...)
}

// button returns a button with a label of plain words.
func button(actionID, value, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(actionID, value, slack.NewTextBlockObject(slack.PlainTextType, cut(label, maxLabel), true, false))
}

// maxLabel is the longest label of a button, docs.slack.dev/reference/block-kit/block-elements.
const maxLabel = 75

// showMore shows the asker the next part of their answer.
func (b *Bot) showMore(ctx context.Context, in slackwire.Interaction, a slackwire.Action) {
	l := b.langOf(ctx, in.User)
	q := store.Question{User: in.User, Kind: store.KindAsk}
	var from int
	_, err := fmt.Sscanf(a.Value, "%d:%d", &q.ID, &from)
	var rec store.Record
	var ans answer.Answer
	if err == nil {
		read := b.reading(ctx, q)
		if rec, ans, err = b.answerOf(ctx, q.ID, in.User, read.reader); errors.Is(err, errUnseen) && read.passing != nil {
			err = read.passing // it may be seen once Slack says so
		}
	}
	q.Channel = rec.Channel
	var c content
	switch {
	case err == nil:
		c = b.quietAnswer(q, ans, from, l)
	case errors.Is(err, errUnseen):
		c = words(l.say("This answer rests on articles that you do not see any more. Please ask again."))
	case errors.Is(err, store.ErrNotFound), errors.Is(err, errNotTheirs):
		c = words(l.say("Sorry, this answer is no longer kept. Please ask again."))
	default:
		id := newID()
		b.log.Warn("bot show more", "question", q.ID, "id", id, "err", err)
		c = words(mrkdwn(l.apology(err, id)))
	}
	if err := b.whisper(ctx, earIn(in), c); err != nil {
		b.log.Warn("bot show more", "question", q.ID, "err", err)
	}
}

// Why a kept answer is not shown again as it is.
var (
	errNotTheirs = errors.New("answer of another person")
	errUnseen    = errors.New("answer rests on articles that are not seen")
)

// answerOf returns the kept answer of a question, to the person who asked it,
// and errUnseen with it where a reader does not see now all that it shows. What
// may be asked next is of what they see.
func (b *Bot) answerOf(ctx context.Context, id int64, user string, r article.Reader) (store.Record, answer.Answer, error) {
	rec, err := b.stored(ctx, func() (store.Record, error) { return b.store.AnswerOf(ctx, id) })
	if err != nil {
		return rec, answer.Answer{}, err
	}
	if rec.User != user {
		return rec, answer.Answer{}, errNotTheirs
	}
	ans, err := answer.Decode(rec.Shown)
	if err != nil || ans.Sample {
		return rec, ans, err
	}
	seen := func(cited ...answer.Citation) (ok bool) {
		if err == nil {
			ok, err = telling.AllSeen(ctx, b.store, r, cited)
		}
		return ok
	}
	ans.Suggestions = slices.DeleteFunc(ans.Suggestions, func(s answer.Suggestion) bool {
		return !seen(answer.Citation{ArticleID: s.ArticleID})
	})
	if !seen(ans.Shown()...) && err == nil {
		err = errUnseen
	}
	return rec, ans, err
}

// stored reads an answer that was shown, and so is stored or about to be:
// who clicks at once is faster.
func (b *Bot) stored(ctx context.Context, read func() (store.Record, error)) (rec store.Record, err error) {
	const every, tries = 50 * time.Millisecond, 20
	for n := 1; ; n++ {
		rec, err = read()
		if !errors.Is(err, store.ErrNotFound) || n == tries || !pause(ctx, every) {
			return rec, err
		}
	}
}

// withNotice adds what the reader of an answer must know.
func withNotice(ans answer.Answer, notice string) answer.Answer {
	switch {
	case notice == "":
	case ans.Notice == "":
		ans.Notice = notice
	default:
		ans.Notice += " " + notice
	}
	return ans
}
