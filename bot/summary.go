package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
)

// A Summarizer summarises articles, topics and conversations; package answer
// has one.
type Summarizer interface {
	Summarize(ctx context.Context, t answer.Target, r article.Reader, on func(answer.Event) error) (answer.Answer, error)
}

// A wish is what a summary command asks for: a conversation, or else what
// stands in Target.
type wish struct {
	channel  string // of the conversation
	threadTS string // of its thread; empty for the channel
	since    time.Time
	unread   bool // since when, in words that are not known
	target   answer.Target
}

var (
	permalink   = regexp.MustCompile(`^https://[a-z0-9.-]+\.slack\.com/archives/([A-Z0-9]+)/p(\d{10})(\d{6})(?:\?(?:.*&)?thread_ts=(\d+\.\d+).*)?`)
	channelMark = regexp.MustCompile(`^<#([A-Z0-9]+)(?:\|[^>]*)?>$`)
	articleID   = regexp.MustCompile(`^[0-9a-f]{8,16}$`)
)

// aChannel are the words for the channel in which a summary is asked for.
var aChannel = []string{"channel", "this channel", "kanal", "dieser kanal"}

// defaultSpan is how far back a channel is summarised where nothing is said.
const defaultSpan = 7 * 24 * time.Hour

// readWish reads what a summary command asks for. base is the address of the
// workspace's messages, for which a workspace need not be Slack's own.
func readWish(text, here, base string, now time.Time) wish {
	rest, since := span(text, now)
	place, unread := beforeSince(rest)
	if unread { // since when, in more words: "since last month"
		if _, at, ok := answer.Requested("summarise all"+rest[len(place):], now); ok && !at.IsZero() {
			rest, since, unread = place, at, false
		}
	}
	if m := channelMark.FindStringSubmatch(place); m != nil {
		return wish{channel: m[1], since: since, unread: unread}
	}
	if slices.Contains(aChannel, normal(place)) {
		return wish{channel: here, since: since, unread: unread}
	}
	links := linksIn(rest)
	if len(links) > 0 {
		link := links[0]
		if own, ok := strings.CutPrefix(link, base+"archives/"); ok && base != "" {
			link = "https://own.slack.com/archives/" + own
		}
		if m := permalink.FindStringSubmatch(link); m != nil {
			return wish{channel: m[1], threadTS: cmp.Or(m[4], m[2]+"."+m[3])}
		}
		return wish{target: answer.Target{Articles: links}}
	}
	if articleID.MatchString(rest) {
		return wish{target: answer.Target{Articles: []string{rest}}}
	}
	return wish{target: answer.Target{Topic: questionText(rest, ""), Since: article.SinceDay(since)}}
}

// Words by which messages ask for a summary of what is said: in their thread, or
// where they stand.
var (
	aThread       = []string{"thread", "this thread", "the thread", "diesen thread", "den thread"}
	aConversation = slices.Concat(aChannel, []string{
		"the channel", "our channel", "here", "what was said here", "what was said", "conversation", "this conversation", "the conversation", "discussion", "this discussion",
		"the discussion", "diesen kanal", "den kanal", "dieses gespräch", "das gespräch", "diese diskussion", "die diskussion",
	})
)

// conversationIn reads a message that asks for a summary of what is said where it
// stands: its thread or channel, and no other, for all who are there read the
// answer.
func (b *Bot) conversationIn(q store.Question, now time.Time) (wish, bool) {
	if q.Kind != store.KindMessage && q.Kind != store.KindAsk || isDirect(q.Channel) || b.cfg.Summarizer == nil {
		return wish{}, false
	}
	topic, since, ok := answer.Requested(q.Text, now)
	if article.StartsDay(since) && !since.IsZero() {
		since = time.Date(since.Year(), since.Month(), since.Day(), 0, 0, 0, 0, now.Location())
	}
	place, w := normal(topic), readWish(topic, q.Channel, b.me.URL, now)
	switch within := q.ThreadTS != "" && q.ThreadTS != q.TS; {
	case !ok:
	case w.channel == q.Channel && w.threadTS != "":
		return w, true
	case within && slices.Contains(aThread, place), within && slices.Contains(aConversation, place) && !strings.HasSuffix(place, "channel") && !strings.HasSuffix(place, "kanal"):
		return wish{channel: q.Channel, threadTS: q.ThreadTS}, true
	case slices.Contains(aConversation, place):
		return wish{channel: q.Channel, since: since}, true
	}
	return wish{}, false
}

// beforeSince returns what stands before a "since", and whether there is one.
func beforeSince(text string) (before string, found bool) {
	at := sinceWord.FindStringIndex(text)
	if at == nil {
		return text, false
	}
	return text[:at[0]], true
}

var sinceWord = regexp.MustCompile(`(?i)\s+(?:` + strings.Join(sinceWords, "|") + `)\s`)

// summarise answers a summary command, from what a reader sees.
func (b *Bot) summarise(ctx context.Context, q store.Question, r article.Reader) (ans answer.Answer, err error) {
	w := readWish(q.Text, q.Channel, b.me.URL, b.nowOf(ctx, q.User))
	return b.fulfil(ctx, q, w, r, func(answer.Event) error { return context.Cause(ctx) })
}

// fulfil makes the summary that is wished for, calling on as it goes.
func (b *Bot) fulfil(ctx context.Context, q store.Question, w wish, r article.Reader, on func(answer.Event) error) (ans answer.Answer, err error) {
	t := w.target
	switch {
	case w.unread:
		return answer.Answer{}, errSince
	case w.channel != "":
		messages, err := b.conversation(ctx, q, w)
		if err != nil {
			return answer.Answer{}, err
		}
		t = answer.Target{Messages: messages}
	}
	t.Now, t.User = b.nowOf(ctx, q.User), q.User
	err = contained(func() (err error) {
		ans, err = b.cfg.Summarizer.Summarize(ctx, t, r, on)
		return err
	})
	if err == nil && w.channel != "" && len(ans.Sentences) == 0 {
		err = errNoStatements
	}
	return ans, err
}

// ofConversation reports whether a question asks for a summary of what was
// said in Slack, of which nothing is kept.
func (b *Bot) ofConversation(q store.Question) bool {
	if _, ok := b.conversationIn(q, b.now()); ok {
		return true
	}
	return q.Kind == store.KindSummary && readWish(q.Text, q.Channel, b.me.URL, b.now()).channel != ""
}

// Why a conversation is not summarised.
var (
	errNotMember  = errors.New("asker is not in the channel")
	errNotInvited = errors.New("bot is not in the channel")
	errNoMessages = errors.New("nothing was said")
	// errNoStatements: nothing but questions, greetings and links.
	errNoStatements = errors.New("nothing was stated")
	errSince        = errors.New("since when is not known")
)

// maxMessages is how many messages of a conversation are summarised, the
// last ones.
const maxMessages = 600

// conversation reads what was said in a thread or channel, if its asker is a
// member.
func (b *Bot) conversation(ctx context.Context, q store.Question, w wish) ([]answer.Message, error) {
	in, err := b.channelsOf(ctx, q.User)
	switch {
	case err != nil:
		return nil, err
	case !slices.Contains(in, w.channel):
		return nil, errNotMember
	}
	place, err := b.place(ctx, w.channel)
	if err != nil {
		return nil, err
	}
	var all []slack.Message
	if w.threadTS != "" {
		all, err = b.threadMessages(ctx, w.channel, w.threadTS, time.Time{})
	} else {
		if w.since.IsZero() {
			w.since = b.now().Add(-defaultSpan)
		}
		all, err = b.channelMessages(ctx, w.channel, w.since)
	}
	if codeOf(err) == "thread_not_found" || slices.Contains(uninvited, codeOf(err)) {
		return nil, errNotInvited
	}
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(m slack.Message) bool { return m.Timestamp == since(q) }) // which asks for this
	messages := b.spoken(ctx, w.channel, place.name, all)
	if len(messages) == 0 {
		return nil, errNoMessages
	}
	return messages, nil
}

// threadMessages returns the last messages of a thread since then; the zero time
// is since ever. Slack gives its pages from the oldest on, so that all have to be
// read.
func (b *Bot) threadMessages(ctx context.Context, channel, ts string, since time.Time) ([]slack.Message, error) {
	params := &slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: ts, Limit: 200}
	if !since.IsZero() {
		params.Oldest = fmt.Sprintf("%d.000000", since.Unix())
	}
	var all []slack.Message
	for {
		var page []slack.Message
		err := b.api.retry(ctx, func(ctx context.Context) (err error) {
			page, _, params.Cursor, err = b.api.slack.GetConversationRepliesContext(ctx, params)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read thread %s/%s: %w", channel, ts, err)
		}
		all = append(all, page...)
		if all = all[max(0, len(all)-maxMessages):]; params.Cursor == "" {
			return all, nil
		}
	}
}

func (b *Bot) channelMessages(ctx context.Context, channel string, since time.Time) ([]slack.Message, error) {
	return b.messages(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Oldest: fmt.Sprintf("%d.000000", since.Unix())}, since)
}

// lastMessages returns the last messages of a channel as channelMessages does, and
// of those before as many as one page has room for.
func (b *Bot) lastMessages(ctx context.Context, channel string, since time.Time) ([]slack.Message, error) {
	return b.messages(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel}, since)
}

// messages returns what a history has, page by page until one reaches back to since.
func (b *Bot) messages(ctx context.Context, params *slack.GetConversationHistoryParameters, since time.Time) ([]slack.Message, error) {
	params.Limit = pageMessages
	var all []slack.Message
	for len(all) < maxMessages {
		var page *slack.GetConversationHistoryResponse
		err := b.api.retry(ctx, func(ctx context.Context) (err error) {
			page, err = b.api.slack.GetConversationHistoryContext(ctx, params)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read channel %s: %w", params.ChannelID, err)
		}
		all = append(all, page.Messages...)
		params.Cursor = page.ResponseMetaData.NextCursor
		if params.Cursor == "" || timeOf(all[len(all)-1].Timestamp).Before(since) {
			break
		}
	}
	slices.Reverse(all) // newest first as they come
	return all[max(0, len(all)-maxMessages):], nil
}

// spoken returns what people, and other bots, said.
func (b *Bot) spoken(ctx context.Context, channel, name string, all []slack.Message) []answer.Message {
	var out []answer.Message
	for _, m := range all {
		body := questionText(m.Text, b.me.UserID)
		if b.wrote(m) || body == "" || !slices.Contains(append(said, "bot_message"), m.SubType) {
			continue
		}
		who := m.Username
		if p, err := b.person(ctx, m.User); m.User != "" && err == nil {
			who = p.name
		}
		out = append(out, answer.Message{
			ID: m.Timestamp, Author: cmp.Or(who, "somebody"), Place: "#" + name, URL: b.linkTo(channel, m.Timestamp, m.ThreadTimestamp), At: timeOf(m.Timestamp), Body: body,
		})
	}
	return out
}

// linkTo is the address of a message in the workspace, in the thread that it is of,
// if any.
func (b *Bot) linkTo(channel, ts, threadTS string) string {
	link := b.me.URL + "archives/" + channel + "/p" + strings.Replace(ts, ".", "", 1)
	if threadTS != "" && threadTS != ts {
		link += "?thread_ts=" + threadTS + "&cid=" + channel
	}
	return link
}

// timeOf is the time of a ts.
func timeOf(ts string) time.Time {
	var seconds, micros int64
	if _, err := fmt.Sscanf(ts, "%d.%d", &seconds, &micros); err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, micros*1000)
}

// textSince is said where it cannot be read since when.
const textSince = "I cannot read since when. Say it as in `7d`, `2w`, `yesterday`, `Monday` or `2026-05-01`."

// summaryWords says why a conversation is not summarised.
func summaryWords(l lang, err error) (string, bool) {
	switch {
	case errors.Is(err, errNotMember):
		return l.say("I summarise channels that you are in. You are not in that one, or it is not there."), true
	case errors.Is(err, errNotInvited):
		return l.say("I cannot read there, because I am not in that channel. Please invite me and ask again."), true
	case errors.Is(err, errNoMessages):
		return l.say("Nothing was said there in that time."), true
	case errors.Is(err, errNoStatements):
		return l.say("What was said there in that time has nothing to summarise."), true
	case errors.Is(err, errSince):
		return l.say(textSince), true
	}
	return "", false
}
