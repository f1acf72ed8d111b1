package retrieval

import (
	"slices"
	"strings"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/lexicon"
	"footnote/internal/question"
)

// Who types in lower case names things all the same: "who is buying man united".
// A word is taken for a name if the library writes it as one.
const (
	// capitalShare is the share of a word's occurrences within sentences that begin
	// with a capital, from which on it is a name.
	capitalShare = .8
	// looksAt is in how many chunks of its last word a name is looked up at most, and
	// holdsIt in how many that hold it, or smallIn if none of these writes it large.
	looksAt = 32
	holdsIt = 8
	smallIn = 4
)

// namesHeld returns the names in a query without capitals, as it writes them: runs
// of words that the view writes as names. It returns none where there is a capital
// beside the first.
func (s seeker) namesHeld() []string {
	q := s.asked
	for i, w := range q.Words {
		if startsUpper(w.Text) && i > 0 && w.Low != "i" {
			return nil
		}
	}
	var names []string
	for from, last := 0, 0; from < len(q.Words); from++ {
		to := from
		for to < len(q.Words) && (to == from || q.Beside(to)) && s.writtenAsName(q.Words[to], q.Words[to].Low) {
			to++
		}
		if to == from {
			continue
		}
		// "man united" and "sorrel bridge" are names, though a man and a bridge are none.
		begins := from
		if from > last && s.writtenTogether(q, from) {
			begins--
		}
		if to < len(q.Words) && s.writtenTogether(q, to) {
			to++
		}
		names = appendNew(names, q.Spelled(begins, to))
		from, last = to-1, to
	}
	return names
}

// writtenTogether reports whether the view writes a word with the one before it as
// a name.
func (s seeker) writtenTogether(q *question.Text, i int) bool {
	return q.Beside(i) && s.writtenAsName(q.Words[i], q.Words[i-1].Low+" "+q.Words[i].Low)
}

// writtenAsName reports whether the view writes a phrase in lower case, that ends in
// a word of the query, as a name.
func (s seeker) writtenAsName(w question.Word, phrase string) bool {
	if _, n := lexicon.Same([]string{w.Low}); n > 0 || w.NamesTime() {
		return false // "ceo" is written large, and is none
	}
	isIt := func(word string) bool { return ownerless(word) == w.Low }
	at := slices.IndexFunc(s.terms, func(t queryTerm) bool { return !t.asks && !t.misspelt && slices.ContainsFunc(t.words, isIt) })
	if at < 0 {
		return false
	}
	large, all, looked, held := 0, 0, 0, 0
	for _, p := range s.terms[at].postings {
		if !s.v.visible[p.slot] {
			continue
		}
		if looked++; looked > looksAt || held == holdsIt || held == smallIn && large == 0 {
			break
		}
		l, a := writtenLarge(s.chunks[p.slot].Text, phrase)
		large, all = large+l, all+a
		if a > 0 {
			held++
		}
	}
	return all > 0 && float64(large) >= capitalShare*float64(all)
}

// writtenLarge counts how often a phrase in lower case stands within the sentences of
// a text, and how often with a capital: "iPod" has one, too, but of several words each
// must begin with one.
func writtenLarge(text, low string) (large, all int) {
	for at := 0; ; {
		i := indexFold(text, low, at)
		if i < 0 {
			return large, all
		}
		at = i + len(low)
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[at:])
		if analysis.IsWordRune(before) || analysis.IsWordRune(after) || opensSentence(text[:i]) {
			continue
		}
		all++
		words := strings.Fields(text[i:at])
		if len(words) == 1 && text[i:at] != low || !slices.ContainsFunc(words, func(w string) bool { return !startsUpper(w) }) {
			large++
		}
	}
}

// indexFold returns where a phrase in lower case stands in a text from a byte on, whatever
// the case of its letters there, or -1.
func indexFold(text, low string, from int) int {
	mark := rarestByte(low)
	for from+len(low) <= len(text) {
		at := indexEither(text[from+mark:], low[mark])
		if at < 0 || from+at+len(low) > len(text) {
			return -1
		}
		from += at
		if strings.EqualFold(text[from:from+len(low)], low) {
			return from
		}
		from++
	}
	return -1
}

// rarity says how rare the small letters of English are in texts, 0 for any other byte.
var rarity = func() (rare [256]uint8) {
	for i, c := range []byte("etaoinshrldcumwfgypbvkjxqz") {
		rare[c] = uint8(i + 1)
	}
	return rare
}()

// rarestByte returns the place of the rarest byte of a phrase in lower case.
func rarestByte(phrase string) (at int) {
	for i := range len(phrase) {
		if rarity[phrase[i]] > rarity[phrase[at]] {
			at = i
		}
	}
	return at
}

// indexEither returns where a text has a byte, or the capital of one that is a small
// letter, or -1.
func indexEither(text string, c byte) int {
	at := strings.IndexByte(text, c)
	if c < 'a' || c > 'z' {
		return at
	}
	if at >= 0 {
		text = text[:at]
	}
	if large := strings.IndexByte(text, c-'a'+'A'); large >= 0 {
		return large
	}
	return at
}

// opensSentence reports whether a sentence may begin behind a text.
func opensSentence(before string) bool {
	before = strings.TrimRight(before, " \t\u00a0"+question.Quotes+"([")
	return before == "" || strings.ContainsAny(before[len(before)-1:], ".!?:;\n\r")
}
