package extract

import (
	"strings"
	"testing"

	"footnote/internal/media"

	"github.com/google/go-cmp/cmp"
)

// TestNewsletter: of a newsletter its page is read, without what nobody sees of it and what is of its mailing.
func TestNewsletter(t *testing.T) {
	texts := []string{
		"The harbour of Westport reopened on Monday after a storm that had closed it for a week, the port authority said.",
		"Repairs will cost 3.1 million euros, of which the town pays a third; the remainder is to come from the fund of the region.",
		"Fishermen doubted that the old pier will last. One of them recalled that they had said the same in 2008.",
	}
	cell := func(inside string) string {
		return `<table width="100%"><tr><td align="center"><table width="600"><tr><td>` + inside + "</td></tr></table></td></tr></table>"
	}
	page := `<html><body><span style="display:none; max-height:0px;">The week at the quay&#847; &#847;</span>` + cell(`<a href="x">View this email in your browser</a>`) +
		cell("<h1>Harbour reopens</h1><p>"+texts[0]+"</p><p>"+texts[1]+"</p>") + cell("<h2>Fish market opens late</h2><p>"+texts[2]+"</p>") + cell("<a>Twitter</a>") + cell("<a>Facebook</a>") +
		cell("Copyright © 2026 Quay Letters, All rights reserved.<br>Our mailing address is:<br>5 Quay Street<br>Westport<br>Want to change how you receive these emails?<br>You can update your preferences or unsubscribe from this list.") + "</body></html>"
	plain := "View this email in your browser (https://news.example/v)\n\n" + strings.Join(texts, "\n\n") + "\n\nYou receive this email because you asked for it.\nUnsubscribe: https://news.example/u\n"
	parts := func(parts ...string) string {
		return letter + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: " + strings.Join(parts, "\r\n--b\r\nContent-Type: ") + "\r\n--b--\r\n"
	}
	told := []string{"Harbour reopens", texts[0], texts[1], "Fish market opens late", texts[2]}
	for _, tt := range []struct {
		name, raw string
		want      []string
	}{
		{"both", parts("text/plain; charset=utf-8\r\n\r\n"+plain, "text/html; charset=utf-8\r\n\r\n"+page), told},
		{"a remark that there is a page", parts("text/plain\r\n\r\nThis email is best viewed in HTML.", "text/html; charset=utf-8\r\n\r\n"+page), told},
		{"plain", parts("text/plain; charset=utf-8\r\n\r\n" + plain), texts},
		{"a page that says less", parts("text/plain; charset=utf-8\r\n\r\n"+plain, "text/html\r\n\r\n<p>See the plain part.</p>"), texts},
		{
			"a mail on leaving", parts("text/plain; charset=utf-8\r\n\r\n" + texts[0] + "\n\nWho wants to unsubscribe from the list of berths tells Ada Byron so before the end of the month.\n\n" + texts[1]),
			[]string{texts[0], "Who wants to unsubscribe from the list of berths tells Ada Byron so before the end of the month.", texts[1]},
		},
	} {
		d, _ := read(t, media.Origin{}, media.Mail, tt.raw)
		if diff := cmp.Diff(tt.want, strings.Split(d.Body, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}
