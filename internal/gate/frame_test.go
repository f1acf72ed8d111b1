package gate

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

		{"26 Apr 2026: " + said + " [1]", "", ReasonDate},
		{"On 27 Apr 2026 the tram reached the harbour. [2]", "", ReasonDate}, // on Saturday, the 25th
		{"27 Apr 2026: OpenAI may now use the clouds of Oracle. [1]", "", ReasonName},
		{"The plan is this: Microsoft is the exclusive cloud provider of OpenAI. [1]", "", ReasonContrary},
	} {
		f := g.Check(tt.raw)
		if f.Reason != tt.reason || tt.reason == "" && f.Text != tt.shown {
			t.Errorf("check(%q) shows %q and holds back %q, want %q and %q", tt.raw, f.Text, f.Reason, tt.shown, tt.reason)
		}
	}
}
