package slacksim

import (
	"fmt"
	"slices"
)

// An obj is a JSON object on its way out.
type obj = map[string]any

// A StreamState says how far a streamed message is.
type StreamState string

// The states of a message. NotStreamed is every message that never was a
// stream.
const (
	NotStreamed   StreamState = ""
	Streaming     StreamState = "streaming"
	Stopped       StreamState = "stopped"         // by chat.stopStream
	StoppedByUser StreamState = "stopped_by_user" // a person pressed stop
	Expired       StreamState = "expired"         // Slack ended it
)

// A Message is one message as it stands.
type Message struct {
	Channel   string
	TS        string
	ThreadTS  string // of its thread; empty outside one
	User      string // who wrote it
	BotID     string // where a bot wrote it
	Subtype   string
	Text      string // mrkdwn, as sent
	Markdown  string // markdown_text, as sent or streamed
	Blocks    []Block
	Metadata  string // JSON; empty where there is none
	Stream    StreamState
	Recipient string // who sees a stream while it grows
	Edited    bool   // people see "(edited)"
	Updates   int    // times it was changed by chat.update
	Ephemeral string // the one who sees it; empty for everybody
	Reactions []Reaction
	Files     []File
}

// A Reaction is an emoji under a message.
type Reaction struct {
	Name  string
	Users []string
}

// A File is attached to a message. One with Content is served by the
// workspace, to who brings the bot token; its URL and size are made.
type File struct {
	ID, Name, Mimetype, URL string
	Size                    int
	Content                 string
}

// A message is a Message with what only the workspace knows.
type message struct {
	Message
	edited      obj // user and ts; nil where never edited
	broadcast   bool
	unfurlLinks bool
	unfurlMedia bool
	size        int             // bytes streamed
	shape       string          // how the stream brings its text: markdown_text or chunks
	seen        map[string]bool // pings and fetches recorded
}

// isReply reports whether the message stands in a thread and not in the
// channel.
func (m *message) isReply() bool { return m.ThreadTS != "" && m.ThreadTS != m.TS }

// nextTS returns the ts of the channel's next message: the time with six
// decimals, later than every other of the channel. The caller holds mu.
func (s *Sim) nextTS(c *conversation) string {
	c.lastTS = max(s.clock.Now().UnixMicro(), c.lastTS+1)
	return formatTS(c.lastTS)
}

func formatTS(micros int64) string { return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6) }

// stamp is the time now in the form of a ts.
func (s *Sim) stamp() string { return formatTS(s.clock.Now().UnixMicro()) }

// put appends a message to its channel. The caller holds mu.
func (s *Sim) put(c *conversation, m *message) {
	m.Channel = c.ID
	m.TS = s.nextTS(c)
	c.messages = append(c.messages, m)
	s.notify()
}

// find returns the message with the ts, or nil.
func (c *conversation) find(ts string) *message {
	for _, m := range c.messages {
		if m.TS == ts {
			return m
		}
	}
	return nil
}

// remove deletes the message with the ts.
func (c *conversation) remove(ts string) {
	c.messages = slices.DeleteFunc(c.messages, func(m *message) bool { return m.TS == ts })
}

// replies returns a thread without its root, oldest first.
func (c *conversation) replies(root string) []*message {
	var out []*message
	for _, m := range c.messages {
		if m.ThreadTS == root && m.TS != root {
			out = append(out, m)
		}
	}
	return out
}

// wire is the message as Slack's JSON shows it.
func (s *Sim) wire(c *conversation, m *message) obj {
	out := obj{"type": "message", "user": m.User, "text": m.wireText(), "ts": m.TS, "team": s.opts.TeamID}
	set := func(name string, value any, given bool) {
		if given {
			out[name] = value
		}
	}
	set("subtype", m.Subtype, m.Subtype != "")
	set("thread_ts", m.ThreadTS, m.ThreadTS != "")
	set("parent_user_id", s.author(c, m.ThreadTS), m.isReply())
	set("blocks", m.wireBlocks(), len(m.wireBlocks()) > 0)
	set("metadata", rawJSON(m.Metadata), m.Metadata != "")
	set("edited", m.edited, m.edited != nil)
	set("reactions", wireReactions(m.Reactions), len(m.Reactions) > 0)
	set("files", wireFiles(m.Files), len(m.Files) > 0)
	set("is_ephemeral", true, m.Ephemeral != "")
	if m.BotID != "" {
		out["bot_id"], out["app_id"] = m.BotID, s.opts.AppID
		out["bot_profile"] = obj{
			"id": m.BotID, "app_id": s.opts.AppID, "name": s.opts.BotName, "team_id": s.opts.TeamID,
			"deleted": false, "updated": c.created, "icons": obj{},
		}
	} else {
		out["client_msg_id"] = "msg-" + m.TS
	}
	s.addThread(out, c, m)
	return out
}

// wireText is the text field: a markdown message carries its markdown there.
func (m *message) wireText() string {
	if m.Markdown != "" {
		return m.Markdown
	}
	return m.Text
}

// wireBlocks are the blocks as Slack's JSON shows them: what a person typed
// comes as rich text.
func (m *message) wireBlocks() []Block {
	if m.BotID != "" || m.Text == "" || m.Subtype == tombstone {
		return m.Blocks
	}
	return []Block{richText(m.Text)}
}

func (s *Sim) author(c *conversation, ts string) string {
	if m := c.find(ts); m != nil {
		return m.User
	}
	return ""
}

// addThread adds what a thread's root says of its replies.
func (s *Sim) addThread(out obj, c *conversation, m *message) {
	replies := c.replies(m.TS)
	if len(replies) == 0 {
		return
	}
	var users []string
	for _, r := range replies {
		if !slices.Contains(users, r.User) {
			users = append(users, r.User)
		}
	}
	out["thread_ts"] = m.TS
	out["reply_count"], out["reply_users_count"] = len(replies), len(users)
	out["reply_users"], out["latest_reply"] = users, replies[len(replies)-1].TS
	out["is_locked"], out["subscribed"] = false, true
}

func wireReactions(reactions []Reaction) []obj {
	var out []obj
	for _, r := range reactions {
		out = append(out, obj{"name": r.Name, "users": r.Users, "count": len(r.Users)})
	}
	return out
}

func wireFiles(files []File) []obj {
	var out []obj
	for _, f := range files {
		out = append(out, obj{
			"id": f.ID, "name": f.Name, "title": f.Name, "mimetype": f.Mimetype, "size": f.Size,
			"url_private": f.URL, "url_private_download": f.URL, "mode": "hosted",
		})
	}
	return out
}
