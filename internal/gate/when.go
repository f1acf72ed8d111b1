package gate

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"footnote/internal/dates"
	"footnote/internal/prose"
)

// relative matches times that lean on the day of publication.
var relative = regexp.MustCompile(`(?i)\b(yesterday|today|tonight|tomorrow|(last|this|next) (week|month|year|january|february|march|april|may|june|july|august|september|october|november|december)|a year (?:ago|earlier)|(\w+) years? (?:ago|earlier))\b`)

// leaning returns the moments a text names by leaning on a day.
func leaning(text string, on time.Time) []dates.Moment {
	var out []dates.Moment
	for _, m := range relative.FindAllStringSubmatch(text, -1) {
		step := map[string]int{"last": -1, "next": 1}[strings.ToLower(m[2])]
		switch word := strings.ToLower(m[1]); {
		case word == "yesterday":
			out = append(out, dates.Of(on.AddDate(0, 0, -1)))
		case word == "today", word == "tonight":
			out = append(out, dates.Of(on))
		case word == "tomorrow":
			out = append(out, dates.Of(on.AddDate(0, 0, 1)))
		case strings.EqualFold(m[3], "year"):
			out = append(out, dates.Moment{Year: on.Year() + step})
		case strings.EqualFold(m[3], "month"):
			d := time.Date(on.Year(), on.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
			out = append(out, dates.Moment{Year: d.Year(), Month: int(d.Month())})
		case strings.HasPrefix(word, "a year"):
			out = append(out, dates.Moment{Year: on.Year() - 1})
		case m[4] != "":
			if n, ok := prose.Numerals[strings.ToLower(m[4])]; ok {
				out = append(out, dates.Moment{Year: on.Year() - int(n)})
			}
		}
	}
	return out
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
		bare := d.Year == 0 && d.Month+d.Weekday > 0 && !d.Recurs && d.Rel != "since" // deliveries begin in May
		if d.After(day) || bare && c.clocked(i) {
			c.comes(i)
		}
	}
}

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

// firstOrMost words compare with all that was since a date.
var firstOrMost = setOf(`first highest lowest largest biggest smallest worst best most least`)

// datedOtherwise reports whether the statement names a month or a year: then the
// weekday on which somebody said so is none.
func (s *statement) datedOtherwise() bool {
	return slices.ContainsFunc(s.moments, func(w dates.Moment) bool { return !w.ByWeekday() })
}

// dateToken returns the token of the nth date, or -1 for a moment that is named by
// leaning on a day, and has none.
func (c *claim) dateToken(n int) int {
	return slices.IndexFunc(c.tokens, func(t token) bool { return t.kind == date && t.n == n })
}

// overtaken reports whether the statement's nth date is one from which something
// was put to another, which the sentence does not name: from 2035 to 2042.
func (m *match) overtaken(n int, d dates.Moment) bool {
	k := m.have.dateToken(n)
	if k < 1 || m.have.low(k-1) != "from" || m.have.low(k+1) != "to" || k+2 >= len(m.have.tokens) || m.have.tokens[k+2].kind != date || d.Rel == "since" {
		return false
	}
	after := m.have.dates[m.have.tokens[k+2].n]
	return !slices.ContainsFunc(m.said.dates, func(o dates.Moment) bool {
		return o.Year == after.Year && o.Month == after.Month && o.Day == after.Day && o.Weekday == after.Weekday
	})
}

// dateHolds reports whether the statement names the date, or, where it names
// none, the article was published then.
func (m *match) dateHolds(i int, d dates.Moment) bool {
	on := m.src.passage.Article.Published
	future := false
	for _, op := range m.have.ops {
		future = future || op.sense > ends
	}
	named := false
	for n, w := range m.have.moments {
		named = true
		if d.Loose() && w.ByWeekday() && m.have.datedOtherwise() || m.overtaken(n, d) {
			continue
		}
		for _, meant := range w.Resolve(on, future) {
			if d.Within(meant) && relates(d.Rel, w.Rel) && !(w.Rel == "since" && d.Rel == "" && m.have.has(firstOrMost)) {
				if k := m.have.dateToken(n); k >= 0 {
					m.when[i] = []int{k}
				}
				return true
			}
		}
	}
	if !on.Sure() || d.Recurs || d.Year+d.Month+d.Day+d.Quarter == 0 || !d.Within(dates.Of(on.Local())) {
		return false
	}
	return d.Rel == "as of" || !named && d.Day == 0
}

// dateOf checks that a date is told of what the statement tells of it: not of the
// delivery that of the order.
func (m *match) dateOf() string {
	for i := m.from; i < m.to; i++ {
		if m.said.tokens[i].kind != date || len(m.when[i]) != 1 {
			continue
		}
		from, to := m.have.clauseOf(m.when[i][0])
		own, other := 0, 0
		for k := from; k < to; k++ {
			if t := m.have.tokens[k]; t.kind == content && m.have.verbal(k) && !m.have.thing(k) && !reports[t.stem] {
				other++
			}
			if m.have.tokens[k].kind != date && m.touches(k) {
				own++
			}
		}
		if other > 0 && own == 0 {
			return ReasonDate
		}
	}
	return ""
}

// sameDay checks that something is said of "that day" only where the statement
// says so: a day of publication is not that of the event.
func (m *match) sameDay() string {
	for i := m.from; i+1 < m.to; i++ {
		if days[m.said.low(i)] && m.said.low(i+1) == "day" && !m.have.hasWord("day") && !m.have.hasWord("today") {
			return ReasonDate
		}
	}
	return ""
}

var days = setOf(`this that same`)
