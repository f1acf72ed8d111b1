package slacksim

import (
	"slices"
	"strings"
)

// Say is what else there is to a message a person posts.
type Say struct {
	ThreadTS  string // of the thread it answers in; any ts of the thread will do
	Broadcast bool   // shown in the channel too
	Files     []File
	Subtype   string // such as "me_message"; set for files by itself
	Quiet     bool   // no events come of it
}

// Post is a person writing in a channel. It returns the message's ts, or ""
// where there is no such channel or thread, or the person is not in it.
func (s *Sim) Post(channel, user, text string, say Say) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil || !c.has(user) {
		return ""
	}
	thread, err := c.threadOf(say.ThreadTS)
	if err != nil {
		return ""
	}
	m := &message{Message: Message{User: user, Text: text, ThreadTS: thread, Subtype: say.Subtype, Files: say.Files}}
	if m.broadcast = thread != "" && say.Broadcast; m.broadcast {
		m.Subtype = "thread_broadcast"
	}
	if len(say.Files) > 0 && m.Subtype == "" {
		m.Subtype = "file_share"
	}
	m.Files = s.upload(say.Files)
	s.put(c, m)
	if !say.Quiet {
		s.emitMessage(c, m)
	}
	return m.TS
}

// Mention is a person mentioning the bot at the start of a message.
func (s *Sim) Mention(channel, user, text string, say Say) string {
	return s.Post(channel, user, "<@"+s.opts.BotUser+"> "+text, say)
}

// DM is a person writing to the bot directly.
func (s *Sim) DM(user, text string, say Say) string {
	return s.Post(s.IM(user), user, text, say)
}

// Edit is a person changing what they wrote. Who adds a mention so gets the
// bot's attention: an app_mention with the ts of the old message comes.
func (s *Sim) Edit(channel, ts, text string) {
	s.withMessage(channel, ts, func(c *conversation, m *message) {
		before, mentioned := s.wire(c, m), s.mentioned(c, m)
		s.edit(m, text)
		s.emitChanged(c, m, before)
		if !mentioned && s.mentioned(c, m) {
			event := s.wire(c, m)
			event["channel"], event["event_ts"] = c.ID, s.stamp()
			s.emitMention(event)
		}
	})
}

// EditUnheard is Edit of which no events come, as while nobody is connected.
func (s *Sim) EditUnheard(channel, ts, text string) {
	s.withMessage(channel, ts, func(_ *conversation, m *message) { s.edit(m, text) })
}

func (s *Sim) edit(m *message, text string) {
	m.Text, m.Edited, m.edited = text, true, obj{"user": m.User, "ts": s.stamp()}
}

// Delete is a person deleting a message, theirs or, as an admin, the app's.
func (s *Sim) Delete(channel, ts string) {
	s.withMessage(channel, ts, func(c *conversation, m *message) { s.erase(c, m) })
}

// DeleteUnheard is Delete of which no events come, as while nobody is connected.
func (s *Sim) DeleteUnheard(channel, ts string) {
	s.withMessage(channel, ts, func(c *conversation, m *message) { s.bury(c, m) })
}

// React is a person putting an emoji under a message.
func (s *Sim) React(channel, ts, user, name string) {
	s.withMessage(channel, ts, func(c *conversation, m *message) { s.react(c, m, user, name) })
}

// Unreact takes it away again.
func (s *Sim) Unreact(channel, ts, user, name string) {
	s.withMessage(channel, ts, func(c *conversation, m *message) { s.unreact(c, m, user, name) })
}

// withMessage runs f on a message, under mu, if there is such a one.
func (s *Sim) withMessage(channel, ts string, f func(*conversation, *message)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil {
		return
	}
	if m := c.find(ts); m != nil {
		f(c, m)
		s.notify()
	}
}

// mentions reports whether text mentions the user, as <@U1> or <@U1|ada>.
func mentions(text, user string) bool {
	return slices.ContainsFunc(marks(text), func(m string) bool {
		return m == "@"+user || strings.HasPrefix(m, "@"+user+"|")
	})
}
