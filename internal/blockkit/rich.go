package blockkit

import (
	"fmt"
	"strings"
)

// rich shows rich text, which is what people type.
func (r Renderer) rich(b *strings.Builder, v map[string]any) {
	for _, e := range objects(v, "elements") {
		switch str(e, "type") {
		case "rich_text_list":
			tag := "ul"
			if str(e, "style") == "ordered" {
				tag = "ol"
			}
			fmt.Fprintf(b, "<%s>", tag)
			for _, item := range objects(e, "elements") {
				b.WriteString("<li>" + r.runs(item) + "</li>")
			}
			fmt.Fprintf(b, "</%s>", tag)
		case "rich_text_quote":
			b.WriteString("<blockquote>" + r.runs(e) + "</blockquote>")
		case "rich_text_preformatted":
			b.WriteString("<pre>" + r.runs(e) + "</pre>")
		default:
			b.WriteString("<p>" + r.runs(e) + "</p>")
		}
	}
}

// runs shows the inline elements of one part of rich text.
func (r Renderer) runs(v map[string]any) string {
	var b strings.Builder
	for _, e := range objects(v, "elements") {
		b.WriteString(r.run(e))
	}
	return b.String()
}

func (r Renderer) run(e map[string]any) string {
	inner := breaks(emoji(esc(str(e, "text"))))
	switch str(e, "type") {
	case "link":
		inner = r.anchor(str(e, "url"), esc(firstOf(str(e, "text"), str(e, "url"))))
	case "user":
		inner = r.user(str(e, "user_id"))
	case "channel":
		inner = r.channel(str(e, "channel_id"))
	case "broadcast":
		inner = `<span class="mention live">@` + esc(str(e, "range")) + `</span>`
	case "emoji":
		inner = emoji(":" + esc(str(e, "name")) + ":")
	}
	style := object(e, "style")
	for _, s := range []struct{ name, tag string }{{"bold", "strong"}, {"italic", "em"}, {"strike", "s"}, {"code", "code"}} {
		if on, _ := style[s.name].(bool); on {
			inner = "<" + s.tag + ">" + inner + "</" + s.tag + ">"
		}
	}
	return inner
}
