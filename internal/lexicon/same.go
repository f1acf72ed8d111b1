package lexicon

import (
	_ "embed"
	"iter"
	"slices"
	"strings"
	"sync"
)

//go:embed same.txt
var sameText string

// A Name is one way to write a thing, in words, of which a hyphen divides two. A
// word in capitals is meant only where it is written so; the others are in lower
// case.
type Name []string

// rows holds the lines of same.txt.
var rows = sync.OnceValue(func() (all [][]Name) {
	for line := range strings.Lines(sameText) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		var row []Name
		for entry := range strings.SplitSeq(line, " = ") {
			row = append(row, strings.FieldsFunc(entry, func(r rune) bool { return strings.ContainsRune(" -&/", r) }))
		}
		all = append(all, row)
	}
	return all
})

// names holds the names of same.txt by their first word in lower case, longest
// first, each with the others of its line.
var names = sync.OnceValue(func() map[string][]naming {
	all := map[string][]naming{}
	for _, row := range rows() {
		for i, name := range row {
			first := strings.ToLower(name[0])
			all[first] = append(all[first], naming{name, slices.Concat(row[:i], row[i+1:])})
		}
	}
	for _, of := range all {
		slices.SortStableFunc(of, func(a, b naming) int { return len(b.name) - len(a.name) })
	}
	return all
})

// A naming is a name and the others of the same thing.
type naming struct {
	name   Name
	others []Name
}

// Same returns the other names of what some English words begin with, written as
// in a text, and how many of the words its name has; 0 where they begin with no
// name that has others.
func Same(words []string) (others []Name, n int) {
	if len(words) == 0 {
		return nil, 0
	}
	for _, of := range names()[strings.ToLower(words[0])] {
		if of.name.begins(words) {
			return of.others, len(of.name)
		}
	}
	if other := respelt(strings.ToLower(words[0])); other != "" {
		return []Name{{other}}, 1
	}
	return nil, 0
}

// Spellings returns the words that are another way to write a word, and that: for
// each line of same.txt its words in lower case, and the first of these.
func Spellings() iter.Seq2[string, string] {
	return func(yield func(word, first string) bool) {
		for _, row := range rows() {
			first := ""
			for _, name := range row {
				switch word := name[0]; {
				case len(name) > 1 || strings.ToLower(word) != word:
				case first == "":
					first = word
				case !yield(word, first):
					return
				}
			}
		}
	}
}

func (n Name) begins(words []string) bool {
	if len(words) < len(n) {
		return false
	}
	for i, word := range n {
		if words[i] != word && (strings.ToLower(word) != word || strings.ToLower(words[i]) != word) {
			return false
		}
	}
	return true
}

// leastRespelt is how many letters a word has at least of which the ending is
// respelt: shorter ones as "rise" and "size" have one spelling.
const leastRespelt = 6

// respelt returns a word with its -ise for -ize and the like, "" for another
// word. Not all it returns are words: "promize".
func respelt(word string) string {
	if len(word) < leastRespelt {
		return ""
	}
	for _, ending := range []string{"e", "ed", "es", "er", "ers", "ing", "ation", "ations"} {
		if stem, ok := strings.CutSuffix(word, "is"+ending); ok {
			return stem + "iz" + ending
		}
		if stem, ok := strings.CutSuffix(word, "iz"+ending); ok {
			return stem + "is" + ending
		}
	}
	return ""
}
