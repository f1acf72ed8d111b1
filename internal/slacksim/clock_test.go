package slacksim

import (
	"slices"
	"testing"
	"time"
)

func TestClockAdvance(t *testing.T) {
	start := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	c := NewClock(start)
	var ran []string
	c.afterFunc(2*time.Second, func() { ran = append(ran, "second") })
	c.afterFunc(time.Second, func() {
		ran = append(ran, "first at "+c.Now().Format("05"))
		c.afterFunc(time.Second, func() { ran = append(ran, "third, set on the way") })
	})
	c.afterFunc(time.Minute, func() { ran = append(ran, "too early") })
	c.Advance(2 * time.Second)
	want := []string{"first at 01", "second", "third, set on the way"}
	if !slices.Equal(ran, want) {
		t.Errorf("ran %q, want %q", ran, want)
	}
	if got := c.Now().Sub(start); got != 2*time.Second {
		t.Errorf("clock moved %v, want 2s", got)
	}
}

func TestWallClock(t *testing.T) {
	var c Clock
	ran := make(chan struct{})
	c.afterFunc(time.Millisecond, func() { close(ran) })
	<-ran
	if since := time.Since(c.Now()); since > time.Minute || since < -time.Minute {
		t.Errorf("clock is off by %v", since)
	}
}
