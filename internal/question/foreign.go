package question

import (
	"slices"
	"strings"
)

// A Language is one that questions are asked in.
type Language struct {
	Name, Code string // "French", "fr"; empty where no word tells
	asks       map[string]string
}

// Asks returns what a word in lower case that asks is in English, "" for another.
func (l Language) Asks(word string) string { return l.asks[word] }

// languages are those whose words that ask are known. English has its own.
var languages = []Language{
	newLanguage("English", "en", `when=when who=who whose=whose where=where why=why how=how much=much many=many old=old long=long cost=cost costs=cost price=price pay=pay paid=paid`),
	newLanguage("German", "de", `wann=when wer=who wem=who wen=who wo=where woher=where wohin=where warum=why wieso=why weshalb=why wie=how wieviel=how_much
		wieviele=how_many viel=much viele=many alt=old lange=long welche=which welcher=which welches=which welchen=which kostet=cost kosten=cost kostete=cost`),
	newLanguage("French", "fr", `quand=when qui=who où=where pourquoi=why combien=how_much comment=how quel=which quelle=which quels=which quelles=which
		coûte=cost coûtent=cost coûté=cost`),
	newLanguage("Spanish", "es", `cuándo=when quién=who quiénes=who dónde=where cuánto=how_much cuánta=how_much cuántos=how_many cuántas=how_many cómo=how
		cuál=which cuáles=which qué=what cuesta=cost cuestan=cost costó=cost costará=cost`),
	newLanguage("Italian", "it", `quando=when chi=who dove=where perché=why quanto=how_much quanti=how_many quante=how_many quale=which quali=which
		costa=cost costano=cost`),
}

func newLanguage(name, code, asks string) Language {
	l := Language{name, code, map[string]string{}}
	for pair := range strings.FieldsSeq(asks) {
		word, english, _ := strings.Cut(pair, "=")
		l.asks[word] = strings.ReplaceAll(english, "_", " ")
	}
	return l
}

// Tongue returns the language in which a question asks, by its words that ask.
func Tongue(text string) Language {
	q := Parse(text)
	switch {
	case q.english():
		return languages[0]
	case q.german:
		return languages[1]
	}
	for _, l := range languages[2:] {
		if slices.ContainsFunc(q.Words, func(w Word) bool { return l.asks[w.Low] != "" }) {
			return l
		}
	}
	return Language{}
}
