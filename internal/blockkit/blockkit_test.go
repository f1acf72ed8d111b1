package blockkit

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"

	"footnote/internal/goldentest"
)

func testRenderer() Renderer {
	return Renderer{
		User:    func(id string) string { return map[string]string{"U1": "ada", "U2": `<b>"bo"</b>`}[id] },
		Channel: func(id string) string { return "news" },
	}
}

// TestGolden shows each input of testdata: a file of blocks (.json), of
// mrkdwn (.mrkdwn) or of Markdown (.md), with the HTML it wants.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := &txtar.Archive{Comment: ar.Comment}
			for _, f := range ar.Files {
				if f.Name == "want.html" {
					continue
				}
				got.Files = append(got.Files, f, txtar.File{Name: "want.html", Data: []byte(lines(show(t, f)) + "\n")})
			}
			if goldentest.Updating() {
				if err := os.WriteFile(name, txtar.Format(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(ar)), string(txtar.Format(got))); diff != "" {
				t.Errorf("HTML differs (-want +got); go test ./internal/blockkit -update rewrites it:\n%s", diff)
			}
		})
	}
}

func show(t *testing.T, f txtar.File) string {
	t.Helper()
	r := testRenderer()
	switch filepath.Ext(f.Name) {
	case ".mrkdwn":
		return string(r.Mrkdwn(strings.TrimSuffix(string(f.Data), "\n")))
	case ".md":
		return string(r.Markdown(string(f.Data)))
	}
	var blocks []map[string]any
	if err := json.Unmarshal(f.Data, &blocks); err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return string(r.Blocks(blocks))
}

// lines breaks HTML where a person would, so that differences are readable.
func lines(page string) string {
	return strings.NewReplacer("<div", "\n<div", "<br>", "<br>\n", "</p><p", "</p>\n<p", "<button", "\n<button", "<tr>", "\n<tr>").Replace(page)
}

// tags are all that may come out, with the attributes that each may have.
var tags = map[string][]string{
	"div": {"class"}, "span": {"class", "role", "aria-label"}, "p": {"class"}, "h1": nil, "h2": nil, "h3": nil, "h4": nil, "h5": nil,
	"h6": nil, "hr": nil, "br": nil, "strong": nil, "em": nil, "s": nil, "del": nil, "code": {"class"}, "pre": nil, "blockquote": nil,
	"ul": nil, "ol": {"start"}, "li": nil, "table": nil, "tr": nil, "td": {"style"}, "th": {"style"}, "thead": nil, "tbody": nil, "label": nil,
	"a":        {"href", "target", "rel", "title"},
	"button":   {"type", "class", "data-block", "data-action", "data-value", "data-url", "aria-label"},
	"select":   {"multiple", "name", "data-block", "data-action", "aria-label"},
	"option":   {"value", "selected"},
	"input":    {"type", "name", "data-block", "value", "placeholder", "checked", "disabled"},
	"textarea": {"name", "data-block", "rows", "placeholder"},
}

// checkSafe fails on a tag or an attribute that no text may bring about, and
// on links that are neither http nor https.
func checkSafe(t *testing.T, page string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			allowed, ok := tags[tag.Data]
			if !ok {
				t.Errorf("<%s> came out in %q", tag.Data, page)
			}
			for _, a := range tag.Attr {
				if !slices.Contains(allowed, a.Key) {
					t.Errorf("attribute %s of <%s> came out in %q", a.Key, tag.Data, page)
				}
				if (a.Key == "href" || a.Key == "data-url") && a.Val != "" && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") {
					t.Errorf("link to %q came out", a.Val)
				}
			}
		case html.CommentToken:
			if c := z.Token().Data; c != " raw HTML omitted " {
				t.Errorf("a comment %q came out in %q", c, page)
			}
		}
	}
}

func hostile() []string {
	return []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `<javascript:alert(1)|click>`, `[x](javascript:alert(1))`,
		`[x](https://a.example/" onmouseover="alert(1))`, `<https://a.example/"onload="x|y>`, `<http://a|<b>x</b>>`, "```<script>``` `<b>`",
		`&lt;script&gt;alert(1)&lt;/script&gt;`, `<!channel> <@U2> <#C1> <!date^1^{date}|then>`, `![x](https://a.example/i.png)`,
		`<https://a.example/?a=1&amp;b=2|x &amp; y>`, "*_~`<&>\"'~_*", `:joy: 10:30:00 :no_such:`, "> quote\n&gt; more\nno", "\x00\ufffd",
		`<a href="https://a.example">x</a>`, `[a]: javascript:alert(1)` + "\n\n[a]", "|a|b|\n|-|-|\n|<i>|`<i>`|", `<vbscript:x>`, `<data:text/html,x>`,
	}
}

func TestHostile(t *testing.T) {
	for _, text := range hostile() {
		checkAll(t, text)
	}
}

// checkAll shows a text everywhere a text can stand.
func checkAll(t *testing.T, text string) {
	t.Helper()
	r := testRenderer()
	checkSafe(t, string(r.Mrkdwn(text)))
	checkSafe(t, string(r.Markdown(text)))
	word := map[string]any{"type": "mrkdwn", "text": text}
	plain := map[string]any{"type": "plain_text", "text": text}
	option := map[string]any{"text": plain, "value": text}
	button := map[string]any{"type": "button", "text": plain, "value": text, "url": text, "action_id": text, "style": text, "accessibility_label": text}
	fill := func(kind string) map[string]any {
		return map[string]any{"type": kind, "action_id": text, "placeholder": plain, "initial_value": text, "options": []any{option}}
	}
	several := fill("plain_text_input")
	several["multiline"] = true
	run := map[string]any{"type": "link", "url": text, "text": text}
	blocks := []map[string]any{
		{"type": text, "block_id": text},
		{"type": "section", "text": word, "fields": []any{plain, word}, "accessory": button, "block_id": text},
		{"type": "header", "text": plain},
		{"type": "context", "elements": []any{word, plain, map[string]any{"type": "image", "alt_text": text, "image_url": text}}},
		{"type": "actions", "block_id": text, "elements": []any{button, fill("static_select"), fill("checkboxes"), fill("datepicker")}},
		{"type": "context_actions", "elements": []any{map[string]any{
			"type": "feedback_buttons", "positive_button": option, "negative_button": option,
		}}},
		{"type": "image", "alt_text": text, "image_url": text},
		{"type": "markdown", "text": text},
		{"type": "table", "rows": []any{[]any{map[string]any{"type": "raw_text", "text": text}}, []any{word}}},
		{"type": "rich_text", "elements": []any{
			map[string]any{"type": "rich_text_section", "elements": []any{run, map[string]any{"type": "user", "user_id": text}}},
			map[string]any{"type": "rich_text_list", "elements": []any{map[string]any{"elements": []any{run}}}},
			map[string]any{"type": "rich_text_preformatted", "elements": []any{map[string]any{"type": "text", "text": text, "style": map[string]any{"code": true}}}},
		}},
		{"type": "input", "label": plain, "hint": word, "element": several},
		{"type": "task_card", "title": text, "status": text},
	}
	checkSafe(t, string(r.Blocks(blocks)))
}

func FuzzSafe(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkAll(t, text) })
}

// TestLink holds that a page may lead links elsewhere, and that nothing else
// than http and https is ever asked for.
func TestLink(t *testing.T) {
	r := Renderer{Link: func(raw string) string {
		return strings.Replace(raw, "https://sample.example/", "http://127.0.0.1/read/", 1)
	}}
	got := string(r.Mrkdwn("<https://sample.example/a#:~:text=b|c> <javascript:x|d>"))
	want := `<a href="http://127.0.0.1/read/a#:~:text=b" target="_blank" rel="noopener noreferrer nofollow" title="https://sample.example/a#:~:text=b">c</a> d`
	if got != want {
		t.Errorf("Mrkdwn() = %s, want %s", got, want)
	}
}
