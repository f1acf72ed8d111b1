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

// Past returns the past of an English verb in lower case: bought for buy, sued for sue.
func Past(verb string) string {
	if lexicon.Irregular(verb) == verb { // cut
		return verb
	}
	var past []string
	for _, form := range lexicon.Forms(verb) {
		if !strings.HasSuffix(form, "s") && !strings.HasSuffix(form, "ing") {
			past = append(past, form)
		}
	}
	for _, form := range past {
		switch {
		case len(past) > 1 && strings.HasSuffix(form, "n") && !strings.HasSuffix(form, "an"): // took, not taken
		case len(past) == 1 && strings.HasSuffix(form, "wn"): // showed, not shown
		default:
			return form
		}
	}
	switch n := len(verb); {
	case strings.HasSuffix(verb, "e"):
		return verb + "d"
	case n > 1 && verb[n-1] == 'y' && !vowel(verb[n-2]):
		return verb[:n-1] + "ied"
	case n > 2 && n < 5 && len(strings.Trim(verb, "bcdfghjklmnpqrstvwxyz")) == 1 && !vowel(verb[n-1]) && vowel(verb[n-2]) && !vowel(verb[n-3]) && !strings.ContainsRune("wxy", rune(verb[n-1])):
		return verb + verb[n-1:] + "ed" // banned
	}
	return verb + "ed"
}

// Third returns the form of an English verb that goes with "she": owns for own.
func Third(verb string) string {
	switch n := len(verb); {
	case verb == "have":
		return "has"
	case n > 1 && verb[n-1] == 'y' && !vowel(verb[n-2]):
		return verb[:n-1] + "ies"
	case strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "x"), strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "o"):
		return verb + "es"
	}
	return verb + "s"
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
