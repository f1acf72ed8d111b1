package slacksim

import (
	"fmt"
	"strings"
)

// Text is a channel as a person reads it: one message after the other, each
// thread indented below its root, marks resolved, buttons as [label].
func (v View) Text(channel string) string {
	var b strings.Builder
	for _, m := range v.Messages(channel) {
		v.line(&b, m, "")
		if m.ThreadTS != "" && m.ThreadTS != m.TS {
			continue // also in the channel; its thread stands elsewhere
		}
		for _, r := range v.Thread(channel, m.TS) {
			if r.TS != m.TS {
				v.line(&b, r, "  ")
			}
		}
	}
	return b.String()
}

// ThreadText is one thread as a person reads it.
func (v View) ThreadText(channel, ts string) string {
	var b strings.Builder
	for _, m := range v.Thread(channel, ts) {
		v.line(&b, m, map[bool]string{true: "", false: "  "}[m.TS == ts])
	}
	if st := v.Status(channel, ts); st.Text != "" {
		fmt.Fprintf(&b, "  %s %s\n", v.sim.opts.BotName, st.Text)
	}
	return b.String()
}

// line writes one message with its author, indented.
func (v View) line(b *strings.Builder, m Message, indent string) {
	who := v.Name(m.User)
	switch {
	case m.Ephemeral != "":
		who += " (only for " + v.Name(m.Ephemeral) + ")"
	case m.Stream == Streaming:
		who += " (writing)"
	}
	text := v.Plain(m)
	if m.Edited {
		text += " (edited)"
	}
	for _, r := range m.Reactions {
		text += fmt.Sprintf(" :%s: %d", r.Name, len(r.Users))
	}
	fmt.Fprintf(b, "%s%s: %s\n", indent, who, strings.ReplaceAll(text, "\n", "\n"+indent+"  "))
}

// Name is what people call a user.
func (v View) Name(user string) string {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	return v.sim.userName(user)
}

func (s *Sim) userName(user string) string {
	if u := s.users[user]; u != nil {
		return u.Name
	}
	return user
}

// Plain is what a person reads in a message: its markdown, then its blocks;
// its text only where it has neither.
func (v View) Plain(m Message) string {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	return v.sim.plain(m)
}

func (s *Sim) plain(m Message) string {
	var parts []string
	if m.Markdown != "" {
		parts = append(parts, s.plainMarkdown(m.Markdown))
	}
	for _, b := range m.Blocks {
		parts = append(parts, s.plainBlock(b))
	}
	if len(parts) == 0 {
		parts = append(parts, s.plainMrkdwn(m.Text))
	}
	for _, f := range m.Files {
		parts = append(parts, "[file: "+f.Name+"]")
	}
	return strings.Join(parts, "\n")
}

func (s *Sim) plainBlock(b Block) string {
	switch b.Type() {
	case "section":
		return s.plainSection(b)
	case "header":
		return s.plainText(b["text"])
	case "context", "actions", "context_actions":
		return s.plainElements(b)
	case "divider":
		return "———"
	case "image":
		return "[image: " + str(b, "alt_text") + "]"
	case "markdown":
		return s.plainMarkdown(str(b, "text"))
	case "table":
		return plainTable(b)
	case "rich_text":
		return plainRich(b, s.userName)
	case "input":
		return s.plainText(b["label"]) + ": ____"
	case "task_card":
		return "• " + str(b, "title") + " (" + str(b, "status") + ")"
	case "plan":
		return s.plainTitle(b)
	}
	return "[" + b.Type() + "]"
}

func (s *Sim) plainTitle(b Block) string {
	if t := str(b, "title"); t != "" {
		return t
	}
	return s.plainText(b["title"])
}

func (s *Sim) plainSection(b Block) string {
	var lines []string
	if b["text"] != nil {
		lines = append(lines, s.plainText(b["text"]))
	}
	for _, f := range list(b, "fields") {
		lines = append(lines, s.plainText(f))
	}
	out := strings.Join(lines, "\n")
	if accessory := object(b, "accessory"); accessory != nil {
		out += " " + s.plainElement(accessory)
	}
	return out
}

func (s *Sim) plainElements(b Block) string {
	var parts []string
	for _, e := range list(b, "elements") {
		if el, ok := e.(map[string]any); ok {
			parts = append(parts, s.plainElement(el))
		}
	}
	return strings.Join(parts, " ")
}

func (s *Sim) plainElement(e map[string]any) string {
	switch str(e, "type") {
	case "plain_text", "mrkdwn":
		return s.plainText(e)
	case "image":
		return "[image: " + str(e, "alt_text") + "]"
	case "feedback_buttons":
		return "[" + s.plainText(object(e, "positive_button")["text"]) + "] [" +
			s.plainText(object(e, "negative_button")["text"]) + "]"
	case "button", "icon_button", "workflow_button":
		return "[" + s.plainText(e["text"]) + "]"
	}
	return "[" + s.plainText(e["placeholder"]) + " ▾]"
}

// plainText is a text object as a person reads it.
func (s *Sim) plainText(v any) string {
	t, _ := v.(map[string]any)
	if str(t, "type") == "mrkdwn" {
		return s.plainMrkdwn(str(t, "text"))
	}
	return str(t, "text")
}

func plainTable(b Block) string {
	var lines []string
	for _, row := range list(b, "rows") {
		cells, _ := row.([]any)
		var texts []string
		for _, c := range cells {
			texts = append(texts, plainCell(c))
		}
		lines = append(lines, strings.Join(texts, " | "))
	}
	return strings.Join(lines, "\n")
}

func plainCell(v any) string {
	cell, _ := v.(map[string]any)
	switch str(cell, "type") {
	case "raw_text":
		return str(cell, "text")
	case "raw_number":
		if t := str(cell, "text"); t != "" {
			return t
		}
		return fmt.Sprint(cell["value"])
	}
	return plainRich(cell, nil)
}

// plainRich is rich text as a person reads it; name resolves users and may be
// nil.
func plainRich(v map[string]any, name func(string) string) string {
	var lines []string
	for _, e := range list(v, "elements") {
		el, _ := e.(map[string]any)
		if list(el, "elements") == nil {
			lines = append(lines, plainInline(el, name))
			continue
		}
		if str(el, "type") == "rich_text_list" {
			lines = append(lines, "• "+strings.ReplaceAll(plainRich(el, name), "\n", "\n• "))
			continue
		}
		var b strings.Builder
		for _, inner := range list(el, "elements") {
			in, _ := inner.(map[string]any)
			b.WriteString(plainInline(in, name))
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}

func plainInline(e map[string]any, name func(string) string) string {
	switch str(e, "type") {
	case "link":
		if t := str(e, "text"); t != "" {
			return t + " (" + str(e, "url") + ")"
		}
		return str(e, "url")
	case "user":
		if name != nil {
			return "@" + name(str(e, "user_id"))
		}
		return "@" + str(e, "user_id")
	case "broadcast":
		return "@" + str(e, "range")
	case "emoji":
		return ":" + str(e, "name") + ":"
	}
	return str(e, "text")
}
