package gate

import "testing"

// TestOfOther holds that what is told with one of two deeds that "and" joins is not told
// with the other.
func TestOfOther(t *testing.T) {
	g := gateOf(t, "Ilse Kern trained in Oslo and taught at Ghent for nine years. Bo Ahl was born in Lima and raised in Quito. "+
		"Tarvo was founded in Lyon and moved to Paris in 1990. Anna Brask met the mayor in Turin and later married Paolo Neri. "+
		"Profit fell in Asia and rose in Europe. The Gerda was built and sold in Narvik.")
	checkShown(t, g, map[string]bool{
		"Ilse Kern trained at Ghent. [1]": false, "Ilse Kern taught in Oslo for nine years. [1]": false,
		"Ilse Kern trained in Oslo. [1]": true, "Ilse Kern taught at Ghent. [1]": true,
		"Bo Ahl was born in Quito. [1]": false, "Bo Ahl was raised in Lima. [1]": false, "Bo Ahl was born in Lima. [1]": true, "Bo Ahl was raised in Quito. [1]": true,
		"Tarvo was founded in Paris. [1]": false, "Tarvo moved to Lyon. [1]": false, "Tarvo was founded in 1990. [1]": false,
		"Tarvo was founded in Lyon. [1]": true, "Tarvo moved to Paris in 1990. [1]": true,
		"Anna Brask met Paolo Neri in Turin. [1]": false, "Anna Brask married Paolo Neri. [1]": true,
		"Profit rose in Asia. [1]": false, "Profit fell in Europe. [1]": false, "Profit rose in Europe. [1]": true,
		"The Gerda was built in Narvik. [1]": true,
	})
}
