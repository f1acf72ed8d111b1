package prose

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCaption: what stands under a picture is not quoted.
func TestCaption(t *testing.T) {
	for text, want := range map[string]bool{
		"The house where he was born in Braunau.Leonhard Foeger / Reuters file": false,
		"Main Street after the storm. Jane Doe/Getty Images":                    false,
		"Photo: Jane Doe, Reuters, of the bridge":                               false,
		"Cover image: the bridge as an artist imagines it.":                     false,
		"More of it keeps the bridge from rusting (":                            false,
		"The firm sold its shares, said Reuters.":                               true,
		"For the use of it he paid Getty Images.":                               true,
	} {
		if got := Quotable(text); got != want {
			t.Errorf("Quotable(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestLeans(t *testing.T) {
	for text, want := range map[string]bool{
		"It was open by noon.":                                        true,
		"But the bridge was open by noon.":                            true,
		"The bridge would open in May, she said.":                     true,
		"The deck is sound,” the statement went on.":                  true,
		"The mayor said: “The deck is sound.":                         true,
		"The bridge would open in May, she said on the bridge.":       true,
		"The bridge would open in May, Ada Holm said.":                false,
		"The deck is “sound”, the mayor said.":                        false,
		"The firm's \"deck\" is 40\" wide, the statement went on.":    false,
		"He who built the bridge, Ole Brandt, said it was sound.":     true,
		"The council, which paid for the bridge, opened it in March.": false,
	} {
		if got := Leans(text); got != want {
			t.Errorf("Leans(%q) = %v, want %v", text, got, want)
		}
	}
}

// TestRunning: among sentences, what has no end mark is a title or a heading; where most have none,
// the article is written so.
func TestRunning(t *testing.T) {
	got := Running([]string{"The bridge is open.", "Read on: the ferry strikes again", "It was shut for a year.", "“It is sound.”"})
	if diff := cmp.Diff([]string{"The bridge is open.", "It was shut for a year.", "“It is sound.”"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	list := []string{"The bridge is open", "The ferry is on strike", "Nothing else is new."}
	if diff := cmp.Diff(list, Running(list)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
