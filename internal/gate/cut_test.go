package gate

import (
	"strings"
	"testing"
)

// TestCutAnywhere holds that a sentence may end behind any word: what asks for the
// next one finds none.
func TestCutAnywhere(t *testing.T) {
	l := newLexer("en")
	for _, text := range []string{
		"Its chairman Ada Orr stepped down and a new board took over the plant in Veyra on Monday.",
		"The Calder works shut down, the Brightmoor joint venture carries on and the order comes to an end.",
		"Tessel Space set up a rival firm, which according to the mayor takes part in the tender.",
		"The Veyra council voted in favour of the line although the Marsh party called for a price cap.",
	} {
		words := strings.Fields(text)
		for n := range words {
			c := l.claim(strings.Join(words[:n+1], " "))
			for i := range c.tokens {
				c.tells(i)
				c.doneBy(i)
				c.thing(i)
				c.isOffice(i)
			}
		}
	}
}
