package question

import (
	"slices"
	"testing"
)

// TestGerman: German is told from English, also without a word that only German has.
func TestGerman(t *testing.T) {
	for text, want := range map[string]bool{
		"Warum verlässt Ute Kastner die Brauerei?": true,
		"Was kostet ein Kitaplatz in Haldenburg?":  true,
		"Was bekommt Otto Kruse?":                  true,
		"Hat Nordwind den Windpark verkauft?":      true,
		"Was the bridge closed?":                   false,
		"Has Nordwind sold its wind farm?":         false,
		"Was Kim sacked?":                          false,
		"war in Sudan":                             false,
		"Die Hard":                                 false,
	} {
		if got := Parse(text).German(); got != want {
			t.Errorf("Parse(%q).German() = %v, want %v", text, got, want)
		}
	}
}

// TestReadGerman: of German questions names are told from nouns, and what they ask for is
// read.
func TestReadGerman(t *testing.T) {
	for text, want := range map[string]struct {
		names []string
		kind  Kind
	}{
		"Wie viel hat Verlinde für die Brauerei Kastner bezahlt?": {[]string{"Verlinde", "Kastner"}, Money},
		"Was kostet die Sanierung des Hallenbads?":                {nil, Money},
		"Wann öffnet das Hallenbad wieder?":                       {nil, Time},
		"Warum wird das Hallenbad teurer?":                        {nil, Reason},
		"Wie viele Gäste hatte das Hallenbad?":                    {nil, Count},
		"Wie alt sind die Münzen?":                                {nil, Number},
		"Wer ist Bürgermeister von Haldenburg?":                   {[]string{"Haldenburg"}, Name},
		"Wer ist Petra Wendlandt?":                                {[]string{"Petra Wendlandt"}, Name},
		"Wo liegt die neue Brücke?":                               {nil, Name},
		"Gibt es Streit um die Gebühren?":                         {nil, Any},
	} {
		r := Alone(text)
		if !slices.Equal(r.Names, want.names) || r.Kind() != want.kind {
			t.Errorf("Alone(%q) names %q and asks for kind %d, want %q and %d", text, r.Names, r.Kind(), want.names, want.kind)
		}
	}
}
