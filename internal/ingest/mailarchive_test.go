package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestArchivedMail: a page of a mailing list's archive is the mail: without what it replies to,
// the list's own words and what the page has around it.
func TestArchivedMail(t *testing.T) {
	const nav = "<P><UL><LI>Previous message: <A HREF=1.html>[Quay-dev] Freeze</A></li><LI> <B>Messages sorted by:</B> <a href=date.html>[ date ]</a></LI></UL><HR>"
	page := func(subject, body string) string {
		return "<HTML><HEAD><TITLE> [Quay-dev] " + subject + "</TITLE></HEAD><BODY><H1>[Quay-dev] " + subject + "</H1> <B>Ada Byron</B> " +
			"<A HREF=mailto:quay-dev>ada at quay.example</A><BR> <I>Mon Nov  9 23:42:07 CET 2026</I>" + nav + "<!--beginarticle-->\n" + body + "\n<!--endarticle--><HR>" + nav + "</BODY></HTML>"
	}
	const own = "Harbour 2.4 is out. It brings tide tables for the northern ports, which\ntook us most of the summer.\n"
	const want = "Harbour 2.4 is out. It brings tide tables for the northern ports, which took us most of the summer."
	const footer = "_______________________________________________\nQuay-dev mailing list\nQuay-dev at lists.quay.example\n"
	for name, body := range map[string]string{
		"alone":   "<PRE>" + own + footer + "</PRE>",
		"a reply": "<PRE>On 11/08/2026 Kim Osei wrote:\n&gt;<i> When will 2.4 come out?\n</I>&gt;<i> The freeze was long ago.\n</I>\n" + own + "</PRE>",
	} {
		d, err := parsePage(input{url: "https://lists.quay.example/pipermail/quay-dev/12345.html"}, page("Re: Release of 2.4", body))
		if err != nil {
			t.Fatal(err)
		}
		got := []string{d.Title, d.Author, d.Outlet, d.Published.String(), paragraphs(d.Body)}
		if diff := cmp.Diff([]string{"Release of 2.4", "Ada Byron", "Quay-dev", "2026-11-09", want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	d, err := parsePage(input{url: "https://quay.example/1"}, page("Ships", "<p>The harbour of Westport reopened on Monday, its port authority said, after a year.</p><p>Ships came.</p>"))
	if err != nil || d.Outlet == "Quay-dev" {
		t.Errorf("a page that is no mail is read as one: %+v, %v", d, err)
	}
}
