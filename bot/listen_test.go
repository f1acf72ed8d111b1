package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/slackwire"
)

const me = "U0000BOT"

func TestIntent(t *testing.T) {
	message := func(change func(*slackwire.Event)) slackwire.Event {
		e := slackwire.Event{Type: "message", Channel: "C1", ChannelType: "channel", User: "U1", TS: "2.0", Text: "and now?"}
		if change != nil {
			change(&e)
		}
		return e
	}
	inThread := func(text string) slackwire.Event {
		return message(func(e *slackwire.Event) { e.ThreadTS, e.Text = "1.0", text })
	}
	tests := []struct {
		name string
		e    slackwire.Event
		want intent
	}{
		{"a mention", message(func(e *slackwire.Event) { e.Type, e.ChannelType = "app_mention", "" }), ask},
		{"a message that mentions", message(func(e *slackwire.Event) { e.Text = "hey <@" + me + "|footnote>?" }), ask},
		{"a direct message", message(func(e *slackwire.Event) { e.ChannelType = "im" }), ask},
		{"a direct message with a file", message(func(e *slackwire.Event) { e.ChannelType, e.Subtype = "im", "file_share" }), ask},
		{"talk in a channel", message(nil), talk},
		{"talk in a thread", inThread("and now?"), followUp},
		{"a broadcast reply", message(func(e *slackwire.Event) { e.ThreadTS, e.Subtype = "1.0", "thread_broadcast" }), followUp},
		{"a thread's root", message(func(e *slackwire.Event) { e.ThreadTS = e.TS }), talk},
		{"words to another", inThread("<@U2> what do you think?"), talk},
		{"a broadcast mention", inThread("<!here> look"), talk},
		{"thanks", inThread("Thank you! :tada:"), talk},
		{"emoji", inThread(":+1: :eyes:"), talk},
		{"own words", message(func(e *slackwire.Event) { e.ChannelType, e.User = "im", me }), ignore},
		{"a bot's words", message(func(e *slackwire.Event) { e.ChannelType, e.BotID = "im", "B1" }), ignore},
		{"an edit", message(func(e *slackwire.Event) { e.ChannelType, e.Subtype = "im", "message_changed" }), reword},
		{"a deletion", message(func(e *slackwire.Event) { e.ChannelType, e.Subtype = "im", "message_deleted" }), ignore},
		{"nobody's words", message(func(e *slackwire.Event) { e.ChannelType, e.User = "im", "" }), ignore},
		{"home", slackwire.Event{Type: "app_home_opened", Tab: "home"}, openHome},
		{"the messages tab", slackwire.Event{Type: "app_home_opened", Tab: "messages"}, openPane},
		{"stop", slackwire.Event{Type: "agent_session_stopped"}, stop},
		{"a reaction", slackwire.Event{Type: "reaction_added"}, marked},
		{"a new member", slackwire.Event{Type: "member_joined_channel"}, moved},
		{"a channel of the archive", slackwire.Event{Type: "group_unarchive"}, reopened},
		{"who left", slackwire.Event{Type: "member_left_channel"}, moved},
		{"news", slackwire.Event{Type: "team_join"}, ignore},
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
