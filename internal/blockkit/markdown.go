package blockkit

import (
	"bytes"
	"html/template"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Markdown shows the text of markdown blocks and of streams, which is
// CommonMark with tables. HTML in it is left out, and images show their alt
// text: nothing is fetched.
func (r Renderer) Markdown(text string) template.HTML {
	md := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList),
		goldmark.WithRendererOptions(html.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(anchors{r}, 100))),
	)
	var out bytes.Buffer
	if err := md.Convert([]byte(text), &out); err != nil {
		return template.HTML(breaks(esc(text))) // unreachable: a buffer takes everything
	}
	return template.HTML(inText(out.String(), func(s string) string { return r.mentions(emoji(s)) }))
}

// anchors shows links and images in our way.
type anchors struct{ r Renderer }

// RegisterFuncs is goldmark's way to be told.
func (a anchors) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindLink, a.link)
	reg.Register(ast.KindAutoLink, a.autoLink)
	reg.Register(ast.KindImage, a.image)
}

func (a anchors) link(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	to := a.r.link(string(n.(*ast.Link).Destination))
	switch {
	case to == "":
	case entering:
		w.WriteString(strings.TrimSuffix(a.r.anchor(string(n.(*ast.Link).Destination), ""), "</a>"))
	default:
		w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

func (a anchors) autoLink(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		link := n.(*ast.AutoLink)
		w.WriteString(a.r.anchor(string(link.URL(source)), esc(string(link.Label(source)))))
	}
	return ast.WalkSkipChildren, nil
}

func (a anchors) image(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(`<span class="image">🖼 `)
	} else {
		w.WriteString(`</span>`)
	}
	return ast.WalkContinue, nil
}

// mentionMark is a mention in the HTML of Markdown, where Slack reads them
// too.
var mentionMark = regexp.MustCompile(`&lt;([@#!])([A-Za-z0-9]+)(?:\|[^&<>]*)?&gt;`)

func (r Renderer) mentions(text string) string {
	return mentionMark.ReplaceAllStringFunc(text, func(m string) string {
		parts := mentionMark.FindStringSubmatch(m)
		return r.mark(parts[1] + parts[2])
	})
}

// piece is a tag of HTML, or the text up to the next one.
var piece = regexp.MustCompile(`<[^>]*>|[^<]+`)

// inText applies f to the text of HTML that goldmark wrote, but not to code.
func inText(page string, f func(string) string) string {
	code := 0
	return piece.ReplaceAllStringFunc(page, func(p string) string {
		switch {
		case strings.HasPrefix(p, "<code"), strings.HasPrefix(p, "<pre"):
			code++
		case p == "</code>", p == "</pre>":
			code--
		case p[0] != '<' && code == 0:
			return f(p)
		}
		return p
	})
}
