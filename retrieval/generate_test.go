package retrieval

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// newsTexts makes n texts of 190 words, about a chunk each, whose words are as
// unevenly frequent as those of a language.
func newsTexts(n int) []string {
	rng := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rng, 1.1, 8, 30_000)
	texts := make([]string, n)
	for i := range texts {
		var b strings.Builder
		for w := range 190 {
			switch {
			case w%19 == 18:
				b.WriteString("ends. ")
			case w%2 == 1:
				b.WriteString("the ")
			default:
				fmt.Fprintf(&b, "%s ", newsWord(zipf.Uint64()))
			}
		}
		texts[i] = b.String()
	}
	return texts
}

// newsWord spells a number in syllables.
func newsWord(n uint64) string {
	syllables := []string{"ba", "ken", "li", "mor", "na", "pu", "ri", "sta", "to", "vel", "wi", "zan"}
	word := ""
	for n += 12; n > 0; n /= 12 {
		word += syllables[n%12]
	}
	return word
}
