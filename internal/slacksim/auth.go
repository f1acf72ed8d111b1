package slacksim

// authMethods has no tier for apps.connections.open: it is documented as one a
// minute, and yet apps open several sockets when they start.
func authMethods() map[string]method {
	return map[string]method{
		"api.test":              {do: func(*Sim, args) (obj, error) { return nil, nil }},
		"auth.test":             {do: (*Sim).authTest},
		"apps.connections.open": {do: (*Sim).openConnection, app: true},
		"team.info":             {do: (*Sim).teamInfo, tier: tier3},
	}
}

func (s *Sim) authTest(args) (obj, error) {
	out := obj{
		"url": s.URL() + "/", "team": s.opts.Team, "team_id": s.opts.TeamID, "user": s.opts.BotName,
		"user_id": s.opts.BotUser, "bot_id": s.opts.BotID, "is_enterprise_install": false,
	}
	if s.opts.EnterpriseID != "" {
		out["enterprise_id"] = s.opts.EnterpriseID
	}
	return out, nil
}

func (s *Sim) teamInfo(args) (obj, error) {
	return obj{"team": obj{"id": s.opts.TeamID, "name": s.opts.Team, "domain": "sim"}}, nil
}
