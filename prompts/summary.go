package prompts

import "footnote/internal/llm"

// A SummaryKind says what is summarised.
type SummaryKind string

// The kinds of summaries.
const (
	OfArticle  SummaryKind = "article"
	OfArticles SummaryKind = "articles"
	OfTopic    SummaryKind = "topic"
	OfMessages SummaryKind = "messages"
)

// Summary is what the prompts of summaries are made of.
type Summary struct {
	Kind     SummaryKind
	Topic    string // of OfTopic
	Asked    string // the day it is asked as of
	Passages []Passage
	Part     int // of Parts, from 1, where these passages are but a part
	Parts    int
}

// Summarize asks for a summary of all the passages.
func Summarize(s Summary) []llm.Message { return s.messages("summary_system.tmpl") }

// TakeNotes asks for notes on a part of what is summarised, from which the
// summary will be written.
func TakeNotes(s Summary) []llm.Message { return s.messages("summary_part_system.tmpl") }

func (s Summary) messages(system string) []llm.Message {
	return []llm.Message{
		{Role: llm.System, Text: render(system, struct {
			Kind     SummaryKind
			NotFound string
		}{s.Kind, NotFound})},
		{Role: llm.User, Text: render("summary_user.tmpl", s)},
	}
}
