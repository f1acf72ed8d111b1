package gate

import "testing"

const interview = "Naomi Feld, a midwife, wrote a letter. \"We're better than we were,\" she says, \"which is not the same as good.\" " +
	"Gareth Lyle left in July. His successor, Ruth Tarn, said: \"If the rota holds, we will not close the ward.\""

// TestQuotations: what stands in quotation marks is said so, whole, and by whom
// the sentence names.
func TestQuotations(t *testing.T) {
	g := gateOf(t, interview, "Bürgermeisterin Jutta Kern eröffnete die Brücke. „Wir haben lange genug gewartet“, sagte sie am Montag.")
	for _, tt := range []struct{ raw, reason string }{
		{`"We're better than we were," Naomi Feld said. [1]`, ""},
		{`"We're better than we were," said Feld, "which is not the same as good." [1]`, ""},
		{`Feld, a midwife, said: "We're better than we were." [1]`, ""},
		{`"If the rota holds, we will not close the ward," said Ruth Tarn. [1]`, ""},
		{`“We’re better than we were,” Naomi Feld said. [1]`, ""},

		{`"We're better than we were," Gareth Lyle said. [1]`, ReasonSpeaker},
		{`"We're better than we were," a surgeon said. [1]`, ReasonSpeaker},
		{`"We were better than we are," Naomi Feld said. [1]`, reasonQuoted},
		{`"We will close the ward," said Ruth Tarn. [1]`, reasonQuoted},
		{`"We will not close the ward," said Ruth Tarn. [1]`, ReasonSpeaker}, // cut from its "if"
		{"„Wir haben nie gewartet“, sagte Jutta Kern. [2]", reasonQuoted},
	} {
		if f := g.Check(tt.raw); f.Reason != tt.reason {
			t.Errorf("check(%q) holds back %q, want %q", tt.raw, f.Reason, tt.reason)
		}
	}
}

func TestGenders(t *testing.T) {
	l := newLexer("en")
	g := genders{}
	for _, text := range []string{
		"Naomi Feld says that she wrote a letter.", "Gareth Lyle left, and his successor came.",
		"Tarn told Hale that she knew.", "In Kazakhstan he was unknown.", "Ada Morrow and her sister came.", "Morrow said that he had gone.",
	} {
		g.note(l.claim(text))
	}
	for name, want := range map[string]gender{"Feld": feminine, "Lyle": masculine, "Tarn": unknown, "Hale": unknown, "Kazakhstan": unknown, "Morrow": unknown, "Ada": feminine} {
		if got := g[l.claim("Yes, " + name).tokens[1].stem]; got != want {
			t.Errorf("%s is %d, want %d", name, got, want)
		}
	}
}
