package retrieval

// A WordReader reads texts word by word, as the index does, and remembers the
// words it has met. It must not be used from two goroutines at once.
type WordReader struct{ an *analyzer }

// NewWordReader returns a WordReader that has read nothing.
func NewWordReader() *WordReader { return &WordReader{newAnalyzer()} }

// A Word is one word of a text that is not a stop word.
type Word struct {
	Term    string // see Analyze
	Written string // as it stands in the text, in Unicode's composed form
	First   bool   // it is the first word of a sentence, stop words counted
}

// Each calls f with the words of a text, in order, stop words left out. The
// language is an ISO 639-1 code, or empty to tell it from the text.
func (r *WordReader) Each(text, lang string, f func(Word)) {
	lang = r.an.language(lang, text)
	plain, ok := scannable(text)
	if !ok {
		for _, t := range r.an.tokens(text, lang) {
			f(Word{Term: t.term, Written: t.term})
		}
		return
	}
	for s := (scanner{text: plain}); s.next(); {
		written := plain[s.start:s.end]
		if term := r.an.term([]byte(written), lang); term != "" {
			f(Word{term, written, s.first})
		}
	}
}
