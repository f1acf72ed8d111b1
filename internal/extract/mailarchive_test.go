package extract

import (
	"testing"

	"footnote/internal/article"
	"footnote/internal/media"

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
		d, err := parsePage(media.Origin{URL: "https://lists.quay.example/pipermail/quay-dev/12345.html"}, page("Re: Release of 2.4", body))
		if err != nil {
			t.Fatal(err)
		}
		got := []string{d.Title, d.Author, d.Outlet, d.Published.String(), article.Paragraphs(d.Body)}
		if diff := cmp.Diff([]string{"Release of 2.4", "Ada Byron", "Quay-dev", "2026-11-09T23:42:07+01:00", want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	d, err := parsePage(media.Origin{URL: "https://quay.example/1"}, page("Ships", "<p>The harbour of Westport reopened on Monday, its port authority said, after a year.</p><p>Ships came.</p>"))
	if err != nil || d.Outlet == "Quay-dev" {
		t.Errorf("a page that is no mail is read as one: %+v, %v", d, err)
	}
}

// TestArchivedMailKinds: so are the pages of other programs that archive lists, each with its own
// comments around the mail.
func TestArchivedMailKinds(t *testing.T) {
	const own = "Harbour 2.4 is out. It brings tide tables for the northern ports, which"
	const more = "took us most of the summer."
	const nav = "<ul><li><strong>Next message:</strong> <a href=2.html>Kim Osei: Re: Release</a></li></ul><hr>"
	for name, src := range map[string]string{
		"Hypermail": `<html><head><title>Quay list: Re: [Quay-dev] Release of 2.4</title></head><body>
<!-- received="Mon Nov  9 23:42:09 2026" --><!-- sent="Mon, 9 Nov 2026 23:42:07 +0100" --><!-- name="Ada Byron" --><!-- email="ada_at_quay.example" -->
<!-- subject="Re: [Quay-dev] Release of 2.4" -->
<p class="headers"><strong>From:</strong> Ada Byron (<em>ada_at_quay.example</em>)<br><strong>Date:</strong> 2026-11-09</p>` + nav + `
<!-- body="start" -->
<p>
On 8 Nov 2026 Kim Osei wrote:
<br>
<em class="quotelev1">&gt; When will 2.4 come out?</em>
<br>
<p>` + own + "\n<br>\n" + more + `
<br>
<!-- body="end" -->
<hr>` + nav + `</body></html>`,
		"MHonArc": `<!-- MHonArc v2.6 --><!--X-Subject: Re: [Quay&#45;dev] Release of 2.4 --><!--X-Date: Mon, 9 Nov 2026 23:42:07 &#45;0000 -->
<!--X-Head-End--><html><head><title>Re: [Quay-dev] Release of 2.4</title></head><body>` + nav + `<!--X-Subject-Header-Begin--><h1>Re: [Quay-dev] Release of 2.4</h1><!--X-Subject-Header-End-->
<!--X-Head-of-Message--><ul><li><em>To</em>: <a href=mailto:l>quay-dev@lists.quay.example</a></li><li><em>Subject</em>: Re: [Quay-dev] Release of 2.4</li>
<li><em>From</em>: Ada Byron &lt;<a href=mailto:a>ada@quay.example</a>&gt;</li><li><em>Date</em>: Mon, 9 Nov 2026 23:42:07 +0100</li></ul><!--X-Head-of-Message-End-->
<!--X-Body-of-Message--><pre>On 8 Nov 2026 Kim Osei wrote:
</pre><blockquote><pre>When will 2.4 come out?
</pre></blockquote><pre>
` + own + "\n" + more + `
</pre><!--X-Body-of-Message-End--><hr><!--X-Follow-Ups-->` + nav + `</body></html>`,
		"MHonArc without an end": `<!--X-Subject: Re: [Quay&#45;dev] Release of 2.4 --><!--X-Date: Mon, 9 Nov 2026 23:42:07 &#45;0000 -->
<html><head><title>Re: [Quay-dev] Release of 2.4</title></head><body><h1>Re: [Quay-dev] Release of 2.4</h1><!--X-Head-of-Message-->From: Ada Byron<br>
Subject: Re: [Quay-dev] Release of 2.4<br>Date: Mon, 9 Nov 2026<!--X-Head-of-Message-End-->
<div><!--X-Body-of-Message--><pre>` + own + "\n" + more + `</pre></div><div>` + nav + `</div></body></html>`,
	} {
		d, err := parsePage(media.Origin{URL: "https://lists.quay.example/quay-dev/12345.html"}, src)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{d.Title, d.Author, d.Outlet, d.Published.Day(), article.Paragraphs(d.Body)}
		if diff := cmp.Diff([]string{"Release of 2.4", "Ada Byron", "Quay-dev", "9 Nov 2026", own + " " + more}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
