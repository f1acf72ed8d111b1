package retrieval

import (
	"fmt"
	"testing"

	"footnote/internal/article"
)

func TestEvidence(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), corpus(t)...)
	ix := openIndex(t, st, NewHashEmbedder())
	tests := []struct {
		query     string
		low, high float64
	}{
		{"What is the latest news about Orchard and Norwind?", .9, 1},
		{"Orchard partnership revenue", .9, 1},
		{"Orchard partnership blimps", .2, .8},
		{"blimps zeppelins", 0, 0},
		{"zirconium", 0, 0}, // known in another's channel only
		{"heat Orchard", .2, .7},
		{"what happened?", 0, 0},
	}
	for _, tt := range tests {
		if r := search(t, ix, Query{Text: tt.query}); r.Evidence < tt.low || r.Evidence > tt.high {
			t.Errorf("evidence of %q = %.2f, want %.2f to %.2f", tt.query, r.Evidence, tt.low, tt.high)
		}
	}
	if r := search(t, ix, Query{Text: "How long is the Norwind partnership?"}); len(r.Terms) != 2 || r.Terms["long"] != 0 {
		t.Errorf("terms = %v, want none of how long it is", r.Terms)
	}
	if r := search(t, ix, Query{Text: "Is the long Norwind partnership how they say?"}); r.Terms["long"] == 0 {
		t.Errorf("terms = %v, want long, which no how stands before", r.Terms)
	}
	r := search(t, ix, Query{Text: "Is Norwind still rich?"})
	if r.Terms["norwind"] <= 0 || r.Terms["rich"] <= r.Terms["norwind"] || len(r.Terms) != 2 {
		t.Errorf("terms = %v, want norwind below rich", r.Terms)
	}
}

// TestEvidenceOfAnySize: what one article answers is evidence by itself and
// among many, and what it does not answer is not.
func TestEvidenceOfAnySize(t *testing.T) {
	for _, others := range []int{0, 10, 300} {
		st := newStore(t)
		add(t, st, NewHashEmbedder(), article.Article{
			URL: "https://x.example/bridge", Title: "Bridge",
			Body: "The Sorrel Bridge will reopen on 12 June, the city of Brack said. Repairs cost 4.2 million crowns, of which the province pays half.",
		})
		for i, text := range newsTexts(others) {
			add(t, st, NewHashEmbedder(), article.Article{URL: fmt.Sprint("https://x.example/", i), Body: text})
		}
		ix := openIndex(t, st, NewHashEmbedder())
		for query, want := range map[string]bool{
			"When will the Sorrel Bridge reopen?":                   true,
			"How much does the province pay for the repairs?":       true,
			"What do the repairs of the Sorrel Bridge cost Brack?":  true,
			"Who won the Eurovision song contest in 1987?":          false,
			"Which cloud does the parliament of Mongolia pay for?":  false,
			"Did the city council dismiss its librarian in Nordby?": false,
		} {
			if r := search(t, ix, Query{Text: query}); r.Evidence >= leastFiltered != want {
				t.Errorf("among %d others: evidence of %q = %.2f", others, query, r.Evidence)
			}
		}
	}
}

// TestEvidenceOfOtherLanguages: words that only ask are none that an article must
// hold, in other languages either.
func TestEvidenceOfOtherLanguages(t *testing.T) {
	st := newStore(t)
	for lang, text := range map[string]string{
		"ja": "湊市の路面電車港線の延伸区間が1日、開業した。運賃は一律200円に決まった。前市長の佐藤健一氏は4月の選挙で敗れた。",
		"zh": "海港市地铁六号线9月20日正式通车。票价2元起，最高7元。新任交通局局长王芳出席了通车仪式。",
		"es": "La desaladora de Puerto Salinas produce agua potable desde el 15 de abril. El coste final ha sido de 147,9 millones de euros.",
		"ru": "Аэропорт Белогорска снова принимает рейсы. Новым директором аэропорта в марте стала Елена Петрова.",
		"tr": "Kızılada feribot seferleri bir yıllık aradan sonra yeniden başladı. Bilet fiyatı 75 lira olarak belirlendi.",
	} {
		add(t, st, NewHashEmbedder(), article.Article{URL: "https://x.example/" + lang, Lang: lang, Body: text})
	}
	ix := openIndex(t, st, NewHashEmbedder())
	for query, want := range map[string]bool{
		"路面電車の延伸はいつ開業しますか？":                      true,
		"市長は誰ですか？":                               true,
		"オリンピックの開会式はいつですか？":                      false,
		"地铁六号线什么时候通车？":                           true,
		"交通局局长是谁？":                               true,
		"股市今天怎么样？":                               false,
		"¿Cuánto fue el coste de la desaladora?": true,
		"¿Quién ganó la Liga este año?":          false,
		"Кто сейчас директор аэропорта?":         true,
		"Кто выиграл чемпионат по хоккею?":       false,
		"Bilet fiyatı ne kadar?":                 true,
		"Depremde kaç kişi öldü?":                false,
	} {
		if r := search(t, ix, Query{Text: query}); r.Evidence >= leastFiltered != want {
			t.Errorf("evidence of %q = %.2f", query, r.Evidence)
		}
	}
}

// TestEvidenceKeepsToTheQuestion: how many passages are wanted says nothing of
// what the library holds.
func TestEvidenceKeepsToTheQuestion(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), corpus(t)...)
	ix := openIndex(t, st, NewHashEmbedder())
	for _, text := range []string{"Is Norwind still Orchard's partner?", "price of houses", "Norwnd patnership"} {
		one, many := search(t, ix, Query{Text: text, K: 1}), search(t, ix, Query{Text: text, K: 20})
		if one.Evidence != many.Evidence {
			t.Errorf("evidence of %q is %v with one passage, %v with twenty", text, one.Evidence, many.Evidence)
		}
	}
}

func TestEvidenceOfMisspelt(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), corpus(t)...)
	ix := openIndex(t, st, NewHashEmbedder())
	right, wrong := search(t, ix, Query{Text: "Norwind partnership"}), search(t, ix, Query{Text: "Norwnd patnership"})
	if wrong.Evidence >= right.Evidence || wrong.Evidence < leastFiltered {
		t.Errorf("evidence %v misspelt, %v as it is spelt", wrong.Evidence, right.Evidence)
	}
	if r := search(t, ix, Query{Text: "ched puls"}); r.Evidence > .1 { // of "chip" and "pump", perhaps
		t.Errorf("evidence %v of short words that may be anything", r.Evidence)
	}
}

// TestEvident: what is misspelt counts where chance makes no such neighbours.
func TestEvident(t *testing.T) {
	for _, tt := range []struct {
		term, form string
		want       bool
	}{
		{"norwnd", "norwind", true},
		{"cheif", "chief", true}, // the letters are right, their order is not
		{"chiep", "chief", false},
		{"bcak", "back", false},
		{"rain", "train", false},
	} {
		if got := (queryTerm{term: tt.term, forms: []string{tt.form}}).evident(); got != tt.want {
			t.Errorf("%q for %q is evident: %v, want %v", tt.term, tt.form, got, tt.want)
		}
	}
}

// TestEvidenceOfUnheld: a word that nobody holds counts for more where no other can
// stand for it.
func TestEvidenceOfUnheld(t *testing.T) {
	st := newStore(t)
	add(t, st, NewHashEmbedder(), corpus(t)...)
	ix := openIndex(t, st, NewHashEmbedder())
	known, unknown := search(t, ix, Query{Text: "Norwind partnership ratified"}), search(t, ix, Query{Text: "Norwind partnership pterodactyl"})
	if known.Evidence <= unknown.Evidence {
		t.Errorf("evidence %v with a word of the lexicon, %v with one that it does not know", known.Evidence, unknown.Evidence)
	}
}
