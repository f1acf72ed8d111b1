package slacksim

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"
)

// Limits of a streamed message. That it ends about five minutes after its
// start whatever is appended was reported in slackapi/python-slack-sdk#1859;
// its size of about 10.6 KB was measured by users.
const (
	streamLife  = 5 * time.Minute
	streamBytes = 10_600
)

func streamMethods() map[string]method {
	return map[string]method{
		"chat.startStream":  {do: (*Sim).startStream, scope: "chat:write", tier: tier2},
		"chat.appendStream": {do: (*Sim).appendStream, scope: "chat:write", tier: tier4},
		"chat.stopStream":   {do: (*Sim).stopStream, scope: "chat:write", tier: tier2},
	}
}

func (s *Sim) startStream(in args) (obj, error) {
	c, err := s.writable(in.str("channel"))
	if err != nil {
		return nil, err
	}
	if err := s.checkRecipient(c, in); err != nil {
		return nil, err
	}
	if in.str("thread_ts") == "" && c.IM != "" {
		return nil, fail("invalid_thread_ts")
	}
	thread, err := c.threadOf(in.str("thread_ts"))
	if err != nil {
		return nil, fail("invalid_thread_ts")
	}
	m := s.own(thread)
	m.Stream = Streaming
	m.Recipient = in.str("recipient_user_id")
	m.unfurlLinks, m.unfurlMedia = true, true // streams have no unfurl_* arguments
	if err := m.grow(in); err != nil {
		return nil, err
	}
	s.put(c, m)
	s.clearStatus(c, m)
	s.emitMessage(c, m)
	s.watch(c, m, "chat.startStream")
	s.later(streamLife, func() { s.endStream(m, Expired) })
	return obj{"channel": c.ID, "ts": m.TS}, nil
}

// checkRecipient holds that a stream outside a direct message names who it is
// for.
func (s *Sim) checkRecipient(c *conversation, in args) error {
	user := in.str("recipient_user_id")
	switch {
	case user == "" && c.IM == "":
		return fail("missing_recipient_user_id")
	case !in.has("recipient_team_id") && c.IM == "":
		return fail("missing_recipient_team_id")
	case user != "" && s.users[user] == nil:
		return fail("user_not_found")
	case in.has("recipient_team_id") && in.str("recipient_team_id") != s.opts.TeamID:
		return fail("team_not_found")
	}
	return nil
}

// endStream ends an open stream without a call of the app's.
func (s *Sim) endStream(m *message, how StreamState) {
	if m.Stream == Streaming {
		m.Stream = how
		s.notify()
	}
}

// openStream returns the stream that a call is about, if it can go on.
func (s *Sim) openStream(in args) (*conversation, *message, error) {
	c, m, err := s.ownMessage(in, "message_not_owned_by_app")
	switch {
	case err != nil:
		return nil, nil, err
	case m.Stream == StoppedByUser:
		return nil, nil, fail("stopped_by_user")
	case m.Stream != Streaming:
		return nil, nil, fail("message_not_in_streaming_state")
	}
	return c, m, nil
}

func (s *Sim) appendStream(in args) (obj, error) {
	c, m, err := s.openStream(in)
	if err != nil {
		return nil, err
	}
	if !in.has("markdown_text") && !in.has("chunks") {
		return nil, fail("no_text")
	}
	if err := m.grow(in); err != nil {
		return nil, err
	}
	s.watch(c, m, "chat.appendStream")
	s.notify()
	return obj{"channel": c.ID, "ts": m.TS}, nil
}

func (s *Sim) stopStream(in args) (obj, error) {
	c, m, err := s.openStream(in)
	if err != nil {
		return nil, err
	}
	var last []Block
	if in.has("blocks") {
		if last, err = parseBlocks(OnMessage, []byte(in.str("blocks"))); err != nil {
			return nil, err
		}
	}
	if in.has("metadata") && !validMetadata(in.str("metadata")) {
		return nil, fail("invalid_metadata_format")
	}
	before := s.wire(c, m)
	if err := m.grow(in); err != nil {
		return nil, err
	}
	m.Blocks = append(m.Blocks, last...)
	m.Metadata, m.Stream = in.str("metadata"), Stopped
	s.emitChanged(c, m, before)
	s.watch(c, m, "chat.stopStream")
	s.notify()
	return obj{"channel": c.ID, "ts": m.TS, "message": s.wire(c, m)}, nil
}

// A chunk is a piece of a stream that is more than text.
type chunk struct {
	Type   string          `json:"type"`
	Text   string          `json:"text"`
	ID     string          `json:"id"`
	Title  string          `json:"title"`
	Status string          `json:"status"`
	Blocks json.RawMessage `json:"blocks"`
}

// shapeOf is how a call brings what it streams: "" where it brings nothing.
func shapeOf(in args) string {
	switch {
	case in.has("chunks"):
		return "chunks"
	case in.has("markdown_text"):
		return "markdown_text"
	}
	return ""
}

// grow adds what the call brings, or nothing of it. A stream that began with
// markdown_text takes no chunks and the other way round, as users measured.
func (m *message) grow(in args) error {
	shape := cmp.Or(shapeOf(in), m.shape)
	text, blocks, err := readChunks(in)
	if err != nil {
		return err
	}
	switch {
	case m.shape != "" && shape != m.shape:
		return fail("streaming_mode_mismatch")
	case utf8.RuneCountInString(text) > maxMarkdown:
		return fail("msg_too_long")
	case m.size+len(text) > streamBytes:
		return fail("msg_too_long")
	}
	m.shape = shape
	m.size += len(text)
	m.Markdown += text
	for _, b := range blocks {
		m.place(b)
	}
	return nil
}

// place adds a streamed block; a task or plan takes the place of its earlier
// state.
func (m *message) place(b Block) {
	same := func(o Block) bool { return o.Type() == b.Type() && str(o, "task_id") == str(b, "task_id") }
	isUpdate := b.Type() == "task_card" || b.Type() == "plan"
	if i := slices.IndexFunc(m.Blocks, same); isUpdate && i >= 0 {
		m.Blocks[i] = b
		return
	}
	m.Blocks = append(m.Blocks, b)
}

// readChunks returns the markdown and the blocks that a call streams. Task
// and plan updates become one block each.
func readChunks(in args) (text string, blocks []Block, err error) {
	text = in.str("markdown_text")
	if !in.has("chunks") {
		return text, nil, nil
	}
	var chunks []chunk
	if json.Unmarshal([]byte(in.str("chunks")), &chunks) != nil {
		return "", nil, fail("invalid_chunks")
	}
	for _, ch := range chunks {
		switch ch.Type {
		case "markdown_text":
			text += ch.Text
		case "blocks":
			more, err := parseBlocks(OnStream, ch.Blocks)
			if err != nil {
				return "", nil, err
			}
			blocks = append(blocks, more...)
		case "task_update":
			blocks = append(blocks, Block{"type": "task_card", "task_id": ch.ID, "title": ch.Title, "status": ch.Status})
		case "plan_update":
			blocks = append(blocks, Block{"type": "plan", "title": ch.Title})
		default:
			return "", nil, fail("invalid_chunks")
		}
	}
	return text, blocks, nil
}

// StopStream is a person pressing stop on a message that grows. The app hears
// of it, and of its next append by stopped_by_user.
func (s *Sim) StopStream(channel, ts, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil {
		return
	}
	m := c.find(ts)
	if m == nil || m.Stream != Streaming {
		return
	}
	s.endStream(m, StoppedByUser)
	s.emitTo(c, obj{
		"type": "agent_session_stopped", "user": user, "channel": c.ID, "thread_ts": m.ThreadTS,
		"streaming_message_ts": []string{m.TS}, "event_ts": s.stamp(),
	})
}
