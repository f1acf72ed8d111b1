package slacksim

import (
	"cmp"
	"maps"
	"slices"
)

func userMethods() map[string]method {
	return map[string]method{
		"users.info":          {do: (*Sim).userInfo, scope: "users:read", tier: tier4},
		"users.list":          {do: (*Sim).userList, scope: "users:read", tier: tier2},
		"users.conversations": {do: (*Sim).userConversations, tier: tier3},
		"bots.info":           {do: (*Sim).botInfo, scope: "users:read", tier: tier3},
	}
}

// wireUser is the person as Slack's JSON shows them.
func (s *Sim) wireUser(u *User) obj {
	team, enterprise := u.Team, u.Enterprise
	if team == "" {
		team, enterprise = s.opts.TeamID, s.opts.EnterpriseID
	}
	out := obj{
		"id": u.ID, "team_id": team, "name": u.Name, "real_name": cmp.Or(u.RealName, u.Name),
		"deleted": u.Deleted, "is_bot": u.Bot, "is_app_user": false, "is_admin": u.Admin, "is_restricted": u.Guest,
		"is_ultra_restricted": false, "is_stranger": s.isStranger(u), "locale": u.Locale, "tz": u.TZ, "tz_label": u.TZ, "tz_offset": u.TZOffset, "updated": 0,
		"profile": obj{
			"real_name": cmp.Or(u.RealName, u.Name), "display_name": u.Name, "team": team,
		},
	}
	if u.Deleted { // Slack says no more of who they were
		for _, gone := range []string{"is_admin", "is_restricted", "is_ultra_restricted", "is_stranger", "locale", "tz", "tz_label", "tz_offset"} {
			delete(out, gone)
		}
	}
	if enterprise != "" {
		out["enterprise_user"] = obj{"id": u.ID, "enterprise_id": enterprise, "enterprise_name": enterprise, "teams": []string{team}}
	}
	return out
}

// isStranger reports whether a person is of another workspace and in no channel
// that the app sees.
func (s *Sim) isStranger(u *User) bool {
	for _, c := range s.channels {
		if c.has(u.ID) && (c.kind() == "channel" || c.has(s.opts.BotUser)) {
			return false
		}
	}
	return u.Team != ""
}

func (s *Sim) userInfo(in args) (obj, error) {
	u := s.users[in.str("user")]
	if u == nil {
		return nil, fail("user_not_found")
	}
	return obj{"user": s.wireUser(u)}, nil
}

func (s *Sim) userList(in args) (obj, error) {
	var all []obj
	for _, id := range slices.Sorted(maps.Keys(s.users)) {
		all = append(all, s.wireUser(s.users[id]))
	}
	return paged("members", all, in, 100)
}

// userConversations lists what a user is in, as far as the bot may know it.
func (s *Sim) userConversations(in args) (obj, error) {
	user := cmp.Or(in.str("user"), s.opts.BotUser)
	if s.users[user] == nil {
		return nil, fail("user_not_found")
	}
	return s.listChannels(in, func(c *conversation) bool {
		return c.has(user) && (c.kind() == "channel" || c.has(s.opts.BotUser))
	})
}

func (s *Sim) botInfo(in args) (obj, error) {
	if in.str("bot") != s.opts.BotID {
		return nil, fail("bot_not_found")
	}
	return obj{"bot": obj{
		"id": s.opts.BotID, "app_id": s.opts.AppID, "user_id": s.opts.BotUser, "name": s.opts.BotName, "deleted": false,
	}}, nil
}
