package question

import (
	"strconv"
	"strings"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/dates"
)

// A moment is a time without its preposition, up to word to.
type moment struct {
	span
	to int
}

// days returns how many days a moment has.
func (m moment) days() int { return int(m.until.Add(instant).Sub(m.since).Hours() / 24) }

// moment reads the time at a word, after a preposition or "".
func (c clock) moment(i int, preposition string) (moment, bool) {
	for _, read := range []func(int, string) (moment, bool){
		c.numeric, c.dayMonth, c.monthDay, c.monthYear, c.part, c.period, c.relative, c.ago, c.weekday, c.lone,
	} {
		if m, ok := read(i, preposition); ok {
			return m, true
		}
	}
	return moment{}, false
}

// numeric reads 2026-04-27, also with an hour, 2026-04, 27.04.2026 and, where
// the order is sure, 27/04/2026. 03/04/2026 is two days, and so none.
func (c clock) numeric(i int, _ string) (moment, bool) {
	word := c.low(i)
	if len(word) < 7 || word[0] < '0' || word[0] > '9' {
		return moment{}, false
	}
	if t, err := time.Parse("2006-01", word); err == nil {
		return moment{span: monthOf(t), to: i + 1}, true
	}
	iso, _, _ := strings.Cut(word, "t")
	for _, layout := range []string{"2006-01-02", "2006/01/02", "2.1.2006"} {
		if t, err := time.Parse(layout, iso); err == nil {
			return moment{span: dayOf(t), to: i + 1}, true
		}
	}
	dayFirst, err1 := time.Parse("2/1/2006", word)
	monthFirst, err2 := time.Parse("1/2/2006", word)
	switch {
	case err1 == nil && (err2 != nil || dayFirst.Equal(monthFirst)):
		return moment{span: dayOf(dayFirst), to: i + 1}, true
	case err2 == nil && err1 != nil:
		return moment{span: dayOf(monthFirst), to: i + 1}, true
	}
	return moment{}, false
}

// dayMonth reads "27 April 2026", "27th of April", "the 27th of April".
func (c clock) dayMonth(i int, _ string) (moment, bool) {
	if c.low(i) == "the" {
		i++
	}
	day := c.day(i)
	if day == 0 {
		return moment{}, false
	}
	i++
	if c.low(i) == "of" {
		i++
	}
	return c.dayOfMonth(day, c.monthAt(i), i+1)
}

// monthDay reads "April 27, 2026" and "April 27th".
func (c clock) monthDay(i int, _ string) (moment, bool) {
	month := c.monthAt(i)
	if month == 0 || !c.Words[i].capital() && c.Words[i].Text == "may" {
		return moment{}, false
	}
	next := i + 1
	if c.low(next) == "the" {
		next++
	}
	return c.dayOfMonth(c.day(next), month, next+1)
}

// dayOfMonth completes a day with the year that stands next, or the latest.
func (c clock) dayOfMonth(day int, month time.Month, next int) (moment, bool) {
	if day == 0 || month == 0 || next > len(c.Words) {
		return moment{}, false
	}
	if y, ok := year(c.low(next)); ok {
		return moment{span: dayOf(date(y, month, day)), to: next + 1}, valid(y, month, day)
	}
	y, ok := c.latest(month, day)
	return moment{span: dayOf(date(y, month, day)), to: next}, ok && valid(y, month, day)
}

// latest returns the year in which a day of the year last began: before now,
// but in a library of old articles, whose newest is from more than a year ago,
// before that.
func (c clock) latest(month time.Month, day int) (year int, known bool) {
	if c.now.IsZero() {
		return 0, false
	}
	last := c.now
	if !c.newest.IsZero() && c.newest.Before(c.now.AddDate(-1, 0, 0)) {
		last = c.newest
	}
	if date(last.Year(), month, day).After(last) {
		return last.Year() - 1, true
	}
	return last.Year(), true
}

// monthYear reads "October 2023", "Oct. 2023" and "October of 2023".
func (c clock) monthYear(i int, _ string) (moment, bool) {
	month := c.monthAt(i)
	next := i + 1
	if c.low(next) == "of" {
		next++
	}
	y, ok := year(c.low(next))
	if month == 0 || !ok || c.day(i-1) > 0 { // "31 February 2026" is no day, and not its month
		return moment{}, false
	}
	return moment{span: months(y, int(month), 1), to: next + 1}, true
}

// part reads "early 2024", "late October 2023", "the end of 2023": thirds of
// a year or a month.
func (c clock) part(i int, preposition string) (moment, bool) {
	which, ok := thirds[c.low(i)]
	if !ok {
		return moment{}, false
	}
	next := i + 1
	if c.low(next) == "of" {
		next++
	}
	var whole moment
	if y, isYear := year(c.low(next)); isYear {
		whole, ok = moment{span: yearOf(y), to: next + 1}, true
	} else if whole, ok = c.monthYear(next, ""); !ok {
		whole, ok = c.loneMonth(next, "in")
	}
	if !ok {
		return moment{}, false
	}
	from := whole.since
	if whole.days() > 31 {
		whole.span = months(from.Year(), 4*which+1, 4)
	} else {
		whole.since = from.AddDate(0, 0, 10*which)
		if which < 2 {
			whole.until = from.AddDate(0, 0, 10*which+10).Add(-instant)
		}
	}
	return whole, true
}

var thirds = map[string]int{"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}

// period reads quarters, halves, seasons and decades: "Q1 2024", "first half
// of 2024", "spring 2026", "the 2010s".
func (c clock) period(i int, preposition string) (moment, bool) {
	if c.low(i) == "the" {
		i++
	}
	if decade, ok := strings.CutSuffix(c.low(i), "s"); ok {
		if y, isYear := year(decade); isYear && y%10 == 0 {
			return moment{span: months(y, 1, 120), to: i + 1}, true
		}
	}
	first, n, next := c.months(i)
	if n == 0 {
		return moment{}, false
	}
	if c.low(next) == "of" {
		next++
	}
	if y, ok := year(c.low(next)); ok {
		m := moment{span: months(y, first, n), to: next + 1}
		if first == 12 { // both winters are called so, the one that begins and the one that ends
			m.since = date(y-1, 12, 1)
		}
		return m, true
	}
	if seasons[c.low(i)] > 0 && c.always() {
		return moment{}, false
	}
	y, ok := c.latest(time.Month(first), 1)
	if !ok || ordinals[c.low(i)] > 0 || seasons[c.low(i)] > 0 && preposition == "" {
		return moment{}, false // "the second half" may be of a match
	}
	return moment{span: months(y, first, n), to: next}, true
}

// always reports whether a question asks what is so year by year: "are dogs allowed in summer?"
func (q *Text) always() bool {
	text := q.lowered()
	return (says(text, saysIs) || q.keywords()) && !says(text, saysWas) && !says(text, saysFuture)
}

// months reads the name of several months: the first, how many, the next word.
func (c clock) months(i int) (first, n, next int) {
	word := c.low(i)
	if s := seasons[word]; s > 0 {
		return s, 3, i + 1
	}
	if len(word) == 2 && (word[0] == 'q' || word[0] == 'h') {
		n = 3
		if word[0] == 'h' {
			n = 6
		}
		if k := int(word[1] - '0'); k >= 1 && k <= 12/n {
			return (k-1)*n + 1, n, i + 1
		}
		return 0, 0, 0
	}
	k := ordinals[word]
	switch unit := c.low(i + 1); {
	case unit == "quarter" && k > 0:
		return (k-1)*3 + 1, 3, i + 2
	case unit == "half" && k > 0 && k <= 2:
		return (k-1)*6 + 1, 6, i + 2
	}
	return 0, 0, 0
}

// seasons are the northern ones, as meteorologists count: whole months.
var seasons = map[string]int{"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

var ordinals = map[string]int{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}

// relative reads "today", "yesterday", "this week", "last month", "the past
// three days". Without now there is no such time.
func (c clock) relative(i int, _ string) (moment, bool) {
	if c.now.IsZero() {
		return moment{}, false
	}
	today := midnight(c.now)
	at := func(to int, s span) (moment, bool) { return moment{s, to}, true }
	rolling := c.low(i) == "the"
	if rolling {
		i++
	}
	switch word, next := c.low(i), c.low(i+1); {
	case word == "today" || word == "tonight":
		return at(i+1, dayOf(today))
	case word == "yesterday":
		return at(i+1, dayOf(today.AddDate(0, 0, -1)))
	case word == "day" && next == "before" && c.low(i+2) == "yesterday":
		return at(i+3, dayOf(today.AddDate(0, 0, -2)))
	case word == "this" && (next == "morning" || next == "afternoon" || next == "evening"):
		return at(i+2, dayOf(today))
	case word == "this" || word == "current":
		if s, ok := c.calendar(next, 0); ok {
			return at(i+2, s)
		}
	case word == "last" || word == "past" || word == "previous":
		if n, unit, to := c.amount(i + 1); n > 0 {
			return at(to, c.rolling(n, unit))
		}
		if s, ok := c.calendar(next, -1); ok {
			if word == "past" || word == "last" && rolling && next != "weekend" {
				s = c.rolling(1, next)
			}
			return at(i+2, s)
		}
	}
	return moment{}, false
}

// calendar returns the unit of the calendar that holds now, or that is n
// before it: a week, a month, a named month.
func (c clock) calendar(unit string, n int) (span, bool) {
	today := midnight(c.now)
	month := date(today.Year(), today.Month(), 1)
	switch unit {
	case "week":
		return weekOf(today.AddDate(0, 0, 7*n)), true
	case "weekend":
		week := weekOf(today.AddDate(0, 0, 7*n))
		return days(week.since.AddDate(0, 0, 5), week.until.Add(instant)), true
	case "month":
		return monthOf(month.AddDate(0, n, 0)), true
	case "quarter":
		return months(today.Year(), int(today.Month()-1)/3*3+1+3*n, 3), true
	case "year":
		return yearOf(today.Year() + n), true
	}
	first, length := int(dates.Month(unit)), 1
	if s := seasons[unit]; s > 0 {
		first, length = s, 3
	}
	if first == 0 {
		return span{}, false
	}
	s := months(today.Year(), first, length)
	if n < 0 && !s.until.Before(c.now) {
		s = months(today.Year()-1, first, length)
	}
	return s, true
}

// amount reads "three days", "few weeks", "24 hours".
func (c clock) amount(i int) (n int, unit string, to int) {
	word := c.low(i)
	switch n = amounts[word]; {
	case n > 0:
	case word == "couple" && c.low(i+1) == "of":
		n, i = 2, i+1
	default:
		n, _ = strconv.Atoi(word)
	}
	unit = strings.TrimSuffix(c.low(i+1), "s")
	if n < 1 || n > 1000 || !units[unit] {
		return 0, "", i
	}
	return n, unit, i + 2
}

var (
	amounts = map[string]int{
		"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "few": 3, "several": 3, "four": 4, "five": 5, "six": 6,
		"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirty": 30,
	}
	units = analysis.Set("hour day week month year quarter")
)

// rolling returns the last n units up to the end of today: whole days, but of
// hours since the instant.
func (c clock) rolling(n int, unit string) span {
	if unit == "hour" {
		return span{since: c.instant.UTC().Add(-time.Duration(n) * time.Hour)}
	}
	return days(c.back(n, unit), midnight(c.now).AddDate(0, 0, 1))
}

// back returns the start of the day n units before today.
func (c clock) back(n int, unit string) time.Time {
	today := midnight(c.now)
	switch unit {
	case "week":
		return today.AddDate(0, 0, -7*n)
	case "month":
		return today.AddDate(0, -n, 0)
	case "quarter":
		return today.AddDate(0, -3*n, 0)
	case "year":
		return today.AddDate(-n, 0, 0)
	}
	return today.AddDate(0, 0, -n)
}

// ago reads "three days ago": that day, week, month or year.
func (c clock) ago(i int, _ string) (moment, bool) {
	n, unit, to := c.amount(i)
	if n == 0 || c.low(to) != "ago" || c.now.IsZero() {
		return moment{}, false
	}
	var s span
	switch then := c.back(n, unit); unit {
	case "hour":
		s = dayOf(midnight(c.now.Add(-time.Duration(n) * time.Hour)))
	case "week":
		s = weekOf(then)
	case "month", "quarter":
		first := date(c.now.Year(), c.now.Month(), 1)
		if unit == "quarter" {
			n *= 3
		}
		s = monthOf(first.AddDate(0, -n, 0))
	case "year":
		s = yearOf(then.Year())
	default:
		s = dayOf(then)
	}
	return moment{s, to + 1}, true
}

// weekday reads "on Monday", "last Friday", "this Tuesday": the latest that
// has begun, with "last" one before today.
func (c clock) weekday(i int, preposition string) (moment, bool) {
	word := c.low(i)
	if word == "last" || word == "this" {
		preposition = word
		i++
	}
	day, ok := weekdays[c.low(i)]
	if !ok || preposition == "" || c.now.IsZero() {
		return moment{}, false
	}
	today := midnight(c.now)
	back := (int(today.Weekday()) - day + 7) % 7
	if back == 0 && preposition == "last" {
		back = 7
	}
	return moment{dayOf(today.AddDate(0, 0, -back)), i + 1}, true
}

var weekdays = map[string]int{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
}

// lone reads a year or a month that stands alone after a preposition.
func (c clock) lone(i int, preposition string) (moment, bool) {
	y, ok := year(c.low(i))
	if !ok {
		return c.loneMonth(i, preposition)
	}
	if preposition == "" && !writings[c.low(i+1)] || !c.endsNumber(i, preposition) {
		return moment{}, false
	}
	return moment{span: yearOf(y), to: i + 1}, true
}

// endsNumber reports whether a number after a preposition counts nothing: "in
// 2019", not "after 2000 deaths".
func (c clock) endsNumber(i int, preposition string) bool {
	next := i + 1
	return next >= len(c.Words) || c.divided(next) || small[c.low(next)] || writings[c.low(next)] ||
		preposition == "in" || preposition == "since" || preposition == "during"
}

// loneMonth reads an English month after a preposition: the latest that has
// begun.
func (c clock) loneMonth(i int, preposition string) (moment, bool) {
	month := c.monthAt(i)
	word := c.low(i)
	english := strings.HasPrefix(strings.ToLower(month.String()), word) || word == "sept"
	switch {
	case month == 0 || preposition == "" || !english && preposition != "im",
		!c.Words[i].capital() && len(word) < 6: // "may", "march"
		return moment{}, false
	}
	y, ok := c.latest(month, 1)
	return moment{span: months(y, int(month), 1), to: i + 1}, ok
}
