package selection

import "testing"

// TestIdentifies: who somebody is stands beside the name, and not in what they do.
func TestIdentifies(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       bool
	}{
		{"Karin Wolff", "“Without it we would have closed,” said Brandis's chief executive, Karin Wolff.", true},
		{"Karin Wolff", "It was chief executive Karin Wolff who signed.", true},
		{"Karin Wolff", "Karin Wolff, who leads Brandis, will stay.", true},
		{"Karin Wolff", "Karin Wolff, 52, signed on Monday.", true},
		{"Wolff", "The head of the mill, Karin Wolff, signed on Monday.", true},
		{"karin wolff", "Karin Wolff is a chemist.", true},
		{"Hipgnosis", "Hipgnosis is one of the funds that buy songs.", true},
		{"Karin Wolff", "Karin Wolff signed on Monday.", false},
		{"Karin Wolff", "Nobody asked her, Karin Wolff said.", false},
		{"Karin Wolff", "After Karin Wolff the mill had nobody.", false},
		{"Karin Wolff", "Karin Wolff was not told.", false},
	} {
		if got := identifies(test.name).MatchString(test.text); got != test.want {
			t.Errorf("%s in %q: %t, want %t", test.name, test.text, got, test.want)
		}
	}
}

// TestKinds: what a sentence must have where a time is told by how long it is, a reason or a way, and
// years are no number of anything else.
func TestKinds(t *testing.T) {
	for _, test := range []struct {
		question, text string
		want           bool
	}{
		{"How long was Lode in prison?", "He was sentenced on Wednesday.", false},
		{"How long was Lode in prison?", "He was locked up for five and a half years.", true},
		{"How long will Lode stay?", "The contract runs until June 2028.", true},
		{"How long is the Lode tunnel?", "It is bored through 340 metres of rock.", true},
		{"How many coins has Lode?", "He was jailed for five and a half years.", false},
		{"How many coins has Lode?", "Sixty-nine are missing.", true},
		{"How many years did Lode get?", "He was jailed for five years.", true},
		{"Why did Lode leave?", "It had been open since November.", false},
		{"Why did Lode leave?", "Since nobody paid, it closed.", true},
		{"Why did Lode sell it?", "He sold it to pay his debts.", true},
		{"How did Lode get in?", "The thief came through the roof.", true},
		{"How did Lode get in?", "The thief was seen on Monday.", false},
	} {
		if got := newAsked(foundFrom(test.question)).answers(test.text); got != test.want {
			t.Errorf("%s %q: %t, want %t", test.question, test.text, got, test.want)
		}
	}
}
