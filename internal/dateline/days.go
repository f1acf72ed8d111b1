package dateline

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"footnote/internal/article"
)

// A Day is a day and where in a text it stands.
type Day struct {
	article.Date
	From, To int
}

var (
	monthName = `(\p{L}{3,12})\.?`
	dayForms  = []struct {
		pattern          *regexp.Regexp
		year, month, day int // groups
	}{
		{regexp.MustCompile(`(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?: de| of| д\.)? ?` + monthName + `,?(?: de| del)? ?(\d{4})`), 3, 2, 1},
		{regexp.MustCompile(monthName + ` (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})`), 3, 1, 2},
		{regexp.MustCompile(`(\d{4})-(\d{2})-(\d{2})`), 1, 2, 3},
		{regexp.MustCompile(`(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]`), 1, 2, 3},
		{regexp.MustCompile(`(\d{1,2})\.(\d{1,2})\.(\d{4})`), 3, 2, 1},
	}
)

// DaysIn returns the days of a text, in ASCII's digits, that have their year, in order.
func DaysIn(text string) []Day {
	var all []Day
	for _, f := range dayForms {
		for _, m := range f.pattern.FindAllStringSubmatchIndex(text, -1) {
			group := func(n int) string { return text[m[2*n]:m[2*n+1]] }
			if m[0] > 0 && isWordByte(text[m[0]-1]) && isWordByte(text[m[0]]) || m[1] < len(text) && isDigit(text[m[1]]) {
				continue
			}
			y, _ := strconv.Atoi(group(f.year))
			d, _ := strconv.Atoi(group(f.day))
			month, err := strconv.Atoi(group(f.month))
			if err != nil {
				month = monthNumbers[strings.ToLower(group(f.month))]
			}
			date := article.Date{Time: time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC), DayOnly: true}
			if date.Time.Day() != d || int(date.Time.Month()) != month || y < 1700 || overlaps(all, m[0], m[1]) {
				continue
			}
			all = append(all, Day{date, m[0], m[1]})
		}
	}
	slices.SortFunc(all, func(a, b Day) int { return a.From - b.From })
	return all
}

func overlaps(all []Day, from, to int) bool {
	for _, d := range all {
		if from < d.To && d.From < to {
			return true
		}
	}
	return false
}

func isWordByte(b byte) bool { return isDigit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
func isDigit(b byte) bool    { return b >= '0' && b <= '9' }

// zeros are the noughts of scripts that write dates with digits of their own, each before
// its other nine digits.
const zeros = "٠۰०০๐０"

// Digits returns a text with those digits as ASCII's.
func Digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && unicode.Is(unicode.Nd, r) {
			for _, zero := range zeros {
				if zero <= r && r <= zero+9 {
					return '0' + r - zero
				}
			}
		}
		return r
	}, text)
}

// monthNumbers are the months as eleven languages write them in dates.
var monthNumbers = func() map[string]int {
	numbers := map[string]int{}
	for i, names := range strings.Split(`january jan januar jänner janvier janv enero ene gennaio gen janeiro januari января ocak يناير|
		february feb februar février févr fevr febrero febbraio fevereiro fev februari февраля şubat فبراير|
		march mar märz mär mars marzo março maart mrt марта mart مارس|
		april apr avril avr abril abr aprile апреля nisan أبريل ابريل|
		may mai mayo maggio mag maio mei мая mayıs مايو|
		june jun juni juin junio giugno giu junho июня haziran يونيو|
		july jul juli juillet juil julio luglio lug julho июля temmuz يوليو|
		august aug août aout agosto ago augustus августа ağustos أغسطس|
		september sep sept septembre septiembre settembre set setembro сентября eylül سبتمبر|
		october oct oktober okt octobre octubre ottobre ott outubro out октября ekim أكتوبر|
		november nov novembre noviembre novembro ноября kasım نوفمبر|
		december dec dezember dez décembre déc diciembre dic dicembre dezembro декабря aralık ديسمبر`, "|") {
		for name := range strings.FieldsSeq(names) {
			numbers[name] = i + 1
		}
	}
	return numbers
}()
