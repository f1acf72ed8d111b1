package retrieval

import (
	"cmp"
	"slices"
	"strings"

	"footnote/internal/analysis"
	"footnote/internal/lexicon"
)

// rename lets the terms of an English query stand for the other names of the
// same thing, and for their forms that no stemmer makes one: "CEO" is held by what
// has "chief executive", "licence" by what has "license", and "lose" by what has
// "lost". at has the places of terms by term.
func (l *library) rename(an *analysis.Analyzer, terms []queryTerm, at map[string]int, text string, v *view) {
	words := analysis.Words(text)
	renamed := map[int]bool{} // by place in terms
	for i := 0; i < len(words); {
		others, n := lexicon.Same(words[i:])
		if n == 0 {
			n = 1
		}
		if n == 1 {
			for _, form := range lexicon.Forms(strings.ToLower(words[i])) {
				others = append(others, lexicon.Name{form})
			}
			for _, word := range englishWords().Derived(words[i], lexical(an, words[i]), i == 0) {
				others = append(others, lexicon.Name{word})
			}
		}
		var own, held []int // places of the terms of the name, and how many postings they had
		for _, word := range words[i : i+n] {
			if place, ok := at[an.Term(word, analysis.English)]; ok && !renamed[place] {
				own, held = append(own, place), append(held, len(terms[place].postings))
				renamed[place] = true
			}
		}
		for _, other := range others {
			l.renameTo(terms, own, stems(an, other))
		}
		for k, place := range own {
			if w := &terms[place]; len(w.postings) != held[k] {
				w.holding = l.holding(w.postings, v)
				w.idf = idf(v.chunks, w.holding)
			}
		}
		i += n
	}
}

// renameTo lets the terms of a name stand for another name. Of two names of
// several words each, no word stands for another.
func (l *library) renameTo(terms []queryTerm, own []int, other []string) {
	switch {
	case len(other) == 1:
		for _, place := range own {
			if w := &terms[place]; !slices.Contains(w.forms, other[0]) {
				w.forms = append(w.forms, other[0])
				w.postings = merge(w.postings, l.words.postings(other))
			}
		}
	case len(own) == 1 && len(other) > 1:
		w := &terms[own[0]]
		w.postings = merge(w.postings, l.words.together(other))
	}
}

func stems(an *analysis.Analyzer, name lexicon.Name) []string {
	var out []string
	for _, word := range name {
		if term := an.Term(word, analysis.English); term != "" {
			out = append(out, term)
		}
	}
	return out
}

// together returns the postings of the chunks that hold all of some terms, each
// as often as the one it has the fewest times.
func (w *words) together(terms []string) []posting {
	all := w.postings(terms[:1])
	for i := 1; i < len(terms); i++ {
		all = both(all, w.postings(terms[i:i+1]))
	}
	return all
}

// both returns the postings of the chunks in both lists, with the lesser counts.
func both(a, b []posting) []posting {
	var out []posting
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Compare(a[0].slot, b[0].slot) {
		case -1:
			a = a[1:]
		case 1:
			b = b[1:]
		default:
			out = append(out, posting{
				a[0].slot, min(a[0].body, b[0].body), min(a[0].title, b[0].title), min(a[0].byline, b[0].byline),
			})
			a, b = a[1:], b[1:]
		}
	}
	return out
}
