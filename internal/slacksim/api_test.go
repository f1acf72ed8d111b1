package slacksim_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"footnote/internal/slacksim"
)

func TestAuthTest(t *testing.T) {
	l := newLab(t, slacksim.Options{Team: "Readers"})
	got := l.ok("auth.test", nil)
	if got["user_id"] != l.Bot() || got["team"] != "Readers" || got["team_id"] != l.TeamID() || got["bot_id"] == "" {
		t.Errorf("auth.test = %v", got)
	}
}

func TestTokens(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	for _, c := range []struct{ method, token, want string }{
		{"auth.test", "", `"error":"not_authed"`},
		{"auth.test", "xoxb-other", `"error":"invalid_auth"`},
		{"auth.test", l.AppToken(), `"error":"not_allowed_token_type"`},
		{"auth.test", l.BotToken(), `"ok":true`},
		{"apps.connections.open", l.BotToken(), `"error":"not_allowed_token_type"`},
		{"apps.connections.open", l.AppToken(), `"ok":true`},
		{"no.such", l.BotToken(), `"error":"unknown_method"`},
	} {
		resp, err := http.PostForm(l.APIURL()+c.method, url.Values{"token": {c.token}})
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if !strings.Contains(string(body), c.want) {
			t.Errorf("%s with %q = %s, want %s", c.method, c.token, body, c.want)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}

// Forms and JSON must mean the same, nested blocks too.
func TestBodies(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	blocks := `[{"type":"header","text":{"type":"plain_text","text":"Hi"}}]`
	form := url.Values{"channel": {l.news}, "blocks": {blocks}, "unfurl_links": {"false"}}
	resp, err := http.PostForm(l.APIURL()+"chat.postMessage?token="+l.BotToken(), form)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	l.ok("chat.postMessage", values{
		"channel": l.news, "unfurl_links": false,
		"blocks": []values{{"type": "header", "text": values{"type": "plain_text", "text": "Hi"}}},
	})
	want := "footnote: Hi\nfootnote: Hi\n"
	if got := l.Text(l.news); got != want {
		t.Errorf("channel reads %q, want %q", got, want)
	}
	for _, c := range l.Calls("chat.postMessage") {
		if c.Args["token"] != "" || c.Args["unfurl_links"] != "false" {
			t.Errorf("recorded %v", c.Args)
		}
	}
}

func TestBadBodies(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	for kind, want := range map[string]string{
		"application/json":                  "invalid_json",
		"application/x-www-form-urlencoded": "invalid_form_data",
		"multipart/form-data; boundary=x":   "invalid_form_data",
	} {
		resp, err := http.Post(l.APIURL()+"auth.test", kind, strings.NewReader("{%zz"))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if !strings.Contains(string(body), want) {
			t.Errorf("%s: %s, want %s", kind, body, want)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestNaturalErrors(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	away := l.AddChannel(slacksim.Channel{Name: "away"}, l.ada)
	secret := l.AddChannel(slacksim.Channel{Name: "secret", Private: true}, l.ada)
	old := l.AddChannel(slacksim.Channel{Name: "old", Archived: true}, l.ada, l.Bot())
	for channel, want := range map[string]string{
		"C404": "channel_not_found", away: "not_in_channel", secret: "channel_not_found", old: "is_archived",
	} {
		l.refused(want, "chat.postMessage", values{"channel": channel, "text": "hi"})
	}
	l.refused("no_text", "chat.postMessage", values{"channel": l.news})
	l.refused("thread_not_found", "chat.postMessage", values{"channel": l.news, "text": "hi", "thread_ts": "1.000001"})
	l.refused("message_not_found", "chat.update", values{"channel": l.news, "text": "hi", "ts": "1.000001"})
	theirs := l.Post(l.news, l.ada, "mine", slacksim.Say{})
	l.refused("cant_update_message", "chat.update", values{"channel": l.news, "text": "hi", "ts": theirs})
	l.refused("cant_delete_message", "chat.delete", values{"channel": l.news, "ts": theirs})
	l.refused("user_not_found", "users.info", values{"user": "U404"})
	if got := l.Calls("users.info"); len(got) != 1 || got[0].Error != "user_not_found" {
		t.Errorf("recorded calls = %+v", got)
	}
}

func TestScopes(t *testing.T) {
	l := newLab(t, slacksim.Options{Scopes: []string{"chat:write", "channels:read", "im:history"}})
	l.ok("chat.postMessage", values{"channel": l.news, "text": "hi"})
	l.ok("conversations.info", values{"channel": l.news})
	got := l.refused("missing_scope", "conversations.history", values{"channel": l.news})
	if got["needed"] != "channels:history" || got["provided"] != "chat:write,channels:read,im:history" {
		t.Errorf("missing_scope says %v", got)
	}
	l.ok("conversations.history", values{"channel": l.IM(l.ada)})
	if got := l.refused("missing_scope", "conversations.info", values{"channel": l.IM(l.ada)}); got["needed"] != "im:read" {
		t.Errorf("needed = %v, want im:read", got["needed"])
	}
}
