package slackwire

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadEvent(t *testing.T) {
	outer := `{"team_id":"T1","event_id":"Ev1","event":%s}`
	tests := []struct {
		name, inner string
		want        Event
	}{
		{
			"a mention with blocks nobody knows",
			`{"type":"app_mention","user":"U1","text":"hi","ts":"1.0","channel":"C1","blocks":[{"type":"future","elements":7}]}`,
			Event{Type: "app_mention", User: "U1", Text: "hi", TS: "1.0", Channel: "C1"},
		},
		{
			"a channel that is an object, of a type not handled",
			`{"type":"channel_created","channel":{"id":"C1"}}`,
			Event{Type: "channel_created"},
		},
	}
	for _, tt := range tests {
		got, err := ReadEvent(fmt.Appendf(nil, outer, tt.inner))
		tt.want.EventID, tt.want.Team = "Ev1", "T1"
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
	for _, bad := range []string{``, `[]`, `{}`, `{"event":7}`, `{"event":{"type":"message","ts":5}}`} {
		if got, err := ReadEvent([]byte(bad)); err == nil {
			t.Errorf("readEvent(%s) = %+v, want an error", bad, got)
		}
	}
}

func TestReadInteraction(t *testing.T) {
	tests := []struct {
		name, in string
		want     Interaction
	}{
		{
			"a click", `{"type":"block_actions","user":{"id":"U1","team_id":"T1"},"channel":{"id":"C1"},"response_url":"https://r.example",
				"container":{"message_ts":"2.0","channel_id":"C1","thread_ts":"1.0","is_ephemeral":true},
				"actions":[{"action_id":"a","block_id":"b","value":"up","action_ts":"3.0"},{"action_id":"s","selected_option":{"value":"x"}}]}`,
			Interaction{
				Type: "block_actions", User: "U1", Team: "T1", Channel: "C1", MessageTS: "2.0", ThreadTS: "1.0", Ephemeral: true,
				ResponseURL: "https://r.example", Actions: []Action{{ID: "a", BlockID: "b", Value: "up"}, {ID: "s", Value: "x"}},
			},
		},
		{
			"a shortcut", `{"type":"message_action","callback_id":"ask","user":{"id":"U1"},"team":{"id":"T1"},"channel":{"id":"C1"},
				"message_ts":"2.0","trigger_id":"t","message":{"text":"hi","user":"U2","files":[{"id":"F1","name":"a.pdf","size":7}]}}`,
			Interaction{
				Type: "message_action", CallbackID: "ask", User: "U1", Team: "T1", Channel: "C1", MessageTS: "2.0", TriggerID: "t",
				Message: Message{Text: "hi", User: "U2", Files: []File{{ID: "F1", Name: "a.pdf", Size: 7}}},
			},
		},
		{
			"a form", `{"type":"view_submission","user":{"id":"U1","team_id":"T1"},"view":{"callback_id":"why","private_metadata":"7",
				"state":{"values":{"b1":{"reason":{"type":"plain_text_input","value":"too long"}},
				"b2":{"note":{"type":"static_select","selected_option":{"value":"2"}}},"b3":{"none":{"value":null}}}}}}`,
			Interaction{
				Type: "view_submission", CallbackID: "why", User: "U1", Team: "T1", Metadata: "7",
				Values: map[string]string{"reason": "too long", "note": "2", "none": ""},
			},
		},
	}
	for _, tt := range tests {
		got, err := ReadInteraction([]byte(tt.in))
		if tt.want.Values == nil {
			tt.want.Values = map[string]string{}
		}
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
	if _, err := ReadInteraction([]byte(`[`)); err == nil {
		t.Error("readInteraction of half an array: no error")
	}
}
