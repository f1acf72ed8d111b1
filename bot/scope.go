package bot

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/article"
	"footnote/internal/store"
)

// reader returns whose articles may be used for a question, beside those of
// the workspace: in a channel, those of the channel, whoever asks, because
// all its members see the answer; in a direct message, those of the asker and
// of the channels they are a member of.
func (b *Bot) reader(ctx context.Context, q store.Question) article.Reader {
	if !isDirect(q.Channel) {
		return article.Reader{article.ChannelScope(q.Channel)}
	}
	return b.direct(ctx, q.User)
}

// direct returns what a person may see by themselves. Where Slack does not
// say which channels they are in, that is less.
func (b *Bot) direct(ctx context.Context, user string) article.Reader {
	r := article.Reader{article.UserScope(user)}
	channels, ok := b.chans.get(user, b.now())
	if !ok {
		var err error
		if channels, err = b.channelsOf(ctx, user); err != nil {
			b.log.Warn("bot channels of asker", "err", err)
			return r
		}
		b.chans.put(user, channels, b.now())
	}
	for _, c := range channels {
		r = append(r, article.ChannelScope(c))
	}
	return r
}

// channelsOf returns the channels that both a person and the bot may know of.
func (b *Bot) channelsOf(ctx context.Context, user string) ([]string, error) {
	const maxPages = 10
	params := &slack.GetConversationsForUserParameters{
		UserID: user, Types: []string{"public_channel", "private_channel"}, Limit: 200, ExcludeArchived: false,
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

// channelsKept is how long a person's channels are remembered, and so how
// long who left a channel may still see what is of it; peopleKept of how many
// people at most.
const (
	channelsKept = 3 * time.Minute
	peopleKept   = 1000
)

// A channelCache remembers the channels people are in.
type channelCache struct {
	mu sync.Mutex
	of map[string]membership
}

type membership struct {
	channels []string
	until    time.Time
}

func (c *channelCache) get(user string, now time.Time) ([]string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	m, ok := c.of[user]
	return m.channels, ok && now.Before(m.until)
}

func (c *channelCache) put(user string, channels []string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil || len(c.of) >= peopleKept {
		c.of = map[string]membership{}
	}
	c.of[user] = membership{channels, now.Add(channelsKept)}
}
