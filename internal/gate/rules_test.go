package gate

import "testing"

// TestRules has, of rules that no judged sentence needs, what they let pass and what
// they hold back.
func TestRules(t *testing.T) {
	for _, tt := range []struct {
		rule, passage string
		sentences     map[string]bool // shown?
	}{
		{"a number belongs to what its clause begins with", "Norwind built the pier, and repairs cost 4 million euros.", map[string]bool{
			"Repairs cost 4 million euros. [1]": true,
			"Norwind cost 4 million euros. [1]": false,
		}},
		{"what somebody owns is nobody's but theirs", "Orchard supplies Quill. The firm built its own plant in Tarnwick.", map[string]bool{
			"Orchard built its own plant in Tarnwick. [1]":   true,
			"The firm built Quill's plant in Tarnwick. [1]":  false,
			"Orchard built Quill's plant in Tarnwick. [1]":   false,
			"Quill built Orchard's plant in Tarnwick. [1]":   false,
			"The firm built Orchard's plant in Quill. [1]":   false,
			"The firm built its own plant in Tarnwick. [1]":  true,
			"The firm bought its own plant in Tarnwick. [1]": false,
		}},
		{"who a sentence begins with stands behind when", "Norwind runs ferries. Soon it will also buy two boats.", map[string]bool{
			"Norwind will buy two boats. [1]": true,
		}},
		{"what some of a kind do is not told of the kind", "Crofters we spoke to think the plan is hopeful. Patients who took the drug lived longer. Riders, who had waited, got a bus.", map[string]bool{
			"Crofters we spoke to think the plan is hopeful. [1]": true,
			"Crofters think the plan is hopeful. [1]":             false,
			"Patients who took the drug lived longer. [1]":        true,
			"Patients lived longer. [1]":                          false,
			"Riders got a bus. [1]":                               true,
		}},
		{"as if sets no condition", "The plant ran all night as if nothing had happened.", map[string]bool{
			"The plant ran all night. [1]": true,
		}},
		{"if sets one beside any as", "The bridge will open as planned if the county pays half.", map[string]bool{
			"The bridge will open as planned. [1]":                         false,
			"The bridge will open as planned if the county pays half. [1]": true,
		}},
		{"what was so at first may not have stayed so", "The bridge was initially priced at 4 million euros.", map[string]bool{
			"The bridge was initially priced at 4 million euros. [1]": true,
			"The bridge was priced at 4 million euros. [1]":           false,
		}},
		{"who is paid to do something receives it for that", "Teachers were paid 400 euros to leave.", map[string]bool{
			"Teachers were paid 400 euros. [1]":  true,
			"Teachers received 400 euros. [1]":   false,
			"Teachers were paid to leave. [1]":   true,
			"Teachers were paid 4,000 euros [1]": false,
		}},
		{"the season of publication is none where another is named", "The rink will close in the summer, the council said.", map[string]bool{
			"The rink will close in the summer. [1]": true,
			"The rink will close this spring. [1]":   false,
		}},
		{"another so many are not all", "The council hired another 40 teachers.", map[string]bool{
			"The council hired another 40 teachers. [1]": true,
			"The council has 40 teachers. [1]":           false,
		}},
		{"what is said of some of them is not said of all", "Fourteen people were hurt, two of them seriously, in the fall.", map[string]bool{
			"Fourteen people were hurt in the fall. [1]": true,
			"Fourteen people were hurt seriously. [1]":   false,
		}},
		{"what a number was before it changed is told as past", "Fares rose from 7 euros to 10 euros.", map[string]bool{
			"Fares were 7 euros before. [1]": true,
			"Fares are 7 euros. [1]":         false,
		}},
		{"what somebody began to do was done", "The firm began to sell boats in May.", map[string]bool{
			"The firm sold boats in May. [1]": true,
		}},
		{"what somebody was forced to do was done", "The storm forced the firm to close the pier.", map[string]bool{
			"The firm closed the pier. [1]": true,
		}},
		{"what somebody went to court for was not done", "The union went to court to stop the line.", map[string]bool{
			"The union stopped the line. [1]": false,
		}},
		{"what is told in the present with a time to come is to come", "The toll will go up in summer and fall in winter.", map[string]bool{
			"The toll goes up in summer. [1]": true,
		}},
	} {
		t.Run(tt.rule, func(t *testing.T) { checkShown(t, gateOf(t, tt.passage), tt.sentences) })
	}
}
