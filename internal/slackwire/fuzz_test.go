package slackwire

import (
	"slices"
	"testing"
)

// FuzzRead reads anything as each kind of payload: it is refused or read, and what
// is read of an event that is not handled is its type alone.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"team_id":"T1","event_id":"Ev1","event":{"type":"message","user":"U1","text":"hi","ts":"1.0","channel":"C1","files":[{"id":"F1"}]}}`,
		`{"event":{"type":"message","subtype":"message_changed","message":{"user":"U1","text":"b","ts":"1.0","edited":{"user":"U1","ts":"2.0"}},"previous_message":{"text":"a"}}}`,
		`{"event":{"type":"message","subtype":"message_changed","message":{"subtype":"tombstone","ts":"1.0"}}}`,
		`{"event":{"type":"reaction_added","reaction":"bookmark","item":{"type":"message","channel":"C1","ts":"1.0"}}}`,
		`{"event":{"type":"channel_created","channel":{"id":"C1"}}}`,
		`{"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"a","selected_option":{"value":"x"}}],"message":{"files":7}}`,
		`{"type":"view_submission","view":{"state":{"values":{"b":{"q":{"value":"why?"}}}}}}`,
		`{"command":"/ask","text":"is it open?","user_id":"U1"}`, `null`, `[]`, `{"event":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		if e, err := ReadEvent(payload); err == nil {
			if !slices.Contains(Handled, e.Type) && (e.User != "" || e.Text != "" || e.Channel != "" || e.Files != nil) {
				t.Errorf("of an event that is not handled %+v is read", e)
			}
			if now, ok := e.Reworded(); ok && (now.Type != "message" || now.TS != e.Message.TS || now.Text == e.Previous.Text) {
				t.Errorf("%+v is changed to %+v", e, now)
			}
			if e.Deleted() != "" && e.Type != "message" {
				t.Errorf("%+v deletes a message", e)
			}
		}
		if in, err := ReadInteraction(payload); err == nil && in.Values == nil {
			t.Errorf("%+v has no values to write into", in)
		}
		_, _ = ReadCommand(payload)
	})
}
