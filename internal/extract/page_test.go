package extract

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"footnote/internal/article"
	"footnote/internal/fetch"
	"footnote/internal/media"
)

func story(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "story.html"))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var wantStory = article.Article{
	URL: "https://www.quay.example/news/harbour", Title: "Harbour reopens after the storm", Outlet: "The Quay", Author: "Ada Byron", Lang: "en",
	Body: strings.Join([]string{
		"The harbour of Westport reopened on Monday after a storm that had closed it for a week, the port authority said. " +
			"The first ship to enter was the Marigold, with 2,400 tonnes of coal.",
		"“We have waited for this,” said the harbour master, who had slept in the office since the breakwater gave way on 20 April. " +
			"Repairs will cost 3.1 million, of which the town pays a third.",
		"What comes next",
		"The north pier stays closed until June.",
		"The fish market opens on Thursday.",
		"Day\tShips",
		"Monday\t14",
		"The town council meets on Wednesday to decide on a new breakwater, which engineers have asked for since the floods of 2019.",
	}, "\n"),
}

func TestParsePage(t *testing.T) {
	want := wantStory
	want.Published = day(t, "2026-04-27T08:30:00+02:00")
	got, warnings := read(t, media.Origin{URL: "https://www.quay.example/news/harbour?utm_source=x"}, media.Page, story(t))
	if diff := cmp.Diff(want, got); diff != "" || warnings != nil {
		t.Errorf("warnings %v, article (-want +got):\n%s", warnings, diff)
	}
}

func TestParseSavedPage(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"relative address", "", "", ""},
		{"canonical", "/news/harbour", "https://www.quay.example/news/harbour", "https://www.quay.example/news/harbour"},
		{
			"saved from", "<!DOCTYPE html>", "<!DOCTYPE html>\n<!-- saved from url=(0037)https://www.quay.example/news/harbour -->",
			"https://www.quay.example/news/harbour",
		},
		{
			"shared as", `<meta charset="utf-8">`, `<meta property="og:url" content="https://www.quay.example/news/harbour">`,
			"https://www.quay.example/news/harbour",
		},
		{"no web address", "/news/harbour", "javascript:alert(1)", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := read(t, media.Origin{File: "/saved/page.html"}, media.Page, strings.Replace(story(t), tt.old, tt.new, 1))
			if got.URL != tt.want || got.File != "/saved/page.html" || got.Title != wantStory.Title {
				t.Errorf("URL %q, file %q, title %q, want URL %q", got.URL, got.File, got.Title, tt.want)
			}
		})
	}
}

func TestPageAddress(t *testing.T) {
	const fetched = "https://www.quay.example/news/harbour?id=7"
	for _, tt := range []struct{ name, canonical, want string }{
		{"none", "", fetched},
		{"relative", "/n/7#top", "https://www.quay.example/n/7"},
		{"another host of the site", "https://quay.example/n/7", "https://quay.example/n/7"},
		{"another site", "https://herald.example/n/7", fetched},
		{"the front page", "https://www.quay.example/", fetched},
		{"a script", "javascript:alert(1)", fetched},
		{"broken", "https://[::1", fetched},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := (head{canonical: tt.canonical}).address(fetched); got != tt.want {
				t.Errorf("address = %s, want %s", got, tt.want)
			}
		})
	}
	if got := (head{canonical: "https://b.github.io/x"}).address("https://a.github.io/x"); got != "https://a.github.io/x" {
		t.Errorf("address = %s, want the one fetched, since the other is of another owner", got)
	}
}

// Pages too small for either library are articles all the same.
func TestParseTinyPage(t *testing.T) {
	for _, tt := range []struct{ src, title, body string }{
		{"<title>A</title><p>Ships came.</p>", "A", "Ships came."},
		{"<h1>Ships came</h1><p>Fourteen of them.<script>x()</script>", "Ships came", "Fourteen of them."},
		{"<body>Ships<br>came</body>", "", "Ships\ncame"},
	} {
		got, _ := read(t, media.Origin{URL: "https://quay.example/1"}, media.Page, tt.src)
		if got.Title != tt.title || got.Body != tt.body {
			t.Errorf("%s: title %q, body %q; want %q, %q", tt.src, got.Title, got.Body, tt.title, tt.body)
		}
	}
}

// TestRows: a row of values is a line, whatever its cells are built of, and its cells stay
// apart; what a page is laid out with is no row.
func TestRows(t *testing.T) {
	for src, want := range map[string]string{
		"<tr><td><p>Revenue</p></td><td><p>$</p></td><td><div>41.2</div></td><td></td><td>$</td><td>38.0</td></tr>": "Revenue\t$41.2\t$38.0",
		"<tr><td>Net loss</td><td>(1.3</td><td>)</td><td>(2.0</td><td>)</td></tr>":                                  "Net loss\t(1.3)\t(2.0)",
		"<tr><td>Gross pay</td><td>3.380 €</td><td>&nbsp;</td><td>186 €</td></tr>":                                  "Gross pay\t3.380 €\t186 €",
		"<tr><td>Two<br>lines</td><td>4<br>  %</td></tr>":                                                           "Two lines\t4 %",
		"<tr><td>Share</td><td>4</td><td>%</td><td>7</td><td>%</td></tr>":                                           "Share\t4%\t7%",
		"<tr><td>Home<br>News</td><td><p>" + strings.Repeat("Ships came. ", 80) + "</p><p>They left.</p></td></tr>": "Home\nNews\n" + strings.TrimSpace(strings.Repeat("Ships came. ", 80)) + "\nThey left.",
	} {
		doc, err := html.Parse(strings.NewReader("<table>" + src + "</table>"))
		if err != nil {
			t.Fatal(err)
		}
		if got := pageText(doc); got != want {
			t.Errorf("pageText(%.80q) = %q, want %q", src, got, want)
		}
	}
}

// TestFootnoteMarks: the marks of footnotes are no words of the article, exponents are.
func TestFootnoteMarks(t *testing.T) {
	const more = " The ferry carried 412,000 passengers last year. Lochline lost £1.3m on the route."
	for src, want := range map[string]string{
		`It rose, Lochline said.<sup><a href="#fn1">1</a></sup> The fares rise too.`:                                             "It rose, Lochline said. The fares rise too.",
		`It rose, Lochline said.<sup class="reference" id="r"><a href="#cite-1"><span>[</span>12]</a></sup> The fares rise too.`: "It rose, Lochline said. The fares rise too.",
		`It rose, Lochline said.<a href="#n"><sup>*</sup></a> The fares rise too.`:                                               "It rose, Lochline said. The fares rise too.",
		`It has 40 km<sup>2</sup> of water, Lochline said.`:                                                                      "It has 40 km2 of water, Lochline said.",
		`It rose, Lochline said.<a class="footnote-anchor" href="#footnote-1">1</a> The fares rise too.`:                         "It rose, Lochline said. The fares rise too.",
		`It rose, Lochline said [<a href="#n4">4</a>]. The fares rise too.`:                                                      "It rose, Lochline said [4]. The fares rise too.",
		`<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>が再開した。`:                                                                   "港が再開した。",
		`It is the 4<sup>th</sup> time, Lochline said.`:                                                                          "It is the 4th time, Lochline said.",
	} {
		d, err := parsePage(media.Origin{}, "<html><body><article><h1>Ferry</h1><p>"+src+more+"</p></article></body></html>")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(d.Body, want) {
			t.Errorf("parsePage(%q) has %q, want %q", src, d.Body, want)
		}
	}
}

func TestPageDate(t *testing.T) {
	para := "<p>" + strings.Repeat("Ships came into the harbour of Westport. ", 20) + "</p>"
	for _, tt := range []struct {
		name, url, head string
		want            string
		estimated       bool
	}{
		{name: "with its hour", head: `<meta property="article:published_time" content="2026-04-27T08:30:00+02:00">`, want: "2026-04-27T08:30:00+02:00"},
		{name: "midnight is a day", head: `<meta property="article:published_time" content="2026-04-27T00:00:00+02:00">`, want: "2026-04-27"},
		{name: "in the URL", url: "https://quay.example/2026/04/27/harbour", want: "2026-04-27"},
		{name: "a guess", head: `<meta name="last-modified" content="2026-04-27">`, want: "2026-04-27", estimated: true},
		{name: "none"},
		{name: "the epoch", head: `<meta property="article:published_time" content="1970-01-01T00:00:00Z">`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := "<html><head><title>T</title>" + tt.head + "</head><body><article>" + para + "</article></body></html>"
			got, _ := read(t, media.Origin{URL: tt.url}, media.Page, src)
			if got.Published.String() != tt.want || got.Published.Estimated != tt.estimated {
				t.Errorf("published %v, want %s, estimated %v", got.Published, tt.want, tt.estimated)
			}
		})
	}
}

func TestTrimSite(t *testing.T) {
	for _, tt := range []struct{ title, want string }{
		{"Storm hits coast - The Herald", "Storm hits coast"},
		{"Storm hits coast | herald.example", "Storm hits coast"},
		{"Herald | Storm hits coast", "Storm hits coast"},
		{"Storm hits coast | News | The Herald", "Storm hits coast | News"},
		{"Storm - worst in years - hits coast", "Storm - worst in years - hits coast"},
		{"The Herald", "The Herald"},
		{"Herald: we were wrong", "Herald: we were wrong"},
	} {
		if got := trimSite(tt.title, "The Herald", "https://www.herald.example/1"); got != tt.want {
			t.Errorf("trimSite(%q) = %q, want %q", tt.title, got, tt.want)
		}
	}
}

func TestHostilePages(t *testing.T) {
	var fonts strings.Builder
	for i := range 400 {
		fmt.Fprintf(&fonts, "<font size=%d>", i)
	}
	for _, tt := range []struct {
		name, src string
		refused   bool
	}{
		{"deeply nested", strings.Repeat("<div>", 100_000), true},
		{"copies of copies", "<p>" + fonts.String() + strings.Repeat("<p>x", 50_000), true},
		{"too many", strings.Repeat("<br>", maxNodes+1), true},
		{"nothing but openings", strings.Repeat("<", 100_000), false},
		{"unclosed bold", "<p>" + strings.Repeat("<b>Ships came. <p>", 200), false},
		{"links in links", "<p>" + strings.Repeat("<a href=x>Ships came. ", 5000), false},
		{"broken JSON-LD", `<script type="application/ld+json">{"@graph":[[[[{"articleBody":{"a":1}}]]]]}</script><p>Ships came.`, false},
		{"many, deeply nested", strings.Repeat("<div>", 480) + strings.Repeat("<p>Ships came.", 20_000), true},
		{"nested just enough", strings.Repeat("<div>", 480) + "Ships came." + strings.Repeat("</div>", 480), false},
		{"a title of megabytes", "<title>" + strings.Repeat("Ships - Quay | ", 200_000) + "</title><p>Ships came.", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readDocument(media.Origin{}, media.Page, strings.NewReader(tt.src))
			if tt.refused != errors.Is(err, ErrComplex) {
				t.Errorf("error %v, want refused: %v", err, tt.refused)
			}
			SiteFeeds("https://quay.example/", []byte(tt.src)) // within the memory of a test
		})
	}
}

// TestWorkIsLinear: of twice as much that stands in one another, or beside it, reading takes twice the work,
// counted in bytes allocated.
func TestWorkIsLinear(t *testing.T) {
	const words = "<p>Ships came into the harbour of Westport, and left again.</p>"
	many := func(s string) func(int) string { return func(n int) string { return strings.Repeat(s, 4*n) + words } }
	deep := func(s string) func(int) string {
		return func(n int) string { return strings.Repeat(s, n) + strings.Repeat(words, 20*n) }
	}
	mail := func(doc *html.Node) { archivedMail(media.Origin{}, doc, head{}) }
	talk := func(doc *html.Node) { discussion(doc) }
	for name, tt := range map[string]struct {
		page func(int) string
		read func(*html.Node)
	}{
		"heads of mails":    {many("<!--X-Head-of-Message--><p>From: a</p>"), mail},
		"mails without end": {many("<!--X-Body-of-Message-->"), mail},
		"heads of replies":  {many("<div id=divRplyFwdMsg>x</div>"), func(doc *html.Node) { dropCarried(doc, "Re: Ships") }},
		"headings":          {deep("<h1><div>"), func(doc *html.Node) { timeBeside(doc, "Ships", "They came.", time.Time{}) }},
		"answers":           {deep(`<div itemtype="https://schema.org/Question"><div itemprop=text>`), talk},
		"mails in mails":    {deep("<div class=email><div class=email-body>"), talk},
		"links":             {deep("<a href=#x><object>"), func(doc *html.Node) { isDocument(doc) }},
	} {
		work := func(n int) float64 {
			doc, err := parseHTML(tt.page(n))
			if err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			tt.read(doc)
			runtime.ReadMemStats(&after)
			return float64(after.TotalAlloc - before.TotalAlloc)
		}
		work(10) // what is made once
		if once, twice := work(60), work(120); twice > 3*once+100<<10 {
			t.Errorf("%s: %.1f times the work for twice as much", name, twice/once)
		}
	}
}

func TestBoundNodesCountsEnough(t *testing.T) {
	for _, src := range []string{
		"<p>" + strings.Repeat("<b><i>x</i><p>", 300), "<p>" + strings.Repeat("<b class=x><a href=y>z", 200),
		strings.Repeat("<b><i><u>", 3) + strings.Repeat("<p>x</b>", 500), strings.Repeat("<table><b>x", 100),
		strings.Repeat("<em><p></em>", 500),
	} {
		doc, err := html.Parse(strings.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		nodes := 0
		for range doc.Descendants() {
			nodes++
		}
		if got := countNodes(src); got < nodes/4 {
			t.Errorf("%.40s…: counted %d, made %d", src, got, nodes)
		}
	}
}

func TestGuard(t *testing.T) {
	if err := guard(func() error { panic("a page it does not expect") }); err == nil {
		t.Error("a panic is no error")
	}
}

func TestWall(t *testing.T) {
	long := "<p>" + strings.Repeat("Ships came into the harbour of Westport, fourteen of them on Monday alone. ", 30) + "</p>"
	locked := `<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>`
	for _, tt := range []struct {
		name, src string
		want      error
		warned    bool
	}{
		{name: "paywall", src: "<title>T</title><p>Ships came.</p><p>Subscribe to continue reading.</p>", want: fetch.ErrPaywall},
		{name: "consent", src: "<title>T</title><p>We value your privacy. Accept all cookies?</p>", want: fetch.ErrConsent},
		{name: "robot check", src: "<title>Just a moment</title><p>Verify you are human to go on.</p>", want: fetch.ErrConsent},
		{name: "paywall in German", src: "<title>T</title><p>Schiffe kamen.</p><p>Jetzt weiterlesen: nur für Abonnenten.</p>", want: fetch.ErrPaywall},
		{name: "a limit", src: "<title>T</title><p>You’ve reached your limit of free articles.</p>", want: fetch.ErrPaywall},
		{name: "consent in French", src: "<title>T</title><p>Nous et nos partenaires…</p><button>x</button><p>Accepter tous les cookies</p>", want: fetch.ErrConsent},
		{name: "a robot check by its title", src: "<title>Just a moment...</title><p>quay.example needs to review the security of your connection.</p>", want: fetch.ErrConsent},
		{name: "login", src: "<title>Sign in · Quay</title><form><p>E-mail</p><input name=u><input type=password></form>", want: fetch.ErrLogin},
		{name: "an article beside a login", src: "<title>T</title>" + long + "<form>Sign in<input type=password></form>"},
		{name: "a note beside a login", src: "<title>Harbour reopens</title><p>Ships came into the harbour of Westport on Monday, fourteen of them.</p><form><input type=password></form>"},
		{name: "scripts needed", src: "<title>Quay</title><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div><script src=a.js></script>", want: fetch.ErrScript},
		{name: "nothing but scripts", src: "<title>Quay</title><div id=app></div><script>start()</script>", want: fetch.ErrScript},
		{name: "not loaded yet", src: "<title>Quay</title><div id=app>Loading…</div><script>start()</script>", want: fetch.ErrScript},
		{name: "an article in other letters", src: "<title>Quay</title><p>港が再開した。</p><script>start()</script>"},
		{name: "consent or money in German", src: "<title>Quay</title><h1>Willkommen</h1><p>Mit Werbung weiterlesen oder Pur-Abo für 2,99 € im Monat.</p>", want: fetch.ErrConsent},
		{name: "paywall in Japanese", src: "<title>T</title><p>この記事は有料記事です。残り1234文字</p>", want: fetch.ErrPaywall},
		{name: "an article that needs no scripts", src: "<title>T</title><noscript>Please enable JavaScript.</noscript>" + long},
		{name: "a page not found that says 200", src: "<title>404 - Page not found | Quay</title><p>Sorry. Try our front page.</p>", want: fetch.ErrNotFound},
		{name: "an article of pages not found", src: "<title>404: a history of missing pages</title>" + long},
		{name: "an article beside such words", src: long + "<p>Already a subscriber? Subscribe to continue. We value your privacy.</p>"},
		{name: "a teaser", src: locked + "<article><p>" + strings.Repeat("Ships came. ", 60) + "</p></article>", warned: true},
		{name: "a whole article that is not free", src: locked + long},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := readDocument(media.Origin{URL: "https://quay.example/1"}, media.Page, strings.NewReader(tt.src))
			if !errors.Is(err, tt.want) || tt.warned != (len(d.Warnings) == 1 && errors.Is(d.Warnings[0], fetch.ErrPaywall)) {
				t.Errorf("error %v, warnings %v, want %v, warned %v", err, d.Warnings, tt.want, tt.warned)
			}
			if _, err := readDocument(media.Origin{File: "/saved.html"}, media.Page, strings.NewReader(tt.src)); err != nil {
				t.Errorf("a saved page: %v", err)
			}
		})
	}
}

// TestDocumentPage: what an editor exported is the document with all its lists, and no
// remarks of its readers.
func TestDocumentPage(t *testing.T) {
	const src = `<html><head><style>p{}</style></head><body class="doc-content"><p class="c1 title"><span>Flood review</span></p><h1>1. Summary</h1>` +
		`<p>The pumps failed because their fuel had not been replaced since 2021.<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> They were new then, and are not now.</p>` +
		`<p>We recommend that the county inspect every pump twice a year, at a cost of about £90,000, from its own funds.</p><h1>2. What happened</h1>` +
		`<ol><li>At 23:00 the river passed 3.1 metres.</li><li>At 02:40 both pumps stopped.</li></ol>` +
		`<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Is this so? Ask Olu.</span></p></div></body></html>`
	want := strings.Join([]string{
		"1. Summary", "The pumps failed because their fuel had not been replaced since 2021. They were new then, and are not now.",
		"We recommend that the county inspect every pump twice a year, at a cost of about £90,000, from its own funds.",
		"2. What happened", "At 23:00 the river passed 3.1 metres.", "At 02:40 both pumps stopped.",
	}, "\n")
	if got, _ := read(t, media.Origin{}, media.Page, src); got.Title != "Flood review" || got.Body != want {
		t.Errorf("title %q, body:\n%s\nwant:\n%s", got.Title, got.Body, want)
	}
}

// TestOffer: what a subscription costs is none of the article.
func TestOffer(t *testing.T) {
	const src = `<html><head><title>Lochline loses ferry contract</title></head><body><nav>Home</nav><article><h1>Lochline loses ferry contract</h1>` +
		`<p>Lochline has lost the contract to run ferries to the western islands, the transport agency said on Monday.</p>` +
		`<h2>Keep reading for $1</h2><p>Subscribe to unlock this article</p><p>Only $1 for 4 weeks. Then $75 per month. Cancel at any time.</p></article></body></html>`
	got, warnings := read(t, media.Origin{File: "/saved/page.html"}, media.Page, src)
	if want := "Lochline has lost the contract to run ferries to the western islands, the transport agency said on Monday."; got.Body != want || len(warnings) != 1 {
		t.Errorf("warnings %v, body %q, want %q", warnings, got.Body, want)
	}
}

// TestTitleBesideSite: of "Sorrel Bridge - Wikipedia" the headline is the title.
func TestTitleBesideSite(t *testing.T) {
	for title, want := range map[string]string{
		"Sorrel Bridge - Wikipedia": "Sorrel Bridge", "News | Sorrel Bridge": "Sorrel Bridge",
	} {
		got, _ := read(t, media.Origin{URL: "https://en.wiki.example/1"}, media.Page, "<html><head><title>"+title+"</title></head><body><h1>Sorrel Bridge</h1><p>It opened in 1961, and it is blue.</p></body></html>")
		if got.Title != want {
			t.Errorf("%s: title %q, want %q", title, got.Title, want)
		}
	}
}

// TestListedBody: a page that only scripts show has its text in its data, if that is for
// all to read.
func TestListedBody(t *testing.T) {
	const text = "Norwind opened its plant in Tulsa on Tuesday, two months early. It employs 420 people and makes 9,000 robots a week."
	src := func(free string) string {
		return `<html><head><title>Norwind opens Tulsa plant</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Norwind opens Tulsa plant",` + free +
			`"datePublished":"2026-11-10","articleBody":"` + text + `\n\nThe state paid $21 million."}</script></head><body><div id="root"></div><script src="/main.js"></script></body></html>`
	}
	if got, _ := read(t, media.Origin{URL: "https://quay.example/1"}, media.Page, src("")); got.Body != text+"\nThe state paid $21 million." {
		t.Errorf("body is %q", got.Body)
	}
	if _, err := parsePage(media.Origin{URL: "https://quay.example/1"}, src(`"isAccessibleForFree":false,`)); err == nil {
		t.Error("what is not for all to read was taken from the page's data")
	}
}

// TestExhibit: "Exhibit 99.1" is what a text is filed as, and not its title.
func TestExhibit(t *testing.T) {
	para := "<p>Brightwater today announced results for its third quarter, in which its revenue grew 12% to $412.6 million as demand for filters rose in every region.</p>"
	got, _ := read(t, media.Origin{}, media.Page, "<html><head><title>Exhibit 99.1</title></head><body><p><b>EXHIBIT 99.1</b></p><p><b>Brightwater Reports Results</b></p>"+para+para+"</body></html>")
	if got.Title != "Brightwater Reports Results" {
		t.Errorf("title is %q", got.Title)
	}
}

// TestAsOnPage: words that the page divides are divided.
func TestAsOnPage(t *testing.T) {
	const page = "Home\nDogs: free\nDogs – free\nIt is £4 to Skerra.\n15 %\n1.5 %"
	if got, want := asOnPage("Dogs:free\nNo cats.\nIt is£4 to Skerra.\n1.5%", page, nil), "Dogs: free\nNo cats.\nIt is £4 to Skerra.\n1.5 %"; got != want {
		t.Errorf("asOnPage = %q, want %q", got, want)
	}
}

// TestHeadingMarks: what headings are linked to and edited by are none of their words.
func TestHeadingMarks(t *testing.T) {
	for _, src := range []string{
		`<h2>Tolls<a href="#tolls">#</a></h2>`, "<h2>Tolls<a href=\"#tolls\">\u200b</a></h2>", `<h2>Tolls</h2><span class="mw-editsection">[<a href="/e">edit</a>]</span>`,
	} {
		doc, err := html.Parse(strings.NewReader("<p>It opened.</p>" + src + "<p>They rose.</p>"))
		if err != nil {
			t.Fatal(err)
		}
		tame(doc)
		if got, want := pageText(doc), "It opened.\nTolls\nThey rose."; got != want {
			t.Errorf("text of %s is %q, want %q", src, got, want)
		}
	}
}

// TestHeadOfText: the title, what is short above it and when the text is from are not told again,
// but days that head its parts are.
func TestHeadOfText(t *testing.T) {
	const a, b = "The harbour of Westport reopened on Monday.", "The north pier stays closed."
	for body, want := range map[string]string{
		"Ports\nWestport reopens\n9 November 2026, 10:15\n" + a + "\n" + b: a + "\n" + b,
		"9 November 2026 | Ports\n" + a:                                    a,
		"9 November 2026\n" + a + "\n10 November 2026\n" + b:               "9 November 2026\n" + a + "\n10 November 2026\n" + b,
		a + "\nWestport reopens\n" + b:                                     a + "\nWestport reopens\n" + b,
		"9 November 2026":                                                  "9 November 2026",
	} {
		if got := strings.Join(withoutHead(body, "Westport reopens"), "\n"); got != want {
			t.Errorf("withoutHead(%q) = %q, want %q", body, got, want)
		}
	}
}

// TestSpacesOfSource: how a page is written in its source is none of its text, but in what keeps
// its spaces.
func TestSpacesOfSource(t *testing.T) {
	const src = "<p>Kestrel\n\t\t\tpicks <b> an </b>\n   airline.</p><pre>a    b\nc  d</pre>"
	if got, want := htmlText(src), "Kestrel picks an airline.\na    b\nc  d"; got != want {
		t.Errorf("text is %q, want %q", got, want)
	}
}

// TestCutByline: a byline is cut to names, and what is left of a date or is no name is none.
func TestCutByline(t *testing.T) {
	for byline, want := range map[string]string{
		"By Ada Byron":                         "Ada Byron",
		"ByAda Byron":                          "Ada Byron",
		"Byron Lee":                            "Byron Lee",
		"Autorin: Ada Byron | 3 min":           "Ada Byron",
		"Ada Byron Monday, February":           "Ada Byron",
		"Ada Byron, Harbour News, Updated Oct": "Ada Byron, Harbour News",
		"Ada Byron Follow":                     "Ada Byron",
		"Theresa May":                          "Theresa May",
		"January":                              "",
		"Last Updated January":                 "",
		"By":                                   "",
		"Photograph by Ada Byron":              "",
		"《Harbour News":                        "Harbour News",
	} {
		if got := cutByline(byline); got != want {
			t.Errorf("cutByline(%q) = %q, want %q", byline, got, want)
		}
	}
}

// TestQuestionButtons: the questions of a page are often buttons that open their answers.
func TestQuestionButtons(t *testing.T) {
	item := func(q, a string) string {
		return `<h3 class="accordion-header"><button class="accordion-button" aria-expanded="false">` + q + `</button></h3><div class="collapse"><p>` + a + `</p></div>`
	}
	bare := func(q, a string) string {
		return `<button aria-expanded="false">` + q + `</button><div><p>` + a + `</p></div>`
	}
	for _, one := range []func(q, a string) string{item, bare} {
		got, _ := read(t, media.Origin{}, media.Page, "<html><body><nav><button aria-expanded=false>Menu</button></nav><main><h1>The ferry pass</h1><p>All you need to know about the annual pass of the ferries.</p>"+
			one("How much is it?", "The annual pass costs £480, or £45 a month by direct debit.")+one("Can I take my bicycle?", "Yes, but for the 08:10 sailing from Westport on working days.")+"</main></body></html>")
		want := "All you need to know about the annual pass of the ferries.\nHow much is it?\nThe annual pass costs £480, or £45 a month by direct debit.\n" +
			"Can I take my bicycle?\nYes, but for the 08:10 sailing from Westport on working days."
		if got.Body != want {
			t.Errorf("body:\n%s\nwant:\n%s", got.Body, want)
		}
	}
}
