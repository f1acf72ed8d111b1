package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"footnote/internal/store"
)

// A content is what a message shows.
type content struct {
	blocks   []slack.Block
	fallback string // escaped; what notifications show
}

// options writes a message so that Slack adds nothing to it: no preview, which
// would fetch a URL, and no link or mention.
func (c content) options() slack.MsgOption {
	return slack.MsgOptionCompose(
		slack.MsgOptionText(c.fallback, false), slack.MsgOptionBlocks(c.blocks...), slack.MsgOptionParse(false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	)
}

// plainer returns the content without what some workspaces refuse: anything
// but sections and small print.
func (c content) plainer() content {
	return content{fallback: c.fallback, blocks: slices.DeleteFunc(slices.Clone(c.blocks), func(b slack.Block) bool {
		return b.BlockType() != slack.MBTSection && b.BlockType() != slack.MBTContext
	})}
}

// overBlocks reports whether Slack refused a message for its blocks.
func overBlocks(err error) bool {
	return slices.Contains([]string{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_many", "msg_blocks_too_long"}, codeOf(err))
}

// blockID names the nth message of a question's reply, from 1, in its first
// block. By it a message is found that was posted though the call failed.
func blockID(q store.Question, n int) string { return fmt.Sprintf("%s%d", blockPrefix(q), n) }

func blockPrefix(q store.Question) string { return fmt.Sprintf("footnote.%d.", q.ID) }

// post posts the nth message of a question's reply and returns its ts. A call
// whose fate is unsure is made again only after the thread shows that the
// message is not there.
func (b *Bot) post(ctx context.Context, q store.Question, n int, c content) (string, error) {
	ts, err := b.postOnce(ctx, q, n, c)
	if overBlocks(err) {
		b.log.Error("bot blocks refused", "question", q.ID, "err", err)
		return b.postOnce(ctx, q, n, c.plainer())
	}
	return ts, err
}

func (b *Bot) postOnce(ctx context.Context, q store.Question, n int, c content) (ts string, err error) {
	err = b.api.attempt(ctx, func(ctx context.Context) (err error) {
		if err := b.api.posts.wait(ctx, q.Channel); err != nil {
			return err
		}
		_, ts, err = b.api.slack.PostMessageContext(ctx, q.Channel, inThread(q.ThreadTS), c.options())
		return err
	}, func(ctx context.Context) (bool, error) {
		own, err := b.ownReplies(ctx, q)
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(own, func(m slack.Message) bool { return firstBlockID(m) == blockID(q, n) })
		if i >= 0 {
			ts = own[i].Timestamp
		}
		return i >= 0, nil
	})
	if err != nil {
		return "", fmt.Errorf("post in %s: %w", q.Channel, err)
	}
	return ts, nil
}

// update puts content into a message of ours. A stream that is still open is
// ended first; blocks that Slack refuses are made plainer.
func (b *Bot) update(ctx context.Context, q store.Question, ts string, c content) (err error) {
	if err := b.api.updates.Wait(ctx); err != nil {
		return fmt.Errorf("update %s/%s: %w", q.Channel, ts, err)
	}
	for range 3 {
		err = b.updateOnce(ctx, q, ts, c)
		switch {
		case overBlocks(err):
			b.log.Error("bot blocks refused", "question", q.ID, "err", err)
			c = c.plainer()
		case codeOf(err) == "streaming_state_conflict":
			if err := b.endStream(ctx, q, ts, nil); err != nil {
				return err
			}
		default:
			return err
		}
	}
	return err
}

func (b *Bot) updateOnce(ctx context.Context, q store.Question, ts string, c content) error {
	err := b.api.retry(ctx, func(ctx context.Context) error { return b.tryUpdate(ctx, q, ts, c) })
	if err != nil {
		return fmt.Errorf("update %s/%s: %w", q.Channel, ts, err)
	}
	return nil
}

func (b *Bot) tryUpdate(ctx context.Context, q store.Question, ts string, c content) error {
	_, _, _, err := b.api.slack.UpdateMessageContext(ctx, q.Channel, ts, c.options())
	return err
}

// ownReplies returns the messages that the bot wrote in a question's thread
// after the question, oldest first. Of what is to begin a thread they are
// those in the channel.
func (b *Bot) ownReplies(ctx context.Context, q store.Question) ([]slack.Message, error) {
	if q.ThreadTS == "" {
		return b.ownPosts(ctx, q)
	}
	const maxPages = 5
	params := &slack.GetConversationRepliesParameters{ChannelID: q.Channel, Timestamp: q.ThreadTS, Limit: 200}
	if q.Kind != store.KindShare {
		params.Oldest = since(q)
	}
	var own []slack.Message
	for range maxPages {
		var page []slack.Message
		err := b.api.retry(ctx, func(ctx context.Context) (err error) {
			page, _, params.Cursor, err = b.api.slack.GetConversationRepliesContext(ctx, params)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read thread %s/%s: %w", q.Channel, q.ThreadTS, err)
		}
		for _, m := range page {
			if b.wrote(m) && (q.Kind == store.KindShare || m.Timestamp > since(q)) {
				own = append(own, m)
			}
		}
		if params.Cursor == "" {
			break
		}
	}
	return own, nil
}

// ownPosts returns the messages that the bot wrote in a channel since the
// question was asked, oldest first. The clock that says so may be apart from
// Slack's.
func (b *Bot) ownPosts(ctx context.Context, q store.Question) ([]slack.Message, error) {
	params := &slack.GetConversationHistoryParameters{
		ChannelID: q.Channel, Oldest: fmt.Sprintf("%d.000000", q.Asked.Add(-historySkew).Unix()), Limit: 200,
	}
	var page *slack.GetConversationHistoryResponse
	err := b.api.retry(ctx, func(ctx context.Context) (err error) {
		page, err = b.api.slack.GetConversationHistoryContext(ctx, params)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read channel %s: %w", q.Channel, err)
	}
	own := slices.DeleteFunc(page.Messages, func(m slack.Message) bool { return !b.wrote(m) })
	slices.Reverse(own) // newest first as they come
	return own, nil
}

func (b *Bot) wrote(m slack.Message) bool {
	return m.User == b.me.UserID || m.BotID != "" && m.BotID == b.me.BotID
}

// firstBlockID returns the block ID that names a message of ours, or "".
func firstBlockID(m slack.Message) string {
	for _, block := range m.Blocks.BlockSet {
		if strings.HasPrefix(block.ID(), "footnote.") {
			return block.ID()
		}
	}
	return ""
}

// isOf reports whether a message of ours bears the ID of a question's reply.
func isOf(m slack.Message, q store.Question) bool {
	return strings.HasPrefix(firstBlockID(m), blockPrefix(q))
}

// isGone reports whether a message can no longer be changed.
func isGone(err error) bool {
	return slices.Contains([]string{"message_not_found", "cant_update_message", "edit_window_closed"}, codeOf(err))
}
