package bot

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
	telling "footnote/internal/tell"
)

// A poster posts what digests and watches have to say. A message is known
// again by the ID of its first block, which holds its key.
type poster struct{ api *api }

// Poster returns what posts digests and watches as this bot.
func (b *Bot) Poster() telling.Poster { return poster{b.api} }

// ReaderOf returns what is seen in a channel of what a person asks or sets
// there or, in a direct message, by its person; it is a telling.Readers. The
// error is that Slack does not say now who reads; where it never will, the
// reader is the narrower.
func (b *Bot) ReaderOf(ctx context.Context, channel, person string) (article.Reader, error) {
	r := b.reading(ctx, store.Question{Kind: store.KindMessage, Channel: channel, User: person})
	if r.passing != nil {
		return nil, r.passing
	}
	return r.reader, nil
}

// NewReaders returns who reads what for a terminal, which has no Bot.
func NewReaders(botToken, apiURL string, roster Roster, log *slog.Logger) telling.Readers {
	b := &Bot{log: log, roster: roster, api: newAPI(botToken, apiURL), now: time.Now}
	var mu sync.Mutex
	return func(ctx context.Context, channel, person string) (article.Reader, error) {
		mu.Lock()
		defer mu.Unlock()
		if b.me.UserID == "" {
			if err := b.introduce(ctx); err != nil {
				return nil, err
			}
		}
		return b.ReaderOf(ctx, channel, person)
	}
}

// NewPoster returns a Poster for a terminal, which has no Bot.
func NewPoster(botToken, apiURL string) telling.Poster { return poster{newAPI(botToken, apiURL)} }

// tellingID is the ID of the first block of a message.
func tellingID(m telling.Message) string { return "footnote.t." + m.Key }

// Post implements telling.Poster.
func (p poster) Post(ctx context.Context, m telling.Message) (string, error) {
	c := tellingContent(m)
	ts, err := p.post(ctx, m, c)
	if overBlocks(err) {
		ts, err = p.post(ctx, m, c.plainer())
	}
	if err != nil {
		return "", fmt.Errorf("post in %s: %w", m.Channel, orClosed(err))
	}
	return ts, nil
}

// closed are the refusals of a place that takes no messages of the bot's. Slack says
// account_inactive of a token, too, that will be made anew.
var closed = append([]string{"is_archived"}, uninvited...)

// orClosed adds to such a refusal that it is for good.
func orClosed(err error) error {
	if slices.Contains(closed, codeOf(err)) {
		return fmt.Errorf("%w: %w", telling.ErrClosed, err)
	}
	return err
}

func (p poster) post(ctx context.Context, m telling.Message, c content) (string, error) {
	if err := p.api.posts.wait(ctx, m.Channel); err != nil {
		return "", err
	}
	options := []slack.MsgOption{c.options()}
	if m.Thread != "" {
		options = append(options, inThread(m.Thread))
	}
	_, ts, err := p.api.slack.PostMessageContext(ctx, m.Channel, options...)
	return ts, err
}

// Pages that are looked through for a message: the newest of a channel, all of
// a thread that is not absurd.
const (
	channelPages = 3
	threadPages  = 5
	pageMessages = 200
)

// Find implements telling.Poster.
func (p poster) Find(ctx context.Context, m telling.Message) (ts string, err error) {
	if m.Thread == "" {
		return p.findIn(channelPages, m, func(cursor string) ([]slack.Message, string, error) {
			h, err := p.api.slack.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
				ChannelID: m.Channel, Limit: pageMessages, Cursor: cursor,
			})
			if err != nil {
				return nil, "", err
			}
			return h.Messages, h.ResponseMetaData.NextCursor, nil
		})
	}
	return p.findIn(threadPages, m, func(cursor string) ([]slack.Message, string, error) {
		messages, _, next, err := p.api.slack.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: m.Channel, Timestamp: m.Thread, Limit: pageMessages, Cursor: cursor,
		})
		return messages, next, err
	})
}

// findIn looks for a message in pages.
func (p poster) findIn(pages int, m telling.Message, page func(cursor string) ([]slack.Message, string, error)) (string, error) {
	cursor := ""
	for range pages {
		messages, next, err := page(cursor)
		if err != nil {
			return "", fmt.Errorf("read back %s: %w", m.Channel, orClosed(err))
		}
		for _, found := range messages {
			if found.BotID != "" && firstBlockID(found) == tellingID(m) {
				return found.Timestamp, nil
			}
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	return "", nil
}

// tellingContent writes a message within Slack's limits.
func tellingContent(m telling.Message) content {
	c := content{fallback: cutEscaped(m.Summary, maxFallback, mrkdwn)}
	room := maxBlocks / max(1, len(m.Parts))
	for _, p := range m.Parts {
		c.blocks = append(c.blocks, partBlocks(p, room)...)
	}
	c.blocks = withID(c.blocks, tellingID(m))
	return c
}

// partBlocks shows a part: its title and sentences, in small print what is
// about it and its footnotes, and its buttons. All have at most room characters.
func partBlocks(p telling.Part, room int) (out []slack.Block) {
	var lines []string
	if p.Title != "" {
		lines = append(lines, "*"+titled(p)+"*")
	}
	if p.Text != "" && p.Title == "" {
		lines = append(lines, cutEscaped(p.Text, maxText, mrkdwn))
	}
	var said strings.Builder
	for _, s := range p.Sentences {
		lines = append(lines, inMrkdwn.sentence(answer.Sentence{Text: s.Text, Citations: s.Citations}, true))
		said.WriteString(s.Text + "\n")
	}
	for _, text := range pack(lines, maxSection) {
		out = append(out, slack.NewSectionBlock(textObject(text), nil, nil))
	}
	var small []string
	if p.Text != "" && p.Title != "" {
		small = append(small, cutEscaped(p.Text, maxText, mrkdwn))
	}
	small = append(small, notes(byNumber(under(p.Title, p.Citations)), said.String(), true, max(minNotes, room-lengthOf(lines)-lengthOf(small)), "")...)
	if p.Small != "" {
		small = append(small, cutEscaped(p.Small, maxText, mrkdwn))
	}
	out = append(out, contextBlocks(small)...)
	if len(p.Buttons) > 0 {
		out = append(out, buttonBlock(p.Buttons))
	}
	return out
}

// under returns citations as they stand under a title: what has the same is named by
// its outlet alone.
func under(title string, cited []answer.Citation) []answer.Citation {
	out := slices.Clone(cited)
	for i, c := range out {
		if c.Title == title && c.Source != "" {
			out[i].Title, out[i].Source = c.Source, ""
		}
	}
	return out
}

// What a part has at most and at least, in characters.
const (
	maxText  = 1500
	minNotes = 300
)

// titled writes a part's title, linked where it leads somewhere. What stands
// between marks of emphasis must not end them.
func titled(p telling.Part) string {
	title := cmp.Or(cutEscaped(strings.ReplaceAll(p.Title, "*", ""), maxTitle, mrkdwn), "Untitled")
	if link := safeLink(p.Link); link != "" {
		title = "<" + link + "|" + title + ">"
	}
	if !p.At.IsZero() {
		title += " " + lang("").dayOf(p.At)
	}
	return title
}

func buttonBlock(buttons []telling.Button) slack.Block {
	var all []slack.BlockElement
	for _, b := range buttons {
		text := slack.NewTextBlockObject(slack.PlainTextType, b.Text, false, false)
		all = append(all, slack.NewButtonBlockElement(b.Action, b.Value, text))
	}
	return slack.NewActionBlock("", slices.Clip(all)...)
}
