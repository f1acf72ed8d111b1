package slacksim_test

import (
	"testing"

	"footnote/internal/slacksim"
)

func TestPlain(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	mrk := func(s string) slacksim.Message { return slacksim.Message{Text: s} }
	md := func(s string) slacksim.Message { return slacksim.Message{Markdown: s} }
	block := func(b slacksim.Block) slacksim.Message {
		return slacksim.Message{Text: "fallback", Blocks: []slacksim.Block{b}}
	}
	type m = map[string]any
	type a = []any
	text := m{"type": "mrkdwn", "text": "*b*"}
	for _, c := range []struct {
		in   slacksim.Message
		want string
	}{
		{mrk("*bold* _it_ ~gone~ `code` a_b_c 2*3*4"), "bold it gone code a_b_c 2*3*4"},
		{mrk("```\nx := 1\n```"), "x := 1"},
		{mrk("<@" + l.ada + "> in <#" + l.news + "|old> <!here> <!date^1^{date}|Monday> <@U404>"), "@ada in #news @here Monday @U404"},
		{mrk("<https://a.example|A> <https://b.example> &lt;c&gt; &amp;amp;"), "A (https://a.example) https://b.example <c> &amp;"},
		{md("# Title\n- **one** [A](https://a.example)\n* *two* ~~x~~ `y`\n1\\. z"), "Title\n• one A (https://a.example)\n• two x y\n1. z"},
		{md("hi <@" + l.ada + "> &lt;3"), "hi @ada <3"},
		{block(slacksim.Block{"type": "section", "text": text, "fields": a{text}}), "b\nb"},
		{block(slacksim.Block{"type": "image", "alt_text": "a cat"}), "[image: a cat]"},
		{block(slacksim.Block{"type": "divider"}), "———"},
		{block(slacksim.Block{"type": "markdown", "text": "**b**"}), "b"},
		{block(slacksim.Block{"type": "table", "rows": a{
			a{m{"type": "raw_text", "text": "n"}, m{"type": "raw_number", "value": 2.5}},
			a{nil, m{"type": "rich_text", "elements": a{m{"type": "rich_text_section", "elements": a{m{"type": "text", "text": "x"}}}}}},
		}}), "n | 2.5\n | x"},
		{block(slacksim.Block{"type": "rich_text", "elements": a{
			m{"type": "rich_text_section", "elements": a{m{"type": "text", "text": "by "}, m{"type": "user", "user_id": l.bob}}},
			m{"type": "rich_text_list", "elements": a{
				m{"type": "rich_text_section", "elements": a{m{"type": "link", "url": "https://a.example", "text": "A"}}},
				m{"type": "rich_text_section", "elements": a{m{"type": "emoji", "name": "eyes"}}},
			}},
		}}), "by @bob\n• A (https://a.example)\n• :eyes:"},
		{block(slacksim.Block{"type": "actions", "elements": a{
			m{"type": "static_select", "placeholder": m{"type": "plain_text", "text": "Pick"}},
		}}), "[Pick ▾]"},
		{block(slacksim.Block{"type": "surprise"}), "[surprise]"},
		{slacksim.Message{Text: "see", Files: []slacksim.File{{Name: "a.pdf"}}}, "see\n[file: a.pdf]"},
	} {
		if got := l.Plain(c.in); got != c.want {
			t.Errorf("%+v reads\n%q, want\n%q", c.in, got, c.want)
		}
	}
}
