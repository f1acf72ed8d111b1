package answer

import (
	"regexp"
	"strings"

	"footnote/internal/prose"
)

// bareVerdict matches a sentence that is a verdict and nothing else. It rests
// on no passage by itself but stands or falls with the sentence after it.
var bareVerdict = regexp.MustCompile(`(?i)^(yes|no|not any ?more|no longer|not quite|partly)[.!,:]?$`)

// asVerdict returns the verdict word of a sentence that is nothing else.
func asVerdict(raw string) (string, bool) {
	text := prose.Plain(raw)
	if !bareVerdict.MatchString(text) {
		return "", false
	}
	return strings.TrimRight(text, ".!,:") + ".", true
}

// agrees reports whether a bare verdict fits the sentence that carries it:
// "yes" with one that denies nothing, "no" with one that denies or ends
// something.
func agrees(verdict, text string) bool {
	d := prose.NewDenial(text)
	negative := len(d.Heads) > 0 || d.Ends
	switch word := strings.ToLower(strings.TrimRight(verdict, ".")); word {
	case "yes":
		return !negative
	case "partly", "not quite":
		return true
	}
	return negative
}
