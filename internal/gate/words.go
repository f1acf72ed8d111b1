package gate

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"footnote/internal/analysis"
	"footnote/internal/lexicon"
)

// English is the lexicon by which the gate reads English; its words of denial stand
// for no others.
func English() *lexicon.Lexicon { return english() }

// english is built when the first English sentence is checked.
var english = sync.OnceValue(func() *lexicon.Lexicon {
	return lexicon.Read(EnglishStem, slices.Sorted(maps.Keys(operators))...)
})

func stemsIn(phrase string) []string { return lexicon.Stems(phrase, EnglishStem) }

// EnglishStem returns the stem under which English has a word, in lower case.
func EnglishStem(low string) string { return stemOf(low, "en") }

// stemOf returns the stem of a word in lower case, or the word itself where
// its language gives it none, as stop words.
func stemOf(low, lang string) string {
	if s := lexicon.Irregular(low); s != "" && lang == "en" {
		low = s
	}
	if terms := analysis.Terms(low, lang); len(terms) > 0 {
		return strings.Join(terms, "")
	}
	return low
}

// verbForms are the forms that the lexicon tells apart and what they are of.
var verbForms = func() map[string]bool {
	set := map[string]bool{}
	for form, base := range lexicon.IrregularForms() {
		set[form], set[base] = true, true
	}
	return set
}()

// setOf returns the words of a text as a set.
func setOf(text string) map[string]bool { return analysis.Set(text) }

// Words by what they do in a sentence.
var (
	// functionWords say nothing that a passage must hold. Words that deny or
	// weaken are told apart before, as operators.
	functionWords = setOf(`a an the this that these those it its itself he him his she her hers they them their theirs we us our you your i my me
		be is are was were been being am have has had having do does did done will would shall
		of in on at to from by for with without into onto upon over under about as than then there here and or but nor so if though although
		while whereas because since when where which who whom whose what how why that up out off down through during between among amongst
		within across along around towards toward per via despite like unlike until till after before above below
		also too either both else ever just even rather quite very much such same well
		however moreover furthermore meanwhile therefore thus hence accordingly namely indeed instead
		'd 'll 're 've 's s t de la le`)
	// lightWords carry a sentence but hardly what it says.
	lightWords = setOf(`now earlier currently presently number amount total overall figure level sum value way thing fact one ones
		make take get put go come set year day time already eventually far just yet compared compare compar date play happen occur become becom present case part altogether respectively having mr mrs ms dr prof
		laut sagt sagte dagegen dafur daran davon damit darauf
		said say`)
	// stand-ins name again what was named: "the company".
	standIns = setOf(`work company firm business group organisation organization agency authority club team side city town country government ministry
		department party union court museum bank airport network app maker chief director coach minister leader pair project deal
		plan report decision move measure product device programme program agreement operator body institution regulator vessel
		area place site game film book song boat ship festival show series race match mission study trial drug vaccine law bill bridge`)
	// determiners make of what follows them a thing, not a deed.
	determiners = setOf(`a an the this that these those its his her their our your my of in at by with from for on no any some each every
		per between among against about into over under 's and or two three four five six seven eight nine ten first second third last new`)
	// anaphors stand for what was named in an earlier sentence.
	anaphors = setOf(`it its he him his she her they them their this that these those such none both neither another`)
)
