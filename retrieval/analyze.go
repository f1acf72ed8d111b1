package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	bleveunicode "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"golang.org/x/text/unicode/norm"
)

// Analyze returns the terms of a text in order: its words in lower case,
// without accents and endings, stop words left out; numbers; pairs of
// neighbouring ideographs. The language is an ISO 639-1 code, or empty to tell
// it from the text.
func Analyze(text, lang string) []string {
	var terms []string
	an := newAnalyzer()
	for _, t := range an.tokens(text, an.language(lang, text)) {
		terms = append(terms, t.term)
	}
	return terms
}

// Language returns the language in which Analyze takes a text to be written,
// as an ISO 639-1 code; "" for one it knows no words of. code may be known.
func Language(code, text string) string { return newAnalyzer().language(code, text) }

// A token is a term where it stands in a text.
type token struct {
	term  string
	start int // byte offsets
	end   int
}

// memoWords bounds what an analyzer remembers: about 10 MB, and more words
// than 10,000 news articles have.
const memoWords = 1 << 17

// An analyzer turns text into terms and remembers the words it has met, which
// makes it some five times as fast as bleve's filters alone. It must not be
// used from two goroutines at once.
type analyzer struct {
	memo  map[string]map[string]string // language → word as written → term, "" for none
	words int                          // held by memo
}

func newAnalyzer() *analyzer { return &analyzer{memo: map[string]map[string]string{}} }

// tokens returns the terms of a text in a language, a key of chains.
func (an *analyzer) tokens(text, lang string) []token {
	words := wordTokens(text)
	out := make([]token, 0, len(words))
	for len(words) > 0 {
		if n := ideographs(words); n > 0 {
			for _, t := range bigrams(words[:n]) {
				out = append(out, token{string(t.Term), t.Start, t.End})
			}
			words = words[n:]
			continue
		}
		if term := an.term(words[0].Term, lang); term != "" {
			out = append(out, token{term, words[0].Start, words[0].End})
		}
		words = words[1:]
	}
	return out
}

// A Word is a word of a text. Of a script without spaces a term stands for it.
type Word struct {
	Written string // as it stands in the text, in Unicode's composed form
	Term    string // see Analyze; "" for a stop word
	First   bool   // it is the first word of a sentence
}

// eachWord calls f with the words of a text in a language, in order.
func (an *analyzer) eachWord(text, lang string, f func(w Word)) {
	plain, ok := scannable(text)
	if !ok {
		for _, t := range an.tokens(text, lang) {
			f(Word{Written: t.term, Term: t.term})
		}
		return
	}
	for s := (scanner{text: plain}); s.next(); {
		written := plain[s.start:s.end]
		f(Word{written, an.term([]byte(written), lang), s.first})
	}
}

// wordTokens divides a text into words, in the one form that Unicode has for
// all ways to write a character. Invalid bytes, at which bleve's tokenizer
// would stop, are blanked.
func wordTokens(text string) analysis.TokenStream {
	return bleveunicode.NewUnicodeTokenizer().Tokenize([]byte(wordForm(text)))
}

// wordForm returns a text as wordTokens divides it, to which the offsets of
// its words belong.
func wordForm(text string) string {
	if isASCII(text) {
		return text
	}
	return norm.NFKC.String(strings.ToValidUTF8(text, " "))
}

// term returns the term of a word as written, or "" for a stop word.
func (an *analyzer) term(word []byte, lang string) string {
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

// maxTerm bounds a term, in bytes; what is longer is no word but data.
const maxTerm = 64

func makeTerm(word, lang string) string {
	if len(word) > maxTerm {
		return ""
	}
	if s, ok := bare(word); ok {
		return s
	}
	word = strings.ReplaceAll(word, "’", "'")
	if lang == english { // its stemmer knows no accents; others tell words apart by them
		word = fold(word)
	}
	stream := analysis.TokenStream{{Term: []byte(word), Position: 1}}
	for _, f := range chains[lang]() {
		stream = f.Filter(stream)
	}
	if len(stream) == 0 {
		return ""
	}
	return fold(string(stream[0].Term))
}

// fold takes the accents off Latin letters.
func fold(word string) string {
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
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// ideographs returns how many words at the start of the stream are of a script
// that puts no spaces between them, marking Korean ones, which bleve doesn't.
func ideographs(words analysis.TokenStream) int {
	for i, w := range words {
		if r, _ := utf8.DecodeRune(w.Term); unicode.Is(unicode.Hangul, r) {
			w.Type = analysis.Ideographic
		}
		if w.Type != analysis.Ideographic {
			return i
		}
	}
	return len(words)
}

// bigrams returns the pairs of neighbouring characters, and those that stand
// alone.
func bigrams(words analysis.TokenStream) analysis.TokenStream {
	return cjk.NewCJKBigramFilter(false).Filter(cjk.NewCJKWidthFilter().Filter(words))
}
