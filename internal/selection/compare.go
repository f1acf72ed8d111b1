package selection

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/gate"
	"footnote/retrieval"
)

var (
	// asksMore matches a question for which of two is more of something.
	asksMore = regexp.MustCompile(`(?i)\b(?:more|less|fewer|most|least|first|better|best|worse|worst|(?:great|bigg|larg|small|high|low|long|short|old|young|new|earli|late|fast|slow|cheap|dear|rich|poor|tall|heavi|light|wid|deep|strong|weak|near|clos|busi|saf)(?:er|r|est))\b`)
	// lastOfTwo matches the last of the two, eitherOr and thanOther match what stands between the
	// names of the two, placed what stands before one that only says where.
	eitherOr  = regexp.MustCompile(`(?i)^(?:['’]s?)?(?: [\pL]+)? or (?:the )?$`)
	lastOfTwo = regexp.MustCompile(`(?i)\b(?:or|than) (\pL{3,}?)(?:['’]s?)?\??$`)
	placed    = regexp.MustCompile(`(?i) (?:in|at|of|from|on|by) $`)
	thanOther = regexp.MustCompile(`(?i)\bthan (?:the |in |at |for |by |from |on )?$`)
)

// compared returns the two names that a question asks which of is more of something: "which is bigger,
// Orrin or Dunsett?", "did Orrin have more than Dunsett?"
func compared(text string, names []string) (a, b string, ok bool) {
	if !asksMore.MatchString(text) {
		return "", "", false
	}
	if m := lastOfTwo.FindStringSubmatch(text); m != nil && nameAt(m[1], names) == 0 && !gate.English().Knows(gate.EnglishStem(strings.ToLower(m[1]))) {
		names = append(slices.Clone(names), m[1]) // in a question without capitals, of a library that has it first in sentences alone
	}
	if len(names) < 2 {
		return "", "", false
	}
	b = names[len(names)-1]
	text = strings.ToLower(text)
	at := strings.LastIndex(text, strings.ToLower(b))
	for _, a := range slices.Backward(names[:len(names)-1]) {
		name := strings.ToLower(a)
		from := strings.Index(text, name)
		if from < 0 || from+len(name) > at || strings.EqualFold(a, b) {
			continue
		}
		between := text[from+len(name) : at]
		if m := placed.FindString(text[:from]); m != "" && !strings.HasSuffix(between, m) {
			continue // "did anyone in Portugal build a bigger battery than Ribeira Seca's?"
		}
		if eitherOr.MatchString(between) || thanOther.MatchString(between) {
			return a, b, true
		}
	}
	return "", "", false
}

// Compare returns what says of each of two how much it has of what they are compared by: one sentence
// where it gives both their figures, the newest; else the best for each, and the name of which there
// is none. It reports false where the question compares no two names, or of neither there is any.
func Compare(found retrieval.Result) (quotes []Candidate, silent string, ok bool) {
	a, b, ok := compared(ownText(found), found.Reading.Names)
	if !ok {
		return nil, "", false
	}
	cs := OfArticlesOn(Candidates(found))
	of := func(name string) (own []Candidate) {
		tells := tellsName(name, found.Terms)
		for _, c := range cs {
			if weighs(c.Text) && len(tells) > 0 && holdsAll(c.Terms, tells) {
				own = append(own, c)
			}
		}
		return own
	}
	ofA, ofB := of(a), of(b)
	var both Candidate
	for _, c := range ofA {
		if slices.ContainsFunc(ofB, func(o Candidate) bool { return o.Text == c.Text }) && len(figures(c.Text)) > 1 {
			both = newerOf(both, c)
		}
	}
	if both.Text != "" {
		return []Candidate{both}, "", true
	}
	if quotes = pair(ofA, ofB); quotes != nil {
		return quotes, "", true
	}
	switch {
	case len(ofA) > 0:
		return ofA[:1], b, true
	case len(ofB) > 0:
		return ofB[:1], a, true
	}
	return nil, "", false
}

// weighs reports whether a text has what one may be more by: a quantity, or a time.
func weighs(text string) bool { return len(figures(text)) > 0 || timePattern.MatchString(text) }

// pair returns the two sentences, one of each, that are most likely to answer, or none.
func pair(as, bs []Candidate) []Candidate {
	a := bestOf(as, Candidate{}, func(Candidate) bool { return true })
	b := bestOf(bs, Candidate{}, func(c Candidate) bool { return c.Text != a.Text })
	if a.Text == "" || b.Text == "" {
		return nil
	}
	return []Candidate{a, b}
}
