package gate

import "testing"

// TestVoiced: what somebody writes in a letter, answers in an interview or says of
// themselves is theirs, and nobody else's.
func TestVoiced(t *testing.T) {
	g := gateOf(t,
		"A name is not a medal. Put up a plaque and let the children read it.\nWalter Pinnock, Seaview\n\nThe council never asked us. Name the street after Mary Tolliver.\nRuth Agyeman",
		"Q: Is the festival dead?\nJurić: It's asleep. We'll have four days instead of nine.",
		"Hi all. Imani here, lead programmer. I wrote the save system for a game with ten people in it.",
		"The bridge opened in May. Walter Pinnock cut the ribbon.")
	checkShown(t, g, map[string]bool{
		"A name is not a medal, wrote Walter Pinnock [1].":                                    true,
		"Put up a plaque and let the children read it, Walter Pinnock wrote [1].":             true,
		"The council never asked us, wrote Ruth Agyeman [1].":                                 true,
		"We'll have four days instead of nine, said Jurić [2].":                               true,
		"I wrote the save system for a game with ten people in it, writes Imani [3].":         true,
		"A name is not a medal, wrote Ruth Agyeman [1].":                                      false,
		"Name the street after Mary Tolliver, wrote Walter Pinnock [1].":                      false,
		"Name the street after Mary Tolliver, wrote Mary Tolliver [1].":                       false,
		"The bridge opened in May, said Walter Pinnock [4].":                                  false,
		"I wrote the save system for a game with twenty people in it, writes Imani [3].":      false,
		"We'll have nine days instead of four, said Jurić [2].":                               false,
		"I wrote the save system for a game with ten people in it, writes Walter Pinnock [3]": false,
	})
}
