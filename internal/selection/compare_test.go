package selection

import "testing"

// TestCompared: a question which of two is more of something names both.
func TestCompared(t *testing.T) {
	for question, want := range map[string]string{
		"Which town had fewer cases, Orrin or Dunsett?":         "Orrin, Dunsett",
		"Did Orrin have more cases of measles than Dunsett?":    "Orrin, Dunsett",
		"which bid was higher, Orrin's or sorvall's?":           "Orrin, sorvall",
		"Is Orrin's profit larger than Dunsett's?":              "Orrin, Dunsett",
		"Who got more votes, the Orrin list or the Dunsett?":    "Orrin, Dunsett",
		"Did more people die in Orrin than in Dunsett?":         "Orrin, Dunsett",
		"Did anyone in Orrin build a bigger hall than Dunsett?": "",
		"Did Orrin or Dunsett close?":                           "",
		"Did Orrin beat Dunsett?":                               "",
		"Is Orrin bigger now?":                                  "",
		"Did more people leave Orrin after Dunsett?":            "",
		"Did Orrin close more quickly than it was expected?":    "",
		"Who said more about the talks with Orrin, and when?":   "",
	} {
		got := ""
		if a, b, ok := compared(question, []string{"Orrin", "Dunsett"}); ok {
			got = a + ", " + b
		}
		if got != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
}
