package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// A marking says which words of an article to mark; the zero marking marks
// none.
type marking struct {
	at    string // "START-END", byte offsets in the body
	quote string
}

// mark returns a body, cleaned for a terminal, with the words between marks:
// in reverse where it goes to a terminal, else between >>> and <<<.
func (m marking) mark(body string, toTerminal bool) (string, error) {
	start, end, err := m.span(body)
	if err != nil || start == end {
		return clean(body), err
	}
	on, off := ">>>", "<<<"
	if toTerminal {
		on, off = "\x1b[7m", "\x1b[0m"
	}
	return clean(body[:start]) + on + clean(body[start:end]) + off + clean(body[end:]), nil
}

// span returns the offsets of the words in a body; both are 0 for none.
func (m marking) span(body string) (start, end int, err error) {
	switch {
	case m.at != "" && m.quote != "":
		return 0, 0, usagef("articles show: give --at or --quote, not both")
	case m.at != "":
		return m.offsets(body)
	case strings.TrimSpace(m.quote) == "":
		return 0, 0, nil
	}
	at := spaced(m.quote).FindStringIndex(body)
	if at == nil {
		return 0, 0, errors.New("these words do not stand in the article as it is now; footnote articles history lists its revisions")
	}
	return at[0], at[1], nil
}

func (m marking) offsets(body string) (start, end int, err error) {
	var rest string
	n, _ := fmt.Sscanf(m.at+"\n", "%d-%d%s", &start, &end, &rest)
	if n != 2 || start < 0 || end <= start {
		return 0, 0, usagef("articles show: --at %s is not START-END, as in --at 120-180", m.at)
	}
	if end > len(body) {
		return 0, 0, fmt.Errorf("the article ends at %d, before --at %s: it was revised since; footnote articles history lists its revisions", len(body), m.at)
	}
	return start, end, nil
}

// spaced returns a pattern of words with any white space between them.
func spaced(words string) *regexp.Regexp {
	parts := strings.Fields(words)
	for i, w := range parts {
		parts[i] = regexp.QuoteMeta(w)
	}
	return regexp.MustCompile(strings.Join(parts, `\s+`))
}
