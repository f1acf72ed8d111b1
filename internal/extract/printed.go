package extract

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
	"footnote/internal/dateline"
)

// Where an article says itself when it was published: on a line of its own under its title
// ("Posted on November 12, 2026 by Kim Osei"), or before its first words ("LONDON, Nov. 3,
// 2026 /PRNewswire/ --"). Only days with their year are read, of which only one can be
// meant: a wrong date is worse than none.

// printedLines is how many lines under the title are looked at.
const printedLines = 12

// printed returns the day that the lines under a title say, or the unknown date: the one
// that is said to be that of publication, else the one there is, where no line of the body
// is another. Lines are read up to the first sentence, which may begin with it.
func printed(lines, body []string, now time.Time) (article.Date, dateLabel) {
	var all [publishedLabel]map[article.Date]bool
	begun := false
	for i, line := range lines[:min(len(lines), printedLines)] {
		line = strings.TrimSpace(line)
		if d, wired := dayAhead(line, now); d.Known() && (wired || !begun) { // a subtitle may be a sentence
			return d, publishedLabel
		}
		if begun {
			continue
		}
		if d, label := dateAt(lines, i); dateline.Believed(d, now).Known() {
			if label == publishedLabel {
				return d, label
			}
			if all[label] == nil {
				all[label] = map[article.Date]bool{}
			}
			all[label][d] = true
			continue
		}
		begun = sentenceLike.MatchString(line) || utf8.RuneCountInString(line) > maxTitleLine
	}
	for label, dates := range all {
		for d := range dates {
			if len(dates) > 1 || dateLabel(label) == noLabel && datesParts(d, body) { // one of them is of something else
				return article.Date{}, noLabel
			}
			return d, dateLabel(label)
		}
	}
	return article.Date{}, noLabel
}

// maxDated is how many lines are looked at for other dates.
const maxDated = 2000

// datesParts reports whether one of the lines is another date alone: then each heads a part
// of the text, as in a calendar.
func datesParts(date article.Date, lines []string) bool {
	return slices.ContainsFunc(lines[:min(len(lines), maxDated)], func(l string) bool {
		d, label := dateLine(strings.TrimSpace(l))
		return d.Known() && label == noLabel && d != date
	})
}

// printedOnPage returns the day that a page says around its title, and of what: below it, or, where the
// line says that it is the article's, above it. A day alone above it is often today's.
func printedOnPage(lines []string, title string, body []string, now time.Time) (article.Date, dateLabel) {
	at := slices.IndexFunc(lines, func(l string) bool { return title != "" && letters(l) == letters(title) })
	if at < 0 {
		if d, label := printed(body, body, now); label != noLabel {
			return d, label
		}
		return article.Date{}, noLabel
	}
	if d, label := printed(lines[at+1:], body, now); d.Known() {
		return d, label
	}
	for _, line := range lines[max(0, at-3):at] {
		if d, label := dateLine(line); label != noLabel && dateline.Believed(d, now).Known() {
			return d, label
		}
	}
	return dateline.Believed(oneDate(lines, at, now), now), noLabel
}

// oneDate returns the one day that the lines of a page are given as, wherever it stands: that
// of publication; else the one there is of any kind, beside the title, which stands at a line.
// Just above the title it may also be today's. On htmldate's 1,000 pages 61 have such a label and
// 64 such a date above the title, and all name the right day; of 259 below it 256 do.
func oneDate(lines []string, at int, now time.Time) article.Date {
	if len(lines) > maxDated {
		return article.Date{}
	}
	var published, any []article.Date
	first := -1
	for i := range lines {
		d, label := dateAt(lines, i)
		if !d.Known() {
			continue
		}
		if label == publishedLabel && !slices.Contains(published, d) {
			published = append(published, d)
		}
		if !slices.Contains(any, d) {
			any = append(any, d)
		}
		if first < 0 && i >= at-datedAbove {
			first = i
		}
	}
	switch {
	case len(published) == 1:
		return published[0]
	case len(any) != 1 || first < 0 || first > at+printedLines || first < at && now.Sub(any[0].Time) < 2*dateline.FutureBy:
		return article.Date{}
	}
	return any[0]
}

// datedAbove is how many lines above its title may date an article that has no other date.
const datedAbove = 2

// leastSame is how many bytes of letters a text has at least to be told by.
const leastSame = 20

// maxAbove is how many bytes of letters stand at most between a time and the title below it.
const maxAbove = 60

// timeBeside returns when an article was published as the time elements just above its title
// and between that and the first line of its text say, but for those that are said to be of
// an update.
func timeBeside(doc *html.Node, title, first string, now time.Time) article.Date {
	first = letters(first[:min(len(first), maxTitleLine)])
	var said []string
	below, since := false, 0
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode && !below:
			if since += len(letters(n.Data)); since > maxAbove {
				said = nil
			}
		case n.Type == html.TextNode:
			if key := letters(n.Data); len(key) >= min(leastSame, len(first)) && (strings.HasPrefix(key, first) || strings.Contains(first, key)) {
				return dateline.Believed(theOne(said), now)
			}
		case n.Type != html.ElementNode:
		case n.DataAtom == atom.H1 && letters(inLine(n)) == letters(title):
			below = true
		case isTime(n) && !ofOther(n) && !updatedWords.MatchString(strings.TrimSpace(inLine(n.Parent))):
			if at := dateline.DaysIn(dateline.Digits(inLine(n))); len(at) == 1 && dateline.Declared(attr(n, "datetime")).Time.Sub(at[0].Time).Abs() > 2*24*time.Hour {
				return article.Date{} // it tells its reader another day
			}
			said, since = append(said, attr(n, "datetime")), 0
		}
	}
	return article.Date{} // there is no text below
}

func isTime(n *html.Node) bool {
	return n.DataAtom == atom.Time || n.Data == "relative-time" || n.Data == "time-ago"
}

// A dateLabel is what a line says of its date.
type dateLabel int

const (
	noLabel dateLabel = iota
	updatedLabel
	publishedLabel
)

var (
	publishedWords = regexp.MustCompile(`(?i)^(first )?(published|posted|issued|released|written|date|dated|datum|(artikel )?veröffentlicht|erschienen|erstellt|erscheinungsdatum|(presse|fach)?(mitteilung|meldung) vom|publié|publicado|pubblicato|gepubliceerd|geplaatst|опубликовано|yayınlanma|نُ?شر|פורסם|公開|配信|掲載|发布|發布|입력|등록)`)
	updatedWords   = regexp.MustCompile(`(?i)^(last )?(updated|modified|revised|stand|aktualisiert|mis à jour|actualizado|atualizado|aggiornato|bijgewerkt|обновлено|güncelleme|تحديث|更新|수정)`)
	// besideDate is what may stand beside a date on its line, beside labels: when of the day,
	// which day of the week, small words, who wrote it.
	besideDate = regexp.MustCompile(`(?i)^(on|at|am|um|uhr|г|года|午前|午後|오전|오후|le|à|el|il|op|om|alle|ore|às|o['’]clock|` +
		`\d{1,2}[:.h時点시]\s?\d{0,2}(:\d\d|分|분)?(\s?[ap]\.?m\.?)?|[ap]\.?m\.?|klo|gmt|utc|bst|cet|cest|mez|mesz|[ecmp][sd]?t|ist|jst|kst|[+-]\d\d:?\d\d|` +
		`(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?|(mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|(mo|di|mi|do|fr|sa|so)\.|` +
		`(lun|mar|mercre|jeu|vendre|same)di|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|(segunda|terça|quarta|quinta|sexta)-feira|` +
		`(lune|marte|mercole|giove|vener)dì|sabato|domenica|(maan|dins|woens|donder|vrij|zater|zon)dag|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|` +
		`[月火水木金土日](曜日?)?|星期[一二三四五六日天]|[월화수목금토일]요일|في|` +
		`lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd|\d+[ -]min(ut\pL{1,3})?s?( read)?)(\b|$|[^\pL\d])`)
	bylined = regexp.MustCompile(`^(?i:by|von|par|por|di|door) \p{Lu}[\pL\pM.'’ -]{1,60}$|^(?:来源|來源|作者|记者|記者|编辑|編輯|责任编辑|責任編輯|出典)\s?[：:].{1,60}$`)
)

// dateLine returns the date of a line, or of a part of it between bars, that has nothing
// but a date, words that go with dates and who wrote it.
func dateLine(line string) (article.Date, dateLabel) {
	if utf8.RuneCountInString(line) > maxTitleLine {
		return article.Date{}, noLabel
	}
	var found article.Date
	label := noLabel
	parts := parted.Split(line, -1)
	if len(parts) > 1 && sentenceLike.MatchString(line) {
		return article.Date{}, noLabel
	}
	for _, part := range parts {
		d, l := datePart(strings.TrimSpace(part))
		switch {
		case !d.Known() || l == updatedLabel && found.Known():
		case found.Known() && label != updatedLabel && d != found:
			return article.Date{}, noLabel
		default:
			found, label = d, l
		}
	}
	return found, label
}

// dateAt returns the date of a line as dateLine does. What a date is of may stand on the line
// above it, with a colon.
func dateAt(lines []string, i int) (article.Date, dateLabel) {
	line := strings.TrimSpace(lines[i])
	d, label := dateLine(line)
	if d.Known() && label == noLabel && i > 0 && strings.HasSuffix(strings.TrimSpace(lines[i-1]), ":") {
		return dateLine(strings.TrimSpace(lines[i-1]) + " " + line)
	}
	return d, label
}

var parted = regexp.MustCompile(`\s*[|•·｜]\s*|\s+(?:[–—]|//?)\s+|\s{3,}`)

func datePart(part string) (article.Date, dateLabel) {
	part = dateline.Digits(part)
	at := dateline.DaysIn(part)
	if len(at) == 0 {
		return article.Date{}, noLabel
	}
	label, from := noLabel, 0
	for i := range len(at) + 1 {
		to := len(part)
		if i < len(at) {
			to = at[i].From
		}
		l, ok := labelled(part[from:to])
		if !ok || i < len(at) && at[i].Date != at[0].Date {
			return article.Date{}, noLabel
		}
		if label != publishedLabel && l != noLabel {
			label = l
		}
		if i < len(at) {
			from = at[i].To
		}
	}
	return at[0].Date, label
}

// labelled returns what a text beside a date says of it, or false where it says anything
// else.
func labelled(text string) (label dateLabel, ok bool) {
	for {
		text = strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if text == "" || bylined.MatchString(text) {
			return label, true
		}
		if m := publishedWords.FindString(text); m != "" {
			label, text = publishedLabel, text[len(m):]
		} else if m := updatedWords.FindString(text); m != "" {
			label, text = max(label, updatedLabel), text[len(m):]
		} else if m := besideDate.FindString(text); m != "" {
			text = text[len(m):]
		} else {
			return label, false
		}
	}
}

// maxDateline is within how many bytes of a text its dateline ends.
const maxDateline = 160

var (
	wireMark  = regexp.MustCompile(`/[A-Z][\w .-]{2,40}/|\((?:[A-Z]{2}[A-Z ]{2,30}|ots)\)`)
	lineDash  = regexp.MustCompile(`^[\s,.]*(?:--+|[—–]|-\s)`)
	noPlace   = regexp.MustCompile(`(?i)^(?:on|in|since|by|until|till|before|after|from|as|it|the|am|im|seit|vom|bis|ab|nach|vor|le|du|depuis|dès|el|desde|il|dal|em|op|sinds)$`)
	placeWord = regexp.MustCompile(`^\p{Lu}[\pL\pM.'’-]*$`)
	// withinPlace are the small words within names of places: Frankfurt am Main, Stoke on Trent.
	withinPlace = regexp.MustCompile(`^(?:de|la|le|den|der|am|an|of|the|on|upon|im|al|du|sur|di|del|do|da)$`)
)

// freshDateline is how old the day before an article's first words may be where no wire
// service gives it: a tale of long ago begins so as well.
const freshDateline = 400 * 24 * time.Hour

// dayAhead returns the day that stands, behind a place, before the first words of a text, and
// whether a wire service gives it.
func dayAhead(text string, now time.Time) (d article.Date, wired bool) {
	head := dateline.Digits(strings.ToValidUTF8(text[:min(len(text), maxDateline)], ""))
	at := dateline.DaysIn(head)
	if len(at) == 0 {
		return article.Date{}, false
	}
	before, behind := head[:at[0].From], head[at[0].To:]
	wired = wireMark.MatchString(before)
	before = wireMark.ReplaceAllString(before, " ")
	if m := wireMark.FindStringIndex(behind); m != nil && strings.Trim(behind[:m[0]], " ,.-–—") == "" {
		wired, behind = true, behind[m[1]:]
	}
	words := strings.FieldsFunc(before, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",/-–—()", r) })
	if len(words) == 0 || len(words) > 7 || noPlace.MatchString(words[0]) || !lineDash.MatchString(behind) {
		return article.Date{}, false
	}
	for i, w := range words {
		lower := !placeWord.MatchString(w)
		if between := i > 0 && i < len(words)-1 && withinPlace.MatchString(w); lower && !between && (i == 0 || w != "den" && w != "le") {
			return article.Date{}, false
		}
	}
	d = dateline.Believed(at[0].Date, now)
	if !wired && d.Known() && now.Sub(d.Time) > freshDateline {
		return article.Date{}, false
	}
	return d, wired
}
