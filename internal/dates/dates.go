// Package dates reads the days, months, quarters, years and weekdays that an English text
// names, as far as it names them. What they mean by the day on which the text was
// published, Resolve says.
package dates

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"footnote/internal/article"
)

// A Moment is a date as far as a text names it; what it does not name is 0.
type Moment struct {
	Year, Quarter, Month, Day int
	Weekday                   int    // Monday is 1, Sunday 7
	Recurs                    bool   // "on Sundays"
	Rel                       string // how it stands to what happens, of relations
	From, To                  int    // where the text names it, in bytes
}

// Words before a date that say how it stands to what happens.
var relations = map[string]string{
	"before": "before", "until": "until", "till": "until", "to": "until", "through": "until", "by": "by",
	"after": "after", "since": "since", "from": "since", "as of": "as of",
}

// MonthWord matches a month, or what is short for it, as a group.
const MonthWord = `(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`

const digits = "0123456789"

// MonthNames matches the name of a month.
const MonthNames = `January|February|March|April|May|June|July|August|September|October|November|December`

// patterns are tried in order; what one has taken is blanked for the next. Most texts have
// none of the characters that one needs, of which it has one at least.
var patterns = []struct {
	needs   string
	pattern *regexp.Regexp
	read    func(m []string) Moment
}{
	{digits, regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`), func(m []string) Moment {
		return Moment{Year: atoi(m[1]), Month: atoi(m[2]), Day: atoi(m[3])}
	}},
	{digits, regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? ` + MonthWord + `(?:,? (\d{4}))?\b`), func(m []string) Moment {
		return Moment{Day: atoi(m[1]), Month: monthOf(m[2]), Year: atoi(m[3])}
	}},
	{digits, regexp.MustCompile(`\b` + MonthWord + ` (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b`), func(m []string) Moment {
		return Moment{Month: monthOf(m[1]), Day: atoi(m[2]), Year: atoi(m[3])}
	}},
	{digits, regexp.MustCompile(`\b` + MonthWord + `(?:,? of|,)? (\d{4})\b`), func(m []string) Moment {
		return Moment{Month: monthOf(m[1]), Year: atoi(m[2])}
	}},
	{"qQ", regexp.MustCompile(`(?i)\b(first|second|third|fourth|1st|2nd|3rd|4th|last)[ -]quarter(?:(?: of)? (\d{4}))?\b`), func(m []string) Moment {
		return Moment{Quarter: ordinals[strings.ToLower(m[1])], Year: atoi(m[2])}
	}},
	{digits, regexp.MustCompile(`\bQ([1-4])(?: (?:of )?(\d{4}))?\b`), func(m []string) Moment {
		return Moment{Quarter: atoi(m[1]), Year: atoi(m[2])}
	}},
	{"MTWFS", regexp.MustCompile(`\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b`), func(m []string) Moment {
		return Moment{Weekday: weekdays[m[0][:2]], Recurs: strings.HasSuffix(m[0], "s")}
	}},
	{"JFMASOND", regexp.MustCompile(`\b(?:` + MonthNames + `)\b`), func(m []string) Moment {
		return Moment{Month: monthOf(m[0])}
	}},
	{digits, regexp.MustCompile(`\b(1[5-9]\d\d|20\d\d)\b`), func(m []string) Moment { return Moment{Year: atoi(m[1])} }},
}

var (
	ordinals = map[string]int{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
	weekdays = map[string]int{"Mo": 1, "Tu": 2, "We": 3, "Th": 4, "Fr": 5, "Sa": 6, "Su": 7}
	// beforeMonth is what stands before a month whose name is a word as well.
	beforeMonth = regexp.MustCompile(`(?i)(?:\b(?:in|since|until|till|of|by|from|to|through|early|late|mid|last|next|this|before|after|and|between|during|for)|-|,)\s*$`)
	// notYear is what stands around four digits that are no year.
	notYear      = regexp.MustCompile(`(?:[$€£¥.,\d]|(?i:\b(?:about|around|some|nearly|over|than|least|most|only)) ?)$`)
	yearCounts   = regexp.MustCompile(`^(?:[.,]?\d|\s?(?:%|percent|per cent|million|billion|people|times|units?|[a-z]+s\b))`)
	yearsOrDates = regexp.MustCompile(`^ (?:was|is|has|elections?|games|olympics|terms|figures|results|sales|levels|forecasts?|plans?|prices|wages)\b`)
)

func atoi(s string) int { n, _ := strconv.Atoi(s); return n } // the patterns admit digits, or nothing for 0

// Month returns the month of a name in lower case, in English, German or French, or 0.
func Month(low string) time.Month { return monthNames[low] }

var monthNames = map[string]time.Month{
	"january": 1, "jan": 1, "januar": 1, "jänner": 1, "janvier": 1,
	"february": 2, "feb": 2, "februar": 2, "février": 2,
	"march": 3, "mar": 3, "märz": 3, "mars": 3,
	"april": 4, "apr": 4, "avril": 4,
	"may": 5, "mai": 5,
	"june": 6, "jun": 6, "juni": 6, "juin": 6,
	"july": 7, "jul": 7, "juli": 7, "juillet": 7,
	"august": 8, "aug": 8, "août": 8,
	"september": 9, "sep": 9, "sept": 9, "septembre": 9,
	"october": 10, "oct": 10, "oktober": 10, "octobre": 10,
	"november": 11, "nov": 11, "novembre": 11,
	"december": 12, "dec": 12, "dezember": 12, "décembre": 12,
}

func monthOf(s string) int { return int(Month(strings.ToLower(strings.TrimSuffix(s, ".")))) }

// Find returns the dates that an English text names.
func Find(text string) []Moment {
	var out []Moment
	rest := text
	for k, p := range patterns {
		if !strings.ContainsAny(rest, p.needs) {
			continue
		}
		for _, at := range p.pattern.FindAllStringSubmatchIndex(rest, -1) {
			if !isDate(k, rest, at) {
				continue
			}
			m := make([]string, len(at)/2)
			for i := range m {
				if at[2*i] >= 0 {
					m[i] = rest[at[2*i]:at[2*i+1]]
				}
			}
			d := p.read(m)
			if d.Month > 12 || d.Day > 31 || d.Month == 0 && d.Year == 0 && d.Quarter == 0 && d.Weekday == 0 {
				continue
			}
			d.Rel = relationBefore(text[:at[0]])
			d.From, d.To = at[0], at[1]
			out = append(out, d)
			rest = rest[:at[0]] + strings.Repeat("\x00", at[1]-at[0]) + rest[at[1]:]
		}
	}
	return out
}

// isDate tells a month from a word that is written like it, and a year from a
// number of things.
func isDate(k int, text string, at []int) bool {
	before, after := text[:at[0]], text[at[1]:]
	switch word := text[at[0]:at[1]]; {
	case k == len(patterns)-1:
		return !notYear.MatchString(before) && (!yearCounts.MatchString(after) || yearsOrDates.MatchString(after))
	case word == "May" || word == "March":
		return beforeMonth.MatchString(before)
	}
	return true
}

var relationWord = regexp.MustCompile(`(?i)(?:\b(as of|before|until|till|through|by|after|since|from|to)(?: the)?(?: (?:early|late|mid|end of|beginning of))? ?)$`)

func relationBefore(before string) string {
	if m := relationWord.FindStringSubmatch(before); m != nil {
		return relations[strings.ToLower(m[1])]
	}
	return ""
}

// Loose reports whether a moment names a month, a quarter or a year, and no day.
func (m Moment) Loose() bool { return m.Day == 0 && m.Weekday == 0 }

// ByWeekday reports whether a moment is a weekday and nothing else.
func (m Moment) ByWeekday() bool { return m.Weekday != 0 && m.Month == 0 && m.Year == 0 }

// Of returns the day of a time.
func Of(t time.Time) Moment { return Moment{Year: t.Year(), Month: int(t.Month()), Day: t.Day()} }

// Resolve returns what a moment of an article means, given its day of
// publication: a weekday or a month without a year lies near that day.
func (m Moment) Resolve(on article.Date, future bool) []Moment {
	if !on.Sure() || m.Recurs || m.Year != 0 {
		return []Moment{m}
	}
	day := on.Local()
	switch {
	case m.Weekday != 0 && m.Month == 0:
		past := day
		for weekdayOf(past) != m.Weekday {
			past = past.AddDate(0, 0, -1)
		}
		out := []Moment{m.as(past)}
		if future {
			out = append(out, m.as(past.AddDate(0, 0, 7)))
		}
		return out
	case m.Month != 0:
		last := m
		last.Year = day.Year()
		if m.Month > int(day.Month()) {
			last.Year--
		}
		next := last
		next.Year++
		return []Moment{last, next}
	case m.Quarter != 0:
		now, before := m, m
		now.Year, before.Year = day.Year(), day.Year()-1
		return []Moment{now, before}
	}
	return []Moment{m}
}

// After reports whether a moment of a year it names lies behind a day.
func (m Moment) After(day time.Time) bool {
	switch {
	case m.Year == 0 || m.Recurs || m.Rel == "since":
		return false
	case m.Year != day.Year():
		return m.Year > day.Year()
	case m.Quarter != 0:
		return m.Quarter > (int(day.Month())+2)/3
	case m.Month != int(day.Month()):
		return m.Month > int(day.Month())
	}
	return m.Day > day.Day()
}

// Span returns when a moment begins and when it is over, of a year it names.
func (m Moment) Span() (from, end time.Time, ok bool) {
	day, month, years, months, days := 1, 1, 1, 0, 0
	switch {
	case m.Day != 0:
		day, month, years, days = m.Day, m.Month, 0, 1
	case m.Month != 0:
		month, years, months = m.Month, 0, 1
	case m.Quarter != 0:
		month, years, months = 3*m.Quarter-2, 0, 3
	}
	from = time.Date(m.Year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return from, from.AddDate(years, months, days), m.Year != 0 && !m.Recurs
}

func (m Moment) as(t time.Time) Moment {
	d := Of(t)
	d.Weekday, d.Rel = m.Weekday, m.Rel
	return d
}

func weekdayOf(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// Within reports whether all that m names agrees with what w names.
func (m Moment) Within(w Moment) bool {
	if m.Recurs != w.Recurs {
		return false
	}
	if m.Weekday != 0 && m.Weekday != w.Weekday {
		if w.Weekday != 0 || w.Year == 0 || w.Month == 0 || w.Day == 0 {
			return false
		}
		if weekdayOf(time.Date(w.Year, time.Month(w.Month), w.Day, 0, 0, 0, 0, time.UTC)) != m.Weekday {
			return false
		}
	}
	if m.Quarter != 0 && m.Quarter != w.Quarter && (w.Month == 0 || (w.Month+2)/3 != m.Quarter) {
		return false
	}
	return agree(m.Year, w.Year) && agree(m.Month, w.Month) && agree(m.Day, w.Day)
}

// agree reports whether the passage names what the sentence names, if it does.
func agree(said, have int) bool { return said == 0 || said == have }
