package slacksim

import "slices"

func reactionMethods() map[string]method {
	return map[string]method{
		"reactions.add":    {do: (*Sim).addReaction, scope: "reactions:write", tier: tier3},
		"reactions.remove": {do: (*Sim).removeReaction, scope: "reactions:write", tier: tier2},
		"reactions.get":    {do: (*Sim).getReactions, scope: "reactions:read", tier: tier3},
	}
}

// reactable returns the message a reaction call is about.
func (s *Sim) reactable(in args) (*conversation, *message, error) {
	c, err := s.readable(in.str("channel"))
	if err != nil {
		return nil, nil, err
	}
	m := c.find(in.str("timestamp"))
	if m == nil {
		return nil, nil, fail("message_not_found")
	}
	return c, m, nil
}

func (s *Sim) addReaction(in args) (obj, error) {
	c, m, err := s.reactable(in)
	switch {
	case err != nil:
		return nil, err
	case in.str("name") == "":
		return nil, fail("invalid_name")
	case !s.react(c, m, s.opts.BotUser, in.str("name")):
		return nil, fail("already_reacted")
	}
	return nil, nil
}

func (s *Sim) removeReaction(in args) (obj, error) {
	c, m, err := s.reactable(in)
	switch {
	case err != nil:
		return nil, err
	case !s.unreact(c, m, s.opts.BotUser, in.str("name")):
		return nil, fail("no_reaction")
	}
	return nil, nil
}

func (s *Sim) getReactions(in args) (obj, error) {
	c, m, err := s.reactable(in)
	if err != nil {
		return nil, err
	}
	return obj{"type": "message", "channel": c.ID, "message": s.wire(c, m)}, nil
}

// react adds a reaction and tells the app; false where it was there.
func (s *Sim) react(c *conversation, m *message, user, name string) bool {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	if i < 0 {
		m.Reactions = append(m.Reactions, Reaction{Name: name})
		i = len(m.Reactions) - 1
	}
	if slices.Contains(m.Reactions[i].Users, user) {
		return false
	}
	m.Reactions[i].Users = append(m.Reactions[i].Users, user)
	s.emitReaction("reaction_added", c, m, user, name)
	return true
}

// unreact takes a reaction away and tells the app; false where there was none.
func (s *Sim) unreact(c *conversation, m *message, user, name string) bool {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	if i < 0 || !slices.Contains(m.Reactions[i].Users, user) {
		return false
	}
	m.Reactions[i].Users = slices.DeleteFunc(m.Reactions[i].Users, func(u string) bool { return u == user })
	if len(m.Reactions[i].Users) == 0 {
		m.Reactions = slices.Delete(m.Reactions, i, i+1)
	}
	s.emitReaction("reaction_removed", c, m, user, name)
	return true
}

func (s *Sim) emitReaction(kind string, c *conversation, m *message, user, name string) {
	s.emitTo(c, obj{
		"type": kind, "user": user, "reaction": name, "item_user": m.User, "event_ts": s.stamp(),
		"item": obj{"type": "message", "channel": c.ID, "ts": m.TS},
	})
	s.notify()
}
