package analysis

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/sample"
)

func TestTerms(t *testing.T) {
	tests := []struct {
		name, lang, text, want string
	}{
		{"stems", "en", "The companies were running", "compani run"},
		{"possessive", "en", "Apple's and Apple’s phones", "appl appl phone"},
		{"curly contraction", "en", "They don’t pay", "pay"},
		{"numbers", "en", "1,000 of 3.5m in 2023, 1,00", "1000 3.5m 2023 1,00"},
		{"acronyms", "en", "U.S. and U.K.-based A.I. in the US", "us uk base ai us"},
		{"accents", "en", "Beyoncé café", "beyonc cafe"},
		{"decomposed accents", "en", "Beyonce\u0301", "beyonc"},
		{"full width", "en", "ＡＩ ２０２４", "ai 2024"},
		{"German", "de", "Die Häuser und die Münchner", "haus munchn"},
		{"French", "fr", "L’économie des entreprises", "econom entrepris"},
		{"Norwegian by its variety", "nb", "Husene er store", "hus stor"},
		{"region", "en-GB", "running", "run"},
		{"language without stems", "pl", "Domy i Zamki", "domy i zamki"},
		{"Chinese", "zh", "人工智能 AI companies", "人工 工智 智能 ai compani"},
		{"Japanese in English", "en", "the word 東京タワー here", "word 東京 京タ タワ ワー"},
		{"Korean", "ko", "한국어는", "한국 국어 어는"},
		{"lone ideograph", "zh", "人 of", "人"},
		{"nothing", "en", " \x00🎉 … the", ""},
		{"after invalid bytes", "en", "one\xff\xfetwo three", "one two three"},
		{"data", "en", strings.Repeat("x", 65) + " short", "short"},
		{
			"detected", "", strings.Repeat("Die Regierung hat gestern beschlossen, dass die Häuser der Bürger besser geschützt werden. ", 2)[:150],
			"regierung gester beschließ dass haus burg bess schütz regierung gester beschließ dass haus",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(Terms(tt.text, tt.lang), " "); got != tt.want {
				t.Errorf("Terms(%q, %q) = %q, want %q", tt.text, tt.lang, got, tt.want)
			}
		})
	}
}

func TestDetect(t *testing.T) {
	tests := map[string]string{
		"en": "The government said on Monday that it would raise taxes on companies which do not pay their workers enough, and that the money would go to schools.",
		"de": "Die Regierung teilte am Montag mit, dass sie die Steuern für Unternehmen erhöhen werde, die ihre Arbeiter nicht ausreichend bezahlen, und das Geld den Schulen gebe.",
		"fr": "Le gouvernement a annoncé lundi qu'il augmenterait les impôts des entreprises qui ne paient pas suffisamment leurs travailleurs, et que l'argent irait aux écoles.",
		"es": "El gobierno dijo el lunes que aumentaría los impuestos a las empresas que no pagan lo suficiente a sus trabajadores y que el dinero iría a las escuelas.",
		"it": "Il governo ha detto lunedì che aumenterà le tasse alle aziende che non pagano abbastanza i loro lavoratori e che i soldi andranno alle scuole pubbliche.",
		"nl": "De regering zei maandag dat zij de belastingen zou verhogen voor bedrijven die hun werknemers niet genoeg betalen, en dat het geld naar scholen zou gaan.",
		"ru": "Правительство заявило в понедельник, что повысит налоги для компаний, которые недостаточно платят своим работникам, а деньги пойдут в школы страны.",
		"pt": "O governo disse na segunda-feira que aumentaria os impostos das empresas que não pagam o suficiente aos seus trabalhadores e que o dinheiro iria para as escolas.",
	}
	for want, text := range tests {
		if got := NewAnalyzer().detect(text); got != want {
			t.Errorf("detect(%q) = %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", "Kurz", "\xff\xfe", strings.Repeat("12 ", 100), strings.Repeat("政府", 100)} {
		if got := NewAnalyzer().detect(text); got != English {
			t.Errorf("detect(%q) = %q, want English", text, got)
		}
	}
}

// TestAnalyzerRemembers proves that what an Analyzer has met before does not
// change what it says, across the bound of its memory.
func TestAnalyzerRemembers(t *testing.T) {
	an := NewAnalyzer()
	for _, lang := range []string{"en", "de"} {
		for range 2 {
			if got, want := an.term([]byte("Running"), lang), makeTerm("Running", lang); got != want {
				t.Errorf("%s: term %q, want %q", lang, got, want)
			}
		}
	}
	an.words = memoWords
	if got := an.term([]byte("houses"), "en"); got != "hous" || an.words != 1 {
		t.Errorf("term %q with %d words remembered, want hous and 1", got, an.words)
	}
}

func FuzzTerms(f *testing.F) {
	f.Add("The U.S. 1,000 東京 \xff\x00", "")
	f.Add("L’économie Σς Ⱥ", "fr")
	f.Fuzz(func(t *testing.T, text, lang string) {
		for _, term := range Terms(text, lang) {
			if term == "" || !utf8.ValidString(term) {
				t.Fatalf("term %q of %q", term, text)
			}
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	articles, err := sample.Articles()
	if err != nil {
		b.Fatal(err)
	}
	an := NewAnalyzer()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		an.Tokens(articles[i%len(articles)].Body, English)
	}
}

// TestChains: every language's filters are there and make something of a word.
func TestChains(t *testing.T) {
	for lang := range chains {
		if got := makeTerm("Xylophon", lang); got == "" {
			t.Errorf("%q makes nothing of a word", lang)
		}
	}
}

// TestEachWord holds that the words of a text have its terms, and tells
// which words open a sentence.
func TestEachWord(t *testing.T) {
	for _, text := range []string{"The Oller dam broke. Mayor Brandt's houses are 10,000.", "東京で地震", "Der Damm brach über Köln.", ""} {
		var terms, first []string
		an := NewAnalyzer()
		an.EachWord(text, an.Language("", text), func(w Word) {
			if w.Term == "" {
				return
			}
			terms = append(terms, w.Term)
			if w.First {
				first = append(first, w.Written)
			}
		})
		if want := Terms(text, ""); !slices.Equal(terms, want) {
			t.Errorf("terms of %q: %q, want %q", text, terms, want)
		}
		if want := map[string][]string{"The Oller dam broke. Mayor Brandt's houses are 10,000.": {"Mayor"}, "Der Damm brach über Köln.": {"Der"}}[text]; !cmp.Equal(first, want) {
			t.Errorf("first words of %q: %q, want %q", text, first, want)
		}
	}
}
