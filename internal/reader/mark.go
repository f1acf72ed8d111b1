package reader

import (
	"net/url"
	"strings"
	"unicode"
)

// A piece is a part of a body that is marked, or is not.
type piece struct {
	Text   string
	Marked bool
	First  bool // of what is marked
}

// pieces cuts a body around the marked words; with start and end 0 nothing is
// marked.
func pieces(body string, start, end int) []piece {
	if end <= start {
		return []piece{{Text: body}}
	}
	return []piece{{Text: body[:start]}, {Text: body[start:end], Marked: true}, {Text: body[end:]}}
}

// A line is a paragraph, in pieces.
type line []piece

// paragraphs divides pieces into paragraphs. Marked words that cross
// paragraphs are marked in each.
func paragraphs(ps []piece) []line {
	lines := []line{nil}
	first := true
	for _, p := range ps {
		for i, part := range strings.Split(p.Text, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if part != "" {
				lines[len(lines)-1] = append(lines[len(lines)-1], piece{part, p.Marked, p.Marked && first})
				first = first && !p.Marked
			}
		}
	}
	return lines
}

// locate finds the words of a text directive
// (https://wicg.github.io/scroll-to-text-fragment: prefix-,start,end,-suffix)
// in a body, and returns their place.
func locate(body, directive string) (start, end int, found bool) {
	terms := terms(directive)
	if terms.start == "" {
		return 0, 0, false
	}
	text, at := fold(body)
	for from := 0; from < len(text); {
		i := strings.Index(text[from:], terms.start)
		if i < 0 {
			return 0, 0, false
		}
		i += from
		j := i + len(terms.start)
		if terms.end != "" {
			k := strings.Index(text[j:], terms.end)
			if k < 0 {
				return 0, 0, false
			}
			j += k + len(terms.end)
		}
		if strings.HasSuffix(strings.TrimRight(text[:i], " "), terms.prefix) && strings.HasPrefix(strings.TrimLeft(text[j:], " "), terms.suffix) {
			return at[i], at[j], true
		}
		from = i + 1
	}
	return 0, 0, false
}

// A directive is what a text directive says, folded.
type directive struct{ prefix, start, end, suffix string }

// terms reads a text directive; one that cannot be read has no start.
func terms(raw string) (d directive) {
	parts := strings.Split(raw, ",")
	if len(parts) > 0 && strings.HasSuffix(parts[0], "-") {
		d.prefix, parts = term(strings.TrimSuffix(parts[0], "-")), parts[1:]
	}
	if n := len(parts); n > 0 && strings.HasPrefix(parts[n-1], "-") {
		d.suffix, parts = term(strings.TrimPrefix(parts[n-1], "-")), parts[:n-1]
	}
	if len(parts) > 0 {
		d.start = term(parts[0])
	}
	if len(parts) > 1 {
		d.end = term(parts[1])
	}
	return d
}

func term(raw string) string {
	words, err := url.PathUnescape(raw)
	if err != nil {
		return ""
	}
	folded, _ := fold(words)
	return strings.TrimSpace(folded)
}

// fold writes a text in lower case with single spaces, as browsers compare
// it, and says for each byte of that, and for its end, where it stands in the
// text.
func fold(text string) (string, []int) {
	var b strings.Builder
	var at []int
	space := -1 // where the white space before the next letter begins
	for i, r := range text {
		if unicode.IsSpace(r) {
			if space < 0 {
				space = i
			}
			continue
		}
		if space >= 0 {
			b.WriteByte(' ')
			at = append(at, space)
			space = -1
		}
		n := b.Len()
		b.WriteRune(unicode.ToLower(r))
		for range b.Len() - n {
			at = append(at, i)
		}
	}
	return b.String(), append(at, len(strings.TrimRightFunc(text, unicode.IsSpace)))
}
