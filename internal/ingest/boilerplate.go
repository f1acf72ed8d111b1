package ingest

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	disclaimer   = regexp.MustCompile(`(?i)^disclaimer:?$`)
	moreHeading  = regexp.MustCompile(`(?i)^((related|recommended|more) (articles?|stories|posts|reading|news)|find out more|read more|read next|see also|you may also like|tags):?$`)
	disclaiming  = regexp.MustCompile(`(?i)\b(views and opinions|informational purposes|(financial|investment|legal|professional) advice|own risk|no (representations?|warrant(y|ies)))\b`)
	sentenceLike = regexp.MustCompile(`[.!?]["”’)]?$`)
)

// trimBoilerplate cuts the sections that sites put under every article: a
// disclaimer and lists of further links. It cuts only at the very end, only
// under a heading that says so, and only what looks like it: one paragraph
// that disclaims, or lines that are no sentences.
func trimBoilerplate(lines []string) []string {
	for {
		at := boilerplateStart(lines)
		if at < 0 {
			return lines
		}
		lines = lines[:at]
	}
}

// boilerplateStart returns where the last section of lines begins if it is
// boilerplate, else -1.
func boilerplateStart(lines []string) int {
	var under []string // what stands under the line, last first
	for i := len(lines) - 1; i > 0; i-- {
		line := strings.TrimSpace(lines[i])
		switch {
		case line == "":
		case disclaimer.MatchString(line):
			if len(under) > 1 || len(under) == 1 && !disclaiming.MatchString(under[0]) {
				return -1
			}
			return i
		case moreHeading.MatchString(line):
			for _, l := range under {
				if sentenceLike.MatchString(l) || utf8.RuneCountInString(l) > maxTitleLine {
					return -1
				}
			}
			return i
		case len(under) == 20: // more than any list of links we have seen
			return -1
		default:
			under = append(under, line)
		}
	}
	return -1
}
