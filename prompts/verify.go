package prompts

import (
	"slices"

	"footnote/internal/llm"
)

// NotSupported is what a model is asked to write, with one of its reasons, of a
// sentence that the passages do not support.
const NotSupported = "NO"

// A Numbered is a passage with its statements numbered, each by its place from
// 1. Those that are not to be read are left out.
type Numbered struct {
	Passage
	Statements []Statement
}

// A Statement is a sentence of a passage.
type Statement struct {
	N    int
	Text string // on one line
}

// A Claimed is a sentence that is to be verified.
type Claimed struct {
	N        int    // from 1
	Cited    string // the numbers of the passages it names, divided by a comma
	Text     string // without its markers, on one line
	Reckoned string // from what its numbers may be reckoned that stand nowhere; empty if none is
}

// Verify asks which of the sentences the passages they name support, and on which
// statements each rests. A sentence that they do not support gets NotSupported
// and one of the words.
func Verify(passages []Numbered, sentences []Claimed, words []string) []llm.Message {
	return []llm.Message{
		{Role: llm.System, Text: render("verify_system.tmpl", struct {
			No    string
			Words []string
		}{NotSupported, words})},
		{Role: llm.User, Text: render("verify_user.tmpl", struct {
			Passages  []Numbered
			Sentences []Claimed
			Reckoned  bool // a number of one is
		}{passages, sentences, slices.ContainsFunc(sentences, func(s Claimed) bool { return s.Reckoned != "" })})},
	}
}
