package slacksim_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"footnote/internal/slacksim"
)

// Shorthands for the JSON of blocks; n is how often a letter stands.
func plain(n int) string  { return `{"type":"plain_text","text":"` + strings.Repeat("p", n) + `"}` }
func mrkdwn(n int) string { return `{"type":"mrkdwn","text":"` + strings.Repeat("é", n) + `"}` }
func button(rest string) string {
	return `{"type":"button","text":` + plain(5) + rest + `}`
}

// many repeats JSON n times, divided by commas; %d in it is the count.
func many(n int, one string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = strings.ReplaceAll(one, "%d", fmt.Sprint(i))
	}
	return strings.Join(parts, ",")
}

func TestValidateBlocks(t *testing.T) {
	feedback := func(value string) string {
		half := `{"text":` + plain(4) + `,"value":"` + value + `"}`
		return `{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"f","positive_button":` + half +
			`,"negative_button":` + half + `}]}`
	}
	const bad = "invalid_blocks"
	for _, c := range []struct{ name, want, blocks string }{
		{"no array", "invalid_blocks_format", `{"type":"divider"}`},
		{"no JSON", "invalid_blocks_format", `[{]`},
		{"none", "", ``},
		{"50 blocks", "", many(50, `{"type":"divider"}`)},
		{"51 blocks", "msg_blocks_too_many", many(51, `{"type":"divider"}`)},
		{"unknown type", bad, `{"type":"surprise"}`},
		{"section 3000", "", `{"type":"section","text":` + mrkdwn(3000) + `}`},
		{"section 3001", bad, `{"type":"section","text":` + mrkdwn(3001) + `}`},
		{"section empty text", bad, `{"type":"section","text":` + mrkdwn(0) + `}`},
		{"section without text", bad, `{"type":"section"}`},
		{"10 fields of 2000 are too long together", "msg_blocks_too_long", `{"type":"section","fields":[` + many(10, mrkdwn(2000)) + `]}`},
		{"10 fields", "", `{"type":"section","fields":[` + many(10, mrkdwn(1300)) + `]}`},
		{"11 fields", bad, `{"type":"section","fields":[` + many(11, mrkdwn(1)) + `]}`},
		{"field 2001", bad, `{"type":"section","fields":[` + mrkdwn(2001) + `]}`},
		{"accessory", "", `{"type":"section","text":` + mrkdwn(1) + `,"accessory":` + button("") + `}`},
		{"bad accessory", bad, `{"type":"section","text":` + mrkdwn(1) + `,"accessory":{"type":"feedback_buttons"}}`},
		{"header 150", "", `{"type":"header","text":` + plain(150) + `}`},
		{"header 151", bad, `{"type":"header","text":` + plain(151) + `}`},
		{"header mrkdwn", bad, `{"type":"header","text":` + mrkdwn(5) + `}`},
		{"context 10", "", `{"type":"context","elements":[` + many(10, mrkdwn(1)) + `]}`},
		{"context 11", bad, `{"type":"context","elements":[` + many(11, mrkdwn(1)) + `]}`},
		{"context 0", bad, `{"type":"context","elements":[]}`},
		{"context with button", bad, `{"type":"context","elements":[` + button("") + `]}`},
		{"actions 25", "", `{"type":"actions","elements":[` + many(25, button(`,"action_id":"a%d"`)) + `]}`},
		{"actions 26", bad, `{"type":"actions","elements":[` + many(26, button(`,"action_id":"a%d"`)) + `]}`},
		{"action_id twice", bad, `{"type":"actions","elements":[` + many(2, button(`,"action_id":"a"`)) + `]}`},
		{"button 75", "", `{"type":"actions","elements":[{"type":"button","text":` + plain(75) + `}]}`},
		{"button 76", bad, `{"type":"actions","elements":[{"type":"button","text":` + plain(76) + `}]}`},
		{"button mrkdwn", bad, `{"type":"actions","elements":[{"type":"button","text":` + mrkdwn(5) + `}]}`},
		{"value 2000", "", `{"type":"actions","elements":[` + button(`,"value":"`+strings.Repeat("v", 2000)+`"`) + `]}`},
		{"value 2001", bad, `{"type":"actions","elements":[` + button(`,"value":"`+strings.Repeat("v", 2001)+`"`) + `]}`},
		{"url 3001", bad, `{"type":"actions","elements":[` + button(`,"url":"`+strings.Repeat("u", 3001)+`"`) + `]}`},
		{"action_id 255", "", `{"type":"actions","elements":[` + button(`,"action_id":"`+strings.Repeat("i", 255)+`"`) + `]}`},
		{"action_id 256", bad, `{"type":"actions","elements":[` + button(`,"action_id":"`+strings.Repeat("i", 256)+`"`) + `]}`},
		{"style", bad, `{"type":"actions","elements":[` + button(`,"style":"loud"`) + `]}`},
		{"block_id 256", bad, `{"type":"divider","block_id":"` + strings.Repeat("i", 256) + `"}`},
		{"block_id twice", bad, many(2, `{"type":"divider","block_id":"b"}`)},
		{"markdown 12000", "", many(2, `{"type":"markdown","text":"`+strings.Repeat("é", 6000)+`"}`)},
		{"markdown 12001", bad, many(3, `{"type":"markdown","text":"`+strings.Repeat("m", 4001)+`"}`)},
		{"all together 13001", "msg_blocks_too_long", many(13, `{"type":"section","text":`+plain(1000)+`}`) + `,{"type":"header","text":` + plain(1) + `}`},
		{"all together 13000", "", many(13, `{"type":"section","text":`+plain(1000)+`}`)},
		{"feedback", "", feedback("up")},
		{"feedback without value", bad, feedback("")},
		{"icon", "", `{"type":"context_actions","elements":[{"type":"icon_button","icon":"trash","text":` + plain(6) + `}]}`},
		{"unknown icon", bad, `{"type":"context_actions","elements":[{"type":"icon_button","icon":"star","text":` + plain(6) + `}]}`},
		{"button in context_actions", bad, `{"type":"context_actions","elements":[` + button("") + `]}`},
		{"table", "", `{"type":"table","rows":[[{"type":"raw_text","text":"a"},{"type":"raw_number","value":1}]]}`},
		{"two tables", bad, many(2, `{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}`)},
		{"table of 101 rows", bad, `{"type":"table","rows":[` + many(101, `[{"type":"raw_text","text":"a"}]`) + `]}`},
		{"table of 21 columns", bad, `{"type":"table","rows":[[` + many(21, `{"type":"raw_text","text":"a"}`) + `]]}`},
		{"image", "", `{"type":"image","image_url":"https://a.example/a.png","alt_text":"a"}`},
		{"image without alt_text", bad, `{"type":"image","image_url":"https://a.example/a.png"}`},
		{"rich text", "", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a"}]}]}`},
		{"rich text of nothing known", bad, `{"type":"rich_text","elements":[{"type":"text","text":"a"}]}`},
		{"select", "", `{"type":"actions","elements":[{"type":"static_select","options":[{"text":` + plain(3) + `,"value":"v"}]}]}`},
		{"select without options", bad, `{"type":"actions","elements":[{"type":"static_select","options":[]}]}`},
		{"input without element", bad, `{"type":"input","label":` + plain(3) + `}`},
		{"card in a message", bad, `{"type":"card"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := c.blocks
			if c.want != "invalid_blocks_format" {
				raw = "[" + raw + "]"
			}
			err := slacksim.ValidateBlocks(slacksim.OnMessage, []byte(raw))
			got := ""
			if e, ok := errors.AsType[*slacksim.BlockError](err); ok {
				got = e.Code
			}
			if got != c.want {
				t.Errorf("refused as %q (%v), want %q", got, err, c.want)
			}
		})
	}
}

func TestValidateOtherSurfaces(t *testing.T) {
	hundred := "[" + many(100, `{"type":"divider"}`) + "]"
	if err := slacksim.ValidateBlocks(slacksim.OnView, []byte(hundred)); err != nil {
		t.Errorf("100 blocks in a view: %v", err)
	}
	err := slacksim.ValidateBlocks(slacksim.OnView, []byte("["+many(101, `{"type":"divider"}`)+"]"))
	if err == nil || !strings.Contains(err.Error(), "invalid_arguments") {
		t.Errorf("101 blocks in a view: %v", err)
	}
	if err := slacksim.ValidateBlocks(slacksim.OnStream, []byte(`[{"type":"card"}]`)); err != nil {
		t.Errorf("card in a stream: %v", err)
	}
}

// Whatever is sent is answered and shown, never with a panic.
func FuzzValidateBlocks(f *testing.F) {
	f.Add([]byte(`[{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":{"type":"image"}}]`))
	f.Add([]byte(`[{"type":"actions","elements":[null,1,{"type":"overflow","options":[0]}]}]`))
	f.Add([]byte(`[{"type":"table","rows":[0,[null]]},{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[1]}]}]`))
	f.Add([]byte(`[{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":7}]},null]`))
	sim := slacksim.New(slacksim.Options{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if slacksim.ValidateBlocks(slacksim.OnMessage, raw) == nil && len(raw) > 0 && !json.Valid(raw) {
			t.Errorf("took %q", raw)
		}
		var m slacksim.Message
		if json.Unmarshal(raw, &m.Blocks) == nil {
			sim.Plain(m)
			m.Buttons()
		}
	})
}

// A refused post says where and why, in the fields clients decode.
func TestBlockErrorOnTheWire(t *testing.T) {
	l := newLab(t, slacksim.Options{})
	got := l.refused("invalid_blocks", "chat.postMessage", values{
		"channel": l.news, "blocks": []values{{"type": "divider"}, {"type": "surprise"}},
	})
	want := "[ERROR] unsupported type: surprise [json-pointer:/blocks/1/type]"
	meta, _ := got["response_metadata"].(map[string]any)
	if messages, _ := meta["messages"].([]any); len(messages) != 1 || messages[0] != want {
		t.Errorf("response_metadata = %v, want %q", meta, want)
	}
	if len(l.Messages(l.news)) != 0 {
		t.Error("a refused post was posted")
	}
}
