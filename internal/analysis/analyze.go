// Package analysis takes texts apart as a search needs them: which language they
// are in, their sentences, their words, and the terms that stand for words in an
// index. An Analyzer does that; Terms, Language and Sentences are for one text.
package analysis

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	bleve "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	bleveunicode "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"golang.org/x/text/unicode/norm"
)

// Terms returns the terms of a text in order: its words in lower case,
// without accents and endings, stop words left out; numbers; pairs of
// neighbouring ideographs. The language is an ISO 639-1 code, or empty to tell
// it from the text.
func Terms(text, lang string) []string {
	an := analyzers.Get().(*Analyzer)
	defer analyzers.Put(an)
	return an.Terms(text, an.Language(lang, text))
}

// analyzers are those of Terms, with the words that they have met.
var analyzers = sync.Pool{New: func() any { return NewAnalyzer() }}

// Language returns the language in which Terms takes a text to be written,
// as an ISO 639-1 code; "" for one it knows no words of. code may be known.
func Language(code, text string) string {
	an := analyzers.Get().(*Analyzer)
	defer analyzers.Put(an)
	return an.Language(code, text)
}

// A Token is a term where it stands in a text.
type Token struct {
	Term       string
	Start, End int // byte offsets in WordForm of the text
}

// memoWords bounds what an Analyzer remembers: about 10 MB, and more words
// than 10,000 news articles have.
const memoWords = 1 << 17

// An Analyzer turns text into terms and remembers the words it has met, which
// makes it some five times as fast as bleve's filters alone. It must not be
// used from two goroutines at once. The languages that its methods take are those
// that Language returns.
type Analyzer struct {
	memo  map[string]map[string]string // language → word as written → term, "" for none
	words int                          // held by memo
}

// NewAnalyzer returns an Analyzer that has met no word.
func NewAnalyzer() *Analyzer { return &Analyzer{memo: map[string]map[string]string{}} }

// Tokens returns the terms of a text in a language, in order, with their places.
func (an *Analyzer) Tokens(text, lang string) []Token {
	words := wordTokens(text)
	out := make([]Token, 0, len(words))
	for len(words) > 0 {
		if n := ideographs(words); n > 0 {
			for _, t := range bigrams(words[:n]) {
				out = append(out, Token{string(t.Term), t.Start, t.End})
			}
			words = words[n:]
			continue
		}
		if term := an.term(words[0].Term, lang); term != "" {
			out = append(out, Token{term, words[0].Start, words[0].End})
		}
		words = words[1:]
	}
	return out
}

// Terms returns the terms of a text in a language, in order.
func (an *Analyzer) Terms(text, lang string) []string {
	tokens := an.Tokens(text, lang)
	terms := make([]string, len(tokens))
	for i, t := range tokens {
		terms[i] = t.Term
	}
	return terms
}

// A Word is a word of a text. Of a script without spaces a term stands for it.
type Word struct {
	Written string // as it stands in the text, in Unicode's composed form
	Term    string // see Terms; "" for a stop word
	First   bool   // it is the first word of a sentence
}

// EachWord calls f with the words of a text in a language, in order.
func (an *Analyzer) EachWord(text, lang string, f func(w Word)) {
	words, ok := Scan(text)
	if !ok {
		for _, t := range an.Tokens(text, lang) {
			f(Word{Written: t.Term, Term: t.Term})
		}
		return
	}
	for words.Next() {
		f(Word{words.Word(), an.Term(words.Word(), lang), words.First})
	}
}

// Words returns the words of a text as they are written in its WordForm, stop words
// included. Of a script without spaces each character is one.
func Words(text string) []string {
	tokens := wordTokens(text)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = string(t.Term)
	}
	return words
}

// wordTokens divides a text into words, in the one form that Unicode has for
// all ways to write a character. Invalid bytes, at which bleve's tokenizer
// would stop, are blanked.
func wordTokens(text string) bleve.TokenStream {
	return bleveunicode.NewUnicodeTokenizer().Tokenize([]byte(WordForm(text)))
}

// WordForm returns a text as it is divided into words: in Unicode's form NFKC,
// without invalid bytes. The offsets of a Token belong to it.
func WordForm(text string) string {
	if isASCII(text) {
		return text
	}
	return norm.NFKC.String(strings.ToValidUTF8(text, " "))
}

// Term returns the term of a word as written, or "" for a stop word.
func (an *Analyzer) Term(word, lang string) string { return an.term([]byte(word), lang) }

func (an *Analyzer) term(word []byte, lang string) string {
	memo := an.memo[lang]
	if term, ok := memo[string(word)]; ok {
		return term
	}
	if memo == nil || an.words >= memoWords {
		if an.words >= memoWords {
			an.memo, an.words = map[string]map[string]string{}, 0
		}
		memo = map[string]string{}
		an.memo[lang] = memo
	}
	term := makeTerm(string(word), lang)
	memo[string(word)] = term
	an.words++
	return term
}

// MaxTerm bounds a term, in bytes; what is longer is no word but data.
const MaxTerm = 64

func makeTerm(word, lang string) string {
	if len(word) > MaxTerm {
		return ""
	}
	if s, ok := bare(word); ok {
		return s
	}
	word = strings.ReplaceAll(word, "’", "'")
	if lang == English { // its stemmer knows no accents; others tell words apart by them
		word = Fold(word)
	}
	term := filtered(word, lang)
	if lang == German && term != "" {
		if base, verb := germanBase(word); verb {
			return base // with its marks: "gründen" is not "Grund"
		} else if base != word {
			term = filtered(base, lang)
		}
	}
	return Fold(term)
}

// filtered returns what the chain of a language makes of a word, "" for a stop word.
func filtered(word, lang string) string {
	stream := bleve.TokenStream{{Term: []byte(word), Position: 1}}
	for _, f := range chains[lang]() {
		stream = f.Filter(stream)
	}
	if len(stream) == 0 {
		return ""
	}
	return string(stream[0].Term)
}

// Fold takes the accents off Latin letters.
func Fold(word string) string {
	if isASCII(word) {
		return word
	}
	return string(asciifolding.New().Filter([]byte(word)))
}

// bare returns acronyms and numbers without the marks that not everybody
// writes: "U.S" as "us", "10,000" as "10000".
func bare(word string) (string, bool) {
	switch {
	case isAcronym(word):
		return strings.ToLower(strings.ReplaceAll(word, ".", "")), true
	case isGrouped(word):
		return strings.ReplaceAll(word, ",", ""), true
	}
	return "", false
}

// isAcronym reports whether a word is single letters with full stops between.
func isAcronym(word string) bool {
	letters := strings.Split(strings.TrimSuffix(word, "."), ".")
	for _, l := range letters {
		r, size := utf8.DecodeRuneInString(l)
		if size != len(l) || !unicode.IsLetter(r) {
			return false
		}
	}
	return len(letters) > 1
}

// isGrouped reports whether a word is a number with commas between thousands.
func isGrouped(word string) bool {
	groups := strings.Split(word, ",")
	for i, g := range groups {
		if strings.Trim(g, "0123456789") != "" || g == "" || len(g) > 3 || i > 0 && len(g) != 3 {
			return false
		}
	}
	return len(groups) > 1
}

func isASCII(s string) bool {
	const tops = 0x8080_8080_8080_8080 // the top bits of eight bytes, which are read as one word
	for ; len(s) >= 8; s = s[8:] {
		eight := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		if eight&tops != 0 {
			return false
		}
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// ideographs returns how many words at the start of the stream are of a script
// that puts no spaces between them, marking Korean ones, which bleve doesn't.
func ideographs(words bleve.TokenStream) int {
	for i, w := range words {
		if r, _ := utf8.DecodeRune(w.Term); unicode.Is(unicode.Hangul, r) {
			w.Type = bleve.Ideographic
		}
		if w.Type != bleve.Ideographic {
			return i
		}
	}
	return len(words)
}

// bigrams returns the pairs of neighbouring characters, and those that stand
// alone.
func bigrams(words bleve.TokenStream) bleve.TokenStream {
	return cjk.NewCJKBigramFilter(false).Filter(cjk.NewCJKWidthFilter().Filter(words))
}
