package slacksim

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Limits of messages; https://docs.slack.dev/reference/methods/chat.postMessage
// and …/chat.update.
const (
	maxText     = 40_000 // characters; Slack cuts what is longer
	maxUpdate   = 4_000  // bytes of text in chat.update, after escaping
	maxMarkdown = 12_000 // characters of markdown_text, and of all markdown blocks
)

func chatMethods() map[string]method {
	return map[string]method{
		"chat.postMessage":   {do: (*Sim).postMessage, scope: "chat:write", tier: perChannel},
		"chat.postEphemeral": {do: (*Sim).postEphemeral, scope: "chat:write", tier: tier4},
		"chat.update":        {do: (*Sim).updateMessage, scope: "chat:write", tier: tier3},
		"chat.delete":        {do: (*Sim).deleteMessage, scope: "chat:write", tier: tier3},
		"chat.getPermalink":  {do: (*Sim).permalink},
	}
}

// content is the part of a message that posts and updates share.
type content struct {
	text, markdown, metadata string
	blocks                   []Block
	hasBlocks                bool
}

// readContent reads and checks what a message says.
func readContent(in args) (content, error) {
	c := content{text: in.str("text"), markdown: in.str("markdown_text"), metadata: in.str("metadata")}
	if c.markdown != "" && (c.text != "" || in.has("blocks")) {
		return c, fail("markdown_text_conflict")
	}
	if utf8.RuneCountInString(c.markdown) > maxMarkdown {
		return c, fail("msg_too_long")
	}
	if c.metadata != "" && !validMetadata(c.metadata) {
		return c, fail("invalid_metadata_format")
	}
	if in.has("blocks") {
		blocks, err := parseBlocks(OnMessage, []byte(in.str("blocks")))
		if err != nil {
			return c, err
		}
		c.blocks, c.hasBlocks = blocks, true
	}
	return c, nil
}

func validMetadata(raw string) bool {
	var m struct {
		EventType    string         `json:"event_type"`
		EventPayload map[string]any `json:"event_payload"`
	}
	return json.Unmarshal([]byte(raw), &m) == nil && m.EventType != "" && m.EventPayload != nil
}

// writable returns the channel the bot may write in.
func (s *Sim) writable(id string) (*conversation, error) {
	if _, isUser := s.users[id]; isUser && id != s.opts.BotUser {
		return s.im(id), nil
	}
	c, err := s.visible(id)
	switch {
	case err != nil:
		return nil, err
	case c.Archived:
		return nil, fail("is_archived")
	case !c.has(s.opts.BotUser):
		return nil, fail("not_in_channel")
	}
	return c, nil
}

// visible returns the channel if the bot may know of it.
func (s *Sim) visible(id string) (*conversation, error) {
	c := s.channels[id]
	if c == nil || (c.Private || c.IM != "") && !c.has(s.opts.BotUser) {
		return nil, fail("channel_not_found")
	}
	return c, nil
}

func (s *Sim) postMessage(in args) (obj, error) {
	c, err := s.writable(in.str("channel"))
	if err != nil {
		return nil, err
	}
	m, err := s.draft(c, in)
	if err != nil {
		return nil, err
	}
	s.put(c, m)
	s.clearStatus(c, m)
	s.emitMessage(c, m)
	s.watch(c, m, "chat.postMessage")
	return obj{"channel": c.ID, "ts": m.TS, "message": s.wire(c, m)}, nil
}

// draft makes the app's message out of a call's arguments.
func (s *Sim) draft(c *conversation, in args) (*message, error) {
	body, err := readContent(in)
	if err != nil {
		return nil, err
	}
	if body.text == "" && body.markdown == "" && len(body.blocks) == 0 && !in.has("attachments") {
		return nil, fail("no_text")
	}
	thread, err := c.threadOf(in.str("thread_ts"))
	if err != nil {
		return nil, err
	}
	m := s.own(thread)
	m.Text, m.Markdown, m.Metadata, m.Blocks = cutRunes(body.text, maxText), body.markdown, body.metadata, body.blocks
	m.unfurlLinks, m.unfurlMedia = in.flag("unfurl_links", true), in.flag("unfurl_media", true)
	if m.broadcast = thread != "" && in.flag("reply_broadcast", false); m.broadcast {
		m.Subtype = "thread_broadcast"
	}
	return m, nil
}

// own returns an empty message of the app's.
func (s *Sim) own(thread string) *message {
	return &message{Message: Message{User: s.opts.BotUser, BotID: s.opts.BotID, ThreadTS: thread}}
}

// threadOf returns the root of the thread that ts is in, or "" for "".
func (c *conversation) threadOf(ts string) (string, error) {
	if ts == "" {
		return "", nil
	}
	m := c.find(ts)
	switch {
	case m == nil:
		return "", fail("thread_not_found")
	case m.isReply():
		return m.ThreadTS, nil
	}
	return ts, nil
}

func cutRunes(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}

func (s *Sim) postEphemeral(in args) (obj, error) {
	c, err := s.writable(in.str("channel"))
	if err != nil {
		return nil, err
	}
	if !c.has(in.str("user")) {
		return nil, fail("user_not_in_channel")
	}
	m, err := s.draft(c, in)
	if err != nil {
		return nil, err
	}
	m.Ephemeral = in.str("user")
	s.put(c, m)
	return obj{"message_ts": m.TS}, nil
}

// ownMessage returns the app's message that a call is about.
func (s *Sim) ownMessage(in args, notOurs string) (*conversation, *message, error) {
	c, err := s.visible(in.str("channel"))
	if err != nil {
		return nil, nil, err
	}
	m := c.find(in.str("ts"))
	switch {
	case m == nil || m.Ephemeral != "":
		return nil, nil, fail("message_not_found")
	case m.BotID != s.opts.BotID:
		return nil, nil, fail(notOurs)
	}
	return c, m, nil
}

func (s *Sim) updateMessage(in args) (obj, error) {
	c, m, err := s.ownMessage(in, "cant_update_message")
	if err != nil {
		return nil, err
	}
	body, err := readContent(in)
	switch {
	case err != nil:
		return nil, err
	case c.Archived:
		return nil, fail("is_archived")
	case m.Stream == Streaming:
		return nil, fail("streaming_state_conflict")
	case len(escaped(body.text)) > maxUpdate:
		return nil, fail("msg_too_long")
	case body.text == "" && body.markdown == "" && !body.hasBlocks && !in.has("attachments"):
		return nil, fail("no_text")
	}
	before := s.wire(c, m)
	s.replace(m, body)
	s.emitChanged(c, m, before)
	s.watch(c, m, "chat.update")
	s.notify()
	return obj{"channel": c.ID, "ts": m.TS, "text": m.wireText(), "message": s.wire(c, m)}, nil
}

// replace puts new content into a message. Text without blocks takes the old
// blocks away and is shown as edited; blocks without text leave the text.
func (s *Sim) replace(m *message, body content) {
	if body.text != "" || body.markdown != "" {
		m.Edited = !body.hasBlocks && (m.Edited || body.text != m.Text || body.markdown != m.Markdown)
		m.Text, m.Markdown, m.Blocks = body.text, body.markdown, nil
	}
	if body.hasBlocks {
		m.Blocks, m.Markdown = body.blocks, ""
	}
	if body.metadata != "" {
		m.Metadata = body.metadata
	}
	m.Updates++
	m.edited = nil
	if m.Edited {
		m.edited = obj{"user": m.BotID, "ts": s.stamp()}
	}
}

// escaped is the text with &, < and > written as Slack wants them, but for
// what is already written so and for its own <…> marks.
func escaped(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch rest := text[i:]; {
		case text[i] == '&' && !isEntity(rest):
			b.WriteString("&amp;")
		case text[i] == '<' && !isMark(rest):
			b.WriteString("&lt;")
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

func isEntity(s string) bool {
	return strings.HasPrefix(s, "&amp;") || strings.HasPrefix(s, "&lt;") || strings.HasPrefix(s, "&gt;")
}

func (s *Sim) deleteMessage(in args) (obj, error) {
	c, m, err := s.ownMessage(in, "cant_delete_message")
	switch {
	case err != nil:
		return nil, err
	case m.Stream == Streaming:
		return nil, fail("cant_delete_message")
	}
	s.erase(c, m)
	return obj{"channel": c.ID, "ts": m.TS}, nil
}

// tombstone is the subtype of a deleted message that has replies.
const tombstone = "tombstone"

// erase deletes a message and tells of it.
func (s *Sim) erase(c *conversation, m *message) {
	before := s.wire(c, m)
	if s.bury(c, m) {
		s.emitChanged(c, m, before)
	} else {
		s.emitDeleted(c, m, before)
	}
}

// bury deletes a message. A root with replies leaves a tombstone, so that its
// thread goes on.
func (s *Sim) bury(c *conversation, m *message) (left bool) {
	defer s.notify()
	if len(c.replies(m.TS)) == 0 {
		c.remove(m.TS)
		return false
	}
	m.Message = Message{
		Channel: c.ID, TS: m.TS, ThreadTS: m.ThreadTS, Subtype: tombstone, User: "USLACKBOT",
		Text: "This message was deleted.",
	}
	return true
}

func (s *Sim) permalink(in args) (obj, error) {
	c, err := s.visible(in.str("channel"))
	if err != nil {
		return nil, err
	}
	m := c.find(in.str("message_ts"))
	if m == nil {
		return nil, fail("message_not_found")
	}
	link := s.URL() + "/archives/" + c.ID + "/p" + strings.Replace(m.TS, ".", "", 1)
	return obj{"channel": c.ID, "permalink": link}, nil
}
