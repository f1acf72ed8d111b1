package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/store"
)

// A Standing keeps digests and watches; package store has one.
type Standing interface {
	SetDigest(ctx context.Context, d store.Digest, now time.Time) (store.Digest, error)
	Digest(ctx context.Context, channel, kind string) (store.Digest, error)
	RemoveDigest(ctx context.Context, channel, kind string) error
	StoryTold(ctx context.Context, channel string, slotID int64, n int) (store.ToldStory, error)
	MuteStory(ctx context.Context, storyID int64) error
	LessOfStory(ctx context.Context, storyID int64) error
	Watches(ctx context.Context) ([]store.Watch, error)
	RemoveWatch(ctx context.Context, id int64) error
	PauseWatch(ctx context.Context, id int64, paused bool) error
	WakeWatches(ctx context.Context, channel string) error
	QuietWatch(ctx context.Context, id int64, quiet string) error
}

// standing returns a command about what stands in a channel, which is not to
// be given in a direct message between two people: the bot cannot tell anything
// there, and what one of them set the other would read.
func (b *Bot) standing(do doing) doing {
	return func(ctx context.Context, q store.Question, l lang) (content, error) {
		if isDirect(q.Channel) {
			is, err := b.isIn(ctx, q.Channel)
			switch {
			case err != nil:
				return content{}, err
			case !is:
				return words(l.say("Nothing can be told here: this is a direct message between people. Give this command in a channel, or in a direct message to me.")), nil
			}
		}
		return do(ctx, q, l)
	}
}

// isIn reports whether the bot is in a channel or direct message: it reads no
// other.
func (b *Bot) isIn(ctx context.Context, channel string) (bool, error) {
	err := b.api.retry(ctx, func(ctx context.Context) error {
		_, err := b.api.slack.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: 1})
		return err
	})
	switch {
	case slices.Contains(uninvited, codeOf(err)):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look into %s: %w", channel, err)
	}
	return true, nil
}

// standsHere reports whether what stands in a channel is of the place where a
// command is given. In a direct message it is its person's as well; what was
// set from a terminal is nobody's.
func standsHere(channel, person string, q store.Question) bool {
	return channel == q.Channel && (!isDirect(channel) || person == "" || person == q.User)
}
