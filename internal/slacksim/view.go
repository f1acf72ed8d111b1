package slacksim

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
)

// A View reads the workspace: all of it, or what one person can see.
type View struct {
	sim  *Sim
	user string // empty for everybody together
}

// As is the view of one person: without ephemeral messages for others, and
// without the text of a stream that grows for somebody else.
func (v View) As(user string) View { return View{sim: v.sim, user: user} }

// Wait returns nil as soon as cond holds. It is asked at once and again after
// every change of the workspace, never under its lock. The error is the
// context's.
func (s *Sim) Wait(ctx context.Context, cond func(View) bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if cond(s.View) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the workspace: %w", ctx.Err())
		case <-changed:
		}
	}
}

// Messages returns a channel's messages without replies, oldest first.
func (v View) Messages(channel string) []Message {
	return v.collect(channel, func(m *message) bool { return !m.isReply() || m.broadcast })
}

// Thread returns a thread, its root first.
func (v View) Thread(channel, ts string) []Message {
	return v.collect(channel, func(m *message) bool { return m.TS == ts || m.ThreadTS == ts })
}

// Replies returns the app's messages in a thread, oldest first.
func (v View) Replies(channel, ts string) []Message {
	return v.collect(channel, func(m *message) bool { return m.BotID != "" && m.ThreadTS == ts })
}

// Message returns one message.
func (v View) Message(channel, ts string) (Message, bool) {
	all := v.collect(channel, func(m *message) bool { return m.TS == ts })
	if len(all) == 0 {
		return Message{}, false
	}
	return all[0], true
}

func (v View) collect(channel string, keep func(*message) bool) []Message {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	c := v.sim.channels[channel]
	if c == nil || !v.mayRead(c) {
		return nil
	}
	var out []Message
	for _, m := range c.messages {
		if keep(m) && v.sees(m) {
			out = append(out, v.show(m))
		}
	}
	return out
}

// mayRead reports whether the viewer can open the conversation at all.
func (v View) mayRead(c *conversation) bool {
	return v.user == "" || c.has(v.user) || c.kind() == "channel"
}

func (v View) sees(m *message) bool {
	return v.user == "" || m.Ephemeral == "" || m.Ephemeral == v.user
}

// show copies the message as the viewer sees it.
func (v View) show(m *message) Message {
	out := m.Message
	out.Blocks = slices.Clone(m.Blocks)
	out.Files = slices.Clone(m.Files)
	out.Reactions = slices.Clone(m.Reactions)
	for i, r := range out.Reactions {
		out.Reactions[i].Users = slices.Clone(r.Users)
	}
	// In a channel only the recipient sees text arrive.
	if m.Stream == Streaming && v.user != "" && m.Recipient != "" && m.Recipient != v.user {
		out.Markdown, out.Blocks = "", nil
	}
	return out
}

// Calls returns the Web API calls to a method so far, oldest first; an empty
// method returns all.
func (v View) Calls(method string) []Call {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	var out []Call
	for _, c := range v.sim.calls {
		if method == "" || c.Method == method {
			out = append(out, c)
		}
	}
	return out
}

// Channels returns the conversations that the viewer can open, by name; each
// person's direct message with the app is theirs alone.
func (v View) Channels() []Channel {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	var out []Channel
	for _, id := range slices.Sorted(maps.Keys(v.sim.channels)) {
		if c := v.sim.channels[id]; v.mayRead(c) {
			out = append(out, c.Channel)
		}
	}
	slices.SortStableFunc(out, func(a, b Channel) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// People returns the members of the workspace who are no bots, in the order
// in which they came.
func (v View) People() []User {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	var out []User
	for _, id := range slices.Sorted(maps.Keys(v.sim.users)) {
		if u := v.sim.users[id]; !u.Bot && !u.Deleted {
			out = append(out, *u)
		}
	}
	return out
}

// ReplyCount returns how many replies of a thread the viewer sees.
func (v View) ReplyCount(channel, ts string) int {
	return len(v.collect(channel, func(m *message) bool { return m.ThreadTS == ts && m.TS != ts }))
}
