package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/article"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// A gathering is what is to be added of a message. It is kept as the text of
// its question until it is done.
type gathering struct {
	Links []string         `json:"links,omitempty"`
	Files []slackwire.File `json:"files,omitempty"`
	TS    string           `json:"ts"` // of the message
	// Quiet says that nobody asked for it: nothing is said of what fails.
	Quiet bool `json:"quiet,omitempty"`
}

func (g gathering) empty() bool { return len(g.Links) == 0 && len(g.Files) == 0 }

// gather returns what a message has to add.
func gather(text string, files []slackwire.File, ts string) gathering {
	links := linksIn(text)
	return gathering{Links: links[:min(len(links), maxAdded)], Files: files[:min(len(files), maxFiles)], TS: ts}
}

// claimGathering claims the adding of what a message has, by its place and
// who asked for it: by name.
func (b *Bot) claimGathering(ctx context.Context, g gathering, q store.Question, name string) (act, error) {
	raw, err := json.Marshal(g)
	if err != nil {
		return nil, err // unreachable: strings and numbers
	}
	q.TS, q.Kind, q.Text, q.Asked = name+"."+g.TS, store.KindAdd, string(raw), b.now()
	q, claimed, err := b.store.ClaimQuestion(ctx, q, b.owner, b.pace.lease, b.now())
	if err != nil || !claimed {
		return nil, err
	}
	return func(ctx context.Context) { b.begin(ctx, q) }, nil
}

// acceptCollected claims the links and files of a message in a channel that
// is collected.
func (b *Bot) acceptCollected(ctx context.Context, e slackwire.Event) (act, error) {
	g := gather(e.Text, e.Files, e.TS)
	if b.cfg.Adder == nil || g.empty() || isDirect(e.Channel) {
		return nil, nil
	}
	on, err := b.store.Collects(ctx, e.Channel)
	if err != nil || !on {
		return nil, err
	}
	g.Quiet = true
	return b.claimGathering(ctx, g, store.Question{EventID: e.EventID, Team: e.Team, Channel: e.Channel, User: e.User}, "collect")
}

// acceptMarked claims a message that somebody put the mark under. What the
// message has is not in the event: it is read when that is worked on.
func (b *Bot) acceptMarked(ctx context.Context, e slackwire.Event) (act, error) {
	if b.cfg.Adder == nil || e.Reaction != b.mark() || e.User == b.me.UserID || e.Item.TS == "" || isDirect(e.Item.Channel) {
		return nil, nil
	}
	return b.claimGathering(ctx, gathering{TS: e.Item.TS}, store.Question{
		EventID: e.EventID, Team: e.Team, Channel: e.Item.Channel, User: e.User,
	}, "mark")
}

// mark is the emoji by which people have a message added.
func (b *Bot) mark() string { return cmp.Or(b.cfg.Rules.Mark, defaultMark) }

const defaultMark = "bookmark"

// Shortcuts in the menu of a message, by callback_id; the manifest is made of
// them.
const (
	askShortcut = "footnote_ask_about"
	addShortcut = "footnote_add"
)

// acceptShortcut claims what somebody chose in the menu of a message.
func (b *Bot) acceptShortcut(ctx context.Context, in slackwire.Interaction) (act, error) {
	switch in.CallbackID {
	case askShortcut:
		text := questionText(in.Message.Text, b.me.UserID)
		if normal(emoji.ReplaceAllString(text, "")) == "" {
			return b.sayOf(in, "There are no words in this message to ask about."), nil
		}
		q, claimed, err := b.store.ClaimQuestion(ctx, store.Question{
			Team: in.Team, Channel: in.Channel, TS: beside("about."+in.TriggerID, in.ThreadTS), User: in.User, Text: text, Kind: store.KindAsk,
			ResponseURL: in.ResponseURL, Asked: b.now(),
		}, b.owner, b.pace.lease, b.now())
		if err != nil || !claimed {
			return nil, err
		}
		return func(ctx context.Context) {
			b.sayOf(in, begun[store.KindAsk])(ctx)
			b.begin(ctx, q)
		}, nil
	case addShortcut:
		g := gather(in.Message.Text, in.Message.Files, in.MessageTS)
		switch {
		case b.cfg.Adder == nil:
			return b.sayOf(in, "Nothing can be added from Slack here. Whoever runs Footnote can use `footnote add URL`."), nil
		case g.empty():
			return b.sayOf(in, "There are no links and no files in this message."), nil
		}
		return b.claimGathering(ctx, g, store.Question{
			EventID: in.TriggerID, Team: in.Team, Channel: in.Channel, User: in.User, ResponseURL: in.ResponseURL,
		}, "add."+in.TriggerID)
	}
	b.log.Warn("bot unknown shortcut", "callback", in.CallbackID)
	return nil, nil
}

// sayOf tells who did something a text of the catalogue, once.
func (b *Bot) sayOf(in slackwire.Interaction, text string) act {
	return func(ctx context.Context) {
		b.errand(ctx, "word", func(ctx context.Context) {
			if seen, err := b.store.SeenEvent(ctx, "word."+in.TriggerID, b.now()); err == nil && seen {
				return
			}
			if err := b.whisper(ctx, earIn(in), words(b.langOf(ctx, in.User).say(text))); err != nil {
				b.log.Warn("bot word", "err", err)
			}
		})
	}
}

// addGathered adds what was claimed, and says so: under the message by a
// small reaction, and to who asked for it in words. They may ask for it again
// where nothing was added.
func (b *Bot) addGathered(ctx context.Context, q store.Question) {
	held, release := b.hold(ctx, q)
	defer release()
	within, cancel := context.WithTimeout(held, addWithin)
	defer cancel()
	added, g, err := b.gathered(within, q)
	if held.Err() != nil {
		return
	}
	l := b.langOf(held, q.User)
	good := slices.ContainsFunc(added, func(a Added) bool { return a.ID != "" })
	if good {
		b.react(held, q.Channel, g.TS, collectedMark)
	}
	if err != nil {
		b.log.Error("bot add", "question", q.ID, "attempt", q.Attempt, "err", err)
	}
	if !g.Quiet && (q.ResponseURL != "" || !good) {
		c := listing("", addedLines(added, l))
		if len(added) == 0 {
			text, known := l.cause(err)
			if !known {
				text = l.say("Nothing could be added from this message.")
			}
			c = words(text)
		}
		if err := b.tellQuietly(held, q, c, l); err != nil {
			b.log.Warn("bot add told", "question", q.ID, "err", err)
		}
	}
	b.log.Info("bot add", "question", q.ID, "added", len(added), "took", b.now().Sub(q.Asked).Round(time.Millisecond))
	end := b.store.CloseQuestion
	if !good && !g.Quiet {
		end = b.store.DropQuestion
	}
	if err := end(held, q.ID); err != nil {
		b.log.Error("bot close question", "question", q.ID, "err", err)
	}
}

// gathered adds what is to be added of a message.
func (b *Bot) gathered(ctx context.Context, q store.Question) ([]Added, gathering, error) {
	var g gathering
	if err := json.Unmarshal([]byte(q.Text), &g); err != nil {
		return nil, g, fmt.Errorf("read gathering: %w", err)
	}
	if q.Attempt > maxTries {
		return nil, g, errWornOut
	}
	if g.empty() {
		m, err := b.message(ctx, q.Channel, g.TS)
		if err != nil {
			return nil, g, err
		}
		g = gather(m.Text, m.Files, g.TS)
	}
	if may, err := b.mayAdd(ctx, q.User); err != nil || !may {
		return []Added{{Source: "Slack", Problem: textAdminsAdd}}, g, err
	}
	scope, err := b.addsTo(ctx, q.Channel, q.User)
	if err != nil {
		return nil, g, err
	}
	added, err := b.add(ctx, q.User, func() ([]Added, error) { return b.addAll(ctx, q.User, g, scope) })
	return added, g, err
}

func (b *Bot) addAll(ctx context.Context, user string, g gathering, scope article.Scope) (added []Added, err error) {
	if len(g.Links) > 0 {
		if added, err = b.addURLs(ctx, user, g.Links, scope); err != nil {
			return added, err
		}
	}
	for _, f := range g.Files {
		more, err := b.addFile(ctx, f, scope)
		if err != nil {
			return added, err
		}
		added = append(added, more...)
	}
	return added, nil
}

func (b *Bot) addFile(ctx context.Context, f slackwire.File, scope article.Scope) ([]Added, error) {
	content, err := b.download(ctx, f)
	switch {
	case errors.Is(err, errFileHost), errors.Is(err, errFileLarge), errors.Is(err, errFileHidden):
		return []Added{{Source: f.Name, Problem: err.Error()}}, nil
	case err != nil:
		b.log.Warn("bot file", "file", f.ID, "err", err)
		return []Added{{Source: f.Name, Problem: "Slack does not send it"}}, nil
	}
	defer content.Close()
	return b.cfg.Adder.AddFile(ctx, sourceOf(f), f.Mimetype, content, scope)
}

// message reads one message of a channel that the bot is in.
func (b *Bot) message(ctx context.Context, channel, ts string) (slackwire.Message, error) {
	var page []slack.Message
	err := b.api.retry(ctx, func(ctx context.Context) (err error) {
		page, _, _, err = b.api.slack.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: ts, Inclusive: true, Latest: ts, Limit: 1,
		})
		return err
	})
	if err != nil {
		return slackwire.Message{}, fmt.Errorf("read message %s/%s: %w", channel, ts, err)
	}
	i := slices.IndexFunc(page, func(m slack.Message) bool { return m.Timestamp == ts })
	if i < 0 {
		return slackwire.Message{}, fmt.Errorf("read message %s/%s: not there", channel, ts)
	}
	return slackwire.Message{Text: page[i].Text, User: page[i].User, Files: filesOf(page[i])}, nil
}

// filesOf returns the files of a message that was read.
func filesOf(m slack.Message) (out slackwire.Files) {
	for _, f := range m.Files {
		out = append(out, slackwire.File{ID: f.ID, Name: f.Name, Mimetype: f.Mimetype, Size: int64(f.Size), URL: f.URLPrivateDownload})
	}
	return out
}

// react puts an emoji under a message, once.
func (b *Bot) react(ctx context.Context, channel, ts, name string) {
	err := b.api.retry(ctx, func(ctx context.Context) error {
		return b.api.slack.AddReactionContext(ctx, name, slack.NewRefToMessage(channel, ts))
	})
	if err != nil && codeOf(err) != "already_reacted" {
		b.log.Warn("bot react", "channel", channel, "err", err)
	}
}
