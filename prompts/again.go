package prompts

import (
	"slices"

	"footnote/internal/llm"
)

// Nothing is what a model is asked to write when no sentence can be corrected.
const Nothing = "NOTHING"

// A Failed is a sentence of a model's reply that did not pass the check.
type Failed struct {
	Text   string // with its markers, as the model wrote it
	Reason string
}

// Again asks once more, after a reply to messages (a system and a user
// message), for the sentences of it that failed. shown are those that passed.
func Again(messages []llm.Message, shown []string, failed []Failed) []llm.Message {
	again := slices.Clone(messages)
	again[0].Text += "\n\n" + render("again_system.tmpl", struct{ Nothing string }{Nothing})
	again[len(again)-1].Text += "\n" + render("again_user.tmpl", struct {
		Shown  []string
		Failed []Failed
	}{shown, failed})
	return again
}
