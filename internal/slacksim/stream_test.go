package slacksim_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"footnote/internal/slacksim"
)

// stream starts one in a new thread of ada's and returns its ts.
func (l *lab) stream(text string) string {
	l.t.Helper()
	root := l.Post(l.news, l.ada, "question", slacksim.Say{})
	return l.ok("chat.startStream", values{
		"channel": l.news, "thread_ts": root, "recipient_user_id": l.ada, "recipient_team_id": l.TeamID(),
		"markdown_text": text,
	})["ts"].(string)
}

func (l *lab) on(ts string, more values) values {
	args := values{"channel": l.news, "ts": ts}
	maps.Copy(args, more)
	return args
}

func TestStream(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.stream("**Yes**")
	l.ok("chat.appendStream", l.on(ts, values{"markdown_text": ", still."}))
	if got := l.As(l.ada).Plain(l.message(ts)); got != "Yes, still." {
		t.Errorf("ada reads %q", got)
	}
	if m, _ := l.As(l.bob).Message(l.news, ts); m.Markdown != "" || m.Stream != slacksim.Streaming {
		t.Errorf("bob sees %+v of a stream for ada", m)
	}
	l.refused("streaming_state_conflict", "chat.update", l.on(ts, values{"text": "x"}))
	l.refused("cant_delete_message", "chat.delete", l.on(ts, nil))
	l.ok("chat.stopStream", l.on(ts, values{
		"markdown_text": " Really.",
		"blocks":        []values{{"type": "context", "elements": []values{{"type": "mrkdwn", "text": "1. The Verge"}}}},
		"metadata":      values{"event_type": "answer", "event_payload": values{"id": "7"}},
	}))
	m, _ := l.As(l.bob).Message(l.news, ts)
	if got := l.Plain(m); got != "Yes, still. Really.\n1. The Verge" || m.Stream != slacksim.Stopped {
		t.Errorf("bob reads %q, state %q", got, m.Stream)
	}
	if !strings.Contains(m.Metadata, `"answer"`) {
		t.Errorf("metadata = %s", m.Metadata)
	}
	l.refused("message_not_in_streaming_state", "chat.appendStream", l.on(ts, values{"markdown_text": "x"}))
	l.refused("message_not_in_streaming_state", "chat.stopStream", l.on(ts, nil))
	l.ok("chat.update", l.on(ts, values{"text": "corrected"}))
}

// Appending does not lengthen a stream's life; afterwards chat.update works.
func TestStreamExpires(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.stream("a")
	for range 4 {
		l.Clock().Advance(time.Minute)
		l.ok("chat.appendStream", l.on(ts, values{"markdown_text": "b"}))
	}
	l.Clock().Advance(time.Minute)
	l.refused("message_not_in_streaming_state", "chat.appendStream", l.on(ts, values{"markdown_text": "c"}))
	l.refused("message_not_in_streaming_state", "chat.stopStream", l.on(ts, nil))
	if m := l.message(ts); m.Stream != slacksim.Expired || m.Markdown != "abbbb" {
		t.Errorf("after five minutes: %+v", m)
	}
	l.ok("chat.update", l.on(ts, values{"text": "the whole answer"}))
	if got := l.Plain(l.message(ts)); got != "the whole answer" {
		t.Errorf("reads %q", got)
	}
}

func TestStreamLimits(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.stream(strings.Repeat("a", 10_000))
	l.refused("msg_too_long", "chat.appendStream", l.on(ts, values{"markdown_text": strings.Repeat("b", 601)}))
	l.ok("chat.appendStream", l.on(ts, values{"markdown_text": strings.Repeat("b", 600)}))
	if n := len(l.message(ts).Markdown); n != 10_600 {
		t.Errorf("%d bytes streamed, want 10600: a refused append must bring nothing", n)
	}
	l.refused("no_text", "chat.appendStream", l.on(ts, nil))
}

func TestStreamRecipients(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	root := l.Post(l.news, l.ada, "question", slacksim.Say{})
	start := values{"channel": l.news, "thread_ts": root}
	l.refused("missing_recipient_user_id", "chat.startStream", start)
	start["recipient_user_id"] = l.ada
	l.refused("missing_recipient_team_id", "chat.startStream", start)
	start["recipient_team_id"] = "T404"
	l.refused("team_not_found", "chat.startStream", start)
	start["recipient_team_id"] = l.TeamID()
	start["thread_ts"] = "1.000001"
	l.refused("invalid_thread_ts", "chat.startStream", start)

	dm := l.DM(l.ada, "question", slacksim.Say{})
	l.ok("chat.startStream", values{"channel": l.IM(l.ada), "thread_ts": dm})
	l.refused("invalid_thread_ts", "chat.startStream", values{"channel": l.IM(l.ada)})
}

func TestStreamShape(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	text := []values{{"type": "markdown_text", "text": "b"}}
	ts := l.stream("a")
	l.refused("streaming_mode_mismatch", "chat.appendStream", l.on(ts, values{"chunks": text}))

	ts = l.stream("") // undecided until the first that brings something
	l.ok("chat.appendStream", l.on(ts, values{"chunks": append(text,
		values{"type": "task_update", "id": "1", "title": "Searching", "status": "in_progress"},
		values{"type": "blocks", "blocks": []values{{"type": "divider"}}})}))
	l.ok("chat.appendStream", l.on(ts, values{"chunks": []values{
		{"type": "task_update", "id": "1", "title": "Searching", "status": "complete"},
	}}))
	l.refused("streaming_mode_mismatch", "chat.appendStream", l.on(ts, values{"markdown_text": "c"}))
	l.refused("invalid_chunks", "chat.appendStream", l.on(ts, values{"chunks": []values{{"type": "surprise"}}}))
	want := "b\n• Searching (complete)\n———"
	if got := l.Plain(l.message(ts)); got != want {
		t.Errorf("reads %q, want %q", got, want)
	}
}

func TestStopByUser(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.stream("a")
	l.StopStream(l.news, ts, l.ada)
	l.refused("stopped_by_user", "chat.appendStream", l.on(ts, values{"markdown_text": "b"}))
	l.refused("stopped_by_user", "chat.stopStream", l.on(ts, nil))
	sent := l.Deliveries()
	if last := sent[len(sent)-1]; last.Kind != "agent_session_stopped" {
		t.Errorf("last event is %s, want agent_session_stopped", last.Kind)
	}
}

func TestStatus(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	root := l.Post(l.news, l.ada, "question", slacksim.Say{})
	set := values{"channel_id": l.news, "thread_ts": root, "status": "is searching…", "loading_messages": "one,two"}
	l.ok("assistant.threads.setStatus", set)
	if st := l.Status(l.news, root); st.Text != "is searching…" || len(st.Loading) != 2 {
		t.Errorf("status = %+v", st)
	}
	if got := l.ThreadText(l.news, root); got != "ada: question\n  footnote is searching…\n" {
		t.Errorf("thread reads %q", got)
	}
	l.ok("chat.postMessage", values{"channel": l.news, "thread_ts": root, "text": "here"})
	if st := l.Status(l.news, root); st.Text != "" {
		t.Errorf("status after the answer = %+v", st)
	}
	l.ok("assistant.threads.setStatus", set)
	l.Clock().Advance(time.Minute)
	l.ok("assistant.threads.setStatus", set)
	l.Clock().Advance(time.Minute)
	if st := l.Status(l.news, root); st.Text == "" {
		t.Error("status ended two minutes after the first word, not after the last")
	}
	l.Clock().Advance(time.Minute)
	if st := l.Status(l.news, root); st.Text != "" {
		t.Errorf("status after two minutes = %+v", st)
	}
	l.refused("invalid_thread_ts", "assistant.threads.setStatus", values{"channel_id": l.news, "status": "x"})
	set["loading_messages"] = strings.Repeat("x,", 10) + "x"
	l.refused("invalid_arguments", "assistant.threads.setStatus", set)
}

func TestTitleAndPrompts(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	dm := l.DM(l.ada, "question", slacksim.Say{})
	thread := values{"channel_id": l.IM(l.ada), "thread_ts": dm, "title": "News"}
	l.ok("assistant.threads.setTitle", thread)
	thread["prompts"] = []values{{"title": "Today", "message": "what is new today?"}}
	l.ok("assistant.threads.setSuggestedPrompts", thread)
	if st := l.Status(l.IM(l.ada), dm); st.Title != "News" || len(st.Prompts) != 1 || st.Prompts[0].Title != "Today" {
		t.Errorf("thread = %+v", st)
	}
	thread["prompts"] = make([]values, 5)
	l.refused("invalid_arguments", "assistant.threads.setSuggestedPrompts", thread)
}
