package gate

import (
	"regexp"
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
