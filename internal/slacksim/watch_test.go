package slacksim_test

import (
	"slices"
	"testing"

	"footnote/internal/slacksim"
)

func (l *lab) pinged() []string {
	var out []string
	for _, p := range l.Pings() {
		out = append(out, p.Target)
	}
	return out
}

func (l *lab) fetched() []string {
	var out []string
	for _, u := range l.Unfurls() {
		out = append(out, u.URL)
	}
	return out
}

func TestPingsAreRecorded(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.post("<@U1|ada> <!here> &lt;!channel&gt; <!subteam^S7|team> <#C1|news> @everyone <@U1>")
	l.ok("chat.postMessage", values{"channel": l.news, "text": "quiet", "blocks": []values{
		{"type": "section", "text": values{"type": "mrkdwn", "text": "<!channel>"}},
		{"type": "header", "text": values{"type": "plain_text", "text": "<!everyone>"}},
		{"type": "markdown", "text": "hi <@U3>"},
		{"type": "rich_text", "elements": []values{{"type": "rich_text_section", "elements": []values{
			{"type": "user", "user_id": "U4"}, {"type": "broadcast", "range": "here"},
		}}}},
	}})
	want := []string{"U1", "here", "S7", "channel", "U3", "U4", "here"}
	if got := l.pinged(); !slices.Equal(got, want) {
		t.Errorf("pinged %q, want %q", got, want)
	}
}

// A mention in two deltas is as live as one in one.
func TestPingAcrossDeltas(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.stream("thanks <!chan")
	if got := l.pinged(); len(got) != 0 {
		t.Errorf("half a mention pinged %q", got)
	}
	l.ok("chat.appendStream", l.on(ts, values{"markdown_text": "nel> and"}))
	l.ok("chat.stopStream", l.on(ts, values{"markdown_text": " all"}))
	want := []slacksim.Ping{{Channel: l.news, TS: ts, Target: "channel", Method: "chat.appendStream"}}
	if got := l.Pings(); !slices.Equal(got, want) {
		t.Errorf("pings = %+v, want %+v", got, want)
	}
}

func TestPeoplePingWithoutRecord(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	l.Post(l.news, l.ada, "<!channel> https://a.example", slacksim.Say{})
	l.ok("chat.postEphemeral", values{"channel": l.news, "user": l.ada, "text": "<!channel> https://a.example"})
	if len(l.Pings())+len(l.Unfurls()) != 0 {
		t.Errorf("recorded %v and %v", l.Pings(), l.Unfurls())
	}
}

func TestUnfurls(t *testing.T) {
	text := "see <https://a.example/x?a=1&amp;b=2|this>, https://b.example/y. and https://c.example/z.png"
	for _, c := range []struct {
		links, media bool
		want         []string
	}{
		{true, true, []string{"https://a.example/x?a=1&b=2", "https://b.example/y", "https://c.example/z.png"}},
		{false, true, []string{"https://c.example/z.png"}},
		{true, false, []string{"https://a.example/x?a=1&b=2", "https://b.example/y"}},
		{false, false, nil},
	} {
		l := newLab(t, slacksim.Options{})
		l.ok("chat.postMessage", values{"channel": l.news, "text": text, "unfurl_links": c.links, "unfurl_media": c.media})
		if got := l.fetched(); !slices.Equal(got, c.want) {
			t.Errorf("unfurl_links=%v unfurl_media=%v fetched %q, want %q", c.links, c.media, got, c.want)
		}
	}
}

func TestStreamAndImagesFetch(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	ts := l.stream("[a](https://evil.exam")
	l.ok("chat.appendStream", l.on(ts, values{"markdown_text": "ple/?q=secret) ![](https://evil.example/i.png)"}))
	want := []string{"https://evil.exam", "https://evil.example/i.png", "https://evil.example/?q=secret"}
	if got := l.fetched(); !slices.Equal(got, want) {
		t.Errorf("fetched %q, want %q", got, want)
	}
	l.ok("chat.postMessage", values{
		"channel": l.news, "unfurl_links": false, "unfurl_media": false,
		"blocks": []values{{"type": "image", "image_url": "https://img.example/a.png", "alt_text": "a"}},
	})
	all := l.Unfurls()
	if last := all[len(all)-1]; last.URL != "https://img.example/a.png" || !last.Image {
		t.Errorf("image block fetched %+v", last)
	}
}
