package question

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/analysis"
)

// shorthand is how words are typed in haste that no article prints so. What may be a word
// of another meaning ("its", "id", "well") is not among them.
var shorthand = map[string]string{
	"whats": "what's", "whos": "who's", "wheres": "where's", "whens": "when's", "hows": "how's", "thats": "that's", "theres": "there's",
	"didnt": "didn't", "doesnt": "doesn't", "dont": "don't", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't", "werent": "weren't",
	"hasnt": "hasn't", "havent": "haven't", "hadnt": "hadn't", "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't",
	"theyre": "they're", "theyve": "they've", "youre": "you're", "whove": "who have", "gonna": "going to",
	"pls": "please", "plz": "please", "thx": "thanks", "tks": "thanks", "u": "you", "abt": "about", "ppl": "people", "rn": "right now",
	"b4": "before", "w/": "with", "bc": "because", "govt": "government", "yday": "yesterday", "n": "and", "whn": "when",
}

// oftenAsked are the words of questions that are read where they are misspelt.
var oftenAsked = strings.Fields("what when where which who whose why how much many did does the and have has will were there")

// expected are the words that begin a question which expects a yes, "isn't it open?", and what begins
// one that asks the same.
var expected = map[string]string{
	"isn't": "is", "aren't": "are", "wasn't": "was", "weren't": "were", "doesn't": "does", "don't": "do", "didn't": "did",
	"hasn't": "has", "haven't": "have", "hadn't": "had", "won't": "will", "can't": "can", "couldn't": "could", "wouldn't": "would", "shouldn't": "should",
}

// Typed returns a question as it was meant where it was typed in haste: with the apostrophes
// of English, without shorthand, and with the words that questions are made of spelt right. One that
// expects a yes asks whether it is so. What it is about is left as it is, and so is a question in another language.
func Typed(text string) string {
	q := Parse(text)
	if l := Tongue(text); l.Code != "" && l.Code != "en" {
		return text
	}
	var b strings.Builder
	at, opening := 0, true // nothing but openings stand before the word
	for i, w := range q.Words {
		meant := q.asMeant(i)
		if is := expected[strings.ReplaceAll(cmp.Or(meant, w.Low), "’", "'")]; is != "" && opening && i+1 < len(q.Words) {
			meant = is
		}
		opening = opening && andSo[w.Low]
		if meant == "" || strings.EqualFold(meant, w.Text) {
			continue
		}
		if first := firstRune(w.Text); unicode.IsUpper(first) {
			meant = strings.ToUpper(meant[:1]) + meant[1:]
		}
		b.WriteString(text[at:w.Start])
		b.WriteString(meant)
		at = w.end
	}
	b.WriteString(text[at:])
	return b.String()
}

// asMeant returns what a word of a question stands for that is no word, "" for another.
func (q *Text) asMeant(i int) string {
	w := q.Words[i]
	name := unicode.IsUpper(firstRune(w.Text)) && !q.Opens(i) && !q.shouted
	if meant := shorthand[w.Low]; meant != "" && !name && !w.possessive {
		if (w.Low == "u" || w.Low == "n") && (i == 0 || i+1 == len(q.Words)) {
			return ""
		}
		return meant
	}
	if name || len(w.Low) < 3 || w.possessive || small[w.Low] || onlyEnglish[w.Low] || notMisspelt[w.Low] {
		return ""
	}
	var near []string
	for _, word := range oftenAsked {
		if word == w.Low {
			return ""
		}
		if analysis.Misspelt(w.Low, word) {
			near = append(near, word)
		}
	}
	if len(near) != 1 {
		return ""
	}
	if opener := slices.Contains(near, "who") || near[0][0] == 'w' && near[0] != "will" && near[0] != "were"; opener && !q.Opens(i) && !conjunctions[q.low(i-1)] {
		return "" // asks nothing there
	}
	return near[0]
}

// notMisspelt are words themselves that are one mistake from one of those.
var notMisspelt = analysis.Set(`dad dido died dies doe doers doles domes dopes dos dose dotes dozes dud dues halve hash hasp haste haven haws hays hew his
	hive hove howl man mandy mangy manly manny may mulch munch them then theo they tho three wall ware wee well wheat whet whey whit whoa wire wore`)
