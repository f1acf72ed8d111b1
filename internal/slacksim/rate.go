package slacksim

import (
	"math"
	"time"
)

// A tier is how many calls a minute Slack grants a method per workspace; 0 is
// without limit. https://docs.slack.dev/apis/web-api/rate-limits
type tier int

// Slack's tiers, and postMessage's own rule of about one a second per channel.
const (
	unlimited  tier = 0
	tier2      tier = 20
	tier3      tier = 50
	tier4      tier = 100
	perChannel tier = -1
)

// limit counts a call and returns the seconds to wait where it is one too
// many. The caller holds mu.
func (s *Sim) limit(name string, t tier, in args) int {
	if !s.opts.RateLimits || t == unlimited {
		return 0
	}
	key, most, window := name, int(t), time.Minute
	if t == perChannel {
		key, most, window = name+" "+in.str("channel"), 1, time.Second
	}
	now := s.clock.Now()
	recent := s.limits[key]
	for len(recent) > 0 && now.Sub(recent[0]) >= window {
		recent = recent[1:]
	}
	s.limits[key] = recent
	if len(recent) < most {
		s.limits[key] = append(recent, now)
		return 0
	}
	return int(math.Ceil(recent[0].Add(window).Sub(now).Seconds()))
}
