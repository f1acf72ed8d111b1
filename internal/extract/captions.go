package extract

import (
	"regexp"
	"strings"

	"footnote/internal/article"
)

var (
	cueTime   = regexp.MustCompile(`^\s*(?:\d{1,2}:)?\d{1,2}:\d\d[.,]\d{3}\s+-->\s+(?:\d{1,2}:)?\d{1,2}:\d\d[.,]\d{3}`)
	voice     = regexp.MustCompile(`^<v(?:\.[\w.]+)?\s+([^>]+)>`)
	cueTag    = regexp.MustCompile(`</?(?:[a-z][\w.]*(?:\s[^>]*)?|\d[\d:.]*)>|\{\\[^}]*\}`)
	clockLine = regexp.MustCompile(`^\s*\d{1,2}(?::\d\d){1,2}\s*$`) // as copied from a page of videos
	cueIndex  = regexp.MustCompile(`^\s*\d+\s*$`)
)

// leastCues is how many cues make a text one of captions (WebVTT or SubRip).
const leastCues = 2

// leastClocks is how many lines of a clock alone make one, where it begins with one and
// has one for every few lines.
const leastClocks = 3

// captionParagraph is how long a paragraph of captions is, in bytes, before the next
// sentence begins another.
const captionParagraph = 500

// captions returns the text of captions as paragraphs, one for each turn of a speaker that
// they name, or false if a text is none.
func captions(text string) (string, bool) {
	lines := strings.Split(article.UnixLines(text), "\n")
	n, clocks, filled := 0, 0, 0
	for _, l := range lines {
		switch {
		case cueTime.MatchString(l):
			n++
		case clockLine.MatchString(l):
			clocks++
		case strings.TrimSpace(l) != "":
			filled++
		}
	}
	cue := cueTime
	switch {
	case n >= leastCues:
	case clocks >= leastClocks && clocks*3 >= filled && clockLine.MatchString(dropEmpty(lines)[0]):
		cue = clockLine
	default:
		return "", false
	}
	var out []string
	var p strings.Builder
	speaker, last := "", ""
	end := func() {
		if p.Len() > 0 {
			out = append(out, p.String())
			p.Reset()
		}
	}
	inCue := false
	for i, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case cue.MatchString(line):
			inCue = true
			continue
		case line == "":
			inCue = false
			continue
		case !inCue, cueIndex.MatchString(line) && i+1 < len(lines) && cue.MatchString(lines[i+1]):
			continue // a head, a note or a number
		}
		name := speaker
		if m := voice.FindStringSubmatch(line); m != nil {
			name = strings.TrimSpace(m[1])
		}
		line = strings.TrimSpace(cueTag.ReplaceAllString(voice.ReplaceAllString(line, ""), ""))
		if line == "" || line == last { // captions that roll say a line twice
			continue
		}
		last = line
		if name != speaker || p.Len() > captionParagraph && sentenceLike.MatchString(p.String()) {
			end()
		}
		switch {
		case p.Len() > 0:
			p.WriteByte(' ')
		case name != speaker:
			p.WriteString(name + ": ")
		}
		speaker = name
		p.WriteString(line)
	}
	end()
	return strings.Join(out, "\n"), len(out) > 0
}

// spokenAt matches a line of a transcript behind the time into the recording at which it is
// said, in brackets or before who says it.
var spokenAt = regexp.MustCompile(`^\s*(?:[\[(]\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?[\])]|\d{1,2}:\d\d:\d\d(?:[.,]\d+)?)\s+(\S.*)$`)

// leastSpoken is how many lines of a text have such a time, for it to be a transcript.
const leastSpoken = 3

// withoutTimes returns the lines of a transcript without the times at which each is said,
// and other lines as they are.
func withoutTimes(lines []string) []string {
	n, filled := 0, 0
	for _, l := range lines {
		if strings.TrimSpace(l) != "" {
			filled++
		}
		if spokenAt.MatchString(l) {
			n++
		}
	}
	if n < leastSpoken || 3*n < filled {
		return lines
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = spokenAt.ReplaceAllString(l, "$1")
	}
	return out
}
