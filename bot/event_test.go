package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const me = "U0000BOT"

func TestIntent(t *testing.T) {
	message := func(change func(*event)) event {
		e := event{Type: "message", Channel: "C1", ChannelType: "channel", User: "U1", TS: "2.0", Text: "and now?"}
		if change != nil {
			change(&e)
		}
		return e
	}
	inThread := func(text string) event {
		return message(func(e *event) { e.ThreadTS, e.Text = "1.0", text })
	}
	tests := []struct {
		name string
		e    event
		want intent
	}{
		{"a mention", message(func(e *event) { e.Type, e.ChannelType = "app_mention", "" }), ask},
		{"a message that mentions", message(func(e *event) { e.Text = "hey <@" + me + "|footnote>?" }), ask},
		{"a direct message", message(func(e *event) { e.ChannelType = "im" }), ask},
		{"a direct message with a file", message(func(e *event) { e.ChannelType, e.Subtype = "im", "file_share" }), ask},
		{"talk in a channel", message(nil), talk},
		{"talk in a thread", inThread("and now?"), followUp},
		{"a broadcast reply", message(func(e *event) { e.ThreadTS, e.Subtype = "1.0", "thread_broadcast" }), followUp},
		{"a thread's root", message(func(e *event) { e.ThreadTS = e.TS }), talk},
		{"words to another", inThread("<@U2> what do you think?"), talk},
		{"a broadcast mention", inThread("<!here> look"), talk},
		{"thanks", inThread("Thank you! :tada:"), talk},
		{"emoji", inThread(":+1: :eyes:"), talk},
		{"own words", message(func(e *event) { e.ChannelType, e.User = "im", me }), ignore},
		{"a bot's words", message(func(e *event) { e.ChannelType, e.BotID = "im", "B1" }), ignore},
		{"an edit", message(func(e *event) { e.ChannelType, e.Subtype = "im", "message_changed" }), reword},
		{"a deletion", message(func(e *event) { e.ChannelType, e.Subtype = "im", "message_deleted" }), ignore},
		{"nobody's words", message(func(e *event) { e.ChannelType, e.User = "im", "" }), ignore},
		{"home", event{Type: "app_home_opened", Tab: "home"}, openHome},
		{"the messages tab", event{Type: "app_home_opened", Tab: "messages"}, openPane},
		{"stop", event{Type: "agent_session_stopped"}, stop},
		{"a reaction", event{Type: "reaction_added"}, marked},
		{"a new member", event{Type: "member_joined_channel"}, moved},
		{"who left", event{Type: "member_left_channel"}, moved},
		{"news", event{Type: "team_join"}, ignore},
	}
	for _, tt := range tests {
		if got := intentOf(tt.e, me); got != tt.want {
			t.Errorf("%s: intent %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestQuestionText(t *testing.T) {
	tests := []struct{ in, want string }{
		{"<@" + me + "> Is it *still* exclusive?", "Is it *still* exclusive?"},
		{"hey <@" + me + "|footnote>, what did <@U2|ada> say in <#C1|news>?", "hey , what did @ada say in #news?"},
		{"a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"},
		{"see <https://example.org/a?x=1&amp;y=2>", "see https://example.org/a?x=1&y=2"},
		{"see <https://example.org/a|this> and <https://example.org|example.org>", "see this (https://example.org/a) and https://example.org"},
		{"<!here> <!subteam^S1|@team> now", "team now"},
		{"<@U2> <!date^1^x|tomorrow>", "@U2 tomorrow"},
		{"two\nlines\u202e", "two lines"},
		{"<@" + me + ">", ""},
	}
	for _, tt := range tests {
		if got := questionText(tt.in, me); got != tt.want {
			t.Errorf("questionText(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	if got := questionText(strings.Repeat("word ", 9000), me); length(got) > maxQuestion {
		t.Errorf("a long question has %d characters", length(got))
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"When does it open? :bridge_at_night::thinking_face:": "When does it open?",
		":wave: hi, what's new? :+1::skin-tone-2: thanks":     "hi, what's new? thanks",
		"*Is* _Microsoft_ `still` ~exclusive~?":               "Is Microsoft still exclusive?",
		"*Is it* *_really_* open?":                            "Is it really open?",
		"Why? ``` unknown flag --legacy-auth ``` and `a b`":   "Why? ``` unknown flag --legacy-auth ``` and a b",
		"```unknown flag --legacy-auth``` what now?":          "unknown flag --legacy-auth what now?",
		"at 10:30: what opens at 11:45:00?":                   "at 10:30: what opens at 11:45:00?",
		"what is snake_case_name, 2*3*4, ~5 to ~10, *.go?":    "what is snake_case_name, 2*3*4, ~5 to ~10, *.go?",
		"the topics: economy: what's new?":                    "the topics: economy: what's new?",
		"see https://example.org/a_b_c/_x_?":                  "see https://example.org/a_b_c/_x_?",
		":thumbsup:":                                          ":thumbsup:",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestApart(t *testing.T) {
	minutes := strings.TrimSpace(strings.Repeat("We met and spoke at length about the U.S. Senate. ", 12))
	for _, tt := range []struct{ in, asked, pasted string }{
		{"A short one. Is it open?", "A short one. Is it open?", ""},
		{minutes + " So, is the merger still on?", "So, is the merger still on?", minutes},
		{minutes + " Is it on? And since when? Thanks!", "Is it on? And since when?", minutes + " Thanks!"},
		{"Is this true? " + minutes, "Is this true?", minutes},
		{"“Is the U.S. Senate for it?” " + minutes, "“Is the U.S. Senate for it?”", minutes},
		{minutes, minutes, ""},
		{minutes + " Why? Nobody said.", minutes + " Why? Nobody said.", ""},
	} {
		if asked, pasted := apart(tt.in); asked != tt.asked || pasted != tt.pasted {
			t.Errorf("apart(%q) = %q, %q, want %q, %q", tt.in, asked, pasted, tt.asked, tt.pasted)
		}
	}
}

func TestIsHelp(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "help": true, "Help!": true, "?": true, "what can you do?": true, "help me find the deal": false, "is it open?": false,
	} {
		if got := isHelp(text); got != want {
			t.Errorf("isHelp(%q) = %v", text, got)
		}
	}
}

func TestReadEvent(t *testing.T) {
	outer := `{"team_id":"T1","event_id":"Ev1","event":%s}`
	tests := []struct {
		name, inner string
		want        event
	}{
		{
			"a mention with blocks nobody knows",
			`{"type":"app_mention","user":"U1","text":"hi","ts":"1.0","channel":"C1","blocks":[{"type":"future","elements":7}]}`,
			event{Type: "app_mention", User: "U1", Text: "hi", TS: "1.0", Channel: "C1"},
		},
		{
			"a channel that is an object, of a type not handled",
			`{"type":"channel_created","channel":{"id":"C1"}}`,
			event{Type: "channel_created"},
		},
	}
	for _, tt := range tests {
		got, err := readEvent(fmt.Appendf(nil, outer, tt.inner))
		tt.want.EventID, tt.want.Team = "Ev1", "T1"
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
	for _, bad := range []string{``, `[]`, `{}`, `{"event":7}`, `{"event":{"type":"message","ts":5}}`} {
		if got, err := readEvent([]byte(bad)); err == nil {
			t.Errorf("readEvent(%s) = %+v, want an error", bad, got)
		}
	}
}

func TestReadInteraction(t *testing.T) {
	tests := []struct {
		name, in string
		want     interaction
	}{
		{
			"a click", `{"type":"block_actions","user":{"id":"U1","team_id":"T1"},"channel":{"id":"C1"},"response_url":"https://r.example",
				"container":{"message_ts":"2.0","channel_id":"C1","thread_ts":"1.0","is_ephemeral":true},
				"actions":[{"action_id":"a","block_id":"b","value":"up","action_ts":"3.0"},{"action_id":"s","selected_option":{"value":"x"}}]}`,
			interaction{
				Type: "block_actions", User: "U1", Team: "T1", Channel: "C1", MessageTS: "2.0", ThreadTS: "1.0", Ephemeral: true,
				ResponseURL: "https://r.example", Actions: []action{{ID: "a", BlockID: "b", Value: "up"}, {ID: "s", Value: "x"}},
			},
		},
		{
			"a shortcut", `{"type":"message_action","callback_id":"ask","user":{"id":"U1"},"team":{"id":"T1"},"channel":{"id":"C1"},
				"message_ts":"2.0","trigger_id":"t","message":{"text":"hi","user":"U2","files":[{"id":"F1","name":"a.pdf","size":7}]}}`,
			interaction{
				Type: "message_action", CallbackID: "ask", User: "U1", Team: "T1", Channel: "C1", MessageTS: "2.0", TriggerID: "t",
				Message: message{Text: "hi", User: "U2", Files: []file{{ID: "F1", Name: "a.pdf", Size: 7}}},
			},
		},
		{
			"a form", `{"type":"view_submission","user":{"id":"U1","team_id":"T1"},"view":{"callback_id":"why","private_metadata":"7",
				"state":{"values":{"b1":{"reason":{"type":"plain_text_input","value":"too long"}},
				"b2":{"note":{"type":"static_select","selected_option":{"value":"2"}}},"b3":{"none":{"value":null}}}}}}`,
			interaction{
				Type: "view_submission", CallbackID: "why", User: "U1", Team: "T1", Metadata: "7",
				Values: map[string]string{"reason": "too long", "note": "2", "none": ""},
			},
		},
	}
	for _, tt := range tests {
		got, err := readInteraction([]byte(tt.in))
		if tt.want.Values == nil {
			tt.want.Values = map[string]string{}
		}
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
	if _, err := readInteraction([]byte(`[`)); err == nil {
		t.Error("readInteraction of half an array: no error")
	}
}

func TestLinksIn(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"<https://a.example/x?a=1&amp;b=2> and <https://b.example|b>, <https://b.example>", []string{"https://a.example/x?a=1&b=2", "https://b.example"}},
		{"see https://a.example/x, (https://b.example/y)!", []string{"https://a.example/x", "https://b.example/y"}},
		{"<mailto:a@b.example|a> <@U1> ftp://x.example none", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, linksIn(tt.in)); diff != "" {
			t.Errorf("linksIn(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestSpan(t *testing.T) {
	now := time.Date(2026, 5, 15, 12, 0, 0, 0, time.UTC)
	tests := []struct{ in, rest, since string }{
		{"the merger since 7d", "the merger", "2026-05-08T00:00:00Z"},
		{"the merger seit 2w", "the merger", "2026-05-01T00:00:00Z"},
		{"since 2026-05-01", "", "2026-05-01T00:00:00Z"},
		{"x since 36h", "x", "2026-05-14T00:00:00Z"},
		{"x since 1m", "x", "2026-04-15T00:00:00Z"},
		{"Brightmoor since yesterday", "Brightmoor", "2026-05-14T00:00:00Z"},
		{"x seit heute", "x", "2026-05-15T00:00:00Z"},
		{"x since Friday", "x", "2026-05-15T00:00:00Z"}, // it is one
		{"x since Saturday", "x", "2026-05-09T00:00:00Z"},
		{"the war since Brexit", "the war since Brexit", ""},
		{"x since 99999999999999d", "x since 99999999999999d", ""},
		{"x since d", "x since d", ""},
		{" plain ", "plain", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		rest, since := span(tt.in, now)
		got := ""
		if !since.IsZero() {
			got = since.Format(time.RFC3339)
		}
		if rest != tt.rest || got != tt.since {
			t.Errorf("span(%q) = %q, %s; want %q, %s", tt.in, rest, got, tt.rest, tt.since)
		}
	}
}
