package lexicon

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed derived.txt
var derivedText string

// A family is the words of a line of derived.txt, in lower case, with the irregular
// forms of each.
type family struct {
	words []string
	// names is whether they are written with a capital wherever they stand.
	names bool
}

// readFamilies puts each family under the stems of the words that stand in derived.txt.
func (l *Lexicon) readFamilies(stem func(string) string) {
	for line := range strings.Lines(derivedText) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		f := &family{names: capital(line)}
		for word := range strings.FieldsSeq(strings.ToLower(line)) {
			f.words = append(append(f.words, word), Forms(word)...)
			if s := stem(word); !slices.Contains(l.families[s], f) {
				l.families[s] = append(l.families[s], f)
			}
		}
	}
}

// Derived returns the words of the families that a word is in, itself among them,
// given its stem: founder for founded. A word within a sentence that has a capital is a
// name, and has no family but that of a country.
func (l *Lexicon) Derived(word, stem string, opens bool) []string {
	var out []string
	for _, f := range l.families[stem] {
		if f.names || opens || !capital(word) {
			out = append(out, f.words...)
		}
	}
	return out
}

func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}
