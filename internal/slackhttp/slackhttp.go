// Package slackhttp receives what Slack sends by HTTP where Socket Mode is not
// used: events, slash commands and interactions, each at an endpoint of its
// own. It lets in what Slack signed within the last five minutes, once, and
// hands it on in the form of Socket Mode's envelopes. A Receiver is its entry
// point.
//
//	POST /slack/events          events_api, and Slack's question whether we are there
//	POST /slack/commands        slash_commands
//	POST /slack/interactivity   interactive
package slackhttp

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"footnote/internal/slackwire"
)

// Paths of the endpoints.
const (
	EventsPath        = "/slack/events"
	CommandsPath      = "/slack/commands"
	InteractivityPath = "/slack/interactivity"
)

// A Taken is what an envelope that was taken leaves to say and to do.
type Taken struct {
	Reply any    // goes back as JSON; nil for nothing
	Act   func() // is called after the reply has left; nil for nothing
}

// A Receiver is an http.Handler.
type Receiver struct {
	// Take records what must not be lost. After an error Slack is told to send
	// the envelope again; its context ends when Slack stops waiting.
	Take func(ctx context.Context, e slackwire.Envelope) (Taken, error)
	// Log is told of what is refused, without its content.
	Log *slog.Logger

	verify *verifier
	mux    *http.ServeMux
}

// New returns a Receiver that lets in what is signed with the secret.
func New(secret string, take func(context.Context, slackwire.Envelope) (Taken, error), log *slog.Logger) *Receiver {
	r := &Receiver{Take: take, Log: log, verify: newVerifier(secret), mux: http.NewServeMux()}
	r.mux.HandleFunc("POST "+EventsPath, r.endpoint(readEvents))
	r.mux.HandleFunc("POST "+CommandsPath, r.endpoint(readCommand))
	r.mux.HandleFunc("POST "+InteractivityPath, r.endpoint(readInteraction))
	return r
}

// ServeHTTP implements http.Handler.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.mux.ServeHTTP(w, req) }

const (
	// maxBody is the largest body that is read, in bytes. Slack's payloads are
	// some KB; a modal with all that its inputs may hold is below 300 KB.
	maxBody = 1 << 20
	// takeWithin leaves half a second of the three that Slack waits,
	// https://docs.slack.dev/apis/events-api#responding.
	takeWithin = 2500 * time.Millisecond
)

// endpoint lets in, reads, takes and answers; read turns a body into an
// envelope, or answers a question about the endpoint itself.
func (r *Receiver) endpoint(read func(body []byte) (slackwire.Envelope, []byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		body, sum, status := r.letIn(w, req)
		if status != 0 {
			w.WriteHeader(status)
			return
		}
		e, answer, err := read(body)
		switch {
		case err != nil:
			r.Log.Warn("slackhttp unreadable", "path", req.URL.Path, "bytes", len(body))
			w.WriteHeader(http.StatusBadRequest)
			return
		case answer != nil:
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			_, _ = w.Write(answer) // Slack asks again if it did not hear
			return
		}
		e.Retry, _ = strconv.Atoi(req.Header.Get("X-Slack-Retry-Num")) // absent the first time
		if !r.take(w, req, e) {
			r.verify.again(sum)
		}
	}
}

// letIn reads the body of a request that Slack signed; else the status says
// what to answer. Nobody is told why: a forger would learn from it.
func (r *Receiver) letIn(w http.ResponseWriter, req *http.Request) ([]byte, digest, int) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	if err != nil {
		r.Log.Warn("slackhttp refused", "path", req.URL.Path, "cause", "body too large or broken")
		return nil, digest{}, http.StatusRequestEntityTooLarge
	}
	sum, err := r.verify.check(req.Header, body, time.Now())
	if err != nil {
		r.Log.Warn("slackhttp refused", "path", req.URL.Path, "cause", err)
		return nil, digest{}, http.StatusUnauthorized
	}
	return body, sum, 0
}

// take hands an envelope on, answers, and reports whether it was taken.
func (r *Receiver) take(w http.ResponseWriter, req *http.Request, e slackwire.Envelope) bool {
	ctx, cancel := context.WithTimeout(req.Context(), takeWithin)
	defer cancel()
	got, err := r.Take(ctx, e)
	if err != nil {
		r.Log.Error("slackhttp take", "type", e.Type, "retry", e.Retry, "err", err)
		w.WriteHeader(http.StatusServiceUnavailable) // events come again
		return false
	}
	r.reply(w, got.Reply)
	if got.Act != nil {
		got.Act()
	}
	return true
}

// reply answers 200, at once: what is left to do comes after it.
func (r *Receiver) reply(w http.ResponseWriter, reply any) {
	var body []byte
	if reply != nil {
		var err error
		if body, err = json.Marshal(reply); err != nil {
			r.Log.Error("slackhttp reply", "err", err)
		}
	}
	if len(body) > 0 {
		w.Header().Set("Content-Type", "application/json")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body) // Slack sends again what it got no answer to
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

// readEvents reads a body of the Events API. Slack's question whether this is
// the place for events is answered with its own words.
func readEvents(body []byte) (slackwire.Envelope, []byte, error) {
	var in struct {
		Type, Challenge string
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return slackwire.Envelope{}, nil, err
	}
	if in.Type == "url_verification" {
		return slackwire.Envelope{}, []byte(in.Challenge), nil
	}
	return slackwire.Envelope{Type: "events_api", Payload: body}, nil, nil
}

// readCommand turns the form of a slash command into the JSON that Socket
// Mode has.
func readCommand(body []byte) (slackwire.Envelope, []byte, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return slackwire.Envelope{}, nil, err
	}
	if form.Get("ssl_check") == "1" {
		return slackwire.Envelope{}, []byte("ok"), nil
	}
	payload := map[string]string{}
	for name := range form {
		payload[name] = form.Get(name)
	}
	raw, err := json.Marshal(payload)
	return slackwire.Envelope{Type: "slash_commands", Payload: raw}, nil, err
}

// readInteraction takes the JSON out of the form that brings it.
func readInteraction(body []byte) (slackwire.Envelope, []byte, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return slackwire.Envelope{}, nil, err
	}
	payload := []byte(form.Get("payload"))
	if !json.Valid(bytes.TrimSpace(payload)) {
		return slackwire.Envelope{}, nil, errPayload
	}
	return slackwire.Envelope{Type: "interactive", Payload: payload}, nil, nil
}
