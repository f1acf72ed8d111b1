package extract

import (
	"strings"
	"testing"

	"footnote/internal/media"

	"github.com/google/go-cmp/cmp"
)

// TestLayouts: what common programs that make pages put around and into an article.
func TestLayouts(t *testing.T) {
	const (
		first = "The harbour of Westport reopened on Monday after a storm that had closed it for a week, the port authority said."
		then  = "Repairs will cost 3.1 million euros, of which the town pays a third; the remainder is to come from the fund of the region."
		last  = "Fishermen doubted that the old pier will last. One of them recalled that they had said the same in 2008."
		code  = "func main() {\n    open(gate)\n}"
	)
	post := func(inside string) string {
		return "<html><head><title>Harbour reopens</title><link rel=icon href=x></head><body><nav><a href=/>Home</a></nav><main><article><h1>Harbour reopens</h1><p>" + first + "</p><p>" + then + "</p>" +
			inside + "<p>" + last + "</p></article></main></body></html>"
	}
	for _, tt := range []struct{ name, src, want string }{
		{"code", post("<pre><code>" + code + "</code></pre>"), first + "\n" + then + "\nfunc main() {\nopen(gate)\n}\n" + last},
		{
			"code beside the numbers of its lines", // as Hugo and Jekyll have it
			post("<table><tr><td><pre><code><span>1\n</span><span>2\n</span><span>3\n</span></code></pre></td><td><pre><code>" + code + "</code></pre></td></tr></table>"),
			first + "\n" + then + "\nfunc main() {\nopen(gate)\n}\n" + last,
		},
		{
			"heads of a table in paragraphs", // of a wire
			post("<table><tr><td></td><td><p><b>2026</b></p></td><td><p><b>2025</b></p></td></tr><tr><td><p>Revenue</p></td><td>41.2</td><td>38.0</td></tr></table>"),
			first + "\n" + then + "\n2026\t2025\nRevenue\t41.2\t38.0\n" + last,
		},
		{"a note that is a figure", post("<figure class=callout><div>💡</div><div><p>The north pier stays closed until June.</p></div></figure>"), first + "\n" + then + "\nThe north pier stays closed until June.\n" + last}, // Notion
		{
			"the way back from a footnote",
			post(`<p>It cost a lot.<sup><a href="#fn:1">1</a></sup></p><ol><li id="fn:1"><p>More than in 2019.&#160;<a href="#fnref:1">&#x21a9;&#xfe0e;</a></p></li></ol>`),
			first + "\n" + then + "\nIt cost a lot.\nMore than in 2019.\n" + last,
		},
		{"a form to subscribe by", strings.Replace(post(""), "</article>", "<div><h2>Sign up for Quay Notes</h2><p>No spam. Unsubscribe anytime.</p></div></article>", 1), first + "\n" + then + "\n" + last}, // Ghost
		{
			"text that stands bare", // as in posts of Blogger
			"<html><head><title>Harbour reopens</title><link rel=icon href=x></head><body><h1>Harbour reopens</h1><div class=post-body>" + first + "<br><br><b>The gates</b><br><ul><li>North gate</li><li>South gate</li></ul>" + then + "<div><br></div><div>" + last + "</div></div></body></html>",
			first + "\nThe gates\nNorth gate\nSouth gate\n" + then + "\n" + last,
		},
		{
			"an abstract", // as arXiv shows it
			`<html><head><title>[2604.01234] Gates</title><meta name="citation_title" content="Gates"><meta name="citation_abstract" content="` + first + " " + then + " " + last + `"></head><body><main><h1>Systems and Control</h1><div>[Submitted on 27 Apr 2026]</div><h1>Title:Gates</h1>` +
				`<a href="/pdf">View PDF</a><blockquote>Abstract:` + first + " " + then + " " + last + `</blockquote><h2>Submission history</h2>From: Ada Byron [<a href="/m">view email</a>]<br>[v1] Mon, 27 Apr 2026 08:30:00 UTC (1,204 KB)<h2>Labs</h2><p>Labs is a framework that allows collaborators to develop and share new features directly on our website.</p></main></body></html>`,
			first + " " + then + " " + last,
		},
		{
			"a list in a wiki",
			`<html><head><title>Gates - Quay Wiki</title><meta name="generator" content="MediaWiki 1.39.6"></head><body><div id="content"><h1>Gates</h1><div id="siteSub">From Quay Wiki</div><div class="mw-parser-output"><p>The gates are these.</p>` +
				`<table><tr><th>Gate</th><th>Built</th><th>Keeper</th></tr><tr><td>North</td><td>1871</td><td>Ada Byron</td></tr><tr><td>South</td><td>1878</td><td>Kim Osei</td></tr></table><p>All of them are opened by hand.</p></div></div>` +
				`<div id="column-one"><ul><li>Page</li><li>Discussion</li></ul></div><div id="footer"><ul><li>This page was last edited on 27 April 2026, at 08:30.</li></ul></div></body></html>`,
			"The gates are these.\nGate\tBuilt\tKeeper\nNorth\t1871\tAda Byron\nSouth\t1878\tKim Osei\nAll of them are opened by hand.",
		},
	} {
		d, err := parsePage(media.Origin{URL: "https://quay.example/harbour"}, tt.src)
		if diff := cmp.Diff(tt.want, d.Body); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
}

// TestLayoutHeads: what such programs say of a page beside its text.
func TestLayoutHeads(t *testing.T) {
	text := "<p>" + strings.Repeat("The harbour of Westport reopened on Monday after a storm. ", 12) + "</p>"
	posts := func(kind, prop string) string {
		return `<div itemscope itemtype="http://schema.org/` + kind + `"><span itemprop=author><span itemprop=name>Ada</span></span><div itemprop=` + prop + `><p>So it is opened by hand.</p></div></div>`
	}
	mail := `<div class="email"><div class="email-author"><h2 class="name">Ada Byron</h2></div><div class="email-body"><p>Harbour 2.4 is out, with tide tables for the north.</p></div></div>`
	for _, tt := range []struct{ name, src, want string }{
		{"writers to be cited", `<title>Opening Gates</title><meta name="citation_author" content="Byron, Ada"><meta name="citation_author" content="Kim Osei"><h1>Opening Gates</h1>` + text, "Opening Gates, by Ada Byron, Kim Osei, of quay.example, "},
		{
			"a page of Confluence", // whose text may be of any day since it was created
			`<title>Runbook - Confluence</title><meta name="confluence-request-time" content="1"><h1>Runbook</h1><ul><li>Created by <span class=author>Ada Byron</span>, last modified by Kim Osei on 27 Apr, 2026</li></ul><div id="main-content">` + text + "</div>",
			"Runbook, by Ada Byron, of quay.example, 2026-04-27",
		},
		{"a short discussion", "<title>How is it opened?</title>" + posts("DiscussionForumPosting", "text") + posts("Comment", "text") + "<p>Best viewed with JavaScript enabled</p>", "How is it opened?, by Ada, of quay.example, "}, // Discourse
		{"mails to a list", "<title>Re: [Quay-dev] Release of 2.4</title><h1>Re: [Quay-dev] Release of 2.4</h1>" + mail + mail, "Release of 2.4, by Ada Byron, of Quay-dev, "},                                                         // HyperKitty
		{"a subject in brackets", "<title>[Solved] How is it opened?</title><h1>[Solved] How is it opened?</h1>" + posts("DiscussionForumPosting", "text") + posts("Comment", "text"), "[Solved] How is it opened?, by Ada, of quay.example, "},
	} {
		d, err := parsePage(media.Origin{URL: "https://quay.example/a"}, tt.src)
		if got := d.Title + ", by " + d.Author + ", of " + d.Outlet + ", " + d.Published.String(); got != tt.want || err != nil {
			t.Errorf("%s: %s, want %s, %v", tt.name, got, tt.want, err)
		}
	}
}
