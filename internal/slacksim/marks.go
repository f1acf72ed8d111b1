package slacksim

import (
	"regexp"
	"strings"
)

// markPattern finds what is live in mrkdwn: <@U1>, <#C1|news>, <!here>,
// <https://…|label>.
var markPattern = regexp.MustCompile(`<((?:@[A-Z0-9]|#[A-Z0-9]|![a-z]|https?://|mailto:)[^<>]*)>`)

// marks returns the insides of all live marks of a text, in order.
func marks(text string) []string {
	var out []string
	for _, m := range markPattern.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// richText is the block in which Slack sends what a person typed.
func richText(text string) Block {
	var parts []any
	from := 0
	for _, at := range markPattern.FindAllStringSubmatchIndex(text, -1) {
		parts = append(parts, plainPart(text[from:at[0]])...)
		parts = append(parts, richMark(text[at[2]:at[3]]))
		from = at[1]
	}
	parts = append(parts, plainPart(text[from:])...)
	section := map[string]any{"type": "rich_text_section", "elements": parts}
	return Block{"type": "rich_text", "block_id": "typed", "elements": []any{section}}
}

func plainPart(text string) []any {
	if text == "" {
		return nil
	}
	return []any{map[string]any{"type": "text", "text": unescape(text)}}
}

// richMark is the rich text element of the inside of a mark.
func richMark(mark string) map[string]any {
	name, label, _ := strings.Cut(mark, "|")
	switch {
	case name[0] == '@':
		return map[string]any{"type": "user", "user_id": name[1:]}
	case name[0] == '#':
		return map[string]any{"type": "channel", "channel_id": name[1:]}
	case name[0] == '!':
		return map[string]any{"type": "broadcast", "range": name[1:]}
	case label != "":
		return map[string]any{"type": "link", "url": name, "text": label}
	}
	return map[string]any{"type": "link", "url": name}
}

// isMark reports whether s starts with a live mark.
func isMark(s string) bool {
	at := markPattern.FindStringIndex(s)
	return at != nil && at[0] == 0
}

// target returns who a mark pings: a user's id, a group's id, or here,
// channel, everyone; "" where it pings nobody.
func target(mark string) string {
	name, _, _ := strings.Cut(mark, "|")
	switch {
	case strings.HasPrefix(name, "@"):
		return name[1:]
	case name == "!here", name == "!channel", name == "!everyone":
		return name[1:]
	case strings.HasPrefix(name, "!subteam^"):
		return strings.TrimPrefix(name, "!subteam^")
	}
	return ""
}
