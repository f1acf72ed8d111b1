// Package slackwire reads what Slack sends, over a socket or by HTTP, into what
// the bot needs of it: an envelope's payload is an Event, an Interaction or a
// Command. It is not read by slack-go, which refuses a whole event over one field
// it does not know.
package slackwire

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// An Envelope is what comes over a socket, and what comes by HTTP in that form.
type Envelope struct {
	ID      string          `json:"envelope_id"` // empty for what came by HTTP
	Type    string          `json:"type"`        // events_api, slash_commands or interactive
	Payload json.RawMessage `json:"payload"`
	Retry   int             `json:"retry_attempt"` // how often it came before
}

// An Event is what happened in the workspace.
type Event struct {
	EventID string `json:"-"`
	Team    string `json:"-"` // of the workspace; see UserTeam
	Retry   int    `json:"-"` // how often it came before

	Type        string  `json:"type"`
	Subtype     string  `json:"subtype"`
	Channel     string  `json:"channel"`
	ChannelType string  `json:"channel_type"`
	User        string  `json:"user"`
	UserTeam    string  `json:"user_team"` // where the person is of another workspace
	BotID       string  `json:"bot_id"`
	Text        string  `json:"text"`
	TS          string  `json:"ts"`
	ThreadTS    string  `json:"thread_ts"`
	Hidden      bool    `json:"hidden"`
	Tab         string  `json:"tab"`
	Files       Files   `json:"files"`
	Reaction    string  `json:"reaction"`
	Item        Item    `json:"item"` // that was reacted to
	DeletedTS   string  `json:"deleted_ts"`
	Message     changed `json:"message"`          // one that was changed, as it is now
	Previous    changed `json:"previous_message"` // and as it was
}

// A changed is a message that was changed.
type changed struct {
	Subtype  string `json:"subtype"`
	User     string `json:"user"`
	BotID    string `json:"bot_id"`
	Text     string `json:"text"`
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts"`
	Edited   struct {
		User string `json:"user"`
		TS   string `json:"ts"`
	} `json:"edited"`
}

// Reworded returns the event of a message as its author has it now, and false where
// they did not change its words: Slack tells by the same event of previews of links.
func (e Event) Reworded() (Event, bool) {
	m := e.Message
	if e.Type != "message" || e.Subtype != "message_changed" || m.Edited.TS == "" || m.Edited.User != m.User || m.Text == e.Previous.Text {
		return Event{}, false
	}
	return Event{
		EventID: e.EventID, Team: e.Team, Retry: e.Retry, Type: e.Type, Subtype: m.Subtype, Channel: e.Channel, ChannelType: e.ChannelType,
		User: m.User, BotID: m.BotID, Text: m.Text, TS: m.TS, ThreadTS: m.ThreadTS,
	}, true
}

// Deleted returns the ts of the message that was deleted; "" where none was. What has
// replies is changed to a tombstone.
func (e Event) Deleted() string {
	switch {
	case e.Type != "message":
	case e.Subtype == "message_deleted":
		return e.DeletedTS
	case e.Subtype == "message_changed" && e.Message.Subtype == "tombstone":
		return e.Message.TS
	}
	return ""
}

// An Item is a message that was reacted to; the zero item where it is
// something else.
type Item struct{ Channel, TS string }

func (it *Item) UnmarshalJSON(raw []byte) error {
	var in struct{ Type, Channel, TS string }
	if json.Unmarshal(raw, &in) == nil && in.Type == "message" {
		*it = Item{in.Channel, in.TS}
	}
	return nil
}

// Handled are the types of event that are read further.
var Handled = []string{
	"app_mention", "message", "app_home_opened", "agent_session_stopped", "member_joined_channel", "member_left_channel",
	"channel_unarchive", "group_unarchive", "reaction_added",
}

// ReadEvent reads the payload of an envelope of type events_api. An event of
// a type that is not handled comes back with its type alone.
func ReadEvent(payload []byte) (Event, error) {
	var outer struct {
		TeamID  string          `json:"team_id"`
		EventID string          `json:"event_id"`
		Event   json.RawMessage `json:"event"`
	}
	if err := json.Unmarshal(payload, &outer); err != nil {
		return Event{}, fmt.Errorf("read event: %w", err)
	}
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(outer.Event, &kind); err != nil {
		return Event{}, fmt.Errorf("read event %s: %w", outer.EventID, err)
	}
	e := Event{Type: kind.Type}
	if slices.Contains(Handled, kind.Type) {
		if err := json.Unmarshal(outer.Event, &e); err != nil {
			return Event{}, fmt.Errorf("read event %s: %w", outer.EventID, err)
		}
	}
	e.EventID, e.Team = outer.EventID, outer.TeamID
	return e, nil
}

// An Interaction is what a person did with something of the app's.
type Interaction struct {
	Type       string // block_actions, message_action or view_submission
	User, Team string
	Channel    string
	MessageTS  string // of the message it is about
	ThreadTS   string // of that message's thread; empty outside one
	Message    Message
	CallbackID string // of the shortcut or the form
	Metadata   string // of the form
	Values     map[string]string
	TriggerID  string // opens one form, within 3 s
	// ResponseURL answers the person alone; empty for forms.
	ResponseURL string
	Ephemeral   bool // the message is seen by the person alone
	Actions     []Action
}

// A Message is what somebody wrote, as far as it is read.
type Message struct {
	Text  string `json:"text"`
	User  string `json:"user"`
	Files Files  `json:"files"`
}

// Files are those of a message; none where they are in a form that is not
// known, for a question does not depend on them.
type Files []File

func (fs *Files) UnmarshalJSON(raw []byte) error {
	type plain []File
	if json.Unmarshal(raw, (*plain)(fs)) != nil {
		*fs = nil
	}
	return nil
}

// A File is one attached to a message.
type File struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Mimetype string `json:"mimetype"`
	Size     int64  `json:"size"`
	URL      string `json:"url_private_download"`
	Mode     string `json:"mode"`
}

// An Action is a button that was clicked, or another element that was used.
type Action struct{ ID, BlockID, Value string }

// A wireInteraction is an interaction as Slack sends it.
type wireInteraction struct {
	Type        string `json:"type"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	CallbackID  string `json:"callback_id"`
	MessageTS   string `json:"message_ts"`
	User        struct {
		ID     string `json:"id"`
		TeamID string `json:"team_id"`
	} `json:"user"`
	Team struct {
		ID string `json:"id"`
	} `json:"team"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		ChannelID   string `json:"channel_id"`
		MessageTS   string `json:"message_ts"`
		ThreadTS    string `json:"thread_ts"`
		IsEphemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Message struct {
		Message
		ThreadTS string `json:"thread_ts"`
	} `json:"message"`
	Actions []struct {
		ID       string `json:"action_id"`
		BlockID  string `json:"block_id"`
		Value    string `json:"value"`
		Selected struct {
			Value string `json:"value"`
		} `json:"selected_option"`
	} `json:"actions"`
	View struct {
		CallbackID string `json:"callback_id"`
		Metadata   string `json:"private_metadata"`
		State      struct {
			Values map[string]map[string]input `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

// ReadInteraction reads the payload of an envelope of type interactive.
func ReadInteraction(payload []byte) (Interaction, error) {
	var in wireInteraction
	if err := json.Unmarshal(payload, &in); err != nil {
		return Interaction{}, fmt.Errorf("read interaction: %w", err)
	}
	out := Interaction{
		Type: in.Type, User: in.User.ID, Team: cmp.Or(in.User.TeamID, in.Team.ID),
		Channel:   cmp.Or(in.Container.ChannelID, in.Channel.ID),
		MessageTS: cmp.Or(in.Container.MessageTS, in.MessageTS), ThreadTS: cmp.Or(in.Message.ThreadTS, in.Container.ThreadTS),
		Message: in.Message.Message, CallbackID: cmp.Or(in.CallbackID, in.View.CallbackID), Metadata: in.View.Metadata,
		Values: map[string]string{}, TriggerID: in.TriggerID, ResponseURL: in.ResponseURL, Ephemeral: in.Container.IsEphemeral,
	}
	for _, a := range in.Actions {
		out.Actions = append(out.Actions, Action{ID: a.ID, BlockID: a.BlockID, Value: cmp.Or(a.Value, a.Selected.Value)})
	}
	for _, inputs := range in.View.State.Values {
		for id, v := range inputs {
			out.Values[id] = v.value()
		}
	}
	return out, nil
}

// An input is what was filled into one field of a form.
type input struct {
	Value    string `json:"value"`
	Selected struct {
		Value string `json:"value"`
	} `json:"selected_option"`
}

func (v input) value() string { return cmp.Or(v.Value, v.Selected.Value) }

// A Command is a slash command as it was given.
type Command struct {
	Name        string `json:"command"`
	Text        string `json:"text"`
	User        string `json:"user_id"`
	Team        string `json:"team_id"`
	Channel     string `json:"channel_id"`
	ResponseURL string `json:"response_url"`
	TriggerID   string `json:"trigger_id"`
}

// ReadCommand reads the payload of an envelope of type slash_commands.
func ReadCommand(payload []byte) (Command, error) {
	var c Command
	if err := json.Unmarshal(payload, &c); err != nil {
		return Command{}, fmt.Errorf("read command: %w", err)
	}
	return c, nil
}
