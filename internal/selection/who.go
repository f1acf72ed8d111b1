package selection

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/dates"
	"footnote/internal/gate"
	"footnote/internal/prose"
)

// A deed is what somebody who is asked for does or is: "who founded …", "who is the chairman
// of …". A name beside it, where the sentence says who, is the answer, and another name in the
// sentence is not.
type deed struct {
	said [][]string // the terms of the word, and those of words and phrases that may stand for it
	role bool       // it is what they are
	term int        // the place of the word among what is asked
}

var (
	// asksWho matches what stands behind "who" and what is said of them.
	asksWho = regexp.MustCompile(`(?i)\bwho(?:['’]s)?\b((?:[ -]+[\pL'’]+){1,8})`)
	// passedOver are words between "who" and what is said of them.
	passedOver = analysis.Set("has have had will would could also now currently still first originally the a an new current next former actually")
	beingWords = analysis.Set("is are was were be been being become became")
	endsRole   = analysis.Set("of at for in to behind from on with and or")
)

// newDeed reads what somebody who is asked for does or is. It is nil where the question asks for
// nobody, for whom something was done to, or for who somebody is.
func (a asked) newDeed() *deed {
	m := asksWho.FindStringSubmatch(a.reading.Text)
	if m == nil {
		return nil
	}
	d := &deed{}
	word := ""
	for i, w := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ' ' || r == '-' }) {
		low := strings.ToLower(w)
		switch {
		case i == 0 && (low == "did" || low == "does" || low == "do"):
			return nil
		case beingWords[low] && word == "":
			d.role = true
			continue
		case passedOver[low] && word == "" || strings.HasSuffix(low, "'s") || strings.HasSuffix(low, "’s"):
			continue
		}
		if endsRole[low] && word != "" {
			break
		}
		if startsUpper(w) {
			continue
		}
		word = low
		if !d.role || strings.HasSuffix(low, "ing") || strings.HasSuffix(low, "ed") {
			d.role = false
			break
		}
	}
	term := prose.Base(strings.Join(analysis.Terms(word, "en"), " "))
	for i, t := range a.terms {
		if t != term || a.asks[i] == 0 {
			continue
		}
		d.term = i
		d.said = append(append(d.said, []string{t}), a.kin[i]...)
		for _, name := range a.same[t] {
			if len(name) == 1 {
				for s := range name {
					d.said = append(d.said, []string{s})
				}
			}
		}
		return d
	}
	return nil
}

// Words between a deed and who did it, at most: "founded in 2018 by Anouk de Wit".
const (
	nearBefore = 4
	nearBy     = 5
)

// saysWho reports whether a sentence has a name that the question has not where it says whose a
// deed is: before it, behind "by", or beside what they are.
func (a asked) saysWho(text string) bool {
	words := strings.Fields(text)
	terms := make([]string, len(words))
	for i, w := range words {
		if t := analysis.Terms(w, "en"); len(t) > 0 {
			terms[i] = prose.Base(t[0])
		}
	}
	for i := range words {
		for _, phrase := range a.deed.said {
			n := len(phrase)
			if i+n > len(words) || !slices.Equal(terms[i:i+n], phrase) {
				continue
			}
			other := phrase[0] != a.deed.said[0][0]
			if a.ofSomebody(words, i, i+n, a.deed.role || other) {
				return true
			}
		}
	}
	return false
}

// ofSomebody reports whether the words from and up to to, which say a deed, have a name beside
// them that says whose it is; right behind them only what somebody is.
func (a asked) ofSomebody(words []string, from, to int, role bool) bool {
	if role && to < len(words) && !ends(words[to-1]) && !strings.HasSuffix(words[to-1], "ed") && (a.isName(words, to) || strings.EqualFold(words[to], "the") && a.isName(words, to+1)) {
		return true
	}
	for i := to; i < min(len(words), to+nearBy) && !ends(words[i-1]); i++ {
		if strings.EqualFold(words[i], "by") {
			return a.isName(words, i+1) || a.isName(words, i+2)
		}
	}
	if from > 0 && beingWords[strings.ToLower(words[from-1])] && !a.deed.role {
		return false // "Quill was bought"
	}
	for i := from - 1; i >= max(0, from-nearBefore) && !ends(words[i]); i-- {
		if a.isName(words, i) {
			return true
		}
	}
	return false
}

// byTitle is the sign of a name beside a deed, where only the title has whose it may be.
const byTitle = .6

var leansBack = regexp.MustCompile(`^(?:It|He|She|They|Its|His|Her|Their|The)\b`)

// tellsDeed reports whether a sentence of some terms tells of a deed, and it or the title has all
// else that is asked, or the sentence before where this one leans on it.
func (r *reader) tellsDeed(text string, terms map[string]bool) bool {
	said := func(phrase []string) bool { return holdsAll(terms, phrase) }
	if !slices.ContainsFunc(r.deed.said, said) {
		return false
	}
	back := leansBack.MatchString(text)
	for i, t := range r.terms {
		if i != r.deed.term && !r.among(terms, t) && !r.title[t] && !(back && r.before[t]) {
			return false
		}
	}
	return true
}

// isName reports whether a word of a sentence is written as a name, that the question has not.
func (a asked) isName(words []string, i int) bool {
	if i >= len(words) {
		return false
	}
	w := strings.TrimFunc(words[i], func(r rune) bool { return !unicode.IsLetter(r) })
	w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
	low := strings.ToLower(w)
	if !startsUpper(w) || utf8.RuneCountInString(w) < 2 || a.words[low] || len(dates.Find(w)) > 0 {
		return false
	}
	return i > 0 && !ends(words[i-1]) || !gate.English().Knows(gate.EnglishStem(low)) && len(analysis.Terms(w, "en")) > 0
}

func startsUpper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}
