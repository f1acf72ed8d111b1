package slacksim

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// A Webhook is where an app without Socket Mode is called.
type Webhook struct {
	URL    string // its base; the endpoints are those of the app's manifest
	Secret string // signs every request
	// Paths of the endpoints, below URL.
	Events, Commands, Interactivity string
}

// webhookRetries is when an event comes again that was not answered with 200
// in 3 s: at once, after a minute and after five;
// https://docs.slack.dev/apis/events-api#retries
var webhookRetries = []time.Duration{0, time.Minute, 5 * time.Minute}

// SetWebhook makes deliveries go to a webhook and not to sockets.
func (s *Sim) SetWebhook(w Webhook) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhook = &w
}

// callWebhook tries a delivery at the webhook, and again as Slack does. The caller
// holds mu.
func (s *Sim) callWebhook(d *delivery) {
	hook := *s.webhook
	path, body, kind := hook.request(d)
	n := d.Attempts - 1
	s.running.Go(func() { // Close waits for it
		reply, err := hook.post(path, body, kind, n)
		s.mu.Lock()
		defer s.mu.Unlock()
		if err == nil {
			s.settle(d, reply)
			return
		}
		s.callAgain(d, n)
	})
}

// settle notes that a delivery was acknowledged.
func (s *Sim) settle(d *delivery, response []byte) {
	if d.Acked {
		return
	}
	d.Acked, d.Response, d.AckTook = true, string(response), s.clock.Now().Sub(d.Sent)
	if d.onAck != nil {
		d.onAck(response)
	}
	s.notify()
}

// callAgain repeats an event, and gives everything else up.
func (s *Sim) callAgain(d *delivery, n int) {
	if d.Type != "events_api" || n >= len(webhookRetries) {
		d.Lost = true
		s.notify()
		return
	}
	if webhookRetries[n] == 0 {
		s.attempt(d)
		return
	}
	s.later(webhookRetries[n], func() {
		if !d.Acked {
			s.attempt(d)
		}
	})
}

// request is a delivery as the webhook gets it.
func (w Webhook) request(d *delivery) (path string, body []byte, contentType string) {
	const form = "application/x-www-form-urlencoded"
	switch d.Type {
	case "slash_commands":
		var fields map[string]any
		_ = json.Unmarshal(d.payload, &fields) // it is ours
		values := url.Values{}
		for name, v := range fields {
			values.Set(name, fmt.Sprint(v))
		}
		return w.Commands, []byte(values.Encode()), form
	case "interactive":
		return w.Interactivity, []byte(url.Values{"payload": {string(d.payload)}}.Encode()), form
	}
	return w.Events, d.payload, "application/json"
}

// post makes one attempt, and returns what the app answered with 200.
func (w Webhook) post(path string, body []byte, contentType string, retry int) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), ackWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header = w.sign(body)
	req.Header.Set("Content-Type", contentType)
	if retry > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(retry))
		req.Header.Set("X-Slack-Retry-Reason", "http_error")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("webhook answers %d", resp.StatusCode)
	}
	return reply, err
}

// sign is Slack's signature, version 0;
// https://docs.slack.dev/authentication/verifying-requests-from-slack
func (w Webhook) sign(body []byte) http.Header {
	now := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(w.Secret))
	fmt.Fprintf(mac, "v0:%s:%s", now, body)
	h := http.Header{}
	h.Set("X-Slack-Request-Timestamp", now)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return h
}
