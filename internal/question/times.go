package question

import (
	"time"
)

// Times reads the times that a text names as those in which something was
// published: the text without them, and the first and last instant, each zero
// where that end is open.
func Times(text string, now time.Time) (rest string, since, until time.Time) {
	q := Parse(text)
	dates := q.dates(clock{Text: q, now: now.UTC()})
	words := 0
	for i := range dates {
		dates[i].plain = true
		words += dates[i].to - dates[i].from
	}
	if since, until = hull(dates, true); words == len(q.Words) {
		return "", since, until
	}
	return q.rest(nil, nil, dates), since, until
}
