package tell

import (
	"fmt"
	"strings"

	"footnote/internal/answer"
)

// Plain returns a message as plain text, for a terminal: the parts, a blank
// line between them, and under each its footnotes.
func (m Message) Plain() string {
	var parts []string
	for _, p := range m.Parts {
		if text := p.plain(); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n\n")
}

// title returns the title with the day behind it, in the zone of the machine.
func (p Part) title() string {
	if p.At.IsZero() {
		return p.Title
	}
	return p.Title + " " + p.At.Local().Format("2 Jan 2006")
}

func (p Part) plain() string {
	var lines []string
	add := func(line string) {
		if line != "" {
			lines = append(lines, line)
		}
	}
	add(p.title())
	add(p.Text)
	for _, s := range p.Sentences {
		add(strings.TrimSpace(s.Text + " " + answer.Markers(s.Citations)))
	}
	for _, c := range p.Citations {
		add("  " + footnote(c))
	}
	add(p.Small)
	return strings.Join(lines, "\n")
}

// footnote writes where a citation is from: "[1] Title. Outlet, day. URL".
func footnote(c answer.Citation) string {
	line := fmt.Sprintf("[%d] %s.", c.N, strings.TrimRight(c.Title, "."))
	if c.Source != "" {
		line += " " + c.Source + ","
	}
	line += " " + c.Published.Day() + "."
	switch {
	case c.Link != "":
		line += " " + c.Link
	case c.File != "":
		line += " " + c.File
	}
	return line
}
