package article

import (
	"regexp"
	"strings"
	"time"
)

// An Entry is what stands in a body under a time of its own, as what is told in
// pieces while it goes on has it. It ends where the next one begins.
type Entry struct {
	Start int // byte offset in the body
	At    time.Time
}

// stampLayout is how a body writes the time of an entry, on a line of its own before it.
const stampLayout = "2 Jan 2006, 15:04 MST"

// Stamp returns the line that dates the entry below it, without the line's end: a body
// has UTC. Of a time in another zone it says how far that is from UTC.
func Stamp(t time.Time) string {
	text := t.Format("2 Jan 2006, 15:04 ") + "UTC"
	if _, east := t.Zone(); east != 0 {
		text += t.Format("-07:00")
	}
	return text
}

var stampLine = regexp.MustCompile(`(?m)^\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d UTC\n`)

// entrySpan is how long after an article began an entry of it may be: longer than news
// is told in one piece.
const entrySpan = 60 * 24 * time.Hour

// Entries returns the entries of an article's body, in their order there. What stands
// before the first is of the article's own date. A time that cannot be one of the
// article is none.
func (a Article) Entries() []Entry {
	if !strings.Contains(a.Body, " UTC\n") {
		return nil
	}
	var es []Entry
	for _, m := range stampLine.FindAllStringIndex(a.Body, -1) {
		at, err := time.Parse(stampLayout, a.Body[m[0]:m[1]-1])
		if err == nil && a.Published.Spans(at) {
			es = append(es, Entry{m[0], at})
		}
	}
	return es
}

// Spans reports whether an article of this date may have an entry of that time: not
// more than a day before, since zones are mistaken for one another, and not more than
// entrySpan after. What is undated may have any.
func (d Date) Spans(at time.Time) bool {
	return !d.Sure() || !at.Before(d.Time.Add(-24*time.Hour)) && !at.After(d.Time.Add(entrySpan))
}
