package selection

import "testing"

// TestSaysWho: a name answers who did something where the sentence says that it did.
func TestSaysWho(t *testing.T) {
	for _, test := range []struct {
		question, text string
		want           bool
	}{
		{"Who founded Lumen?", "The firm, founded in 2018 by Anouk de Wit, employs 640.", true},
		{"Who founded Lumen?", "Lumen, founded in 2018, has raised $240 million from Cedar Point Capital.", false},
		{"Who led the trial?", "It was led by Professor Kofi Mensah of the University of Ghana.", true},
		{"Who led the trial?", "Kofi Mensah led the trial.", true},
		{"Who was the chairman of Torvald?", "Its chairman Per Ringdal thanked everybody.", true},
		{"Who was the chairman of Torvald?", "Per Ringdal, the chairman, thanked everybody.", true},
		{"Who was the governor?", "It was seen by the governor, the Marquis de Vaudreuil.", true},
		{"Who was the chairman of Torvald?", "The chairman left on Friday.", false},
		{"Who bought Quill?", "Orchard was bought, Kinetiq said.", false},
		{"Who bought Quill?", "Orchard bought Quill.", true},
	} {
		a := askedOf(test.question)
		if a.deed == nil {
			t.Errorf("%s: reads no deed", test.question)
		} else if got := a.saysWho(test.text); got != test.want {
			t.Errorf("%s %s: says who %t, want %t", test.question, test.text, got, test.want)
		}
	}
	for _, question := range []string{"Who did Torvald buy?", "Who is Karin Holm?", "What was bought?", "Who leads Lumen?"} {
		if d := askedOf(question).deed; d != nil {
			t.Errorf("%s: reads the deed %v", question, d.said)
		}
	}
}
