package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A method is one of the Web API. It runs under mu.
type method struct {
	do    func(*Sim, args) (obj, error)
	scope string // the bot token needs; empty for none
	app   bool   // wants the app token
	tier  tier
}

// webMethods is the table of all methods the workspace knows.
func webMethods() map[string]method {
	table := map[string]method{}
	for _, part := range []map[string]method{
		authMethods(), chatMethods(), streamMethods(), conversationMethods(), userMethods(),
		assistantMethods(), viewMethods(), reactionMethods(),
	} {
		maps.Copy(table, part)
	}
	return table
}

// An apiError is Slack's {"ok":false,"error":…} with what else belongs in it.
type apiError struct {
	code string
	with obj
}

func (e *apiError) Error() string { return e.code }

func fail(code string) error { return &apiError{code: code} }

// A Call is one call of the Web API as it arrived and ended.
type Call struct {
	Method string
	Args   map[string]string // every argument; nested ones as JSON; without the token
	Error  string            // Slack's error, "429" or another status of a fault; empty if it went well
	At     time.Time         // on the workspace's clock
}

// maxBody is what one request may hold; Slack's own limit is not documented.
const maxBody = 4 << 20

func (s *Sim) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	in, err := readArgs(http.MaxBytesReader(w, r.Body, maxBody), r)
	if err != nil {
		writeJSON(w, http.StatusOK, obj{"ok": false, "error": err.Error()})
		return
	}
	s.serve(w, r, name, in, func() (reply, string) { return s.call(name, in) })
}

// serve runs a call as the fault that befalls it allows, records it, and
// answers. The call returns its reply and the error in it.
func (s *Sim) serve(w http.ResponseWriter, r *http.Request, name string, in args, call func() (reply, string)) {
	fault := s.takeFault(name, in)
	if fault.Delay > 0 && !s.pause(r.Context(), fault.Delay) {
		return
	}
	if fault.refuses() {
		s.log(name, in, fault.outcome())
		fault.refuse(r.Context(), w)
		return
	}
	out, outcome := call()
	s.log(name, in, outcome)
	s.answer(r.Context(), w, out, fault)
}

// call runs a method and returns its reply and the error in it.
func (s *Sim) call(name string, in args) (reply, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, known := s.methods[name]
	if !known {
		return errorReply(fail("unknown_method")), "unknown_method"
	}
	if err := s.authorize(m, in); err != nil {
		return errorReply(err), errorCode(err)
	}
	if wait := s.limit(name, m.tier, in); wait > 0 {
		return reply{status: http.StatusTooManyRequests, retryAfter: wait, body: obj{"ok": false, "error": "ratelimited"}}, "429"
	}
	body, err := m.do(s, in)
	if err != nil {
		return errorReply(err), errorCode(err)
	}
	out := obj{"ok": true}
	maps.Copy(out, body)
	return reply{status: http.StatusOK, body: out}, ""
}

// errorCode is Slack's name of what a method refused.
func errorCode(err error) string {
	if e, ok := errors.AsType[*BlockError](err); ok {
		return e.Code
	}
	return err.Error()
}

func (s *Sim) log(name string, in args, outcome string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, Call{Method: name, Args: maps.Clone(in.values), Error: outcome, At: s.clock.Now()})
	s.notify()
}

// authorize checks the token and its scopes.
func (s *Sim) authorize(m method, in args) error {
	token, want := in.token, s.opts.BotToken
	if m.app {
		want = s.opts.AppToken
	}
	switch {
	case token == "":
		return fail("not_authed")
	case token != want && (token == s.opts.BotToken || token == s.opts.AppToken):
		return fail("not_allowed_token_type")
	case token != want:
		return fail("invalid_auth")
	}
	return s.checkScope(m.scope, in)
}

// checkScope holds that the bot token has the scope. One of channels:… is of
// groups:… or im:… where the call is about such a conversation.
func (s *Sim) checkScope(scope string, in args) error {
	if c := s.channels[in.str("channel")]; c != nil {
		if what, isChannels := strings.CutPrefix(scope, "channels:"); isChannels {
			scope = c.scopePrefix() + what
		}
	}
	if scope == "" || s.opts.Scopes == nil || slices.Contains(s.opts.Scopes, scope) {
		return nil
	}
	return &apiError{"missing_scope", obj{"needed": scope, "provided": strings.Join(s.opts.Scopes, ",")}}
}

// scopePrefix is what the scopes about a conversation begin with.
func (c *conversation) scopePrefix() string {
	switch c.kind() {
	case "im":
		return "im:"
	case "group":
		return "groups:"
	}
	return "channels:"
}

// A reply is what goes out.
type reply struct {
	status     int
	retryAfter int // seconds; 0 for none
	body       obj
	text       string // instead of body
}

func errorReply(err error) reply {
	body := obj{"ok": false, "error": errorCode(err)}
	if e, ok := errors.AsType[*apiError](err); ok {
		maps.Copy(body, e.with)
	}
	if e, ok := errors.AsType[*BlockError](err); ok {
		body["errors"] = e.Problems
		body["response_metadata"] = obj{"messages": e.Problems}
	}
	return reply{status: http.StatusOK, body: body}
}

// answer writes the reply, as the fault spoils it.
func (s *Sim) answer(ctx context.Context, w http.ResponseWriter, r reply, f Fault) {
	switch {
	case f.Hang:
		<-ctx.Done()
		return
	case f.Reset:
		resetConnection(w)
		return
	}
	scopes := "all"
	if s.opts.Scopes != nil {
		scopes = strings.Join(s.opts.Scopes, ",")
	}
	w.Header().Set("X-OAuth-Scopes", scopes)
	if r.retryAfter > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(r.retryAfter))
	}
	switch {
	case f.Cut:
		writeCut(w, r.body)
	case r.text != "":
		w.Write([]byte(r.text))
	default:
		writeJSON(w, r.status, r.body)
	}
}

func writeJSON(w http.ResponseWriter, status int, body obj) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	w.Write(mustJSON(body))
}

// mustJSON encodes what this package built itself.
func mustJSON(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: only plain values and JSON we parsed
	}
	return raw
}
