package gate

import "testing"

// TestUsurped: who did it, whose it is and which number is theirs are not another's
// who stands in the sentences around.
func TestUsurped(t *testing.T) {
	g := gateOf(t, "The case was brought by the residents' group Ro Over Torslund, which had argued that a shift of this size was a new project. The airport had maintained that no permission was needed. "+
		"Sónia Marçal teaches in Coimbra and lives in Lisbon. A passengers' association collected 1,800 receipts. "+
		"Its witness, the carpenter Reuben Stagg, said the crack could be repaired with a splice of new oak. The engineer, Dr Mei-Ling Choy, gave such a repair 25 years at most. "+
		"One of the wolves was F17. F17's father had walked in from Finland in 2015. "+
		"The limit for small breweries stays at 10,000 hectolitres, after an amendment by deputy Karel Doubrava. Zora Mikulová told the committee that beer is cheap. "+
		"Heliograph will rent capacity from OrbitaNet. Customers keep their contracts, but the charge will rise to $46 on 1 April. OrbitaNet plans $48.")
	checkShown(t, g, map[string]bool{
		"Ro Over Torslund had argued that a shift of this size was a new project. [1]":                         true,
		"A passengers' association collected 1,800 receipts. [1]":                                              true,
		"Reuben Stagg, the carpenter, said the crack could be repaired with a splice of new oak. [1]":          true,
		"F17's father had walked in from Finland. [1]":                                                         true,
		"The limit for small breweries stays at 10,000 hectolitres, after an amendment by Karel Doubrava. [1]": true,
		"The airport had argued that a shift of this size was a new project. [1]":                              false,
		"Sónia Marçal collected 1,800 receipts. [1]":                                                           false,
		"The engineer, Dr Mei-Ling Choy, said the crack could be repaired with a splice of new oak. [1]":       false,
		"OrbitaNet plans $48. [1]":                    true,
		"OrbitaNet plans $46. [1]":                    false,
		"F17 had walked in from Finland in 2015. [1]": false,
		"The limit for small breweries stays at 10,000 hectolitres, after an amendment by Zora Mikulová. [1]": false,
	})
}

// TestBehindSemicolon: what stands behind a semicolon is not told of whom the sentence
// began with, even if all between is left out.
func TestBehindSemicolon(t *testing.T) {
	g := gateOf(t, "The editor, Ada Voss, resigns at once; her deputy, Tom Lind, will run the paper until May.")
	checkShown(t, g, map[string]bool{
		"Ada Voss will run the paper until May. [1]":              false,
		"The editor, Ada Voss, will run the paper until May. [1]": false,
		"The editor, Ada Voss, resigns at once. [1]":              true,
		"Tom Lind, her deputy, will run the paper until May. [1]": true,
	})
}
