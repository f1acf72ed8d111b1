package slacksim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"footnote/internal/slacksim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// monday is when the tests' clocks start.
func monday() time.Time { return time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC) }

// A lab is a workspace with ada and bob in #news, the bot too.
type lab struct {
	*slacksim.Sim
	t              *testing.T
	news, ada, bob string
}

func newLab(t *testing.T, opts slacksim.Options) *lab {
	t.Helper()
	if opts.Clock == nil {
		opts.Clock = slacksim.NewClock(monday())
	}
	l := &lab{Sim: slacksim.New(opts), t: t}
	if err := l.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	l.ada = l.AddUser(slacksim.User{Name: "ada", RealName: "Ada Byron"})
	l.bob = l.AddUser(slacksim.User{Name: "bob"})
	l.news = l.AddChannel(slacksim.Channel{Name: "news"}, l.ada, l.bob, l.Bot())
	return l
}

type values map[string]any

// request calls a method as a plain HTTP client would and returns the answer
// as it came.
func (l *lab) request(method string, args values) (*http.Response, string) {
	l.t.Helper()
	raw, err := json.Marshal(args)
	if err != nil {
		l.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(l.t.Context(), "POST", l.APIURL()+method, bytes.NewReader(raw))
	if err != nil {
		l.t.Fatal(err)
	}
	token := l.BotToken()
	if method == "apps.connections.open" {
		token = l.AppToken()
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	return resp, string(body)
}

// call is request for one that answers in JSON.
func (l *lab) call(method string, args values) values {
	l.t.Helper()
	_, body := l.request(method, args)
	var out values
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		l.t.Fatalf("%s answered %q: %v", method, body, err)
	}
	return out
}

// ok is call for one that must go well.
func (l *lab) ok(method string, args values) values {
	l.t.Helper()
	out := l.call(method, args)
	if out["ok"] != true {
		l.t.Fatalf("%s = %v, want ok", method, out)
	}
	return out
}

// refused is call for one that must fail with an error.
func (l *lab) refused(want, method string, args values) values {
	l.t.Helper()
	out := l.call(method, args)
	if out["ok"] != false || out["error"] != want {
		l.t.Errorf("%s = %v, want error %s", method, out, want)
	}
	return out
}

// post is the app posting text; it returns the ts.
func (l *lab) post(text string) string {
	l.t.Helper()
	return l.ok("chat.postMessage", values{"channel": l.news, "text": text})["ts"].(string)
}

// message returns a message of #news that must be there.
func (l *lab) message(ts string) slacksim.Message {
	l.t.Helper()
	m, found := l.Message(l.news, ts)
	if !found {
		l.t.Fatalf("no message %s", ts)
	}
	return m
}

// An envelope is what arrives on a socket.
type envelope struct {
	ID      string `json:"envelope_id"`
	Type    string
	Reason  string
	Attempt int    `json:"retry_attempt"`
	Why     string `json:"retry_reason"`
	Payload struct {
		EventID     string `json:"event_id"`
		Event       map[string]any
		Type        string
		Command     string
		Text        string
		Actions     []map[string]any
		ResponseURL string `json:"response_url"`
		TriggerID   string `json:"trigger_id"`
		CallbackID  string `json:"callback_id"`
		Container   map[string]any
		View        map[string]any
	}
}

// A client is one socket of the app.
type client struct {
	*websocket.Conn
	t *testing.T
}

// dial connects a socket and takes its hello.
func (l *lab) dial() client {
	l.t.Helper()
	url := l.ok("apps.connections.open", nil)["url"].(string)
	conn, _, err := websocket.DefaultDialer.DialContext(l.t.Context(), url, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { conn.Close() })
	c := client{conn, l.t}
	if hello := c.next(); hello.Type != "hello" {
		l.t.Fatalf("first word = %+v, want hello", hello)
	}
	return c
}

// next returns the next envelope; it must come.
func (c client) next() envelope {
	c.t.Helper()
	c.SetReadDeadline(time.Now().Add(5 * time.Second))
	var e envelope
	if err := c.ReadJSON(&e); err != nil {
		c.t.Fatalf("read envelope: %v", err)
	}
	return e
}

func (c client) ack(e envelope, payload any) {
	c.t.Helper()
	if err := c.WriteJSON(values{"envelope_id": e.ID, "payload": payload}); err != nil {
		c.t.Fatalf("acknowledge: %v", err)
	}
}

// until waits for a condition and fails the test where it does not come.
func (l *lab) until(what string, cond func(slacksim.View) bool) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), 5*time.Second)
	defer cancel()
	if err := l.Wait(ctx, cond); err != nil {
		l.t.Fatalf("%s: %v", what, err)
	}
}

func TestWait(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	go l.Post(l.news, l.ada, "hello", slacksim.Say{})
	l.until("message", func(v slacksim.View) bool { return len(v.Messages(l.news)) == 1 })

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Wait(ctx, func(slacksim.View) bool { return false }); err == nil {
		t.Error("Wait on an ended context = nil, want its error")
	}
}

func TestCloseTwice(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.dial()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}
