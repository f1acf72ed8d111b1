package question

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
)

// A tongue is how questions of a language ask for the present state.
type tongue struct {
	still []string // say so themselves, in lower case, words divided by one space
	is    []string // verbs of the present and what asks without a verb
	was   []string // verbs of the past, which take away what is says
	over  string   // endings of verbs of the past, divided by spaces
}

// tongues are told apart by their words alone. Which words of the past there are
// decides little: newest first is how most news is asked for.
var tongues = []tongue{
	{ // German
		still: []string{"noch", "derzeit", "aktuell", "aktuelle", "aktuellen", "momentan", "zurzeit", "jetzt", "heute", "inzwischen", "nach wie vor"},
		is:    []string{"ist", "sind", "wird", "werden", "darf", "dürfen", "kostet", "kosten die", "gilt", "gibt es", "läuft", "leitet", "bekommt", "steht", "gehört"},
		was:   []string{"war", "waren", "wurde", "wurden", "hatte", "hatten", "worden", "passiert", "gekommen"},
	},
	{ // French
		still: []string{"encore", "toujours", "actuellement", "maintenant", "aujourd'hui", "désormais", "en ce moment"},
		is:    []string{"est", "est-il", "est-elle", "sont", "sont-ils", "sont-elles", "peut-on", "va", "vont", "va-t-il", "va-t-elle", "coûte", "dirige"},
		was:   []string{"était", "étaient", "avait", "fut", "été", "arrivé", "passé"},
	},
	{ // Spanish
		still: []string{"todavía", "aún", "sigue", "siguen", "ahora", "actualmente", "actual", "hoy"},
		is:    []string{"es", "está", "están", "será", "serán", "cuesta", "quién dirige"},
		was:   []string{"fue", "fueron", "era", "eran", "había", "estaba", "sido"},
	},
	{ // Italian
		still: []string{"ancora", "adesso", "attualmente", "attuale", "tuttora", "oggi"},
		is:    []string{"è", "chi è", "qual è", "cos'è", "c'è", "sono"},
		was:   []string{"era", "erano", "fu", "stato", "stata", "stati"},
	},
	{ // Portuguese
		still: []string{"ainda", "agora", "atualmente", "continua", "continuam", "hoje"},
		is:    []string{"é", "são", "está", "estão", "será", "custa"},
		was:   []string{"foi", "foram", "era", "eram", "tinha"},
	},
	{still: []string{"nog", "momenteel", "tegenwoordig", "vandaag"}, is: []string{"zijn", "wordt", "worden", "kost"}, was: []string{"waren", "werd", "werden", "geweest"}}, // Dutch
	{ // Russian
		still: []string{"сейчас", "ещё", "еще", "до сих пор", "теперь", "по-прежнему", "сегодня"},
		is:    []string{"кто", "какой", "какая", "какое", "какова", "каков", "сколько", "где", "когда"},
		over:  "л ла ло ли лся лась лось лись",
	},
	{ // Turkish
		still: []string{"hâlâ", "hala", "halen", "şu an", "şu anda", "şimdi", "artık", "bugün"},
		is:    []string{"kim", "kimdir", "nedir", "ne kadar", "kaç", "ne zaman"},
		over:  "dı di du dü tı ti tu tü",
	},
	{ // Arabic
		still: []string{"الآن", "لا يزال", "لا تزال", "ما زال", "ما زالت", "مازال", "حاليا", "حالياً", "اليوم"},
		is:    []string{"متى", "من هو", "من هي", "ما هو", "ما هي", "كم تبلغ", "كم يبلغ", "هل"},
		was:   []string{"كان", "كانت"},
	},
}

// Of scripts without spaces, what says the same wherever it stands.
var (
	presentWide = regexp.MustCompile(`現在|现在|現時点|目前|如今|いま|今|まだ|(?:です|ます|いる|ある)か|いくら|还|還|仍|是谁|是誰|是什么|是什麼|是多少|多少钱|多少錢|什么时候|什麼時候|현재|지금|아직|여전히|입니까|인가요|나요`)
	pastWide    = regexp.MustCompile(`でした|ました|だった|たのか|去年|昨年|昨日|昨天|当时|當時|以前|曾|했|었|았|였`)
)

// onlyEnglish are words of English questions that no tongue has. Beside them "actual" is
// English, and "Kim" and "Agora" are names.
var onlyEnglish = analysis.Set("the who whom whose what when where why which how did were had and about with from that")

// english reports whether a word is one of those, and no name: "die WHO".
func (q *Text) english() bool {
	for i, w := range q.Words {
		if onlyEnglish[w.Low] && (i == 0 || unicode.IsLower(firstRune(w.Text))) {
			return true
		}
	}
	return false
}

// presentElsewhere reports whether a question in another language than English asks
// for the present state.
func (q *Text) presentElsewhere() bool {
	if q.english() {
		return false
	}
	text := q.lowered()
	if presentWide.MatchString(q.text) && !pastWide.MatchString(q.text) {
		return true
	}
	year := slices.ContainsFunc(q.Words, func(w Word) bool { return IsYear(w.Low) })
	return slices.ContainsFunc(tongues, func(t tongue) bool {
		return says(text, t.still) || !year && says(text, t.is) && !says(text, t.was) && !q.over(t.over)
	})
}

// over reports whether a word of some length has one of the endings of the past.
func (q *Text) over(endings string) bool {
	return slices.ContainsFunc(q.Words, func(w Word) bool {
		return slices.ContainsFunc(strings.Fields(endings), func(end string) bool {
			return strings.HasSuffix(w.Low, end) && len(w.Low) > len(end)+4
		})
	})
}
