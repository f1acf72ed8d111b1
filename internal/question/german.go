package question

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
)

var (
	// onlyGerman are words of German questions that are no English ones.
	onlyGerman = analysis.Set(`ist sind der das und nicht wann wer wie wird wurde gibt für von zu bei warum wieso weshalb dem ein eine einen
		einer einem haben vom zum zur nach auf woher wohin wem wessen welche welcher welches welchem welchen wo kostet müssen gegen`)

	// alsoGerman are words that may be English, or names, but no two of them are.
	alsoGerman = analysis.Set("hat den des die war was im aus mit es noch über")

	// neverGerman are words of English questions, beside those of onlyEnglish, that stand
	// in no German one.
	neverGerman = analysis.Set("a of is to for it on at by any he she they you his her its our be been still ever")

	// determiners stand before German nouns that are no names.
	determiners = analysis.Set(`der die das den dem des ein eine einen einem einer eines im am vom zum zur beim ins ans
		kein keine keinen keinem keiner ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner dieser diese dieses diesem diesen
		jeder jede jedes welcher welche welches welchem welchen wie viel viele wieviel wieviele es`)

	// copulas stand before an office: "Wer ist Bürgermeister von …?"
	copulas = analysis.Set("ist sind war waren wird wurde bleibt blieb noch jetzt derzeit")
)

// German reports whether a question is in German, which has capitals for every noun,
// whatever languages the library is in.
func (q *Text) German() bool { return q.german }

func (q *Text) isGerman() bool {
	if q.english() || slices.ContainsFunc(q.Words, func(w Word) bool { return neverGerman[w.Low] }) {
		return false
	}
	if q.low(0) == "was" && behindWas[q.low(1)] {
		return true
	}
	may := map[string]bool{}
	for _, w := range q.Words {
		if onlyGerman[w.Low] {
			return true
		}
		may[w.Low] = alsoGerman[w.Low]
	}
	n := 0
	for _, is := range may {
		if is {
			n++
		}
	}
	return n > 1
}

// noun returns whether a word of a German question has its capital as a noun, or as the
// first word, and not as a name.
func (q *Text) noun(i int) bool {
	if q.Opens(i) {
		return i+1 == len(q.Words) || !unicode.IsUpper(firstRune(q.Words[i+1].Text)) || q.divided(i+1) || opensGerman[q.low(i)]
	}
	if copulas[q.low(i-1)] && !q.divided(i) && (q.divided(i+1) || !unicode.IsUpper(firstRune(q.Words[i+1].Text))) {
		return true
	}
	for at := i - 1; at >= 0 && !q.divided(at+1); at-- {
		if r := firstRune(q.Words[at].Text); determiners[q.low(at)] {
			return true
		} else if unicode.IsUpper(r) || !adjective(q.low(at)) {
			return false
		}
	}
	return false
}

// adjective reports whether a German word has the ending of one, as between "die" and
// "Brücke" in "die neue Brücke".
func adjective(word string) bool {
	return slices.ContainsFunc([]string{"e", "en", "er", "es", "em"}, func(end string) bool { return len(word) > 3 && strings.HasSuffix(word, end) })
}

// opensGerman are words that open German questions, before a name too.
var opensGerman = analysis.Set(`wer wie was wann wo warum wieso weshalb wem wen wessen woher wohin welche welcher welches welchen hat haben hatte ist
	sind war waren wird werden wurde wurden darf dürfen kann können muss müssen soll sollen will wollen gibt gab seit bis für von mit in an
	auf bei nach und aber oder wieviel wieviele zu um`)

// What German questions ask for, as the fields of a Reading have it.
var (
	asksTimeGerman  = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:wann|wie lange|in welchem jahr|an welchem tag|welches (?:jahr|datum))(?:[^\pL]|$)`)
	asksCountGerman = regexp.MustCompile(`(?i)(?:^|[^\pL])wie ?(?:viele?n?|hoch|teuer|alt|groß|lang|weit|oft)(?:[^\pL]|$)`)
	asksNameGerman  = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:wer|wem|wen|wessen|wo|woher|wohin|welche[rsnm]?)(?:[^\pL]|$)`)
)

// intentGerman adds what a German question asks for.
func (q *Text) intentGerman(r *Reading) {
	r.Timed = r.Timed || asksTimeGerman.MatchString(q.text)
	r.Counted = r.Counted || asksCountGerman.MatchString(q.text)
	r.Named = r.Named || !r.Timed && asksNameGerman.MatchString(q.text)
}
