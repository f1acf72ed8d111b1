// Package prompts holds every word said to a model, as templates, and one
// typed function for each prompt. Rules stand in the system message. Text
// that people wrote (passages, questions, threads) stands in the user
// message, delimited and escaped, so that it cannot close its delimiter.
package prompts

import (
	"embed"
	"strings"
	"text/template"
	"unicode"

	"footnote/internal/llm"
)

//go:embed *.tmpl
var files embed.FS

var templates = template.Must(template.New("").
	Funcs(template.FuncMap{"data": data, "attr": attr}).ParseFS(files, "*.tmpl"))

// NotFound is what a model is asked to write when the passages do not answer.
const NotFound = "NOT_IN_LIBRARY"

// A Passage is one numbered passage a model may cite.
type Passage struct {
	N      int    // the number it is cited by
	Date   string // the day of publication, or "undated"
	Outlet string
	Title  string
	Text   string
}

// A Turn is an earlier question of the thread and its answer.
type Turn struct {
	Question, Answer string
}

// Question is what the answer prompt is made of.
type Question struct {
	Question string
	Asked    string // the day it is asked as of
	Thread   []Turn // oldest first
	Passages []Passage
	// Reword says that the question asks to have the last answer of the thread
	// in other words, and nothing else.
	Reword bool
}

// Answer asks for an answer to q from its passages.
func Answer(q Question) []llm.Message {
	return []llm.Message{
		{Role: llm.System, Text: render("answer_system.tmpl", struct {
			NotFound string
			Reword   bool
		}{NotFound, q.Reword})},
		{Role: llm.User, Text: render("answer_user.tmpl", q)},
	}
}

func render(name string, args any) string {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, name, args); err != nil {
		panic(err) // a template and its arguments disagree: a test shows it
	}
	return strings.TrimSpace(b.String())
}

var (
	textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", " ", "\t", " ")
)

// data escapes text of others to stand between tags: it can neither open nor
// close one, and carries no characters that a reader would not see.
func data(s string) string { return textEscaper.Replace(seen(s)) }

// attr escapes text of others to stand in an attribute, on one line.
func attr(s string) string { return attrEscaper.Replace(seen(s)) }

func seen(s string) string {
	return strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))
}

// visible drops control and format characters (bidirectional overrides, zero
// widths, tag letters), in which instructions hide, but line breaks and tabs.
func visible(r rune) rune {
	if r == '\n' || r == '\t' {
		return r
	}
	if unicode.Is(unicode.C, r) && r != '\u200d' { // a joiner is part of emoji and of scripts
		return -1
	}
	return r
}
