package extract

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

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
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, in := range []media.Origin{{URL: "https://www.a.example/b?c"}, {File: "/a/b.html"}} {
			d, err := readDocument(in, media.Page, strings.NewReader(src))
			if err == nil {
				checkForm(t, d)
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
