package slacksim

import (
	"encoding/json"
	"fmt"
)

// Submit is a person filling in a modal and submitting it: values by the
// action id of the input. The app's acknowledgement closes the modal, puts
// another in its place, or says what is wrong with the inputs. The error says
// that the modal is not open or has no such input.
func (s *Sim) Submit(user string, values map[string]string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.views.modal[user]
	if w == nil {
		return fmt.Errorf("submit modal: none is open for %s", user)
	}
	state := obj{}
	for action, value := range values {
		block, element := findInput(w.Blocks, action)
		if element == nil {
			return fmt.Errorf("submit modal %s: no input %q", w.CallbackID, action)
		}
		state[block] = obj{action: inputState(element, value)}
	}
	payload := s.interaction("view_submission", user)
	view := s.wireView(w)["view"].(obj)
	view["state"] = obj{"values": state}
	payload["view"], payload["response_urls"] = view, []obj{}
	s.interact("view_submission", payload, func(raw []byte) { s.submitted(user, w, raw) })
	return nil
}

func findInput(blocks []Block, action string) (block string, element map[string]any) {
	for _, b := range blocks {
		if e := object(b, "element"); e != nil && str(e, "action_id") == action {
			return str(b, "block_id"), e
		}
	}
	return "", nil
}

// inputState is an input's value as a submission shows it.
func inputState(element map[string]any, value string) obj {
	out := obj{"type": str(element, "type")}
	switch str(element, "type") {
	case "static_select", "radio_buttons":
		out["selected_option"] = obj{"text": obj{"type": "plain_text", "text": value}, "value": value}
	case "users_select":
		out["selected_user"] = value
	case "channels_select":
		out["selected_channel"] = value
	case "conversations_select":
		out["selected_conversation"] = value
	case "datepicker":
		out["selected_date"] = value
	case "timepicker":
		out["selected_time"] = value
	default:
		out["value"] = value
	}
	return out
}

// submitted does what the acknowledgement of a submission says.
func (s *Sim) submitted(user string, w *Window, raw []byte) {
	var in struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if len(raw) > 0 && json.Unmarshal(raw, &in) != nil {
		return
	}
	switch in.Action {
	case "errors":
		w.Errors = in.Errors
	case "update", "push":
		if next, err := s.readView(args{values: map[string]string{"view": string(in.View)}}, "modal"); err == nil {
			next.User = user
			s.views.modal[user] = next
		}
	default:
		delete(s.views.modal, user)
	}
}

// Dismiss is a person closing the modal in front of them without submitting
// it. The app hears nothing of it, as none of its modals asks to.
func (s *Sim) Dismiss(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.views.modal, user)
	s.notify()
}
