package answer

import (
	"regexp"
	"strings"

	"footnote/retrieval"
)

// A denial is what a sentence says is not so.
type denial struct {
	heads map[string]bool // the stems right behind its words of denial
	ends  bool            // it says that something ended, with words that deny nothing themselves
}

var (
	// denying matches the words that deny what comes next.
	denying = regexp.MustCompile(`(?i)\b(?:not|no|never|none|neither|nor|without|cannot|non)\b|n['’]t\b`)
	// ending matches the words that say something is so no more. Which of the
	// words around them it is takes a parser to tell, so a sentence that has
	// one contradicts no other.
	ending = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
		"end(?:s|ed|ing)", "lost", "los(?:es|ing)", "dropp?(?:ed|ing)", "drops", "ceas(?:es|ed|ing)", "stop(?:s|ped)",
		"expir(?:es|ed)", "lapse[sd]", "gone", "g(?:ave|iv(?:es|ing|en)) up", "away from", "beyond", "scrap(?:s|ped)",
		"cancel(?:s|l?ed)", "abandon(?:s|ed)", "withdr(?:ew|awn|aws)", "former(?:ly)?", "refus(?:es|ed)", "den(?:y|ies|ied)",
		"reject(?:s|ed)", "replac(?:es|ed)", "lift(?:s|ed)", "free(?:s|d)? to", "lack(?:s|ed)?",
	}, "|") + `)\b`)
)

// How far a word of denial reaches: so many content words, within so many
// bytes.
const (
	denialReach = 2
	denialBytes = 60
)

// lightStems follow words of denial and carry no content themselves.
var lightStems = map[string]bool{"longer": true, "more": true, "yet": true, "even": true, "been": true, "have": true, "only": true, "just": true}

func newDenial(text string) denial {
	text = openingVerdict.ReplaceAllString(text, "") // "No, it opened" denies the question, not the opening
	d := denial{ends: ending.MatchString(text)}
	for _, at := range denying.FindAllStringIndex(text, -1) {
		if d.heads == nil {
			d.heads = map[string]bool{}
		}
		d.reach(text[at[1]:])
	}
	return d
}

// reach adds the first content stems of what follows a word of denial.
func (d denial) reach(after string) {
	if len(after) > denialBytes {
		after = strings.ToValidUTF8(after[:denialBytes], "")
	}
	n := 0
	for _, t := range retrieval.Analyze(after, "en") {
		if lightStems[t] {
			continue
		}
		if n++; n > denialReach {
			return
		}
		d.heads[t] = true
	}
}

// contradicts reports whether one of two sentences denies what the other
// affirms. Where both deny one thing they agree.
func contradicts(a, b sentence) bool {
	for t := range a.denial.heads {
		if b.denial.heads[t] {
			return false
		}
	}
	return a.denies(b) || b.denies(a)
}

func (s sentence) denies(o sentence) bool {
	if o.denial.ends {
		return false
	}
	for t := range s.denial.heads {
		if o.terms[t] {
			return true
		}
	}
	return false
}
