package retrieval

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/question"
)

// A queryTerm is a term of a query with what the library holds of it.
type queryTerm struct {
	term     string // in the query's language
	lang     string
	times    int  // in the query
	asks     bool // belongs to the asking, not to what is asked for
	idf      float64
	holding  int      // visible chunks
	misspelt bool     // the library holds words spelt nearly like it
	forms    []string // in the languages of the library
	words    []string // as the query writes it, in lower case
	postings []posting
}

// known reports whether the term is a word of the English lexicon.
func (w queryTerm) known(an *analysis.Analyzer) bool {
	return w.lang == analysis.English && slices.ContainsFunc(w.words, func(word string) bool { return englishWords().Knows(lexical(an, word)) })
}

// parse returns the terms of a query, each once, in order: at most maxTerms,
// the rarest. The forms that a word has in the languages of the library count
// as one term.
func (l *library) parse(an *analysis.Analyzer, text string, v *view) []queryTerm {
	text = analysis.WordForm(text)
	lang := queryLanguage(an, text, v.langs)
	forms := map[int][]string{} // by offset
	for _, other := range v.langs {
		for _, t := range an.Tokens(text, other) {
			forms[t.Start] = appendNew(forms[t.Start], t.Term)
		}
	}
	var terms []queryTerm
	at := map[string]int{}
	asking, measured := askingWideAt(text), measuredAt(text, lang)
	for _, t := range an.Tokens(text, lang) {
		word := strings.ToLower(text[t.Start:t.End])
		if i, ok := at[t.Term]; ok {
			terms[i].times++
			terms[i].words = appendNew(terms[i].words, word)
			continue
		}
		at[t.Term] = len(terms)
		asks := askingTerms(lang)[t.Term] || askingTerms(lang)[an.Term(word, lang)] // "Gibt es …?"
		w := queryTerm{term: t.Term, lang: lang, times: 1, asks: asks || measured[t.Start] || asksWide(text, t, asking), forms: forms[t.Start], words: []string{word}}
		if lang == analysis.German && !w.asks && startsUpper(text[t.Start:t.End]) {
			w.forms = append(w.forms, l.words.compounds(t.Term)...)
		}
		w.postings = l.words.postings(w.forms)
		w.holding = l.holdingForms(w.forms, w.postings, v)
		w.idf = idf(v.chunks, w.holding)
		terms = append(terms, w)
	}
	if lang == analysis.English {
		l.rename(an, terms, at, text, v)
	}
	terms = rarest(terms, maxTerms)
	l.correct(an, terms, v)
	return terms
}

func appendNew(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// holdingForms counts the visible chunks among the postings of a term's forms.
func (l *library) holdingForms(forms []string, postings []posting, v *view) int {
	if len(forms) == 1 && len(postings) >= frequent {
		return v.frequent.holding(l.words.ids[forms[0]], func() int { return l.holding(postings, v) })
	}
	return l.holding(postings, v)
}

// holding counts the visible chunks among postings.
func (l *library) holding(postings []posting, v *view) int {
	if v.chunks == len(l.chunks) {
		return len(postings) // all are visible
	}
	n := 0
	for _, p := range postings {
		if v.visible[p.slot] {
			n++
		}
	}
	return n
}

// rarest returns the n terms with the highest idf, in the order they had.
func rarest(terms []queryTerm, n int) []queryTerm {
	if len(terms) <= n {
		return terms
	}
	order := make([]int, len(terms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(terms[b].idf, terms[a].idf) })
	order = order[:n]
	slices.Sort(order)
	kept := make([]queryTerm, n)
	for i, from := range order {
		kept[i] = terms[from]
	}
	return kept
}

// scripts are the letters of languages that are not written in Latin ones.
var scripts = map[string]*unicode.RangeTable{"ru": unicode.Cyrillic, "ar": unicode.Arabic, "fa": unicode.Arabic, "hi": unicode.Devanagari}

// queryLanguage tells the language of a query, too short for its letters to
// say, by its stop words and those that ask: the one of English and langs that has
// the most of them, English first. Letters of its own script count as one.
func queryLanguage(an *analysis.Analyzer, text string, langs []string) string {
	if slices.Contains(langs, analysis.German) && question.Parse(text).German() {
		return analysis.German
	}
	words := analysis.Words(text)
	most, lang := 0, analysis.English
	for _, l := range append([]string{analysis.English}, langs...) {
		stops := 0
		for _, w := range words {
			if term := an.Term(w, l); term == "" || askingTerms(l)[term] {
				stops++
			}
		}
		if script := scripts[l]; script != nil && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(script, r) }) {
			stops++
		}
		if stops > most {
			most, lang = stops, l
		}
	}
	return lang
}

// askingWords are words of English questions that articles that answer them
// need not hold, beside the stop words.
const askingWords = `many much whose tell know explain describe happen happened happening latest recent recently
	current currently status still now today yet news article articles say says said report reported reports according
	write wrote written publish published cover covered coverage mention mentions mentioned discuss discusses discussed speak speaks agree disagree differ compare contradict
	summarize summarise summary overview timeline chronology
	suppose supposed mean meant get gets got getting go goes going gone went come comes coming came take takes taking took make makes making made`

// askingElsewhere are those of other languages that are no stop words there, by
// ISO 639-1 code.
var askingElsewhere = map[string]string{
	"de": `wer wann warum wieso weshalb wieviel viel viele heißt gibt derzeit aktuell momentan heute noch immer wurde wurden
		worden darf dürfen dürfte bekannt los`,
	"fr": `quand combien pourquoi comment où quel quelle quels quelles va vont encore toujours actuellement aujourd'hui maintenant`,
	"es": `cuándo cuánto cuánta cuántos cuántas quién quiénes cuál cuáles dónde cómo qué todavía aún sigue siguen ahora actualmente hoy`,
	"it": `quando quanto quanta quanti quante chi quale quali dove perché ancora adesso ora attualmente oggi`,
	"pt": `quando quanto quanta quantos quantas quem qual quais onde como porquê ainda agora atualmente hoje`,
	"nl": `wanneer waarom hoeveel wie welke waar nog steeds nu momenteel vandaag`,
	"ru": `когда сколько кто почему где какой какая какие какова каков ещё сейчас теперь сегодня`,
	"tr": `ne zaman kaç kim kimdir kadar nerede neden niçin nasıl hangi hâlâ hala şimdi şu anda bugün mu mı mi mü`,
	"ar": `متى كم من هو هي ما ماذا أين لماذا كيف هل الآن اليوم`,
}

// askingTerms are the terms of the words that only ask in a language.
func askingTerms(lang string) map[string]bool {
	if terms := askingIn[lang]; terms != nil {
		return terms()
	}
	return nil
}

var askingIn = func() map[string]func() map[string]bool {
	in := map[string]func() map[string]bool{}
	words := maps.Clone(askingElsewhere)
	words[analysis.English] = askingWords
	for lang, words := range words {
		in[lang] = sync.OnceValue(func() map[string]bool { return analysis.Set(strings.Join(analysis.Terms(words, lang), " ")) })
	}
	return in
}()

// askingMeasure matches what asks for a measure in English: how long, how old.
var askingMeasure = regexp.MustCompile(`(?i)\bhow (long|old|far|big|large|small|tall|high|low|deep|wide|heavy|fast|quickly|often|frequently|soon|early|late|well|badly|likely|expensive|strong|hot|cold|close|near)\b`)

// measureGerman does in German.
var measureGerman = regexp.MustCompile(`(?i)\bwie (hoch|alt|teuer|groß|lange?|weit|oft|schnell|stark|schwer|spät|früh|tief|breit|viele?n?)(?:\s|$)`)

// measuredAt returns where in a text the words stand that ask for a measure: an article
// that answers "how old is she?" says that she is 41.
func measuredAt(text, lang string) map[int]bool {
	asking := askingMeasure
	switch lang {
	case analysis.English:
	case analysis.German:
		asking = measureGerman
	default:
		return nil
	}
	at := map[int]bool{}
	for _, m := range asking.FindAllStringSubmatchIndex(text, -1) {
		at[m[2]] = true
	}
	return at
}

// askingWide matches what only asks, or holds words together, in scripts whose
// terms are pairs of characters. Of Japanese that is all in Hiragana: what is asked
// for is written in other characters.
var askingWide = regexp.MustCompile(`\p{Hiragana}+|什么时候|什麼時候|什么|什麼|甚麼|多少|是|谁|誰|怎么样|怎麼樣|怎么|怎麼|为什么|為什麼|哪|几|幾|何時|何时|何人|何|是否|有没有|有沒有|如何|吗|嗎|呢|的|了|` +
	`现在|現在|目前|언제|누구|누가|무엇|얼마|몇|어디|왜|어떻게|입니까|습니까|나요|까요|인가요`)

// askingWideAt returns where a text matches askingWide, which begins with Hangul.
func askingWideAt(text string) [][]int {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= '\u1100' }) {
		return nil
	}
	return askingWide.FindAllStringIndex(text, -1)
}

// asksWide reports whether a pair of characters is no word of what is asked for:
// one of them stands in what askingWide matched.
func asksWide(text string, t analysis.Token, asking [][]int) bool {
	r, _ := utf8.DecodeRuneInString(text[t.Start:])
	if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
		return false
	}
	return slices.ContainsFunc(asking, func(at []int) bool { return t.Start < at[1] && at[0] < t.End })
}

// asked returns the terms of what is asked for, with their idf.
func asked(terms []queryTerm) map[string]float64 {
	m := map[string]float64{}
	for _, t := range terms {
		if t.misspelt {
			m[t.forms[0]] = t.idf
		} else if !t.asks {
			m[t.term] = t.idf
		}
	}
	return m
}
