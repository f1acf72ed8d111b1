package slacksim_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"footnote/internal/slacksim"
)

func TestTicketIsForOneDial(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	url := l.ok("apps.connections.open", nil)["url"].(string)
	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, u := range []string{url, strings.Split(url, "?")[0]} {
		_, resp, err := websocket.DefaultDialer.DialContext(t.Context(), u, nil)
		if err == nil || resp.StatusCode != http.StatusForbidden {
			t.Errorf("dial %s: %v, want it forbidden", u, err)
		}
	}
}

func TestTenSockets(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	for range 10 {
		l.dial()
	}
	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), l.ok("apps.connections.open", nil)["url"].(string), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got := (client{conn, t}).next(); got.Type != "disconnect" || got.Reason != "too_many_websockets" {
		t.Errorf("eleventh socket got %+v", got)
	}
	seen := map[int]bool{}
	for range 60 {
		l.Post(l.news, l.ada, "x", slacksim.Say{})
	}
	for _, d := range l.Deliveries() {
		if len(d.Sockets) != 1 {
			t.Fatalf("one envelope went to sockets %v", d.Sockets)
		}
		seen[d.Sockets[0]] = true
	}
	if len(seen) < 5 {
		t.Errorf("60 envelopes used %d of 10 sockets", len(seen))
	}
}

func TestPings(t *testing.T) {
	l := newLab(t, slacksim.Options{PingEvery: time.Millisecond})
	c := l.dial()
	pings := 0
	c.SetPingHandler(func(string) error {
		if pings++; pings == 3 {
			c.Close()
		}
		return nil
	})
	c.ReadMessage()
	if pings < 3 { // more may be on their way when it closes
		t.Errorf("%d pings, want at least 3", pings)
	}
}

func TestMentionMakesTwoEvents(t *testing.T) {
	for order, want := range map[slacksim.Order]string{
		slacksim.MentionFirst: "app_mention", slacksim.MessageFirst: "message",
	} {
		l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Order: order}})
		c := l.dial()
		ts := l.Mention(l.news, l.ada, "still exclusive?", slacksim.Say{})
		a, b := c.next(), c.next()
		if a.Payload.Event["type"] != want || b.Payload.Event["type"] == want {
			t.Errorf("order %v: %v then %v", order, a.Payload.Event["type"], b.Payload.Event["type"])
		}
		if a.Payload.EventID == b.Payload.EventID || a.ID == b.ID {
			t.Errorf("both events are %s in %s", a.Payload.EventID, a.ID)
		}
		for _, e := range []envelope{a, b} {
			ev := e.Payload.Event
			if ev["ts"] != ts || ev["channel"] != l.news || ev["user"] != l.ada || ev["text"] != "<@"+l.Bot()+"> still exclusive?" {
				t.Errorf("event = %v", ev)
			}
			if isMessage := ev["type"] == "message"; (ev["channel_type"] == "channel") != isMessage {
				t.Errorf("%v has channel_type %v", ev["type"], ev["channel_type"])
			}
		}
	}
}

func TestEventKinds(t *testing.T) {
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Order: slacksim.MentionFirst}})
	away := l.AddChannel(slacksim.Channel{Name: "away"}, l.ada)
	secret := l.AddChannel(slacksim.Channel{Name: "secret", Private: true}, l.ada)
	file := []slacksim.File{{ID: "F1", Name: "a.pdf"}}

	l.DM(l.ada, "<@"+l.Bot()+"> hi", slacksim.Say{})
	ts := l.Post(l.news, l.ada, "hi", slacksim.Say{})
	l.Post(l.news, l.ada, "me too", slacksim.Say{ThreadTS: ts, Broadcast: true})
	l.Post(l.news, l.ada, "see", slacksim.Say{Files: file})
	l.Post(l.news, l.ada, "psst", slacksim.Say{Quiet: true})
	l.Edit(l.news, ts, "<@"+l.Bot()+"> hi")
	l.Edit(l.news, ts, "<@"+l.Bot()+"> hi there")
	l.Mention(away, l.ada, "are you here?", slacksim.Say{})
	l.Mention(secret, l.ada, "are you here?", slacksim.Say{})
	l.Join(l.news, l.AddUser(slacksim.User{}))
	l.Leave(l.news, l.bob)
	l.OpenHome(l.ada, "home")
	own := l.post("mine")
	l.ok("chat.update", values{"channel": l.news, "ts": own, "text": "mine!"})
	l.ok("chat.delete", values{"channel": l.news, "ts": own})

	var got []string
	for _, d := range l.Deliveries() {
		got = append(got, d.Kind)
	}
	want := []string{
		"message", "message", "message.thread_broadcast", "message.file_share",
		"message.message_changed", "app_mention", "message.message_changed", "app_mention", "member_joined_channel",
		"member_left_channel", "app_home_opened", "message", "message.message_changed", "message.message_deleted",
	}
	if !slices.Equal(got, want) {
		t.Errorf("events\n%q, want\n%q", got, want)
	}
}

func TestOwnPostsComeBack(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	l.post("mine")
	if ev := c.next().Payload.Event; ev["bot_id"] == nil || ev["user"] != l.Bot() || ev["subtype"] != nil {
		t.Errorf("own post came back as %v", ev)
	}
}

func TestRetries(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	l.Post(l.news, l.ada, "hi", slacksim.Say{})
	first := c.next()
	if first.Attempt != 0 || first.Why != "" {
		t.Errorf("first attempt says %+v", first)
	}
	for attempt := 1; attempt <= 3; attempt++ {
		l.Clock().Advance(3 * time.Second)
		again := c.next()
		if again.Attempt != attempt || again.Why != "timeout" || again.Payload.EventID != first.Payload.EventID || again.ID == first.ID {
			t.Errorf("retry %d = %+v", attempt, again)
		}
	}
	l.Clock().Advance(time.Minute)
	if d := l.Deliveries()[0]; !d.Lost || d.Attempts != 4 {
		t.Errorf("never acknowledged: %+v, want it lost after 4 attempts", d)
	}
}

func TestAcknowledgedOnce(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	ts := l.Post(l.news, l.ada, "hi", slacksim.Say{})
	c.ack(c.next(), nil)
	l.until("acknowledgement", slacksim.View.Settled)
	l.Clock().Advance(time.Minute)
	d := l.Deliveries()[0]
	if d.Attempts != 1 || !d.Acked || d.AckedBy != 1 {
		t.Errorf("delivery = %+v", d)
	}
	if !l.Redeliver(d.EventID) || l.Redeliver("Ev404") {
		t.Error("Redeliver does not know its events")
	}
	if again := c.next(); again.Payload.Event["ts"] != ts {
		t.Errorf("redelivered %+v", again)
	}
}

// A copy that is not acknowledged is not waited for where another was.
func TestCopyUnacknowledged(t *testing.T) {
	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Copies: 2}})
	c := l.dial()
	l.Post(l.news, l.ada, "hi", slacksim.Say{})
	c.ack(c.next(), nil)
	c.next()
	l.until("acknowledgement", func(v slacksim.View) bool { return v.Deliveries()[0].Acked })
	if l.Settled() {
		t.Error("settled before the second copy is given up")
	}
	l.Clock().Advance(3 * time.Second)
	if !l.Settled() {
		t.Error("the second copy is waited for")
	}
}

// What is posted while no socket is there comes with the first retry.
func TestLateSocket(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.Post(l.news, l.ada, "hi", slacksim.Say{})
	c := l.dial()
	l.Clock().Advance(3 * time.Second)
	if e := c.next(); e.Attempt != 1 {
		t.Errorf("got %+v, want the first retry", e)
	}
}

func TestCopiesHeldShuffledLate(t *testing.T) {
	order := func(seed uint64) []string {
		l := newLab(t, slacksim.Options{Seed: seed, Delivery: slacksim.Delivery{Copies: 3}})
		c := l.dial()
		l.Hold()
		for _, text := range []string{"a", "b", "c", "d", "e"} {
			l.Post(l.news, l.ada, text, slacksim.Say{})
		}
		l.Release(true)
		var got []string
		for range 5 {
			e := c.next()
			for range 2 {
				if again := c.next(); again.Payload.EventID != e.Payload.EventID || again.ID == e.ID {
					t.Errorf("copy of %s is %+v", e.Payload.EventID, again)
				}
			}
			got = append(got, e.Payload.Event["text"].(string))
		}
		return got
	}
	first := order(1)
	if slices.IsSorted(first) {
		t.Errorf("order %v was not shuffled", first)
	}
	if again := order(1); !slices.Equal(first, again) {
		t.Errorf("one seed, two orders: %v and %v", first, again)
	}

	l := newLab(t, slacksim.Options{Delivery: slacksim.Delivery{Late: time.Hour}})
	c := l.dial()
	l.Post(l.news, l.ada, "late", slacksim.Say{})
	l.Clock().Advance(time.Hour - time.Second)
	if d := l.Deliveries()[0]; d.Attempts != 0 {
		t.Errorf("late event left early: %+v", d)
	}
	l.Clock().Advance(time.Second)
	if e := c.next(); e.Payload.Event["text"] != "late" {
		t.Errorf("got %+v", e)
	}
}

func TestRawEvents(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	id := l.Event(`{"type":"surprise","n":1}`)
	if e := c.next(); e.Payload.EventID != id || e.Payload.Event["type"] != "surprise" {
		t.Errorf("got %+v", e)
	}
	l.Envelope("unheard_of", `{"a":1}`)
	if e := c.next(); e.Type != "unheard_of" {
		t.Errorf("got %+v", e)
	}
	l.Event(`"no object"`)
	_, raw, err := c.ReadMessage()
	if err != nil || !strings.Contains(string(raw), `"event":"no object"`) {
		t.Errorf("got %s, %v", raw, err)
	}
}

func TestDisconnect(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	l.Sockets()[0].Disconnect("warning")
	if e := c.next(); e.Type != "disconnect" || e.Reason != "warning" {
		t.Errorf("got %+v", e)
	}
	l.Post(l.news, l.ada, "still here", slacksim.Say{})
	if e := c.next(); e.Type != "events_api" {
		t.Errorf("got %+v, want an event between warning and end", e)
	}
	l.Clock().Advance(10 * time.Second)
	for { // the unacknowledged event comes again first
		if e := c.next(); e.Type == "disconnect" {
			if e.Reason != "refresh_requested" {
				t.Errorf("reason %s", e.Reason)
			}
			break
		}
	}
	if _, _, err := c.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("after refresh_requested: %v, want a close", err)
	}
	l.until("end", func(v slacksim.View) bool { return len(v.Sockets()) == 0 })
}

func TestDropAndSilence(t *testing.T) {
	l := newLab(t, slacksim.Options{PingEvery: time.Millisecond})
	a := l.dial()
	l.Sockets()[0].Drop()
	if _, _, err := a.ReadMessage(); err == nil || websocket.IsCloseError(err, websocket.CloseNormalClosure) {
		t.Errorf("dropped socket read %v, want an error without a goodbye", err)
	}
	l.until("drop", func(v slacksim.View) bool { return len(v.Sockets()) == 0 })

	b := l.dial()
	l.Sockets()[0].Silence()
	l.Post(l.news, l.ada, "hello?", slacksim.Say{})
	if d := l.Deliveries()[0]; !slices.Equal(d.Sockets, []int{2}) {
		t.Errorf("event went to %v, want the half-open socket 2", d.Sockets)
	}
	b.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	if _, raw, err := b.ReadMessage(); err == nil {
		t.Errorf("half-open socket brought %s", raw)
	}
	c := l.dial()
	const posts = 40 // by seed, about half go to each
	for range posts {
		l.Post(l.news, l.ada, "anyone?", slacksim.Say{})
	}
	if e := c.next(); e.Payload.Event["text"] != "anyone?" {
		t.Errorf("got %+v", e)
	}
	heard := 0
	for _, d := range l.Deliveries() {
		if slices.Contains(d.Sockets, 3) {
			heard++
		}
	}
	if heard == 0 || heard == posts {
		t.Errorf("%d of %d events went to the socket that works, want some", heard, posts)
	}
}

func TestOversizedAckIsDropped(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	l.Slash(l.news, l.ada, "/ask", "x")
	e := c.next()
	c.ack(e, values{"text": strings.Repeat("x", 20<<10)})
	c.ack(e, values{"text": "short"})
	l.until("acknowledgement", slacksim.View.Settled)
	if got := l.Text(l.news); got != "footnote (only for ada): short\n" {
		t.Errorf("channel reads %q", got)
	}
}
