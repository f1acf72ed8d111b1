package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/links"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// onStory returns what a button under a story of a digest does: what it says
// to who clicked comes from do.
func onStory(do func(b *Bot, ctx context.Context, in slackwire.Interaction, st store.ToldStory, l lang) (content, error)) clicked {
	return func(b *Bot, ctx context.Context, in slackwire.Interaction, a slackwire.Action) {
		l := b.langOf(ctx, in.User)
		c, err := b.ofStory(ctx, in, a, l, do)
		if err != nil {
			id := newID()
			b.log.Error("bot digest button", "id", id, "err", err)
			c = words(mrkdwn(l.apology(err, id)))
		}
		if err := b.whisper(ctx, earIn(in), c); err != nil {
			b.log.Warn("bot digest button", "err", err)
		}
	}
}

func (b *Bot) ofStory(ctx context.Context, in slackwire.Interaction, a slackwire.Action, l lang,
	do func(b *Bot, ctx context.Context, in slackwire.Interaction, st store.ToldStory, l lang) (content, error),
) (content, error) {
	slot, place, _ := strings.Cut(a.Value, ".")
	slotID, err := strconv.ParseInt(slot, 10, 64)
	n, also := strconv.Atoi(place)
	if err = cmp.Or(err, also); err != nil {
		return content{}, fmt.Errorf("read button %q: %w", a.ID, err)
	}
	st, err := b.store.StoryTold(ctx, in.Channel, slotID, n)
	if errors.Is(err, store.ErrNotFound) {
		return words(l.say("This story is no longer kept.")), nil
	}
	if err != nil {
		return content{}, err
	}
	return do(b, ctx, in, st, l)
}

func (b *Bot) muteStory(ctx context.Context, _ slackwire.Interaction, st store.ToldStory, l lang) (content, error) {
	return words(l.say("This channel will not hear how that goes on.")), b.store.MuteStory(ctx, st.ID)
}

func (b *Bot) lessOfStory(ctx context.Context, _ slackwire.Interaction, st store.ToldStory, l lang) (content, error) {
	return words(l.say("Noted: stories like this will stand further down.")), b.store.LessOfStory(ctx, st.ID)
}

// moreOfStory shows the articles of a story that the person may see.
func (b *Bot) moreOfStory(ctx context.Context, in slackwire.Interaction, st store.ToldStory, l lang) (content, error) {
	reader, err := b.ReaderOf(ctx, in.Channel, in.User)
	if err != nil {
		return content{}, err
	}
	var cs []answer.Citation
	unseen := false
	for _, id := range st.Articles {
		a, err := b.store.Article(ctx, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return content{}, err
		case !reader.Sees(a.Scope):
			unseen = true
		default:
			cs = append(cs, citationOf(a))
		}
	}
	switch {
	case cs == nil && unseen:
		return words(l.say("You do not see the articles of this story.")), nil
	case cs == nil:
		return words(l.say("This story is no longer kept.")), nil
	}
	return words(cutEscaped(st.Title, maxTitle, mrkdwn)).with(contextBlocks(notes(cs, "", false, maxBlocks/2, l))...), nil
}

func citationOf(a article.Article) answer.Citation {
	return answer.Citation{
		ArticleID: a.ID, Title: a.Name(), Source: a.Outlet, URL: a.URL, Published: a.Published,
		Link: links.To(a.URL), File: a.FileName(),
	}
}

// askOfStory makes the thread one that the bot takes part in, about the story:
// what is asked there next leans on it.
func (b *Bot) askOfStory(ctx context.Context, in slackwire.Interaction, st store.ToldStory, l lang) (content, error) {
	thread := cmp.Or(in.ThreadTS, in.MessageTS)
	q, claimed, err := b.store.ClaimQuestion(ctx, store.Question{
		Channel: in.Channel, TS: fmt.Sprintf("story.%d.%s", st.ID, thread), ThreadTS: thread, User: in.User, Text: st.Title, Asked: b.now(),
	}, b.owner, b.pace.lease, b.now())
	if err != nil {
		return content{}, err
	}
	if claimed {
		if err := b.store.FinishQuestion(ctx, q.ID, store.Record{Text: st.Title, Outcome: string(answer.Extracted)}); err != nil {
			return content{}, err
		}
	}
	return words(l.say("Ask in this thread what you want to know about it.")), nil
}
