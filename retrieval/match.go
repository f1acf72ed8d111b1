package retrieval

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/internal/analysis"
	"footnote/internal/question"
)

// maxRead is how many of the chunks best by BM25 are read word by word. On the
// questions of docs/ranking.md 100 rank as well, 20 a little worse.
const maxRead = 50

// A match is what a reading of a chunk finds of a query, each in [0, 1]. But
// for kind, a share is of the idf of all the terms of the query.
type match struct {
	sentence float64 // share that the best single sentence holds
	pairs    float64 // share of the words beside the same neighbour as in the query, in text or title
	exact    float64 // share held in the form the query has, in text or title
	related  float64 // share not held, but begun alike: "Norman" for "Normandy"
	akin     float64 // share neither held nor begun alike for which the lexicon has another word that is held
	kind     float64 // 1 if the best sentence has the kind of thing asked for
}

// What a match adds to a BM25 score, which lies in [0, 1) as a share of its
// bound. docs/ranking.md says where the weights come from.
const (
	sentenceWeight = .5
	pairsWeight    = .2
	exactWeight    = .3
	relatedWeight  = .3
	akinWeight     = .1
	kindWeight     = .1
)

// titleWeight is what a word counts that only the title has in the form the query has.
// docs/ranking.md has what reading titles gains.
const titleWeight = .5

func (m match) score() float64 {
	return sentenceWeight*m.sentence + pairsWeight*m.pairs + exactWeight*m.exact +
		relatedWeight*m.related + akinWeight*m.akin + kindWeight*m.kind
}

// A matcher reads chunks for what they hold of one query. Sets of terms, and
// of pairs, are bits of a uint64, because maxTerms is 64.
type matcher struct {
	an      *analysis.Analyzer
	share   []float64         // of each term in the idf of all
	terms   map[string]int    // form in any language of the library → place of the term
	words   []askedWord       // of the query, each once
	akin    map[string]uint64 // stem of the lexicon → terms that it may stand for
	written map[string]int    // word in lower case → place in words
	begins  *beginnings
	pairs   []pair
	asks    question.Kind
	known   map[string]*meanings // by language
	met     *meanings            // known of the language being read
}

// Meanings are those of the words that were met in texts of one language.
type meanings struct {
	same  []*meaning // of the words that are beginnings themselves, by their place there
	other map[string]*meaning
}

// A meaning is what a word of a text says of the query's.
type meaning struct {
	word                       int    // its place among those, -1 for none
	held, exact, related, akin uint64 // terms, see sight
}

// An askedWord is a word of a query as it is written there, in lower case.
type askedWord struct {
	text         string
	term         int    // its place; -1 for a stop word
	begins, ends uint64 // pairs that it is the first or the second word of
}

// A pair is two neighbouring words of a query, at least one of them a term.
type pair struct {
	words [2]int
	share float64
}

// newMatcher returns a matcher of the terms that parse found in a query.
func newMatcher(an *analysis.Analyzer, text string, terms []queryTerm) *matcher {
	m := &matcher{an: an, share: make([]float64, len(terms)), terms: map[string]int{}, akin: map[string]uint64{}, written: map[string]int{}, begins: &beginnings{}, asks: question.WordKind(text), known: map[string]*meanings{}}
	sum := 0.0
	at := map[string]int{} // written → place of the term
	for i, t := range terms {
		sum += t.idf
		for _, form := range t.forms {
			m.terms[form] = i
			m.begins.addForm(form)
		}
		for _, w := range t.words {
			at[w] = i
		}
	}
	for i, t := range terms {
		m.share[i] = t.idf / sum
		m.putAkin(i, t)
	}
	m.putWords(text, at)
	return m
}

// with returns a matcher of the same for another goroutine.
func (m *matcher) with(an *analysis.Analyzer) *matcher {
	other := *m
	other.an, other.known = an, map[string]*meanings{}
	return &other
}

// putAkin takes the words of the English lexicon that may stand for a term. A word that
// is spelt wrongly is none, nor is one that only asks.
func (m *matcher) putAkin(i int, t queryTerm) {
	if t.lang != analysis.English || t.asks || t.misspelt {
		return
	}
	for _, w := range t.words {
		for _, other := range englishWords().Alternatives(lexical(m.an, w)) {
			if len(other) == 1 {
				m.akin[other[0]] |= 1 << i
				m.begins.addForm(other[0])
			}
		}
	}
}

// putWords takes the words of the query and their pairs.
func (m *matcher) putWords(text string, at map[string]int) {
	last := -1
	for _, w := range analysis.Words(text) {
		w = strings.ToLower(w)
		i, ok := m.written[w]
		if !ok {
			i = len(m.words)
			term, ok := at[w]
			if !ok {
				term = -1
			}
			m.words = append(m.words, askedWord{text: w, term: term})
			m.written[w] = i
			m.begins.addWord(w, term >= 0)
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
		m.words[a].begins |= 1 << len(m.pairs)
		m.words[b].ends |= 1 << len(m.pairs)
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
	akin                 uint64 // terms for which another word is held
	titled               uint64 // exact in the title
	pairs                uint64
	sentence             uint64 // terms held in the sentence being read
	answers              bool   // it has the kind of thing asked for
	best                 match  // of the sentences before
}

// match reads a text in a language after the title of its article.
func (m *matcher) match(title, text, lang string) match {
	if len(m.share) == 0 {
		return match{}
	}
	if m.met = m.known[lang]; m.met == nil {
		m.met = &meanings{make([]*meaning, len(m.begins.all)), map[string]*meaning{}}
		m.known[lang] = m.met
	}
	words, ok := analysis.Scan(text)
	if !ok {
		return m.matchTokens(text, lang)
	}
	s := m.matchTitle(title, lang)
	last := -1
	for words.Next() {
		if words.First {
			m.endSentence(&s)
			last = -1
		}
		last = m.see(&s, words.Word(), lang, last, words.First)
	}
	m.endSentence(&s)
	return m.result(&s)
}

// matchTitle returns the words and pairs that a title holds: it says what its
// article is about, and often no sentence does. It is no sentence that could answer.
func (m *matcher) matchTitle(title, lang string) sight {
	var s sight
	words, ok := analysis.Scan(title)
	if !ok {
		return s
	}
	last := -1
	for words.Next() {
		last = m.see(&s, words.Word(), lang, last, true)
	}
	return sight{titled: s.exact, pairs: s.pairs}
}

// see takes a word into s and returns its place among the query's words, or
// -1. Last is the place of the word before it.
func (m *matcher) see(s *sight, word, lang string, last int, first bool) int {
	at := -1
	if same, may := m.begins.find(word); may || lang != analysis.English && lang != "" {
		at = m.seeAsked(s, m.meaning(same, word, lang), last)
	}
	if at < 0 && !s.answers && answers(m.asks, word, first) {
		s.answers = true
	}
	return at
}

// seeAsked takes a word that may be the query's.
func (m *matcher) seeAsked(s *sight, is *meaning, last int) int {
	s.held |= is.held
	s.sentence |= is.held
	s.exact |= is.exact
	s.related |= is.related
	s.akin |= is.akin
	if last >= 0 && is.word >= 0 {
		s.pairs |= m.words[last].begins & m.words[is.word].ends
	}
	return is.word
}

// meaning returns that of a word, which is the same as a beginning, or none for -1.
func (m *matcher) meaning(same int, word, lang string) *meaning {
	var is *meaning
	if same >= 0 {
		is = m.met.same[same]
	} else {
		is = m.met.other[word]
	}
	if is == nil {
		is = m.look(word, lang)
		if same >= 0 {
			m.met.same[same] = is
		} else {
			m.met.other[word] = is
		}
	}
	return is
}

// look looks up what a word says.
func (m *matcher) look(word, lang string) *meaning {
	var buf [analysis.MaxTerm]byte
	lower := appendLower(buf[:0], word)
	is := &meaning{word: -1}
	if at, ok := m.written[string(lower)]; ok {
		is.word = at
		if term := m.words[at].term; term >= 0 {
			is.exact = 1 << term
		}
	}
	if term, ok := m.terms[m.an.Term(word, lang)]; ok {
		is.held = 1 << term
	} else if is.word < 0 {
		is.related = m.related(lower)
		if (lang == analysis.English || lang == "") && len(m.akin) > 0 {
			is.akin = m.akin[lexical(m.an, word)]
		}
	}
	return is
}

// related returns the terms of the query's words that begin like a word in lower case.
func (m *matcher) related(lower []byte) (terms uint64) {
	for _, w := range m.words {
		if w.term >= 0 && w.text[0] == lower[0] && begunAlike(w.text, lower) {
			terms |= 1 << w.term
		}
	}
	return terms
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
	r.exact = m.sum(s.exact) + titleWeight*m.sum(s.titled&^s.exact)
	r.related = m.sum(s.related &^ s.held)
	r.akin = m.sum(s.akin &^ s.held &^ s.related)
	for set := s.pairs; set != 0; set &= set - 1 {
		r.pairs += m.pairs[bits.TrailingZeros64(set)].share
	}
	r.pairs = min(1, r.pairs)
	return r
}

// matchTokens reads a text that no Scanner divides: by its terms, in
// which ideographs are pairs already.
func (m *matcher) matchTokens(text, lang string) match {
	var s sight
	for _, span := range analysis.Sentences(text) {
		for _, t := range m.an.Tokens(text[span.Start:span.End], lang) {
			if i, ok := m.terms[t.Term]; ok {
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
