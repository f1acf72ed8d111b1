package slacksim

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

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

// Press is Click on the very button that is given, as Buttons returned it:
// several may share their action id.
func (s *Sim) Press(m Message, b Button, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[m.Channel]
	if c == nil || c.find(m.TS) == nil {
		return fmt.Errorf("click on %q: no message %s in %s", b.Label, m.TS, m.Channel)
	}
	now := c.find(m.TS)
	if !slices.Contains(now.Buttons(), b) {
		return fmt.Errorf("click on %q: it is no longer there", b.Label)
	}
	s.press(c, now, b, user)
	return nil
}

// PressIn is ClickIn on the very button that is given.
func (s *Sim) PressIn(w Window, b Button) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(w.Buttons(), b) {
		return fmt.Errorf("click on %q: it is no longer there", b.Label)
	}
	s.pressIn(w, b)
	return nil
}

// Dismiss is a person closing the modal in front of them without submitting
// it. The app hears nothing of it, as none of its modals asks to.
func (s *Sim) Dismiss(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.views.modal, user)
	s.notify()
}
