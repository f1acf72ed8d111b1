package prompts

import "footnote/internal/llm"

// NoPassage is what a model is asked to write when no passage tells of what is
// asked.
const NoPassage = "NONE"

// Rerank asks which of the texts tell of what a question asks, by their numbers
// from 1, best first.
func Rerank(question string, texts []string) []llm.Message {
	args := struct {
		Question string
		Passages []Passage
	}{Question: question}
	for i, text := range texts {
		args.Passages = append(args.Passages, Passage{N: i + 1, Text: text})
	}
	return []llm.Message{
		{Role: llm.System, Text: render("rerank_system.tmpl", struct{ None string }{NoPassage})},
		{Role: llm.User, Text: render("rerank_user.tmpl", args)},
	}
}
