package gate

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/prose"
)

// A moment is a date as far as a text names it; what it does not name is 0.
type moment struct {
	year, quarter, month, day int
	weekday                   int  // Monday is 1, Sunday 7
	recurs                    bool // "on Sundays"
	rel                       string
}

// Words before a date that say how it stands to what happens.
var relations = map[string]string{
	"before": "before", "until": "until", "till": "until", "to": "until", "through": "until", "by": "by",
	"after": "after", "since": "since", "from": "since", "as of": "as of",
}

const monthWord = `(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`

// datePatterns are tried in order; what one has taken is blanked for the next.
var datePatterns = []struct {
	pattern *regexp.Regexp
	read    func(m []string) moment
}{
	{regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`), func(m []string) moment {
		return moment{year: atoi(m[1]), month: atoi(m[2]), day: atoi(m[3])}
	}},
	{regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? ` + monthWord + `(?:,? (\d{4}))?\b`), func(m []string) moment {
		return moment{day: atoi(m[1]), month: monthOf(m[2]), year: atoi(m[3])}
	}},
	{regexp.MustCompile(`\b` + monthWord + ` (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b`), func(m []string) moment {
		return moment{month: monthOf(m[1]), day: atoi(m[2]), year: atoi(m[3])}
	}},
	{regexp.MustCompile(`\b` + monthWord + `(?:,? of|,)? (\d{4})\b`), func(m []string) moment {
		return moment{month: monthOf(m[1]), year: atoi(m[2])}
	}},
	{regexp.MustCompile(`(?i)\b(first|second|third|fourth|1st|2nd|3rd|4th|last)[ -]quarter(?:(?: of)? (\d{4}))?\b`), func(m []string) moment {
		return moment{quarter: ordinals[strings.ToLower(m[1])], year: atoi(m[2])}
	}},
	{regexp.MustCompile(`\bQ([1-4])(?: (?:of )?(\d{4}))?\b`), func(m []string) moment {
		return moment{quarter: atoi(m[1]), year: atoi(m[2])}
	}},
	{regexp.MustCompile(`\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b`), func(m []string) moment {
		return moment{weekday: weekdays[m[0][:2]], recurs: strings.HasSuffix(m[0], "s")}
	}},
	{regexp.MustCompile(`\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b`), func(m []string) moment {
		return moment{month: monthOf(m[0])}
	}},
	{regexp.MustCompile(`\b(1[5-9]\d\d|20\d\d)\b`), func(m []string) moment { return moment{year: atoi(m[1])} }},
}

var (
	ordinals = map[string]int{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
	weekdays = map[string]int{"Mo": 1, "Tu": 2, "We": 3, "Th": 4, "Fr": 5, "Sa": 6, "Su": 7}
	months   = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	// beforeMonth is what stands before a month whose name is a word as well.
	beforeMonth = regexp.MustCompile(`(?i)(?:\b(?:in|since|until|till|of|by|from|to|through|early|late|mid|last|next|this|before|after|and|between|during|for)|-|,)\s*$`)
	// notYear is what stands around four digits that are no year.
	notYear      = regexp.MustCompile(`(?:[$€£¥.,\d]|(?i:\b(?:about|around|some|nearly|over|than|least|most|only)) ?)$`)
	yearCounts   = regexp.MustCompile(`^(?:[.,]?\d|\s?(?:%|percent|per cent|million|billion|people|times|units?|[a-z]+s\b))`)
	yearsOrDates = regexp.MustCompile(`^ (?:was|is|has|elections?|games|olympics|terms|figures|results|sales|levels|forecasts?|plans?|prices|wages)\b`)
)

func atoi(s string) int { n, _ := strconv.Atoi(s); return n } // the patterns admit digits, or nothing for 0

func monthOf(s string) int {
	s = strings.ToLower(s)
	for i, m := range months {
		if strings.HasPrefix(s, m) {
			return i + 1
		}
	}
	return 0
}

// findDates returns the dates a text names, and a token for each.
func findDates(text string) ([]moment, []token) {
	var out []moment
	var tokens []token
	rest := text
	for k, p := range datePatterns {
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
			if d.month > 12 || d.day > 31 || d.month == 0 && d.year == 0 && d.quarter == 0 && d.weekday == 0 {
				continue
			}
			d.rel = relationBefore(text[:at[0]])
			tokens = append(tokens, token{kind: date, low: "", stem: "", start: at[0], end: at[1], n: len(out)})
			out = append(out, d)
			rest = rest[:at[0]] + strings.Repeat("\x00", at[1]-at[0]) + rest[at[1]:]
		}
	}
	return out, tokens
}

// isDate tells a month from a word that is written like it, and a year from a
// number of things.
func isDate(k int, text string, at []int) bool {
	before, after := text[:at[0]], text[at[1]:]
	switch word := text[at[0]:at[1]]; {
	case k == len(datePatterns)-1:
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

// relative matches times that lean on the day of publication.
var relative = regexp.MustCompile(`(?i)\b(yesterday|today|tonight|tomorrow|(last|this|next) (week|month|year|january|february|march|april|may|june|july|august|september|october|november|december)|a year (?:ago|earlier)|(\w+) years? (?:ago|earlier))\b`)

// leaning returns the moments a text names by leaning on a day.
func leaning(text string, on time.Time) []moment {
	var out []moment
	for _, m := range relative.FindAllStringSubmatch(text, -1) {
		step := map[string]int{"last": -1, "next": 1}[strings.ToLower(m[2])]
		switch word := strings.ToLower(m[1]); {
		case word == "yesterday":
			out = append(out, dayOf(on.AddDate(0, 0, -1)))
		case word == "today", word == "tonight":
			out = append(out, dayOf(on))
		case word == "tomorrow":
			out = append(out, dayOf(on.AddDate(0, 0, 1)))
		case strings.EqualFold(m[3], "year"):
			out = append(out, moment{year: on.Year() + step})
		case strings.EqualFold(m[3], "month"):
			d := time.Date(on.Year(), on.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
			out = append(out, moment{year: d.Year(), month: int(d.Month())})
		case strings.HasPrefix(word, "a year"):
			out = append(out, moment{year: on.Year() - 1})
		case m[4] != "":
			if n, ok := prose.Numerals[strings.ToLower(m[4])]; ok {
				out = append(out, moment{year: on.Year() - int(n)})
			}
		}
	}
	return out
}

func dayOf(t time.Time) moment { return moment{year: t.Year(), month: int(t.Month()), day: t.Day()} }

// resolve returns what a moment of an article means, given its day of
// publication: a weekday or a month without a year lies near that day.
func (m moment) resolve(on article.Date, future bool) []moment {
	if !on.Sure() || m.recurs || m.year != 0 {
		return []moment{m}
	}
	day := on.Time
	switch {
	case m.weekday != 0 && m.month == 0:
		past := day
		for weekdayOf(past) != m.weekday {
			past = past.AddDate(0, 0, -1)
		}
		out := []moment{m.as(past)}
		if future {
			out = append(out, m.as(past.AddDate(0, 0, 7)))
		}
		return out
	case m.month != 0:
		last := m
		last.year = day.Year()
		if m.month > int(day.Month()) {
			last.year--
		}
		next := last
		next.year++
		return []moment{last, next}
	case m.quarter != 0:
		now, before := m, m
		now.year, before.year = day.Year(), day.Year()-1
		return []moment{now, before}
	}
	return []moment{m}
}

// after reports whether a moment of a year it names lies behind a day.
func (m moment) after(day time.Time) bool {
	switch {
	case m.year == 0 || m.recurs || m.rel == "since":
		return false
	case m.year != day.Year():
		return m.year > day.Year()
	case m.quarter != 0:
		return m.quarter > (int(day.Month())+2)/3
	case m.month != int(day.Month()):
		return m.month > int(day.Month())
	}
	return m.day > day.Day()
}

// clocked reports whether a deed that is told by the clock, in the present,
// stands before token i in its clause.
func (c *claim) clocked(i int) bool {
	from, _ := c.clauseOf(i)
	for k := from + 1; k < i; k++ {
		if low := c.tokens[k].low; byTheClock[low] || byTheClock[strings.TrimSuffix(low, "s")] {
			return !c.thing(k) && c.tokens[k-1].kind != function
		}
	}
	return false
}

// comeAfter notes which deeds in the present lie behind a day.
func (c *claim) comeAfter(day time.Time) {
	for i, t := range c.tokens {
		if t.kind != date {
			continue
		}
		d := c.dates[t.n]
		bare := d.year == 0 && d.month+d.weekday > 0 && !d.recurs && d.rel != "since" // deliveries begin in May
		if d.after(day) || bare && c.clocked(i) {
			c.comes(i)
		}
	}
}

func (m moment) as(t time.Time) moment {
	d := dayOf(t)
	d.weekday, d.rel = m.weekday, m.rel
	return d
}

func weekdayOf(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// within reports whether all that m names agrees with what w names.
func (m moment) within(w moment) bool {
	if m.recurs != w.recurs {
		return false
	}
	if m.weekday != 0 && m.weekday != w.weekday {
		if w.weekday != 0 || w.year == 0 || w.month == 0 || w.day == 0 {
			return false
		}
		if weekdayOf(time.Date(w.year, time.Month(w.month), w.day, 0, 0, 0, 0, time.UTC)) != m.weekday {
			return false
		}
	}
	if m.quarter != 0 && m.quarter != w.quarter && (w.month == 0 || (w.month+2)/3 != m.quarter) {
		return false
	}
	return agree(m.year, w.year) && agree(m.month, w.month) && agree(m.day, w.day)
}

// agree reports whether the passage names what the sentence names, if it does.
func agree(said, have int) bool { return said == 0 || said == have }

// relates reports whether the sentence may say rel of a date of which the
// passage says have: what happened before it did not happen on it.
func relates(said, have string) bool {
	if said == have || said == "as of" || have == "as of" {
		return true
	}
	for _, strict := range []string{"before", "after"} {
		if said == strict || have == strict {
			return strict == "after" && (said == "since" || have == "since")
		}
	}
	switch {
	case said == "since":
		return have == "" // from July: in July it begins
	case said == "until" || said == "by":
		return have == "until" || have == "by" || have == ""
	}
	return true
}

// season returns the northern season of a date, as news articles name it, or
// "" where it is not sure.
func season(d article.Date) string {
	if !d.Sure() {
		return ""
	}
	return [...]string{"winter", "spring", "summer", "autumn"}[int(d.Time.Month())%12/3]
}
