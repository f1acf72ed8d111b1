package analysis

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	tests := []struct {
		name string
		want []string // joined by a space they are the text, unless text is set
		text string
	}{
		{name: "plain", want: []string{"It rained.", "It stopped!", "Did it?"}},
		{name: "title", want: []string{"Dr. Smith met Mrs. Jones.", "They spoke."}},
		{name: "country before a noun", want: []string{"The U.S. Congress voted.", "It passed."}},
		{name: "country ends a sentence", want: []string{"He left the U.S.", "The bank stayed."}},
		{name: "country before a quote", want: []string{"He left the U.S.", "“We know,” she said."}},
		{name: "initials", want: []string{"J. R. R. Tolkien and G. B. Shaw wrote.", "Both did."}},
		{name: "decimals", want: []string{"It rose 3.5% to $1.2bn.", "Then it fell."}},
		{name: "company", want: []string{"Apple Inc. Chief Tim Cook spoke.", "He left Apple Inc.", "The end."}},
		{name: "month", want: []string{"On Jan. 5, 2024 it began.", "It ended on Feb. 6 Tuesday."}},
		{name: "number", want: []string{"It is No. 5 Downing.", "No.", "The street is long."}},
		{name: "hour", want: []string{"At 5 p.m. Tuesday it began.", "It ended at 6 p.m.", "They left."}},
		{name: "question in a quote", want: []string{"“Really?” he asked.", "“Yes!” she said."}},
		{name: "lower-case writing", want: []string{"why?", "because it rains!"}},
		{name: "German date", want: []string{"Am 3. Oktober 1990 war es so weit.", "Der Tag war schön."}},
		{name: "German ordinals", want: []string{"Die 2. Kammer entschied am 15. 3. 2025.", "Im 19. Jahrhundert war das anders.", "Sie zählten 12.", "Das war alles."}},
		{name: "German abbreviations", want: []string{"Es kostet 9,8 Mio. Euro, vgl. Abb. 4.", "Das sind 3 Mrd. mehr.", "Bisher waren es 2 Mio.", "Die Stadt zahlt."}},
		{name: "a figure ends a sentence", want: []string{"I am 30.", "My brother is 12.", "They die.", "It fell to 3.", "The rest rose."}},
		{name: "Spanish abbreviations", want: []string{"Habló la Sra. García de EE. UU. y los JJ. OO. de 2028.", "¿Quién paga?", "¡Nadie!"}},
		{name: "French guillemets", want: []string{"Il a dit : « Oui. »", "MM. Petit et Roux restent.", "« Non. » dit-elle.", "Fin."}},
		{name: "French guillemets at the end of a paragraph", text: "Il a dit : « Oui. » \n\nFin. »\n \n", want: []string{"Il a dit : « Oui. »", "Fin. »"}},
		{name: "Russian years", want: []string{"Мост закрыт с 2025 г.", "Он откроется в 2026 г. после ремонта.", "Штраф 85 млн руб.", "Компания платит."}},
		{name: "capitals", want: []string{"DR. LEE SAID NO.", "MR. SMITH OF ACME INC. AGREED.", "HE WORKS IN PR.", "The firm is small."}},
		{name: "initials that are words", want: []string{"J. A. Smith and A. I. Root wrote.", "Both did."}},
		{name: "letters with marks", want: []string{"Il est a\u0300 Vie\u0301s.", "Le maire parle.", "قال: سنفتحه قريبًا.", "ثم غادر."}},
		{name: "Japanese quotations", text: "費用は12億円だ。「準備はできた。安全だ。」と市長は述べた。『鐘』は売れた。", want: []string{"費用は12億円だ。", "「準備はできた。", "安全だ。」と市長は述べた。", "『鐘』は売れた。"}},
		{name: "Chinese quotations", text: "费用为12亿元。“很安全。”市长说。谁付钱？“还不清楚。”工程明年开始。", want: []string{"费用为12亿元。", "“很安全。”市长说。", "谁付钱？", "“还不清楚。”", "工程明年开始。"}},
		{name: "degree", want: []string{"She has a Ph.D. from Leeds.", "He has none."}},
		{name: "numbered list", text: "1. Milk is white.\n2) Bread\na. Salt", want: []string{"1. Milk is white.", "2) Bread", "a. Salt"}},
		{name: "newline", text: "Headline without a stop\nThe U.S.\nCongress", want: []string{"Headline without a stop", "The U.S.", "Congress"}},
		{name: "bullets", text: "• One\n- Two\n* – three • four ● ", want: []string{"One", "Two", "three", "four"}},
		{name: "minus stays", text: "-5 degrees\n- -5 degrees", want: []string{"-5 degrees", "-5 degrees"}},
		{name: "ideographs", text: "今天下雨。明天晴天！", want: []string{"今天下雨。", "明天晴天！"}},
		{name: "nothing", text: " \n•\n***\n\x00…", want: nil},
		{name: "invisible marks", text: "\ufeff\x00 A b. \u200b", want: []string{"A b."}},
		{name: "invalid bytes", text: "A\xff b.\xc3 C.", want: []string{"A\xff b.\xc3 C."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := tt.text
			if text == "" {
				text = strings.Join(tt.want, " ")
			}
			var got []string
			for _, s := range Sentences(text) {
				got = append(got, text[s.Start:s.End])
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("Sentences(%q): -want +got\n%s", text, d)
			}
		})
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"", "Dr. No. U.S. A. b", "• a • b", "\x00\xff\n.", "今天。b", "1. 2. 3. A? b", "“a?” b\u2028c", "。「。」と", "a. » b. » »C", "a. » \n\n»\nb", "die 2. A. 3. 4. 5", "DR. A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		words := 0
		for _, s := range Sentences(text) {
			if s.Start < at || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %v after offset %d of %d bytes", s, at, len(text))
			}
			if gap := text[at:s.Start]; strings.IndexFunc(gap, IsWordRune) >= 0 {
				t.Fatalf("lost %q before %v", gap, s)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[s.Start:s.End]) {
				t.Fatalf("span %v cuts a rune", s)
			}
			words++
			at = s.End
		}
		if rest := text[at:]; strings.IndexFunc(rest, IsWordRune) >= 0 {
			t.Fatalf("lost %q at the end after %d sentences", rest, words)
		}
	})
}
