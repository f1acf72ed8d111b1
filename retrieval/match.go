package retrieval

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRead is how many of the chunks best by BM25 are read word by word. On the
// questions of docs/ranking.md 100 rank as well, 20 a little worse.
const maxRead = 50

// A match is what a reading of a chunk finds of a query, each in [0, 1]. But
// for kind, a share is of the idf of all the terms of the query.
type match struct {
	sentence float64 // share that the best single sentence holds
	pairs    float64 // share of the words beside the same neighbour as in the query
	exact    float64 // share held in the form the query has
	related  float64 // share not held, but begun alike: "Norman" for "Normandy"
	kind     float64 // 1 if the best sentence has the kind of thing asked for
}

// What a match adds to a BM25 score, which lies in [0, 1) as a share of its
// bound. docs/ranking.md says where the weights come from.
const (
	sentenceWeight = .5
	pairsWeight    = .2
	exactWeight    = .3
	relatedWeight  = .3
	kindWeight     = .1
)

func (m match) score() float64 {
	return sentenceWeight*m.sentence + pairsWeight*m.pairs + exactWeight*m.exact +
		relatedWeight*m.related + kindWeight*m.kind
}

// A matcher reads chunks for what they hold of one query. Sets of terms, and
// of pairs, are bits of a uint64, because maxTerms is 64.
type matcher struct {
	an      *analyzer
	share   []float64      // of each term in the idf of all
	terms   map[string]int // form in any language of the library → place of the term
	words   []askedWord    // of the query, each once
	written map[string]int // word in lower case → place in words
	begins  beginnings
	pairs   []pair
	asks    answerKind
}

// beginnings is a set of how words begin, in lower case: their first two
// bytes, hashed. It passes by nine in ten words of a text at little cost,
// because in English a word and its stem begin alike.
type beginnings [1 << 10]bool

func beginning(a, b byte) int { return int(a|0x20)<<5&(1<<10-1) ^ int(b|0x20) }

// add adds a form or a word in lower case.
func (s *beginnings) add(word string) {
	if open(word) {
		return
	}
	s[beginning(word[0], word[1])] = true
	if strings.HasSuffix(word, "ie") { // of which "dying" is a form
		s[beginning(word[0], 'y')] = true
	}
}

// have reports whether a word may begin as one that was added.
func (s *beginnings) have(word string) bool {
	return open(word) || s[beginning(word[0], word[1])]
}

// open reports whether a word's first two bytes do not tell: one letter,
// accents, which stems lack, and marks as in "U.S".
func open(word string) bool {
	return len(word) == 1 || word[0] >= utf8.RuneSelf || word[1] >= utf8.RuneSelf || kinds[word[1]] == gap
}

// An askedWord is a word of a query as it is written there, in lower case.
type askedWord struct {
	text string
	term int // its place; -1 for a stop word
}

// A pair is two neighbouring words of a query, at least one of them a term.
type pair struct {
	words [2]int
	share float64
}

// newMatcher returns a matcher of the terms that parse found in a query.
func newMatcher(an *analyzer, text string, terms []wanted) *matcher {
	m := &matcher{an: an, share: make([]float64, len(terms)), terms: map[string]int{}, written: map[string]int{}, asks: kindAsked(text)}
	sum := 0.0
	at := map[string]int{} // written → place of the term
	for i, t := range terms {
		sum += t.idf
		for _, form := range t.forms {
			m.terms[form] = i
			m.begins.add(form)
		}
		for _, w := range t.words {
			at[w] = i
		}
	}
	for i, t := range terms {
		m.share[i] = t.idf / sum
	}
	m.putWords(text, at)
	return m
}

// putWords takes the words of the query and their pairs.
func (m *matcher) putWords(text string, at map[string]int) {
	last := -1
	for _, t := range wordTokens(text) {
		w := strings.ToLower(string(t.Term))
		i, ok := m.written[w]
		if !ok {
			i = len(m.words)
			term, ok := at[w]
			if !ok {
				term = -1
			}
			m.words = append(m.words, askedWord{text: w, term: term})
			m.written[w] = i
			m.begins.add(w)
		}
		m.putPair(last, i)
		last = i
	}
}

func (m *matcher) putPair(a, b int) {
	if a < 0 || len(m.pairs) == 64 {
		return
	}
	p := pair{words: [2]int{a, b}, share: max(m.shareOf(m.words[a].term), m.shareOf(m.words[b].term))}
	if p.share > 0 && !slices.Contains(m.pairs, p) {
		m.pairs = append(m.pairs, p)
	}
}

// shareOf returns the share of a term, 0 for none.
func (m *matcher) shareOf(term int) float64 {
	if term < 0 {
		return 0
	}
	return m.share[term]
}

// sum returns the shares of a set of terms together.
func (m *matcher) sum(set uint64) (sum float64) {
	for ; set != 0; set &= set - 1 {
		sum += m.share[bits.TrailingZeros64(set)]
	}
	return sum
}

// A sight is what a reading has seen so far.
type sight struct {
	held, exact, related uint64 // terms
	pairs                uint64
	sentence             uint64 // terms held in the sentence being read
	answers              bool   // it has the kind of thing asked for
	best                 match  // of the sentences before
}

// match reads a text in a language, a key of chains.
func (m *matcher) match(text, lang string) match {
	if len(m.share) == 0 {
		return match{}
	}
	plain, ok := scannable(text)
	if !ok {
		return m.matchTokens(text, lang)
	}
	var s sight
	last := -1
	for sc := (scanner{text: plain}); sc.next(); {
		if sc.first {
			m.endSentence(&s)
			last = -1
		}
		last = m.see(&s, plain[sc.start:sc.end], lang, last, sc.first)
	}
	m.endSentence(&s)
	return m.result(&s)
}

// see takes a word into s and returns its place among the query's words, or
// -1. Last is the place of the word before it.
func (m *matcher) see(s *sight, word, lang string, last int, first bool) int {
	at := -1
	if m.begins.have(word) || lang != english && lang != "" {
		at = m.seeAsked(s, word, lang, last)
	}
	if at < 0 && !s.answers && m.asks.answers(word, first) {
		s.answers = true
	}
	return at
}

// seeAsked takes a word that may be the query's.
func (m *matcher) seeAsked(s *sight, word, lang string, last int) int {
	var buf [maxTerm]byte
	lower := appendLower(buf[:0], word)
	at, written := m.written[string(lower)]
	if !written {
		at = -1
	}
	if written && m.words[at].term >= 0 {
		s.exact |= 1 << m.words[at].term
	}
	if last >= 0 && at >= 0 {
		for i, p := range m.pairs {
			if p.words == [2]int{last, at} {
				s.pairs |= 1 << i
			}
		}
	}
	if i, ok := m.terms[m.an.term([]byte(word), lang)]; ok {
		s.held |= 1 << i
		s.sentence |= 1 << i
	} else if at < 0 {
		m.seeRelated(s, lower)
	}
	return at
}

// seeRelated takes a word that begins like one of the query.
func (m *matcher) seeRelated(s *sight, lower []byte) {
	for _, w := range m.words {
		if w.term >= 0 && w.text[0] == lower[0] && begunAlike(w.text, lower) {
			s.related |= 1 << w.term
		}
	}
}

// leastBegun is how many bytes two related words share at their beginning.
const leastBegun = 4

// begunAlike reports whether two words share their beginning: at least
// leastBegun bytes, three quarters of the shorter and half of b.
func begunAlike(a string, b []byte) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= leastBegun && 4*n >= 3*min(len(a), len(b)) && 2*n > len(b)
}

// endSentence compares the sentence that ends with the best before.
func (m *matcher) endSentence(s *sight) {
	if s.sentence != 0 {
		held, kind := m.sum(s.sentence), 0.0
		if s.answers {
			kind = 1
		}
		if cmp.Or(cmp.Compare(held, s.best.sentence), cmp.Compare(kind, s.best.kind)) > 0 {
			s.best.sentence, s.best.kind = held, kind
		}
	}
	s.sentence, s.answers = 0, false
}

func (m *matcher) result(s *sight) match {
	r := s.best
	r.exact = m.sum(s.exact)
	r.related = m.sum(s.related &^ s.held)
	for set := s.pairs; set != 0; set &= set - 1 {
		r.pairs += m.pairs[bits.TrailingZeros64(set)].share
	}
	r.pairs = min(1, r.pairs)
	return r
}

// matchTokens reads a text that a scanner cannot divide: by its terms, in
// which ideographs are pairs already.
func (m *matcher) matchTokens(text, lang string) match {
	var s sight
	for _, span := range Sentences(text) {
		for _, t := range m.an.tokens(text[span.Start:span.End], lang) {
			if i, ok := m.terms[t.term]; ok {
				s.sentence |= 1 << i
			}
		}
		s.held |= s.sentence
		m.endSentence(&s)
	}
	s.exact = s.held
	return m.result(&s)
}

// appendLower appends a word in lower case.
func appendLower(b []byte, word string) []byte {
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			return append(b[:0], strings.ToLower(word)...)
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		b = append(b, c)
	}
	return b
}

// startsUpper reports whether a word begins with a capital letter.
func startsUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}
