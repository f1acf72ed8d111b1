package bot

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// An envelope is what comes over a socket. Payloads are read here into what
// the bot needs of them and not by slack-go, which refuses a whole event over
// one field it does not know.
type envelope struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
	Retry   int             `json:"retry_attempt"`
}

// An event is what happened in the workspace.
type event struct {
	EventID string `json:"-"`
	Team    string `json:"-"` // of the workspace; see UserTeam

	Type        string `json:"type"`
	Subtype     string `json:"subtype"`
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type"`
	User        string `json:"user"`
	UserTeam    string `json:"user_team"` // where the person is of another workspace
	BotID       string `json:"bot_id"`
	Text        string `json:"text"`
	TS          string `json:"ts"`
	ThreadTS    string `json:"thread_ts"`
	Hidden      bool   `json:"hidden"`
	Tab         string `json:"tab"`
}

// handled are the types of event that are read further.
var handled = []string{"app_mention", "message", "app_home_opened", "agent_session_stopped"}

// readEvent reads the payload of an envelope of type events_api. An event of
// a type that is not handled comes back with its type alone.
func readEvent(payload []byte) (event, error) {
	var outer struct {
		TeamID  string          `json:"team_id"`
		EventID string          `json:"event_id"`
		Event   json.RawMessage `json:"event"`
	}
	if err := json.Unmarshal(payload, &outer); err != nil {
		return event{}, fmt.Errorf("read event: %w", err)
	}
	var kind struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(outer.Event, &kind); err != nil {
		return event{}, fmt.Errorf("read event %s: %w", outer.EventID, err)
	}
	e := event{Type: kind.Type}
	if slices.Contains(handled, kind.Type) {
		if err := json.Unmarshal(outer.Event, &e); err != nil {
			return event{}, fmt.Errorf("read event %s: %w", outer.EventID, err)
		}
	}
	e.EventID, e.Team = outer.EventID, outer.TeamID
	return e, nil
}

// A click is one on a button of ours.
type click struct {
	Action, Value                      string
	User, Channel, MessageTS, ThreadTS string
}

// readClicks reads the payload of an envelope of type interactive. What is no
// click on a message has none.
func readClicks(payload []byte) ([]click, error) {
	var in struct {
		Type string `json:"type"`
		User struct {
			ID string `json:"id"`
		} `json:"user"`
		Channel struct {
			ID string `json:"id"`
		} `json:"channel"`
		Container struct {
			ChannelID string `json:"channel_id"`
			MessageTS string `json:"message_ts"`
			ThreadTS  string `json:"thread_ts"`
		} `json:"container"`
		Message struct {
			ThreadTS string `json:"thread_ts"`
		} `json:"message"`
		Actions []struct {
			ID    string `json:"action_id"`
			Value string `json:"value"`
		} `json:"actions"`
	}
	if err := json.Unmarshal(payload, &in); err != nil {
		return nil, fmt.Errorf("read interaction: %w", err)
	}
	var out []click
	for _, a := range in.Actions {
		out = append(out, click{
			Action: a.ID, Value: a.Value, User: in.User.ID,
			Channel:   cmp.Or(in.Container.ChannelID, in.Channel.ID),
			MessageTS: in.Container.MessageTS,
			ThreadTS:  cmp.Or(in.Message.ThreadTS, in.Container.ThreadTS),
		})
	}
	return out, nil
}
