package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/store"
)

// A person is what Slack says of a user.
type person struct {
	name    string
	lang    lang
	zone    string // IANA's name; empty where Slack does not say
	outside bool   // a guest, or of another company
	admin   bool
}

func (b *Bot) person(ctx context.Context, user string) (person, error) {
	return b.people.get(user, b.now(), func() (person, error) {
		var u *slack.User
		err := b.api.retry(ctx, func(ctx context.Context) (err error) {
			u, err = b.api.slack.GetUserInfoContext(ctx, user)
			return err
		})
		if err != nil {
			return person{}, fmt.Errorf("look up person: %w", err)
		}
		p := person{
			name:    cmp.Or(u.Profile.DisplayName, u.RealName, u.Name),
			lang:    langOf(u.Locale),
			zone:    u.TZ,
			outside: u.IsRestricted || u.IsUltraRestricted || u.IsStranger || b.isElsewhere(u),
		}
		p.admin = !p.outside && (u.IsAdmin || u.IsOwner)
		if u.Deleted {
			p.outside, err = b.wasOutside(ctx, user)
			return p, err
		}
		if err := b.roster.NoteGuest(ctx, user, p.outside); err != nil {
			b.log.Warn("bot note guest", "err", err)
		}
		return p, nil
	})
}

// A Roster remembers who is a guest, or of another company.
type Roster interface {
	NoteGuest(ctx context.Context, person string, guest bool) error
	Guest(ctx context.Context, person string) (bool, error)
}

// wasOutside reports whether somebody who was deactivated was outside: what they set
// goes on, and Slack does not say any more what they were. Who is not known was.
func (b *Bot) wasOutside(ctx context.Context, user string) (bool, error) {
	was, err := b.roster.Guest(ctx, user)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return was, err
}

// isElsewhere reports whether a user is of another company: of another
// organisation, where both are of one that has several workspaces, else of
// another workspace. That somebody is a stranger Slack says only of who is in
// no channel that the app sees, docs.slack.dev/reference/objects/user-object.
func (b *Bot) isElsewhere(u *slack.User) bool {
	if ours, theirs := b.me.EnterpriseID, u.Enterprise.EnterpriseID; ours != "" && theirs != "" {
		return ours != theirs
	}
	return u.TeamID != b.me.TeamID
}

// langOf returns the language to speak with a person: English where nothing
// is known of them.
func (b *Bot) langOf(ctx context.Context, user string) lang {
	p, err := b.person(ctx, user)
	if err != nil {
		b.log.Debug("bot language of person", "err", err)
	}
	return p.lang
}

// zoneOf returns the time zone of a person; empty where it is not known.
func (b *Bot) zoneOf(ctx context.Context, user string) string {
	p, err := b.person(ctx, user)
	if err != nil {
		b.log.Debug("bot zone of person", "err", err)
	}
	return p.zone
}

// nowOf returns the time in the zone of a person, where that is known.
func (b *Bot) nowOf(ctx context.Context, user string) time.Time {
	name := b.zoneOf(ctx, user)
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return b.now()
	}
	return b.now().In(zone)
}

// A place is what Slack says of a channel.
type place struct {
	name    string
	private bool
	shared  bool // with another company, or about to be
}

func (b *Bot) place(ctx context.Context, channel string) (place, error) {
	return b.places.get(channel, b.now(), func() (place, error) {
		c, err := b.lookUp(ctx, channel)
		if err != nil {
			return place{}, err
		}
		return place{
			name: c.Name, private: c.IsPrivate || c.IsGroup || c.IsMpIM, shared: c.IsExtShared || c.IsPendingExtShared,
		}, nil
	})
}

// joined returns errNotInvited where the bot is not in a channel, and so
// cannot post there later on. Of a direct message Slack does not say it.
func (b *Bot) joined(ctx context.Context, channel string) error {
	if isDirect(channel) {
		return nil
	}
	c, err := b.lookUp(ctx, channel)
	switch {
	case err != nil:
		return err
	case !c.IsMember && !c.IsMpIM:
		return errNotInvited
	}
	return nil
}

// lookUp asks Slack for a channel.
func (b *Bot) lookUp(ctx context.Context, channel string) (c *slack.Channel, err error) {
	err = b.api.retry(ctx, func(ctx context.Context) (err error) {
		c, err = b.api.slack.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look up channel %s: %w", channel, err)
	}
	return c, nil
}

// knownFor is how long what Slack says of people and channels is believed,
// and so how long who left a channel may still see what is of it where no
// event tells of that; knownMost of how many it is remembered.
const (
	knownFor  = 3 * time.Minute
	knownMost = 1000
)

// A cache remembers what Slack says of something, by ID.
type cache[T any] struct {
	mu    sync.Mutex
	of    map[string]known[T]
	drops int // so that what was asked before something was dropped is not kept
}

type known[T any] struct {
	value T
	until time.Time
}

// get returns what is remembered, else what ask says; its error is not
// remembered.
func (c *cache[T]) get(id string, now time.Time, ask func() (T, error)) (T, error) {
	c.mu.Lock()
	k, ok := c.of[id]
	drops := c.drops
	c.mu.Unlock()
	if ok && now.Before(k.until) {
		return k.value, nil
	}
	value, err := ask()
	if err != nil {
		return value, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drops != drops {
		return value, nil
	}
	if c.of == nil || len(c.of) >= knownMost {
		c.of = map[string]known[T]{}
	}
	c.of[id] = known[T]{value, now.Add(knownFor)}
	return value, nil
}

// drop forgets what was remembered.
func (c *cache[T]) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.of, id)
	c.drops++
}
