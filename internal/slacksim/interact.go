package slacksim

import (
	"fmt"
	"slices"
)

// clickState is what interactions handed out. The Sim's mu guards it.
type clickState struct {
	triggers  map[string]*trigger
	responses map[string]*responseURL
}

func newClickState() clickState {
	return clickState{triggers: map[string]*trigger{}, responses: map[string]*responseURL{}}
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
		for _, e := range slices.Concat(list(b, "elements"), []any{b["accessory"]}) {
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
	s.press(c, now, b, user)
	return nil
}

// Forge is a person whose client clicks on a button that a message does not have.
func (s *Sim) Forge(m Message, b Button, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[m.Channel]
	if c == nil || c.find(m.TS) == nil {
		return fmt.Errorf("forge %q: no message %s in %s", b.ActionID, m.TS, m.Channel)
	}
	s.press(c, c.find(m.TS), b, user)
	return nil
}

// press sends the click on a button of a message.
func (s *Sim) press(c *conversation, now *message, b Button, user string) {
	container := obj{"type": "message", "message_ts": now.TS, "channel_id": c.ID, "is_ephemeral": now.Ephemeral != ""}
	if now.ThreadTS != "" {
		container["thread_ts"] = now.ThreadTS
	}
	payload := s.interaction("block_actions", user)
	payload["container"], payload["message"] = container, s.wire(c, now)
	payload["channel"] = obj{"id": c.ID, "name": c.Name}
	payload["response_url"] = s.newResponseURL(responseURL{channel: c.ID, user: user, ts: now.TS})
	payload["actions"] = []obj{s.action(b)}
	s.interact("block_actions", payload, nil)
}

// ClickIn is a person clicking on a button of their Home or modal.
func (s *Sim) ClickIn(w Window, button string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := findButton(w.Buttons(), button)
	if err != nil {
		return err
	}
	s.pressIn(w, b)
	return nil
}

// pressIn sends the click on a button of a Home or modal.
func (s *Sim) pressIn(w Window, b Button) {
	payload := s.interaction("block_actions", w.User)
	payload["container"] = obj{"type": "view", "view_id": w.ID}
	payload["view"] = s.wireView(&w)["view"]
	payload["actions"] = []obj{s.action(b)}
	s.interact("block_actions", payload, nil)
}

func findButton(all []Button, name string) (Button, error) {
	for _, b := range all {
		if name == b.ActionID || name == b.Label || name != "" && name == b.Value {
			return b, nil
		}
	}
	return Button{}, fmt.Errorf("click on %q: no such button among %d", name, len(all))
}

// teamOf is the workspace that a person is of.
func (s *Sim) teamOf(user string) string {
	if u := s.users[user]; u != nil && u.Team != "" {
		return u.Team
	}
	return s.opts.TeamID
}

// interaction is what all interaction payloads share.
func (s *Sim) interaction(typ, user string) obj {
	return obj{
		"type": typ, "token": "verification-token", "api_app_id": s.opts.AppID, "enterprise": nil,
		"is_enterprise_install": false, "trigger_id": s.newTrigger(user), "state": obj{"values": obj{}},
		"team": obj{"id": s.opts.TeamID, "domain": "sim"},
		"user": obj{"id": user, "username": s.userName(user), "name": s.userName(user), "team_id": s.teamOf(user)},
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
		onAck:     func(raw []byte) { s.respondInline(&use, raw) },
		payload: mustJSON(obj{
			"token": "verification-token", "team_id": s.teamOf(user), "team_domain": "sim", "channel_id": c.ID,
			"channel_name": name, "user_id": user, "user_name": s.userName(user), "command": command, "text": text,
			"api_app_id": s.opts.AppID, "is_enterprise_install": "false", "response_url": s.newResponseURL(use),
			"trigger_id": s.newTrigger(user),
		}),
	})
}

// Shortcut is a person choosing one of the app's shortcuts in the menu of a
// message. The error says that there is no such message.
func (s *Sim) Shortcut(m Message, callbackID, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[m.Channel]
	if c == nil || c.find(m.TS) == nil {
		return fmt.Errorf("use shortcut %q: no message %s in %s", callbackID, m.TS, m.Channel)
	}
	payload := s.interaction("message_action", user)
	payload["callback_id"], payload["action_ts"] = callbackID, s.stamp()
	payload["message_ts"], payload["message"] = m.TS, s.wire(c, c.find(m.TS))
	payload["channel"] = obj{"id": c.ID, "name": c.Name}
	payload["response_url"] = s.newResponseURL(responseURL{channel: c.ID, user: user, ts: m.TS})
	s.interact("message_action", payload, nil)
	return nil
}

// interact sends an interaction.
func (s *Sim) interact(kind string, payload obj, onAck func([]byte)) {
	s.send(&delivery{Delivered: Delivered{Type: "interactive", Kind: kind}, payload: mustJSON(payload), onAck: onAck})
}

// Press is Click on the very button that is given, as Buttons returned it:
// several may share their action id.
func (s *Sim) Press(m Message, b Button, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[m.Channel]
	if c == nil || c.find(m.TS) == nil {
		return fmt.Errorf("click on %q: no message %s in %s", b.Label, m.TS, m.Channel)
	}
	now := c.find(m.TS)
	if !slices.Contains(now.Buttons(), b) {
		return fmt.Errorf("click on %q: it is no longer there", b.Label)
	}
	s.press(c, now, b, user)
	return nil
}

// PressIn is ClickIn on the very button that is given.
func (s *Sim) PressIn(w Window, b Button) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(w.Buttons(), b) {
		return fmt.Errorf("click on %q: it is no longer there", b.Label)
	}
	s.pressIn(w, b)
	return nil
}
