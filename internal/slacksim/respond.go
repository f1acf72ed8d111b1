package slacksim

import (
	"encoding/json"
	"net/http"
	"time"
)

// How long and how often a response_url can be used;
// https://docs.slack.dev/interactivity/handling-user-interaction
const (
	responseLife = 30 * time.Minute
	responseUses = 5
)

// A responseURL lets the app answer an interaction without a token.
type responseURL struct {
	channel, user, ts string // ts of the message clicked on, if it was one
	made              time.Time
	uses              int
}

func (s *Sim) newResponseURL(r responseURL) string {
	id := s.newID("R")
	r.made = s.clock.Now()
	s.clicks.responses[id] = &r
	return s.URL() + "/response/" + id
}

// A response is what the app says to a response_url, or in acknowledging a
// command.
type response struct {
	Type     string          `json:"response_type"`
	Text     string          `json:"text"`
	Blocks   json.RawMessage `json:"blocks"`
	ThreadTS string          `json:"thread_ts"`
	Replace  bool            `json:"replace_original"`
	Delete   bool            `json:"delete_original"`
}

// serveResponseURL takes what the app says; a Fault of the method
// "response_url" befalls it too.
func (s *Sim) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	var in response
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&in)
	if err != nil {
		writeJSON(w, http.StatusBadRequest, obj{"ok": false, "error": "invalid_payload"})
		return
	}
	id, shown := r.PathValue("id"), args{values: map[string]string{"text": in.Text, "blocks": string(in.Blocks)}}
	s.serve(w, r, "response_url", shown, func() (reply, string) { return s.useResponseURL(id, in) })
}

// useResponseURL answers one use.
func (s *Sim) useResponseURL(id string, in response) (reply, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	to := s.clicks.responses[id]
	if code := s.useResponse(to); code != "" {
		return reply{status: http.StatusNotFound, body: obj{"ok": false, "error": code}}, code
	}
	if err := s.respond(to, in); err != nil {
		out := errorReply(err)
		out.status = http.StatusInternalServerError
		return out, errorCode(err)
	}
	return reply{text: "ok"}, ""
}

// useResponse counts a use and returns what forbids it.
func (s *Sim) useResponse(to *responseURL) string {
	switch {
	case to == nil:
		return "invalid_url"
	case s.clock.Now().Sub(to.made) > responseLife:
		return "expired_url"
	case to.uses >= responseUses:
		return "used_url"
	}
	to.uses++
	return ""
}

// respond does what a response asks for: replace or delete the message that
// was clicked on, or post one, for the person alone unless in_channel.
func (s *Sim) respond(to *responseURL, in response) error {
	c := s.channels[to.channel]
	blocks, err := parseBlocks(OnMessage, in.Blocks)
	if err != nil {
		return err
	}
	original := c.find(to.ts)
	switch {
	case in.Delete && original != nil:
		s.erase(c, original)
		return nil
	case in.Text == "" && len(blocks) == 0:
		return fail("no_text")
	case in.Replace && original != nil:
		before := s.wire(c, original)
		s.replace(original, content{text: in.Text, blocks: blocks, hasBlocks: len(blocks) > 0})
		s.emitChanged(c, original, before)
		s.watch(c, original, "response_url")
		return nil
	}
	thread, err := c.threadOf(in.ThreadTS)
	if err != nil {
		return err
	}
	m := s.own(thread)
	m.Text, m.Blocks, m.unfurlLinks, m.unfurlMedia = in.Text, blocks, true, true
	if in.Type != "in_channel" {
		m.Ephemeral = to.user
	}
	s.put(c, m)
	s.emitMessage(c, m)
	if m.Ephemeral == "" {
		s.watch(c, m, "response_url")
	}
	return nil
}

// respondInline shows what came with the acknowledgement of a command.
func (s *Sim) respondInline(to *responseURL, raw []byte) {
	var in response
	if len(raw) > 0 && json.Unmarshal(raw, &in) == nil {
		s.respond(to, in) // what is refused is not shown, and nobody hears why
	}
}
