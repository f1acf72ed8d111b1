package bot

import (
	"strings"

	"footnote/internal/answer"
)

// A syntax is one of the two in which Slack reads a text.
type syntax struct {
	escape func(string) string
	bullet string // what stands before an item of a list
}

var (
	inMrkdwn   = syntax{escape: mrkdwn, bullet: "• "}
	inMarkdown = syntax{escape: markdown, bullet: "- "}
)

// maxSentence is the longest sentence shown, in characters. The longest text
// of a section is 3,000 (docs.slack.dev/reference/block-kit/blocks).
const maxSentence = 2900

// sentence writes one sentence with what divides it from the one before and
// with its markers. Where nothing divides the two, a joiner does, so that
// they never make a mark together.
func (x syntax) sentence(s answer.Sentence, isFirst bool) string {
	out := cutEscaped(s.Text, maxSentence, x.escape)
	if len(s.Citations) > 0 {
		out += " " + answer.Markers(s.Citations)
	}
	return x.lead(s.Lead, isFirst) + out
}

func (x syntax) lead(lead string, isFirst bool) string {
	breaks, item := strings.CutSuffix(lead, "- ")
	switch {
	case isFirst:
		breaks = ""
	case strings.Trim(breaks, " \n") != "" || breaks == "" && !item:
		breaks = joiner
	case item && !strings.HasSuffix(breaks, "\n"):
		breaks = "\n"
	}
	if item {
		return breaks + x.bullet
	}
	return breaks
}

// sentencesOf returns what an answer says, sentence by sentence. An answer
// that says nothing in sentences is one.
func sentencesOf(ans answer.Answer) []answer.Sentence {
	switch {
	case len(ans.Sentences) > 0:
		return ans.Sentences
	case ans.Text != "":
		return []answer.Sentence{{Text: ans.Text}}
	}
	return []answer.Sentence{{Text: "The library does not answer this."}}
}
