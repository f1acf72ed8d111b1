package prose

import (
	"regexp"
	"strings"
	"unicode"

	"footnote/internal/analysis"
)

// maxSentence bounds what is held back while waiting for a sentence to end,
// in bytes. The longest sentence of the news texts measured had 1,100.
const maxSentence = 4000

// Marker matches one citation marker in the forms models write: [1], [1, 2],
// [^1] and 【1】, also with the source offsets some append, as in 【1†L3】.
var Marker = regexp.MustCompile(`\[\^?\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*\]|【\d{1,3}[^】\n]{0,20}】`)

// markersAhead matches the markers that follow a full stop and so belong to
// the sentence before it.
var markersAhead = regexp.MustCompile(`^(?:[ \t]*(?:` + Marker.String() + `))+[.]?|^[ \t]*\(\d{1,2}\)(?:[ \t\n]|$)`)

// roundBegun matches what may become a marker in round brackets.
var roundBegun = regexp.MustCompile(`^\(\d{0,2}$|^\(\d{1,2}\)$`)

// listMark matches what a line of a list begins with.
var listMark = regexp.MustCompile(`^(?:[-*•–]|\d{1,2}[.)])[ \t]+`)

// A Piece is one whole sentence of a model's text.
type Piece struct {
	Lead string // what divides it from the piece before; see Sentence.Lead
	Text string // with its markers
}

// A Splitter cuts a text that arrives in deltas into whole sentences. A
// sentence is whole when the next one has begun, because markers may follow
// its full stop.
type Splitter struct {
	buf  string
	lead string // gathered for the next piece
	any  bool   // a piece was given
}

// Write adds a delta and returns the sentences it completes.
func (s *Splitter) Write(delta string) []Piece {
	s.buf += delta
	var out []Piece
	for {
		end := s.boundary()
		if end < 0 {
			return out
		}
		out = s.take(out, end)
	}
}

// Close returns what is left as the last sentences.
func (s *Splitter) Close() []Piece {
	var out []Piece
	for end := s.marked(); end >= 0; end = s.marked() {
		out = s.take(out, end)
	}
	return s.take(out, len(s.buf))
}

// markedEnd matches the markers behind a full stop, where another sentence
// begins behind them, or before one. A full stop alone may be that of an
// abbreviation, and what follows may begin with a figure or a small letter.
var markedEnd = regexp.MustCompile(`[.!?]["”’)]*(?:[ \t]*(?:` + Marker.String() + `))+[ \t]+["“‘(]?[\p{Lu}\p{Nd}\p{Sc}]|(?:` + Marker.String() + `)[.!?][ \t]+["“‘(]?[\pL\p{Nd}\p{Sc}]`)

// marked returns where a sentence ends that has its markers behind its full
// stop, or -1 where none does.
func (s *Splitter) marked() int {
	at := markedEnd.FindStringIndex(s.buf)
	if at == nil {
		return -1
	}
	end := at[0] + max(strings.LastIndex(s.buf[at[0]:at[1]], "]")+len("]"), strings.LastIndex(s.buf[at[0]:at[1]], "】")+len("】"))
	if strings.ContainsRune(".!?", rune(s.buf[end])) {
		end++
	}
	return end
}

// boundary returns where the first whole sentence of the buffer ends, with
// the markers that follow it, or -1 while none is known to be whole.
func (s *Splitter) boundary() int {
	spans := analysis.Sentences(s.buf)
	if marked := s.marked(); marked >= 0 && len(spans) > 0 && marked > spans[0].Start && (len(spans) < 2 || marked < spans[1].Start) {
		return marked
	}
	n, known := s.quoted(spans)
	if !known {
		return -1
	}
	if len(spans) < n+2 {
		if len(s.buf) > maxSentence {
			return len(s.buf)
		}
		return -1
	}
	end := len(strings.TrimRight(s.buf[:spans[n].End], "[【")) // ".[1]" breaks after "["
	end += len(markersAhead.FindString(s.buf[end:]))
	rest := strings.TrimLeft(s.buf[end:], " \t")
	if !strings.ContainsFunc(rest, isLetterOrLine) || roundBegun.MatchString(rest) || strings.HasPrefix(rest, "[") || strings.HasPrefix(rest, "【") {
		return -1 // a marker may be on its way
	}
	return end
}

// maxQuotation bounds the quotation that keeps sentences together, in bytes.
const maxQuotation = 600

// quoted returns which of the spans ends what the first begins: sentences in one
// quotation are not divided. It reports false while more text may tell. A mark
// that nothing closes soon, on its line, divides nothing.
func (s *Splitter) quoted(spans []analysis.Span) (n int, known bool) {
	if len(spans) == 0 || openMark(s.buf[:spans[0].End]) < 0 {
		return 0, true
	}
	soon, _, line := strings.Cut(s.buf[:min(len(s.buf), maxQuotation)], "\n")
	for n, span := range spans {
		if span.End <= len(soon) && openMark(s.buf[:span.End]) < 0 {
			return n, true
		}
	}
	if openMark(soon) < 0 {
		return len(spans) - 1, true // it closes in the last, which has not ended
	}
	return 0, line || len(s.buf) >= maxQuotation
}

// openMark returns where the last quotation mark stands that nothing closes, or
// -1.
func openMark(text string) int {
	open := -1
	var marks QuoteMarks
	for i, r := range text {
		if mark, opens := marks.At(text, i, r); opens {
			open = i
		} else if mark {
			open = -1
		}
	}
	return open
}

// isLetterOrLine reports whether a character settles where a sentence before it
// ends: a small letter after a full stop continues it.
func isLetterOrLine(r rune) bool { return unicode.IsLetter(r) || r == '\n' }

// take moves the first end bytes of the buffer into a piece. A list mark, a
// heading that cites nothing or a line without words only leads to the next piece.
func (s *Splitter) take(out []Piece, end int) []Piece {
	raw := s.buf[:end]
	s.buf = s.buf[end:]
	text := strings.TrimLeftFunc(raw, unicode.IsSpace)
	s.lead += raw[:len(raw)-len(text)]
	tail := text[len(strings.TrimRightFunc(text, unicode.IsSpace)):]
	text = strings.TrimSpace(text)
	if mark := listMark.FindString(text + " "); mark != "" && s.atLineStart() {
		s.lead += "- "
		text = strings.TrimSpace(strings.TrimPrefix(text+" ", mark))
	}
	heads := strings.HasPrefix(text, "#") && !Marker.MatchString(text)
	text = strings.TrimSpace(strings.TrimLeft(text, "#>|"))
	if heads || !HasWord(text) {
		s.lead += tail
		return out
	}
	out = append(out, Piece{Lead: s.normalLead(), Text: text})
	s.lead, s.any = tail, true
	return out
}

func (s *Splitter) atLineStart() bool { return !s.any || strings.Contains(s.lead, "\n") }

// normalLead reduces the white space and marks before a piece to one of the
// forms of Sentence.Lead.
func (s *Splitter) normalLead() string {
	switch {
	case strings.Contains(s.lead, "- ") && s.any:
		return "\n- "
	case strings.Contains(s.lead, "- "):
		return "- "
	case !s.any:
		return ""
	case strings.Count(s.lead, "\n") > 1:
		return "\n\n"
	case strings.Contains(s.lead, "\n"):
		return "\n"
	}
	return " "
}

// HasWord reports whether a text has a letter or a digit beside its markers.
func HasWord(s string) bool {
	return strings.ContainsFunc(Marker.ReplaceAllString(s, ""), func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	})
}
