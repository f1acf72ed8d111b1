package schedule

import (
	"fmt"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Example is a schedule in words, to show to who wrote another.
const Example = "weekdays at 8:30 Berlin"

// A Problem says to who wrote some words why they cannot be read. Its format names it
// in catalogues of other languages.
type Problem struct {
	Format string
	Args   []any
}

func (p *Problem) Error() string { return fmt.Sprintf(p.Format, p.Args...) }

// Problemf returns a Problem.
func Problemf(format string, args ...any) error { return &Problem{format, args} }

// Limits of a schedule.
const (
	maxText  = 200 // bytes
	maxTimes = 6   // a day
)

// Parse reads a schedule in plain English or German words: days ("weekdays",
// "Mondays and Thursdays", "Mon-Fri", "every day except Sundays", "werktags"),
// times ("8:30", "9am", "18 Uhr", "noon") and a zone ("Berlin",
// "Europe/London", "New York", "UTC"), in any order. Without days it is every
// day; without a zone it is that of the argument, a name as Zone returns it.
// Errors are Problems.
func Parse(text, zone string) (Schedule, error) {
	if len(text) > maxText {
		return Schedule{}, Problemf("a schedule has at most %d letters; try %q", maxText, Example)
	}
	p := parser{tokens: tokens(text)}
	for len(p.tokens) > 0 {
		if !p.step() {
			return Schedule{}, Problemf("%q is no day, time or city; try %q", p.tokens[0].written, Example)
		}
	}
	return p.schedule(zone)
}

// A token is a word, a number or a mark.
type token struct {
	written string
	low     string // in lower case, German umlauts kept
}

// tokenPattern matches times before numbers, names of zones before words, and
// an offset as one token, which is none of a schedule.
var tokenPattern = regexp.MustCompile(`(?i)[+-]\d{1,2}(?::?\d\d)?|\d{1,2}[:.]\d\d|[ap]\.m\b\.?|\d+|[\pL\pM_]+(?:/[\pL\pM_+-]+)+(?:[+-]?\d+)?|[\pL\pM']+\.?|[-–—]|[^\s,;()]`)

func tokens(text string) []token {
	var out []token
	for _, w := range tokenPattern.FindAllString(text, -1) {
		out = append(out, token{w, strings.TrimSuffix(strings.ToLower(w), ".")})
	}
	return out
}

// A parser takes tokens from the front.
type parser struct {
	tokens  []token
	days    Days
	except  Days
	exclude bool // what comes next is left out
	times   []Clock
	zones   []*time.Location
}

// step takes what stands next, and reports whether it could.
func (p *parser) step() bool {
	return p.clock() || p.day() || p.word() || p.zone()
}

func (p *parser) take(n int) { p.tokens = p.tokens[n:] }

// low returns the nth token in lower case, "" beyond the end.
func (p *parser) low(n int) string {
	if n < len(p.tokens) {
		return p.tokens[n].low
	}
	return ""
}

// Words that stand between the others and say nothing alone.
var fillers = words(`at on in around the and und um am an and von from jeden jede jedes jeder each o'clock oclock time uhr zone local + & zeit`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

func (p *parser) word() bool {
	switch w := p.low(0); {
	case w == "except" || w == "außer" || w == "ausser" || w == "but" && p.low(1) == "not":
		p.exclude = true
		p.take(1)
	case w == "not" && p.exclude, fillers[w], w == "every":
		p.take(1)
	default:
		return false
	}
	return true
}

// clock takes a time of day.
func (p *parser) clock() bool {
	switch p.low(0) {
	case "noon", "midday", "mittags":
		return p.at(12, 0, 1)
	case "midnight", "mitternacht", "mitternachts":
		return p.at(0, 0, 1)
	}
	hour, minute, explicit, ok := split(p.low(0))
	if !ok {
		return false
	}
	n := 1
	half, known := halves[p.low(1)]
	switch {
	case known && !(half == "am" && isDayWord(p.low(2))): // "um 9 am Montag"
		if hour < 1 || hour > 12 {
			return false
		}
		hour %= 12
		if half == "pm" {
			hour += 12
		}
		n, explicit = 2, true
	case p.low(1) == "uhr":
		n, explicit = 2, true
		if m, err := strconv.Atoi(p.low(2)); err == nil && minute == 0 && len(p.low(2)) == 2 && m < 60 {
			minute, n = m, 3
		}
	}
	// A bare number is a time only where it is no part of something else.
	if !explicit && hour > 23 {
		return false
	}
	return p.at(hour, minute, n)
}

func isDayWord(w string) bool { _, ok := dayNames[w]; return ok }

var halves = map[string]string{"am": "am", "a.m": "am", "pm": "pm", "p.m": "pm"}

// split reads "8", "8:30" and "0830".
func split(w string) (hour, minute int, explicit, ok bool) {
	h, m, explicit := strings.Cut(strings.Replace(w, ".", ":", 1), ":")
	if !explicit && len(w) == 4 {
		h, m, explicit = w[:2], w[2:], true
	}
	hour, err := strconv.Atoi(h)
	if explicit && err == nil {
		minute, err = strconv.Atoi(m)
	}
	return hour, minute, explicit, err == nil && !strings.HasPrefix(w, "+") && len(h) <= 2 && hour >= 0 && minute >= 0
}

func (p *parser) at(hour, minute, n int) bool {
	if hour == 24 && minute == 0 {
		hour = 0
	}
	if hour > 23 || minute > 59 {
		return false
	}
	p.times = append(p.times, Clock(hour*60+minute))
	p.take(n)
	return true
}

// dayNames holds the words for days, and for sets of them.
var dayNames = func() map[string]Days {
	names := map[string]Days{}
	add := func(d Days, list string) {
		for w := range strings.FieldsSeq(list) {
			names[w] = d
		}
	}
	add(1<<time.Monday, "monday mondays mon montag montags mo")
	add(1<<time.Tuesday, "tuesday tuesdays tue tues dienstag dienstags di")
	add(1<<time.Wednesday, "wednesday wednesdays wed weds mittwoch mittwochs mi")
	add(1<<time.Thursday, "thursday thursdays thu thur thurs donnerstag donnerstags do")
	add(1<<time.Friday, "friday fridays fri freitag freitags fr")
	add(1<<time.Saturday, "saturday saturdays sat samstag samstags sonnabend sonnabends sa")
	add(1<<time.Sunday, "sunday sundays sun sonntag sonntags so")
	add(Weekdays, "weekday weekdays workday workdays werktag werktags werktage wochentags")
	add(Weekends, "weekend weekends wochenende wochenends")
	add(EveryDay, "daily everyday täglich taeglich day days tag tage")
	return names
}()

// weekday returns the day of the week that a word names, in English or German.
func weekday(word string) (time.Weekday, bool) {
	d := dayNames[strings.ToLower(word)]
	return time.Weekday(bits.TrailingZeros8(uint8(d))), d.Single()
}

// day takes a day, a set of days or a range of them.
func (p *parser) day() bool {
	d, ok := dayNames[p.low(0)]
	if !ok {
		return false
	}
	n := 1
	if slices.Contains([]string{"-", "–", "—", "to", "through", "till", "until", "bis"}, p.low(1)) {
		if last, ok := dayNames[p.low(2)]; ok && d.Single() && last.Single() {
			d, n = through(d, last), 3
		}
	}
	if p.exclude {
		p.except |= d
	} else {
		p.days |= d
	}
	p.take(n)
	return true
}

// through returns the days from one to another, over the week's end if need be.
func through(first, last Days) Days {
	all := first
	for d := first; d != last; {
		if d <<= 1; d > 1<<time.Saturday {
			d = 1 << time.Sunday
		}
		all |= d
	}
	return all
}

func (p *parser) schedule(zone string) (Schedule, error) {
	s := Schedule{Days: p.days}
	if s.Days == 0 {
		s.Days = EveryDay
	}
	s.Days &^= p.except
	slices.Sort(p.times)
	s.Times = slices.Compact(p.times)
	switch {
	case s.Days == 0:
		return Schedule{}, Problemf("no day is left of this schedule")
	case len(s.Times) == 0:
		return Schedule{}, Problemf("say at what time, as in %q", Example)
	case len(s.Times) > maxTimes:
		return Schedule{}, Problemf("a schedule has at most %d times a day", maxTimes)
	case len(p.zones) > 1:
		return Schedule{}, Problemf("a schedule has one time zone, not %s and %s", p.zones[0], p.zones[1])
	case len(p.zones) == 1:
		s.zone = p.zones[0]
		return s, nil
	}
	if s.zone = findZone(zone); s.zone == nil {
		return Schedule{}, Problemf("say in which time zone, as in %q", Example)
	}
	return s, nil
}
