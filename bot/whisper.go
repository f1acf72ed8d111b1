package bot

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"footnote/internal/slackwire"
)

// An ear is one person, at the place where they are to be told something.
type ear struct {
	user, channel string
	threadTS      string // of the thread they are in; empty outside one
	responseURL   string // of what they did; empty where there is none
	replace       bool   // the message they clicked on
}

// earIn is where a person is to be told something about what they did.
func earIn(in slackwire.Interaction) ear {
	return ear{user: in.User, channel: in.Channel, threadTS: in.ThreadTS, responseURL: in.ResponseURL}
}

// whisper shows a content to one person alone: through the response_url of
// what they did as long as Slack takes it, which is 5 times within 30 minutes;
// else by a message that only they see; else, where the bot is not in the
// channel, directly.
func (b *Bot) whisper(ctx context.Context, to ear, c content) error {
	err := errNoResponseURL
	if b.answerable(to.responseURL) {
		err = b.respond(ctx, to, c)
	}
	if err == nil || ctx.Err() != nil {
		return err
	}
	if !errors.Is(err, errNoResponseURL) {
		b.log.Debug("bot response_url", "err", err)
	}
	if !isDirect(to.channel) {
		err = b.ephemeral(ctx, to, c)
		if err == nil || !slices.Contains(elsewhere, codeOf(err)) {
			return err
		}
	}
	return b.directly(ctx, to, c)
}

var errNoResponseURL = errors.New("no response_url")

// elsewhere are the refusals after which a person is written to directly.
var elsewhere = []string{
	"not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived", "thread_not_found",
	"messages_tab_disabled", "restricted_action",
}

// answerable reports whether a response_url may be called: one of Slack's.
func (b *Bot) answerable(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || raw == "" {
		return false
	}
	if own, err := url.Parse(b.cfg.APIURL); err == nil && b.cfg.APIURL != "" {
		return u.Host == own.Host
	}
	return u.Scheme == "https" && u.Host == "hooks.slack.com"
}

// send shows a content by a call whose effect cannot be read back: what may
// have been shown although the call failed is shown again with a word about
// it. Blocks that Slack refuses, or seems to, are made plainer, and in the end
// left out: one line is better than none.
func (b *Bot) send(ctx context.Context, to ear, c content, call func(context.Context, content) error) error {
	broken := 0
	return b.api.retry(ctx, func(ctx context.Context) error {
		shown := c
		if broken > 0 && !to.replace {
			shown = c.with(contextBlock(b.langOf(ctx, to.user).say("Sent once more, because Slack did not confirm it.")))
		}
		if broken > 1 {
			shown = shown.plainer()
		}
		err := call(ctx, shown)
		for _, plainer := range []content{c.plainer(), {fallback: c.fallback}} {
			if overBlocks(err) {
				b.log.Error("bot blocks refused", "err", err)
				c = plainer
				err = call(ctx, c)
			}
		}
		if how, _ := fateOf(err); err != nil && how == unsure {
			broken++
		}
		return err
	})
}

// respond uses a response_url.
func (b *Bot) respond(ctx context.Context, to ear, c content) error {
	return b.send(ctx, to, c, func(ctx context.Context, c content) error {
		return b.api.webhook(ctx, to.responseURL, c.webhook(to))
	})
}

// webhook writes a content for a response_url, which takes no options.
func (c content) webhook(to ear) *slack.WebhookMessage {
	no := false
	m := &slack.WebhookMessage{
		Text: c.fallback, ResponseType: slack.ResponseTypeEphemeral, ReplaceOriginal: to.replace,
		UnfurlLinks: &no, UnfurlMedia: &no,
	}
	if to.threadTS != "" && !to.replace {
		m.ThreadTimestamp = to.threadTS
	}
	if len(c.blocks) > 0 {
		m.Blocks = &slack.Blocks{BlockSet: c.blocks}
	}
	return m
}

// ephemeral posts a message that one person sees.
func (b *Bot) ephemeral(ctx context.Context, to ear, c content) error {
	err := b.send(ctx, to, c, func(ctx context.Context, c content) error {
		_, err := b.api.slack.PostEphemeralContext(ctx, to.channel, to.user, c.options(), inThread(to.threadTS))
		return err
	})
	if err != nil {
		return fmt.Errorf("post in %s for one person: %w", to.channel, err)
	}
	return nil
}

// directly posts a direct message.
func (b *Bot) directly(ctx context.Context, to ear, c content) error {
	err := b.send(ctx, to, c, func(ctx context.Context, c content) error {
		_, _, err := b.api.slack.PostMessageContext(ctx, to.user, c.options())
		return err
	})
	if err != nil {
		return fmt.Errorf("write to a person: %w", err)
	}
	return nil
}

// words is a content of plain words of ours, one section for each paragraph.
// They are mrkdwn: what others wrote in them is escaped.
func words(paragraphs ...string) content {
	var blocks []slack.Block
	for _, p := range paragraphs {
		blocks = append(blocks, slack.NewSectionBlock(textObject(p), nil, nil))
	}
	return content{blocks: blocks, fallback: plainFallback(strings.Join(paragraphs, " "))}
}

// plainFallback cuts words of ours for a notification; marks of mrkdwn that
// are cut in two would be shown as they stand.
func plainFallback(s string) string {
	if length(s) <= maxFallback {
		return s
	}
	bare := strings.Map(func(r rune) rune {
		if strings.ContainsRune("<>*_~`", r) {
			return -1
		}
		return r
	}, s)
	return cutEscaped(unescape.Replace(bare), maxFallback, mrkdwn)
}

// with returns the content with more blocks under it.
func (c content) with(under ...slack.Block) content {
	c.blocks = append(c.blocks[:len(c.blocks):len(c.blocks)], under...)
	return c
}
