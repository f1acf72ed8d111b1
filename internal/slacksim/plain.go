package slacksim

import (
	"regexp"
	"strings"
)

// The marks of emphasis that a person does not see, each with its inside.
var (
	mrkdwnEmphasis = []*regexp.Regexp{
		regexp.MustCompile("(?s)```\n?(.*?)\n?```"),
		regexp.MustCompile("`([^`\n]+)`"),
		regexp.MustCompile(`(^|[\s(“"])\*([^*\n]+)\*`),
		regexp.MustCompile(`(^|[\s(“"])_([^_\n]+)_`),
		regexp.MustCompile(`(^|[\s(“"])~([^~\n]+)~`),
	}
	markdownEmphasis = []*regexp.Regexp{
		regexp.MustCompile("(?s)```[a-z]*\n?(.*?)\n?```"),
		regexp.MustCompile("`([^`\n]+)`"),
		regexp.MustCompile(`\*\*([^*\n]+)\*\*`),
		regexp.MustCompile(`~~([^~\n]+)~~`),
		regexp.MustCompile(`(^|[\s(“"])\*([^*\s][^*\n]*)\*`),
		regexp.MustCompile(`(^|[\s(“"])_([^_\n]+)_`),
	}
	markdownLink    = regexp.MustCompile(`!?\[([^\]]*)\]\(<?([^)\s>]+)>?\)`)
	markdownHeading = regexp.MustCompile(`(?m)^#{1,6} +`)
	markdownBullet  = regexp.MustCompile(`(?m)^(\s*)[-*] `)
	markdownEscape  = regexp.MustCompile(`\\([\\*_~\[\]()#>.!|-])`)
)

// plainMrkdwn is Slack's own markup as a person reads it.
func (s *Sim) plainMrkdwn(text string) string {
	for _, re := range mrkdwnEmphasis {
		text = re.ReplaceAllString(text, "$1$2")
	}
	return unescape(s.resolveMarks(text))
}

// plainMarkdown is Markdown as a person reads it, with the marks of mrkdwn
// that Slack resolves there too.
func (s *Sim) plainMarkdown(text string) string {
	text = markdownLink.ReplaceAllString(text, "$1 ($2)")
	text = markdownHeading.ReplaceAllString(text, "")
	text = markdownBullet.ReplaceAllString(text, "$1• ")
	for _, re := range markdownEmphasis {
		text = re.ReplaceAllString(text, "$1$2")
	}
	text = markdownEscape.ReplaceAllString(text, "$1")
	return unescape(s.resolveMarks(text))
}

// resolveMarks writes <@U1> as @ada, <#C1> as #news, <!here> as @here and a
// link as "label (url)".
func (s *Sim) resolveMarks(text string) string {
	return markPattern.ReplaceAllStringFunc(text, func(m string) string {
		name, label, labelled := strings.Cut(m[1:len(m)-1], "|")
		switch {
		case name[0] == '@':
			return "@" + s.userName(name[1:])
		case name[0] == '#':
			return "#" + s.channelName(name[1:])
		case name[0] == '!' && labelled:
			return label
		case name[0] == '!':
			return "@" + name[1:]
		case labelled:
			return label + " (" + name + ")"
		}
		return name
	})
}

func (s *Sim) channelName(id string) string {
	if c := s.channels[id]; c != nil {
		return c.Name
	}
	return id
}

func unescape(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}
