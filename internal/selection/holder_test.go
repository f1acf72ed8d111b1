package selection

import (
	"testing"
)

// TestHolder: who holds an office now is who takes it and not who leaves it.
func TestHolder(t *testing.T) {
	of := func(text string) Candidate { return Candidate{Text: text} }
	for _, test := range []struct{ question, leaves, takes, want string }{
		{"Who is the chief executive of Corvale?", "Lise Arden has resigned as chief executive of Corvale.", "Jon Pell, the head of sales, takes over on an interim basis.", "Jon Pell, the head of sales, takes over on an interim basis."},
		{"Who is the chairman of Orbital?", "Shareholders voted Hal Wren out as chairman on Thursday.", "Siggi Borg will chair the board himself.", "Siggi Borg will chair the board himself."},
		{"Is Lise Arden still chief executive?", "Lise Arden has resigned as chief executive.", "Jon Pell takes over.", ""},
		{"Who is the chief executive of Corvale?", "Lise Arden has resigned as chief executive of Corvale.", "Lise Arden takes over at Brandis.", ""},
		{"Who is the founder of Corvale?", "Lise Arden, the founder, left the board in May.", "Jon Pell takes over on an interim basis.", ""},
		{"Who runs the ferry?", "The Loch Urran left the pier on Wednesday.", "Eilidh Macrannoch, who is chair of the board, complained.", ""},
	} {
		cs := []Candidate{of(test.leaves), of(test.takes)}
		if test.want == "" {
			test.want = test.leaves
		}
		found := foundFrom(test.question)
		if got := holder(found, cs[0], cs).Text; got != test.want {
			t.Errorf("%s: %q, want %q", test.question, got, test.want)
		}
	}
}
