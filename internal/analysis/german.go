package analysis

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What bleve's light stemmer leaves apart in German: the forms of verbs, which articles
// and questions seldom share ("Wann öffnet das Bad?", "soll im März öffnen"), and women
// in an office ("Intendantin").

// German is the language with words that are composed of others.
const German = "de"

// Composed reports whether a term is a German word composed with another term at its end.
func Composed(term, end string) bool {
	return len(end) >= leastPart && len(term) >= len(end)+leastBefore && strings.HasSuffix(term, end)
}

// How many letters the parts of a composed word have at least.
const (
	leastPart   = 5
	leastBefore = 3
)

// strongVerbs are stems of German verbs with those of their other forms, as they are
// after the endings are cut.
var strongVerbs = func() map[string]string {
	base := map[string]string{}
	for line := range strings.Lines(`find fand fund
		geb gab gib gibt
		geh ging gang
		komm kam
		tret trat tritt trit
		steig stieg
		sink sank sunk
		sprech spricht sprach sproch
		nehm nimm nimmt nahm nomm
		gewinn gewann gewonn
		verlier verlor
		beginn begann begonn
		schließ schloss schloß
		bleib blieb
		halt hält hielt
		lass läss läs ließ
		fahr fähr fuhr
		trag träg trug
		schlag schläg schlug
		sterb stirb stirbt starb storb
		werf wirf wirft warf worf
		helf hilf hilft half holf
		treff triff trifft traf troff
		bring bracht brach
		schreib schrieb
		scheid schied
		biet bot
		zieh zog
		flieg flog
		schieb schob
		fall fäll fiel
		fang fäng fing
		steh stand
		ruf rief
		lauf läuf lief
		heb hob
		seh sieh sah
		les lies
		ess iss aß
		mess miss maß
		sitz saß sess
		lieg lag leg
		brech brich bricht broch
		wachs wächs wuchs
		streit stritt
		reit ritt
		sing sang sung
		spring sprang sprung
		zwing zwang zwung
		verschwind verschwand verschwund
		gelt galt gilt golt
		wechsel wechsl`) {
		words := strings.Fields(line)
		for _, form := range words {
			base[form] = words[0]
		}
	}
	return base
}()

// verbPrefixes may stand before a verb, and those that are written apart in some of its
// forms.
var verbPrefixes = []string{
	"zurück", "zusammen", "unter", "über", "wieder", "nach", "fest", "her", "hin", "ver", "ent", "zer", "auf", "aus", "ein", "vor", "mit", "bei",
	"be", "er", "ge", "ab", "an", "zu", "um",
}

// germanBase returns a German word as its forms have it in common: of what is written
// small, as verbs are, without the endings of verbs and the ge- of participles; of what
// is written large, without the ending of women in an office. It reports whether it did
// the first.
func germanBase(word string) (base string, verb bool) {
	if first, _ := utf8.DecodeRuneInString(word); !unicode.IsLower(first) {
		return inOffice(word), false
	}
	if base, ok := strongVerb(word); ok {
		return base, true
	}
	stem, cut := word, ""
	for _, end := range verbEndings {
		s, ok := strings.CutSuffix(word, end)
		if !ok || utf8.RuneCountInString(s) < leastStem {
			continue
		}
		if base, ok := strongVerb(s); ok {
			return base, true
		}
		if stem == word {
			stem, cut = s, end
		}
	}
	if stem == word || utf8.RuneCountInString(word) < leastVerb {
		return word, false
	}
	stem = pastMark.ReplaceAllString(stem, "$1")
	if cut == "n" { // "gestern" is no participle
		return stem, true
	}
	return participle(stem), true
}

// leastVerb is how many letters a verb has at least that is not listed.
const leastVerb = 5

// leastStem is how many letters are left of it at least.
const leastStem = 3

// verbEndings are those of German verbs, but for those of "du".
var verbEndings = []string{"eten", "etet", "ete", "end", "en", "et", "e", "t", "n"}

// pastMark is the -t of "zahlte", behind a letter that needs no other vowel before it.
var pastMark = regexp.MustCompile(`([^aeiouyäöüst])t$`)

// officeEndings are those of men in an office.
var officeEndings = []string{"er", "nt", "or", "st"}

// inOffice returns a word without the ending of women in an office.
func inOffice(word string) string {
	for _, end := range []string{"innen", "in"} {
		man, ok := strings.CutSuffix(word, end)
		if ok && len(man) > 5 && slices.ContainsFunc(officeEndings, func(end string) bool { return strings.HasSuffix(man, end) }) {
			return man
		}
	}
	return word
}

// strongVerb returns the base of a listed form, whatever prefix it has.
func strongVerb(form string) (base string, ok bool) {
	if base, ok = strongVerbs[form]; ok {
		return base, true
	}
	for _, prefix := range verbPrefixes {
		if rest, cut := strings.CutPrefix(form, prefix); cut {
			if base, ok = strongVerb(strings.TrimPrefix(rest, "ge")); ok {
				return strings.TrimPrefix(prefix, "ge") + base, true
			}
		}
	}
	return "", false
}

// participle returns a stem without the ge- of a participle, alone or behind a prefix:
// "gekauf", "abgesag".
func participle(stem string) string {
	for _, prefix := range append([]string{""}, verbPrefixes...) {
		rest, ok := strings.CutPrefix(stem, prefix+"ge")
		if ok && utf8.RuneCountInString(rest) > 2 {
			return prefix + rest
		}
	}
	return stem
}
