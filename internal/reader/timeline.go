package reader

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A timeline is a picture of what a standing question answered: a bar for each
// answer, from the day since which it holds to the day of the next; that of the
// last goes on to the right edge.
type timeline struct {
	Told          string // what it shows, in words
	Left          int    // how many older answers it does not show
	Width, Height int
	Axis          int // where the line of time stands
	First, Last   string
	Spans         []span
}

// A span is one answer. Its words stand above the bar, and end at the right
// edge where the bar begins in the right half.
type span struct {
	N           int
	Day, Words  string
	X, Y, W     float64
	TextX       float64
	Right       bool // the words end there
	Class, Name string
}

// The size of a timeline, in its own units.
const (
	timelineWidth = 720
	spanHeight    = 52
	spanBar       = 24 // from the top of a span to its bar
	barHeight     = 14
	axisHeight    = 30
	leastBar      = 8
	goesOn        = 48  // of the last bar, behind the last day
	letterWidth   = 7.4 // of the words, on average; those of East Asia take two
	mostSpans     = 20
)

// newTimeline draws answers, which come in the order they were given, up to
// now; nil without any.
func newTimeline(answers []given, now time.Time) *timeline {
	if len(answers) == 0 {
		return nil
	}
	t := &timeline{Width: timelineWidth, Left: max(0, len(answers)-mostSpans)}
	shown := answers[t.Left:]
	first := slices.MinFunc(shown, func(a, b given) int { return a.from.Compare(b.from) }).from
	last := slices.MaxFunc(shown, func(a, b given) int { return a.from.Compare(b.from) }).from
	if now.After(last) {
		last = now
	}
	place := func(at time.Time) float64 {
		if !last.After(first) {
			return 0
		}
		return (timelineWidth - goesOn) * at.Sub(first).Seconds() / last.Sub(first).Seconds()
	}
	for i, g := range shown {
		end := float64(timelineWidth)
		if i+1 < len(shown) {
			end = place(shown[i+1].from)
		}
		t.Spans = append(t.Spans, newSpan(g, i, place(g.from), end))
	}
	t.Spans[len(t.Spans)-1].Class += " now"
	t.Axis = len(shown)*spanHeight + 6
	t.Height = t.Axis + axisHeight
	t.First, t.Last = first.Format("2 Jan 2006"), last.Format("2 Jan 2006")
	t.Told = fmt.Sprintf("%s from %s to %s; the list below tells them", counted(len(shown), "answer"), t.First, t.Last)
	return t
}

// newSpan places the answer of a row between two places of the line of time.
func newSpan(g given, row int, from, to float64) span {
	s := span{
		N: g.N, Day: g.Day, X: from, Y: float64(row*spanHeight + spanBar), W: max(to-from, leastBar), TextX: from,
		Right: from > timelineWidth/2, Class: "span", Name: strings.Join(g.Sentences, " "),
	}
	room := timelineWidth - from
	if s.Right {
		s.TextX, room = timelineWidth, timelineWidth
	}
	if g.NotFound {
		s.Class += " none"
	}
	s.Words = clip(g.Gist, int(room/letterWidth)-len(g.Day)-2)
	return s
}

// clip cuts a text to so many letters, at a word where it can.
func clip(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	width, space := 0, 0
	for i, r := range text {
		if r == ' ' {
			space = i
		}
		if width++; r >= 0x1100 { // the first of the wide letters
			width++
		}
		if width > most {
			if space == 0 {
				space = i
			}
			return strings.TrimRight(text[:space], " ,;:") + "…"
		}
	}
	return text
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
