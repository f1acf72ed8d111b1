package question

import (
	"testing"
	"time"
)

// TestPresentElsewhere: the present state is asked for in other languages than English
// too, and what is over is not taken for it.
func TestPresentElsewhere(t *testing.T) {
	for text, want := range map[string]bool{
		"Ist die Nordbrücke noch gesperrt?":               true,
		"Wer ist Oberbürgermeister von Altfurt?":          true,
		"Wer war Oberbürgermeister von Altfurt?":          false,
		"Wann wurde die Brücke gesperrt?":                 false,
		"Qui est ministre de la Santé ?":                  true,
		"La maternité est-elle toujours ouverte ?":        true,
		"Combien d'enfants sont nés à Valmorin en 2024 ?": false,
		"Qui était ministre ?":                            false,
		"¿Quién es la consejera de Agua?":                 true,
		"¿Siguen los cortes de agua?":                     true,
		"¿Quién fue la consejera de Agua?":                false,
		"Chi è il sindaco?":                               true,
		"O prefeito ainda está no cargo?":                 true,
		"Кто директор аэропорта?":                         true,
		"Кто построил аэропорт?":                          false,
		"Аэропорт ещё закрыт?":                            true,
		"Feribot hâlâ durduruldu mu?":                     true,
		"Belediye başkanı kim?":                           true,
		"من هو وزير المياه؟":                              true,
		"من كان وزير المياه؟":                             false,
		"市長は誰ですか？":                                        true,
		"市長は誰でしたか？":                                       false,
		"票价是多少？":                                          true,
		"去年的票价是多少？":                                       false,
		"시장은 누구입니까?":                                      true,
		"Why did the encore last an hour?":                false,
		"Why were the hay bales moved?":                   false,
		"When did Kim resign?":                            false,
		"What was Kim's first summit about?":              false,
		"What was the actual cost?":                       false,
		"Why was the VA secretary sacked?":                false,
		"Who founded Agora?":                              false,
		"Was war der Grund für die Sperrung?":             false,
		"Was hatte der Rat beschlossen?":                  false,
		"Was kostet die Fahrt?":                           true,
		"Was the bridge closed?":                          true,
		"Wer leitet die WHO?":                             true,
	} {
		if got := Read(text, Catalog{}, time.Time{}).Present; got != want {
			t.Errorf("Read(%q).Present = %v, want %v", text, got, want)
		}
	}
}
