package slacksim

import (
	"cmp"
	"slices"
	"strings"
)

// A User is a member of the workspace.
type User struct {
	ID         string // made where empty
	Name       string // what an @ calls them
	RealName   string
	TZ         string // IANA name; default "Etc/UTC"
	TZOffset   int    // seconds east of UTC
	Locale     string // such as "de-DE"; default "en-US"
	Bot        bool
	Deleted    bool
	Admin      bool
	Guest      bool   // of a few channels only
	Team       string // where they are of another workspace
	Enterprise string // and that is of an organisation
}

// A Channel is a conversation.
type Channel struct {
	ID       string // made where empty
	Name     string
	Private  bool
	Archived bool
	Shared   bool   // with another company, by Slack Connect
	Pending  bool   // is to be shared so, when the other company accepts
	IM       string // the person's id where it is a direct message
	Topic    string
	Purpose  string
}

// A conversation is a Channel with what is in it.
type conversation struct {
	Channel
	created  int64 // Unix seconds
	members  []string
	messages []*message // ascending by ts
	lastTS   int64      // microseconds
}

func (c *conversation) has(user string) bool { return slices.Contains(c.members, user) }

// kind is the channel_type of an event.
func (c *conversation) kind() string {
	switch {
	case c.IM != "":
		return "im"
	case c.Private:
		return "group"
	}
	return "channel"
}

// letter is the channel_type of a membership event.
func (c *conversation) letter() string {
	if c.Private {
		return "G"
	}
	return "C"
}

// AddUser adds a person and returns their id.
func (s *Sim) AddUser(u User) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == "" {
		u.ID = s.newID("U")
	}
	u.Name = cmp.Or(u.Name, strings.ToLower(u.ID))
	u.TZ = cmp.Or(u.TZ, "Etc/UTC")
	u.Locale = cmp.Or(u.Locale, "en-US")
	s.users[u.ID] = &u
	s.notify()
	return u.ID
}

// Deactivate deactivates a person's account. They stay in no channel.
func (s *Sim) Deactivate(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[user]; u != nil {
		u.Deleted = true
	}
	for _, c := range s.channels {
		c.members = slices.DeleteFunc(c.members, func(m string) bool { return m == user && c.IM == "" })
	}
	s.notify()
}

// AddChannel adds a conversation with its members and returns its id. No
// events come of it.
func (s *Sim) AddChannel(c Channel, members ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addChannel(c, members).ID
}

func (s *Sim) addChannel(c Channel, members []string) *conversation {
	switch {
	case c.ID != "":
	case c.IM != "":
		c.ID = s.newID("D")
	default:
		c.ID = s.newID("C")
	}
	c.Name = cmp.Or(c.Name, strings.ToLower(c.ID))
	ch := &conversation{Channel: c, created: s.clock.Now().Unix(), members: slices.Clone(members)}
	s.channels[c.ID] = ch
	s.notify()
	return ch
}

// IM returns the direct message channel of a person and the bot, made where
// there is none.
func (s *Sim) IM(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.im(user).ID
}

func (s *Sim) im(user string) *conversation {
	for _, c := range s.channels {
		if c.IM == user && c.has(s.opts.BotUser) { // not one between two people
			return c
		}
	}
	return s.addChannel(Channel{IM: user}, []string{user, s.opts.BotUser})
}

// SetChannel changes a conversation: its name, topic, or that it is archived.
// Its id, its kind and what is in it stay. The app hears that it is taken out of the
// archive.
func (s *Sim) SetChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.channels[c.ID]
	if old == nil {
		return
	}
	c.IM, c.Private = old.IM, old.Private
	reopened := old.Archived && !c.Archived
	old.Channel = c
	if reopened && (!c.Private || old.has(s.opts.BotUser)) {
		s.emit(obj{"type": old.kind() + "_unarchive", "channel": c.ID, "user": "USLACKBOT", "event_ts": s.stamp()})
	}
	s.notify()
}

// MakePrivate makes a public channel private. The event that Slack sends of it
// is not.
func (s *Sim) MakePrivate(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[channel]; c != nil {
		c.Private = true
		s.notify()
	}
}

// Join makes user a member and tells the bot where it is one too.
func (s *Sim) Join(channel, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil || c.has(user) {
		return
	}
	c.members = append(c.members, user)
	s.emitTo(c, obj{
		"type": "member_joined_channel", "user": user, "channel": c.ID, "channel_type": c.letter(),
		"team": s.opts.TeamID, "inviter": user, "event_ts": s.stamp(),
	})
	s.notify()
}

// Leave ends a membership. The bot gets no event of its own leaving, as it is
// no longer there.
func (s *Sim) Leave(channel, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil {
		return
	}
	c.members = slices.DeleteFunc(c.members, func(m string) bool { return m == user })
	s.emitTo(c, obj{
		"type": "member_left_channel", "user": user, "channel": c.ID, "channel_type": c.letter(),
		"team": s.opts.TeamID, "event_ts": s.stamp(),
	})
	s.notify()
}
