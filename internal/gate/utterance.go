package gate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/prose"
)

// An utterance is what somebody says in a passage in quotation marks, with
// the words between its parts left out: "We're better," she says, "than we were".
type utterance struct {
	words      []string // in lower case, with what divides sentences as "."
	statements []int    // that hold it
}

// quotedSpans returns what a text has in quotation marks, if that is enough to
// quote, and the text without it. A mark without its other is that of a quotation
// that began in the sentence before or goes on in the next.
func quotedSpans(text string) (spoken []string, around string) {
	var out strings.Builder
	begun, words := -1, 0
	take := func(from, to int) {
		words += len(spokenWords(text[from:to]))
		spoken = append(spoken, text[from:to])
		out.WriteByte(' ')
	}
	last := 0
	var marks prose.QuoteMarks
	for i, r := range text {
		size := utf8.RuneLen(r)
		switch mark, opens := marks.At(text, i, r); {
		case !mark:
		case opens:
			out.WriteString(text[last:i])
			begun = i + size
		case begun >= 0:
			take(begun, i)
			begun, last = -1, i+size
		case len(spoken) == 0:
			take(0, i)
			last = i + size
		}
	}
	if begun >= 0 {
		take(begun, len(text))
	} else {
		out.WriteString(text[last:])
	}
	if words < leastQuoted {
		return nil, text
	}
	return spoken, out.String()
}

// spokenWords returns the words of what is said, in lower case, and "." for
// what ends a sentence.
func spokenWords(text string) []string {
	var out []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			out = append(out, strings.Trim(word.String(), "'"))
			word.Reset()
		}
	}
	for _, r := range strings.ToLower(text) {
		switch {
		case r == '’':
			word.WriteByte('\'')
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '%':
			word.WriteRune(r)
		default:
			end()
			if r == '.' || r == '?' || r == '!' {
				out = append(out, ".")
			}
		}
	}
	end()
	return out
}

// listen finds what is said in the passage in quotation marks, and what each
// statement has beside it. Parts of one paragraph are one utterance where few
// words stand between them.
func (s *source) listen() {
	text := s.passage.Chunk.Text
	if !strings.ContainsAny(text, `"“„«»「『`) {
		return
	}
	told := make([]strings.Builder, len(s.statements))
	n, at := -1, -1 // the statement at hand, and that of the last character
	begun, last := -1, 0
	var marks prose.QuoteMarks
	for i, r := range text {
		for n+1 < len(s.statements) && s.statements[n+1].start <= i {
			n++
		}
		switch mark, opens := marks.At(text, i, r); {
		case opens:
			begun = i + utf8.RuneLen(r)
			if gap := text[last:i]; len(s.utterances) == 0 || !s.goesOnAfter(text[:last], gap) {
				s.utterances = append(s.utterances, utterance{})
			} else if strings.ContainsAny(gap, ".!?") {
				u := &s.utterances[len(s.utterances)-1]
				u.words = append(u.words, ".")
			}
			at = max(n, 0)
		case mark && begun >= 0:
			u := &s.utterances[len(s.utterances)-1]
			u.words = append(u.words, spokenWords(text[begun:i])...)
			for ; at <= n; at++ {
				if !slices.Contains(u.statements, at) {
					u.statements = append(u.statements, at)
				}
			}
			begun, last = -1, i+utf8.RuneLen(r)
		case begun >= 0 && r == '\n':
			begun, marks.Open = -1, 0 // its end is missing
		case begun < 0 && n >= 0:
			told[n].WriteRune(r)
		}
	}
	for i := range told {
		s.statements[i].told = s.lexer.claim(strings.TrimSpace(told[i].String()))
	}
}

// goesOnAfter reports whether an utterance goes on behind the words of a gap: few
// words, of one paragraph, which say who speaks where the sentence before them is
// whole, and do not announce another.
func (s *source) goesOnAfter(before, gap string) bool {
	if strings.Contains(gap, "\n") || len(strings.Fields(gap)) > maxBetween || strings.HasSuffix(strings.TrimSpace(gap), ":") {
		return false
	}
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before, `"”“» `))
	if !strings.ContainsRune(".!?", end) {
		return true
	}
	first, _, _ := strings.Cut(gap, ". ")
	c := s.lexer.claim(first)
	return c.has(speaking) || c.has(reports)
}

// maxBetween is how many words may stand between two parts of an utterance.
const maxBetween = 12

// utters returns the utterance that has these words, in one piece: not what
// stands under a condition or a denial without it.
func (s *source) utters(span string) (utterance, bool) {
	want := spokenWords(span)
	for len(want) > 0 && want[len(want)-1] == "." {
		want = want[:len(want)-1]
	}
	if len(want) == 0 {
		return utterance{}, false
	}
	for _, u := range s.utterances {
		for at := 0; at+len(want) <= len(u.words); at++ {
			if slices.Equal(u.words[at:at+len(want)], want) && !u.cuts(at, at+len(want)) {
				return u, true
			}
		}
	}
	return utterance{}, false
}

// cuts reports whether a quotation of the words [from, to) leaves out of their
// sentence what turns them round.
func (u utterance) cuts(from, to int) bool {
	for k := from - 1; k >= 0 && u.words[k] != "."; k-- {
		if turning[u.words[k]] || strings.HasSuffix(u.words[k], "n't") {
			return true
		}
	}
	return to < len(u.words) && turning[u.words[to]]
}

var turning = setOf(`if unless until not never no nobody nothing without deny doubt hardly`)
