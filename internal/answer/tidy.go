package answer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/prose"
)

// Models are asked for plain sentences with their markers, and many write other
// forms. What these say is brought into that form here, before it is weighed;
// what they only put around it is dropped, and neither counted nor asked for again.

var (
	// linkedMarker is a marker that is a link: [[1]](https://…), [1](https://…).
	linkedMarker = regexp.MustCompile(`\[{1,2}\^?(\d{1,3})\]{1,2}\(\s*https?://[^\s()]*\s*\)`)
	// wordedMarker names what it counts: (passage 1), [Source 1, 2].
	wordedMarker = regexp.MustCompile(`(?i)[\[(](?:passages?|sources?|articles?|ref(?:erence)?s?)[ :#]*(\d{1,2}(?:\s*(?:,|;|and|&)\s*\d{1,2})*)[\])]`)
	// raisedMarker stands at the end of a sentence; a unit may be squared.
	raisedMarker = regexp.MustCompile(`([\pL\pN]{3,}[.!?]?["”’)]*|[.!?]["”’)]*)([¹²³⁴-⁹]{1,2})([.!?]?\s*)$`)
	// saidOf tells the reader of the passages, whom nobody told of them.
	saidOf = regexp.MustCompile(`^(?i:based on|according to|as (?:stated|reported|noted|mentioned|described) in|per) (?i:(?:the|these|those|your) (?:(?:provided|given|available|above|supplied) )*(?:passages?|articles?)|` +
		`(?:the|these|those|your) (?:provided|given|available|above|supplied) (?:sources?|documents?|information|context|texts?))(?i: provided| above| given)?(?:\s*` + prose.Marker.String() + `)*,\s*`)
	plainFigures = strings.NewReplacer("¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9", " and ", ", ", "&", ",", ";", ",")
)

// tidy returns a sentence of a model in the form that is asked for.
func tidy(text string) string {
	text = linkedMarker.ReplaceAllString(text, "[$1]")
	text = wordedMarker.ReplaceAllStringFunc(text, func(m string) string {
		return "[" + plainFigures.Replace(wordedMarker.FindStringSubmatch(m)[1]) + "]"
	})
	if m := raisedMarker.FindStringSubmatch(text); m != nil {
		text = strings.TrimSuffix(text, m[0]) + m[1] + " [" + plainFigures.Replace(m[2]) + "]" + m[3]
	}
	if rest := saidOf.ReplaceAllString(text, ""); rest != text {
		r, size := utf8.DecodeRuneInString(rest)
		text = string(unicode.ToUpper(r)) + rest[size:]
	}
	return row(text)
}

// row returns what the cells of a row of a table say, behind the first as behind the
// day of a moment in a timeline, with the markers of all.
func row(text string) string {
	if strings.Count(text, "|") < 2 && !strings.HasSuffix(text, "|") || !prose.Marker.MatchString(text) { // the head of a table cites nothing
		return text
	}
	var said []string
	for cell := range strings.SplitSeq(text, "|") {
		if cell = strings.TrimSpace(prose.Marker.ReplaceAllString(cell, "")); prose.HasWord(cell) {
			said = append(said, cell)
		}
	}
	switch {
	case len(said) < 2:
	case dayOnly.MatchString(said[0]): // the reader sees the date of what is cited
		said = said[1:]
	default:
		said[0] += ":"
	}
	return strings.TrimSpace(strings.Join(said, " ") + " " + strings.Join(prose.Marker.FindAllString(text, -1), ""))
}

// dayOnly is a cell with a day of no year.
var dayOnly = regexp.MustCompile(`(?i)^(?:\d{1,2}\.? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,2})?$`)

var (
	// listsSources is the heading of a list of sources, with which a reply ends.
	listsSources = regexp.MustCompile(`(?i)^\W*(?:sources?|references?|citations?|footnotes?|works cited|quellen|fußnoten|links?)\W*$`)
	// defines is a line that says what a marker stands for.
	defines = regexp.MustCompile(`^\[\^?\d{1,3}\]:`)
	// labels is a line that only announces what comes, or a cell of a table's head.
	labels = regexp.MustCompile(`:["”’)*_]*$|^\*\*[^*]+\*\*:?$|\|$`)
	// chats is what a model says of itself or to the reader.
	chats = regexp.MustCompile(`(?i)^(?:(?:please )?(?:let me know|feel free)\b|i hope (?:this|that)\b|if you (?:have|need|want|would like)\b|as an ai\b|i(?:['’]m| am) (?:sorry|unable|not able|an ai|happy to)\b|` +
		`i (?:can(?:['’]t|not)|could not|do not|don['’]t) (?:help|assist|answer|provide|access|have)\b|sure\b|certainly\b|of course\b|here (?:is|are|['’]s)\b|note that\b)`)
)

// isFurniture reports whether a piece of a reply, which fails, states nothing.
func isFurniture(p prose.Piece) bool {
	return !prose.Marker.MatchString(p.Text) && (labels.MatchString(p.Text) || chats.MatchString(p.Text))
}
