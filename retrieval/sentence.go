package retrieval

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// A Span is a piece of a text: text[Start:End].
type Span struct {
	Start, End int // byte offsets
}

// Sentences returns the sentences of a text, in order, without the white space
// and the bullets around them. Every letter and digit of the text lies in
// exactly one of them. A newline always ends a sentence; the full stops of
// abbreviations, initials and list numbers do not.
func Sentences(text string) []Span {
	var spans []Span
	begun := 0
	for it := sentences.FromString(text); it.Next(); {
		if end := it.End(); !continues(text[begun:end], text[end:]) {
			spans = appendItems(spans, text, Span{begun, end})
			begun = end
		}
	}
	return spans
}

// appendItems appends the items of a sentence that lists some after bullets
// ("Buy: • milk • bread"); most sentences are one item.
func appendItems(spans []Span, text string, s Span) []Span {
	for s.Start < s.End {
		item := s
		if cut := innerBullet.FindStringIndex(text[s.Start:s.End]); cut != nil {
			item.End = s.Start + cut[1]
		}
		s.Start = item.End
		if item = trim(text, item); item.Start < item.End {
			spans = append(spans, item)
		}
	}
	return spans
}

var (
	innerBullet   = regexp.MustCompile(`[^\S\n][•▪◦‣●■][^\S\n]`)
	leadingBullet = regexp.MustCompile(`^[•▪◦‣●■▸▶➤*·–—+-]+\s`)
)

// trim cuts white space and bullets off both ends of a span. A span without
// any letter or digit becomes empty.
func trim(text string, s Span) Span {
	body := text[s.Start:s.End]
	if strings.IndexFunc(body, isWordRune) < 0 {
		return Span{s.Start, s.Start}
	}
	body = strings.TrimRightFunc(body, func(r rune) bool { return isBlank(r) || strings.ContainsRune("•▪◦‣●■", r) })
	end := s.Start + len(body)
	for {
		body = strings.TrimLeftFunc(body, isBlank)
		mark := leadingBullet.FindString(body)
		if mark == "" {
			return Span{end - len(body), end}
		}
		body = body[len(mark):]
	}
}

// isBlank reports whether a rune shows nothing: a NUL and a byte order mark
// are as invisible as a space.
func isBlank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' || r == '\u200b'
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// continues reports whether a sentence goes on where UAX 29 ends it, which
// knows no abbreviations.
func continues(sentence, rest string) bool {
	last, _ := utf8.DecodeLastRuneInString(sentence)
	if rest == "" || strings.ContainsRune("\n\r\u0085\u2028\u2029", last) {
		return false
	}
	body := strings.TrimRight(sentence, " \t\u00a0")
	next, _ := utf8.DecodeRuneInString(rest)
	if unicode.IsLower(next) && quotedEnd.MatchString(tail(body)) { // “Really?” he asked.
		return true
	}
	return len(body) <= maxAbbreviation && listNumber.MatchString(body) || abbreviated(body, rest)
}

// maxAbbreviation is the length, in bytes, that none of our abbreviations
// exceeds; it keeps each boundary's test short in a text without spaces.
const maxAbbreviation = 16

// tail returns the last bytes of s, at most maxAbbreviation.
func tail(s string) string { return s[max(0, len(s)-maxAbbreviation):] }

var (
	quotedEnd  = regexp.MustCompile(`[!?…]["'”’»)\]]+$`)
	listNumber = regexp.MustCompile(`^\s*(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]$`)
	dotted     = regexp.MustCompile(`^(\pL\pM*\.)+$`)                                              // J., U.S., a.m.
	ordinal    = regexp.MustCompile(`^\d{1,2}\.$`)                                                 // German: 3. Oktober
	dayMonth   = regexp.MustCompile(`^(Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec)`) // of an ordinal
)

// abbreviated reports whether the full stop that ends body belongs to an
// abbreviation that the rest goes on from.
func abbreviated(body, rest string) bool {
	if !strings.HasSuffix(body, ".") {
		return false
	}
	word := lastWord(tail(body))
	next := strings.TrimLeft(rest, " \"'“‘([«")
	first, _ := utf8.DecodeRuneInString(next)
	switch stem := strings.TrimSuffix(word, "."); {
	case before[stem]:
		return true
	case numbered[stem]:
		return unicode.IsDigit(first)
	case ordinal.MatchString(word):
		return dayMonth.MatchString(next)
	case either[stem] || dotted.MatchString(word):
		return !opens(next)
	}
	return false
}

// lastWord returns what ends s and is made of letters, digits and full stops.
func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !isWordRune(r) && r != '.' })
	if i < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[i+size:]
}

// opens reports whether a text begins with a word that begins sentences far
// more often than it follows an abbreviation: "the U.S. The bank" ends one,
// "the U.S. Congress" does not.
func opens(text string) bool {
	end := strings.IndexFunc(text[:min(len(text), maxAbbreviation)], func(r rune) bool { return !unicode.IsLetter(r) })
	return end > 0 && openers[text[:end]]
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// Abbreviations without their last full stop, gathered from news style guides.
var (
	// before stands in front of a name.
	before = set(`Mr Mrs Ms Mx Dr Prof Sen Sens Rep Reps Gov Govs Gen Lt Col Sgt Cpl Capt Maj Cmdr Adm Rev Hon Pres
		Messrs Mme Mlle St Ste Mt Ft vs v cf e.g i.e z.B approx ca viz bzw`)
	// numbered stands in front of a number; "No." may be a sentence too.
	numbered = set(`No Nos Nr Art Fig Figs Vol Vols Sec Ch Eq p pp Abs`)
	// either may end a sentence as well.
	either = set(`Inc Ltd Corp Co Cos Bros Jr Sr Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ave Blvd Rd
		etc al est Est dept Dept Univ Assn Ph.D Mon Tue Tues Wed Thu Thurs Fri Sat Sun`)
	openers = set(`The A An In It Its He She They We I You His Her Their Our My This That These Those There Then But And
		So Or If On At As For From By With To When While Where After Before Since Until Although Though Because However
		Meanwhile Still Also Now Yet What Who Why How Which According Asked Last Next Some Many Most Both Other
		Der Die Das Ein Eine Er Sie Es Wir Im Am Le La Les Il Elle El Los Las Un Une Una`)
)
