package slacksim_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"footnote/internal/slacksim"
)

func TestRefusals(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	for _, c := range []struct {
		fault      slacksim.Fault
		status     int
		body       string
		retryAfter string
	}{
		{slacksim.Fault{Error: "ratelimited"}, 200, `"error":"ratelimited"`, ""},
		{slacksim.Fault{Error: "missing_scope", Needed: "chat:write"}, 200, `"needed":"chat:write"`, ""},
		{slacksim.Fault{RateLimit: true}, 429, `"error":"ratelimited"`, ""},
		{slacksim.Fault{RateLimit: true, RetryAfter: 7}, 429, `"error":"ratelimited"`, "7"},
		{slacksim.Fault{Status: 503}, 503, "<!DOCTYPE html>", ""},
		{slacksim.Fault{Error: "fatal_error", Delay: time.Millisecond}, 200, "fatal_error", ""},
	} {
		l.Fault("chat.postMessage", c.fault)
		resp, body := l.request("chat.postMessage", values{"channel": l.news, "text": "x"})
		if resp.StatusCode != c.status || !strings.Contains(body, c.body) || resp.Header.Get("Retry-After") != c.retryAfter {
			t.Errorf("%+v answered %d %q %v", c.fault, resp.StatusCode, body, resp.Header)
		}
	}
	if n := len(l.Messages(l.news)); n != 0 {
		t.Errorf("%d refused posts were posted", n)
	}
	l.post("now it works")
}

// What is applied and then spoiled is in the channel although nobody heard so.
func TestSpoiledAnswers(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	post := values{"channel": l.news, "text": "x"}
	l.Fault("chat.postMessage", slacksim.Fault{Cut: true})
	if _, body := l.request("chat.postMessage", post); json.Valid([]byte(body)) || !strings.HasPrefix(body, "{") {
		t.Errorf("cut answer is %q", body)
	}
	l.Fault("chat.postMessage", slacksim.Fault{Reset: true})
	if resp, err := l.request("chat.postMessage", post); resp != nil {
		t.Errorf("reset answered %v", resp)
	} else if !strings.Contains(err, "EOF") && !strings.Contains(err, "reset") {
		t.Errorf("reset gave %q", err)
	}
	l.Fault("chat.postMessage", slacksim.Fault{Hang: true})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	url := l.APIURL() + "chat.postMessage?channel=" + l.news + "&text=x&token=" + l.BotToken()
	req, err := http.NewRequestWithContext(ctx, "POST", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := http.DefaultClient.Do(req); err == nil {
		t.Error("hanging call was answered")
	}
	if n := len(l.Messages(l.news)); n != 3 {
		t.Errorf("%d messages, want all 3 applied", n)
	}
}

func TestFaultScript(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	other := l.AddChannel(slacksim.Channel{Name: "other"}, l.Bot())
	l.Fault("chat.postMessage", slacksim.Fault{Error: "fatal_error", Channel: other, Skip: 1, Count: 2})
	var got []string
	for _, channel := range []string{l.news, other, other, l.news, other, other} {
		out := l.call("chat.postMessage", values{"channel": channel, "text": "x"})
		if out["ok"] == true {
			got = append(got, "ok")
			continue
		}
		got = append(got, out["error"].(string))
	}
	want := "ok ok fatal_error ok fatal_error ok"
	if strings.Join(got, " ") != want {
		t.Errorf("answers %q, want %q", got, want)
	}
	l.Fault("auth.test", slacksim.Fault{Error: "fatal_error", Count: -1})
	l.refused("fatal_error", "auth.test", nil)
	l.refused("fatal_error", "auth.test", nil)
	l.ClearFaults()
	l.ok("auth.test", nil)
}

func TestRateLimits(t *testing.T) {
	l := newLab(t, slacksim.Options{RateLimits: true})
	l.post("one")
	resp, _ := l.request("chat.postMessage", values{"channel": l.news, "text": "two"})
	if resp.StatusCode != 429 || resp.Header.Get("Retry-After") != "1" {
		t.Errorf("second post in a second: %d, Retry-After %q", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	other := l.AddChannel(slacksim.Channel{}, l.Bot())
	l.ok("chat.postMessage", values{"channel": other, "text": "elsewhere"})
	l.Clock().Advance(time.Second)
	l.post("three")

	for range 20 {
		l.stream("x")
	}
	l.Clock().Advance(15 * time.Second)
	root := l.Post(l.news, l.ada, "q", slacksim.Say{})
	resp, _ = l.request("chat.startStream", values{
		"channel": l.news, "thread_ts": root, "recipient_user_id": l.ada, "recipient_team_id": l.TeamID(),
	})
	if resp.StatusCode != 429 || resp.Header.Get("Retry-After") != "45" {
		t.Errorf("21st stream in a minute: %d, Retry-After %q", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	l.Clock().Advance(45 * time.Second)
	l.stream("x")
}
