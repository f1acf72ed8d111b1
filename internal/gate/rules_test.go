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
		{"a deed told by a noun is done to what is behind of", "Pellworth completed its purchase of Andring on Monday. The attack of Rome on Carthage failed.", map[string]bool{
			"Pellworth bought Andring. [1]": true,
			"Andring bought Pellworth. [1]": false,
			"Rome attacked Carthage. [1]":   true,
		}},
		{"what stands before its subject sets a condition", "Had the pump run, the tunnel would have stayed dry, she said. The works pay the costs, should the court agree. Had they known? Were it sold, the mill would bring 4 million euros.", map[string]bool{
			"The tunnel stayed dry, she said. [1]":                                 false,
			"Had the pump run, the tunnel would have stayed dry, she said. [1]":    true,
			"The works pay the costs. [1]":                                         false,
			"The works pay the costs should the court agree. [1]":                  true,
			"The mill would bring 4 million euros. [1]":                            false,
			"Were it sold, the mill would bring 4 million euros, it was said. [1]": true,
		}},
		{"who has time to do something may do it", "Vettel has 30 days to appeal. The mill had until May to raise its offer. The park has 40 oaks to the north.", map[string]bool{
			"Vettel has 30 days to appeal. [1]":            true,
			"Vettel will appeal within 30 days. [1]":       false,
			"The mill raised its offer in May. [1]":        false,
			"The park has 40 oaks to the north. [1]":       true,
			"The mill had until May to raise the bid. [1]": true,
		}},
		{"who wants something has not got it", "Vettel's crew wants a canteen and 900 crowns a year for boots. The crew received 40 coats.", map[string]bool{
			"Vettel's crew wants a canteen. [1]":                true,
			"Vettel's crew got 900 crowns a year for boots [1]": false,
			"The crew received 40 coats. [1]":                   true,
		}},
		{"what somebody believes is not so for that", "The mayor believes that the bridge is safe. Quint thinks that half of the oaks have died.", map[string]bool{
			"The bridge is safe. [1]":                            false,
			"The mayor believes that the bridge is safe. [1]":    true,
			"The mayor thinks that the bridge is safe. [1]":      true,
			"Half of the oaks have died. [1]":                    false,
			"According to Quint, half of the oaks have died [1]": true,
		}},
		{"a unit is not another, in the passage's own words", "Strikers get a bonus of 350,000 pesos on Friday. The walk takes 40 minutes. The grant is 12 million.", map[string]bool{
			"Strikers get a bonus of 350,000 pesos. [1]":   true,
			"Strikers get a bonus of 350,000 dollars. [1]": false,
			"The walk takes 40 dollars. [1]":               false,
			"The grant is 12 million euros. [1]":           true,
		}},
		{"the whole is not the part, with a word before it", "At that point 2,140 of a planned 3,600 people had been enrolled. The club sold 14 of its record 62 boxes. Two of the firms paid 40 crowns.", map[string]bool{
			"At that point 2,140 people had been enrolled. [1]":                    true,
			"At that point 3,600 people had been enrolled. [1]":                    false,
			"At that point 2,140 of a planned 3,600 people had been enrolled. [1]": true,
			"The club sold 62 boxes. [1]":                                          false,
			"The club sold 14 of its 62 boxes. [1]":                                true,
			"Two of the firms paid 40 crowns. [1]":                                 true,
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
		{"a rise of what is measured may be told by its degree", "The temperature of the river rose by 1.5 degrees.", map[string]bool{
			"The river became warmer by 1.5 degrees. [1]": true,
			"The river became cooler by 1.5 degrees. [1]": false,
		}},
		{"what restricts all stands near them", "The library may lend all books whose authors agree. All members of the town's old rowing club voted on the day that it closed.", map[string]bool{
			"The library may lend all books. [1]":                  false,
			"All members of the town's old rowing club voted. [1]": true,
		}},
		{"there is where was named last", "Lava reached Oldbay on Monday. Piedra had been warned. Twelve houses burned there.", map[string]bool{
			"Twelve houses burned in Piedra. [1]": true,
			"Twelve houses burned in Oldbay. [1]": false,
		}},
		{"a church is in no place that was named, the church may be", "The storm reached Oldbay. Its teacher sheltered with 300 others in a church. They left the church at noon.", map[string]bool{
			"The teacher sheltered with 300 others in a church in Oldbay. [1]": false,
			"They left the church in Oldbay at noon. [1]":                      true,
		}},
		{"half of a name is no other", "Brava plans a port at Punta Gruesa. It will open at Gruesa in May.", map[string]bool{
			"The port will open at Punta Gruesa in May. [1]": true,
		}},
		{"a name behind a preposition takes the place of no other there", "Norwind plans a port. It will be built at Corvo by Harrow.", map[string]bool{
			"The port will be built at Corvo for Harrow by Norwind. [1]": false,
			"Norwind's port will be built at Corvo by Harrow. [1]":       true,
			"The port will be built at Corvo by Norwind. [1]":            false,
		}},
		{"one end of a range is not all of it", "The trip takes 5 to 7 hours.", map[string]bool{
			"The trip takes 5 to 7 hours. [1]": true,
			"The trip takes 5 hours. [1]":      false,
		}},
	} {
		t.Run(tt.rule, func(t *testing.T) { checkShown(t, gateOf(t, tt.passage), tt.sentences) })
	}
}

// TestSides holds which of two stands on which side of what is said of both.
func TestSides(t *testing.T) {
	g := gateOf(t, "Dunmere were beaten 2–0 by Vale. Penn, who beat Corvo, are two points behind Aldwick. Rents rose faster in Brack than in Denholm. \"We were too slow and far too late,\" said minister Odd Hagen; Lise Moe, who leads the opposition, called it "+
		"an understatement. The pilot turned back at noon. The tower had called by radio.")
	checkShown(t, g, map[string]bool{
		"Vale beat Dunmere 2–0. [1]": true, "Dunmere beat Vale 2–0. [1]": false,
		"Aldwick are two points behind Penn. [1]": false, "Penn are two points behind Aldwick. [1]": true,
		"Rents rose faster in Denholm than in Brack. [1]":            false,
		"\"We were too slow and far too late,\" said Lise Moe. [1]":  false,
		"\"We were too slow and far too late,\" said Odd Hagen. [1]": true,
		"The pilot turned back after the tower had called. [1]":      false,
	})
}

// TestParts holds that what is said of a part is not said of the whole, nor of another.
func TestParts(t *testing.T) {
	g := gateOf(t, "The cover is guaranteed for five years and the motor for two. The tax is 12 crowns a litre. The vote was postponed from Tuesday to Thursday.")
	checkShown(t, g, map[string]bool{
		"The cover and the motor are guaranteed for five years. [1]": false, "The cover is guaranteed for five years. [1]": true,
		"The tax is 12 crowns. [1]": false, "The tax is 12 crowns a litre. [1]": true,
		"The vote is on Tuesday. [1]": false, "The vote was postponed to Thursday. [1]": true,
	})
}

// TestRounded holds that a number may be rounded where the sentence says so, and metres
// be written short.
func TestRounded(t *testing.T) {
	g := gateOf(t, "The injection lowered pressure by 15.2 mmHg, and 96,400 people took it. The jets came within 60 metres. Ana Ruiz was re-elected.")
	checkShown(t, g, map[string]bool{
		"The injection lowered pressure by about 15 mmHg. [1]": true, "The injection lowered pressure by 15 mmHg. [1]": false,
		"The injection lowered pressure by about 16 mmHg. [1]": false, "Roughly 96,000 people took it. [1]": true,
		"Around 100,000 people took it. [1]": true, "About 90,000 people took it. [1]": false,
		"The jets came within about 60 m. [1]": true, "The jets came within 60 million. [1]": false,
	})
	if f := g.Check("Mayor Ana Ruiz was re-elected. [1]"); f.Reason == "" || !g.Doubtful(f) {
		t.Errorf("of an office that stands nowhere: %q, and nobody is asked", f.Reason)
	}
}
