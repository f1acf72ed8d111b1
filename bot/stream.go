package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"footnote/internal/store"
)

var (
	// errNoStream: there is no stream, because Slack refused it (the plan, a
	// scope, an older workspace, a limit) or it never arrived.
	errNoStream = errors.New("no stream")
	// errUnknownStream: there is a stream, but what it holds is not known.
	errUnknownStream = errors.New("stream of unknown state")
)

// startStream begins a message that streams and returns its ts. The error
// wraps errNoStream or, beside a ts, errUnknownStream; after any other it is
// not known whether there is a stream.
func (b *Bot) startStream(ctx context.Context, q store.Question, text string) (string, error) {
	options := []slack.MsgOption{inThread(q.ThreadTS), slack.MsgOptionMarkdownText(text)}
	if !isDirect(q.Channel) {
		options = append(options, slack.MsgOptionRecipientUserID(q.User), slack.MsgOptionRecipientTeamID(q.Team))
	}
	_, ts, err := b.api.slack.StartStreamContext(ctx, q.Channel, options...)
	if err == nil {
		return ts, nil
	}
	if how, _ := fateOf(err); how != unsure {
		b.log.Debug("bot stream refused", "question", q.ID, "err", err)
		return "", fmt.Errorf("%w: %w", errNoStream, err)
	}
	ts, lost := b.findReply(ctx, q)
	switch {
	case lost != nil:
		return "", errors.Join(err, lost)
	case ts == "":
		return "", fmt.Errorf("%w: %w", errNoStream, err)
	}
	return ts, fmt.Errorf("%w: %w", errUnknownStream, err)
}

// appendStream adds to an open stream, once: made twice, the text would stand
// there twice.
func (b *Bot) appendStream(ctx context.Context, q store.Question, ts, text string) error {
	_, _, err := b.api.slack.AppendStreamContext(ctx, q.Channel, ts, slack.MsgOptionMarkdownText(text))
	return err
}

// endStream ends an open stream, with blocks under its text where there are
// any. A second end of a stream is refused by message_not_in_streaming_state.
func (b *Bot) endStream(ctx context.Context, q store.Question, ts string, under []slack.Block) error {
	var options []slack.MsgOption
	if len(under) > 0 {
		options = append(options, slack.MsgOptionBlocks(under...))
	}
	return b.api.retry(ctx, func(ctx context.Context) error {
		_, _, err := b.api.slack.StopStreamContext(ctx, q.Channel, ts, options...)
		return err
	})
}
