package question

import (
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
)

// names returns what the question names beside outlets: runs of words with
// capitals, and what it quotes.
func (q *Text) names(outlets []mention) []string {
	var names []string
	for from := q.greeting(); from < len(q.Words); {
		to := q.name(from)
		taken := slices.ContainsFunc(outlets, func(m mention) bool { return from < m.to && m.from < to })
		if to > from && !taken {
			names = addNames(names, []string{q.Spelled(from, to)})
		}
		from = max(to, from+1)
	}
	return q.addQuoted(names, outlets)
}

// name returns where the name ends that begins at a word, or from for none.
func (q *Text) name(from int) int {
	if q.shouted || !q.named(from) {
		return from
	}
	to := from + 1
	for to < len(q.Words) && !q.Words[to-1].possessive && q.Words[to].gap == " " {
		switch w := q.Words[to]; {
		case w.capital() && !small[w.Low]:
			to++
		case within[w.Low] && to+1 < len(q.Words) && q.Words[to+1].gap == " " && q.named(to+1):
			to += 2
		default:
			return to
		}
	}
	return to
}

// within are small words that names hold: "Bank of England".
var within = analysis.Set("of de von van the")

// WithinNames reports whether a word in lower case is one that names hold.
func WithinNames(word string) bool { return within[word] }

// named reports whether a word is written as a name is.
func (q *Text) named(i int) bool {
	w := q.Words[i]
	if r := firstRune(w.Text); !unicode.IsUpper(r) || small[w.Low] || w.NamesTime() {
		return false
	}
	if q.german && q.noun(i) {
		return false
	}
	return !q.Opens(i) || !idle[w.Low] && !sayings[w.Low] && !writings[w.Low]
}

// Spelled returns words as written, without a possessive ending.
func (q *Text) Spelled(from, to int) string {
	last := q.Words[to-1]
	end := last.end
	if last.possessive {
		end = last.Start + strings.LastIndexAny(last.Text, "'’")
	}
	return q.text[q.Words[from].Start:end]
}

// addQuoted adds what stands between quotation marks and is no outlet.
func (q *Text) addQuoted(names []string, outlets []mention) []string {
	for from := range q.Words {
		if g := q.Words[from].gap; g == "" || !strings.ContainsRune(Quotes, lastRune(g)) {
			continue
		}
		for to := from + 1; to <= min(len(q.Words), from+2*maxNameWords); to++ {
			if !q.quoted(from, to) {
				continue
			}
			isOutlet := slices.ContainsFunc(outlets, func(m mention) bool { return m.from == from && m.to == to })
			if !isOutlet {
				names = addNames(names, []string{q.text[q.Words[from].Start:q.Words[to-1].end]})
			}
			break
		}
	}
	return names
}
