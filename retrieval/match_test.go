package retrieval

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/question"
	"footnote/internal/racetest"
)

// matcherOf returns a matcher of a query in which all terms share alike.
func matcherOf(query, lang string) *matcher {
	an := analysis.NewAnalyzer()
	var terms []queryTerm
	for _, t := range an.Tokens(analysis.WordForm(query), lang) {
		word := strings.ToLower(analysis.WordForm(query)[t.Start:t.End])
		terms = append(terms, queryTerm{term: t.Term, lang: lang, idf: 1, times: 1, forms: []string{t.Term}, words: []string{word}})
	}
	return newMatcher(an, query, terms)
}

func TestMatch(t *testing.T) {
	tests := []struct {
		name, query, text string
		want              match
	}{
		{"nothing", "merger of Orchard", "Rain fell.", match{}},
		{"other forms", "mergers of Orchards", "The merger. An orchard.", match{sentence: .5}},
		{"one sentence", "Orchard merger talks", "Orchard was founded. Orchard denies merger talks.", match{sentence: 1, pairs: 1. / 3, exact: 1}},
		{"pair with a stop word", "merger of Orchard", "a merger of Orchard", match{sentence: 1, pairs: 1, exact: 1}},
		{"pair across sentences", "Orchard merger", "It is about Orchard. Merger talks fail.", match{sentence: .5, exact: 1}},
		{"begun alike", "Norman Orchard", "Orchard, in Normandy", match{sentence: .5, exact: .5, related: .5}},
		{"begun alike and held", "Norman Orchard", "Orchard. Normandy, Norman.", match{sentence: .5, exact: 1}},
		{"another word", "Orchard postpones", "Orchard delays, and defers.", match{sentence: .5, exact: .5, akin: .5}},
		{"another word and held", "Orchard postpones", "Orchard delays what it postponed.", match{sentence: 1, exact: .5}},
		{"the opposite is no other word", "Orchard suspends", "Orchard resumes.", match{sentence: .5, exact: .5}},
		{"a date", "When did Orchard merge?", "Orchard merged in 2024.", match{sentence: 1, exact: .5, kind: 1}},
		{"a date in another sentence", "When did Orchard merge?", "Orchard merged. In 2024 it rained.", match{sentence: 1, exact: .5}},
		{"the better of two sentences", "When did Orchard merge?", "Orchard merged. Orchard merged in May.", match{sentence: 1, exact: .5, kind: 1}},
		{"the question's own year", "When in 2024 did Orchard merge?", "Orchard merged in 2024.", match{sentence: 1, exact: 2. / 3, pairs: 1. / 3}},
		{"a number", "How many chips sell?", "Chips sell, 10,000 a day.", match{sentence: 2. / 3, exact: 2. / 3, kind: 1, pairs: 1. / 3}},
		{"a name", "Who runs Orchard?", "Orchard is run by Jo Doe.", match{sentence: 1, exact: .5, kind: 1}},
		{"a first word is no name", "Who runs Orchard?", "Running Orchard is hard.", match{sentence: 1, exact: .5}},
		{"possessive", "Orchard merger", "Orchard's merger", match{sentence: 1, exact: .5}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := matcherOf(tt.query, analysis.English).match("", tt.text, analysis.English)
			if d := cmp.Diff(tt.want, got, cmp.AllowUnexported(match{}), cmpopts.EquateApprox(0, 1e-9)); d != "" {
				t.Errorf("match of %q in %q: -want +got\n%s", tt.query, tt.text, d)
			}
		})
	}
}

// TestMatchTitle: the words and pairs of a title count, but it is no sentence.
func TestMatchTitle(t *testing.T) {
	tests := []struct {
		name, query, title, text string
		want                     match
	}{
		{"the title alone", "Orchard merger", "Orchard merger fails", "It rained.", match{pairs: .5, exact: .5}},
		{"the title and a sentence", "Orchard merger", "Orchard", "The merger fails.", match{sentence: .5, exact: .75}},
		{"both", "Orchard merger", "An Orchard merger", "An Orchard merger.", match{sentence: 1, pairs: .5, exact: 1}},
		{"no pair across both", "Orchard merger", "Orchard", "Merger fails.", match{sentence: .5, exact: .75}},
		{"a name in a title", "Who runs Orchard?", "Orchard Has Jo Doe", "It rained.", match{exact: .25}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := matcherOf(tt.query, analysis.English).match(tt.title, tt.text, analysis.English)
			if d := cmp.Diff(tt.want, got, cmp.AllowUnexported(match{}), cmpopts.EquateApprox(0, 1e-9)); d != "" {
				t.Errorf("match of %q in %q, %q: -want +got\n%s", tt.query, tt.title, tt.text, d)
			}
		})
	}
}

func TestMatchOtherScripts(t *testing.T) {
	for _, tt := range []struct {
		query, text, lang string
		want              float64
	}{
		{"人工智能", "新公司。人工智能公司。", analysis.English, 1},
		{"人工智能", "智能手机。", analysis.English, 1. / 3},
		{"Häuser", "Das Haus brennt.", "de", 1},
		{"l'usine", "Les usines ferment.", "fr", 1},
		{"новости", "Новости дня.", "ru", 1},
		{"résumé", "Resume the talks.", analysis.English, 1},
		{"dying", "They die.", analysis.English, 1},
		{"die", "They are dying.", analysis.English, 1},
	} {
		if got := matcherOf(tt.query, tt.lang).match("", tt.text, tt.lang).sentence; math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("sentence of %q in %q = %v, want %v", tt.query, tt.text, got, tt.want)
		}
	}
}

// TestMatchBounds: whatever the query and the text, every share is a share.
func TestMatchBounds(t *testing.T) {
	racetest.Skip(t)
	texts := []string{"", "\x00", "\xff", "a a a a", "U.S. a.b.c", strings.Repeat("tariff steel 天 ", 300), "x", "I's 1,000", strings.Repeat("y", 5000)}
	for i := range 100 {
		texts = append(texts, fmt.Sprintf("word%d and %d", i, i))
	}
	texts = append(texts, strings.Join(texts, ". "))
	for _, q := range texts {
		m := matcherOf(q, analysis.English)
		if len(m.share) > maxTerms {
			continue // parse gives no more
		}
		for _, text := range texts {
			r := m.match(q, text, analysis.English)
			for _, v := range []float64{r.sentence, r.pairs, r.exact, r.related, r.akin, r.kind} {
				if !(v >= 0 && v < 1+1e-9) {
					t.Fatalf("match of %.40q in %.40q = %+v", q, text, r)
				}
			}
		}
	}
}

// TestBeginningsMissNothing: a matcher sees the words that the index counts.
func TestBeginningsMissNothing(t *testing.T) {
	an := analysis.NewAnalyzer()
	texts := newsTexts(2)
	texts = append(texts, "dying lying tying skies ties vying using aging owes flies fly 10,000 U.S. O'Neill's naïve Ångström I's X's a 10,000 7's é")
	for _, a := range corpus(t) {
		texts = append(texts, a.Body)
	}
	for _, text := range texts {
		for _, w := range analysis.Words(text) {
			var b beginnings
			term := an.Term(w, analysis.English)
			if term == "" {
				continue
			}
			b.addForm(term)
			if same, may := b.find(w); !may || same >= 0 && b.all[same].text != w {
				t.Errorf("%q: find = %d, %t; its stem is %q", w, same, may, term)
			}
		}
	}
}

func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		kind question.Kind
		yes  string
		no   string
	}{
		{question.Time, "1987 1980s May centuries", "987 19870 may 3000 s ss"},
		{question.Number, "7 1,000 A4 twelve", "Seven won"},
		{question.Name, "Jo Ångström", "jo ångström 7"},
		{question.Any, "", "1987 7 Jo"},
	} {
		for w := range strings.FieldsSeq(tt.yes) {
			if !answers(tt.kind, w, false) {
				t.Errorf("%q is no answer of kind %d", w, tt.kind)
			}
		}
		for w := range strings.FieldsSeq(tt.no) {
			if answers(tt.kind, w, false) {
				t.Errorf("%q is an answer of kind %d", w, tt.kind)
			}
		}
	}
}

// TestSearchReads: of two chunks with the same words the one that says them
// together comes first.
func TestSearchReads(t *testing.T) {
	st := newStore(t)
	rest := " The weather was mild in all the region, and the harbour was busy."
	add(t, st, NewHashEmbedder(),
		article.Article{URL: "https://x.example/a", Title: "apart", Body: "Harriet Bell opened the bridge." + rest + " The mayor met Anna Solway."},
		article.Article{URL: "https://x.example/b", Title: "beside", Body: "The mayor met Harriet Solway." + rest + " Anna Bell opened the bridge."})
	r := search(t, openIndex(t, st, NewHashEmbedder()), Query{Text: "Did the mayor meet Harriet Solway?"})
	if d := cmp.Diff([]string{"beside", "apart"}, titles(r)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// TestSearchReadsTitles: an article whose title alone has what is asked for comes
// before those of whose sentences one has a part of it.
func TestSearchReadsTitles(t *testing.T) {
	st, e := newStore(t), NewHashEmbedder()
	const title = "Quill Homes gets fresh money to house nurses"
	add(t, st, e,
		article.Article{URL: "https://news.example/quill", Title: title, Body: "Since its launch in spring it has seen its revenue grow by half each quarter, and it employs forty.", Lang: "en"},
		article.Article{URL: "https://news.example/pen", Title: "Prices", Body: "They raise money for a pen.", Lang: "en"},
		article.Article{URL: "https://news.example/tax", Title: "Council", Body: "They raise money for a park.", Lang: "en"},
	)
	ix := openIndex(t, st, e)
	if r := search(t, ix, Query{Text: "did quill homes raise money?"}); len(r.Passages) == 0 || r.Passages[0].Article.Title != title {
		t.Errorf("%q is not the first of %d passages", title, len(r.Passages))
	}
}
