package blockkit

import (
	"html"
	"html/template"
	"regexp"
	"strings"
)

// Mrkdwn shows Slack's own syntax: *bold*, _italic_, ~struck~, `code`,
// ```blocks```, > quotes, :emoji:, and the marks <url|label>, <@U…>, <#C…>
// and <!here>. See https://docs.slack.dev/messaging/formatting-message-text.
func (r Renderer) Mrkdwn(text string) template.HTML {
	var b strings.Builder
	for i, part := range strings.Split(text, "```") {
		if i%2 == 1 {
			b.WriteString("<pre>" + esc(html.UnescapeString(strings.Trim(part, "\n"))) + "</pre>")
			continue
		}
		b.WriteString(r.lines(part))
	}
	return template.HTML(b.String())
}

// lines shows text outside of code blocks: runs of quoted lines apart.
func (r Renderer) lines(text string) string {
	var b strings.Builder
	quoting := false
	for i, line := range strings.Split(text, "\n") {
		inside, quoted := cutQuote(line)
		switch {
		case quoted && !quoting:
			b.WriteString("<blockquote>")
		case !quoted && quoting:
			b.WriteString("</blockquote>")
		case i > 0:
			b.WriteString("<br>")
		}
		quoting = quoted
		b.WriteString(r.inline(inside))
	}
	if quoting {
		b.WriteString("</blockquote>")
	}
	return b.String()
}

// cutQuote takes the mark of a quote off a line. A ">" comes escaped from an
// app and bare from a person.
func cutQuote(line string) (string, bool) {
	for _, mark := range []string{"&gt; ", "> ", "&gt;", ">"} {
		if rest, ok := strings.CutPrefix(line, mark); ok {
			return rest, true
		}
	}
	return line, false
}

// span finds what is no plain text within a line: a mark, code, or emphasis
// whose marks stand at the bounds of words.
var span = regexp.MustCompile("<[@#!]?[^<>\n]+>|`[^`\n]+`|" +
	`(?:^|[\s(\[“"‘'*_~])(?:\*[^*\s](?:[^*\n]*[^*\s])?\*|_[^_\s](?:[^_\n]*[^_\s])?_|~[^~\s](?:[^~\n]*[^~\s])?~)`)

var emphasis = map[byte]string{'*': "strong", '_': "em", '~': "s"}

// inline shows one line.
func (r Renderer) inline(text string) string {
	var b strings.Builder
	for text != "" {
		at := span.FindStringIndex(text)
		if at == nil {
			break
		}
		found := text[at[0]:at[1]]
		switch {
		case found[0] == '<':
			b.WriteString(plain(text[:at[0]]) + r.mark(found[1:len(found)-1]))
		case found[0] == '`':
			b.WriteString(plain(text[:at[0]]) + "<code>" + esc(html.UnescapeString(found[1:len(found)-1])) + "</code>")
		default:
			b.WriteString(plain(text[:at[0]]) + r.emphasised(found))
		}
		text = text[at[1]:]
	}
	b.WriteString(plain(text))
	return b.String()
}

// emphasised shows emphasis with the character that stood before it, if any.
func (r Renderer) emphasised(found string) string {
	before := ""
	last := found[len(found)-1]
	if i := strings.IndexByte(found, last); i > 0 {
		before, found = found[:i], found[i:]
	}
	tag := emphasis[last]
	return plain(before) + "<" + tag + ">" + r.inline(found[1:len(found)-1]) + "</" + tag + ">"
}

// plain shows text whose &, < and > came escaped, as an app sends them.
func plain(text string) string { return emoji(esc(html.UnescapeString(text))) }

// mark shows what stands between angle brackets.
func (r Renderer) mark(inside string) string {
	name, label, labelled := strings.Cut(inside, "|")
	switch {
	case strings.HasPrefix(name, "@"):
		return r.user(name[1:])
	case strings.HasPrefix(name, "#"):
		return r.channel(name[1:])
	case strings.HasPrefix(name, "!date^") && labelled:
		return plain(label)
	case strings.HasPrefix(name, "!"):
		return `<span class="mention live">@` + esc(strings.TrimPrefix(name, "!")) + `</span>`
	case !labelled:
		label = name
	}
	return r.anchor(html.UnescapeString(name), plain(label))
}
