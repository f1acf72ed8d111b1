package retrieval

import (
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
)

// names returns what the question names beside outlets: runs of words with
// capitals, and what it quotes.
func (q *question) names(outlets []mention) []string {
	var names []string
	for from := q.greeting(); from < len(q.words); {
		to := q.name(from)
		taken := slices.ContainsFunc(outlets, func(m mention) bool { return from < m.to && m.from < to })
		if to > from && !taken {
			names = addNames(names, []string{q.spelled(from, to)})
		}
		from = max(to, from+1)
	}
	return q.addQuoted(names, outlets)
}

// name returns where the name ends that begins at a word, or from for none.
func (q *question) name(from int) int {
	if q.shouted || !q.named(from) {
		return from
	}
	to := from + 1
	for to < len(q.words) && !q.words[to-1].possessive && q.words[to].gap == " " {
		switch w := q.words[to]; {
		case w.capital() && !small[w.low]:
			to++
		case within[w.low] && to+1 < len(q.words) && q.words[to+1].gap == " " && q.named(to+1):
			to += 2
		default:
			return to
		}
	}
	return to
}

// within are small words that names hold: "Bank of England".
var within = analysis.Set("of de von van the")

// named reports whether a word is written as a name is.
func (q *question) named(i int) bool {
	w := q.words[i]
	_, day := weekdays[w.low]
	if r := firstRune(w.text); !unicode.IsUpper(r) || small[w.low] || monthNames[w.low] > 0 || day {
		return false
	}
	return !q.opens(i) || !idle[w.low] && !sayings[w.low] && !writings[w.low]
}

// spelled returns words as written, without a possessive ending.
func (q *question) spelled(from, to int) string {
	last := q.words[to-1]
	end := last.end
	if last.possessive {
		end = last.start + strings.LastIndexAny(last.text, "'’")
	}
	return q.text[q.words[from].start:end]
}

// addQuoted adds what stands between quotation marks and is no outlet.
func (q *question) addQuoted(names []string, outlets []mention) []string {
	for from := range q.words {
		if g := q.words[from].gap; g == "" || !strings.ContainsRune(quotes, lastRune(g)) {
			continue
		}
		for to := from + 1; to <= min(len(q.words), from+2*maxNameWords); to++ {
			if !q.quoted(from, to) {
				continue
			}
			isOutlet := slices.ContainsFunc(outlets, func(m mention) bool { return m.from == from && m.to == to })
			if !isOutlet {
				names = addNames(names, []string{q.text[q.words[from].start:q.words[to-1].end]})
			}
			break
		}
	}
	return names
}
