package answer

import (
	"strings"
	"testing"

	"footnote/internal/question"
)

// TestUnderstood keeps of a question in another language its names, its numbers, what the
// texts have too and what it asks for, in English, and asks how that stands now.
func TestUnderstood(t *testing.T) {
	const texts = "The Sorrel Bridge in Port Veyra will reopen on 30 June, the city's works department said."
	for text, want := range map[string]string{
		"Wann öffnet die Sorrel Bridge wieder?":          "when Sorrel Bridge now?",
		"Combien coûte le Sorrel Bridge en 2026 ?":       "how much cost Sorrel Bridge 2026 now?",
		"¿Quién dirige el department del Sorrel Bridge?": "who department Sorrel Bridge now?",
	} {
		asked := question.Tongue(text)
		if got, _ := understood(text, asked, []string{"Sorrel Bridge"}, texts); got != want {
			t.Errorf("%s is understood as %q, want %q", text, got, want)
		}
	}
	_, kept := understood("Wann öffnet die Sorrel Bridge?", question.Tongue("Wann öffnet die Sorrel Bridge?"), []string{"Sorrel Bridge"}, texts)
	if got := strings.Join(kept, " "); got != "Sorrel Bridge" {
		t.Errorf("kept %q", got)
	}
}
