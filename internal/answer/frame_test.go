package answer

import "testing"

// TestFramed: what a sentence says of the day of publication needs no words of the
// passage, if it is that day; a label is not shown.
func TestFramed(t *testing.T) {
	g := gateOf(t, wider, "The tram reached the harbour on Saturday.")
	const said = "OpenAI may now use the clouds of Amazon and Google."
	for _, tt := range []struct{ raw, shown, reason string }{
		{"27 Apr 2026: " + said + " [1]", "27 Apr 2026: " + said, ""},
		{"April 27, 2026 – " + said + " [1]", "April 27, 2026 – " + said, ""},
		{"As of 27 April 2026, " + said + " [1]", "As of 27 April 2026, " + said, ""},
		{"OpenAI may now use the clouds of Amazon and Google, as reported on 27 Apr 2026. [1]", "OpenAI may now use the clouds of Amazon and Google, as reported on 27 Apr 2026.", ""},
		{"OpenAI may now use the clouds of Amazon and Google (27 Apr 2026). [1]", "OpenAI may now use the clouds of Amazon and Google (27 Apr 2026).", ""},
		{"Against: " + said + " [1]", said, ""},
		{"27 Apr 2026: In favour: " + said + " [1]", "27 Apr 2026: " + said, ""},

		{"26 Apr 2026: " + said + " [1]", "", reasonDate},
		{"On 27 Apr 2026 the tram reached the harbour. [2]", "", reasonDate}, // on Saturday, the 25th
		{"27 Apr 2026: OpenAI may now use the clouds of Oracle. [1]", "", reasonName},
		{"The plan is this: Microsoft is the exclusive cloud provider of OpenAI. [1]", "", reasonContrary},
	} {
		f := g.check(tt.raw)
		if f.reason != tt.reason || tt.reason == "" && f.text != tt.shown {
			t.Errorf("check(%q) shows %q and holds back %q, want %q and %q", tt.raw, f.text, f.reason, tt.shown, tt.reason)
		}
	}
}

// TestMoved: the words of a sentence that is taken from the passage stand in its
// order, but for phrases and clauses that are moved whole.
func TestMoved(t *testing.T) {
	g := gateOf(t, "Shifts are planned eight weeks ahead rather than two. The glacier lost 2.2 metres this year, less than in 2023 but more than the mean. "+
		"Needing 51 votes, the motion got 50 on Wednesday night. The lift company will not lay fleece after the canton refused a permit, the council said. "+
		"Losses are put at 8% in the valley and at 30% on the slopes. In the 60th minute goalkeeper Dana Whitlock saved a penalty. "+
		"The canton, which owns the building, informed the club on Tuesday that the lease would not be renewed after 31 October.")
	for raw, right := range map[string]bool{
		"The canton informed the club on Tuesday that the lease would not be renewed after 31 October. [1]": true,
		"The club informed the canton on Tuesday that the lease would not be renewed after 31 October. [1]": false,
		"Shifts are planned eight weeks ahead rather than two. [1]":                                         true,
		"On Wednesday night, needing 51 votes, the motion got 50. [1]":                                      true,
		"The council said the lift company will not lay fleece after the canton refused a permit. [1]":      true,
		"Dana Whitlock, the goalkeeper, saved a penalty in the 60th minute. [1]":                            true,
		"Losses are put at 30% on the slopes. [1]":                                                          true,
		"Shifts are planned two weeks ahead rather than eight. [1]":                                         false,
		"The glacier lost 2.2 metres this year, more than in 2023 but less than the mean. [1]":              false,
		"Needing 50 votes, the motion got 51 on Wednesday night. [1]":                                       false,
		"The canton will not lay fleece after the lift company refused a permit, the council said. [1]":     false,
		"Losses are put at 30% in the valley and at 8% on the slopes. [1]":                                  false,
	} {
		if f := g.check(raw); (f.reason == "") != right {
			t.Errorf("check(%q) holds back %q, want it shown: %v", raw, f.reason, right)
		}
	}
}

func TestUsurped(t *testing.T) {
	g := gateOf(t, "The case was brought by the residents' group Ro Over Torslund, which had argued that a shift of this size was a new project. The airport had maintained that no permission was needed. "+
		"Sónia Marçal teaches in Coimbra and lives in Lisbon. A passengers' association collected 1,800 receipts. "+
		"Its witness, the carpenter Reuben Stagg, said the crack could be repaired with a splice of new oak. The engineer, Dr Mei-Ling Choy, gave such a repair 25 years at most. "+
		"One of the wolves was F17. F17's father had walked in from Finland in 2015. "+
		"The limit for small breweries stays at 10,000 hectolitres, after an amendment by deputy Karel Doubrava. Zora Mikulová told the committee that beer is cheap. "+
		"Heliograph will rent capacity from OrbitaNet. Customers keep their contracts, but the charge will rise to $46 on 1 April. OrbitaNet plans $48.")
	for raw, right := range map[string]bool{
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
	} {
		if f := g.check(raw); (f.reason == "") != right {
			t.Errorf("check(%q) holds back %q, want it shown: %v", raw, f.reason, right)
		}
	}
}

func TestCertain(t *testing.T) {
	g := gateOf(t, "Ottawa will cut its surcharge from 15% to 7.5% on 1 April, the minister said on Wednesday. Secondary buds may yet give a small crop. "+
		"Some members of the club also want the paper to stop endorsing candidates. Councillors agreed on Monday to end the contract by mutual consent. "+
		"Téllez, who succeeded Boyd last June, expects to break even unless prices rise. Brixen has denied that the payout was to blame and said the line would sail again. "+
		"The engine breakdown kept the Gerda in dock for 14 weeks, and the Freja sailed on. There were twelve samples. Nine fell between 1120 and 1290.")
	for raw, right := range map[string]bool{
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
	} {
		if f := g.check(raw); (f.reason == "") != right {
			t.Errorf("check(%q) holds back %q, want it shown: %v", raw, f.reason, right)
		}
	}
}
