package answer

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"footnote/internal/article"
)

// A gate lets a model's sentence pass only if the passages it cites hold what
// it says.
type gate struct {
	sources []source // by the number a model cites them, less one
}

// newGate returns a gate over passages, cited by their place from 1.
func newGate(passages []article.Passage) gate {
	var g gate
	for _, p := range passages {
		g.sources = append(g.sources, newSource(p))
	}
	return g
}

// A finding is what the gate says of one sentence.
type finding struct {
	text   string // without markers and control marks
	rests  []rest // what it rests on; empty where held back
	reason string // why it was held back; empty where it passed
}

// A rest is the exact words a sentence rests on.
type rest struct {
	source int // index in gate.sources
	quote  string
}

// Thresholds of the check. They are deliberately low: what is wrong in an
// answer is mostly a number, a name or a denial, which are checked exactly;
// overlap only has to catch sentences about something else.
const (
	minCovered = 0.5  // of a sentence's stems, found in the passages it cites
	minQuoted  = 0.25 // of a sentence's stems, found in the words quoted
	uncited    = 0.75 // as minCovered, for a sentence that names no passage
)

var (
	mention  = regexp.MustCompile(`<[@!#][^>]*>?|(?i)@(?:here|channel|everyone)\b`)
	link     = regexp.MustCompile(`(?i)!?\[([^\]\n]*)\]\(\s*([^)\s]*)[^)]*\)|\b(?:https?|ftp|mailto|javascript|data|file):[^\s<>"')\]]+|\bwww\.[^\s<>"')\]]+`)
	emphasis = strings.NewReplacer("**", "", "__", "", "`", "", "~~", "")
)

// check judges one sentence with its markers.
func (g gate) check(raw string) finding {
	cited, unknown := g.markers(raw)
	text := plain(raw)
	f := finding{text: text}
	switch {
	case mention.MatchString(text):
		f.reason = "it mentions someone"
	case link.MatchString(text):
		f.reason = "it holds a link"
	case len(cited) == 0 && unknown:
		f.reason = "its marker names no passage"
	case len(cited) == 0:
		f.rests, f.reason = g.attribute(text)
	default:
		f.rests, f.reason = g.support(text, cited, minCovered)
	}
	return f
}

// plain returns a sentence without markers, emphasis and doubled spaces.
func plain(raw string) string {
	text := html.UnescapeString(emphasis.Replace(marker.ReplaceAllString(raw, "")))
	text = strings.Join(strings.Fields(text), " ")
	for _, end := range []string{".", ",", ";", ":", "!", "?"} {
		text = strings.ReplaceAll(text, " "+end, end)
	}
	return strings.TrimSpace(text)
}

var digits = regexp.MustCompile(`\d+`)

// markers returns the sources a sentence names, in order, and whether it
// names any that were not given.
func (g gate) markers(raw string) (cited []int, unknown bool) {
	seen := map[int]bool{}
	for _, m := range marker.FindAllString(raw, -1) {
		m, _, _ = strings.Cut(m, "†") // what follows is a place in the source
		for _, d := range digits.FindAllString(m, -1) {
			n, err := strconv.Atoi(d)
			if err != nil || n < 1 || n > len(g.sources) {
				unknown = true
			} else if !seen[n] {
				seen[n] = true
				cited = append(cited, n-1)
			}
		}
	}
	return cited, unknown
}

// support checks a sentence against the sources it cites together, and finds
// the words it rests on in each.
func (g gate) support(text string, cited []int, least float64) ([]rest, string) {
	said := newSentence(text, "")
	if reason := g.facts(text, cited); reason != "" {
		return nil, reason
	}
	if g.covered(said.terms, cited) < least {
		return nil, "the passage does not speak of it"
	}
	var rests []rest
	contrary := false
	for _, i := range cited {
		best, ok := g.sources[i].quote(said)
		if !ok {
			contrary = contrary || best.text != ""
			continue
		}
		rests = append(rests, rest{i, best.text})
	}
	if len(rests) == 0 && contrary {
		return nil, "the passage says otherwise"
	}
	if len(rests) == 0 {
		return nil, "no words of the passage carry it"
	}
	return rests, ""
}

// facts returns what is wrong with the numbers and names of a sentence, or "".
func (g gate) facts(text string, cited []int) string {
	for _, n := range numbers(text) {
		if !g.any(cited, func(s source) bool { return states(s.numbers, n) }) {
			return "a number is not in the passage"
		}
	}
	for _, name := range names(text) {
		if !g.any(cited, func(s source) bool { return s.holds(name) }) {
			return "a name is not in the passage"
		}
	}
	for w := range words(text) {
		if v, ok := numerals[w]; ok && !g.any(cited, func(s source) bool { return s.words[w] || states(s.numbers, number{value: v}) }) {
			return "a number is not in the passage"
		}
	}
	return ""
}

func (g gate) any(cited []int, ok func(source) bool) bool {
	for _, i := range cited {
		if ok(g.sources[i]) {
			return true
		}
	}
	return false
}

// minStem is how many letters two forms of one name share at least, as
// America and American do.
const minStem = 5

// holds reports whether the source names this name, given in lower case, or a
// form of it.
func (s source) holds(name string) bool {
	if s.words[name] {
		return true
	}
	parts := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("-.&", r) })
	if len(parts) > 1 {
		for _, p := range parts {
			if !s.words[p] {
				return false
			}
		}
		return true
	}
	if utf8.RuneCountInString(name) < minStem {
		return false
	}
	for w := range s.words {
		short, long := name, w
		if len(short) > len(long) {
			short, long = long, short
		}
		if utf8.RuneCountInString(short) >= minStem && strings.HasPrefix(long, short) && len(long)-len(short) <= 3 {
			return true
		}
	}
	return false
}

func (g gate) covered(want map[string]bool, cited []int) float64 {
	if len(want) == 0 {
		return 0
	}
	n := 0
	for t := range want {
		if g.any(cited, func(s source) bool { return s.terms[t] }) {
			n++
		}
	}
	return float64(n) / float64(len(want))
}

// quote returns the sentence of the source that carries best what is said.
// One that denies what is affirmed, or affirms what is denied, does not carry
// it: where such a one is clearly nearer, ok is false and it is returned.
func (s source) quote(said sentence) (best sentence, ok bool) {
	ns := numbers(said.text)
	var top, contrary float64
	var against sentence
	for _, c := range s.sentences {
		score := c.overlap(said.terms) + 0.1*statedShare(ns, c.text)
		switch {
		case score < minQuoted:
		case contradicts(said, c):
			if score > contrary {
				against, contrary = c, score
			}
		case score > top:
			best, top = c, score
		}
	}
	if top == 0 || contrary > 1.5*top {
		return against, false
	}
	return best, true
}

// statedShare returns which share of the numbers a text states.
func statedShare(ns []number, text string) float64 {
	if len(ns) == 0 {
		return 0
	}
	have, n := stated(text), 0
	for _, want := range ns {
		if states(have, want) {
			n++
		}
	}
	return float64(n) / float64(len(ns))
}

// attribute finds the one source that carries a sentence which names none.
func (g gate) attribute(text string) ([]rest, string) {
	for i := range g.sources {
		if rests, reason := g.support(text, []int{i}, uncited); reason == "" {
			return rests, ""
		}
	}
	return nil, "it names no passage and none carries it"
}
