package ingest

import (
	"fmt"
	"time"

	"footnote/internal/store"
)

// A Report says what became of everything that was named.
type Report struct {
	Created, Revised, Unchanged int

	NotEmbedded int   // of those safe: found by their words only, until they are embedded
	EmbedErr    error // why, of the last of them

	Sources   []Subscription // the feeds and sitemaps that were named or found
	Waiting   int            // pages and feeds that are to be tried again later
	WaitUntil time.Time      // when the next of them is
	Failed    []Retry        // those of them that failed, up to maxNotes

	Skipped  int       // files in folders whose ending says that they are no articles
	Problems []Problem // what was not added, in order
	Warnings []Problem // what was added with something left out, as a date nobody can read
	More     int       // problems and warnings beyond the maxNotes that are kept of each
}

// A Subscription is a source that brings articles from now on.
type Subscription struct {
	Named string // what led to it, as the user named it
	URL   string
	Title string
	Items int           // what it shows now
	Every time.Duration // how often it is polled for now
	Added bool          // false where it was there before
}

// A Retry is what failed and is to be tried again.
type Retry struct {
	URL     string
	Problem string // the last one
	Again   time.Time
}

// maxNotes bounds the problems, and the warnings, that a Report keeps: enough
// to mend a file by, few enough for a file of a million broken lines.
const maxNotes = 1000

// Saved returns how many articles are safe, whatever saving them changed.
func (r Report) Saved() int { return r.Created + r.Revised + r.Unchanged }

func (r *Report) count(e store.Effect) {
	switch e {
	case store.Created:
		r.Created++
	case store.Revised:
		r.Revised++
	case store.Unchanged:
		r.Unchanged++
	}
}

func (r *Report) problem(source string, line int, err error) {
	r.note(&r.Problems, Problem{source, line, err})
}

func (r *Report) warn(source string, line int, err error) {
	r.note(&r.Warnings, Problem{source, line, err})
}

func (r *Report) note(list *[]Problem, p Problem) {
	if len(*list) == maxNotes {
		r.More++
		return
	}
	*list = append(*list, p)
}

// A Problem is one thing that is wrong with a source.
type Problem struct {
	Source string // as the user named it; for a folder, the file within it
	Line   int    // of JSON lines, from 1; 0 where it concerns the whole
	Err    error
}

// String returns the problem as one line.
func (p Problem) String() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s: line %d: %v", p.Source, p.Line, p.Err)
	}
	return fmt.Sprintf("%s: %v", p.Source, p.Err)
}
