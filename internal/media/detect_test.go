package media

import "testing"

func TestDetectDocuments(t *testing.T) {
	pe := "MZ\x90\x00\x03\x00\x00\x00\x04"
	for _, tt := range []struct {
		name string
		head string
		in   Origin
		want Kind
		text string
	}{
		{name: "PDF", head: "%PDF-1.7\n%\xe2\xe3", want: PDF},
		{name: "PDF that calls itself a page", head: "%PDF-1.7\n<html>", in: Origin{MIME: "text/html", URL: "https://a.example/b.html"}, want: PDF},
		{name: "PDF behind empty lines", head: "\n\r\n %PDF-1.7\n1 0 obj", in: Origin{File: "/a.html"}, want: PDF},
		{name: "words on PDF", head: "How it begins\n%PDF-1.7\nand so on.", want: PlainText},
		{name: "PDF for a printer", head: "\x1b%-12345X@PJL\n%PDF-1.4\n\x00", want: PDF},
		{name: "ZIP", head: "PK\x03\x04\x14\x00", in: Origin{File: "a.txt"}, want: Archive},
		{name: "old Word", head: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", text: "an old Word, Excel or PowerPoint file: save it as .docx or PDF"},
		{name: "RTF", head: `{\rtf1\ansi`, text: "an RTF file: save it as .docx or PDF"},
		{name: "a program", head: pe, text: "not text"},
		{name: "a mail", head: "Return-Path: <a@b.example>\nDate: Mon, 27 Apr 2026 08:30:00 +0200\n\nShips.", want: Mail},
		{name: "a mail by its ending", head: "From: a@b.example\nSubject: Ships\n\nThey came.", in: Origin{File: "/a.eml"}, want: Mail},
		{name: "notes with labels", head: "From: the harbour\nDate: 27 April 2026\n\nShips came.", want: PlainText},
		{name: "talk of mail", head: "Subject: a word that MIME-Version: 1.0 explains\n\nDate: see above", in: Origin{File: "/a.eml"}, want: PlainText},
	} {
		k, err := Detect([]byte(tt.head), tt.in)
		if tt.text != "" {
			if err == nil || err.Error() != tt.text {
				t.Errorf("%s: error %v, want %s", tt.name, err, tt.text)
			}
			continue
		}
		if err != nil || k != tt.want {
			t.Errorf("%s: kind %v, %v, want %v", tt.name, k, err, tt.want)
		}
	}
}
