package selection

import (
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/question"
	"footnote/retrieval"
)

// TestTwoIn: a question whether one did something to another makes two statements.
func TestTwoIn(t *testing.T) {
	for _, test := range []struct{ question, asked, turned string }{
		{"Did Vardo buy Lumen?", "Vardo bought Lumen.", "Lumen bought Vardo."},
		{"so did Vardo ever sue Bray & Holt over it?", "Vardo sued Bray & Holt.", "Bray & Holt sued Vardo."},
		{"Was Vardo acquired by Lumen in May?", "Vardo was acquired by Lumen.", "Lumen was acquired by Vardo."},
		{"Did Vardo lend any money to Lumen?", "Vardo lent to Lumen.", "Lumen lent to Vardo."},
		{"Has Vardo already accused the insurer?", "Vardo has accused the insurer.", "The insurer has accused Vardo."},
		{"Does Vardo own Lumen?", "Vardo owns Lumen.", "Lumen owns Vardo."},
		{"Is Vardo suing Lumen?", "Vardo is suing Lumen.", "Lumen is suing Vardo."},
		{"Did Vardo take over Lumen?", "Vardo took over Lumen.", "Lumen took over Vardo."},
	} {
		names := []string{"Vardo", "Lumen", "Bray", "Holt"}
		two, ok := twoIn(test.question, names)
		if !ok || two.asked() != test.asked || two.turned() != test.turned {
			t.Errorf("%s: %q and %q, want %q and %q", test.question, two.asked(), two.turned(), test.asked, test.turned)
		}
	}
	for _, question := range []string{
		"Did Vardo meet Lumen?", "Did Vardo merge with Lumen?", "Is Vardo bigger than Lumen?", "Did Vardo buy Lumen's plant?",
		"Did Vardo's boss sue Lumen?", "Did Vardo find a buyer for Lumen?", "Is Vardo still the owner of Lumen?", "Who did Vardo buy?",
		"Did Vardo, which Lumen owns, close?", "Did the insurer sue the bank?",
	} {
		if two, ok := twoIn(question, []string{"Vardo", "Lumen"}); ok {
			t.Errorf("%s: reads %q", question, two.asked())
		}
	}
}

// TestToldOfWhich: what a clause tells of something by who does it is not the other way round.
func TestToldOfWhich(t *testing.T) {
	for text, turned := range map[string]string{
		"Orchard sold Kestrel Labs in July, which it did still own in spring.": "",
		"Kestrel Labs owns Orchard since July, its founder said.":              "Kestrel Labs owns Orchard.",
	} {
		p := article.Passage{
			Article: article.Article{ID: "a", Title: "News", Published: article.Date{Time: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}},
			Chunk:   article.Chunk{Text: text},
		}
		found := retrieval.Result{
			Reading: question.Alone("Does Orchard still own Kestrel Labs?"), Passages: []article.Passage{p},
			Terms: map[string]float64{"orchard": 1, "own": 1, "kestrel": 1, "lab": 1},
		}
		found.Reading.Asked, found.Reading.Names = found.Reading.Text, []string{"Orchard", "Kestrel Labs"}
		cs := Candidates(found)
		if len(cs) == 0 {
			t.Fatalf("%q is no candidate", text)
		}
		if _, got := Told(found, cs[0], cs); got != turned {
			t.Errorf("%q tells %q, want %q", text, got, turned)
		}
	}
}
