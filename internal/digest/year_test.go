package digest

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"footnote/internal/article"
	"footnote/internal/racetest"
	"footnote/internal/schedule"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// fullYear makes TestYear as large as docs/digest.md says; without it there is
// one channel in each zone, and under the race detector the weeks of spring when clocks change in three.
var fullYear = flag.Bool("full-year", false, "simulate a year of 50 channels with 200 kills")

// A world is what a simulation is made of.
type world struct {
	channels, days int
	before         int // days from 1 Jan 2000 on that nothing happens in
	kills          int // of one process, at any call it makes
	downs          int // of both processes, for hours
}

// zones are where the channels are: both hemispheres, half hours, no change.
var zones = []string{
	"Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Santiago",
	"Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney", "Australia/Lord_Howe", "Africa/Cairo", "UTC",
}

// times are in words; with the zones they fall into both changes of clocks.
var times = []string{
	"every day at 2:30", "weekdays at 8:30", "Mondays at 9:00 and 17:00", "every day at 0:30", "Sundays at 1:30 and 2:15", "weekends at 23:59",
	"Tuesdays and Fridays at 3:00",
}

// A slackFake is Slack as SLACK has it: of its calls, one in twenty fails in
// one of its ways. It keeps what was posted.
type slackFake struct {
	mu       sync.Mutex
	rng      *rand.Rand
	posted   map[string][]tell.Message // by channel
	byKey    map[string]string         // key → ts
	failures map[string]int
	calm     bool // it fails no more
	work     sync.WaitGroup
}

var errSlack = errors.New("slack")

// Post implements tell.Poster.
func (s *slackFake) Post(ctx context.Context, m tell.Message) (string, error) {
	s.mu.Lock()
	way := ""
	if !s.calm && s.rng.IntN(20) == 0 {
		way = []string{"refused", "429", "200 ratelimited", "5xx", "5xx applied", "cut JSON", "reset", "late"}[s.rng.IntN(8)]
		s.failures[way]++
	}
	s.mu.Unlock()
	switch way {
	case "":
		return s.apply(m), nil
	case "refused", "429", "200 ratelimited", "5xx":
		return "", fmt.Errorf("%w: %s", errSlack, way)
	case "late": // it is carried out after the caller has given up
		s.work.Go(func() { time.Sleep((&tell.Teller{}).Patience() + 5*time.Second); s.apply(m) })
		<-ctx.Done()
		return "", ctx.Err()
	}
	s.apply(m)
	return "", fmt.Errorf("%w: %s", errSlack, way)
}

func (s *slackFake) apply(m tell.Message) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ts := fmt.Sprintf("%d.%06d", time.Now().Unix(), len(s.byKey))
	s.posted[m.Channel] = append(s.posted[m.Channel], m)
	s.byKey[m.Key] = ts
	return ts
}

// Find implements tell.Poster.
func (s *slackFake) Find(_ context.Context, m tell.Message) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.calm && s.rng.IntN(20) == 0 {
		s.failures["find"]++
		return "", errSlack
	}
	return s.byKey[m.Key], nil
}

// A life is one process: at the call that its fate has chosen it dies, before
// the call is made or after it; from then on nothing that it does matters.
type life struct {
	mu    sync.Mutex
	left  int  // calls until it dies; negative for never
	after bool // the last call is still made
	dead  int
	die   context.CancelFunc
}

var errDead = errors.New("killed")

// step counts a call and returns whether it is made, and whether its result
// is ever heard.
func (l *life) step() (made, heard bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left == 0 {
		return false, false
	}
	if l.left--; l.left == 0 {
		l.dead++
		l.die()
		return l.after, false
	}
	return true, true
}

func call[T any](l *life, f func() (T, error)) (T, error) {
	var zero T
	made, heard := l.step()
	if made {
		v, err := f()
		if heard {
			return v, err
		}
	}
	return zero, errDead
}

// A mortal is the store, Slack and the Maker as a process that may be killed
// sees them.
type mortal struct {
	*store.Store
	life  *life
	slack *slackFake
}

type claimed struct {
	slot   store.Slot
	before string
	ok     bool
}

func (m mortal) ClaimSlot(ctx context.Context, d store.Digest, due []store.DueSlot, owner string, lease time.Duration, now time.Time) (store.Slot, bool, error) {
	c, err := call(m.life, func() (c claimed, err error) {
		c.slot, c.ok, err = m.Store.ClaimSlot(ctx, d, due, owner, lease, now)
		return c, err
	})
	return c.slot, c.ok, err
}

func (m mortal) ResumeSlot(ctx context.Context, owner string, lease, longest time.Duration, now time.Time) (store.Slot, string, bool, error) {
	c, err := call(m.life, func() (c claimed, err error) {
		c.slot, c.before, c.ok, err = m.Store.ResumeSlot(ctx, owner, lease, longest, now)
		return c, err
	})
	return c.slot, c.before, c.ok, err
}

func (m mortal) HoldSlot(ctx context.Context, id int64, owner string, lease time.Duration, now time.Time) error {
	_, err := call(m.life, func() (bool, error) { return true, m.Store.HoldSlot(ctx, id, owner, lease, now) })
	return err
}

func (m mortal) MadeSlot(ctx context.Context, slot store.Slot, owner string, stories []store.ToldStory, now time.Time) error {
	_, err := call(m.life, func() (bool, error) { return true, m.Store.MadeSlot(ctx, slot, owner, stories, now) })
	return err
}

func (m mortal) FinishSlot(ctx context.Context, id int64, owner, state string) error {
	_, err := call(m.life, func() (bool, error) { return true, m.Store.FinishSlot(ctx, id, owner, state) })
	return err
}

func (m mortal) BeginPost(ctx context.Context, key string, now time.Time) (string, bool, error) {
	before := false
	ts, err := call(m.life, func() (ts string, err error) {
		ts, before, err = m.Store.BeginPost(ctx, key, now)
		return ts, err
	})
	return ts, before, err
}

func (m mortal) EndPost(ctx context.Context, key, ts string) error {
	_, err := call(m.life, func() (bool, error) { return true, m.Store.EndPost(ctx, key, ts) })
	return err
}

func (m mortal) Post(ctx context.Context, msg tell.Message) (string, error) {
	return call(m.life, func() (string, error) { return m.slack.Post(ctx, msg) })
}

func (m mortal) Find(ctx context.Context, msg tell.Message) (string, error) {
	return call(m.life, func() (string, error) { return m.slack.Find(ctx, msg) })
}

// A clerk is the mortal's Ledger, whose Post is the store's and not Slack's.
type clerk struct{ mortal }

func (c clerk) Post(ctx context.Context, key string) (string, bool, error) {
	return c.Store.Post(ctx, key)
}

// each makes a story of each new article.
type each struct{ store *store.Store }

func (m each) Make(ctx context.Context, d store.Digest, slot store.Slot, _ time.Time) (Edition, error) {
	e := Edition{Head: tell.Message{Key: fmt.Sprintf("digest.%d.0", slot.ID), Channel: slot.Channel, Summary: slot.Key}}
	var err error
	if e.Until, err = m.store.LastChange(ctx); err != nil {
		return Edition{}, err
	}
	fresh, err := m.store.NewArticles(ctx, article.Reader{article.ChannelScope(d.Channel)}, slot.Since, e.Until)
	if err != nil {
		return Edition{}, err
	}
	for i, a := range fresh {
		e.Stories = append(e.Stories, store.ToldStory{Title: a.Title, Articles: []string{a.ID}, N: i + 1})
		e.Replies = append(e.Replies, tell.Message{Key: fmt.Sprintf("digest.%d.%d", slot.ID, i+1), Channel: slot.Channel, Summary: a.ID})
	}
	return e, nil
}

// TestYear lives through a year of digests in channels around the world, with
// kills at any call, downtimes of hours, two processes, and a Slack that
// fails: every slot is told once or covered by the next, no article is told
// twice in a channel, and none is lost.
func TestYear(t *testing.T) {
	w := world{channels: 12, days: 366, kills: 100, downs: 8}
	switch {
	case *fullYear:
		w = world{channels: 50, days: 366, kills: 200, downs: 10}
	case racetest.On:
		w = world{channels: 3, before: 75, days: 24, kills: 6, downs: 1}
	}
	synctest.Test(t, func(t *testing.T) { w.live(t, 1) })
}

func (w world) live(t *testing.T, seed uint64) {
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rng := rand.New(rand.NewPCG(seed, 2))
	slack := &slackFake{rng: rand.New(rand.NewPCG(seed, 3)), posted: map[string][]tell.Message{}, byKey: map[string]string{}, failures: map[string]int{}}
	time.Sleep(time.Duration(w.before) * 24 * time.Hour)
	start := time.Now()
	end := start.AddDate(0, 0, w.days)
	w.set(t, st)

	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() { publish(t, end, st, rand.New(rand.NewPCG(seed, 4))) })
	downs := w.planDowns(rng, start, end)
	var kills [2]int
	for p := range kills {
		work.Go(func() {
			kills[p] = w.serve(ctx, st, slack, fmt.Sprintf("p%d", p), rand.New(rand.NewPCG(seed, uint64(5+p))), downs, end)
		})
	}
	time.Sleep(end.Sub(start))
	slack.mu.Lock()
	slack.calm = true
	slack.mu.Unlock()
	// Quiet days, in which all that was left is told.
	time.Sleep(quietDays * 24 * time.Hour)
	cancel()
	work.Wait()
	slack.work.Wait()
	t.Logf("%d kills, %d downtimes", kills[0]+kills[1], len(downs))
	if n := kills[0] + kills[1]; n < w.kills {
		t.Errorf("only %d of %d kills came to pass", n, w.kills)
	}
	w.check(t, st, slack, start, downs)
}

// quietDays are so many that every schedule has a slot in them, and time left.
const quietDays = 9

// A span is a time that both processes are down.
type span struct{ from, to time.Time }

func (w world) planDowns(rng *rand.Rand, start, end time.Time) (all []span) {
	each := end.Sub(start) / time.Duration(w.downs+1)
	for i := range w.downs {
		from := start.Add(each*time.Duration(i) + time.Duration(rng.Int64N(int64(each/2))))
		all = append(all, span{from, from.Add(time.Hour + time.Duration(rng.Int64N(int64(12*time.Hour))))})
	}
	return all
}

func (w world) set(t *testing.T, st *store.Store) {
	for c := range w.channels {
		d := store.Digest{
			Channel: fmt.Sprintf("C%02d", c), Kind: store.Daily, Schedule: times[c%len(times)] + " " + zones[c%len(zones)],
		}
		if _, err := st.SetDigest(t.Context(), d, time.Now()); err != nil {
			t.Error(err)
		}
	}
}

// publish adds an article or two a day.
func publish(t *testing.T, end time.Time, st *store.Store, rng *rand.Rand) {
	for n := 0; time.Now().Before(end); n++ {
		time.Sleep(time.Duration(rng.Int64N(int64(36 * time.Hour))))
		a := article.Article{Title: fmt.Sprintf("Article %d", n), Body: fmt.Sprintf("News %d.", n)}
		if _, err := st.Save(t.Context(), store.Batch{Entries: []store.Entry{{Article: a}}}); err != nil {
			t.Error(err)
		}
	}
}

// serve runs one process after another until ctx ends: each is killed at some
// call, or goes down with the other. It returns how many were killed.
func (w world) serve(ctx context.Context, st *store.Store, slack *slackFake, name string, rng *rand.Rand, downs []span, end time.Time) (killed int) {
	// About as many calls as both processes make in the year.
	calls := w.channels * w.days * 4
	for n := 0; ctx.Err() == nil; n++ {
		until := time.Time{}
		for _, d := range downs {
			if now := time.Now(); !now.Before(d.from) && now.Before(d.to) {
				pause(ctx, time.Until(d.to))
			}
			if until.IsZero() && time.Now().Before(d.from) {
				until = d.from
			}
		}
		run, die := context.WithCancel(ctx)
		if !until.IsZero() {
			run, die = context.WithDeadline(ctx, until)
		}
		l := &life{left: -1, die: die, after: rng.IntN(2) == 0}
		if killed < w.kills/2 && time.Now().Before(end) {
			l.left = 1 + rng.IntN(2*calls/w.kills)
		}
		m := mortal{st, l, slack}
		r := &Runner{
			Ledger: clerk{m}, Maker: each{st}, Teller: &tell.Teller{Poster: m, Ledger: clerk{m}, Now: time.Now},
			Log: slog.New(slog.DiscardHandler), Now: time.Now, Owner: fmt.Sprintf("%s-%d", name, n), Look: 3 * time.Hour,
		}
		r.Run(run)
		die()
		killed += l.dead
		pause(ctx, time.Duration(rng.Int64N(int64(10*time.Minute))))
	}
	return killed
}

func (w world) check(t *testing.T, st *store.Store, slack *slackFake, start time.Time, downs []span) {
	digests, err := st.Digests(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	told, covered, articles := 0, 0, 0
	for _, d := range digests {
		s, err := schedule.Parse(d.Schedule, "")
		if err != nil {
			t.Fatal(err)
		}
		heads, seen := map[string]int{}, map[string]int{}
		for _, m := range slack.posted[d.Channel] {
			if strings.HasSuffix(m.Key, ".0") {
				heads[m.Summary]++
			} else {
				seen[m.Summary]++
			}
		}
		for id, n := range seen {
			if n > 1 {
				t.Errorf("%s: article %s is told %d times", d.Channel, id, n)
			}
		}
		articles += len(seen)
		for _, slot := range s.Next(start, 3*w.days) {
			if slot.At.After(time.Now().Add(-catchUp)) {
				break
			}
			switch n := heads[slot.Key()]; {
			case n == 1:
				told++
			case n == 0 && missed(slot.At, downs):
				covered++
			default:
				t.Errorf("%s (%s): slot %s is told %d times", d.Channel, d.Schedule, slot.Key(), n)
			}
		}
		lost(t, st, d, seen)
	}
	t.Logf("%d slots told, %d covered by the next after a downtime, %d articles told, failures of Slack: %v", told, covered, articles, slack.failures)
}

// missed reports whether a slot was due while both processes were down.
func missed(at time.Time, downs []span) bool {
	for _, d := range downs {
		if !at.Before(d.from.Add(-time.Hour)) && at.Before(d.to.Add(time.Hour)) {
			return true
		}
	}
	return false
}

// lost looks for articles that a channel was not told.
func lost(t *testing.T, st *store.Store, d store.Digest, seen map[string]int) {
	ctx := context.WithoutCancel(t.Context())
	looked, err := st.NewArticles(ctx, nil, 0, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range looked {
		if seen[a.ID] == 0 {
			t.Errorf("%s: %s was never told", d.Channel, a.Title)
		}
	}
}
