package question

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"footnote/internal/analysis"
)

// What questions say when they ask for something, in lower case, words
// divided by one space.
var (
	saysPresent = []string{
		"still", "now", "nowadays", "currently", "current", "latest", "newest", "today", "at present",
		"anymore", "any more", "any longer", "yet", "as of", "these days", "up to date", "so far", "no longer",
		"any news", "at the moment",
	}
	saysTimeline = []string{
		"since when", "over time", "over the years", "over the months", "over the weeks", "timeline", "chronology",
		"history of", "step by step", "at what point", "how did it come", "how has it come", "what has changed", "what changed",
	}
	saysChange  = []string{"change", "changed", "changes", "evolve", "evolved", "develop", "developed", "shift", "shifted", "unfold", "unfolded", "progressed"}
	saysCompare = []string{
		"compare", "compared", "comparing", "comparison", "versus", "vs", "differ", "differs", "differed", "difference",
		"differences", "different", "differently", "agree", "agrees", "agreed", "agreement", "disagree", "disagrees",
		"disagreement", "contradict", "contradicts", "contradictory", "consistent", "inconsistent", "consistency",
		"inconsistency", "similar", "similarly", "unlike", "in contrast", "whereas", "same as", "the same",
	}
	saysTime = []string{
		"when", "until when", "how long", "what year", "what date", "what day", "what month", "what time",
		"which year", "which date", "which day", "which month", "how soon", "how recently", "at what point",
	}
	saysCount = []string{
		"how many", "how much", "how large", "how big", "how long", "how far", "how old", "how high", "how often",
		"how expensive", "what share", "what percentage", "what proportion", "what number", "what price", "what amount", "what age",
	}
	saysName = []string{"who", "whom", "whose", "which", "where"}

	saysNew = []string{"new", "news", "newest", "latest", "headlines"}

	saysIs   = []string{"is", "are", "does", "do", "has", "have", "can", "will", "should"}
	saysWhat = []string{"what", "who", "where", "when", "how", "which"}
	saysWas  = []string{"did", "was", "were", "had", "used to"}

	saysOutcome = []string{"again", "eventually", "finally", "in the end", "what happened to", "became of", "become of"}
	asksOutcome = analysis.Set("did didn't was wasn't were weren't had hadn't")
	andSo       = analysis.Set("so and but or then also well ok okay hey hi hello")

	// behindWas are German verbs: there "was" asks what, and no subject stands behind it.
	behindWas = analysis.Set("ist war sind waren wird wurde wurden hat hatte haben hatten kostet sagt sagte macht machte geschah passiert passierte bedeutet heißt bekommt plant soll sollen kann weiß läuft gilt")

	saysFuture = []string{"will", "going to"}
)

// intent returns what the words of a question ask for, but for the tense.
func (q *Text) intent() Reading {
	text := q.lowered()
	r := Reading{
		Present:  says(text, saysPresent),
		Timeline: says(text, saysTimeline) || says(text, saysChange) && (says(text, []string{"when", "how has", "how have", "how did"}) || asksWhetherChanged(q)) && !says(text, saysFuture),
		Compares: says(text, saysCompare),
		Timed:    says(text, saysTime),
		Counted:  says(text, saysCount),
		Named:    says(text, saysName),
	}
	if q.german {
		q.intentGerman(&r)
	}
	return r
}

// asksWhetherChanged reports whether a question begins by asking whether something is so by now.
func asksWhetherChanged(q *Text) bool {
	for _, w := range q.Words {
		if !andSo[w.Low] {
			return w.Low == "has" || w.Low == "have"
		}
	}
	return false
}

// lowered returns the words in lower case with a space around each.
func (q *Text) lowered() string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, w := range q.Words {
		b.WriteString(w.Low)
		b.WriteByte(' ')
	}
	return b.String()
}

// says reports whether a lowered text holds one of the phrases.
func says(lowered string, phrases []string) bool {
	for _, p := range phrases {
		for at := 0; ; {
			i := strings.Index(lowered[at:], p)
			if i < 0 {
				break
			}
			i += at
			if at = i + len(p); lowered[i-1] == ' ' && lowered[at] == ' ' {
				return true
			}
		}
	}
	return false
}

// outcome reports whether a question asks what became of something, "did they
// sell it?", "why was it put off again?": the last that is told of it decides.
func (q *Text) outcome() bool {
	if says(q.lowered(), saysOutcome) {
		return true
	}
	opening := true // nothing but openings stand before the word
	for i, w := range q.Words {
		if asksOutcome[w.Low] && !(w.Low == "was" && behindWas[q.low(i+1)]) && (opening || q.Opens(i) || strings.Contains(w.gap, ",")) {
			return true
		}
		opening = opening && andSo[w.Low]
	}
	return false
}

// presentTense reports whether the verbs of a question are of the present:
// without other words, what is asked for is the state of things.
func (q *Text) presentTense() bool {
	text := q.lowered()
	if q.outcome() {
		return true
	}
	if says(text, saysWas) {
		return false
	}
	for i, w := range q.Words {
		switch {
		case w.Text == "may" || w.Text == "May" && i == 0 && !q.divided(1): // not the month
			return true
		case w.possessive && says(" "+w.Low+" ", saysWhat): // "what's happening"
			return true
		case q.low(i-1) == "who" && strings.HasSuffix(w.Low, "s"): // "who holds the record"
			return true
		}
	}
	return says(text, saysIs) || says(text, saysMany) && !says(text, saysAbout) && !slices.ContainsFunc(q.Words, pastVerb)
}

// mostKeywords is how many words are typed at most as one types them into a search box.
const mostKeywords = 12

// keywords reports whether a question is none by its words, "speed limit Elm bypass": it has
// no verb that is known and no word that asks. What it names is wanted as it is.
func (q *Text) keywords() bool {
	if len(q.Words) < 2 || len(q.Words) > mostKeywords || q.german || adds(q.text) {
		return false
	}
	return !slices.ContainsFunc(q.Words, func(w Word) bool {
		return questionOpeners[w.Low] || saysBe[w.Low] || orders[w.Low] || IsYear(w.Low) || pastVerb(w) && !bothTenses[w.Low] ||
			strings.ContainsFunc(w.Low, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) ||
			slices.ContainsFunc(languages[1:], func(l Language) bool { return l.asks[w.Low] != "" })
	})
}

// saysBe are forms of verbs that make a sentence, beside questionOpeners.
var saysBe = analysis.Set("be been being am had having i'm it's that's there's isn't aren't wasn't weren't don't doesn't didn't won't")

// orders begin a request.
var orders = analysis.Set("summarise summarize sum tell list show explain describe compare give find write remind check please")

// bothTenses are verbs of the past that have the same form in the present, or are nouns: "cost of parking".
var bothTenses = analysis.Set("cost cut hit hurt put quit read set shot left led found ground lost cast")

// saysMany are beginnings of questions whose verb may come last: "how many
// packs live there".
var saysMany = []string{"how many", "how much", "which", "what"}

// saysAbout are questions without a verb, which have the tense of those before.
var saysAbout = []string{"what about", "how about"}

// pastVerbs are frequent verbs of the past that do not end in -ed.
var pastVerbs = analysis.Set(`ate beat became began bought broke brought built came chose cost cut drew drove fell felt fought
	found gave got grew held hit hurt kept knew laid led left lent lost made met paid put quit ran read rose said sat
	saw sent set shot sold spent spoke stood stole swore taught thought threw told took went won wore wrote`)

// pastVerb reports whether a word of a question looks like a verb of the past.
func pastVerb(w Word) bool {
	return pastVerbs[w.Text] || w.Text == w.Low && len(w.Low) > 4 && strings.HasSuffix(w.Low, "ed") && !strings.HasSuffix(w.Low, "eed")
}

// pastSpan reports whether a question names a time that is over.
func pastSpan(dates []dated, now time.Time) bool {
	for _, d := range dates {
		if !d.until.IsZero() && (now.IsZero() || d.until.Before(now)) {
			return true
		}
	}
	return false
}
