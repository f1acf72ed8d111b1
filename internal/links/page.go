package links

import (
	"cmp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A page is a text as a browser compares it with the terms of a text
// fragment: without case, accents and invisible characters, quotation marks
// alike, one space for white space, and a newline between blocks.
//
// It knows no word boundaries and so finds more than a browser does: a term
// that stands in it once stands once on the page.
type page string

// folded returns the page of a place, and where on it the place is.
func (p place) folded() (text page, start, end int) {
	var f folder
	f.write(p.text[:p.start])
	f.pause()
	start = f.Len()
	f.write(p.text[p.start:p.end])
	end = len(strings.TrimRight(f.String(), " \n"))
	f.write(p.text[p.end:])
	return page(f.String()), start, end
}

// find returns what a directive marks: the first place in order of the text
// where all its terms stand, each within a block. It returns -1, -1 where there
// is none.
//
// https://wicg.github.io/scroll-to-text-fragment/#find-a-range-from-a-text-directive
func (p page) find(d directive) (start, end int) {
	prefix, first, last, suffix := fold(d.prefix), fold(d.start), fold(d.end), fold(d.suffix)
	for from := 0; ; {
		if start = p.index(cmp.Or(prefix, first), from); start < 0 {
			return -1, -1
		}
		from = start + 1
		if prefix != "" {
			start = p.skip(start + len(prefix))
			if !strings.HasPrefix(string(p[start:]), first) {
				continue
			}
		}
		if end = p.end(start+len(first), last, suffix); end >= 0 {
			return start, end
		}
		if last != "" {
			return -1, -1
		}
	}
}

// end returns where the range ends whose first words end at from: there, or
// with the first of the last words that the suffix follows; -1 for nowhere.
func (p page) end(from int, last, suffix string) int {
	for {
		end := from
		if last != "" {
			at := p.index(last, from)
			if at < 0 {
				return -1
			}
			end = at + len(last)
		}
		if suffix == "" || strings.HasPrefix(string(p[p.skip(end):]), suffix) {
			return end
		}
		if last == "" {
			return -1
		}
		from = end - len(last) + 1
	}
}

// index returns where a term stands first from an offset on, or -1.
func (p page) index(term string, from int) int {
	if from > len(p) {
		return -1
	}
	at := strings.Index(string(p[from:]), term)
	if at < 0 {
		return -1
	}
	return from + at
}

// skip returns the next offset that is not white space.
func (p page) skip(at int) int {
	return at + len(p[at:]) - len(strings.TrimLeft(string(p[at:]), " \n"))
}

// fold returns a term as it stands on a page.
func fold(term string) string {
	var f folder
	f.write(term)
	return strings.TrimRight(f.String(), " \n")
}

// A folder writes a page. White space is written once something follows it.
type folder struct {
	strings.Builder
	gap string // "", " " or "\n"
}

func (f *folder) write(text string) {
	for _, r := range text {
		switch {
		case r == '\n':
			f.gap = "\n"
		case unicode.IsSpace(r):
			if f.gap == "" {
				f.gap = " "
			}
		case r < 0x80:
			f.pause()
			f.WriteRune(unicode.ToLower(quoteMark(r)))
		default:
			f.base(r)
		}
	}
}

// pause writes the white space that waits, but none at the beginning.
func (f *folder) pause() {
	if f.Len() > 0 {
		f.WriteString(f.gap)
	}
	f.gap = ""
}

// base writes what is left of a rune without its marks.
func (f *folder) base(r rune) {
	for _, r := range norm.NFKD.String(string(r)) {
		if unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		f.pause()
		f.WriteRune(unicode.ToLower(quoteMark(r)))
	}
}

func quoteMark(r rune) rune {
	switch r {
	case '“', '”', '„', '‟', '«', '»':
		return '"'
	case '‘', '’', '‚', '‛', '`', '´':
		return '\''
	}
	return r
}
