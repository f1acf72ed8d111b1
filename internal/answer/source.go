package answer

import (
	"strings"

	"footnote/internal/article"
	"footnote/retrieval"
)

// A source is a passage prepared for checking sentences against it.
type source struct {
	passage   article.Passage
	sentences []sentence
	terms     map[string]bool // stems of its words, title and outlet included
	words     map[string]bool // its words in lower case, likewise, and those of its date
	numbers   []number        // likewise
}

// A sentence is one sentence of a passage.
type sentence struct {
	text   string // verbatim
	terms  map[string]bool
	denial denial
}

func newSource(p article.Passage) source {
	about := strings.Join([]string{p.Article.Title, p.Article.Outlet, p.Article.Author, dateWords(p.Article.Published)}, "\n")
	s := source{
		passage: p,
		terms:   stems(about+"\n"+p.Chunk.Text, p.Article.Lang),
		words:   words(about + "\n" + p.Chunk.Text),
		numbers: stated(about + "\n" + p.Chunk.Text),
	}
	for _, text := range sentencesOf(p) {
		s.sentences = append(s.sentences, newSentence(text, p.Article.Lang))
	}
	return s
}

// sentencesOf returns the sentences of a passage, verbatim.
func sentencesOf(p article.Passage) []string {
	var out []string
	for _, span := range retrieval.Sentences(p.Chunk.Text) {
		if text := strings.TrimSpace(p.Chunk.Text[span.Start:span.End]); hasWord(text) {
			out = append(out, text)
		}
	}
	return out
}

func newSentence(text, lang string) sentence {
	return sentence{text: text, terms: stems(text, lang), denial: newDenial(text)}
}

// dateWords writes a date in the forms a sentence may name it by.
func dateWords(d article.Date) string {
	if !d.Sure() {
		return ""
	}
	return d.Time.Format("2006-01-02 Monday 2 January Jan 2006 ") + season(d)
}

// season names the northern season of a date, as news articles do.
func season(d article.Date) string {
	return [...]string{"winter", "spring", "summer", "autumn fall"}[int(d.Time.Month())%12/3]
}

func stems(text, lang string) map[string]bool {
	set := map[string]bool{}
	for _, t := range retrieval.Analyze(text, lang) {
		set[t] = true
	}
	return set
}

func words(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !wordRune(r) }) {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, "'’-.&"), "'s"), "’s")
		set[w] = true
		for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return strings.ContainsRune("-.&", r) }) {
			set[part] = true
		}
	}
	return set
}

// stated returns every quantity a text states, in digits or in words.
func stated(text string) []number {
	ns := numbers(text)
	for w := range words(text) {
		if v, ok := numerals[w]; ok {
			ns = append(ns, number{value: v})
		}
	}
	return ns
}

// overlap returns which share of want the sentence holds, in [0, 1].
func (s sentence) overlap(want map[string]bool) float64 { return share(want, s.terms) }

func share(want, have map[string]bool) float64 {
	if len(want) == 0 {
		return 0
	}
	n := 0
	for t := range want {
		if have[t] {
			n++
		}
	}
	return float64(n) / float64(len(want))
}
