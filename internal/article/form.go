package article

import (
	"net/url"
	"strings"
	"unicode"
)

// Bounds of what is shown beside an article, in characters.
const (
	MaxTitle = 500
	MaxName  = 200 // of an author or outlet
	// MaxURL leaves room for a title beside the link in a text object of
	// Slack, which holds 3000 characters.
	MaxURL = 2000
)

// IsWebURL reports whether s may be shown as a link.
func IsWebURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(s) <= MaxURL
}

// HostName returns the host of a URL as people write it: without "www.".
func HostName(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// OneLine returns s with white space folded and control characters removed,
// cut to limit characters.
func OneLine(s string, limit int) string {
	s = strings.Join(strings.Fields(strings.Map(dropControl, s)), " ")
	if r := []rune(s); len(r) > limit {
		return string(r[:limit-1]) + "…"
	}
	return s
}

// Paragraphs returns s with one line a paragraph: no empty ones, no space at
// their ends, no control characters.
func Paragraphs(s string) string {
	var b strings.Builder
	for line := range strings.Lines(UnixLines(s)) {
		line = strings.TrimSpace(strings.Map(dropControl, line))
		if line == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}

// UnixLines returns s with every end of a line as a newline.
func UnixLines(s string) string { return newlines.Replace(s) }

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n")

// dropControl maps control characters to nothing, and invisible marks that
// turn the direction of what stands beside them.
func dropControl(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r), r == '\ufeff', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return -1
	}
	return r
}
