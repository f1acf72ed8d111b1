package media

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		name, raw, mime string
		kind            Kind
		want            string
	}{
		{"UTF-8", "Zürich", "", PlainText, "Zürich"},
		{"UTF-8 against its header", "Zürich", "text/plain; charset=iso-8859-1", PlainText, "Zürich"},
		{"byte order mark", "\ufeffZürich", "", PlainText, "Zürich"},
		{"Windows", "Z\xfcrich \x93x\x94", "", PlainText, "Zürich “x”"},
		{"header", "\xcc\xee\xf1\xea\xe2\xe0", "text/plain; charset=windows-1251", PlainText, "Москва"},
		{"declared in the page", "<meta charset=windows-1251><p>\xcc\xee\xf1\xea\xe2\xe0", "text/html", Page, "<meta charset=windows-1251><p>Москва"},
		{"shifted", "\x1b$B4A;z\x1b(B", "text/plain; charset=iso-2022-jp", PlainText, "漢字"},
		{"UTF-16", "\xff\xfeZ\x00\xfc\x00", "", PlainText, "Zü"},
		{"one broken byte", strings.Repeat("ü", 20) + "\xff", "", PlainText, strings.Repeat("ü", 20) + "\ufffd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Decode([]byte(tt.raw), tt.mime, tt.kind)
			if err != nil || got != tt.want {
				t.Errorf("decode(%q) = %q, %v, want %q", tt.raw, got, err, tt.want)
			}
		})
	}
}

// Text that names no encoding is Latin, or refused: none is guessed.
func TestDecodeUnnamed(t *testing.T) {
	for name, text := range map[string]struct {
		enc  encoding.Encoding
		text string
	}{
		"KOI8-R":       {charmap.KOI8R, "Москва сообщила, что мост откроется в июне."},
		"Windows-1251": {charmap.Windows1251, "The bridge opens in June, Москва said."},
		"Windows-1253": {charmap.Windows1253, "Η γέφυρα ανοίγει τον Ιούνιο."},
		"GBK":          {simplifiedchinese.GBK, "北京市政府星期二表示，大桥将于六月开放。"},
		"Big5":         {traditionalchinese.Big5, "市政府星期二表示，大橋將於六月開放。"},
		"EUC-JP":       {japanese.EUCJP, "東京都は火曜日、橋が六月に開通すると発表した。"},
		"Shift-JIS":    {japanese.ShiftJIS, "カタカナのテスト。橋が六月に開通する。"},
		"EUC-KR":       {korean.EUCKR, "서울시는 다리가 유월에 열린다고 밝혔다."},
	} {
		raw, err := text.enc.NewEncoder().Bytes([]byte(text.text))
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range []struct {
			head, mime string
			kind       Kind
		}{{"", "", PlainText}, {"", "text/plain", PlainText}, {"<p>", "text/html", Page}, {"<meta charset=iso-8859-1><p>", "text/html", Page}} {
			if got, err := Decode(append([]byte(in.head), raw...), in.mime, in.kind); !errors.Is(err, errEncoding) {
				t.Errorf("%s with %q, declared %q: %q, %v; want %v", name, in.head, in.mime, got, err, errEncoding)
			}
		}
	}
	const cut = "<meta charset=iso-8859-1>Ein schöner Tag für Bäume, Büsche, Vögel, Käfer, Bären, Öfen, Gärten\x9d" // the rest of a quotation mark
	if _, err := Decode([]byte(strings.NewReplacer("ö", "\xf6", "ü", "\xfc", "ä", "\xe4", "Ö", "\xd6").Replace(cut)), "text/html", Page); err != nil {
		t.Errorf("a page with one broken byte: %v", err)
	}
	for _, text := range []string{
		"“Öl – 5 £”", "L’été créé à Nîmes : «Œuvres»… 50 €", "Það þýðir að Ísland æfir í október, sagði Þórður á föstudag í Reykjavík.",
		"São João não é só ação; à noite há pão, maçãs, corações e canções.", "——— ©® ———", "½¼¾ °°°°",
	} {
		raw, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Decode(raw, "", PlainText); err != nil || got != text {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
	}
}

// TestDecodeMisnamed: a page that declares UTF-8 and has none of it is read as what it is.
func TestDecodeMisnamed(t *testing.T) {
	const text = `<meta charset="utf-8"><p>Le café de Nîmes a été fermé à l’été.`
	raw, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Decode(raw, "text/html; charset=utf-8", Page); err != nil || got != text {
		t.Errorf("%q, %v", got, err)
	}
}
