package selection

import "testing"

// TestCaption: what stands under a picture is not quoted.
func TestCaption(t *testing.T) {
	for text, want := range map[string]bool{
		"The house where he was born in Braunau.Leonhard Foeger / Reuters file": false,
		"Main Street after the storm. Jane Doe/Getty Images":                    false,
		"Photo: Jane Doe, Reuters, of the bridge":                               false,
		"The firm sold its shares, said Reuters.":                               true,
		"For the use of it he paid Getty Images.":                               true,
	} {
		if got := quotable(text); got != want {
			t.Errorf("quotable(%q) = %v, want %v", text, got, want)
		}
	}
}
