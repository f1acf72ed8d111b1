package answer

import (
	"regexp"
	"strings"

	"footnote/retrieval"
)

// A reading is what plain code makes of a question.
type reading struct {
	search  string // what to search for; with the thread's subject where the question leans on it
	present bool   // asks for the state of things now
	timed   bool   // asks when, since when or until when
	counted bool   // asks how many or how much
	named   bool   // asks who or which
}

var (
	presentWords = regexp.MustCompile(`(?i)\b(?:still|now|nowadays|currently|current|latest|newest|today|at present|any ?more|any longer|yet|as of|these days|up to date)\b`)
	presentTense = regexp.MustCompile(`(?i)\b(?:is|are|does|do|has|have|can|may|will)\b`)
	pastTense    = regexp.MustCompile(`(?i)\b(?:did|was|were|had|used to)\b`)
	timeWords    = regexp.MustCompile(`(?i)\b(?:when|since when|until when|what (?:year|date|day|month)|which (?:year|date|day|month)|how long)\b`)
	countWords   = regexp.MustCompile(`(?i)\bhow (?:many|much|large|big|long|far|old|high|often)\b|\bwhat (?:share|percentage|number|price|amount)\b`)
	nameWords    = regexp.MustCompile(`(?i)\b(?:who|whom|whose|which|where)\b`)
	leaning      = regexp.MustCompile(`(?i)^(?:and|but|so|or|what about|how about|why|since when|until when|when|how so)\b|\b(?:it|its|they|them|their|theirs|he|she|his|her|that|this|those|these|there|then|former|latter)\b`)
)

// fewTerms is how many content words a question has at most that leans on
// its thread without saying so ("Since when?", "Who says so?").
const fewTerms = 2

// read understands a question by its words and those of its thread.
func read(q Question) reading {
	text := strings.Join(strings.Fields(q.Text), " ")
	r := reading{
		search:  text,
		present: presentWords.MatchString(text) || presentTense.MatchString(text) && !pastTense.MatchString(text),
		timed:   timeWords.MatchString(text),
		counted: countWords.MatchString(text),
		named:   nameWords.MatchString(text),
	}
	if n := len(q.Thread); n > 0 && leans(text) {
		r.search = q.Thread[n-1].Question + "\n" + text
		if n > 1 && leans(q.Thread[n-1].Question) {
			r.search = q.Thread[0].Question + "\n" + r.search
		}
		r.present = r.present || read(Question{Text: q.Thread[n-1].Question}).present
	}
	return r
}

func leans(text string) bool {
	return leaning.MatchString(text) || len(retrieval.Analyze(text, "")) <= fewTerms
}
