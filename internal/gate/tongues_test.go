package gate

import (
	"strings"
	"testing"

	"footnote/internal/article"
)

// TestGateInOtherLanguages: numbers with their size, denials and words that differ in
// few letters are told apart in other languages and scripts too.
func TestGateInOtherLanguages(t *testing.T) {
	for lang, of := range map[string]struct {
		passage      string
		right, wrong []string
	}{
		"de": {
			"Der Umsatz betrug 1.234,5 Mio. Euro. Die Brücke öffnet im Mai für den Verkehr. Lindner hatte die Wahl nicht gewonnen.",
			[]string{"Der Umsatz betrug 1.234,5 Mio. Euro.", "Die Brücke öffnet für den Verkehr."},
			[]string{"Der Umsatz betrug 1.234,5 Mrd. Euro.", "Der Umsatz betrug 12.345 Mio. Euro.", "Lindner hatte die Wahl gewonnen."},
		},
		"pt": {
			"O prefeito não renunciou. A obra custou 3,5 milhões.",
			[]string{"A obra custou 3,5 milhões."},
			[]string{"O prefeito renunciou.", "A obra custou 3,5 bilhões."},
		},
		"ru": {
			"Власти пока не ответили. Рейсы начнутся 5 июля. Ремонт стоил 4,1 млрд руб.",
			[]string{"Ремонт стоил 4,1 млрд руб.", "Власти не ответили."},
			[]string{"Власти ответили.", "Рейсы начнутся 5 июня.", "Ремонт стоил 4,1 млн руб."},
		},
		"tr": {
			"Onarım 103,2 milyon liraya mal oldu.",
			[]string{"Onarım 103,2 milyon liraya mal oldu."},
			[]string{"Onarım 103,2 milyar liraya mal oldu."},
		},
		"ar": {
			"بلغت الكلفة النهائية للمشروع ١٤٫١ مليار ريال. لم تحدد الوزارة موعدًا لذلك.",
			[]string{"بلغت الكلفة النهائية للمشروع 14.1 مليار ريال."},
			[]string{"بلغت الكلفة النهائية للمشروع ١٤١ مليار ريال.", "بلغت الكلفة النهائية للمشروع ١٤٫١ مليون ريال.", "تحدد الوزارة موعدًا لذلك."},
		},
		"ja": {
			"総事業費は120億円から148億円に増えた。工事の進捗率は71％だった。運賃は一律200円に決まった。パスは二百円に上がる。",
			[]string{"工事の進捗率は71％だった。", "運賃は一律200円に決まった。"},
			[]string{"工事の進捗率は17％だった。", "総事業費は148億円から120億円に増えた。", "運賃は一律210円に決まった。", "バスは二百円に上がる。"},
		},
		"zh": {
			"票价2元起，最高7元。客流量下降了37.5%。",
			[]string{"客流量下降了37.5%。"},
			[]string{"票价7元起。", "客流量下降了35.7%。"},
		},
		"ko": {
			"시장은 사임하지 않았다. 요금은 1,500원으로 결정되었다.",
			[]string{"요금은 1,500원으로 결정되었다."},
			[]string{"시장은 사임했다.", "요금은 1,600원으로 결정되었다."},
		},
		"hi": {"लागत १२ करोड़ रुपये है। पुल नहीं खुलेगा।", []string{"लागत १२ करोड़ रुपये है।"}, []string{"लागत १३ करोड़ रुपये है।", "पुल खुलेगा।"}},
	} {
		g := New([]article.Passage{{Article: article.Article{Lang: lang}, Chunk: article.Chunk{Text: of.passage, End: len(of.passage)}}})
		for _, said := range of.right {
			if f := g.Check(said + " [1]"); f.Reason != "" {
				t.Errorf("%s: %q held back: %s", lang, said, f.Reason)
			}
		}
		for _, said := range of.wrong {
			if f := g.Check(said + " [1]"); f.Reason == "" {
				t.Errorf("%s: %q passed on %q", lang, said, f.Rests[0].Quote)
			}
		}
	}
}

// TestGateInCapitals: in a text of capitals alone they tell no names, so that NOT is
// not taken for one, nor MAY for what is not a month.
func TestGateInCapitals(t *testing.T) {
	g := gateOf(t, "THE MAYOR DID NOT RESIGN. MS. ANNA LEE OF ACME SAID THE BRIDGE COST $3 MILLION AND OPENS IN MAY. THE FIRM MAY BUY DRAXO.")
	for said, passes := range map[string]bool{
		"THE MAYOR DID NOT RESIGN.": true, "The mayor did not resign.": true,
		"Anna Lee of Acme said the bridge cost $3 million.": true, "The firm may buy Draxo.": true,
		"THE MAYOR RESIGNED.": false, "The mayor resigned.": false, "The bridge opens in June.": false,
		"Bob Lee of Acme said the bridge cost $3 million.": false, "The firm buys Draxo.": false,
	} {
		if f := g.Check(said + " [1]"); (f.Reason == "") != passes {
			t.Errorf("%q: %q, rests on %v", said, f.Reason, f.Rests)
		}
	}
}

// TestShouting: a script without capitals does not shout because of a short form in it.
func TestShouting(t *testing.T) {
	for text, want := range map[string]bool{
		"THE MAYOR DID NOT RESIGN": true, "The mayor did NOT": false, "사장은 NATO 본부를 방문했다.": false, "زار الوزير مقر NATO أمس.": false, "5 MAY 2026": true, "1 2 3": false,
	} {
		if got := shouting(text); got != want {
			t.Errorf("shouting(%q) = %v, want %v", text, got, want)
		}
	}
}

// TestGateQuotationsWordForWord: a quotation of several sentences with who said it,
// which is one sentence of a model, is what the passage says.
func TestGateQuotationsWordForWord(t *testing.T) {
	for lang, text := range map[string]string{
		"de": "»Wir bauen weiter. Niemand hört auf«, sagte Bürgermeister Kurt Holm.",
		"fr": "« Nous restons. Personne ne part », a déclaré M. Roux.",
		"ja": "「準備はできた。安全だ。」と山本市長は述べた。",
	} {
		passage := text + " " + text[:strings.IndexAny(text, ".。")+1] // and more
		g := New([]article.Passage{{Article: article.Article{Lang: lang}, Chunk: article.Chunk{Text: passage, End: len(passage)}}})
		if f := g.Check(text + " [1]"); f.Reason != "" || len(f.Rests) != 1 || f.Rests[0].Quote != text {
			t.Errorf("%s: %q: %q, rests on %v", lang, text, f.Reason, f.Rests)
		}
	}
}

// TestGatePastElsewhere: how things were is not how they are.
func TestGatePastElsewhere(t *testing.T) {
	for _, tt := range []struct {
		lang, passage, said string
		passes              bool
	}{
		{"en", "The Sorrel Bridge was closed from 3 August until Friday.", "The Sorrel Bridge is closed.", false},
		{"en", "The Sorrel Bridge was closed from 3 August until Friday.", "The Sorrel Bridge was closed from 3 August.", true},
		{"en", "The Sorrel Bridge was closed until further notice, the county said.", "The Sorrel Bridge is closed until further notice.", true},
		{"de", "Die Nordbrücke war seit dem 3. August gesperrt.", "Die Nordbrücke ist seit dem 3. August gesperrt.", false},
		{"de", "Die Nordbrücke war seit dem 3. August gesperrt.", "Die Nordbrücke war seit dem 3. August gesperrt.", true},
		{"de", "Die Nordbrücke wurde am Freitag für den Verkehr freigegeben.", "Die Nordbrücke ist für den Verkehr freigegeben.", true},
		{"de", "Die Nordbrücke war gesperrt und ist seit Freitag offen.", "Die Nordbrücke ist seit Freitag offen.", true},
		{"fr", "Le pont du Port n'est plus fermé à la circulation.", "Le pont du Port est fermé à la circulation.", false},
		{"fr", "Le pont du Port n’est plus fermé à la circulation.", "Le pont du Port n'est plus fermé.", true},
		{"fr", "Le pont du Port est fermé à plus de 40 tonnes.", "Le pont du Port est fermé à plus de 40 tonnes.", true},
		{"fr", "Le pont du Port était fermé à la circulation.", "Le pont du Port est fermé à la circulation.", false},
		{"fr", "La ville a annoncé que le pont du Port était fermé.", "Le pont du Port est fermé.", true},
		{"es", "El puente del Puerto estaba cerrado al tráfico.", "El puente del Puerto está cerrado al tráfico.", false},
		{"it", "Il ponte del Porto era chiuso al traffico.", "Il ponte del Porto è chiuso al traffico.", false},
		{"pt", "A ponte do Porto estava fechada ao trânsito.", "A ponte do Porto está fechada ao trânsito.", false},
		{"nl", "De Havenbrug was afgesloten voor het verkeer.", "De Havenbrug is afgesloten voor het verkeer.", false},
	} {
		g := New([]article.Passage{{Article: article.Article{Lang: tt.lang}, Chunk: article.Chunk{Text: tt.passage, End: len(tt.passage)}}})
		if f := g.Check(tt.said + " [1]"); (f.Reason == "") != tt.passes {
			t.Errorf("%s: %q of %q: %q", tt.lang, tt.said, tt.passage, f.Reason)
		}
	}
}

// TestGateFiguresElsewhere: what bounds a number, and what it was before, in other languages;
// degrees below zero in any.
func TestGateFiguresElsewhere(t *testing.T) {
	for _, tt := range []struct {
		lang, passage, said string
		passes              bool
	}{
		{"de", "Mindestens 40 Menschen wurden bei dem Brand verletzt.", "40 Menschen wurden bei dem Brand verletzt.", false},
		{"de", "Mindestens 40 Menschen wurden bei dem Brand verletzt.", "Mindestens 40 Menschen wurden verletzt.", true},
		{"de", "Rund 40 Menschen wurden bei dem Brand verletzt.", "40 Menschen wurden bei dem Brand verletzt.", true},
		{"de", "Weniger als 40 Menschen wurden verletzt.", "Mehr als 40 Menschen wurden verletzt.", false},
		{"de", "Die Gebühr stieg von 15 auf 18 Euro.", "Die Gebühr stieg auf 15 Euro.", false},
		{"de", "Die Gebühr stieg von 15 auf 18 Euro.", "Die Gebühr stieg auf 18 Euro.", true},
		{"de", "Die Gebühr stieg von 15 auf 18 Euro.", "Die Gebühr stieg von 15 auf 18 Euro.", true},
		{"fr", "Au moins 40 personnes ont été blessées dans l'incendie.", "40 personnes ont été blessées dans l'incendie.", false},
		{"fr", "Le tarif passe de 15 à 18 euros.", "Le tarif passe à 15 euros.", false},
		{"es", "Más de 40 personas resultaron heridas en el incendio.", "40 personas resultaron heridas en el incendio.", false},
		{"es", "La tasa sube de 15 a 18 euros.", "La tasa sube a 18 euros.", true},
		{"it", "Almeno 40 persone sono rimaste ferite nell'incendio.", "40 persone sono rimaste ferite nell'incendio.", false},
		{"pt", "Pelo menos 40 pessoas ficaram feridas no incêndio.", "40 pessoas ficaram feridas no incêndio.", false},
		{"nl", "Minstens 40 mensen raakten gewond bij de brand.", "40 mensen raakten gewond bij de brand.", false},
		{"ru", "Не менее 40 человек пострадали при пожаре.", "40 человек пострадали при пожаре.", false},
		{"en", "Temperatures fell to -12 degrees.", "Temperatures fell to 12 degrees.", false},
		{"en", "Temperatures fell to -12 degrees.", "Temperatures fell to minus 12 degrees.", true},
		{"en", "Temperatures fell to 12°C below zero.", "Temperatures fell to −12°C.", true},
		{"en", "Temperatures rose to 12 degrees.", "Temperatures rose to -12 degrees.", false},
	} {
		g := New([]article.Passage{{Article: article.Article{Lang: tt.lang}, Chunk: article.Chunk{Text: tt.passage, End: len(tt.passage)}}})
		if f := g.Check(tt.said + " [1]"); (f.Reason == "") != tt.passes {
			t.Errorf("%s: %q of %q: %q", tt.lang, tt.said, tt.passage, f.Reason)
		}
	}
}
