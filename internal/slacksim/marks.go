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
