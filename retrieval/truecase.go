package retrieval

import (
	"slices"
	"strings"
	"unicode"

	"footnote/internal/lexicon"
)

// Who types in lower case names things all the same: "who is buying man united".
// A word is taken for a name if the library writes it as one.
const (
	// capitalShare is the share of a word's occurrences within sentences that begin
	// with a capital, from which on it is a name.
	capitalShare = .8
	// looksAt is in how many chunks a word is looked up.
	looksAt = 8
)

// namesHeld returns the names in a query without capitals, as it writes them: runs
// of words that the view writes as names. It returns none where there is a capital
// beside the first.
func (s seeker) namesHeld() []string {
	q := newQuestion(s.q.Text)
	for i, w := range q.words {
		if r := firstRune(w.text); unicode.IsUpper(r) && i > 0 && w.low != "i" {
			return nil
		}
	}
	var names []string
	for from := 0; from < len(q.words); from++ {
		to := from
		for to < len(q.words) && (to == from || q.words[to].gap == " " && !q.words[to-1].possessive) && s.writtenAsName(q.words[to]) {
			to++
		}
		if to > from {
			names = addNames(names, []string{q.spelled(from, to)})
			from = to - 1
		}
	}
	return names
}

// writtenAsName reports whether the view writes a word of the query as a name.
func (s seeker) writtenAsName(w said) bool {
	_, day := weekdays[w.low]
	if _, n := lexicon.Same([]string{w.low}); n > 0 || day || monthNames[w.low] > 0 {
		return false // "ceo" is written large, and is none
	}
	isIt := func(word string) bool { return ownerless(word) == w.low }
	at := slices.IndexFunc(s.terms, func(t wanted) bool { return !t.asks && !t.misspelt && slices.ContainsFunc(t.words, isIt) })
	if at < 0 {
		return false
	}
	t := &s.terms[at]
	capitals, all, looked := 0, 0, 0
	for _, p := range t.postings {
		if !s.v.visible[p.slot] {
			continue
		}
		if looked++; looked > looksAt {
			break
		}
		c := &s.chunks[p.slot]
		s.an.eachWord(c.Text, s.records[c.record].lang, func(o written) {
			if o.first || !strings.EqualFold(ownerless(o.text), w.low) {
				return
			}
			all++
			if startsUpper(o.text) {
				capitals++
			}
		})
	}
	return all > 0 && float64(capitals) >= capitalShare*float64(all)
}
