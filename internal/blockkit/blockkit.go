// Package blockkit shows Block Kit as HTML, near to how Slack shows it: blocks
// of messages, modals and Homes, and the two syntaxes of text, mrkdwn and
// Markdown. A Renderer is its entry point. What it returns is safe to stand
// in a page: all text is escaped, links are http or https, and nothing is
// fetched, images included.
//
// It reads the blocks as they were sent, by Slack's documentation
// (https://docs.slack.dev/reference/block-kit) and through no library that
// also writes them.
package blockkit

import (
	"fmt"
	"html"
	"html/template"
	"strings"
)

// A Renderer writes HTML. Its functions resolve what only a workspace knows;
// each may be nil.
type Renderer struct {
	User    func(id string) string  // what an @ calls a person
	Channel func(id string) string  // the name of a channel, without #
	Link    func(raw string) string // where a link leads in the page; nil for the link itself
}

// Blocks shows blocks one below the other. Buttons and inputs carry their
// block_id, action_id and value in data attributes, for the page's script.
func (r Renderer) Blocks(blocks []map[string]any) template.HTML {
	var b strings.Builder
	for _, block := range blocks {
		r.block(&b, block)
	}
	return template.HTML(b.String())
}

func (r Renderer) block(b *strings.Builder, block map[string]any) {
	kind := str(block, "type")
	fmt.Fprintf(b, `<div class="block block-%s">`, attr(kind))
	defer b.WriteString("</div>")
	id := str(block, "block_id")
	switch kind {
	case "section":
		r.section(b, block)
	case "header":
		fmt.Fprintf(b, "<h3>%s</h3>", r.text(block["text"]))
	case "context":
		for _, e := range objects(block, "elements") {
			r.element(b, id, e)
		}
	case "actions", "context_actions":
		b.WriteString(`<div class="buttons">`)
		for _, e := range objects(block, "elements") {
			r.element(b, id, e)
		}
		b.WriteString("</div>")
	case "divider":
		b.WriteString("<hr>")
	case "image":
		r.image(b, block)
	case "markdown":
		b.WriteString(string(r.Markdown(str(block, "text"))))
	case "table":
		r.table(b, block)
	case "rich_text":
		r.rich(b, block)
	case "input":
		r.input(b, block)
	case "task_card", "plan":
		fmt.Fprintf(b, `<p class="task">%s <span class="muted">%s</span></p>`,
			esc(firstOf(str(block, "title"), str(object(block, "title"), "text"))), esc(str(block, "status")))
	default:
		fmt.Fprintf(b, `<p class="muted">[%s]</p>`, esc(kind))
	}
}

func (r Renderer) section(b *strings.Builder, block map[string]any) {
	if block["text"] != nil {
		fmt.Fprintf(b, `<div class="text">%s</div>`, r.text(block["text"]))
	}
	if fields := objects(block, "fields"); len(fields) > 0 {
		b.WriteString(`<div class="fields">`)
		for _, f := range fields {
			fmt.Fprintf(b, `<div class="text">%s</div>`, r.text(f))
		}
		b.WriteString("</div>")
	}
	if accessory := object(block, "accessory"); accessory != nil {
		b.WriteString(`<div class="accessory">`)
		r.element(b, str(block, "block_id"), accessory)
		b.WriteString("</div>")
	}
}

// image names an image by its alt text: a page that works without the
// internet fetches nothing.
func (r Renderer) image(b *strings.Builder, e map[string]any) {
	fmt.Fprintf(b, `<span class="image" role="img" aria-label="%s">🖼 %s</span>`, attr(str(e, "alt_text")), esc(str(e, "alt_text")))
}

// text shows a text object.
func (r Renderer) text(v any) template.HTML {
	t, _ := v.(map[string]any)
	if str(t, "type") == "mrkdwn" {
		return r.Mrkdwn(str(t, "text"))
	}
	return template.HTML(breaks(emoji(esc(str(t, "text")))))
}

// element shows an interactive element, or a text or image of a context.
func (r Renderer) element(b *strings.Builder, block string, e map[string]any) {
	switch kind := str(e, "type"); kind {
	case "plain_text", "mrkdwn":
		fmt.Fprintf(b, `<div class="text">%s</div>`, r.text(e))
	case "image":
		r.image(b, e)
	case "button", "workflow_button":
		r.button(b, block, str(e, "action_id"), e, str(e, "style"))
	case "icon_button":
		r.button(b, block, str(e, "action_id"), e, "icon")
	case "feedback_buttons":
		r.button(b, block, str(e, "action_id"), object(e, "positive_button"), "up")
		r.button(b, block, str(e, "action_id"), object(e, "negative_button"), "down")
	case "static_select", "overflow", "radio_buttons", "checkboxes", "multi_static_select":
		r.choice(b, block, e)
	default:
		r.field(b, block, e)
	}
}

// icons stand before the labels of feedback buttons.
var icons = map[string]string{"up": "👍 ", "down": "👎 ", "icon": "🗑 "}

// button shows a button; one that has a url opens it, as in Slack, and tells
// the app as well.
func (r Renderer) button(b *strings.Builder, block, action string, e map[string]any, style string) {
	label := firstOf(str(e, "accessibility_label"), str(object(e, "text"), "text"))
	fmt.Fprintf(b, `<button type="button" class="action %s" data-block="%s" data-action="%s" data-value="%s" data-url="%s" aria-label="%s">%s%s</button>`,
		attr(style), attr(block), attr(action), attr(str(e, "value")), attr(r.link(str(e, "url"))), attr(label),
		icons[style], emoji(esc(str(object(e, "text"), "text"))))
}

// choice shows what offers options as a list to choose from.
func (r Renderer) choice(b *strings.Builder, block string, e map[string]any) {
	multiple := ""
	if kind := str(e, "type"); kind == "checkboxes" || strings.HasPrefix(kind, "multi_") {
		multiple = " multiple"
	}
	placeholder := firstOf(str(object(e, "placeholder"), "text"), "Choose…")
	fmt.Fprintf(b, `<select%s name="%s" data-block="%s" data-action="%s" aria-label="%s">`, multiple,
		attr(str(e, "action_id")), attr(block), attr(str(e, "action_id")), attr(placeholder))
	if multiple == "" {
		fmt.Fprintf(b, `<option value="">%s</option>`, esc(placeholder))
	}
	chosen := str(object(e, "initial_option"), "value")
	for _, o := range objects(e, "options") {
		selected := ""
		if v := str(o, "value"); v != "" && v == chosen {
			selected = " selected"
		}
		fmt.Fprintf(b, `<option value="%s"%s>%s</option>`, attr(str(o, "value")), selected, esc(str(object(o, "text"), "text")))
	}
	b.WriteString("</select>")
}

// inputTypes are the HTML inputs of the elements that people fill in.
var inputTypes = map[string]string{
	"datepicker": "date", "timepicker": "time", "datetimepicker": "datetime-local", "number_input": "number",
	"email_text_input": "email", "url_text_input": "url",
}

// field shows what people fill in with words.
func (r Renderer) field(b *strings.Builder, block string, e map[string]any) {
	name := attr(str(e, "action_id"))
	value := firstOf(str(e, "initial_value"), str(e, "initial_date"), str(e, "initial_time"))
	hint := str(object(e, "placeholder"), "text")
	if multiline, _ := e["multiline"].(bool); multiline {
		fmt.Fprintf(b, `<textarea name="%s" data-block="%s" rows="4" placeholder="%s">%s</textarea>`, name, attr(block), attr(hint), esc(value))
		return
	}
	kind := firstOf(inputTypes[str(e, "type")], "text")
	fmt.Fprintf(b, `<input type="%s" name="%s" data-block="%s" value="%s" placeholder="%s">`, kind, name, attr(block), attr(value), attr(hint))
}

// input shows a labelled input of a modal.
func (r Renderer) input(b *strings.Builder, block map[string]any) {
	optional := ""
	if is, _ := block["optional"].(bool); is {
		optional = ` <span class="muted">(optional)</span>`
	}
	fmt.Fprintf(b, `<label><span class="label">%s%s</span>`, r.text(block["label"]), optional)
	r.element(b, str(block, "block_id"), object(block, "element"))
	if block["hint"] != nil {
		fmt.Fprintf(b, `<span class="hint muted">%s</span>`, r.text(block["hint"]))
	}
	b.WriteString("</label>")
}

// table shows the rows of a table, the first as its head.
func (r Renderer) table(b *strings.Builder, block map[string]any) {
	rows, _ := block["rows"].([]any)
	b.WriteString(`<div class="scroll"><table>`)
	for i, row := range rows {
		tag := "td"
		if i == 0 {
			tag = "th"
		}
		b.WriteString("<tr>")
		cells, _ := row.([]any)
		for _, cell := range cells {
			c, _ := cell.(map[string]any)
			fmt.Fprintf(b, "<%s>", tag)
			if str(c, "type") == "rich_text" {
				r.rich(b, c)
			} else {
				b.WriteString(emoji(esc(str(c, "text"))))
			}
			fmt.Fprintf(b, "</%s>", tag)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table></div>")
}

// link returns where a link leads in the page, or "" where it is not http or
// https.
func (r Renderer) link(raw string) string {
	if !strings.HasPrefix(raw, "http://") && !strings.HasPrefix(raw, "https://") {
		return ""
	}
	if r.Link != nil {
		return r.Link(raw)
	}
	return raw
}

// anchor shows words as a link, or the words alone where it leads nowhere.
// inner is HTML.
func (r Renderer) anchor(raw, inner string) string {
	to := r.link(raw)
	if to == "" {
		return inner
	}
	return fmt.Sprintf(`<a href="%s" target="_blank" rel="noopener noreferrer nofollow" title="%s">%s</a>`, attr(to), attr(raw), inner)
}

func (r Renderer) user(id string) string {
	name := id
	if r.User != nil {
		name = r.User(id)
	}
	return `<span class="mention">@` + esc(name) + `</span>`
}

func (r Renderer) channel(id string) string {
	name := id
	if r.Channel != nil {
		name = r.Channel(id)
	}
	return `<span class="mention">#` + esc(name) + `</span>`
}

func esc(s string) string    { return html.EscapeString(s) }
func attr(s string) string   { return html.EscapeString(s) }
func breaks(s string) string { return strings.ReplaceAll(s, "\n", "<br>") }

// str, object and objects read a field of decoded JSON; what is of another
// kind is as if it were not there.
func str(m map[string]any, name string) string {
	s, _ := m[name].(string)
	return s
}

func object(m map[string]any, name string) map[string]any {
	o, _ := m[name].(map[string]any)
	return o
}

func objects(m map[string]any, name string) []map[string]any {
	list, _ := m[name].([]any)
	var out []map[string]any
	for _, v := range list {
		if o, ok := v.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}
