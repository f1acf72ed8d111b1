package slacksim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// How long what comes with an interaction is good for;
// https://docs.slack.dev/interactivity/handling-user-interaction
const (
	triggerLife  = 3 * time.Second
	responseLife = 30 * time.Minute
	responseUses = 5
)

// clickState is what interactions handed out. The Sim's mu guards it.
type clickState struct {
	triggers  map[string]*trigger
	responses map[string]*responseURL
}

func newClickState() clickState {
	return clickState{triggers: map[string]*trigger{}, responses: map[string]*responseURL{}}
}

type trigger struct {
	user string
	made time.Time
	used bool
}

// A responseURL lets the app answer an interaction without a token.
type responseURL struct {
	channel, user, ts string // ts of the message clicked on, if it was one
	made              time.Time
	uses              int
}

// A Button is something to click on in a message.
type Button struct {
	Type     string // button, feedback_buttons, icon_button
	Label    string
	ActionID string
	BlockID  string
	Value    string
	URL      string
}

// Buttons returns what can be clicked on in the message, in order. Feedback
// buttons are two.
func (m Message) Buttons() []Button { return buttons(m.Blocks) }

// Buttons returns what can be clicked on in the window, in order.
func (w Window) Buttons() []Button { return buttons(w.Blocks) }

func buttons(blocks []Block) []Button {
	var out []Button
	for _, b := range blocks {
		for _, e := range append(list(b, "elements"), b["accessory"]) {
			el, _ := e.(map[string]any)
			out = append(out, elementButtons(str(b, "block_id"), el)...)
		}
	}
	return out
}

func elementButtons(block string, e map[string]any) []Button {
	one := func(half map[string]any) Button {
		return Button{
			Type: str(e, "type"), ActionID: str(e, "action_id"), BlockID: block,
			Label: str(object(half, "text"), "text"), Value: str(half, "value"), URL: str(half, "url"),
		}
	}
	switch str(e, "type") {
	case "button", "icon_button":
		return []Button{one(e)}
	case "feedback_buttons":
		return []Button{one(object(e, "positive_button")), one(object(e, "negative_button"))}
	}
	return nil
}

// Click is a person clicking on a button of a message, named by its action
// id, its label or its value. The error says that there is none.
func (s *Sim) Click(m Message, button, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[m.Channel]
	if c == nil || c.find(m.TS) == nil {
		return fmt.Errorf("click on %q: no message %s in %s", button, m.TS, m.Channel)
	}
	now := c.find(m.TS)
	b, err := findButton(now.Buttons(), button)
	if err != nil {
		return err
	}
	container := obj{"type": "message", "message_ts": now.TS, "channel_id": c.ID, "is_ephemeral": now.Ephemeral != ""}
	if now.ThreadTS != "" {
		container["thread_ts"] = now.ThreadTS
	}
	payload := s.interaction("block_actions", user)
	payload["container"], payload["message"] = container, s.wire(c, now)
	payload["channel"] = obj{"id": c.ID, "name": c.Name}
	payload["response_url"] = s.newResponseURL(responseURL{channel: c.ID, user: user, ts: now.TS})
	payload["actions"] = []obj{s.action(b)}
	s.send(&delivery{Delivered: Delivered{Type: "interactive", Kind: "block_actions"}, payload: mustJSON(payload)})
	return nil
}

// ClickIn is a person clicking on a button of their Home or modal.
func (s *Sim) ClickIn(w Window, button string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := findButton(w.Buttons(), button)
	if err != nil {
		return err
	}
	payload := s.interaction("block_actions", w.User)
	payload["container"] = obj{"type": "view", "view_id": w.ID}
	payload["view"] = s.wireView(&w)["view"]
	payload["actions"] = []obj{s.action(b)}
	s.send(&delivery{Delivered: Delivered{Type: "interactive", Kind: "block_actions"}, payload: mustJSON(payload)})
	return nil
}

func findButton(all []Button, name string) (Button, error) {
	for _, b := range all {
		if name == b.ActionID || name == b.Label || name != "" && name == b.Value {
			return b, nil
		}
	}
	return Button{}, fmt.Errorf("click on %q: no such button among %d", name, len(all))
}

// interaction is what all interaction payloads share.
func (s *Sim) interaction(typ, user string) obj {
	return obj{
		"type": typ, "token": "verification-token", "api_app_id": s.opts.AppID, "enterprise": nil,
		"is_enterprise_install": false, "trigger_id": s.newTrigger(user), "state": obj{"values": obj{}},
		"team": obj{"id": s.opts.TeamID, "domain": "sim"},
		"user": obj{"id": user, "username": s.userName(user), "name": s.userName(user), "team_id": s.opts.TeamID},
	}
}

func (s *Sim) action(b Button) obj {
	out := obj{
		"type": b.Type, "action_id": b.ActionID, "block_id": b.BlockID, "action_ts": s.stamp(),
		"text": obj{"type": "plain_text", "text": b.Label, "emoji": true},
	}
	if b.Value != "" {
		out["value"] = b.Value
	}
	return out
}

// Slash is a person giving a command such as "/digest".
func (s *Sim) Slash(channel, user, command, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil {
		return
	}
	name := c.Name
	if c.IM != "" {
		name = "directmessage"
	}
	use := responseURL{channel: c.ID, user: user}
	s.send(&delivery{
		Delivered: Delivered{Type: "slash_commands", Kind: command},
		respond:   &use,
		payload: mustJSON(obj{
			"token": "verification-token", "team_id": s.opts.TeamID, "team_domain": "sim", "channel_id": c.ID,
			"channel_name": name, "user_id": user, "user_name": s.userName(user), "command": command, "text": text,
			"api_app_id": s.opts.AppID, "is_enterprise_install": "false", "response_url": s.newResponseURL(use),
			"trigger_id": s.newTrigger(user),
		}),
	})
}

func (s *Sim) newTrigger(user string) string {
	id := s.newID("trigger.")
	s.clicks.triggers[id] = &trigger{user: user, made: s.clock.Now()}
	return id
}

// exchangeTrigger returns who the trigger is of; it can be used once and soon.
func (s *Sim) exchangeTrigger(id string) (user string, err error) {
	t := s.clicks.triggers[id]
	switch {
	case t == nil:
		return "", fail("invalid_trigger_id")
	case t.used:
		return "", fail("exchanged_trigger_id")
	case s.clock.Now().Sub(t.made) > triggerLife:
		return "", fail("expired_trigger_id")
	}
	t.used = true
	return t.user, nil
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

func (s *Sim) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	var in response
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&in)
	if err != nil {
		writeJSON(w, http.StatusBadRequest, obj{"ok": false, "error": "invalid_payload"})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	to := s.clicks.responses[r.PathValue("id")]
	code, status := s.useResponse(to), http.StatusNotFound
	if code == "" {
		status = http.StatusInternalServerError
		if err := s.respond(to, in); err != nil {
			code = errorCode(err)
		}
	}
	s.calls = append(s.calls, Call{Method: "response_url", Args: map[string]string{"text": in.Text, "blocks": string(in.Blocks)}, Error: code, At: s.clock.Now()})
	s.notify()
	if code != "" {
		writeJSON(w, status, obj{"ok": false, "error": code})
		return
	}
	fmt.Fprint(w, "ok")
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
	m := s.own(in.ThreadTS)
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
func (s *Sim) respondInline(d *delivery) {
	var in response
	if d.respond == nil || d.Response == "" || json.Unmarshal([]byte(d.Response), &in) != nil {
		return
	}
	if err := s.respond(d.respond, in); err != nil {
		d.Response = errorCode(err)
	}
}
