package slacksim_test

import (
	"regexp"
	"strings"
	"testing"

	"footnote/internal/slacksim"
)

func TestTimestamps(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	form := regexp.MustCompile(`^\d{10}\.\d{6}$`)
	last := ""
	for range 20 { // the clock stands still
		ts := l.post("x")
		if !form.MatchString(ts) || ts <= last {
			t.Fatalf("ts %q after %q", ts, last)
		}
		last = ts
	}
}

func TestUpdate(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.post("searching…")
	l.ok("chat.update", values{"channel": l.news, "ts": ts, "text": "found", "blocks": []values{{"type": "divider"}}})
	m := l.message(ts)
	if m.Text != "found" || len(m.Blocks) != 1 || m.Edited || m.Updates != 1 {
		t.Errorf("after update: %+v", m)
	}
	l.refused("invalid_metadata_format", "chat.update", values{"channel": l.news, "ts": ts, "text": "x", "metadata": values{"event_type": "e"}})
	l.ok("chat.update", values{"channel": l.news, "ts": ts, "text": "plain again"})
	if m := l.message(ts); len(m.Blocks) != 0 || !m.Edited {
		t.Errorf("after text without blocks: %+v", m)
	}
	l.refused("msg_too_long", "chat.update", values{"channel": l.news, "ts": ts, "text": strings.Repeat("a", 4001)})
	l.ok("chat.update", values{"channel": l.news, "ts": ts, "text": strings.Repeat("a", 4000)})
	// 1,000 ampersands are 5,000 bytes once Slack escapes them.
	l.refused("msg_too_long", "chat.update", values{"channel": l.news, "ts": ts, "text": strings.Repeat("&", 1000)})
	l.ok("chat.update", values{"channel": l.news, "ts": ts, "text": strings.Repeat("&amp;", 800)})
	l.refused("msg_too_long", "chat.update", values{"channel": l.news, "ts": ts, "text": strings.Repeat("<", 1001)})
	l.ok("chat.update", values{"channel": l.news, "ts": ts, "text": strings.Repeat("<@U1>", 800)})
}

func TestMarkdownText(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.refused("markdown_text_conflict", "chat.postMessage", values{"channel": l.news, "text": "a", "markdown_text": "b"})
	l.refused("msg_too_long", "chat.postMessage", values{"channel": l.news, "markdown_text": strings.Repeat("é", 12_001)})
	l.ok("chat.postMessage", values{"channel": l.news, "markdown_text": strings.Repeat("é", 12_000)})
}

func TestLongTextIsCut(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.post(strings.Repeat("é", 40_001))
	if n := len([]rune(l.message(ts).Text)); n != 40_000 {
		t.Errorf("%d characters kept, want 40000", n)
	}
}

func TestDeleteLeavesTombstone(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	lone, root := l.post("lone"), l.Post(l.news, l.ada, "question", slacksim.Say{})
	l.ok("chat.postMessage", values{"channel": l.news, "text": "answer", "thread_ts": root})
	l.ok("chat.delete", values{"channel": l.news, "ts": lone})
	l.Delete(l.news, root)
	want := "USLACKBOT: This message was deleted.\n  footnote: answer\n"
	if got := l.Text(l.news); got != want {
		t.Errorf("channel reads %q, want %q", got, want)
	}
}

// A reply to a reply stands in the root's thread.
func TestThreads(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	root := l.Post(l.news, l.ada, "question", slacksim.Say{})
	first := l.Post(l.news, l.bob, "me too", slacksim.Say{ThreadTS: root})
	l.ok("chat.postMessage", values{"channel": l.news, "text": "answer", "thread_ts": first})
	l.ok("chat.postMessage", values{"channel": l.news, "text": "to all", "thread_ts": root, "reply_broadcast": true})
	want := "ada: question\n  bob: me too\n  footnote: answer\n  footnote: to all\nfootnote: to all\n"
	if got := l.Text(l.news); got != want {
		t.Errorf("channel reads %q, want %q", got, want)
	}
	if got := len(l.Replies(l.news, root)); got != 2 {
		t.Errorf("%d replies of the app's, want 2", got)
	}
}

func TestEphemeral(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	carl := l.AddUser(slacksim.User{Name: "carl"})
	l.refused("user_not_in_channel", "chat.postEphemeral", values{"channel": l.news, "user": carl, "text": "psst"})
	ts := l.ok("chat.postEphemeral", values{"channel": l.news, "user": l.ada, "text": "psst"})["message_ts"]
	if got := l.As(l.ada).Text(l.news); !strings.Contains(got, "footnote (only for ada): psst") {
		t.Errorf("ada reads %q", got)
	}
	if got := l.As(l.bob).Text(l.news); got != "" {
		t.Errorf("bob reads %q, want nothing", got)
	}
	l.refused("message_not_found", "chat.update", values{"channel": l.news, "ts": ts, "text": "x"})
	for _, d := range l.Deliveries() {
		t.Errorf("an ephemeral message made the event %s", d.Kind)
	}
}

func TestPrivateChannelIsPrivate(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	secret := l.AddChannel(slacksim.Channel{Private: true}, l.ada, l.Bot())
	l.Post(secret, l.ada, "hush", slacksim.Say{})
	if got := l.As(l.bob).Messages(secret); len(got) != 0 {
		t.Errorf("bob reads %v", got)
	}
	if got := l.As(l.ada).Messages(secret); len(got) != 1 {
		t.Errorf("ada reads %v", got)
	}
	if ts := l.Post(secret, l.bob, "let me in", slacksim.Say{}); ts != "" {
		t.Errorf("bob posted %s where he is not", ts)
	}
}

// Posting to a person opens a direct message.
func TestPostToUser(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	got := l.ok("chat.postMessage", values{"channel": l.ada, "text": "hi"})
	if got["channel"] != l.IM(l.ada) {
		t.Errorf("posted to %v, want %s", got["channel"], l.IM(l.ada))
	}
}

func TestReactions(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.Post(l.news, l.ada, "question", slacksim.Say{})
	on := values{"channel": l.news, "timestamp": ts, "name": "eyes"}
	l.ok("reactions.add", on)
	l.refused("already_reacted", "reactions.add", on)
	l.React(l.news, ts, l.bob, "eyes")
	if got := l.Text(l.news); got != "ada: question :eyes: 2\n" {
		t.Errorf("channel reads %q", got)
	}
	l.ok("reactions.remove", on)
	l.refused("no_reaction", "reactions.remove", on)
	l.Unreact(l.news, ts, l.bob, "eyes")
	l.ok("reactions.get", on)
	if got := l.message(ts).Reactions; len(got) != 0 {
		t.Errorf("reactions left: %v", got)
	}
}
