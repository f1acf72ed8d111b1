package slacksim_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"footnote/internal/slacksim"
)

// respond posts to a response_url and returns the status and the body.
func (l *lab) respond(url string, body values) (int, string) {
	l.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		l.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(l.t.Context(), "POST", url, bytes.NewReader(raw))
	if err != nil {
		l.t.Fatal(err)
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		l.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// withButtons posts a message that has a button and feedback buttons.
func (l *lab) withButtons(text string) string {
	label := func(s string) values { return values{"type": "plain_text", "text": s} }
	return l.ok("chat.postMessage", values{"channel": l.news, "text": text, "blocks": []values{
		{"type": "actions", "block_id": "acts", "elements": []values{
			{"type": "button", "text": label("Sources"), "action_id": "sources", "value": "7"},
		}},
		{"type": "context_actions", "block_id": "fb", "elements": []values{{
			"type": "feedback_buttons", "action_id": "vote",
			"positive_button": values{"text": label("👍"), "value": "up"},
			"negative_button": values{"text": label("👎"), "value": "down"},
		}}},
	}})["ts"].(string)
}

// skip reads past envelopes until one of the wanted type comes.
func (c client) skip(typ string) envelope {
	c.t.Helper()
	for {
		e := c.next()
		if e.Type == typ {
			return e
		}
	}
}

func TestClick(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	m := l.message(l.withButtons("answer"))
	if got := l.Plain(m); got != "[Sources]\n[👍] [👎]" {
		t.Errorf("message reads %q", got)
	}
	for _, b := range []struct{ name, typ, action, block, value string }{
		{"sources", "button", "sources", "acts", "7"},
		{"👎", "feedback_buttons", "vote", "fb", "down"},
		{"up", "feedback_buttons", "vote", "fb", "up"},
	} {
		if err := l.Click(m, b.name, l.ada); err != nil {
			t.Fatal(err)
		}
		e := c.skip("interactive").Payload
		got := e.Actions[0]
		if e.Type != "block_actions" || got["type"] != b.typ || got["action_id"] != b.action || got["block_id"] != b.block || got["value"] != b.value {
			t.Errorf("click on %s = %v", b.name, e)
		}
		if e.Container["message_ts"] != m.TS || e.ResponseURL == "" || e.TriggerID == "" {
			t.Errorf("click on %s in %v, with %q and %q", b.name, e.Container, e.ResponseURL, e.TriggerID)
		}
	}
	if err := l.Click(m, "no such", l.ada); err == nil {
		t.Error("clicked on what is not there")
	}
	m.TS = "1.000001"
	if err := l.Click(m, "sources", l.ada); err == nil {
		t.Error("clicked in a message that is not there")
	}
}

// A click is not repeated: the person sees at once that nothing happened.
func TestClickIsNotRetried(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	if err := l.Click(l.message(l.withButtons("answer")), "sources", l.ada); err != nil {
		t.Fatal(err)
	}
	l.Clock().Advance(time.Minute)
	sent := l.Deliveries()
	if d := sent[len(sent)-1]; d.Kind != "block_actions" || d.Attempts != 1 || !d.Lost {
		t.Errorf("delivery = %+v", d)
	}
}

func TestResponseURL(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	ts := l.withButtons("answer")
	if err := l.Click(l.message(ts), "sources", l.ada); err != nil {
		t.Fatal(err)
	}
	url := c.skip("interactive").Payload.ResponseURL
	for i, body := range []values{
		{"text": "for you"},
		{"text": "for all", "response_type": "in_channel"},
		{"text": "replaced", "replace_original": true},
		{"delete_original": true},
		{"text": "last"},
	} {
		if status, text := l.respond(url, body); status != http.StatusOK || text != "ok" {
			t.Errorf("use %d: %d %s", i+1, status, text)
		}
		if i == 2 && l.message(ts).Text != "replaced" {
			t.Errorf("original is %+v", l.message(ts))
		}
	}
	if status, text := l.respond(url, values{"text": "one too many"}); status != http.StatusNotFound || !strings.Contains(text, "used_url") {
		t.Errorf("sixth use: %d %s", status, text)
	}
	want := "footnote (only for ada): for you\nfootnote: for all\nfootnote (only for ada): last\n"
	if got := l.Text(l.news); got != want {
		t.Errorf("channel reads %q, want %q", got, want)
	}

	l.Slash(l.news, l.ada, "/ask", "x")
	url = c.skip("slash_commands").Payload.ResponseURL
	if status, text := l.respond(url, values{"blocks": []values{{"type": "surprise"}}}); status == http.StatusOK {
		t.Errorf("bad blocks: %d %s", status, text)
	}
	l.Fault("response_url", slacksim.Fault{Status: 500})
	if status, _ := l.respond(url, values{"text": "x"}); status != http.StatusInternalServerError {
		t.Errorf("faulty response_url answered %d", status)
	}
	l.Clock().Advance(31 * time.Minute)
	if status, text := l.respond(url, values{"text": "x"}); status != http.StatusNotFound || !strings.Contains(text, "expired_url") {
		t.Errorf("after 31 minutes: %d %s", status, text)
	}
}

func TestSlash(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	l.Slash(l.news, l.ada, "/digest", "since monday")
	e := c.next()
	if e.Type != "slash_commands" || e.Payload.Command != "/digest" || e.Payload.Text != "since monday" {
		t.Errorf("got %+v", e)
	}
	c.ack(e, values{"text": "One moment", "response_type": "ephemeral"})
	l.until("answer", func(v slacksim.View) bool { return len(v.Messages(l.news)) == 1 })
	if got := l.As(l.ada).Text(l.news); got != "footnote (only for ada): One moment\n" {
		t.Errorf("ada reads %q", got)
	}
}

func modal(title string, blocks ...values) values {
	return values{"type": "modal", "callback_id": "watch", "title": values{"type": "plain_text", "text": title}, "blocks": blocks}
}

func question() values {
	return values{"type": "input", "block_id": "q", "label": values{"type": "plain_text", "text": "Question"}, "element": values{
		"type": "plain_text_input", "action_id": "text",
	}}
}

func TestTriggers(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	trigger := func() string {
		l.Slash(l.news, l.ada, "/watch", "")
		return c.skip("slash_commands").Payload.TriggerID
	}
	id := trigger()
	l.ok("views.open", values{"trigger_id": id, "view": modal("Watch", question())})
	l.refused("exchanged_trigger_id", "views.open", values{"trigger_id": id, "view": modal("Watch")})
	l.refused("invalid_trigger_id", "views.open", values{"trigger_id": "x", "view": modal("Watch")})
	id = trigger()
	l.Clock().Advance(3*time.Second + 1)
	l.refused("expired_trigger_id", "views.open", values{"trigger_id": id, "view": modal("Watch")})
	l.refused("invalid_arguments", "views.open", values{"trigger_id": trigger(), "view": modal(strings.Repeat("t", 25))})
}

func TestModal(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	l.Slash(l.news, l.ada, "/watch", "")
	l.ok("views.open", values{"trigger_id": c.next().Payload.TriggerID, "view": modal("Watch", question())})
	if err := l.Submit(l.ada, map[string]string{"no such": "x"}); err == nil {
		t.Error("submitted an input that is not there")
	}
	submit := func(text string, answer values) {
		t.Helper()
		if err := l.Submit(l.ada, map[string]string{"text": text}); err != nil {
			t.Fatal(err)
		}
		e := c.skip("interactive")
		raw, _ := json.Marshal(e.Payload.View["state"])
		if want := `"q":{"text":{"type":"plain_text_input","value":"` + text + `"}}`; !strings.Contains(string(raw), want) {
			t.Errorf("state = %s, want %s in it", raw, want)
		}
		c.ack(e, answer)
	}
	submit("a", values{"response_action": "errors", "errors": values{"q": "too short"}})
	l.until("complaint", func(v slacksim.View) bool { w, _ := v.Modal(l.ada); return w.Errors["q"] == "too short" })
	submit("still exclusive?", values{"response_action": "update", "view": modal("Done")})
	l.until("next modal", func(v slacksim.View) bool { w, _ := v.Modal(l.ada); return w.Title == "Done" })
	w, _ := l.Modal(l.ada)
	l.ok("views.update", values{"view_id": w.ID, "view": modal("Done.", question())})
	submit("b", nil)
	l.until("end", func(v slacksim.View) bool { _, open := v.Modal(l.ada); return !open })
	if err := l.Submit(l.ada, nil); err == nil {
		t.Error("submitted a modal that is closed")
	}
}

func TestHome(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	l.refused("user_not_found", "views.publish", values{"user_id": "U404", "view": values{"type": "home"}})
	l.refused("invalid_arguments", "views.publish", values{"user_id": l.ada, "view": modal("no home")})
	home := values{"type": "home", "blocks": []values{{"type": "actions", "elements": []values{
		{"type": "button", "text": values{"type": "plain_text", "text": "Add feed"}, "action_id": "add"},
	}}}}
	first := l.ok("views.publish", values{"user_id": l.ada, "view": home})["view"].(map[string]any)["id"]
	again := l.ok("views.publish", values{"user_id": l.ada, "view": home})["view"].(map[string]any)["id"]
	if first != again {
		t.Errorf("home is %v, then %v", first, again)
	}
	w, shown := l.Home(l.ada)
	if !shown || len(w.Buttons()) != 1 {
		t.Fatalf("home = %+v", w)
	}
	if err := l.ClickIn(w, "Add feed"); err != nil {
		t.Fatal(err)
	}
	if e := c.next(); e.Payload.Actions[0]["action_id"] != "add" || e.Payload.Container["view_id"] != first {
		t.Errorf("click = %+v", e)
	}
	if _, shown := l.Home(l.bob); shown {
		t.Error("bob has a home nobody published")
	}
}

func TestShortcut(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	c := l.dial()
	ts := l.Post(l.news, l.bob, "https://a.example/story", slacksim.Say{Quiet: true})
	if err := l.Shortcut(l.message(ts), "add_article", l.ada); err != nil {
		t.Fatal(err)
	}
	if e := c.next(); e.Payload.Type != "message_action" || e.Payload.CallbackID != "add_article" {
		t.Errorf("shortcut = %+v", e)
	}
}
