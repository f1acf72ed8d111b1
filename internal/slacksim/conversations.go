package slacksim

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"
)

func conversationMethods() map[string]method {
	return map[string]method{
		"conversations.info":    {do: (*Sim).conversationInfo, scope: "channels:read", tier: tier3},
		"conversations.members": {do: (*Sim).conversationMembers, scope: "channels:read", tier: tier4},
		"conversations.list":    {do: (*Sim).conversationList, tier: tier2},
		"conversations.history": {do: (*Sim).conversationHistory, scope: "channels:history", tier: tier3},
		"conversations.replies": {do: (*Sim).conversationReplies, scope: "channels:history", tier: tier3},
		"conversations.open":    {do: (*Sim).conversationOpen, scope: "im:write", tier: tier3},
	}
}

// wireChannel is the conversation as Slack's JSON shows it.
func (s *Sim) wireChannel(c *conversation) obj {
	text := func(v string) obj { return obj{"value": v, "creator": "", "last_set": 0} }
	out := obj{
		"id": c.ID, "created": c.created, "creator": s.opts.BotUser, "is_archived": c.Archived, "is_im": c.IM != "",
		"is_channel": c.kind() == "channel", "is_group": c.kind() == "group", "is_mpim": false,
		"is_private": c.Private || c.IM != "", "is_member": c.has(s.opts.BotUser), "is_general": false,
		"is_shared": c.Shared, "is_ext_shared": c.Shared, "is_pending_ext_shared": c.Pending, "is_org_shared": false, "context_team_id": s.opts.TeamID,
		"num_members": len(c.members), "topic": text(c.Topic), "purpose": text(c.Purpose),
	}
	if c.IM != "" {
		out["user"] = c.IM
	} else {
		out["name"], out["name_normalized"] = c.Name, c.Name
	}
	return out
}

func (s *Sim) conversationInfo(in args) (obj, error) {
	c, err := s.visible(in.str("channel"))
	if err != nil {
		return nil, err
	}
	return obj{"channel": s.wireChannel(c)}, nil
}

func (s *Sim) conversationMembers(in args) (obj, error) {
	c, err := s.visible(in.str("channel"))
	if err != nil {
		return nil, err
	}
	return paged("members", c.members, in, 100)
}

func (s *Sim) conversationList(in args) (obj, error) {
	return s.listChannels(in, func(c *conversation) bool { return !c.Private || c.has(s.opts.BotUser) })
}

// scopeOfType is what it takes to list the conversations of a type.
var scopeOfType = map[string]string{"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read"}

// listChannels returns the conversations of the wanted types that keep holds
// for, by id.
func (s *Sim) listChannels(in args, keep func(*conversation) bool) (obj, error) {
	types := strings.Split(in.str("types"), ",")
	if !in.has("types") {
		types = []string{"public_channel"}
	}
	for _, t := range types {
		if err := s.checkScope(scopeOfType[t], in); err != nil {
			return nil, err
		}
	}
	name := map[string]string{"channel": "public_channel", "group": "private_channel", "im": "im"}
	out := []obj{}
	for _, id := range slices.Sorted(maps.Keys(s.channels)) {
		c := s.channels[id]
		if slices.Contains(types, name[c.kind()]) && keep(c) && !(c.Archived && in.flag("exclude_archived", false)) {
			out = append(out, s.wireChannel(c))
		}
	}
	return paged("channels", out, in, 100)
}

func (s *Sim) conversationHistory(in args) (obj, error) {
	c, err := s.readable(in.str("channel"))
	if err != nil {
		return nil, err
	}
	var out []obj
	for _, m := range slices.Backward(c.messages) {
		if m.Ephemeral == "" && (!m.isReply() || m.broadcast) && inRange(m.TS, in) {
			out = append(out, s.wire(c, m))
		}
	}
	return paged("messages", out, in, 100)
}

func (s *Sim) conversationReplies(in args) (obj, error) {
	c, err := s.readable(in.str("channel"))
	if err != nil {
		return nil, err
	}
	root := c.find(in.str("ts"))
	if root == nil {
		return nil, fail("thread_not_found")
	}
	out := []obj{s.wire(c, root)}
	for _, m := range c.replies(root.TS) {
		if m.Ephemeral == "" && inRange(m.TS, in) {
			out = append(out, s.wire(c, m))
		}
	}
	return paged("messages", out, in, 1000)
}

// readable returns the channel if the bot may read it.
func (s *Sim) readable(id string) (*conversation, error) {
	c, err := s.visible(id)
	if err == nil && !c.has(s.opts.BotUser) {
		return nil, fail("not_in_channel")
	}
	return c, err
}

// inRange holds a ts against oldest and latest, which exclude themselves
// unless inclusive is set.
func inRange(ts string, in args) bool {
	after, before := true, true
	if in.has("oldest") {
		after = ts > in.str("oldest") || in.flag("inclusive", false) && ts == in.str("oldest")
	}
	if in.has("latest") {
		before = ts < in.str("latest") || in.flag("inclusive", false) && ts == in.str("latest")
	}
	return after && before
}

func (s *Sim) conversationOpen(in args) (obj, error) {
	if in.has("channel") {
		return s.conversationInfo(in)
	}
	user := in.str("users")
	if s.users[user] == nil {
		return nil, fail("user_not_found")
	}
	return obj{"channel": s.wireChannel(s.im(user)), "no_op": false, "already_open": false}, nil
}

// cursorMark stands before the offset in a cursor.
const cursorMark = "next:"

// paged returns a page of items under name, with the cursor of the next one.
func paged[T any](name string, items []T, in args, def int) (obj, error) {
	from := 0
	if in.has("cursor") {
		raw, err := base64.StdEncoding.DecodeString(in.str("cursor"))
		n, isOurs := strings.CutPrefix(string(raw), cursorMark)
		from, _ = strconv.Atoi(n)
		if err != nil || !isOurs || from < 0 || from > len(items) {
			return nil, fail("invalid_cursor")
		}
	}
	to := min(len(items), from+min(in.number("limit", def), 1000))
	page, next := append([]T{}, items[from:to]...), ""
	if to < len(items) {
		next = base64.StdEncoding.EncodeToString([]byte(cursorMark + strconv.Itoa(to)))
	}
	return obj{name: page, "has_more": next != "", "response_metadata": obj{"next_cursor": next}}, nil
}
