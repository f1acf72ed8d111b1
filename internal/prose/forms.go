package prose

import (
	"iter"
	"strings"
	"sync"

	"footnote/internal/analysis"
	"footnote/internal/lexicon"
)

// bases maps the stem of each irregular form to that of its base, and that of
// another spelling to that of the first.
var bases = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, pairs := range []iter.Seq2[string, string]{lexicon.Spellings(), lexicon.IrregularForms()} {
		for form, base := range pairs {
			from, to := analysis.Terms(form, "en"), analysis.Terms(base, "en")
			if len(from) == 1 && len(to) == 1 && from[0] != to[0] {
				m[from[0]] = to[0]
			}
		}
	}
	return m
})

// Base returns the stem under which all forms of a word are one.
func Base(term string) string {
	if b, ok := bases()[term]; ok {
		return b
	}
	return term
}

// BaseForms returns the stems of a text with those of all forms of a word as
// one.
func BaseForms(text, lang string) map[string]bool {
	set := map[string]bool{}
	for t := range Stems(text, lang) {
		set[Base(t)] = true
	}
	return set
}

// OtherNames returns the names of several words that mean the same as an English word,
// as the stems of each: "chief executive" for "CEO".
func OtherNames(word string) []map[string]bool {
	others, _ := lexicon.Same([]string{word})
	var names []map[string]bool
	for _, name := range others {
		if len(name) > 1 {
			names = append(names, BaseForms(strings.Join(name, " "), "en"))
		}
	}
	return names
}
