package retrieval

// A WordReader reads texts word by word, as the index does, and remembers the
// words it has met. It must not be used from two goroutines at once.
type WordReader struct{ an *analyzer }

// NewWordReader returns a WordReader that has read nothing.
func NewWordReader() *WordReader { return &WordReader{newAnalyzer()} }

// Each calls f with the words of a text, in order, stop words left out. The
// language is an ISO 639-1 code, or empty to tell it from the text.
func (r *WordReader) Each(text, lang string, f func(Word)) {
	r.an.eachWord(text, r.an.language(lang, text), func(w Word) {
		if w.Term != "" {
			f(w)
		}
	})
}
