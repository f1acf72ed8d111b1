package gate

import "testing"

// TestMoved: the words of a sentence that is taken from the passage stand in its
// order, but for phrases and clauses that are moved whole.
func TestMoved(t *testing.T) {
	g := gateOf(t, "Shifts are planned eight weeks ahead rather than two. The glacier lost 2.2 metres this year, less than in 2023 but more than the mean. "+
		"Needing 51 votes, the motion got 50 on Wednesday night. The lift company will not lay fleece after the canton refused a permit, the council said. "+
		"Losses are put at 8% in the valley and at 30% on the slopes. In the 60th minute goalkeeper Dana Whitlock saved a penalty. "+
		"The canton, which owns the building, informed the club on Tuesday that the lease would not be renewed after 31 October. Of the recalled phones, 71% have come back. Of the 40 owners in Turku, 9% wrote.")
	checkShown(t, g, map[string]bool{
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
		"71% of the recalled phones have come back. [1]":                                                    true,
		"9% of the recalled phones have come back. [1]":                                                     false,
		"71% of the owners in Turku wrote. [1]":                                                             false,
		"Losses are put at 30% in the valley and at 8% on the slopes. [1]":                                  false,
	})
}
