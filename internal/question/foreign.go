package question

import "strings"

// A foreignWord is a word that asks in another language: what it is in English, and of which
// language it is.
type foreignWord struct{ english, tongue string }

// foreignWords are the words that ask, in lower case, of languages without a stop word of
// English among them.
var foreignWords = func() map[string]foreignWord {
	all := map[string]foreignWord{}
	for tongue, list := range map[string]string{
		"German": `wann=when wer=who wem=who wen=who wo=where woher=where wohin=where warum=why wieso=why weshalb=why wie=how wieviel=how_much
			wieviele=how_many viel=much viele=many welche=which welcher=which welches=which welchen=which kostet=cost kosten=cost`,
		"French": `quand=when qui=who où=where pourquoi=why combien=how_much comment=how quel=which quelle=which quels=which quelles=which
			coûte=cost coûtent=cost coute=cost coûté=cost`,
		"Spanish": `cuándo=when quién=who quiénes=who dónde=where cuánto=how_much cuánta=how_much cuántos=how_many cuántas=how_many cómo=how
			cuál=which cuáles=which qué=what cuesta=cost cuestan=cost costó=cost costará=cost`,
		"Italian": `quando=when chi=who dove=where perché=why quanto=how_much quanti=how_many quante=how_many quale=which quali=which costa=cost costano=cost`,
	} {
		for pair := range strings.FieldsSeq(list) {
			word, english, _ := strings.Cut(pair, "=")
			all[word] = foreignWord{strings.ReplaceAll(english, "_", " "), tongue}
		}
	}
	return all
}()

// AsksIn returns the language in which a question asks, in English, or "" where that is English
// or no word tells.
func AsksIn(text string) string {
	q := Parse(text)
	if q.english() {
		return ""
	}
	if q.german {
		return "German"
	}
	for _, w := range q.Words {
		if f, ok := foreignWords[w.Low]; ok && f.tongue != "German" {
			return f.tongue
		}
	}
	return ""
}
