package slacksim_test

import (
	"fmt"
	"slices"
	"testing"

	"footnote/internal/slacksim"
)

// pages calls a method until there is no further page and returns what a
// field of all items holds.
func (l *lab) pages(method, list, field string, args values) []string {
	l.t.Helper()
	var out []string
	for {
		got := l.ok(method, args)
		for _, item := range got[list].([]any) {
			if m, isObject := item.(map[string]any); isObject {
				item = m[field]
			}
			out = append(out, fmt.Sprint(item))
		}
		next := got["response_metadata"].(map[string]any)["next_cursor"]
		if next == "" {
			return out
		}
		args["cursor"] = next
	}
}

func TestHistoryAndReplies(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	a := l.Post(l.news, l.ada, "a", slacksim.Say{})
	l.Post(l.news, l.bob, "a1", slacksim.Say{ThreadTS: a})
	l.ok("chat.postMessage", values{"channel": l.news, "text": "a2", "thread_ts": a})
	b := l.Post(l.news, l.ada, "b", slacksim.Say{})
	l.Post(l.news, l.ada, "c", slacksim.Say{})

	if got := l.pages("conversations.history", "messages", "text", values{"channel": l.news, "limit": 1}); !slices.Equal(got, []string{"c", "b", "a"}) {
		t.Errorf("history = %v", got)
	}
	if got := l.pages("conversations.history", "messages", "text", values{"channel": l.news, "oldest": b}); !slices.Equal(got, []string{"c"}) {
		t.Errorf("history after b = %v", got)
	}
	if got := l.pages("conversations.history", "messages", "text", values{"channel": l.news, "latest": b, "inclusive": true}); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("history up to b = %v", got)
	}
	if got := l.pages("conversations.replies", "messages", "text", values{"channel": l.news, "ts": a, "limit": 2}); !slices.Equal(got, []string{"a", "a1", "a2"}) {
		t.Errorf("replies = %v", got)
	}
	root := l.ok("conversations.replies", values{"channel": l.news, "ts": a})["messages"].([]any)[0].(map[string]any)
	if root["reply_count"] != 2.0 || root["thread_ts"] != a || len(root["reply_users"].([]any)) != 2 {
		t.Errorf("root = %v", root)
	}
	l.refused("thread_not_found", "conversations.replies", values{"channel": l.news, "ts": "1.000001"})
	l.refused("invalid_cursor", "conversations.history", values{"channel": l.news, "cursor": "bm9wZQ=="})
	away := l.AddChannel(slacksim.Channel{}, l.ada)
	l.refused("not_in_channel", "conversations.history", values{"channel": away})
}

func TestConversations(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ours := l.AddChannel(slacksim.Channel{Name: "ours", Private: true}, l.ada, l.Bot())
	theirs := l.AddChannel(slacksim.Channel{Name: "theirs", Private: true}, l.ada)
	public := l.AddChannel(slacksim.Channel{Name: "public"}, l.ada)
	dm := l.IM(l.ada)

	info := l.ok("conversations.info", values{"channel": ours})["channel"].(map[string]any)
	if info["name"] != "ours" || info["is_private"] != true || info["is_group"] != true || info["is_member"] != true {
		t.Errorf("info = %v", info)
	}
	info = l.ok("conversations.info", values{"channel": dm})["channel"].(map[string]any)
	if info["is_im"] != true || info["user"] != l.ada {
		t.Errorf("info = %v", info)
	}
	l.refused("channel_not_found", "conversations.info", values{"channel": theirs})

	if got := l.pages("conversations.members", "members", "", values{"channel": l.news, "limit": 2}); !slices.Equal(got, []string{l.ada, l.bob, l.Bot()}) {
		t.Errorf("members = %v", got)
	}
	all := "public_channel,private_channel,im"
	got := l.pages("users.conversations", "channels", "id", values{"user": l.ada, "types": all, "limit": 1})
	want := []string{l.news, ours, public, dm}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("ada is in %v, want %v", got, want)
	}
	got = l.pages("users.conversations", "channels", "id", values{"types": all})
	if slices.Sort(got); !slices.Equal(got, []string{l.news, ours, dm}) {
		t.Errorf("the bot is in %v", got)
	}
	if got := l.pages("conversations.list", "channels", "name", values{"types": all, "exclude_archived": true}); !slices.Contains(got, "public") || slices.Contains(got, "theirs") {
		t.Errorf("the bot knows of %v", got)
	}
	open := l.ok("conversations.open", values{"users": l.ada})["channel"].(map[string]any)
	if open["id"] != dm {
		t.Errorf("opened %v, want %s", open, dm)
	}
	l.SetChannel(slacksim.Channel{ID: l.news, Name: "old-news", Archived: true})
	info = l.ok("conversations.info", values{"channel": l.news})["channel"].(map[string]any)
	if info["name"] != "old-news" || info["is_archived"] != true || info["is_channel"] != true {
		t.Errorf("info = %v", info)
	}
}

func TestUsers(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	u := l.ok("users.info", values{"user": l.ada})["user"].(map[string]any)
	if u["name"] != "ada" || u["real_name"] != "Ada Byron" || u["tz"] != "Etc/UTC" || u["is_bot"] != false {
		t.Errorf("users.info = %v", u)
	}
	if got := l.pages("users.list", "members", "name", values{"limit": 2}); !slices.Equal(got, []string{"ada", "bob", "footnote"}) {
		t.Errorf("users = %v", got)
	}
	l.ok("bots.info", values{"bot": l.ok("auth.test", nil)["bot_id"]})
	l.refused("bot_not_found", "bots.info", values{"bot": "B404"})
}

// Somebody of another workspace is a stranger only as long as they are in no
// channel that the bot sees.
func TestStrangers(t *testing.T) {
	l := newLab(t, slacksim.Options{EnterpriseID: "E0OURS"})
	partner := l.AddUser(slacksim.User{Name: "partner", Team: "T0OTHER", Enterprise: "E0THEIRS"})
	private := l.AddChannel(slacksim.Channel{Name: "theirs", Private: true}, partner)
	for _, want := range []bool{true, false} {
		u := l.ok("users.info", values{"user": partner})["user"].(map[string]any)
		if u["is_stranger"] != want || u["enterprise_user"].(map[string]any)["enterprise_id"] != "E0THEIRS" {
			t.Errorf("users.info = %v, want is_stranger %v", u, want)
		}
		l.Join(private, l.Bot())
	}
}

func TestPermalink(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.post("x")
	got := l.ok("chat.getPermalink", values{"channel": l.news, "message_ts": ts})
	if want := l.URL() + "/archives/" + l.news + "/p" + ts[:10] + ts[11:]; got["permalink"] != want {
		t.Errorf("permalink = %v, want %s", got["permalink"], want)
	}
}
