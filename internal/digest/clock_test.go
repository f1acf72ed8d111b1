package digest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"footnote/internal/store"
	"footnote/internal/tell"
)

// A jumpy clock is the machine's wall clock, which may be set at any time.
type jumpy struct {
	mu  sync.Mutex
	off time.Duration
}

func (j *jumpy) now() time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	return time.Now().Add(j.off)
}

func (j *jumpy) jump(d time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.off += d
}

// A slow Slack takes a message after some time, and counts each key.
type slow struct {
	mu     sync.Mutex
	takes  time.Duration
	posted map[string]int
	find   error
}

func (s *slow) Post(ctx context.Context, m tell.Message) (string, error) {
	time.Sleep(s.takes)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.posted[m.Key]++
	return "1." + m.Key, ctx.Err()
}

func (s *slow) Find(_ context.Context, m tell.Message) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.posted[m.Key] > 0 {
		return "1." + m.Key, nil
	}
	return "", s.find
}

// A stage is two processes on one store, with a clock and a Slack.
type stage struct {
	*jumpy
	*slow
	store *store.Store
	stop  func()
}

func newStage(t *testing.T, schedule string, takes, look time.Duration) *stage {
	t.Helper()
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{&jumpy{}, &slow{takes: takes, posted: map[string]int{}}, st, nil}
	if _, err := st.SetDigest(t.Context(), store.Digest{Channel: "C1", Kind: store.Daily, Schedule: schedule}, s.now()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	for p := range 2 {
		r := &Runner{
			Ledger: st, Maker: each{st}, Teller: &tell.Teller{Poster: s.slow, Ledger: st, Now: s.now},
			Log: slog.New(slog.DiscardHandler), Now: s.now, Owner: fmt.Sprint(p), Look: look,
		}
		work.Go(func() { r.Run(ctx) })
	}
	s.stop = func() { cancel(); work.Wait(); st.Close() }
	return s
}

// heads counts the messages in the channel, and fails where one stands twice.
func (s *stage) heads(t *testing.T) int {
	t.Helper()
	s.slow.mu.Lock()
	defer s.slow.mu.Unlock()
	for key, n := range s.posted {
		if n > 1 {
			t.Errorf("%s is posted %d times", key, n)
		}
	}
	return len(s.posted)
}

// TestClockJumps sets the clock while a post is on its way, and over and back
// over slots. The fake time begins on 1 Jan 2000, 0:00 UTC.
func TestClockJumps(t *testing.T) {
	for _, test := range []struct {
		name     string
		schedule string
		look     time.Duration
		live     func(s *stage)
		want     int
	}{
		{"ahead while posting", "every day at 1:00 UTC", 10 * time.Second, func(s *stage) {
			time.Sleep(time.Hour + 5*time.Second)
			s.jump(time.Hour) // every lease ends
			time.Sleep(10 * time.Minute)
		}, 1},
		{"back over a slot", "every day at 1:00 UTC", 5 * time.Minute, func(s *stage) {
			time.Sleep(90 * time.Minute)
			s.jump(-time.Hour)
			time.Sleep(2 * time.Hour)
		}, 1},
		{"a day ahead and back", "every day at 1:00 UTC", 5 * time.Minute, func(s *stage) {
			time.Sleep(90 * time.Minute)
			s.jump(24 * time.Hour)
			time.Sleep(10 * time.Minute)
			s.jump(-24 * time.Hour)
			time.Sleep(48 * time.Hour) // 3 Jan, 1:40
		}, 3},
		{"over a slot, within six hours", "every day at 1:00 UTC", 5 * time.Minute, func(s *stage) {
			s.jump(6 * time.Hour)
			time.Sleep(10 * time.Minute)
		}, 1},
		{"over a slot, by more", "every day at 1:00 UTC", 5 * time.Minute, func(s *stage) {
			s.jump(8 * time.Hour)
			time.Sleep(10 * time.Minute)
		}, 0},
		{"over several slots", "every day at 1:00 2:00 3:00 UTC", 5 * time.Minute, func(s *stage) {
			s.jump(4 * time.Hour)
			time.Sleep(10 * time.Minute)
		}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, test.schedule, 20*time.Second, test.look)
				test.live(s)
				s.stop()
				if got := s.heads(t); got != test.want {
					t.Errorf("%d digests were told, want %d", got, test.want)
				}
			})
		})
	}
}

// TestBegin tells a digest that is due, but none for a time before it was set, and
// none that rests.
func TestBegin(t *testing.T) {
	for name, test := range map[string]struct {
		set    time.Duration // after it is due
		paused bool
		want   int
	}{
		"due":                  {-time.Hour, false, 1},
		"set when it was over": {30 * time.Second, false, 0},
		"rests":                {-time.Hour, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNewsroom(t, store.Digest{})
			d, err := n.store.SetDigest(t.Context(), store.Digest{
				Channel: "C1", Kind: store.Daily, Schedule: "every day at 8:30 Berlin", Paused: test.paused,
			}, thursday.Add(test.set))
			if err != nil {
				t.Fatal(err)
			}
			r := &Runner{Ledger: n.store, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return thursday.Add(time.Minute) }, Owner: "o"}
			began := 0
			if _, err := r.begin(t.Context(), d, func(func()) bool { began++; return true }); err != nil || began != test.want {
				t.Errorf("began %d, %v, want %d", began, err, test.want)
			}
		})
	}
}

// TestUnsure holds that nothing is posted while Slack does not say whether it
// stands there already.
func TestUnsure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, "every day at 1:00 UTC", (&tell.Teller{}).Patience()+time.Second, time.Minute) // posted, but the call fails
		s.find = errors.New("no answer")
		time.Sleep(2 * time.Hour)
		s.stop()
		if got := s.heads(t); got != 1 {
			t.Errorf("%d digests were told, want 1", got)
		}
	})
}
