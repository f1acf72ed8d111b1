package extract

import (
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/media"
)

// TestReply: what a mail replies to is told by nobody as the writer's.
func TestReply(t *testing.T) {
	const (
		head = "From: Petra Vance <petra@norwind.example>\r\nTo: all@norwind.example\r\nDate: Tue, 3 Nov 2026 09:12:44 +0000\r\n"
		own  = "The purchase closed this morning, and we paid 310 million euros for it."
		old  = "We may not close before Thursday, the lawyers say."
	)
	for _, tt := range []struct{ name, subject, text, want string }{
		{"below", "Re: Closing", own + "\n\nOn Mon, 2 Nov 2026 at 18:01, Jonas Adler <j@l.example>\nwrote:\n\n> " + old + "\n>\n> Jonas", own},
		{"above", "AW: Closing", "Am 2. November 2026 schrieb Jonas Adler:\n> " + old + "\n\n" + own, own},
		{"between", "Re: Closing", "> " + old + "\n" + own + "\n> Who pays?\nWe do.", own + "\nWe do."},
		{"original", "RE: Closing", own + "\n\n-----Original Message-----\nFrom: Jonas\n\n" + old, own},
		{"with its head", "RE: Closing", own + "\n\nVon: Adler, Jonas\nGesendet: Montag, 2. November 2026 18:01\nAn: Vance, Petra\nBetreff: Closing\n\n" + old, own},
		{"nothing else", "Re: Closing", "FYI\n\n> " + old, "FYI\n> " + old},
		{"cited", "The week in boats", "> Nobody waved.\n\n" + own + " It said so twice.", "> Nobody waved.\n" + own + " It said so twice."},
		{"forwarded", "Fwd: Closing", own + "\n\n-----Original Message-----\n" + old, own + "\n-----Original Message-----\n" + old},
		{"page", "Re: Closing", "<html><body><p>" + own + "</p><blockquote type=\"cite\"><p>" + old + "</p></blockquote></body></html>", own},
		{"page of Gmail", "Re: Closing", "<html><body><div>" + own + "</div><div class=\"gmail_quote\">On Monday Jonas wrote:<blockquote>" + old + "</blockquote></div></body></html>", own},
		{"page of Outlook", "RE: Closing", "<html><body><p>" + own + "</p><div id=\"divRplyFwdMsg\">From: Jonas</div><div><p>" + old + "</p></div></body></html>", own},
		{"page forwarded", "Re: Closing", "<html><body><p>" + own + "</p><div class=\"gmail_quote\">---------- Forwarded message ---------<p>" + old + "</p></div></body></html>", own + "\n" + old},
	} {
		kind := "text/plain"
		if strings.HasPrefix(tt.name, "page") {
			kind = "text/html"
		}
		d, err := parseMail(media.Origin{}, []byte(head+"Subject: "+tt.subject+"\r\nContent-Type: "+kind+"; charset=utf-8\r\n\r\n"+tt.text))
		if got := article.Paragraphs(d.Body); err != nil || got != tt.want || d.Title != "Closing" && tt.name != "cited" {
			t.Errorf("%s: title %q, error %v, body:\n%s\nwant:\n%s", tt.name, d.Title, err, got, tt.want)
		}
	}
}

// TestPastedMail: a mail copied into a text has its head.
func TestPastedMail(t *testing.T) {
	const own = "The purchase closed this morning, and we paid 310 million euros for it."
	for head, want := range map[string]string{
		"From: Petra Vance <petra@norwind.example>\nTo: All\nDate: Tue, 3 Nov 2026 09:12:44 +0000\nSubject: Re: Closing\n\n":      "Closing|Petra Vance|2026-11-03T09:12:44Z",
		"From: Vance, Petra\nSent: Tuesday, November 3, 2026 9:12 AM\nTo: All staff\nSubject: Closing\n\n":                        "Closing|Vance, Petra|2026-11-03",
		"Von: Petra Vance\nGesendet: Dienstag, 3. November 2026 09:12\nAn: Alle\nBetreff: WG: Closing\n\n":                        "Closing|Petra Vance|2026-11-03",
		"\nFrom: Petra Vance <petra@norwind.example>\nSubject: Closing\nDate: 3 November 2026 at 09:12:44 GMT\nTo: j@l.example\n": "Closing|Petra Vance|2026-11-03T09:12:44Z",
	} {
		got, _ := read(t, media.Origin{}, media.PlainText, head+own)
		if all := got.Title + "|" + got.Author + "|" + got.Published.String(); all != want || got.Body != own {
			t.Errorf("%q is %q with body %q, want %q", head, all, got.Body, want)
		}
	}
	if got, _ := read(t, media.Origin{}, media.PlainText, "From: here to there\nTo: nobody\n"+own); got.Author != "" {
		t.Errorf("text of two lines like a mail's is by %q", got.Author)
	}
}
