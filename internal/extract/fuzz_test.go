package extract

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"footnote/internal/article"
	"footnote/internal/feed"
	"footnote/internal/media"
)

// checkForm fails if an article is not in the form every article has.
func checkForm(t *testing.T, d Draft) {
	t.Helper()
	if d.Finish(article.Workspace, time.Now()) != nil {
		return
	}
	for _, s := range []string{d.Title, d.Author, d.Outlet, d.Body, d.Lang} {
		if !utf8.ValidString(s) {
			t.Errorf("not UTF-8: %q", s)
		}
	}
	if d.Body != article.Paragraphs(d.Body) || d.Title != article.OneLine(d.Title, article.MaxTitle) {
		t.Errorf("a second reading would change it: %q, %q", d.Title, d.Body)
	}
	if d.URL != "" && !article.IsWebURL(d.URL) {
		t.Errorf("URL %q", d.URL)
	}
}

// checkSaid fails if a page's article has a letter more often than the page, where nothing but
// its text can have brought it.
func checkSaid(t *testing.T, d Draft, src string) {
	t.Helper()
	if len(d.Body) > 100*len(src)+1000 {
		t.Errorf("%d bytes of text from %d", len(d.Body), len(src))
	}
	doc, err := html.Parse(strings.NewReader(src))
	if err != nil || !utf8.ValidString(src) || otherText.MatchString(src) {
		return
	}
	left := map[rune]int{}
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			for _, r := range letters(n.Data) {
				left[r]++
			}
		}
	}
	for _, r := range letters(d.Body) {
		if left[r]--; left[r] < 0 {
			t.Errorf("%q is more often in %q than in its page", r, d.Body)
			return
		}
	}
}

// otherText matches what gives a page text but its text: data, times, spans, who says what.
var otherText = regexp.MustCompile(`(?i)script|time|date|span|itemprop|email|description`)

func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"", "Title\n\nBody.", "---\ntitle: a\nauthors:\n- b\n---\nBody", "---\n---\n", "---\ntitle: [a, 'b\n...\n# H\n",
		"T\nBy A B\nDate: 1 May 2026\n\nx\nRelated articles:\n", "\ufeff---\r\ndate: \"2026\r\n---\r\n\x00", "T\n\u2028By: É\n- a\n 1. b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, k := range []media.Kind{media.PlainText, media.Markdown} {
			d, err := readDocument(media.Origin{File: "/a/2026-04-27-b"}, k, strings.NewReader(text))
			if err == nil {
				checkForm(t, d)
			}
		}
		if fields, rest := frontMatter(text); len(fields) == 0 && !strings.HasSuffix(article.UnixLines(text), rest) {
			t.Errorf("frontMatter(%q) leaves %q", text, rest)
		}
	})
}

func FuzzUnwrap(f *testing.F) {
	f.Add("a line that is long enough to go on to the next\nline\n\n- item")
	f.Fuzz(func(t *testing.T, text string) {
		got := strings.Fields(strings.Join(unwrap(strings.Split(text, "\n")), "\n"))
		if want := strings.Fields(text); !slices.Equal(got, want) {
			t.Errorf("unwrap(%q) has the words %q", text, got)
		}
	})
}

func FuzzLine(f *testing.F) {
	for _, seed := range []string{
		`{"body":"b"}`, `{"url":"http://a","title":"t","published_at":"2026-04-27","body":"b","scope":"user:U"}`,
		`{"body":5}`, `{`, `null`, `{"body":"\ud800","published_at":"9999-99-99"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if d, err := Line(media.Origin{}, true, raw, article.Workspace); err == nil {
			checkForm(t, d)
		}
	})
}

func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		"<title>T</title><p>Body", "<!-- saved from url=(1)http://a --><h1>x", "<b><p><table><b>x<td>", "<pre>a\nb</pre><br>c",
		`<link rel=canonical href="//[::1"><meta property=og:site_name content="a | b"><p>x`, "<svg><style><p>x", "<template><p>x",
		`<script type="application/ld+json">{"@type":"NewsArticle","headline":5,"author":[{}]}</script><p>x`,
		"<p>x<table><tr><th>A<th>B<th>C<tr><td rowspan=9>a<td>1<td>2<tr><td colspan=2>3<td></table>",
		"<h1>T</h1><table><thead><tr><td colspan=2>A<td rowspan=2>B<tr><td>a<td>b</thead><tr><td>1<td>2<td>3</table><p>It is.",
		`<title>Q</title><div itemtype="https://schema.org/Question"><h1 itemprop=name>Q</h1><div itemprop=text><p>Why?</div><div itemtype="https://schema.org/Answer"><a itemprop=author>A</a><time itemprop=dateCreated datetime="2026-04-27">x</time><div itemprop=text><p>So.<aside>q</aside></div></div></div>`,
		`<h1>T</h1><div class=email><div class=email-author>A</div><span title="Sender's time: April 27, 2026 10 a.m.">x</span><div class=email-body>One.<div class=quoted-text>z</div></div></div><div class=email><div class=email-body>Two.</div></div>`,
		"<h1>[L] S</h1><b>A</b><i>Mon Apr 27 10:00:00 2026</i><!--beginarticle--><pre>x\n&gt; y\n</pre><!--endarticle-->",
		"<!--X-Subject: a --><!--X-Head-of-Message--><ul><li>From: A<li>Date: 27 April 2026<li>Subject: a</ul><!--X-Head-of-Message-End--><!--X-Body-of-Message--><p>x<br>\n<blockquote>y</blockquote><!--X-Body-of-Message-End-->",
		`<title>T</title><script type="application/json">{"a":[{"title":"T","body":[{"text":"<p>x. "},{"children":["y"]}]}]}</script>`,
		`<h1>Live</h1><h2><time datetime="2026-04-27T10:02:00Z">x</time></h2><p>b.<h2><time datetime="2026-04-27T10:01:00Z">x</time></h2><p>a.`,
		"<h2>x<a href=#x>#</a></h2><p>a<sup><a href=#1>1</a></sup><ruby>b<rt>c</rt></ruby><dt><button>Why is it so?</button></dt><dd>So.",
		"<meta name=generator content=MediaWiki><h1>T</h1><p>x<span class=mw-editsection>e</span><li>Last edited on 27 April 2026",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, in := range []media.Origin{{URL: "https://www.a.example/b?c"}, {File: "/a/b.html"}} {
			d, err := readDocument(in, media.Page, strings.NewReader(src))
			if err == nil {
				checkForm(t, d)
				checkSaid(t, d, src)
			}
		}
	})
}

func FuzzItem(f *testing.F) {
	f.Add("Ships", "<p>Ships came. Read more…", strings.Repeat("<b>ships ", 300))
	f.Fuzz(func(t *testing.T, title, content, summary string) {
		it := feed.Item{Title: title, Content: content, Summary: summary}
		if d, ok := Item(feed.Feed{}, it); ok {
			checkForm(t, d)
		}
	})
}
