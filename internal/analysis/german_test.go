package analysis

import "testing"

// TestGermanForms: the forms of a German verb are one term, and so are women and men in an
// office; other words are not.
func TestGermanForms(t *testing.T) {
	for _, same := range [][]string{
		{"öffnet", "öffnen", "öffnete", "geöffnet"},
		{"kostet", "kosten", "kostete", "Kosten"},
		{"zahlt", "zahlten", "gezahlt", "zahlen"},
		{"verlässt", "verließ", "verlassen"},
		{"findet", "fand", "gefunden"},
		{"übernimmt", "übernahm", "übernommen"},
		{"leitet", "leitete", "geleitet"},
		{"kündigte", "gekündigt"},
		{"beginnt", "begann", "begonnen"},
		{"zurücktreten", "zurückgetreten"},
		{"abgesagt", "absagen"},
		{"Intendant", "Intendantin"},
		{"Trainer", "Trainerin", "Trainerinnen"},
		{"neue", "neuen", "neuer"},
	} {
		for _, word := range same[1:] {
			if a, b := Terms(same[0], German), Terms(word, German); len(a) != 1 || len(b) != 1 || a[0] != b[0] {
				t.Errorf("%q is %q, %q is %q, want one term", same[0], a, word, b)
			}
		}
	}
	for _, pair := range [][2]string{{"gründet", "Grund"}, {"gestern", "Stern"}, {"Berlin", "Berl"}, {"liest", "liegt"}} {
		if a, b := Terms(pair[0], German), Terms(pair[1], German); a[0] == b[0] {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], a)
		}
	}
}

func TestComposed(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"wehrbruck", "bruck"}: true, {"oberburgermeist", "burgermeist"}: true,
		{"bruck", "bruck"}: false, {"neubau", "bau"}: false, {"bruckbau", "bruck"}: false,
	} {
		if got := Composed(pair[0], pair[1]); got != want {
			t.Errorf("Composed(%q, %q) = %v, want %v", pair[0], pair[1], got, want)
		}
	}
}
