package prose

import (
	"regexp"
	"strings"

	"footnote/internal/analysis"
)

// A Denial is what a sentence says is not so.
type Denial struct {
	Heads map[string]bool // the stems right behind its words of denial
	Ends  bool            // it says that something ended, with words that deny nothing themselves
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

// OpeningVerdict matches a verdict that opens a sentence.
var OpeningVerdict = regexp.MustCompile(`(?i)^(?:yes|no)\s*[,.:;–—-]\s*`)

// NewDenial returns what an English sentence denies.
func NewDenial(text string) Denial {
	text = OpeningVerdict.ReplaceAllString(text, "") // "No, it opened" denies the question, not the opening
	d := Denial{Ends: ending.MatchString(text)}
	for _, at := range denying.FindAllStringIndex(text, -1) {
		if d.Heads == nil {
			d.Heads = map[string]bool{}
		}
		d.reach(text[at[1]:])
	}
	return d
}

// reach adds the first content stems of what follows a word of denial.
func (d Denial) reach(after string) {
	if len(after) > denialBytes {
		after = strings.ToValidUTF8(after[:denialBytes], "")
	}
	n := 0
	for _, t := range analysis.Terms(after, "en") {
		if lightStems[t] {
			continue
		}
		if n++; n > denialReach {
			return
		}
		d.Heads[t] = true
	}
}

// Contradict reports whether one of two sentences denies what the other
// affirms. Where both deny one thing they agree.
func Contradict(a, b Sentence) bool {
	for t := range a.Denial.Heads {
		if b.Denial.Heads[t] {
			return false
		}
	}
	return a.denies(b) || b.denies(a)
}

func (s Sentence) denies(o Sentence) bool {
	if o.Denial.Ends {
		return false
	}
	for t := range s.Denial.Heads {
		if o.Terms[t] {
			return true
		}
	}
	return false
}
