package gate

import "testing"

// TestCertain: what is to come, may be, holds for some or on a condition is not told
// as more, and what stands beside it is told without it.
func TestCertain(t *testing.T) {
	g := gateOf(t, "Ottawa will cut its surcharge from 15% to 7.5% on 1 April, the minister said on Wednesday. Secondary buds may yet give a small crop. "+
		"Some members of the club also want the paper to stop endorsing candidates. Councillors agreed on Monday to end the contract by mutual consent. "+
		"Téllez, who succeeded Boyd last June, expects to break even unless prices rise. Brixen has denied that the payout was to blame and said the line would sail again. "+
		"The engine breakdown kept the Gerda in dock for 14 weeks, and the Freja sailed on. There were twelve samples. Nine fell between 1120 and 1290.")
	checkShown(t, g, map[string]bool{
		"Ottawa will cut its surcharge from 15% to 7.5% on 1 April. [1]":                     true,
		"Secondary buds may give a small crop. [1]":                                          true,
		"Some members want the paper to stop endorsing candidates. [1]":                      true,
		"Councillors agreed to end the contract by mutual consent. [1]":                      true,
		"Téllez succeeded Boyd last June. [1]":                                               true,
		"Brixen said the line would sail again. [1]":                                         true,
		"Nine samples fell between 1120 and 1290. [1]":                                       true,
		"Ottawa has cut its surcharge from 15% to 7.5%, the minister said on Wednesday. [1]": false,
		"Secondary buds will give a small crop. [1]":                                         false,
		"The club's members want the paper to stop endorsing candidates. [1]":                false,
		"Téllez expects to break even. [1]":                                                  false,
		"Brixen said that the payout was to blame. [1]":                                      false,
		"The engine breakdown kept the Freja in dock for 14 weeks. [1]":                      false,
	})
}
