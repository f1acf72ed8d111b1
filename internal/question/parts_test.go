package question

import (
	"strings"
	"testing"
)

func TestParts(t *testing.T) {
	for text, want := range map[string]string{
		"Did Vardo buy Lumen and how much did it pay?":              "Did Vardo buy Lumen|how much did it pay",
		"Did Vardo buy Lumen, how much was paid and when?":          "Did Vardo buy Lumen|how much was paid|when",
		"Who runs X? And when did they start?":                      "Who runs X|when did they start",
		"How many people did Quorl lay off? Why?":                   "How many people did Quorl lay off|Why",
		"who runs karsund? and since when?":                         "who runs karsund|since when",
		"Is the strike over, and are the dockers back?":             "Is the strike over|are the dockers back",
		"Wer folgt auf Lohse und wann hört sie auf?":                "Wer folgt auf Lohse|wann hört sie auf",
		"Qui dirige Karsund et depuis quand ?":                      "",
		"Can they still give birth here or do they have to go?":     "",
		"Who founded Quorl and is still there?":                     "",
		"What and when did Karsund order?":                          "",
		"Which had more cases, Orrin or Dunsett?":                   "",
		"Karsund bought Brenholm. What did it pay?":                 "",
		"What do the outlets say about the rise and fall of Quorl?": "",
	} {
		if got := strings.Join(Parts(text), "|"); got != want {
			t.Errorf("Parts(%q) = %q, want %q", text, got, want)
		}
	}
}
