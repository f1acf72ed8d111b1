package retrieval

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWordReader holds that a WordReader gives the terms of Analyze, and tells
// which words open a sentence.
func TestWordReader(t *testing.T) {
	for _, text := range []string{"The Oller dam broke. Mayor Brandt's houses are 10,000.", "東京で地震", "Der Damm brach über Köln.", ""} {
		var terms, first []string
		NewWordReader().Each(text, "", func(w Word) {
			terms = append(terms, w.Term)
			if w.First {
				first = append(first, w.Written)
			}
		})
		if want := Analyze(text, ""); !slices.Equal(terms, want) {
			t.Errorf("terms of %q: %q, want %q", text, terms, want)
		}
		if want := map[string][]string{"The Oller dam broke. Mayor Brandt's houses are 10,000.": {"Mayor"}, "Der Damm brach über Köln.": {"Der"}}[text]; !cmp.Equal(first, want) {
			t.Errorf("first words of %q: %q, want %q", text, first, want)
		}
	}
}
