package bot

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/digest"
	"footnote/internal/goldentest"
	"footnote/internal/slacksim"
	"footnote/internal/store"
	telling "footnote/internal/tell"
)

// flood is a message with all that one may have.
func (l *lab) flood() telling.Message {
	a := l.put(article.Article{URL: "https://ledger.example/dam", Title: "Dam breaks", Body: "The dam broke."})
	b := l.put(article.Article{URL: "https://ledger.example/flood", Title: "Flood", Body: "The water rose."})
	return telling.Message{
		Key: "digest.7.1", Summary: "Dam breaks above Tarnwick <!channel>",
		Parts: []telling.Part{
			{Title: "Thursday: *2* stories"},
			{
				Title: "Dam breaks <!here>", Link: "https://ledger.example/dam?a=1&b=2", Text: "New since Tuesday · Ledger & Post",
				Sentences: []telling.Sentence{{Text: "Ledger, 23 Apr 2026: “The dam broke.”", Citations: []int{1}}},
				Citations: []answer.Citation{{
					N: 1, ArticleID: a.ID, Title: "Dam breaks", Source: "Ledger", Published: day("2026-04-23"), Quote: "The dam broke.",
					URL: "https://ledger.example/dam", Link: "https://ledger.example/dam#:~:text=The%20dam%20broke.",
				}, {
					N: 2, ArticleID: b.ID, Title: "Flood", Published: day("2026-04-22"),
				}, {
					N: 1, ArticleID: a.ID, Title: "Dam breaks", Source: "Ledger", Published: day("2026-04-23"), Quote: "It was old.",
				}},
				Small:   "Details are in the thread.",
				Buttons: []telling.Button{{Action: digest.ActionMute, Text: "Mute this story", Value: "7.1"}},
			},
			{Title: "Odd", Link: "javascript:alert(1)", Sentences: []telling.Sentence{{Text: "@everyone look"}}},
			{Text: "Nothing else."},
		},
	}
}

// teller returns what tells messages in the lab as fast as it can.
func (l *lab) teller(b *Bot) *telling.Teller {
	return &telling.Teller{Poster: b.Poster(), Ledger: l.store, Readers: b.ReaderOf, Now: time.Now, Limit: 2 * time.Second}
}

func TestTelling(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	m := l.flood()
	m.Channel = l.news
	if _, err := l.teller(l.bot(tell(simple()), nil)).Tell(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	all := l.Messages(l.news)
	if len(all) != 1 {
		t.Fatalf("%d messages:\n%s", len(all), l.Text(l.news))
	}
	goldentest.Check(t, "telling.txt", []byte(l.Plain(all[0])+"\n"))
	if got := l.Pings(); got != nil {
		t.Errorf("pings: %v", got)
	}
	if got := l.Unfurls(); got != nil {
		t.Errorf("unfurls: %v", got)
	}
}

// TestTellingOnce breaks the post in every way, and expects that told again
// the message stands there once.
func TestTellingOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]slacksim.Fault{
		"refused":            {Error: "not_in_channel"},
		"429":                {RateLimit: true, RetryAfter: 1},
		"429 without a time": {RateLimit: true},
		"200 ratelimited":    {Error: "ratelimited"},
		"5xx":                {Status: 503},
		"cut":                {Cut: true},
		"reset":              {Reset: true},
		"hang":               {Hang: true},
	} {
		for _, thread := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s thread %v", name, thread), func(t *testing.T) {
				t.Parallel()
				l := newLab(t, slacksim.Options{})
				teller := l.teller(l.bot(tell(simple()), nil))
				m := l.flood()
				m.Channel = l.news
				if thread {
					m.Thread = l.Post(l.news, l.ada, "root", slacksim.Say{})
				}
				l.Fault("chat.postMessage", fault)
				l.Fault("conversations.history", slacksim.Fault{Status: 500})
				l.Fault("conversations.replies", slacksim.Fault{Status: 500})
				var ts string
				var err error
				for n := range 10 {
					if ts, err = teller.Tell(t.Context(), m); err == nil {
						break
					}
					if n == 9 {
						t.Fatalf("it does not succeed: %v", err)
					}
				}
				if again, err := teller.Tell(t.Context(), m); again != ts || err != nil {
					t.Errorf("told again: %q, %v, want %q", again, err, ts)
				}
				found := 0
				for _, one := range l.everything(l.news) {
					if strings.Contains(l.Plain(one), "Dam breaks") {
						found++
					}
				}
				if found != 1 {
					t.Errorf("it stands there %d times", found)
				}
			})
		}
	}
}

// everything returns a channel's messages with their threads.
func (l *lab) everything(channel string) (all []slacksim.Message) {
	for _, m := range l.Messages(channel) {
		all = append(all, l.Thread(channel, m.TS)...)
	}
	return all
}

// A calendar makes editions of one story each.
type calendar struct{}

func (calendar) Make(_ context.Context, _ store.Digest, slot store.Slot, _ time.Time) (digest.Edition, error) {
	message := func(n int) telling.Message {
		text := fmt.Sprintf("%s part %d", slot.Key, n)
		return telling.Message{
			Key: fmt.Sprintf("digest.%d.%d", slot.ID, n), Channel: slot.Channel, Summary: text, Parts: []telling.Part{{Text: text}},
		}
	}
	return digest.Edition{Head: message(0), Replies: []telling.Message{message(1), message(2)}}, nil
}

// A setClock goes a minute each second, and is set forward as the test goes on.
type setClock struct {
	mu    sync.Mutex
	at    time.Time
	begun time.Time
}

func (c *setClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at.Add(60 * time.Since(c.begun))
}

func (c *setClock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// TestNumbersOfThread asks in the thread of what was told, by mention and after "Ask about
// this": each article has the number there that it was told with.
func TestNumbersOfThread(t *testing.T) {
	l, b, _, add := withIndex(t)
	l.run(b)
	var ids []string
	for _, bridge := range []string{"Sorrel", "Tulip", "Heather"} {
		a := article.Article{
			URL: "https://post.example/" + bridge, Title: bridge + " Bridge painted", Outlet: "Post", Lang: "en", Published: day("2026-04-28"),
			Body: "The " + bridge + " Bridge was painted in the colour of its name. It carries trams of the old lines.",
		}
		a.ID = a.NewID()
		add(a)
		ids = append(ids, a.ID)
	}
	cites := func(n int) []answer.Citation { return []answer.Citation{{N: n, ArticleID: ids[n-1], Title: "T"}} }
	root, err := l.teller(b).Tell(t.Context(), telling.Message{Key: "head", Channel: l.news, Summary: "s", Parts: []telling.Part{
		{Title: "One", Citations: cites(1)}, {Title: "Two", Citations: cites(2)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for n, ask := range []struct{ text, want string }{
		{"What was the Tulip Bridge painted in?", "[2] Tulip Bridge painted"},
		{"What was the Heather Bridge painted in?", "[3] Heather Bridge painted"},
		{"What was the Sorrel Bridge painted in?", "[1] Sorrel Bridge painted"},
	} {
		l.Mention(l.news, l.ada, ask.text, slacksim.Say{ThreadTS: root})
		l.finished(l.news, root, n+1)
		if got := l.Plain(last(l.ownIn(l.news, root))); !strings.Contains(got, ask.want) {
			t.Errorf("%q is answered without %q:\n%s", ask.text, ask.want, got)
		}
	}
}

// TestDigestThroughSlack delivers three days of digests through the simulated
// workspace, which fails in one of its ways on each day, by processes that are
// stopped in the middle of the work. The year of package digest is the longer
// run of the same.
func TestDigestThroughSlack(t *testing.T) {
	t.Parallel()
	l := newLab(t, slacksim.Options{})
	clock := &setClock{at: time.Date(2026, 10, 24, 5, 59, 0, 0, time.UTC), begun: time.Now()} // the clocks go back on the 25th
	if _, err := l.store.SetDigest(t.Context(), store.Digest{Channel: l.news, Kind: store.Daily, Schedule: "every day at 8:00 Berlin"}, clock.now()); err != nil {
		t.Fatal(err)
	}
	faults := []slacksim.Fault{
		{Error: "not_in_channel"},
		{RateLimit: true},
		{Error: "ratelimited"},
		{Status: 502},
		{Cut: true},
		{Reset: true},
	}
	rng := rand.New(rand.NewPCG(1, 1))
	const days = 3
	for d := range days {
		for i, f := range faults {
			if rng.IntN(3) == 0 || i == d%len(faults) {
				f.Skip = rng.IntN(3)
				l.Fault("chat.postMessage", f)
			}
		}
		l.Fault("conversations.history", slacksim.Fault{Status: 503, Skip: rng.IntN(3)})
		l.deliverDay(t, clock, d+1, rng)
		l.ClearFaults()
		clock.forward(24*time.Hour - clock.now().Sub(clock.now().Truncate(24*time.Hour).Add(6*time.Hour)))
	}
	heads := l.Messages(l.news)
	if len(heads) != days {
		t.Errorf("%d digests stand in the channel, want %d:\n%s", len(heads), days, l.Text(l.news))
	}
	for _, h := range heads {
		if got := l.Replies(l.news, h.TS); len(got) != 2 {
			t.Errorf("%d replies, want 2:\n%s", len(got), l.ThreadText(l.news, h.TS))
		}
	}
}

// deliverDay runs one process after another, minutes of the clock apart, until
// the day's digest is told.
func (l *lab) deliverDay(t *testing.T, clock *setClock, want int, rng *rand.Rand) {
	t.Helper()
	done := func() bool {
		heads := l.Messages(l.news)
		return len(heads) == want && len(l.Replies(l.news, heads[want-1].TS)) == 2
	}
	for n := range 60 {
		ctx, cancel := context.WithCancel(t.Context())
		b := l.bot(tell(simple()), nil)
		r := &digest.Runner{
			Ledger: l.store, Maker: calendar{}, Log: slog.New(slog.DiscardHandler), Now: clock.now, Owner: fmt.Sprintf("%d-%d", want, n), Look: 10 * time.Millisecond,
			Teller: &telling.Teller{Poster: b.Poster(), Ledger: l.store, Now: clock.now, Limit: 150 * time.Millisecond},
		}
		var work sync.WaitGroup
		work.Go(func() { r.Run(ctx) })
		wait, stop := context.WithTimeout(t.Context(), time.Duration(400+rng.IntN(600))*time.Millisecond)
		_ = l.Wait(wait, func(slacksim.View) bool { return done() })
		stop()
		cancel()
		work.Wait()
		b.api.http.CloseIdleConnections()
		if done() {
			return
		}
		clock.forward(20 * time.Minute) // leases end, and what was put off is due
	}
	t.Fatalf("the digest of day %d is not told:\n%s", want, l.Text(l.news))
}

// TestDigestOfOneself sets a digest in a direct message and lets it come: it
// tells what its person sees, and there alone.
func TestDigestOfOneself(t *testing.T) {
	l, b, _, add := withIndex(t)
	clock := &setClock{at: time.Now().UTC().Truncate(24 * time.Hour).Add(8 * time.Hour), begun: time.Now()}
	b.now = clock.now
	l.run(b)
	secret := l.AddChannel(slacksim.Channel{Name: "secret", Private: true}, l.Bot())
	im := l.IM(l.ada)
	l.Slash(im, l.ada, "/digest", "every day at 9:00 UTC")
	l.eventually("a digest", func() bool {
		_, err := l.store.Digest(t.Context(), im, store.Daily)
		return err == nil
	})
	dated := func(title, body string, scope article.Scope) article.Article {
		return article.Article{
			URL: "https://ledger.example/" + title, Outlet: "Ledger", Title: title, Body: body, Lang: "en", Scope: scope,
			Published: article.Date{Time: time.Now().UTC().Add(-time.Hour)},
		}
	}
	add(
		dated("Dam", "The Oller dam broke above Tarnwick on Wednesday evening.", article.Workspace),
		dated("Orchard", "Orchard moves its headquarters to a tower in Veyra.", article.UserScope(l.ada)),
		dated("Turbines", "Brightmoor will build wind turbines off the coast of Pellow.", article.ChannelScope(secret)),
	)
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	r := &digest.Runner{
		Ledger: l.store, Log: log, Now: clock.now, Owner: "o", Look: 10 * time.Millisecond, Teller: l.teller(b),
		Maker: &digest.Editor{Shelf: l.store, Log: log, Readers: b.ReaderOf},
	}
	clock.forward(time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() { r.Run(ctx) })
	l.wait("the digest and its thread", func(v slacksim.View) bool {
		for _, m := range v.Messages(im) {
			if len(v.Replies(im, m.TS)) == 2 {
				return true
			}
		}
		return false
	})
	cancel()
	work.Wait()
	var heads []string
	for _, m := range l.Messages(im) {
		if m.Ephemeral == "" {
			heads = append(heads, l.loose(m))
		}
	}
	if len(heads) != 1 || !strings.Contains(heads[0], "Oller dam broke") || !strings.Contains(heads[0], "Orchard moves") || strings.Contains(heads[0], "Brightmoor") {
		t.Errorf("the direct message shows %q", heads)
	}
	if all := l.Messages(l.news); len(all) != 0 {
		t.Errorf("the channel shows:\n%s", l.Text(l.news))
	}
}
