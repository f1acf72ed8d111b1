package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"footnote/internal/article"
	"footnote/internal/store"
)

// A reading is whose articles may be used for an answer, and what its reader
// must know of that; empty for nothing.
type reading struct {
	reader  article.Reader
	notice  string
	passing error // why that is less for now; nil where it is not
}

// unsaid are the refusals by which Slack will never say who reads: of a channel or a
// person that the bot may not look at. Others, as of a token that was revoked, pass.
var unsaid = append([]string{"user_not_found", "user_not_visible", "missing_scope"}, uninvited...)

// lacks notes what Slack did not say.
func (r *reading) lacks(err error) {
	if !slices.Contains(unsaid, codeOf(err)) {
		r.passing = err
	}
}

// reading returns whose articles may be used for a question. What only its
// asker is shown may use what they see by themselves; in a channel it is what
// the channel sees, whoever asks, because all its members see the answer.
func (b *Bot) reading(ctx context.Context, q store.Question) reading {
	if open := isOpen(q) || q.Kind == store.KindShare; open && !isDirect(q.Channel) {
		return b.inChannel(ctx, q.Channel, q.User)
	}
	return b.alone(ctx, q.User)
}

// noticeNarrow is said where an answer uses less than it might.
const noticeNarrow = "Slack did not tell who may read here, so only the articles of this place were searched."

// inChannel returns what may be shown in a channel: its own articles, and
// those of the workspace unless people of another company are in it, or a
// guest asks, or set what is told there. Where Slack does not say so, that is
// less. user is empty where nobody in Slack asks.
func (b *Bot) inChannel(ctx context.Context, channel, user string) reading {
	r := reading{reader: article.Reader{article.ChannelScope(channel)}}
	if isDirect(channel) {
		r.reader = append(r.reader, article.Outside) // unreachable: who writes directly is read by themselves
		return r
	}
	place, err := b.place(ctx, channel)
	outside := place.shared
	if err == nil && user != "" && !outside {
		var p person
		p, err = b.person(ctx, user)
		outside = p.outside
	}
	if err != nil {
		b.log.Warn("bot who reads", "channel", channel, "err", err)
		outside, r.notice = true, noticeNarrow
		r.lacks(err)
	}
	if outside {
		r.reader = append(r.reader, article.Outside)
	}
	return r
}

// alone returns what a person may see by themselves: their own articles,
// those of the channels they are in, and, unless they are a guest or of
// another company, those of the workspace. Where Slack does not say, that is
// less.
func (b *Bot) alone(ctx context.Context, user string) reading {
	if user == "" { // of nobody Slack would name the channels that the bot is in
		return reading{reader: article.Reader{article.Outside}}
	}
	r := reading{reader: article.Reader{article.UserScope(user)}}
	channels, err := b.channelsOf(ctx, user)
	if err != nil {
		b.log.Warn("bot channels of asker", "err", err)
		r.lacks(err)
	}
	for _, c := range channels {
		r.reader = append(r.reader, article.ChannelScope(c))
	}
	p, err := b.person(ctx, user)
	if err != nil {
		b.log.Warn("bot asker", "err", err)
		p.outside, r.notice = true, noticeNarrow
		r.lacks(err)
	}
	if p.outside {
		r.reader = append(r.reader, article.Outside)
	}
	return r
}

// addsTo returns the scope of what a person adds at a place: in a direct
// message their own, in a private channel and in one that is shared with
// another company the channel's, else the workspace's. A guest adds to the
// channel. Slack is asked anew, for what is added stays as it was added: a
// channel may have been made private just now.
func (b *Bot) addsTo(ctx context.Context, channel, user string) (article.Scope, error) {
	if isDirect(channel) {
		return article.UserScope(user), nil
	}
	b.places.drop(channel)
	b.people.drop(user)
	place, err := b.place(ctx, channel)
	if err != nil {
		return "", err
	}
	p, err := b.person(ctx, user)
	if err != nil {
		return "", err
	}
	if place.private || place.shared || p.outside {
		return article.ChannelScope(channel), nil
	}
	return article.Workspace, nil
}

// channelsOf returns the channels that both a person and the bot may know of.
func (b *Bot) channelsOf(ctx context.Context, user string) ([]string, error) {
	return b.memberships.get(user, b.now(), func() ([]string, error) {
		return b.askChannelsOf(ctx, user, "public_channel", "private_channel")
	})
}

// askChannelsOf asks Slack which conversations of some types a person is in, of
// those that the bot may know of; an empty user is the bot.
func (b *Bot) askChannelsOf(ctx context.Context, user string, types ...string) ([]string, error) {
	const maxPages = 10
	params := &slack.GetConversationsForUserParameters{
		UserID: user, Types: types, Limit: 200, ExcludeArchived: false,
	}
	var ids []string
	for range maxPages {
		var page []slack.Channel
		err := b.api.retry(ctx, func(ctx context.Context) (err error) {
			page, params.Cursor, err = b.api.slack.GetConversationsForUserContext(ctx, params)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			ids = append(ids, c.ID)
		}
		if params.Cursor == "" {
			break
		}
	}
	return ids, nil
}
