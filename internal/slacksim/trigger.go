package slacksim

import "time"

// triggerLife is how long a modal can be opened after an interaction;
// https://docs.slack.dev/interactivity/handling-user-interaction
const triggerLife = 3 * time.Second

// A trigger lets the app open one modal.
type trigger struct {
	user string
	made time.Time
	used bool
}

func (s *Sim) newTrigger(user string) string {
	id := s.newID("trigger.")
	s.clicks.triggers[id] = &trigger{user: user, made: s.clock.Now()}
	return id
}

// exchangeTrigger returns who the trigger is of; it can be used once and soon.
func (s *Sim) exchangeTrigger(id string) (user string, err error) {
	t := s.clicks.triggers[id]
	switch {
	case t == nil:
		return "", fail("invalid_trigger_id")
	case t.used:
		return "", fail("exchanged_trigger_id")
	case s.clock.Now().Sub(t.made) > triggerLife:
		return "", fail("expired_trigger_id")
	}
	t.used = true
	return t.user, nil
}
