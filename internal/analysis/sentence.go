package analysis

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
		end := it.End()
		if end <= begun { // white space behind a closing mark
			continue
		}
		if !continues(text[begun:end], text[end:]) {
			end += len(closingAhead.FindString(text[end:]))
			if marks := openingBehind.FindStringSubmatch(tail(text[begun:end])); marks != nil {
				end -= len(marks[1])
			}
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
	if strings.IndexFunc(body, IsWordRune) < 0 {
		return Span{s.Start, s.Start}
	}
	body = strings.TrimRightFunc(body, func(r rune) bool { return IsBlank(r) || strings.ContainsRune("•▪◦‣●■", r) })
	end := s.Start + len(body)
	for {
		body = strings.TrimLeftFunc(body, IsBlank)
		mark := leadingBullet.FindString(body)
		if mark == "" {
			return Span{end - len(body), end}
		}
		body = body[len(mark):]
	}
}

// IsBlank reports whether a rune shows nothing: a NUL and a byte order mark
// are as invisible as a space.
func IsBlank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' || r == '\u200b'
}

// IsWordRune reports whether a rune is a letter or a number.
func IsWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// Marks that UAX 29 gives to the wrong sentence: a closing one behind a space, as
// French writes them, and an opening one right behind a full stop, as in scripts
// without spaces.
var (
	closingAhead  = regexp.MustCompile(`^»(?:[\s\x{00a0}\x{202f}]+|$)`)
	openingBehind = regexp.MustCompile(`[。！？…」』”’）]([「『“‘《〈（【]+)$`)
)

// saidBehind matches who said what was quoted, behind the quotation, and what may become
// that while more text comes: 「…。」と述べた, “…。”他说。
var saidBehind = regexp.MustCompile(`^(?:と(?:[^こ]|$)|っ(?:て|$)|な(?:ど|$)|\p{Han}[^。！？“”「」\n]{0,20}(?:说|說|表示|称|稱|道|指出|强调|強調|问|問|答|介绍|介紹)[^。！？“”「」\n]{0,3}[。！？]|\p{Han}[^。！？“”「」\n]{0,26}$)`)

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
	if mark := closingAhead.FindString(rest); mark != "" { // « Non. » dit-il
		next, _ = utf8.DecodeRuneInString(rest[len(mark):])
		return unicode.IsLower(next)
	}
	if closedWide.MatchString(tail(body)) && saidBehind.MatchString(rest) {
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
	closedWide = regexp.MustCompile(`[。！？…][」』”]$`)
	listNumber = regexp.MustCompile(`^\s*(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]$`)
	dotted     = regexp.MustCompile(`^(\pL\pM*\.)+$`)                                              // J., U.S., a.m.
	ordinal    = regexp.MustCompile(`^\d{1,3}\.$`)                                                 // German: 3. Oktober
	dayMonth   = regexp.MustCompile(`^(Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec)`) // of an ordinal
	monthYear  = regexp.MustCompile(`^\d{1,2}\.[ \x{00a0}]?\d`)                                    // behind a day: 15. 3. 2025
	behindDay  = regexp.MustCompile(`\d\.[ \x{00a0}]?\d{1,2}\.$`)
	// determined is an ordinal behind a word that no number ends a sentence with.
	determined = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:der|die|das|des|dem|den|im|am|vom|zum|zur|beim|ins|ihr|sein|mein|unser)e?[nmrs]? \d{1,3}\.$`)
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
	stem := strings.TrimSuffix(word, ".")
	if !before[stem] && !either[stem] {
		stem = asWritten(stem, next)
	}
	switch {
	case before[stem]:
		return true
	case numbered[stem]:
		return unicode.IsDigit(first)
	case ordinal.MatchString(word):
		return dayMonth.MatchString(next) || monthYear.MatchString(next) || behindDay.MatchString(tail(body)) && unicode.IsDigit(first) ||
			determined.MatchString(tail(body)) && unicode.IsLetter(first) && !opens(next)
	case either[stem] || dotted.MatchString(word):
		return !opens(next)
	}
	return false
}

// asWritten returns a word of a text in capitals as others write it: DR. LEE.
func asWritten(word, next string) string {
	if utf8.RuneCountInString(word) < 2 || !shouts(word) || !shouts(firstTwo(next)) {
		return word
	}
	_, size := utf8.DecodeRuneInString(word)
	return word[:size] + strings.ToLower(word[size:])
}

// shouts reports whether a text is of capitals alone.
func shouts(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
}

// firstTwo returns the first two characters of a text.
func firstTwo(text string) string {
	_, first := utf8.DecodeRuneInString(text)
	_, second := utf8.DecodeRuneInString(text[first:])
	return text[:first+second]
}

// lastWord returns what ends s and is made of letters with their marks, digits and
// full stops.
func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !IsWordRune(r) && !unicode.IsMark(r) && r != '.' })
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
	return end > 0 && text[end] != '.' && openers[asWritten(text[:end], text)]
}

// Set returns the words of a text as a set.
func Set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// Abbreviations without their last full stop, gathered from news style guides.
var (
	// before stands in front of a name.
	before = Set(`Mr Mrs Ms Mx Dr Prof Sen Sens Rep Reps Gov Govs Gen Lt Col Sgt Cpl Capt Maj Cmdr Adm Rev Hon Pres
		Messrs Mme Mlle St Ste Mt Ft vs v cf e.g i.e z.B approx ca viz bzw
		vgl ggf evtl sog bspw inkl exkl zzgl einschl insb rd lt Hr Frl Mag
		MM Mmes Mlles Mgr Sra Sras Sres Srta Dra Dras Dres Ud Uds Vd Dña Gral Excmo Excma Ilmo Exmo Exma Profa Sto Sta EE JJ
		Sig Sigg Dott Avv dhr mevr drs bijv tzw np Doç Yrd Öğr Sn bkz ул просп проф акад напр`)
	// numbered stands in front of a number; "No." may be a sentence too.
	numbered = Set(`No Nos Nr Art Fig Figs Vol Vols Sec Ch Eq p pp Abs
		nr kl Abb Tab Kap Bd Ziff Tel art al cap env pág págs pag núm стр`)
	// either may end a sentence as well.
	either = Set(`Inc Ltd Corp Co Cos Bros Jr Sr Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ave Blvd Rd
		etc al est Est dept Dept Univ Assn Ph.D Mon Tue Tues Wed Thu Thurs Fri Sat Sun
		Mio Mrd Tsd Ing av apr UU OO Av Cia Ltda`)
	openers = Set(`The A An In It Its He She They We I You His Her Their Our My This That These Those There Then But And
		So Or If On At As For From By With To When While Where After Before Since Until Although Though Because However
		Meanwhile Still Also Now Yet What Who Why How Which According Asked Last Next Some Many Most Both Other
		Der Die Das Ein Eine Er Sie Es Wir Im Am Le La Les Il Elle El Los Las Un Une Una
		Dies Diese Dieser Damit Dazu Doch Aber Und Auch Bei Nach Seit Für Mit Zudem Bisher Ihr Sein Seine
		Ce Cette Ces Mais Selon Pour Dans Depuis En Por Para Pero Según Desde Esta Este
		Он Она Оно Они Это Этот Эта Эти Его Её Их В Во На С Со По Но И А Как Так Об О От Из У К За При После Если Когда Однако
		Кроме Также Для Мы Я Что Кто Сейчас Теперь Все Тогда Ранее`)
)
