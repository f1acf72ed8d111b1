package analysis

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"
	bleve "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/da"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fa"
	"github.com/blevesearch/bleve/v2/analysis/lang/fi"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/hi"
	"github.com/blevesearch/bleve/v2/analysis/lang/hr"
	"github.com/blevesearch/bleve/v2/analysis/lang/hu"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/no"
	"github.com/blevesearch/bleve/v2/analysis/lang/pt"
	"github.com/blevesearch/bleve/v2/analysis/lang/ro"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"
	"github.com/blevesearch/bleve/v2/analysis/lang/tr"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/registry"
)

// English is the language of what is too short to tell.
const English = "en"

// A chain is what a language does to each word, in order: lower case, stop
// words out, stems. It may be used from several goroutines.
type chain []bleve.TokenFilter

// chains holds the languages with stop words and stems, by ISO 639-1 code,
// each built when it is first met. Polish is missing: its stems need a module
// of 2 MB of their own.
var chains = map[string]func() chain{
	English: sync.OnceValue(englishChain),
	"ar":    named(ar.AnalyzerName), "da": named(da.AnalyzerName), "de": named(de.AnalyzerName),
	"es": named(es.AnalyzerName), "fa": named(fa.AnalyzerName), "fi": named(fi.AnalyzerName),
	"fr": named(fr.AnalyzerName), "hi": named(hi.AnalyzerName), "hr": named(hr.AnalyzerName),
	"hu": named(hu.AnalyzerName), "it": named(it.AnalyzerName), "nl": named(nl.AnalyzerName),
	"no": named(no.AnalyzerName), "pt": named(pt.AnalyzerName), "ro": named(ro.AnalyzerName),
	"ru": named(ru.AnalyzerName), "sv": named(sv.AnalyzerName), "tr": named(tr.AnalyzerName),
	"": func() chain { return chain{lowercase.NewLowerCaseFilter()} },
}

// named returns the chain of bleve's Analyzer of this name.
func named(name string) func() chain {
	return sync.OnceValue(func() chain {
		a, err := registry.NewCache().AnalyzerNamed(name)
		if err != nil {
			panic(fmt.Sprintf("analyzer %q: %v", name, err)) // unreachable: its package is imported
		}
		return a.(*bleve.DefaultAnalyzer).TokenFilters
	})
}

// englishChain is bleve's English Analyzer with the newer Porter stemmer.
func englishChain() chain {
	cache := registry.NewCache()
	var c chain
	for _, name := range []string{en.PossessiveName, lowercase.Name, en.StopName, en.SnowballStemmerName} {
		f, err := cache.TokenFilterNamed(name)
		if err != nil {
			panic(fmt.Sprintf("token filter %q: %v", name, err)) // unreachable: its package is imported
		}
		c = append(c, f)
	}
	return c
}

// Language returns the language in which a text is taken to be written, as an ISO
// 639-1 code; "" for one without stop words and stems. code may be known.
func (an *Analyzer) Language(code, text string) string {
	if code == "" {
		return an.detect(text)
	}
	return keyOf(code)
}

// keyOf returns the key of chains for an ISO 639-1 code with or without a
// region. Ideographs are analysed the same in all, so Chinese, Japanese and
// Korean stand for the language of the Latin words among them: English.
func keyOf(code string) string {
	code, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(code)), "-")
	switch code {
	case "nb", "nn":
		return "no"
	case "zh", "ja", "ko":
		return English
	}
	if _, ok := chains[code]; ok {
		return code
	}
	return ""
}

const (
	// detectBytes is how much of a text is looked at, about 100 words.
	detectBytes = 600
	// detectLetters is what is too little to tell: two headlines.
	detectLetters = 120
	// englishShare is the share of English stop words among the words of a
	// text that makes it English: news has .35 to .45, Dutch, the closest of
	// the others, below .15 (on a page of each).
	englishShare = .25
	// detectConfidence is what whatlanggo must have to take a text in Latin
	// letters from English: it gives a list of English keywords .45, a
	// sentence of Dutch .82.
	detectConfidence = .6
)

// detect returns the key of chains for a text.
func (an *Analyzer) detect(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), detectBytes)], "")
	if utf8.RuneCountInString(text) < detectLetters || an.englishStops(text) >= englishShare {
		return English
	}
	info := whatlanggo.Detect(text)
	if info.Script == nil || info.Script == unicode.Latin && info.Confidence < detectConfidence {
		return English
	}
	return keyOf(info.Lang.Iso6391())
}

// englishStops returns the share of English stop words among a text's words.
func (an *Analyzer) englishStops(text string) float64 {
	words := wordTokens(text)
	stops := 0
	for _, w := range words {
		if an.term(w.Term, English) == "" {
			stops++
		}
	}
	return float64(stops) / float64(max(1, len(words)))
}
