package question

import (
	"time"
)

// Times reads the times that a text names as those in which something was
// published: the text without them, and the first and last instant, each zero
// where that end is open, as one is that is not over yet.
func Times(text string, now time.Time) (rest string, since, until time.Time) {
	q := Parse(text)
	c := clockOf(q, now, time.Time{})
	dates := q.dates(c)
	words := 0
	for i := range dates {
		dates[i].plain = true
		words += dates[i].to - dates[i].from
	}
	if since, until = hull(dates, true); !until.Before(c.now) {
		until = time.Time{}
	}
	if words == len(q.Words) {
		return "", since, until
	}
	return q.rest(nil, nil, dates), since, until
}
