package selection

import (
	"testing"
	"time"

	"footnote/internal/analysis"
	"footnote/internal/article"
	"footnote/internal/prose"
	"footnote/internal/question"
	"footnote/retrieval"
)

// foundFrom returns what a search finds that holds all the terms of a question.
func foundFrom(text string) retrieval.Result {
	r := question.Read(text, question.Catalog{}, time.Date(2026, 5, 6, 0, 0, 0, 0, time.UTC))
	terms := map[string]float64{}
	for _, term := range analysis.Terms(r.Text, "en") {
		terms[term] = 1
	}
	return retrieval.Result{Reading: r, Terms: terms}
}

// askedOf returns a question prepared over passages that hold all of its terms.
func askedOf(text string) asked { return newAsked(foundFrom(text)) }

func TestKindAsked(t *testing.T) {
	for question, want := range map[string]question.Kind{
		"How much is a ticket?":     question.Money,
		"How many shops are there?": question.Count,
		"When does it open?":        question.Time,
		"Who owns Larkbox?":         question.Name,
		"Who is Odalys Brandt?":     question.Any, // no name answers that
		"Why was it delayed?":       question.Reason,
	} {
		if got := askedOf(question).kind; got != want {
			t.Errorf("%q asks for kind %d, want %d", question, got, want)
		}
	}
}

// TestAnswersOfKinds: what is asked for is told from other numbers, times and names.
func TestAnswersOfKinds(t *testing.T) {
	for _, tt := range []struct {
		question, text string
		want           bool
	}{
		{"When is the vote?", "It is set for Dec. 12.", true},
		{"When is the vote?", "It is set for the day after.", false},
		{"When is the vote?", "The council votes on Friday.", true},
		{"Wann ist die Wahl?", "Gewählt wird am Mittwoch.", true},
		{"How old was she?", "She died at the age of 85.", true},
		{"How old was she?", "The 85-year-old died.", true},
		{"How old was she?", "A film about her came out in 2005.", false},
		{"How high is the fee?", "It was set in 2026.", false},
		{"Where did Larkbox open a shop?", "Larkbox opened one in Leeds.", true},
		{"Was kostet die Sanierung?", "Sie kostet 11,2 Millionen Euro.", true},
		{"Warum wird das Bad teurer?", "Grund ist Asbest.", true},
		{"Wer leitet die Brauerei?", "Nachfolger wird der Belgier Bram Claes.", true},
		{"Wer leitet die Brauerei?", "Die Brauerei braut am Wehr.", false},
	} {
		if got := askedOf(tt.question).answers(tt.text); got != tt.want {
			t.Errorf("%q answers %q: %v, want %v", tt.text, tt.question, got, tt.want)
		}
	}
}

// TestSignsOfNews: the first sentences of an article are told from those of its
// later passages.
func TestSignsOfNews(t *testing.T) {
	texts := []string{"Larkbox has a new owner.", "The fund Brackfell has bought all shares.", "Prices stay.", "It rained."}
	read := func(a asked, later bool) (all []signs) {
		p := article.Passage{}
		if later {
			p.Chunk.N = 1
		}
		r := newReader(a, 0, p)
		for _, text := range texts {
			all = append(all, r.next(text, prose.BaseForms(text, "en")))
		}
		return all
	}
	for i, s := range read(askedOf("Who owns Larkbox?"), false) {
		if (s.lead == 1) != (i < leadSentences) || (s.second == 1) != (i == 1) || s.long <= 0 || s.long > 1 {
			t.Errorf("sentence %d: lead %v, second %v, long %v", i, s.lead, s.second, s.long)
		}
	}
	for i, s := range read(askedOf("Who owns Larkbox?"), true) {
		if s.lead != 0 || s.second != 0 {
			t.Errorf("a later passage, sentence %d: lead %v, second %v", i, s.lead, s.second)
		}
	}
}

func TestQuotable(t *testing.T) {
	for text, want := range map[string]bool{
		"The bridge opened in May.":                    true,
		"Four of its 23 hangers are replaced":          true, // an item of a list
		"Why the Partnership Is Changing":              false,
		"Who pays and who does not":                    false,
		"Council Backs Tram to the Hospital":           false,
		"BBC NEWS AT TEN":                              false,
		"Why it did so nobody at the firm would say.":  true,
		"Read more about this:":                        false,
		"Will it open?":                                false,
		"Die Brücke im Hafen wird nächstes Jahr offen": true,
		"運賃は一律200円に決まった。":                              true,
		"「もう限界だ。」":                                     true,
		"新任局长王芳出席了仪式。":                                 true,
		"यह पुल बंद हुआ।":                              true,
		"誰が赤字を補うのか？":                                   false,
		"متى يعود المزارعون إلى أراضيهم؟":              false,
		"Il a dit : « Qui paiera ? »":                  false,
	} {
		if got := prose.Quotable(text); got != want {
			t.Errorf("Quotable(%q) = %v, want %v", text, got, want)
		}
	}
}

// TestCandidatesInAnUnknownLanguage: where nobody says in which language an article is,
// its passage tells, because a sentence alone is too short to.
func TestCandidatesInAnUnknownLanguage(t *testing.T) {
	const said = "Рейсы в Казань начнутся в июле."
	text := "Аэропорт снова принимает самолёты из Москвы, и ремонт длился почти целый год. " +
		"Итоговая стоимость реконструкции оказалась выше, чем обещали весной. " + said
	p := article.Passage{Article: article.Article{ID: "a", Title: "Северный вестник"}, Chunk: article.Chunk{Text: text, End: len(text)}}
	terms := map[string]float64{}
	for _, term := range analysis.Terms("Когда начнутся рейсы в Казань?", "ru") {
		terms[term] = 1
	}
	r := question.Read("Когда начнутся рейсы в Казань?", question.Catalog{}, time.Time{})
	cs := Candidates(retrieval.Result{Reading: r, Terms: terms, Passages: []article.Passage{p}})
	if len(cs) == 0 || cs[0].Text != said || cs[0].signs.covers < .7 {
		t.Errorf("candidates %+v, want first %q", cs, said)
	}
}

// TestNamedIn: a surname stands for a name, an ordinary word of it does not.
func TestNamedIn(t *testing.T) {
	for _, tt := range []struct {
		question, text string
		want           bool
	}{
		{"Who is buying Man United?", "The bid for Man United came late.", true},
		{"Who is buying Man United?", "The United States are buying lamps.", false},
		{"Is Satya Nadella leaving?", "Nadella leaves in May.", true},
		{"Is Satya Nadella leaving?", "Satya Rao leaves in May.", false},
	} {
		found := foundFrom(tt.question)
		found.Terms["nadella"] = 2 // a rarer name
		if got := newAsked(found).namedIn(prose.BaseForms(tt.text, "en")); got != tt.want {
			t.Errorf("%q names what is in %q: %v, want %v", tt.question, tt.text, got, tt.want)
		}
	}
}
