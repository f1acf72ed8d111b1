package slacksim

import (
	"slices"
	"sync"
	"time"
)

// A Clock is what the workspace counts time on. The zero Clock is the wall
// clock; one of NewClock stands still until it is advanced.
type Clock struct {
	mu     sync.Mutex
	manual bool
	now    time.Time
	timers []timer // by time, then by when they were set
}

type timer struct {
	at time.Time
	f  func()
}

// NewClock returns a clock that stands at t.
func NewClock(t time.Time) *Clock { return &Clock{manual: true, now: t} }

// Now is the time on the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.manual {
		return time.Now()
	}
	return c.now
}

// Advance moves a clock of NewClock by d and runs, in order and before it
// returns, all that falls due on the way. It does nothing to the wall clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	end := c.now.Add(d)
	for len(c.timers) > 0 && !c.timers[0].at.After(end) {
		next := c.timers[0]
		c.timers = c.timers[1:]
		c.now = next.at
		c.mu.Unlock()
		next.f()
		c.mu.Lock()
	}
	if c.now.Before(end) {
		c.now = end
	}
}

// afterFunc runs f once, d from now, in a goroutine of the timer's or of
// Advance's.
func (c *Clock) afterFunc(d time.Duration, f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.manual {
		time.AfterFunc(d, f)
		return
	}
	t := timer{at: c.now.Add(d), f: f}
	i, _ := slices.BinarySearchFunc(c.timers, t, func(have, new timer) int {
		if have.at.After(new.at) {
			return 1
		}
		return -1
	})
	c.timers = slices.Insert(c.timers, i, t)
}
