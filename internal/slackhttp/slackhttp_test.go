package slackhttp

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"footnote/internal/slackwire"
)

const secret = "8f742231b10e8888abcd99yyyzzz85a5"

// TestKnownSignature is the example of Slack's documentation,
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
func TestKnownSignature(t *testing.T) {
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
		"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2F" +
		"commands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	got := signed(secret, []byte(body), time.Unix(1531420618, 0)).Get("X-Slack-Signature")
	if want := "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"; got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
}

// A post is a request to a Receiver.
type post struct {
	path   string
	body   string
	at     time.Time // when it is signed
	header http.Header
}

func (p post) to(r *Receiver) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, p.path, strings.NewReader(p.body))
	if p.at.IsZero() {
		p.at = time.Now()
	}
	maps.Copy(req.Header, signed(secret, []byte(p.body), p.at))
	for name, value := range p.header {
		if value == nil {
			req.Header.Del(name)
		} else {
			req.Header[name] = value
		}
	}
	w := httptest.NewRecorder()
	r.ServeHTTP(w, req)
	return w
}

// takes returns a Receiver that keeps what it takes.
func takes(t *testing.T, taken *[]slackwire.Envelope, reply Taken, err error) *Receiver {
	return New(secret, func(_ context.Context, e slackwire.Envelope) (Taken, error) {
		*taken = append(*taken, e)
		return reply, err
	}, slog.New(slog.NewTextHandler(t.Output(), nil)))
}

func TestReceive(t *testing.T) {
	var got []slackwire.Envelope
	acted := false
	r := takes(t, &got, Taken{Reply: map[string]string{"text": "at work"}, Act: func() { acted = true }}, nil)

	w := post{path: EventsPath, body: `{"type":"event_callback","event_id":"Ev1"}`, header: http.Header{"X-Slack-Retry-Num": {"2"}}}.to(r)
	if w.Code != 200 || len(got) != 1 || got[0].Type != "events_api" || got[0].Retry != 2 || !strings.Contains(string(got[0].Payload), "Ev1") {
		t.Errorf("an event: status %d, taken %+v", w.Code, got)
	}
	if w.Body.String() != `{"text":"at work"}` || !acted {
		t.Errorf("the reply is %q, acted %v", w.Body, acted)
	}

	got = nil
	post{path: CommandsPath, body: url.Values{"command": {"/ask"}, "text": {"who & why?"}}.Encode()}.to(r)
	var command map[string]string
	if len(got) != 1 || got[0].Type != "slash_commands" || json.Unmarshal(got[0].Payload, &command) != nil || command["text"] != "who & why?" {
		t.Errorf("a command: taken %+v", got)
	}

	got = nil
	post{path: InteractivityPath, body: url.Values{"payload": {`{"type":"block_actions"}`}}.Encode()}.to(r)
	if len(got) != 1 || got[0].Type != "interactive" || string(got[0].Payload) != `{"type":"block_actions"}` {
		t.Errorf("an interaction: taken %+v", got)
	}
}

// TestQuestions answers what Slack asks about the endpoints themselves.
func TestQuestions(t *testing.T) {
	var got []slackwire.Envelope
	r := takes(t, &got, Taken{}, nil)
	w := post{path: EventsPath, body: `{"type":"url_verification","challenge":"3eZbrw1a"}`}.to(r)
	if w.Code != 200 || w.Body.String() != "3eZbrw1a" {
		t.Errorf("the challenge is answered %d %q", w.Code, w.Body)
	}
	if w := (post{path: CommandsPath, body: "ssl_check=1"}).to(r); w.Code != 200 {
		t.Errorf("the check of certificates is answered %d", w.Code)
	}
	if len(got) != 0 {
		t.Errorf("taken: %+v, want nothing", got)
	}
}

func TestRefuses(t *testing.T) {
	body := `{"type":"event_callback","event_id":"Ev1"}`
	for name, test := range map[string]struct {
		post
		status int
	}{
		"unsigned":        {post{body: body, header: http.Header{"X-Slack-Signature": nil}}, 401},
		"without time":    {post{body: body, header: http.Header{"X-Slack-Request-Timestamp": nil}}, 401},
		"odd time":        {post{body: body, header: http.Header{"X-Slack-Request-Timestamp": {"now"}}}, 401},
		"another version": {post{body: body, header: http.Header{"X-Slack-Signature": {"v1=00"}}}, 401},
		"no hexadecimal":  {post{body: body, header: http.Header{"X-Slack-Signature": {"v0=zz"}}}, 401},
		"forged":          {post{body: body, header: signed("another secret", []byte(body), time.Now())}, 401},
		"altered":         {post{body: body + " ", header: signed(secret, []byte(body), time.Now())}, 401},
		"late":            {post{body: body, at: time.Now().Add(-window - time.Minute)}, 401},
		"early":           {post{body: body, at: time.Now().Add(window + time.Minute)}, 401},
		"oversized":       {post{body: strings.Repeat("x", maxBody+1)}, 413},
		"no JSON":         {post{body: "{"}, 400},
		"no payload":      {post{path: InteractivityPath, body: "payload="}, 400},
		"no form":         {post{path: CommandsPath, body: "text=%zz"}, 400},
		"another path":    {post{path: "/slack/other", body: body}, 404},
	} {
		t.Run(name, func(t *testing.T) {
			var got []slackwire.Envelope
			if test.path == "" {
				test.path = EventsPath
			}
			if w := test.to(takes(t, &got, Taken{}, nil)); w.Code != test.status || len(got) != 0 {
				t.Errorf("status %d, taken %d; want %d and nothing", w.Code, len(got), test.status)
			}
		})
	}
	if w := httptest.NewRecorder(); true {
		takes(t, new([]slackwire.Envelope), Taken{}, nil).ServeHTTP(w, httptest.NewRequest(http.MethodGet, EventsPath, nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("GET: status %d", w.Code)
		}
	}
}

// TestReplay sends one request twice, and another of the same body later.
func TestReplay(t *testing.T) {
	var got []slackwire.Envelope
	r := takes(t, &got, Taken{}, nil)
	p := post{path: EventsPath, body: `{"type":"event_callback"}`, at: time.Now()}
	again := p
	again.at = p.at.Add(-time.Second) // Slack's own repetition is signed anew
	for i, want := range []struct {
		post
		status int
	}{{p, 200}, {p, 401}, {again, 200}, {again, 401}} {
		if w := want.to(r); w.Code != want.status {
			t.Errorf("request %d: status %d, want %d", i, w.Code, want.status)
		}
	}
}

// TestForgets holds that what can come no more is not remembered.
func TestForgets(t *testing.T) {
	v := newVerifier(secret)
	now := time.Now()
	for i := range 100 {
		at := now.Add(time.Duration(i) * time.Minute)
		if _, err := v.check(signed(secret, []byte("x"), at), []byte("x"), at); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(v.used); n > 20 {
		t.Errorf("%d signatures are remembered after 100 minutes", n)
	}
}

// TestAgain has Slack send again what could not be recorded.
func TestAgain(t *testing.T) {
	var got []slackwire.Envelope
	r := takes(t, &got, Taken{}, errors.New("store is locked"))
	p := post{path: EventsPath, body: `{"type":"event_callback"}`, at: time.Now()}
	for range 2 { // at once, and so signed alike
		w := p.to(r)
		if body, _ := io.ReadAll(w.Body); w.Code != http.StatusServiceUnavailable || len(body) != 0 {
			t.Errorf("status %d, body %q; want 503 and nothing", w.Code, body)
		}
	}
	if len(got) != 2 {
		t.Errorf("taken %d times, want 2", len(got))
	}
}

// TestReplyFirst holds that the reply has left before anything is done.
func TestReplyFirst(t *testing.T) {
	replied := make(chan struct{})
	server := httptest.NewServer(New(secret, func(context.Context, slackwire.Envelope) (Taken, error) {
		return Taken{Act: func() { <-replied }}, nil
	}, slog.New(slog.DiscardHandler)))
	defer server.Close()
	body := `{"type":"event_callback"}`
	req, err := http.NewRequest(http.MethodPost, server.URL+EventsPath, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = signed(secret, []byte(body), time.Now())
	resp, err := http.DefaultClient.Do(req)
	close(replied)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Errorf("status %d", resp.StatusCode)
	}
}

// signed returns the headers of a request that Slack would sign at t.
func signed(secret string, body []byte, t time.Time) http.Header {
	stamp := strconv.FormatInt(t.Unix(), 10)
	sum := newVerifier(secret).sign(stamp, body)
	return http.Header{
		"X-Slack-Request-Timestamp": {stamp},
		"X-Slack-Signature":         {"v0=" + hex.EncodeToString(sum[:])},
	}
}
